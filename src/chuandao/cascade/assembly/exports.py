"""The exports in a case's folder ``exports``, read by its own mappings and the ready ones."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from chuandao.cascade.assembly.gathered import Gathered, is_lost
from chuandao.errors import Place, Problem
from chuandao.sources.exports import ExportMapping, ExportRead, read_export, ready_mappings
from chuandao.sources.exports.payments import completed
from chuandao.sources.exports.sheets import export_files, opened, own_mappings

EXPORTS, MAPPINGS = "exports", "mappings"
_COMPLETED = "transfers"


def gather_exports(path: Path, found: Gathered, time_zone: str) -> None:
    """Take the rows of every export into what was gathered of a case folder.

    A sheet that no mapping recognises is said, with what to do about it; the others go on.
    """
    own = list(own_mappings(path / MAPPINGS))
    found.problems.extend(one for one in own if isinstance(one, Problem))
    mappings = [one for one in own if isinstance(one, ExportMapping)] + list(ready_mappings())
    payments = []
    for file in export_files(path / EXPORTS):
        name = f"{EXPORTS}/{file.name}"
        book = opened(file, name)
        found.problems.extend(book.problems)
        reads = [(grid.sheet, read_export(grid, mappings, time_zone)) for grid in book.grids]
        found.problems.extend(_unknown(name, reads))
        for sheet, read in reads:
            found.problems.extend(read.problems if read.mapping else ())
            payments += _take(name, sheet, read, found)
    _complete(found, payments)


def _take(file: str, sheet: str, read: ExportRead, found: Gathered) -> list[pl.DataFrame]:
    """Put the tables of a sheet with the others; return the payments, which come last."""
    payments = []
    for into, table in read.tables:
        found.problems.extend(table.problems)
        found.set_aside.append(table.set_aside)
        held = found.headings.get((file, sheet), {})
        found.headings[file, sheet] = {**table.headings, **held}
        if is_lost(table.problems):
            continue
        if into.completes:
            payments.append(table.frame)
        else:
            found.parts[into.table].append(table.frame)
            place = Place(file, sheet)
            if place not in found.places[into.table]:
                found.places[into.table].append(place)
    return payments


def _complete(found: Gathered, payments: Sequence[pl.DataFrame]) -> None:
    if not payments:
        return
    paid = pl.concat(payments, how="diagonal")
    notices = found.parts.get(_COMPLETED) or [paid.clear()]
    found.parts[_COMPLETED] = [completed(pl.concat(notices, how="diagonal"), paid)]


def _unknown(file: str, reads: Sequence[tuple[str, ExportRead]]) -> list[Problem]:
    """Say that no mapping fits: once for the file where none of its sheets is known."""
    lost = [sheet for sheet, read in reads if read.mapping is None]
    if not lost or not reads:
        return []
    if len(lost) == len(reads):
        return [Problem("export_unknown", "warning", Place(file))]
    return [Problem("export_sheet_unknown", "note", Place(file, sheet)) for sheet in lost]
