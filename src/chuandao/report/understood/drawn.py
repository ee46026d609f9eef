"""The text of a document with its marks drawn over it, as HTML; of long ones there are many."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from markupsafe import Markup, escape

from chuandao.report.understood.marks import Piece

_DEEPEST = 5  # signs side by side that the style knows places for


def drawing(
    told: Callable[[str, str], str], signs: Mapping[str, str], pictured: Callable[[str], str]
) -> Callable[[Iterable[Piece]], Markup]:
    """Return what draws pieces of text: every mark a span around the characters that it covers.

    Parameters
    ----------
    told : callable
        What a mark says when pointed at, of its field and its value.
    signs : mapping
        The sign of each field, which stands where a mark of it begins.
    pictured : callable
        The text as it is shown.

    Examples
    --------
    >>> from chuandao.report.understood.marks import Mark, Piece
    >>> draw = drawing(lambda field, value: f"{field}: {value}", {"lead": "L"}, str)
    >>> draw([Piece("a<", 0), Piece("b", 2, (Mark(2, 3, "lead", "B"),))])
    Markup('a&lt;<span class="m f-lead l0 k0" data-k="L" title="lead: B">b</span>')
    """

    @lru_cache(maxsize=1 << 14)
    def opened(field: str, lane: int, value: str, place: int) -> str:
        begins = f' k{place}" data-k="{escape(signs[field])}' if place >= 0 else ""
        title = escape(told(field, value))
        return f'<span class="m f-{escape(field)} l{lane}{begins}" title="{title}">'

    def drawn(piece: Piece) -> Iterable[str]:
        place = piece.shift
        for mark in piece.marks:
            begins = mark.start == piece.start
            yield opened(mark.field, mark.lane, mark.value, min(place, _DEEPEST) if begins else -1)
            place += begins
        yield escape(pictured(piece.text))
        yield "</span>" * len(piece.marks)

    def whole(pieces: Iterable[Piece]) -> Markup:
        return Markup("".join(part for piece in pieces for part in drawn(piece)))  # noqa: S704 - all is escaped

    return whole
