"""Plain text: the file exactly as decoded."""

from chuandao.errors import Problem
from chuandao.sources.documents.decode import Decoded
from chuandao.sources.documents.extracted import Content


def text_content(decoded: Decoded) -> Content:
    """Return decoded text as it stands, with a note where bytes could not be read."""
    return Content(decoded.text, decoded.encoding, damage_notes(decoded))


def damage_notes(decoded: Decoded) -> tuple[Problem, ...]:
    """Return a note that counts the places no decoder could read."""
    if not decoded.damaged:
        return ()
    return (Problem("bytes_not_read", "warning", parameters={"count": decoded.damaged}),)
