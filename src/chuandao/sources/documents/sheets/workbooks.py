"""Workbooks that hold a document: task tables (任务分解表) and ledgers (督查台账), as lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from chuandao.errors import DocumentError, Problem
from chuandao.sources.documents.archive import Archive
from chuandao.sources.documents.extracted import Content, one_line
from chuandao.sources.documents.grading import secrecy_mark
from chuandao.sources.documents.sheets.workbook_values import format_of, shown
from chuandao.sources.documents.word.wordml import Element

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BLOCK = re.compile(r"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})")
_DEFAULT_NAME = re.compile(r"(?:sheet|工作表|表)\s*\d*", re.IGNORECASE)
_CELLS = 2_000_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_DRAWN = ("drawing", "vmlDrawing", "comments", "threadedComment")

Cell = tuple[int, int]


def read_xlsx(data: bytes) -> Content:
    """Return the text of a workbook: one row a line, its cells joined by a tab.

    Cells show what the workbook last showed (formulas by their kept value, dates as dates,
    shares with their per cent). A vertically merged cell is repeated in every row it spans, a
    horizontally merged one stands once, as in a table of a Word file. Columns and rows without
    any words are left out; a row with words in one cell only is that cell. Where several sheets
    hold words, each begins with a line that is its name (unless it is Sheet1 and the like).
    Hidden sheets are left out and counted; rows hidden by a filter are read.

    Raises
    ------
    DocumentError
        ``damaged_document``, ``archive_too_large``, ``graded_document``.
    """
    book = _Book(Archive(data))
    sheets = [(name, lines) for name, part in book.sheets if (lines := book.lines(part))]
    for name, lines in sheets:
        if mark := secrecy_mark(name) or secrecy_mark("\n".join(lines)):
            raise DocumentError("graded_document", mark=mark)
    several = len(sheets) > 1
    text = "\n".join(line for name, lines in sheets for line in _headed(name, lines, several))
    return Content(text, "utf-8", tuple(book.notes()), "\n".join(book.margins))


def _headed(name: str, lines: list[str], several: bool) -> list[str]:  # noqa: FBT001
    named = several and not _DEFAULT_NAME.fullmatch(name.strip())
    return [one_line(name), *lines] if named else lines


@dataclass
class _Book:
    """An open workbook: its shared strings, formats and sheets."""

    archive: Archive
    margins: list[str] = field(default_factory=list)
    hidden: int = 0
    pictures: int = 0

    def __post_init__(self) -> None:
        main = [part for kind, part in self.archive.parts("") if kind == "officeDocument"]
        self._main = next((p for p in main if p in self.archive.names), "xl/workbook.xml")
        root = self.archive.xml(self._main)
        if root is None:
            raise DocumentError("damaged_document")
        links = self.archive.links(self._main)
        kinds = dict(self.archive.parts(self._main))
        self._strings = _strings(self.archive.xml(kinds.get("sharedStrings", "")))
        self._formats = _formats(self.archive.xml(kinds.get("styles", "")))
        told = next(root.iter("{*}workbookPr"), None)
        self._from_1904 = told is not None and told.get("date1904") in {"1", "true"}
        self.sheets = [(s.get("name") or "", links.get(_link(s), "")) for s in self._shown(root)]

    def _shown(self, root: Element) -> Iterator[Element]:
        for sheet in root.iter("{*}sheet"):
            if sheet.get("state") in {"hidden", "veryHidden"}:
                self.hidden += 1
            else:
                yield sheet

    def lines(self, part: str) -> list[str]:
        """Return the rows of a sheet that hold words."""
        root = self.archive.xml(part)
        if root is None:
            return []
        self._note_margins(root, part)
        cells = dict(self._cells(root))
        below, covered = _merges(root, cells)
        cells.update(below)
        return list(_rows({place: words for place, words in cells.items() if words}, covered))

    def notes(self) -> Iterator[Problem]:
        """Yield what was left out, with counts."""
        if self.hidden:
            yield Problem("hidden_sheets_left_out", "warning", parameters={"count": self.hidden})
        if self.pictures:
            yield Problem("pictures_not_read", "note", parameters={"count": self.pictures})

    def _cells(self, root: Element) -> Iterator[tuple[Cell, str]]:
        row, column, seen = -1, -1, 0
        for element in root.iter("{*}row", "{*}c"):
            if str(element.tag).endswith("}row"):
                row, column = _row(element, row), -1
                continue
            found = _REFERENCE.fullmatch(element.get("r") or "")
            column = _column(found[1]) if found else column + 1
            row = int(found[2]) - 1 if found else row
            if words := one_line(self._words(element)):
                seen += 1
                yield (row, column), words
            if seen > _CELLS:
                raise DocumentError("archive_too_large")

    def _words(self, cell: Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _text(next(cell.iter("{*}is"), None))
        kept = next((inner.text or "" for inner in cell if str(inner.tag).endswith("}v")), "")
        if kind == "s":
            return self._strings[int(kept)] if _within(kept, self._strings) else ""
        if kind == "b":
            return {"1": "TRUE", "0": "FALSE"}.get(kept, kept)
        if kind == "n":
            style = cell.get("s") or "0"
            form = self._formats[int(style)] if _within(style, self._formats) else "General"
            return shown(kept, form, from_1904=self._from_1904)
        return _unescaped(kept)

    def _note_margins(self, root: Element, part: str) -> None:
        """Keep what stands around the cells: page headers and footers, text boxes, comments."""
        for element in root.iter("{*}headerFooter"):
            self.margins += [re.sub(r"&[LCR]", "\n", text) for text in map(_text, element)]
        for kind, drawn in self.archive.parts(part):
            tree = self.archive.xml(drawn) if kind in _DRAWN else None
            if tree is not None:
                self.pictures += sum(1 for _ in tree.iter("{*}pic"))
                self.margins += list(map(_text, tree.iter("{*}p", "{*}text")))


def _strings(root: Element | None) -> list[str]:
    return [] if root is None else [_text(item) for item in root.iter("{*}si")]


def _formats(root: Element | None) -> list[str]:
    """Return the number format of each cell style."""
    styles = None if root is None else next(root.iter("{*}cellXfs"), None)
    if root is None or styles is None:
        return []
    own = {
        int(f.get("numFmtId") or 0): f.get("formatCode") or ""
        for f in root.iter("{*}numFmt")
        if (f.get("numFmtId") or "").isdecimal()
    }
    stated = [style.get("numFmtId") or "0" for style in styles.iter("{*}xf")]
    return [format_of(int(number) if number.isdecimal() else 0, own) for number in stated]


def _text(element: Element | None) -> str:
    """Return the words of a cell or shared string, without the guide to their pronunciation."""
    if element is None:
        return ""
    if not len(element):
        return _unescaped(element.text or "")
    return _unescaped(
        "".join(
            run.text or ""
            for run in element.iter("{*}t")
            if not any(str(above.tag).endswith("}rPh") for above in run.iterancestors())
        )
    )


def _unescaped(words: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), words) if "_x" in words else words


def _merges(root: Element, cells: dict[Cell, str]) -> tuple[dict[Cell, str], set[Cell]]:
    """Return what merged blocks repeat in the rows below, and the places that they cover."""
    below: dict[Cell, str] = {}
    covered: set[Cell] = set()
    for merge in root.iter("{*}mergeCell"):
        found = _BLOCK.fullmatch(merge.get("ref") or "")
        if not found:
            continue
        (top, left), (bottom, right) = _place(found[1]), _place(found[2])
        words = cells.get((top, left), "")
        if not words or (bottom - top + 1) * (right - left + 1) > _CELLS:
            continue
        below |= {(row, left): words for row in range(top + 1, bottom + 1)}
        covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left + 1, right + 1)}
    return below, covered


def _rows(cells: dict[Cell, str], covered: set[Cell]) -> Iterator[str]:
    columns = sorted({column for _, column in cells})
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), words in cells.items():
        by_row.setdefault(row, {})[column] = words
    for row in sorted(by_row):
        held = by_row[row]
        if len(held) == 1:
            yield next(iter(held.values()))
        else:
            wanted = [c for c in columns if c in held or (row, c) not in covered]
            yield "\t".join(held.get(column, "") for column in wanted)


def _link(sheet: Element) -> str:
    return next((str(v) for k, v in sheet.attrib.items() if str(k).endswith("}id")), "")


def _row(element: Element, before: int) -> int:
    stated = element.get("r") or ""
    return int(stated) - 1 if stated.isdecimal() and len(stated) < 8 else before + 1  # noqa: PLR2004


def _place(reference: str) -> Cell:
    found = _REFERENCE.fullmatch(reference)
    return (int(found[2]) - 1, _column(found[1])) if found else (0, 0)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _within(index: str, listed: list[str]) -> bool:
    return index.isascii() and index.isdecimal() and len(index) < 10 and int(index) < len(listed)  # noqa: PLR2004
