"""Footnotes and endnotes of a docx file, numbered in the order of their references."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.sources.documents.word.docx_inline import NOTES
from chuandao.sources.documents.word.number_formats import write_number
from chuandao.sources.documents.word.wordml import Element, attribute, children, name

NOTE_PARTS = frozenset({"footnotes", "endnotes"})
_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}  # what Word writes unless told


@dataclass(frozen=True)
class Note:
    """A note and the mark it bears; empty where its author wrote a mark of their own."""

    mark: str
    element: Element


class Notes:
    """The notes of a document; each is given out once."""

    def __init__(self, parts: Mapping[str, Element | None]) -> None:
        self._notes = {
            (kind, attribute(note, "id")): note
            for kind in _FORMATS
            for note in children(parts.get(f"{kind}s"), kind)
        }
        self._count: Counter[str] = Counter()

    def take(self, reference: Element) -> Note | None:
        """Return the note that is referred to; nothing where the file does not hold it."""
        kind = NOTES[name(reference)]
        note = self._notes.pop((kind, attribute(reference, "id")), None)
        if note is None:
            return None
        if attribute(reference, "customMarkFollows") in {"1", "true", "on"}:
            return Note("", note)
        self._count[kind] += 1
        return Note(write_number(self._count[kind], _FORMATS[kind]), note)
