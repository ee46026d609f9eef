"""Workbooks (.xlsx): their sheets, cells, merged blocks and cells in error."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from posixpath import join, normpath
from typing import Any

import polars as pl

from chuandao.sources.tables.grid import Grid, Merge, without_blank_rows

_LARGEST = 2 << 30
_TAIL = 4 << 20
_MERGE = re.compile(rb'<mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<Relationship\s[^>]*>")


class WorkbookError(Exception):
    """A workbook that cannot be opened."""


@dataclass(frozen=True)
class Workbook:
    """An open workbook.

    Attributes
    ----------
    path : Path
    file : str
        Its name as messages give it.
    """

    path: Path
    file: str
    _reader: Any

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets, in order."""
        return tuple(self._reader.sheet_names)

    def grid(self, sheet: str) -> Grid:
        """Return the cells of a sheet as text, with its merged blocks and errors.

        Raises
        ------
        WorkbookError
            The sheet is damaged.
        """
        data, batch, found = self._load(sheet)
        if data.width == 0:
            return Grid(self.file, sheet, pl.DataFrame(), pl.Series(dtype=pl.UInt32))
        frame = pl.DataFrame(pl.from_arrow(batch))
        frame.columns = [str(position) for position in range(frame.width)]
        body, rows = without_blank_rows(frame)
        errors = tuple((e.position[0] + 1, e.position[1]) for e in found.errors) if found else ()
        left = _first_column(self.path, self._parts.get(sheet, ""))
        merges = tuple(_shifted(merge, left) for merge in self._merges(sheet))
        return Grid(self.file, sheet, body, rows, merges=merges, errors=errors)

    def _load(self, sheet: str) -> tuple[Any, Any, Any]:
        """Return the sheet, its cells as text and its cells in error."""
        import fastexcel

        try:
            data = self._reader.load_sheet(sheet, header_row=None, dtypes="string", skip_rows=0)
            return (data, *data.to_arrow_with_errors())
        except (fastexcel.FastExcelError, ValueError) as error:
            raise WorkbookError(self.file) from error

    def _merges(self, sheet: str) -> tuple[Merge, ...]:
        """Return the merged blocks, which stand at the end of a sheet's XML."""
        part = self._parts.get(sheet)
        if not part:
            return ()
        tail = b""
        with zipfile.ZipFile(self.path) as archive, archive.open(part) as stream:
            while block := stream.read(_TAIL):
                tail = (tail + block)[-2 * _TAIL :]
        return tuple(_merge(found) for found in _MERGE.finditer(tail))

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        """Which part of the archive holds each sheet."""
        with zipfile.ZipFile(self.path) as archive:
            book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
            relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
            names = set(archive.namelist())
        targets = {
            _attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION.findall(relations)
        }
        found = {
            _attribute(tag, "name"): _part(targets.get(_attribute(tag, "r:id"), ""))
            for tag in _SHEET.findall(book)
        }
        return {name: part for name, part in found.items() if part in names}


def open_workbook(path: Path, file: str) -> Workbook:
    """Return a workbook, open.

    Raises
    ------
    WorkbookError
        It is damaged, or would unpack to more than 2 GB.
    """
    import fastexcel

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise WorkbookError(file)
        return Workbook(path, file, fastexcel.read_excel(path))
    except (fastexcel.FastExcelError, zipfile.BadZipFile, OSError) as error:
        raise WorkbookError(file) from error


def _attribute(tag: str, name: str) -> str:
    from html import unescape

    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def _part(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _merge(found: re.Match[bytes]) -> Merge:
    left, top, right, bottom = (part.decode() for part in found.groups())
    return Merge(int(top) - 1, _column_number(left), int(bottom) - 1, _column_number(right))


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


_CELL = re.compile(rb'<c\s+r="([A-Z]+)\d+"')


def _first_column(path: Path, part: str) -> int:
    """Return where the reader begins: merged blocks count from column A, it does not."""
    if not part:
        return 0
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        head = stream.read(_TAIL)
    return min((_column_number(m[1].decode()) for m in _CELL.finditer(head)), default=0)


def _shifted(merge: Merge, left: int) -> Merge:
    return Merge(merge.top, merge.left - left, merge.bottom, merge.right - left)
