"""The envelope of a document: issuer, number, title, addressees, dates, annexes, what it cites."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chuandao.text.envelope import parts
from chuandao.text.envelope.annexes import Annex, annexes
from chuandao.text.envelope.citations import Citation, amended, citations, repealed
from chuandao.text.envelope.issuers import issuers, tier_of_issuer
from chuandao.text.envelope.kind import Kinds, kind_of
from chuandao.text.envelope.number import numbers_equal
from chuandao.text.envelope.parts import Part, Spans
from chuandao.text.envelope.transmittal import inner_title, is_forwarded
from chuandao.text.envelope.validity import Stated, decided, effective, expires
from chuandao.text.layout.head import closed_up
from chuandao.text.layout.layout import Line

__all__ = ["Annex", "Citation", "Envelope", "envelope", "numbers_equal", "tier_of_issuer"]


@dataclass(frozen=True)
class Envelope:
    """What stands around the body; what was not found is empty, None or an empty tuple.

    Attributes
    ----------
    issuer, issuers : str, tuple of str
        The first issuing body, and all of a joint document (聯合行文).
    number, number_irregular : str
        In regular form; why it departs from it (see `chuandao.text.envelope.number`).
    inner_title : str
        Title of the text that a transmittal issues or passes on (印發、轉發、批轉).
    kind : str
        A value of the list ``document_kind``; empty where nothing tells.
    copies_to : tuple of str
        抄送.
    forwarded : bool
        Another's text is passed on and nothing of its own is said.
    repeals, amends : tuple of Citation
        Documents that lose their force, and such as are changed.
    effective, expires, decided_at_meeting : date or None
        From when and until when it is in force; the meeting of minutes, or that passed it.
    open_to_public : bool or None
        None where the document does not say.
    has_signer, signer : bool, str
        Whether a signer (簽發人) stands there; the name only where it was asked for.
    places : mapping
        Field to the places (start, end) of its words.
    """

    issuer: str = ""
    issuers: tuple[str, ...] = ()
    number: str = ""
    number_irregular: str = ""
    title: str = ""
    inner_title: str = ""
    kind: str = ""
    urgency: str = ""
    addressees: tuple[str, ...] = ()
    copies_to: tuple[str, ...] = ()
    dated: date | None = None
    printed_by: str = ""
    printed_on: date | None = None
    annexes: tuple[Annex, ...] = ()
    forwarded: bool = False
    citations: tuple[Citation, ...] = ()
    repeals: tuple[Citation, ...] = ()
    amends: tuple[Citation, ...] = ()
    effective: date | None = None
    expires: date | None = None
    decided_at_meeting: date | None = None
    open_to_public: bool | None = None
    has_signer: bool = False
    signer: str = ""
    places: Mapping[str, Spans] = field(default_factory=dict)


def envelope(lines: Sequence[Line], kinds: Kinds = (), *, persons: bool = False) -> Envelope:
    r"""Return the envelope of a document from its lines (see `layout`).

    Parameters
    ----------
    lines : sequence of Line
    kinds : tuples (kind, place, word), optional
        What tells the kind of a document (see `kind_of`); without them it is empty.
    persons : bool
        Keep the name of the signer.

    Examples
    --------
    >>> from chuandao.text.layout.layout import layout
    >>> page = "清政發〔2025〕18號\n清河市人民政府關於發展特色產業的意見\n各縣區：\n一、要求。"
    >>> envelope(layout(page)).issuer, envelope(layout(page)).number
    ('清河市人民政府', '清政发〔2025〕18号')
    """
    title = parts.title(lines)
    kind = kind_of(
        title.value, [closed_up(line.words) for line in lines if line.role == "issuer"], kinds
    )
    dated = parts.dated(lines)
    told = {
        **_head(lines, title, kind, persons=persons),
        **_days(lines, kind, dated),
        **_tail(lines),
        **_cited(lines),
    }
    return Envelope(
        **{name: part.value for name, part in told.items()},
        kind=kind,
        inner_title=inner_title(lines, title.value),
        forwarded=is_forwarded(lines, title.value),
        places={name: part.spans for name, part in told.items() if part.spans},
    )


def _head(lines: Sequence[Line], title: Part, kind: str, *, persons: bool) -> dict[str, Part]:
    names, spans = issuers(lines, title.value)
    number, irregular = parts.number(lines, kind)
    signers = [line for line in lines if line.role == "signer"]
    return {
        "issuer": Part(names[0] if names else "", spans[:1]),
        "issuers": Part(names, spans),
        "number": number,
        "number_irregular": Part(irregular, number.spans if irregular else ()),
        "title": title,
        "urgency": parts.urgency(lines),
        "addressees": parts.names(lines, "addressee"),
        "has_signer": Part(bool(signers), tuple((x.start, x.end) for x in signers)),
        "signer": Part(parts.signer(signers) if persons else ""),
    }


def _days(lines: Sequence[Line], kind: str, dated: Part) -> dict[str, Part]:
    own = [line for line in lines if line.role in {"body", "dateline", "meta"}]
    begins = effective(own, dated.value)
    return {
        "dated": dated,
        "effective": _stated(begins),
        "expires": _stated(expires(own, begins.day if begins else dated.value)),
        "decided_at_meeting": _stated(decided(lines, kind)),
    }


def _stated(stated: Stated | None) -> Part:
    return Part(stated.day, ((stated.start, stated.end),)) if stated else Part(None)


def _tail(lines: Sequence[Line]) -> dict[str, Part]:
    printed_by, printed_on = parts.printed(lines)
    found = annexes(lines)
    return {
        "copies_to": parts.names(lines, "copy_to"),
        "printed_by": printed_by,
        "printed_on": printed_on,
        "open_to_public": parts.openness(lines),
        "annexes": Part(found, tuple((one.start, one.end) for one in found)),
    }


def _cited(lines: Sequence[Line]) -> dict[str, Part]:
    found = citations(lines)
    named = {
        "citations": found,
        "repeals": repealed(found, lines),
        "amends": amended(found, lines),
    }
    return {
        name: Part(cited, tuple((one.start, one.end) for one in cited))
        for name, cited in named.items()
    }
