"""Automatic numbers of a docx file: which level a paragraph counts on, and what stands there."""

import re
import unicodedata
from dataclasses import dataclass, field, replace

from chuandao.sources.documents.word.docx_styles import Styles
from chuandao.sources.documents.word.number_formats import is_known, write_number
from chuandao.sources.documents.word.wordml import (
    Element,
    attribute,
    child,
    children,
    integer,
    number,
    switch,
)
from chuandao.sources.documents.word.wordml import value as value_of

BULLET = "•"
_LEVELS = 9
_PLACE = re.compile("%([1-9])")


@dataclass(frozen=True)
class Level:
    """How one level of a list counts and looks."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    gap: bool = True
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str | None = None
    zeros: int = 0


@dataclass
class _Scheme:
    """The levels of an abstract list and its running counts, shared by the lists that use it."""

    levels: dict[int, Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(frozen=True)
class _List:
    """A list (w:num): its scheme, the levels it changes, the levels it starts anew."""

    scheme: _Scheme
    changed: dict[int, Level]
    starts: dict[int, int]

    def level(self, index: int) -> Level:
        return self.changed.get(index) or self.scheme.levels.get(index) or Level()


class Numbering:
    """Automatic numbers, given out in the order of the document.

    Lists that share an abstract list go on counting together, unless one states a start of
    its own; a level begins again after a higher one, unless it says otherwise.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _lists(root, styles)
        self._started: set[tuple[int, int]] = set()
        self.unknown_formats = 0

    def prefix(self, properties: Element | None, style: str | None) -> str:
        """Return the number that stands before a paragraph, with its gap; empty without one."""
        found = self._place_of(properties, style)
        if found is None:
            return ""
        num_id, index = found
        self._count(num_id, index)
        return self._write(self._lists[num_id], index)

    def _place_of(self, properties: Element | None, style: str | None) -> tuple[int, int] | None:
        """List and level: stated by the paragraph, else inherited from its style."""
        stated = child(properties, "numPr")
        num_id = number(stated, "numId")
        inherited = num_id is None
        if inherited:
            num_id = self._styles.list_of(style)
        if num_id is None or num_id not in self._lists:
            return None
        index = number(stated, "ilvl")
        if index is None:
            index = self._level_by_style(num_id, style)
        return num_id, min(max(index, 0), _LEVELS - 1)

    def _level_by_style(self, num_id: int, style: str | None) -> int:
        levels = self._lists[num_id].scheme.levels
        by_style = {level.style: index for index, level in levels.items() if level.style}
        for identifier, says in self._styles.chain(style):
            if identifier in by_style:
                return by_style[identifier]
            if says.level is not None:
                return says.level
        return 0

    def _count(self, num_id: int, index: int) -> None:
        numbered = self._lists[num_id]
        counts = numbered.scheme.counts
        if index in numbered.starts and (num_id, index) not in self._started:
            counts[index] = numbered.starts[index]
        else:
            before = counts[index]
            counts[index] = numbered.level(index).start if before is None else before + 1
        self._started.add((num_id, index))
        for deeper in range(index + 1, _LEVELS):
            restart = numbered.level(deeper).restart
            if restart is None or index < restart:
                counts[deeper] = None

    def _write(self, numbered: _List, index: int) -> str:
        level = numbered.level(index)
        if level.hidden:
            return ""
        if level.number_format == "bullet":
            return f"{BULLET} "
        written = _PLACE.sub(
            lambda match: self._part(numbered, int(match[1]) - 1, level), level.text
        )
        return f"{written} " if level.gap and written and not _is_wide(written) else written

    def _part(self, numbered: _List, index: int, shown_in: Level) -> str:
        level = numbered.level(index)
        count = numbered.scheme.counts[index]
        count = level.start if count is None else count
        self.unknown_formats += not is_known(level.number_format)
        if shown_in.legal:
            return str(count)
        return write_number(count, level.number_format).rjust(level.zeros, "0")


def _is_wide(written: str) -> bool:
    """Whether a number has a Han, full-width or circled character: these stand without a gap."""
    return any(
        unicodedata.east_asian_width(sign) in "WF" or "\u2460" <= sign <= "\u24ff"
        for sign in written
    )


def _lists(root: Element | None, styles: Styles) -> dict[int, _List]:
    nums = {integer(attribute(num, "numId")): num for num in children(root, "num")}
    abstracts = {
        integer(attribute(abstract, "abstractNumId")): abstract
        for abstract in children(root, "abstractNum")
    }
    schemes = {key: _Scheme(_levels(abstract)) for key, abstract in abstracts.items()}
    found: dict[int, _List] = {}
    for num_id, num in nums.items():
        abstract = _abstract_of(num, nums, abstracts, styles)
        if num_id and abstract in schemes:
            found[num_id] = _list(num, schemes[abstract])
    return found


def _abstract_of(
    num: Element,
    nums: dict[int | None, Element],
    abstracts: dict[int | None, Element],
    styles: Styles,
) -> int | None:
    """Follow a link to a list style (w:numStyleLink) to the scheme that holds the levels."""
    key = number(num, "abstractNumId")
    for _ in range(_LEVELS):
        link = value_of(abstracts.get(key), "numStyleLink")
        linked = nums.get(styles.list_of(link)) if link else None
        if linked is None:
            break
        key = number(linked, "abstractNumId")
    return key


def _list(num: Element, scheme: _Scheme) -> _List:
    changed: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in children(num, "lvlOverride"):
        index = integer(attribute(override, "ilvl")) or 0
        own = child(override, "lvl")
        start = number(override, "startOverride")
        if own is not None:
            changed[index] = _level(own)
        if start is not None:
            starts[index] = start
            changed[index] = replace(
                changed.get(index) or scheme.levels.get(index) or Level(), start=start
            )
    return _List(scheme, changed, starts)


def _levels(abstract: Element) -> dict[int, Level]:
    return {
        integer(attribute(level, "ilvl")) or 0: _level(level) for level in children(abstract, "lvl")
    }


def _level(element: Element) -> Level:
    start = number(element, "start")
    number_format, zeros = _format_of(element)
    picture = child(element, "lvlPicBulletId") is not None
    return Level(
        start=1 if start is None else start,
        number_format="bullet" if picture else number_format,
        text=value_of(element, "lvlText") or "",
        gap=value_of(element, "suff") != "nothing",
        restart=number(element, "lvlRestart"),
        legal=bool(switch(element, "isLgl")),
        hidden=bool(switch(element, "rPr", "vanish")),
        style=value_of(element, "pStyle"),
        zeros=zeros,
    )


def _format_of(element: Element) -> tuple[str, int]:
    """Return the format and how many digits it pads to (custom ``001, 002, …``)."""
    chosen = child(element, "mc:AlternateContent", "mc:Choice", "numFmt")
    if chosen is None:
        chosen = child(element, "numFmt")
    padded = (attribute(chosen, "format") or "").partition(",")[0].strip()
    if attribute(chosen, "val") == "custom":
        return "decimal", len(padded) if padded.isdecimal() else 0
    return attribute(chosen, "val") or "decimal", 0
