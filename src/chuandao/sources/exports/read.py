"""One sheet of an export read into the tables of the catalogue that its mapping names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chuandao.errors import Problem
from chuandao.sources.exports.apply import applied
from chuandao.sources.exports.mapping import ExportMapping, Into
from chuandao.sources.exports.rows import Rows, rows_of_export, without_totals
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.heading import money_unit_of
from chuandao.sources.tables.read import TableRead, read_grid


@dataclass(frozen=True)
class ExportRead:
    """What a sheet of an export gave.

    Attributes
    ----------
    mapping : ExportMapping or None
        None where no mapping recognises the sheet.
    tables : tuple of (Into, TableRead)
    problems : tuple of Problem
        What is to be said of the sheet as a whole.
    """

    mapping: ExportMapping | None
    tables: tuple[tuple[Into, TableRead], ...] = ()
    problems: tuple[Problem, ...] = ()


def read_export(
    grid: Grid, mappings: Iterable[ExportMapping], time_zone: str = "Asia/Shanghai"
) -> ExportRead:
    """Return the tables of the catalogue that a sheet fills, by the first mapping that fits.

    Parameters
    ----------
    grid : Grid
    mappings : iterable of ExportMapping
        In the order in which they are tried: the case's own before the ready ones.
    time_zone : str
        Of instants written without an offset.

    Notes
    -----
    Totals, rows that the mapping leaves out and cells that cannot be read are counted and
    said; every row keeps the number it has on the export's own sheet.
    """
    for mapping in mappings:
        rows = rows_of_export(grid, mapping)
        if rows is not None:
            return _read(grid, rows, mapping, time_zone)
    return ExportRead(None)


def _read(grid: Grid, rows: Rows, mapping: ExportMapping, time_zone: str) -> ExportRead:
    body, notes = without_totals(rows, grid)
    by = Problem("export_read_by", "note", grid.place(), {"mapping": mapping.name})
    problems = [*grid.problems, by, *notes]
    tables = []
    for into in mapping.into:
        made, headings, left = applied(grid, body, into)
        problems.extend(left)
        if made.frame.height:
            read = read_grid(made, into.schema, time_zone)
            told = tuple(_in_its_words(problem, headings) for problem in read.problems)
            tables.append((into, TableRead(read.frame, read.set_aside, told, headings)))
    return ExportRead(mapping, tuple(tables), tuple(problems))


def _in_its_words(problem: Problem, headings: Mapping[str, str]) -> Problem:
    """Return a problem with the export's own headings in the place of the catalogue's."""
    own = {name: headings.get(money_unit_of(name)[0], name) for name in _named(problem)}
    if not own:
        return problem
    words = {k: own.get(str(value), value) for k, value in problem.parameters.items()}
    place = replace(problem.place, column=own.get(problem.place.column, problem.place.column))
    return replace(problem, place=place, parameters=words)


def _named(problem: Problem) -> set[str]:
    given = {problem.place.column, str(problem.parameters.get("heading", ""))}
    return {name for name in given if name}
