"""Reading the XML of OFD files (GB/T 33190-2016): places, boxes, matrices, deltas."""

import math
import posixpath
from collections.abc import Iterator

from chuandao.sources.documents.archive import Archive
from chuandao.sources.documents.pages.geometry import UNIT, Matrix
from chuandao.sources.documents.word.wordml import Element

POINTS = 72 / 25.4
_MOST_DELTAS = 100_000


def local(element: Element) -> str:
    """Return the name of an element without its space of names."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def inner(parent: Element | None, *path: str) -> Element | None:
    """Return the first element down a path of names, or nothing."""
    for step in path:
        if parent is None:
            return None
        parent = next((child for child in parent if local(child) == step), None)
    return parent


def all_inner(parent: Element | None, wanted: str) -> Iterator[Element]:
    """Yield the direct children of a name."""
    return (child for child in (() if parent is None else parent) if local(child) == wanted)


def words(parent: Element | None, *path: str) -> str:
    """Return the text at the end of a path, stripped."""
    found = inner(parent, *path)
    return (found.text or "").strip() if found is not None else ""


def floats(text: str | None) -> list[float]:
    """Return the numbers of an attribute; what is none, or not finite, ends the list.

    Examples
    --------
    >>> floats("0 0 210 297"), floats("1 x 3"), floats(None)
    ([0.0, 0.0, 210.0, 297.0], [1.0], [])
    """
    found: list[float] = []
    for word in (text or "").split():
        try:
            value = float(word)
        except ValueError:
            break
        if not math.isfinite(value):
            break
        found.append(value)
    return found


def number(element: Element, name: str, otherwise: float) -> float:
    """Return an attribute as a number."""
    found = floats(element.get(name))
    return found[0] if found else otherwise


def deltas(text: str | None) -> list[float]:
    """Return the distances of characters; ``g 3 4.2`` stands for three times 4.2.

    Examples
    --------
    >>> deltas("5 g 3 4.2 6")
    [5.0, 4.2, 4.2, 4.2, 6.0]
    """
    found: list[float] = []
    parts = iter((text or "").split())
    for word in parts:
        if word.lower() == "g":
            count, value = floats(next(parts, "")), floats(next(parts, ""))
            times = int(count[0]) if count else 0
            if not value or not 0 <= times <= _MOST_DELTAS - len(found):
                break
            found += value * times
        elif value := floats(word):
            found += value
        else:
            break
    return found


def matrix(text: str | None) -> Matrix:
    """Return a matrix; unity where six numbers are not stated."""
    found = floats(text)
    return (
        (found[0], found[1], found[2], found[3], found[4], found[5])
        if len(found) == 6  # noqa: PLR2004 - a matrix has six
        else UNIT
    )


def resolve(archive: Archive, base: str, place: str) -> str:
    """Return the entry that a path in a file names: from the file's folder, or from the root."""
    place = place.strip().replace("\\", "/")
    if not place:
        return ""
    near = posixpath.normpath(posixpath.join(posixpath.dirname(base), place)).lower()
    root = posixpath.normpath(place.lstrip("/")).lower()
    order = [root, near] if place.startswith("/") else [near, root]
    return next((path for path in order if path in archive.names), order[0])
