"""One column of the catalogue filled from the cells of an export."""

import re
from collections.abc import Callable
from datetime import date

import polars as pl

from chuandao.catalog.words import fold
from chuandao.sources.exports.mapping import Fill
from chuandao.sources.exports.rows import Rows
from chuandao.sources.tables.cells import BadCellError
from chuandao.sources.tables.cells.amounts import read_number
from chuandao.sources.tables.cells.dates import read_date, read_instant

_HOUR = 3600
_LISTED = r"[、，,;；\n/]\s*"


def heading_of(fill: Fill, rows: Rows) -> str:
    """Return the first of its headings that the export has, empty where it has none."""
    return next((word for word in fill.headings if fold(word) in rows.places), "")


def filled(fill: Fill, rows: Rows) -> pl.Series | None:
    """Return the cells of a column of the catalogue, as text; nothing where none can be made.

    A cell that cannot be turned (no date, no number) is handed on as it stands: reading the
    table then says what is wrong with it, and where.
    """
    if fill.constant:
        return _repeated(fill.constant, rows)
    if fill.caption:
        found = re.search(fill.caption, rows.caption)
        return _repeated("-".join(found.groups() or (found[0],)), rows) if found else None
    if fill.since and fill.until:
        return _between(rows.column(fill.since), rows.column(fill.until))
    cells = _joined(fill, rows) if fill.join else rows.column(heading_of(fill, rows))
    return None if cells is None else _turned(fill, cells)


def _joined(fill: Fill, rows: Rows) -> pl.Series | None:
    """Return the cells of all its headings joined; empty where one of them is."""
    parts = [rows.column(word) for word in fill.headings]
    held = {str(at): part for at, part in enumerate(parts) if part is not None}
    if len(held) < len(parts):
        return None
    return pl.DataFrame(held).select(pl.concat_str(pl.all(), separator=fill.join)).to_series()


def _turned(fill: Fill, cells: pl.Series) -> pl.Series:
    if fill.contains:
        held = cells.fill_null("").str.contains_any(list(fill.contains))
        return held.replace_strict({True: "yes", False: "no"}, return_dtype=pl.String)
    if fill.cut:
        endings = "|".join(map(re.escape, sorted(fill.cut, key=len, reverse=True)))
        cells = cells.str.replace(f"^(.+?)(?:{endings})$", "${1}")
    if fill.words:
        known = {fold(word): value for word, value in fill.words.items()}
        cells = _each(cells, lambda word: known.get(fold(word), word))
    if fill.grain:
        cells = _each(cells, lambda word: _period(word, fill.grain))
    if fill.times is not None:
        factor = fill.times
        cells = _each(cells, lambda word: _number(word, factor))
    return cells


def left_out(fill: Fill, rows: Rows) -> pl.Series:
    """Return which rows a word mapped to nothing leaves out."""
    empty = [fold(word) for word, value in fill.words.items() if not value]
    cells = rows.column(heading_of(fill, rows)) if empty and fill.headings else None
    if cells is None:
        return pl.Series([False] * rows.frame.height, dtype=pl.Boolean)
    return _each(cells, fold).is_in(empty).fill_null(value=False)


def listed(cells: pl.Series) -> pl.Series:
    """Return the parts of cells that list several units, as lists."""
    plain = cells.str.replace_all(_LISTED, "、").str.strip_chars("、 ")
    parts = plain.str.split("、")
    return parts.list.eval(pl.element().str.strip_chars().replace("", None).drop_nulls())


def _repeated(word: str, rows: Rows) -> pl.Series:
    return pl.Series([word], dtype=pl.String).new_from_index(0, rows.frame.height)


def _each(cells: pl.Series, turn: Callable[[str], str]) -> pl.Series:
    """Turn each distinct text once."""
    distinct = cells.unique().drop_nulls().to_list()
    table = {word: turn(word) for word in distinct}
    return cells.replace_strict(table, default=None, return_dtype=pl.String)


def _period(word: str, grain: str) -> str:
    """Return the period in which a date lies; what is no date stays as it stands."""
    day = _day(word)
    if day is None:
        return word
    quarter = f"{day.year}Q{(day.month + 2) // 3}"
    month = f"{day.year}-{day.month:02d}"
    return {"month": month, "quarter": quarter}.get(grain, str(day.year))


def _day(word: str) -> date | None:
    try:
        return read_date(word).value
    except BadCellError:
        pass
    try:
        moment = read_instant(word).value
    except BadCellError:
        return None
    return moment.date() if moment else None


def _number(word: str, factor: float) -> str:
    try:
        value = read_number(word).value
    except BadCellError:
        return word
    return word if value is None else f"{value * factor:.10g}"


def _between(since: pl.Series | None, until: pl.Series | None) -> pl.Series | None:
    """Return the hours from one time to the other; empty where one of them is missing."""
    if since is None or until is None:
        return None
    pairs = zip(since.to_list(), until.to_list(), strict=True)
    return pl.Series([_hours(a, b) for a, b in pairs], dtype=pl.String)


def _hours(first: str | None, last: str | None) -> str | None:
    if not first or not last:
        return None
    try:
        a, b = read_instant(first).value, read_instant(last).value
    except BadCellError:
        return f"{first}–{last}"
    if a is None or b is None or (a.tzinfo is None) != (b.tzinfo is None):
        return None
    return f"{(b - a).total_seconds() / _HOUR:.10g}"
