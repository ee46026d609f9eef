"""What was read of a case so far: parts of its tables, and what is to be said of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from chuandao.catalog.tables import input_tables
from chuandao.errors import Place, Problem


@dataclass
class Gathered:
    """The tables read so far, row by row as their files have them."""

    parts: defaultdict[str, list[pl.DataFrame]] = field(default_factory=lambda: defaultdict(list))
    set_aside: list[pl.DataFrame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    places: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    headings: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Return each table with its parts put together, in the catalogue's order."""
        return {
            name: pl.concat(self.parts[name], how="diagonal")
            for name in input_tables()
            if name in self.parts
        }


def is_lost(problems: Iterable[Problem]) -> bool:
    """Whether nothing could be understood of a sheet: its table then counts as absent."""
    lost = {"heading_missing", "column_missing", "sheet_empty", "workbook_broken"}
    return any(problem.code in lost for problem in problems)
