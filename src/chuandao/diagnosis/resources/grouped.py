"""The rows of a table group by group, without copying them."""

from collections.abc import Iterator, Sequence

import polars as pl


def in_groups(
    rows: pl.DataFrame, by: Sequence[str]
) -> Iterator[tuple[tuple[object, ...], pl.DataFrame]]:
    """Return each group of rows under its key, in the order of the keys.

    Examples
    --------
    >>> rows = pl.DataFrame({"unit": ["b", "a", "b"], "days": [1, 2, 3]})
    >>> [(key, group["days"].to_list()) for key, group in in_groups(rows, ["unit"])]
    [(('a',), [2]), (('b',), [1, 3])]
    """
    ordered = rows.sort(by, maintain_order=True)
    start = 0
    for *key, count in ordered.group_by(by, maintain_order=True).len().iter_rows():
        yield tuple(key), ordered.slice(start, count)
        start += count
