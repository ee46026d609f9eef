"""Rows of a table told as problems: the first few each, then how many more there are."""

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from chuandao.cascade.assembly.aside import place_of
from chuandao.errors import Problem, Severity

TOLD = 10
Row = dict[str, object]
Words = Callable[[Row], Mapping[str, object]]


def tell(
    rows: pl.DataFrame, code: str, severity: Severity, column: str, words: Words
) -> Iterable[Problem]:
    """Yield a problem for each of the first rows, and one for all the others together.

    Parameters
    ----------
    rows : pl.DataFrame
        With the columns of their origin.
    code, severity : str
    column : str
        The catalogue's name of the column at fault; empty for the row as a whole.
    words : function
        From a row to the parameters of its message.
    """
    ordered = rows.sort("origin_file", "origin_sheet", "origin_row")
    for row in ordered.head(TOLD).iter_rows(named=True):
        yield Problem(code, severity, place_of(row, column), dict(words(row)))
    if rows.height > TOLD:
        place = place_of(ordered.row(TOLD, named=True), column)
        yield Problem("and_more_rows", severity, place, {"count": rows.height - TOLD, "code": code})
