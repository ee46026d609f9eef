"""Reading the XML of word processors: names without their prefixes, switches, values."""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

Element = etree._Element  # noqa: SLF001  # lxml's only name for its element type

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "urn:schemas-microsoft-com:vml": "v:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://purl.oclc.org/ooxml/drawingml/picture": "pic:",
}
_OFF = {"0", "false", "off", "none"}


def name(element: Element) -> str:
    """Return the local name of a word-processing element; others bear a prefix.

    Examples
    --------
    >>> name(etree.fromstring('<p xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'))
    'p'
    """
    return _name_of(element.tag)


@lru_cache(4096)
def _name_of(tag: object) -> str:
    space, _, local = str(tag)[1:].rpartition("}")
    return _PREFIXES.get(space, "?:") + local


def child(element: Element | None, *path: str) -> Element | None:
    """Return the first element down a path of names, or nothing."""
    for step in path:
        if element is None:
            return None
        element = _first(element, step)
    return element


def _first(element: Element, wanted: str) -> Element | None:
    for inner in element:
        if _name_of(inner.tag) == wanted:
            return inner
    return None


def children(element: Element | None, wanted: str) -> Iterator[Element]:
    """Yield the direct children of a name."""
    return (inner for inner in (() if element is None else element) if name(inner) == wanted)


def attribute(element: Element | None, wanted: str) -> str | None:
    """Return an attribute by its local name, or nothing."""
    if element is None:
        return None
    for key, found in element.items():
        if _local(key) == wanted:
            return str(found)
    return None


def value(element: Element | None, *path: str) -> str | None:
    """Return the ``w:val`` at the end of a path, or nothing."""
    return attribute(child(element, *path), "val")


def number(element: Element | None, *path: str) -> int | None:
    """Return the ``w:val`` at the end of a path as an integer, or nothing."""
    return integer(value(element, *path))


def integer(word: str | None) -> int | None:
    """Return a word as an integer; nothing where it is none, or absurdly long."""
    digits = (word or "").strip()
    plain = digits.removeprefix("-").isdecimal() and len(digits) <= len("-2147483648")
    return int(digits) if plain else None


def switch(element: Element | None, *path: str) -> bool | None:
    """Return whether a switch such as ``w:vanish`` is on; nothing where it is not stated."""
    found = child(element, *path)
    if found is None:
        return None
    return (attribute(found, "val") or "1").lower() not in _OFF


@lru_cache(4096)
def _local(key: str | bytes) -> str:
    return str(key).rpartition("}")[2]
