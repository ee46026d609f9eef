"""The files of a case: which table each file or sheet holds, all of them read."""

from pathlib import Path

import polars as pl

from chuandao.cascade.assembly.exports import gather_exports
from chuandao.cascade.assembly.gathered import Gathered, is_lost
from chuandao.catalog.tables import TableSchema, input_tables, table_named
from chuandao.catalog.words import fold
from chuandao.errors import Place, Problem
from chuandao.sources.events import LogMapping, is_exported, is_xes, read_exported, read_xes
from chuandao.sources.tables import Sheet, Sheets, read_grid, sheets_of
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.read import TableRead
from chuandao.sources.template import is_template_sheet

_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".parquet", ".xls"})
_NOTES = frozenset(
    map(fold, ("说明", "填表说明", "填写说明", "notes", "readme", "可选值", "values"))
)
_SETTINGS = frozenset(map(fold, ("case", "settings", "设置", "案卷设置", "基本信息")))
_NEAR = 70
_EVENTS = "events"


def gather(path: Path, time_zone: str, log: LogMapping | None = None) -> Gathered:
    """Return every table that a case folder or workbook holds.

    Parameters
    ----------
    path : Path
    time_zone : str
        Of times without an offset.
    log : LogMapping, optional
        Which attributes of event logs become which columns of ``events``.
    """
    found = Gathered()
    for file in _files(path):
        if is_xes(file):
            _take_log(file, found, time_zone, log or LogMapping())
        else:
            _take(file, found, time_zone, log or LogMapping(), named_by_file=path.is_dir())
    if path.is_dir():
        gather_exports(path, found, time_zone)
    for name, places in found.places.items():
        if len(places) > 1:
            files = ", ".join(filter(None, (part for p in places for part in (p.file, p.sheet))))
            parameters = {"files": files, **input_tables()[name].parameters()}
            found.problems.append(Problem("table_in_parts", "note", places[0], parameters))
    return found


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    files = (file for file in path.iterdir() if _is_candidate(file))
    return sorted(files, key=lambda file: file.name)


def _is_candidate(file: Path) -> bool:
    if file.name.startswith((".", "~$")) or not file.is_file():
        return False
    by_name = table_named(file.stem) is not None and file.suffix.lower() in {".txt", ""}
    return by_name or file.suffix.lower() in _TABLES or is_xes(file)


def _take_log(file: Path, found: Gathered, time_zone: str, log: LogMapping) -> None:
    """Take an event log, whatever its name, as (part of) the table ``events``."""
    grid = read_xes(file, log, time_zone)
    if not grid.headings:
        found.problems.extend(grid.problems)
        return
    table = input_tables()[_EVENTS]
    _keep(read_grid(grid, table, time_zone), table, Place(file.name), found)


def _take(
    file: Path, found: Gathered, time_zone: str, log: LogMapping, *, named_by_file: bool
) -> None:
    by_file = table_named(file.stem) if named_by_file else None
    opened = sheets_of(file)
    known = [(sheet, _table(sheet, opened, by_file)) for sheet in opened.sheets]
    found.problems.extend(opened.problems)
    for sheet, table in known:
        if table is None:
            found.problems.extend(_unknown(file.name, sheet))
            continue
        grid = _as_log(sheet.read(), table, log, time_zone)
        read = read_grid(grid, table, time_zone)
        if not _is_unfilled(read, sheet):
            _keep(read, table, Place(file.name, sheet.name), found)


def _as_log(grid: Grid, table: TableSchema, log: LogMapping, time_zone: str) -> Grid:
    """Return a log exported with the keys of XES as steps; any other sheet as it stands."""
    if table.name != _EVENTS or not is_exported(grid, log):
        return grid
    return read_exported(grid, log, time_zone)


def _keep(read: TableRead, table: TableSchema, place: Place, found: Gathered) -> None:
    found.problems.extend(read.problems)
    found.set_aside.append(read.set_aside)
    found.places[table.name].append(place)
    found.headings[place.file, place.sheet] = read.headings
    if not is_lost(read.problems):
        found.parts[table.name].append(read.frame)


def _is_unfilled(read: TableRead, sheet: Sheet) -> bool:
    """Whether a sheet of a workbook has headings and no row: as the template leaves it."""
    return bool(sheet.name and not read.problems and not read.frame.height + read.set_aside.height)


def _table(sheet: Sheet, opened: Sheets, by_file: TableSchema | None) -> TableSchema | None:
    """Let a sheet's own name go before the file's; a workbook of one sheet may bear either."""
    if not sheet.name:
        return by_file
    own = table_named(sheet.name)
    return own or (by_file if len(opened.sheets) == 1 else None)


def _unknown(file: str, sheet: Sheet) -> list[Problem]:
    word = sheet.name or file.rpartition(".")[0]
    if fold(word) in _NOTES | _SETTINGS or is_template_sheet(word):
        return []
    nearest = nearest_table(word)
    kind = "sheet_unknown" if sheet.name else "file_unknown"
    parameters = {"name": word, "nearest": nearest}
    code = f"{kind}_near" if nearest else kind
    return [Problem(code, "warning", Place(file, sheet.name), parameters)]


def settings_cells(path: Path) -> list[tuple[str, str]]:
    """Return the keys and values of a workbook's sheet of settings; none where it has none."""
    named = [sheet for sheet in sheets_of(path).sheets if fold(sheet.name) in _SETTINGS]
    if not named:
        return []
    frame = named[0].read().frame
    rows = frame.select(pl.col("0", "1")).rows() if frame.width > 1 else []
    return [(str(key), str(value or "")) for key, value in rows if key]


def nearest_table(word: str) -> str:
    """Return the table name, label or alias a word looks most like, empty where none does.

    Examples
    --------
    >>> nearest_table("transfer"), nearest_table("zzzz")
    ('transfers', '')
    """
    from rapidfuzz import fuzz, process

    choices = {
        name: fold(name)
        for table in input_tables().values()
        for name in (table.name, table.label_en, table.label_zh, *table.aliases)
        if name
    }
    found = process.extractOne(fold(word), choices, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return str(found[2]) if found else ""
