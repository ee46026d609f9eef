"""What every check sees: the tables, the tree, the settings and the day of the checkup."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from chuandao.cascade.settings import Settings
from chuandao.cascade.units import UnitTree
from chuandao.catalog.tables import Column, input_tables


@dataclass(frozen=True)
class View:
    """The inputs of a check."""

    tables: Mapping[str, pl.DataFrame]
    units: UnitTree
    settings: Settings
    as_of: date | None = None

    def columns(self, *types: str) -> Iterator[tuple[str, pl.DataFrame, Column]]:
        """Yield every column of these types with something in it, and its table."""
        for name, frame in self.tables.items():
            for column in input_tables()[name].columns:
                if column.type in types and column.name in frame.columns:
                    yield name, frame, column
