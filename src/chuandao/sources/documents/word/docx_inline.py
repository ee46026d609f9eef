"""The text of one paragraph of a docx file, run by run."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from chuandao.sources.documents.word.docx_fields import Fields
from chuandao.sources.documents.word.docx_styles import Styles
from chuandao.sources.documents.word.wordml import (
    Element,
    attribute,
    child,
    children,
    name,
    switch,
    value,
)

SOFT_HYPHEN = "\u00ad"
DROPPED = frozenset({"del", "moveFrom", "rPr", "pPr", "rt", "delText", "instrText", "delInstrText"})
NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote"}
_BREAKS_IN_SOURCE = re.compile("[\t\r\n]+")
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
}
_COUNTED = {
    "commentReference": "comments_not_read",
    "object": "embedded_not_read",
    "pic:pic": "pictures_not_read",
    "v:imagedata": "pictures_not_read",
    "del": "changes_accepted",
    "ins": "changes_accepted",
    "moveFrom": "changes_accepted",
}
_SYMBOLS = {
    ("wingdings", 0x6C): "●",
    ("wingdings", 0x6E): "■",
    ("wingdings", 0x6F): "□",
    ("wingdings", 0x71): "❑",
    ("wingdings", 0x75): "◆",
    ("wingdings", 0xA7): "▪",
    ("wingdings", 0xA8): "□",
    ("wingdings", 0xD8): "➢",
    ("wingdings", 0xFB): "✗",
    ("wingdings", 0xFC): "✓",
    ("wingdings", 0xFD): "☒",
    ("wingdings", 0xFE): "☑",
    ("wingdings 2", 0x52): "☑",
    ("wingdings 2", 0x50): "✓",
    ("wingdings 2", 0xA3): "□",
    ("symbol", 0xB7): "•",
    ("symbol", 0xB3): "≥",
    ("symbol", 0xA3): "≤",
    ("symbol", 0xB1): "±",
    ("symbol", 0xB4): "×",
}
_PRIVATE = 0xF000


@dataclass
class Paragraph:
    """What a paragraph holds: its words, the text boxes and the references to notes in it."""

    words: list[str] = field(default_factory=list)
    notes: list[Element] = field(default_factory=list)
    boxes_before: list[str] = field(default_factory=list)
    boxes_after: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words in one string."""
        return "".join(self.words)


class Inline:
    """Reads paragraphs and counts what it leaves out.

    Parameters
    ----------
    styles : Styles
    read_box : callable
        Reads the blocks of a text box into lines.
    """

    def __init__(self, styles: Styles, read_box: Callable[[Element], Iterator[str]]) -> None:
        self._styles = styles
        self._read_box = read_box
        self.fields = Fields()
        self.left_out: Counter[str] = Counter()

    def read(self, element: Element) -> Paragraph:
        """Return what a paragraph holds, tracked changes taken as accepted."""
        found = Paragraph()
        style = value(element, "pPr", "pStyle") or self._styles.default
        self._walk(element, found, hidden=self._styles.hidden(style))
        self.fields.end_paragraph()
        return found

    def _walk(self, parent: Element, into: Paragraph, *, hidden: bool) -> None:
        for element in parent:
            kind = name(element)
            self._count(kind)
            if kind == "r":
                self._walk(element, into, hidden=self._is_hidden(element, paragraph=hidden))
            elif kind == "instrText":
                self.fields.instruct(element.text or "")
            elif kind == "fldChar":
                self._field(attribute(element, "fldCharType"), into)
            elif kind == "txbxContent":
                self._box(element, into)
            elif kind in NOTES:
                self._refer(element, into, hidden=hidden)
            elif kind == "mc:AlternateContent":
                self._walk(alternative(element), into, hidden=hidden)
            elif kind in DROPPED:
                continue
            elif words := _words_of(kind, element):
                self._write(words, into, hidden=hidden)
            else:
                self._walk(element, into, hidden=hidden)

    def _write(self, words: str, into: Paragraph, *, hidden: bool) -> None:
        if self.fields.in_instruction:
            return
        self.fields.wrote()
        if hidden:
            self.left_out["hidden_text_dropped"] += 1
        else:
            into.words.append(words)

    def _refer(self, reference: Element, into: Paragraph, *, hidden: bool) -> None:
        if not hidden and not self.fields.in_instruction:
            into.notes.append(reference)

    def _field(self, kind: str | None, into: Paragraph) -> None:
        if kind == "begin":
            self.fields.begin()
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end" and (words := self.fields.end()):
            into.words.append(words)

    def _box(self, element: Element, into: Paragraph) -> None:
        """Read a text box in place: before the words where none stand before it, else after."""
        outer, self.fields = self.fields, Fields()
        (into.boxes_after if into.text.strip() else into.boxes_before).extend(
            self._read_box(element)
        )
        outer.unwritten += self.fields.unwritten
        self.fields = outer

    def _is_hidden(self, run: Element, *, paragraph: bool) -> bool:
        stated = switch(run, "rPr", "vanish")
        if stated is not None:
            return stated
        return paragraph or self._styles.hidden(value(run, "rPr", "rStyle"))

    def _count(self, kind: str) -> None:
        if code := _COUNTED.get(kind):
            self.left_out[code] += 1


def alternative(element: Element) -> Element:
    """Return the first choice of an AlternateContent; the fallback only where there is none."""
    choice = child(element, "mc:Choice")
    fallback = child(element, "mc:Fallback")
    chosen = choice if choice is not None else fallback
    return element if chosen is None else chosen


def plain_words(parts: Iterator[Element]) -> str:
    """Return the words of headers, footers and watermarks, a line a paragraph."""
    lines: list[str] = []
    for part in parts:
        for element in part.iter():
            kind = name(element)
            if kind == "p":
                lines.append("")
            elif kind == "t":
                lines[-1:] = ["".join(lines[-1:]) + (element.text or "")]
            elif kind == "v:textpath":
                lines += [attribute(element, "string") or "", ""]
    return "\n".join(lines)


def end_is_deleted(properties: Element | None) -> bool:
    """Return whether the paragraph's end was deleted, so that it runs on into the next."""
    marks = child(properties, "rPr")
    return any(True for kind in ("del", "moveFrom") for _ in children(marks, kind))


def _words_of(kind: str, element: Element) -> str:
    if kind in {"t", "m:t"}:
        return _literal(element)
    if kind == "sym":
        return _symbol(attribute(element, "font") or "", attribute(element, "char") or "")
    if kind == "v:textpath":
        return attribute(element, "string") or ""
    return _SIGNS.get(kind, "")


def _literal(element: Element) -> str:
    """Return the words of a text element; line breaks in the XML are no line breaks of the text."""
    words = _BREAKS_IN_SOURCE.sub(" ", element.text or "").replace(SOFT_HYPHEN, "")
    return words if attribute(element, "space") == "preserve" else words.strip(" ")


def _symbol(font: str, code: str) -> str:
    """Return a character of a symbol font by what it looks like; else the character itself."""
    try:
        point = int(code, 16)
        place = point - _PRIVATE if point >= _PRIVATE else point
        return _SYMBOLS.get((font.lower(), place)) or chr(point)
    except (ValueError, OverflowError):
        return ""
