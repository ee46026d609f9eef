"""Which fields there are to show, in which groups, and how each is named."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache

from chuandao.messages import has, render
from chuandao.text.commitment.commitment import FIELDS
from chuandao.text.envelope.envelope import Envelope

ENVELOPE = (
    "issuer", "issuers", "number", "number_irregular", "kind", "title", "inner_title", "urgency",
    "addressees", "dated", "effective", "expires", "forwarded", "citations", "repeals", "amends",
    "annexes", "copies_to", "printed_by", "printed_on", "decided_at_meeting", "open_to_public",
    "has_signer", "signer",
)  # fmt: skip
"""Fields of the envelope in the order of the page of an official document."""

EXPECTED = ("issuer", "number", "title", "addressees", "dated")
"""Fields that every official document has; their absence is told."""

_NOT_VALUES = frozenset({"places"})
_GROUPS = (
    ("envelope", ENVELOPE),
    ("who", ("actor", "lead", "responsible", "cooperate")),
    ("what", ("action", "polarity", "object")),
    ("measure", ("targets", "deadline", "deontic")),
    ("bounds", ("scope", "conditions", "safeguards")),
    ("how", ("instruments", "local")),
)


@dataclass(frozen=True)
class Field:
    """A field as the reader meets it: code, group, name, and the short sign beside its colour."""

    code: str
    group: str
    name: str
    sign: str


def envelope_fields() -> tuple[str, ...]:
    """Return the fields an envelope holds, in the order of the page; unknown ones at the end.

    Examples
    --------
    >>> envelope_fields()[0]
    'issuer'
    """
    held = [item.name for item in fields(Envelope) if item.name not in _NOT_VALUES]
    known = [name for name in ENVELOPE if name in held]
    return (*known, *(name for name in held if name not in ENVELOPE))


def shown_fields(codes: Iterable[str], language: str) -> tuple[Field, ...]:
    """Return the fields of some codes in the order of their groups.

    Examples
    --------
    >>> [(field.group, field.name) for field in shown_fields({"targets", "lead"}, "en")]
    [('who', 'Lead unit'), ('measure', 'Target')]
    """
    wanted = set(codes)
    ordered = [(group, name) for group, names in _GROUPS for name in names]
    known = {name for _, name in ordered}
    ordered += [("how", name) for name in FIELDS if name not in known]
    ordered += [("envelope", name) for name in envelope_fields() if name not in known]
    known |= {name for _, name in ordered}
    ordered += [("reading", name) for name in sorted(wanted - known)]
    return tuple(_field(group, name, language) for group, name in ordered if name in wanted)


@cache
def field_name(code: str, language: str) -> str:
    """Return the name of a field, of the envelope or of a commitment; else its code."""
    for key in (f"envelope.{code}", f"attribute.{code}", f"show_page.field.{code}"):
        if has(key):
            return render(key, language)
    return code


def _field(group: str, code: str, language: str) -> Field:
    name = field_name(code, language)
    key = f"show_page.sign.{code}"
    return Field(code, group, name, render(key, language) if has(key) else name[0])
