"""References between tables: units by code or name, and every other ``refers`` of the catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from chuandao.cascade.assembly.aside import place_of, set_aside
from chuandao.cascade.assembly.telling import TOLD, tell
from chuandao.cascade.units import UnitTree
from chuandao.catalog.tables import Column, TableSchema, input_tables, result_tables
from chuandao.errors import Place, Problem

_UNITS = "units.unit"
_NEAR = 60
_CHECKED = frozenset({"supersedes"})  # by checks/supersedes.py, which says more


@dataclass(frozen=True)
class Joined:
    """A table whose references all lead somewhere, what was set aside, and what was found."""

    frame: pl.DataFrame
    set_aside: list[pl.DataFrame] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def join_units(frame: pl.DataFrame, schema: TableSchema, tree: UnitTree) -> Joined:
    """Return a table with every unit as a code; rows of unknown or ambiguous units set aside."""
    joined = Joined(frame)
    for column in schema.columns:
        if column.refers == _UNITS and column.name in frame.columns:
            joined = _join_unit(joined, schema, column, tree)
    return joined


def _join_unit(joined: Joined, schema: TableSchema, column: Column, tree: UnitTree) -> Joined:
    frame = joined.frame
    given = frame[column.name]
    table = resolved(given, tree)
    code = pl.DataFrame({"given": given}).join(table, on="given", how="left", maintain_order="left")
    lost = given.is_not_null() & code["unit"].is_null()
    kept = frame.with_columns(code["unit"].alias(column.name)).filter(~lost)
    if not lost.any():
        return Joined(kept, joined.set_aside, joined.problems)
    rows = frame.filter(lost)
    codes = pl.DataFrame({"code": code["fault"].filter(lost)}).select(pl.concat_list("code"))
    aside = set_aside(schema.name, rows, codes.to_series())
    told = _unit_problems(rows, column.name, tree)
    return Joined(kept, [*joined.set_aside, aside], [*joined.problems, *told])


def resolved(given: pl.Series, tree: UnitTree) -> pl.DataFrame:
    """Return each distinct code or name given, the unit it means, or what is wrong with it.

    Returns
    -------
    table (given, unit, fault)
        ``fault`` is unknown_unit or ambiguous_unit where ``unit`` is empty.
    """
    distinct = given.unique().drop_nulls().sort().to_list()
    rows = []
    for word in distinct:
        found = tree.candidates(word)
        fault = None if len(found) == 1 else ("ambiguous_unit" if found else "unknown_unit")
        rows.append((word, found[0] if fault is None else None, fault))
    schema = {"given": pl.String, "unit": pl.String, "fault": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _unit_problems(rows: pl.DataFrame, column: str, tree: UnitTree) -> list[Problem]:
    """One problem for each unit not found, at its first row, with how many rows name it."""
    counted = (
        rows.sort("origin_file", "origin_sheet", "origin_row")
        .group_by(column, maintain_order=True)
        .agg(pl.len().alias("rows"), pl.col("origin_file", "origin_sheet", "origin_row").first())
    )
    told = []
    for row in counted.head(TOLD).iter_rows(named=True):
        given = str(row[column])
        found = tree.candidates(given)
        place = place_of(row, column)
        error = tree.ambiguous(given, found, place) if found else tree.unknown(given, place)
        told.append(
            Problem(error.code, "error", place, {**error.problem.parameters, "rows": row["rows"]})
        )
    if counted.height > TOLD:
        place = place_of(counted.row(TOLD, named=True), column)
        parameters = {"count": counted.height - TOLD, "code": "unknown_unit"}
        told.append(Problem("and_more_units", "error", place, parameters))
    return told


def join_others(
    frame: pl.DataFrame, schema: TableSchema, tables: Mapping[str, pl.DataFrame]
) -> Joined:
    """Return a table whose other references lead to rows of the tables given.

    A reference to a table that was not given cannot be examined; the row stays. Unknown
    members of a list (documents outside the case) are said, and stay.
    """
    joined = Joined(frame)
    for column in schema.columns:
        target, _, name = column.refers.partition(".")
        if target in {"", "units"} or column.name not in frame.columns or column.name in _CHECKED:
            continue
        if target == schema.name:
            valid = frame[name]
        elif target in tables:
            valid = tables[target][name]
        else:
            joined.problems.extend(_unexamined(frame, column))
            continue
        joined = _join_other(joined, schema, column, valid)
    return joined


def _unexamined(frame: pl.DataFrame, column: Column) -> list[Problem]:
    count = int(frame[column.name].is_not_null().sum())
    if count == 0:
        return []
    place = Place(str(frame["origin_file"][0]), str(frame["origin_sheet"][0] or ""), 0, column.name)
    target = column.refers.partition(".")[0]
    parameters = {"count": count, **_target(target)}
    return [Problem("reference_unexamined", "note", place, parameters)]


def _join_other(joined: Joined, schema: TableSchema, column: Column, valid: pl.Series) -> Joined:
    frame = joined.frame
    given = frame[column.name]
    known = valid.drop_nulls().unique()
    if column.type == "list":
        return Joined(frame, joined.set_aside, [*joined.problems, *_lists(frame, column, known)])
    lost = given.is_not_null() & ~given.is_in(known.implode())
    if not lost.any():
        return joined
    rows = frame.filter(lost)
    codes = pl.Series([["unknown_reference"]] * rows.height, dtype=pl.List(pl.String))
    told = _reference_problems(rows, column, known.sort().to_list())
    return Joined(
        frame.filter(~lost),
        [*joined.set_aside, set_aside(schema.name, rows, codes)],
        [*joined.problems, *told],
    )


def _reference_problems(rows: pl.DataFrame, column: Column, known: list[str]) -> list[Problem]:
    def words(row: dict[str, object]) -> dict[str, object]:
        return _reference_words(str(row[column.name]), column, known)

    told = list(tell(rows, "unknown_reference", "error", column.name, words))
    return [_near(problem) for problem in told]


def _near(problem: Problem) -> Problem:
    if problem.code == "unknown_reference" and problem.parameters["nearest"]:
        return Problem(
            "unknown_reference_near", problem.severity, problem.place, problem.parameters
        )
    return problem


def _reference_words(given: str, column: Column, known: list[str]) -> dict[str, object]:
    from rapidfuzz import fuzz, process

    near = process.extractOne(given, known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return {
        "value": given,
        **_target(column.refers.partition(".")[0]),
        "count": f"{len(known):,}",
        "nearest": str(near[0]) if near else "",
    }


def _lists(frame: pl.DataFrame, column: Column, known: pl.Series) -> list[Problem]:
    """Members of lists that name nothing in the case: documents may be cited by number too."""
    valid = set(known.to_list())
    if "number" in frame.columns:
        valid |= set(frame["number"].drop_nulls().to_list())
    members = frame.explode(column.name).filter(pl.col(column.name).is_not_null())
    unknown = members.filter(
        ~pl.col(column.name).is_in(pl.Series(sorted(valid), dtype=pl.String).implode())
    )

    def words(row: dict[str, object]) -> dict[str, object]:
        return {"value": row[column.name], **_target(column.refers.partition(".")[0])}

    return list(tell(unknown, "reference_outside", "note", column.name, words))


def _target(name: str) -> dict[str, str]:
    table = input_tables().get(name) or result_tables()[name]
    return table.parameters("target")
