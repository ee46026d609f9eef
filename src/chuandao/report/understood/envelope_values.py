"""The envelope of a document as words, and where in the text each of its fields stands."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import PurePath

from chuandao.cascade.tracing.understanding.located import unit_words
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.cascade.units import UnitTree
from chuandao.catalog.values import values
from chuandao.messages import has, render
from chuandao.report.understood.fields import envelope_fields
from chuandao.text.canonical import plain
from chuandao.text.envelope.envelope import Envelope

_BY_ROLE = {
    "issuer": "issuer",
    "signature": "issuer",
    "number": "number",
    "title": "title",
    "addressee": "addressees",
    "date": "dated",
    "annex_note": "annexes",
    "annex": "annexes",
    "copy_to": "copies_to",
    "printed": "printed_by",
}
_BREAK = re.compile(r"\s*[\r\n]\s*")
_Span = tuple[int, int]


def envelope_values(
    document: Understood, language: str, units: UnitTree | None = None
) -> dict[str, tuple[str, ...]]:
    """Return every field of the envelope with its values in words; none where not found.

    With the units of a case, ``unit`` is the one that issued the document.
    """
    around = document.envelope
    told = [name for name in envelope_fields() if not _is_plainly_no(around, name)]
    if not document.persons:
        told.remove("signer")
    places = _places(document)
    found = {
        name: tuple(
            _as_written(document.text, places.get(name, ()), words)
            for words in _words(name, getattr(around, name), language)
        )
        for name in told
    }
    held = {name: value for name, value in found.items() if not _repeats(name, found)}
    if units is None:
        return held
    unit = unit_words(document, units) or render("show.unit_none", language)
    ordered = dict(list(held.items())[:1]) | {"unit": (unit,)}
    return ordered | held


def envelope_spans(document: Understood) -> tuple[tuple[str, int, int], ...]:
    """Return (field, start, end) of what of the envelope stands in the text, in order.

    Fields whose places the envelope does not hold are placed by the lines of the layout.
    """
    named = _places(document)
    spans = {(name, *_first_line(document.text, *s)) for name, all_ in named.items() for s in all_}
    return tuple(sorted(spans, key=lambda span: (span[1], -span[2], span[0])))


def title_of(document: Understood) -> str:
    """Return the title as the document writes it, else the name of its file."""
    title = document.envelope.title
    written = _as_written(document.text, _places(document).get("title", ()), title)
    return written or PurePath(document.file).name


def _places(document: Understood) -> dict[str, list[_Span]]:
    """Return where each field stands: as the envelope says, else by the lines of the layout."""
    placed: Mapping[str, Iterable[_Span]] = getattr(document.envelope, "places", {})
    by_line: dict[str, list[_Span]] = {}
    for line in document.lines:
        if name := _BY_ROLE.get(line.role):
            by_line.setdefault(name, []).append((line.start, line.end))
    named = {**by_line, **{name: list(spans) for name, spans in placed.items() if spans}}
    if "citations" not in named:
        named["citations"] = [(c.start, c.end) for c in document.envelope.citations]
    if len(getattr(document.envelope, "issuers", ())) < 2:  # noqa: PLR2004
        named.pop("issuers", None)
    return named


def _as_written(text: str, spans: Iterable[_Span], words: str) -> str:
    """Return words in the letters of the document: the envelope holds them in Simplified form.

    `plain` keeps the length, so what it finds stands at the same place in the text.
    """
    there = "".join(_BREAK.sub("", text[start:end]) for start, end in sorted(spans))
    at = plain(there).find(words)
    return there[at : at + len(words)] if at >= 0 else words


def _first_line(text: str, start: int, end: int) -> _Span:
    """Return the heading of what runs over several paragraphs, such as a whole annex."""
    words = text[start:end]
    if words.count("\n") <= 1:
        return start, end
    return start, start + len(words.partition("\n")[0].rstrip())


def _is_plainly_no(around: Envelope, name: str) -> bool:
    """Return whether a field is false because nothing was said, as most documents forward none."""
    return getattr(around, name) is False and getattr(Envelope(), name) is False


def _repeats(name: str, found: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether the issuers are the one issuer that is told already."""
    return name == "issuers" and len(found[name]) < 2  # noqa: PLR2004


def _words(name: str, value: object, language: str) -> tuple[str, ...]:
    if isinstance(value, bool):
        return (render("show_page.yes" if value else "show_page.no", language),)
    if isinstance(value, date):
        return (value.isoformat(),)
    if isinstance(value, (tuple, list)):
        return tuple(
            dict.fromkeys(words for item in value for words in _words(name, item, language))
        )
    if hasattr(value, "title") and not isinstance(value, str):
        return (_document(value, language),)
    return (_word(name, str(value), language),) if value else ()


def _word(name: str, value: str, language: str) -> str:
    if name == "kind":
        return values("document_kind").label(value, language)
    code = f"show_page.value.{name}.{value}"
    return render(code, language) if has(code) else value


def _document(value: object, language: str) -> str:
    """Return a document that the text names, and what the text says of it."""
    return "".join(_document_parts(value, language))


def _document_parts(value: object, language: str) -> Iterator[str]:
    title, number = str(getattr(value, "title", "")), str(getattr(value, "number", ""))
    yield f"《{title}》" if title and (number or hasattr(value, "answered")) else title
    yield number
    if getattr(value, "answered", False):
        yield render("show_page.answered", language)
