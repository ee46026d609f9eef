"""Units taken together with those beside them where one alone has too few items to be judged."""

from collections.abc import Mapping

from chuandao.cascade.units import UnitTree


def pooled_up(counts: Mapping[str, int], units: UnitTree, least: int) -> dict[str, str]:
    """Return for each unit the unit at which its items are judged: itself, or one above.

    Items of a unit that has fewer than ``least`` go up to its superior, and so on to the root;
    those of a unit that has enough stay with it.

    Examples
    --------
    >>> import polars as pl
    >>> from chuandao.cascade.units import grow
    >>> tree = grow(pl.DataFrame({"unit": ["1", "11", "111", "112", "12"], "name": list("abcde"),
    ...     "tier": [0, 1, 2, 2, 1], "parent": [None, "1", "11", "11", "1"]}))
    >>> pooled_up({"111": 2, "112": 3, "12": 9}, tree, 5)
    {'111': '11', '112': '11', '12': '12'}
    """
    held = {unit: [unit] for unit in counts}
    size = dict(counts)
    for unit in reversed(tuple(units)):
        above = units.parent(unit)
        if unit in held and size[unit] < least and above is not None:
            held.setdefault(above, []).extend(held.pop(unit))
            size[above] = size.get(above, 0) + size.pop(unit)
    return {unit: pool for pool, members in sorted(held.items()) for unit in sorted(members)}
