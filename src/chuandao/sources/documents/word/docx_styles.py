"""Styles of a docx file: what a paragraph inherits along basedOn."""

from collections.abc import Iterator
from dataclasses import dataclass

from chuandao.sources.documents.word.wordml import (
    Element,
    attribute,
    child,
    children,
    number,
    switch,
)
from chuandao.sources.documents.word.wordml import value as value_of


@dataclass(frozen=True)
class Style:
    """What one style says itself; what it does not say is None."""

    name: str = ""
    based_on: str | None = None
    num_id: int | None = None
    level: int | None = None
    hidden: bool | None = None


class Styles:
    """The styles of a document, by identifier."""

    def __init__(self, root: Element | None) -> None:
        found = [
            (attribute(element, "styleId") or "", element) for element in children(root, "style")
        ]
        self._elements = dict(found)
        self._styles: dict[str, Style] = {}
        self.default = next((key for key, element in found if _is_default(element)), None)

    def chain(self, identifier: str | None) -> Iterator[tuple[str, Style]]:
        """Yield a style and those it is based on, nearest first."""
        seen: set[str] = set()
        while identifier in self._elements and identifier not in seen:
            seen.add(identifier)
            style = self._style(identifier)
            yield identifier, style
            identifier = style.based_on

    def _style(self, identifier: str) -> Style:
        """Return a style, read when it is first asked for: few of a file's styles are used."""
        if identifier not in self._styles:
            self._styles[identifier] = _style(self._elements[identifier])
        return self._styles[identifier]

    def hidden(self, identifier: str | None) -> bool:
        """Return whether a style hides its text."""
        said = (style.hidden for _, style in self.chain(identifier) if style.hidden is not None)
        return next(said, False)

    def is_contents_entry(self, identifier: str | None) -> bool:
        """Return whether a paragraph of this style is a line of the table of contents."""
        names = (style.name.lower() for _, style in self.chain(identifier))
        return any(name.startswith("toc ") and name[4:].isdigit() for name in names)

    def list_of(self, identifier: str | None) -> int | None:
        """Return the list (numId) a style puts its paragraphs in."""
        said = (style.num_id for _, style in self.chain(identifier) if style.num_id is not None)
        return next(said, None)

    def level_of(self, identifier: str | None) -> int | None:
        """Return the list level (ilvl) a style states."""
        said = (style.level for _, style in self.chain(identifier) if style.level is not None)
        return next(said, None)


def _style(element: Element) -> Style:
    return Style(
        name=value_of(element, "name") or "",
        based_on=value_of(element, "basedOn"),
        num_id=number(element, "pPr", "numPr", "numId"),
        level=number(element, "pPr", "numPr", "ilvl"),
        hidden=switch(child(element, "rPr"), "vanish"),
    )


def _is_default(element: Element) -> bool:
    stated = attribute(element, "default") in {"1", "true", "on"}
    return stated and attribute(element, "type") == "paragraph"
