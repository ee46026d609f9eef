"""The sheets of an export, be it text, a workbook, Parquet or the tables of a Word file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from chuandao.errors import ChuandaoError, Place, Problem
from chuandao.sources.exports.mapping import ExportMapping, mapping_of
from chuandao.sources.exports.word_tables import is_word, word_tables
from chuandao.sources.tables.grid import Grid
from chuandao.sources.tables.sheets import sheets_of

SUFFIXES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet", ".docx"})


@dataclass
class Opened:
    """The sheets of an export, and why it could not be opened where it could not."""

    grids: list[Grid] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def opened(path: Path, file: str) -> Opened:
    """Return the sheets of a file; ``file`` is how messages and origins name it."""
    if is_word(path):
        return _word(path, file)
    found = sheets_of(path, file)
    return Opened([sheet.read() for sheet in found.sheets], list(found.problems))


def _word(path: Path, file: str) -> Opened:
    try:
        grids = word_tables(path, file)
    except (KeyError, ValueError, OSError):
        return Opened([], [Problem("export_unreadable", "error", Place(file))])
    none = [] if grids else [Problem("export_no_table", "warning", Place(file))]
    return Opened(grids, none)


def export_files(folder: Path) -> list[Path]:
    """Return the files in a folder of exports, by name."""
    if not folder.is_dir():
        return []
    files = (f for f in folder.iterdir() if f.is_file() and f.suffix.lower() in SUFFIXES)
    return sorted(f for f in files if not f.name.startswith((".", "~$")))


def own_mappings(folder: Path) -> Iterator[ExportMapping | Problem]:
    """Yield the mappings that a folder holds, and a problem for one that cannot be used."""
    if not folder.is_dir():
        return
    for file in sorted(folder.glob("*.toml")):
        name = f"{folder.name}/{file.name}"
        try:
            yield mapping_of(file.read_bytes().decode("utf-8-sig"), name)
        except UnicodeDecodeError:
            yield Problem("mapping_encoding", "error", Place(name))
        except ChuandaoError as error:
            problem = error.problem
            yield Problem(problem.code, "error", problem.place, problem.parameters)
