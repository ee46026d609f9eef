"""The tables of a case connected: one tree of units, every reference leading somewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

import polars as pl

from chuandao.cascade.assembly.keys import keyed
from chuandao.cascade.assembly.references import join_others, join_units, resolved
from chuandao.cascade.assembly.telling import tell
from chuandao.cascade.tree.rows import one_tree
from chuandao.cascade.units import UnitTree, grow
from chuandao.catalog.tables import input_tables
from chuandao.errors import Problem


@dataclass
class Connected:
    """The tables in the order of their keys, the tree, and what was set aside and found."""

    tables: dict[str, pl.DataFrame] = field(default_factory=dict)
    units: UnitTree | None = None
    set_aside: list[pl.DataFrame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def connect(tables: Mapping[str, pl.DataFrame]) -> Connected:
    """Return the tables with references resolved, duplicates and lost rows set aside.

    ``units`` is None where the table is absent or holds no tree.
    """
    made = Connected()
    if "units" not in tables:
        return made
    _take_units(tables["units"], made)
    if made.units is None:
        return made
    for name in _order(tables):
        _take(name, tables[name], made)
    made.tables = {name: made.tables[name] for name in input_tables() if name in made.tables}
    made.units = grow(made.tables["units"], made.tables.get("successions"))
    return made


def _take_units(frame: pl.DataFrame, made: Connected) -> None:
    once = keyed(frame, input_tables()["units"], keep_one=True)
    found = one_tree(once.frame)
    made.set_aside += [*once.set_aside, found.set_aside]
    made.problems += [*once.problems, *found.problems]
    if found.frame.height == 0:
        return
    lined, problems = _line_parents(found.frame, grow(found.frame))
    made.problems += problems
    made.tables["units"] = keyed(lined, input_tables()["units"]).frame
    made.units = grow(lined)


def _line_parents(frame: pl.DataFrame, tree: UnitTree) -> tuple[pl.DataFrame, list[Problem]]:
    """Empty an unknown superior in the line of business, aloud; the unit itself is sound."""
    given = frame["line_parent"]
    table = resolved(given, tree)
    joined = pl.DataFrame({"given": given}).join(
        table, on="given", how="left", maintain_order="left"
    )
    lost = frame.filter(given.is_not_null() & joined["unit"].is_null())

    def words(row: dict[str, object]) -> dict[str, object]:
        return {"unit": row["unit"], "name": row["name"], "value": row["line_parent"]}

    told = list(tell(lost, "unknown_line_parent", "warning", "line_parent", words))
    return frame.with_columns(joined["unit"].alias("line_parent")), told


def _take(name: str, frame: pl.DataFrame, made: Connected) -> None:
    schema = input_tables()[name]
    if name == "units" or made.units is None:
        return
    by_unit = join_units(frame, schema, made.units)
    joined = join_others(by_unit.frame, schema, made.tables)
    once = keyed(joined.frame, schema)
    made.tables[name] = once.frame
    made.set_aside += [*by_unit.set_aside, *joined.set_aside, *once.set_aside]
    made.problems += [*by_unit.problems, *joined.problems, *once.problems]


def _order(tables: Mapping[str, pl.DataFrame]) -> list[str]:
    """Tables that others refer to come first."""
    graph = {
        name: {
            target
            for column in input_tables()[name].columns
            if (target := column.refers.partition(".")[0]) in tables and target != name
        }
        for name in sorted(tables)
    }
    return list(TopologicalSorter(graph).static_order())
