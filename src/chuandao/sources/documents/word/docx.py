"""Word files (.docx): body in reading order, with the numbers a word processor shows."""

from collections import Counter
from collections.abc import Iterator

from chuandao.errors import Problem, Severity
from chuandao.sources.documents.archive import Archive
from chuandao.sources.documents.extracted import Content, one_line
from chuandao.sources.documents.word.docx_inline import (
    Inline,
    alternative,
    end_is_deleted,
    plain_words,
)
from chuandao.sources.documents.word.docx_notes import NOTE_PARTS, Notes
from chuandao.sources.documents.word.docx_styles import Styles
from chuandao.sources.documents.word.numbering_docx import Numbering
from chuandao.sources.documents.word.wordml import (
    Element,
    child,
    children,
    name,
    number,
    switch,
    value,
)

_LEFT_ASIDE = {"del", "moveFrom", "sectPr", "pPr", "tblPr", "tblGrid", "sdtPr", "sdtEndPr", "tcPr"}
_WARNINGS = {
    "changes_accepted",
    "footnotes_not_read",
    "embedded_not_read",
    "fields_not_read",
    "number_format_unknown",
}


def read_docx(data: bytes) -> Content:
    """Return the text of a Word file.

    One paragraph is one line; a manual line break begins a line too. Automatic numbers stand
    before their paragraphs as the word processor shows them, without a gap where they are Han,
    full-width or circled, with one space otherwise; bullets are ``•``.

    One table row is one line, its cells joined by a tab. Line breaks, tabs and paragraph ends
    inside a cell become one space, and so do those of a table inside a cell. A vertically merged
    cell is repeated in every row it spans, as its reader understands it; a horizontally merged
    one stands once.

    Text boxes stand where they are anchored. Footnotes and endnotes stand on lines of their own
    after the paragraph that refers to them (in a table, at the end of the cell), behind their
    numbers in brackets (``[1]``, ``[i]``); the number in the text is left out. Tracked changes are
    taken as accepted, which a warning counts. Hidden text and the generated table of contents are
    left out; headers and footers are the margins; comments, pictures and embedded files are not
    read: the notes count them.

    Parameters
    ----------
    data : bytes
        The whole file.

    Raises
    ------
    DocumentError
        The archive is damaged, locked or unsafe.
    """
    archive = Archive(data)
    main = _main_part(archive)
    body = _Body(archive, main)
    root = archive.xml(main)
    text = "\n".join(body.lines(child(root, "body")))
    return Content(text, "utf-8", tuple(body.notes()), body.margins)


def _main_part(archive: Archive) -> str:
    parts = [part for kind, part in archive.parts("") if kind == "officeDocument"]
    return next((part for part in parts if part in archive.names), "word/document.xml")


class _Body:
    """Walks the blocks of a document in order and counts what it leaves out."""

    def __init__(self, archive: Archive, main: str) -> None:
        parts = archive.parts(main)
        trees = {kind: archive.xml(part) for kind, part in parts if kind in {"styles", "numbering"}}
        margins = [archive.xml(part) for kind, part in parts if kind in {"header", "footer"}]
        self._styles = Styles(trees.get("styles"))
        self._numbering = Numbering(trees.get("numbering"), self._styles)
        self._inline = Inline(self._styles, self.lines)
        self._notes = Notes({kind: archive.xml(part) for kind, part in parts if kind in NOTE_PARTS})
        self._carried = ""
        self.margins = plain_words(part for part in margins if part is not None)

    def lines(self, parent: Element | None) -> Iterator[str]:
        """Yield the lines of a body, cell or text box."""
        yield from self._blocks(parent)
        if self._carried:
            carried, self._carried = self._carried, ""
            yield carried

    def notes(self) -> Iterator[Problem]:
        """Yield what was left out, with counts."""
        counts = Counter(self._inline.left_out)
        counts["fields_not_read"] = self._inline.fields.unwritten
        counts["number_format_unknown"] = self._numbering.unknown_formats
        for code, count in sorted(counts.items()):
            if count:
                severity: Severity = "warning" if code in _WARNINGS else "note"
                yield Problem(code, severity, parameters={"count": count})

    def _blocks(self, parent: Element | None) -> Iterator[str]:
        for element in () if parent is None else parent:
            kind = name(element)
            if kind == "p":
                yield from self._paragraph(element)
            elif kind == "tbl":
                yield from self._table(element)
            elif kind == "altChunk":
                self._inline.left_out["embedded_not_read"] += 1
            elif kind == "mc:AlternateContent":
                yield from self._blocks(alternative(element))
            elif kind not in _LEFT_ASIDE:
                yield from self._blocks(element)

    def _paragraph(self, element: Element) -> Iterator[str]:
        properties = child(element, "pPr")
        style = value(properties, "pStyle") or self._styles.default
        found = self._inline.read(element)
        if self._styles.is_contents_entry(style):
            self._inline.left_out["contents_dropped"] += 1
            return
        yield from found.boxes_before
        if end_is_deleted(properties):
            self._carried += found.text
        elif found.text or not self._is_hidden(properties, style):
            prefix = self._numbering.prefix(properties, style)
            carried, self._carried = self._carried, ""
            yield prefix + carried + found.text
        yield from found.boxes_after
        for reference in found.notes:
            yield from self._note(reference)

    def _note(self, reference: Element) -> Iterator[str]:
        """Yield a footnote or endnote, its number in brackets before its first line."""
        note = self._notes.take(reference)
        if note is None:
            self._inline.left_out["footnotes_not_read"] += 1
            return
        carried, self._carried = self._carried, ""
        words = one_line("\n".join(self.lines(note.element)))
        self._carried = carried
        if words:
            yield f"[{note.mark}] {words}" if note.mark else words

    def _is_hidden(self, properties: Element | None, style: str | None) -> bool:
        stated = switch(properties, "rPr", "vanish")
        return self._styles.hidden(style) if stated is None else stated

    def _table(self, element: Element) -> Iterator[str]:
        above: dict[int, str] = {}
        for row in _inside(element, "tr"):
            if any(
                True for kind in ("del", "moveFrom") for _ in children(child(row, "trPr"), kind)
            ):
                self._inline.left_out["changes_accepted"] += 1
            else:
                yield "\t".join(self._row(row, above))

    def _row(self, row: Element, above: dict[int, str]) -> Iterator[str]:
        """Yield the cells of a row; ``above`` holds the vertical merges in force, by column."""
        column = number(row, "trPr", "gridBefore") or 0
        for cell in _inside(row, "tc"):
            properties = child(cell, "tcPr")
            if child(properties, "cellDel") is not None:
                self._inline.left_out["changes_accepted"] += 1
                continue
            here, column = column, column + max(number(properties, "gridSpan") or 1, 1)
            if _merge(properties, "hMerge") == "continue":
                continue
            merge = _merge(properties, "vMerge")
            if merge == "continue" and here in above:
                yield above[here]
                continue
            text = one_line("\n".join(self.lines(cell)))
            above.pop(here, None)
            if merge:
                above[here] = text
            yield text


def _merge(properties: Element | None, kind: str) -> str:
    """Return ``restart``, ``continue`` (also where no value is stated) or nothing."""
    merge = child(properties, kind)
    return "" if merge is None else value(properties, kind) or "continue"


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    """Yield rows or cells, also those wrapped in content controls or tracked changes."""
    for element in parent:
        kind = name(element)
        if kind == wanted:
            yield element
        elif kind in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from _inside(element, wanted)
