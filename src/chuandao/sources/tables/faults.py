"""What was wrong in which cell, counted whole and told in a bounded number of problems."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from chuandao.catalog.tables import Column
from chuandao.catalog.values import values
from chuandao.catalog.words import in_languages
from chuandao.errors import Problem, Severity
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.matching import Match

TOLD = 10
_SHOWN = 40
_SCHEMA = {"at": pl.UInt32, "heading": pl.String, "code": pl.String, "value": pl.String}
_NOTES = frozenset({"total_row"})


@dataclass(frozen=True)
class Faults:
    """The cells that could not be read: at (position in the grid), heading, code, value."""

    frame: pl.DataFrame

    @property
    def rows(self) -> pl.DataFrame:
        """Each row that has a fault, with the codes of its faults."""
        return self.frame.group_by("at").agg(pl.col("code").unique().sort()).sort("at")


def no_faults() -> Faults:
    """Return an empty list of faults."""
    return Faults(pl.DataFrame(schema=_SCHEMA))


def faults_of(codes: pl.Series, cells: pl.Series, heading: str) -> pl.DataFrame:
    """Return the faults of one column, given the code (or nothing) of each of its cells."""
    at = codes.is_not_null().arg_true()
    shown = (
        cells.gather(at).cast(pl.String, strict=False) if len(at) else pl.Series(dtype=pl.String)
    )
    return pl.DataFrame(
        {
            "at": at.cast(pl.UInt32),
            "heading": pl.Series([heading] * len(at), dtype=pl.String),
            "code": codes.gather(at).cast(pl.String),
            "value": shown.str.head(_SHOWN),
        },
        schema=_SCHEMA,
    )


def joined(parts: Iterable[pl.DataFrame]) -> Faults:
    """Return several columns' faults as one list, by row."""
    return Faults(pl.concat([pl.DataFrame(schema=_SCHEMA), *parts]).sort("at", "heading", "code"))


def fault_problems(grid: Grid, faults: Faults, matches: Sequence[Match]) -> list[Problem]:
    """Return the faults as problems: the first few of each kind and column, then how many more."""
    columns = {match.heading: match.column for match in matches}
    return [
        problem
        for group in faults.frame.partition_by("code", "heading", maintain_order=True)
        for problem in _told(grid, group, columns)
    ]


def remark_problems(grid: Grid, match: Match, remarks: pl.Series) -> list[Problem]:
    """Return one problem for each kind of remark in a column, at its first cell."""
    counted = pl.DataFrame({"code": remarks, "row": grid.rows}).drop_nulls("code")
    groups = counted.group_by("code").agg(pl.len(), pl.col("row").min()).sort("code")
    return [
        Problem(code, _severity(code), grid.place(row, match.heading), {"count": count})
        for code, count, row in groups.rows()
    ]


def _severity(code: str) -> Severity:
    return "warning" if code in {"placeholder", "rounded_to_cents"} else "note"


def _told(grid: Grid, group: pl.DataFrame, columns: dict[str, Column]) -> Iterable[Problem]:
    for at, heading, code, value in group.head(TOLD).rows():
        severity: Severity = "note" if code in _NOTES else "error"
        place = grid.place(int(grid.rows[at]), heading)
        said, parameters = _worded(code, value or "", columns.get(heading))
        yield Problem(said, severity, place, parameters)
    if group.height > TOLD:
        at, heading, code, _ = group.row(TOLD)
        place = grid.place(int(grid.rows[at]), heading)
        yield Problem("and_more", "error", place, {"count": group.height - TOLD, "code": code})


def _worded(code: str, value: str, column: Column | None) -> tuple[str, dict[str, str]]:
    """Return code and parameters of the message; a choice is told with what may be chosen."""
    if code != "value_unknown" or column is None or not column.domain:
        return code, {"value": value}
    domain = values(column.domain)
    nearest = domain.nearest(value)
    said = "value_unknown_near" if nearest else code
    return said, {"value": value, "nearest": nearest, **in_languages("allowed", domain.labels)}
