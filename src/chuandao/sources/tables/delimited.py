"""Delimited text (CSV, TSV, semicolons), read in one pass whatever its size."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import polars as pl

from chuandao.errors import Place, Problem
from chuandao.sources.tables.encoding import encoding_of
from chuandao.sources.tables.grid import MAX_WIDTH, Grid, without_blank_rows

_DELIMITERS = ",\t;|，；"
_SAMPLE = 20
_CHUNK = 50_000
_ENDLESS = 64 << 20

Record = list[str]


class DelimitedError(Exception):
    """A text file that is no table; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def read_delimited(path: Path, file: str) -> Grid:
    """Return the cells of a delimited text file; the delimiter is found by its regularity.

    Parameters
    ----------
    path : Path
    file : str
        The file's name as messages give it.

    Raises
    ------
    DelimitedError
        The encoding is not known.
    """
    encoding = encoding_of(path)
    if encoding is None:
        raise DelimitedError(Problem("encoding_unknown", "error", Place(file)))
    frame, problem = _frame(path, encoding, file)
    body, rows = without_blank_rows(frame)
    notes = [] if encoding.startswith("utf-8") else [_encoding_note(file, encoding)]
    return Grid(file, "", body, rows, problems=(*notes, *([problem] if problem else [])))


def delimiter_of(lines: list[str]) -> str:
    r"""Return the sign that divides these lines into the most even columns.

    Examples
    --------
    >>> delimiter_of(["a;b;c", "1,5;2;3"]), delimiter_of(["a\tb", "1\t2"]), delimiter_of(["a"])
    (';', '\t', ',')
    """
    return max(_DELIMITERS, key=lambda sign: (_evenness(lines, sign), -_DELIMITERS.index(sign)))


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    """How many lines share the commonest width above one, then that width."""
    widths = [len(record) for record in csv.reader(lines, delimiter=sign)]
    wide = [width for width in widths if width > 1]
    if not wide:
        return (0, 0)
    commonest = max(set(wide), key=lambda width: (wide.count(width), width))
    return (wide.count(commonest), commonest)


def _frame(path: Path, encoding: str, file: str) -> tuple[pl.DataFrame, Problem | None]:
    try:
        return _read(path, encoding, file, strict=True)
    except csv.Error:
        return _read(path, encoding, file, strict=False)


def _read(
    path: Path, encoding: str, file: str, *, strict: bool
) -> tuple[pl.DataFrame, Problem | None]:
    chunks: list[pl.DataFrame] = []
    seen = 0
    with _long_cells(), path.open(encoding=encoding, newline="") as stream:
        delimiter = delimiter_of([line[:4096] for line in islice(stream, _SAMPLE)])
        stream.seek(0)
        _skip_mark(stream)
        records = csv.reader(stream, delimiter=delimiter, strict=strict)
        problem = None
        while True:
            chunk, problem = _take(records, file, seen)
            if chunk:
                chunks.append(_columns(chunk))
            seen += len(chunk)
            if problem or len(chunk) < _CHUNK:
                break
    frame = pl.concat(chunks, how="diagonal") if chunks else pl.DataFrame()
    return frame, problem


def _take(records: Iterator[Record], file: str, seen: int) -> tuple[list[Record], Problem | None]:
    """Take the next chunk; a quotation that never closes ends the reading with a problem."""
    chunk: list[Record] = []
    try:
        chunk.extend(islice(records, _CHUNK))
    except csv.Error as error:
        if "unexpected end" not in str(error) and "field limit" not in str(error):
            raise
        return chunk, Problem("open_quote", "error", Place(file, row=seen + len(chunk) + 1))
    return chunk, None


def _columns(chunk: list[Record]) -> pl.DataFrame:
    width = min(max(map(len, chunk)), MAX_WIDTH)
    even = all(len(record) == width for record in chunk)
    padded = chunk if even else [(record + [""] * width)[:width] for record in chunk]
    return pl.DataFrame(
        {
            str(position): pl.Series(cells, dtype=pl.String)
            for position, cells in enumerate(zip(*padded, strict=True))
        }
    )


def _skip_mark(stream: object) -> None:
    """Step over the mark at the beginning that GB18030 files sometimes bear."""
    if stream.read(1) != "\ufeff":  # type: ignore[attr-defined]
        stream.seek(0)  # type: ignore[attr-defined]


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(_ENDLESS)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _encoding_note(file: str, encoding: str) -> Problem:
    shown = encoding.upper().removesuffix("-LE").removesuffix("-BE")
    return Problem("encoding_read", "note", Place(file), {"encoding": shown})
