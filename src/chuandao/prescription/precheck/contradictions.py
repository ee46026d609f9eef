"""Whether the draft contradicts documents in force (E5 of the root), or itself."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from chuandao.cascade.tracing.parentage.editions import find_editions
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.root.contradictory import between, in_force, sayings_of
from chuandao.diagnosis.root.own_documents import binding
from chuandao.prescription.precheck.model import (
    MUST,
    SHOULD,
    Checked,
    Part,
    Quote,
    Remark,
    quote_of,
)
from chuandao.text.canonical import plain
from chuandao.text.contradiction import Contradiction, contradictions

CHECK, OWN = "contradiction", "consistency"
_REFERENCE = "norm_docs_2018_37"
_LONGEST = 40


def examine_contradictions(
    document: Understood, others: Sequence[Understood] | None, above: Collection[str] = ()
) -> Part:
    """Return where the draft and a document in force cannot both hold.

    Parameters
    ----------
    document : Understood
    others : sequence of Understood, or None without a case
        Documents of the unit that issues the draft, and of those above it. A document that the
        draft replaces is out of force, and one that it amends gives way; drafts, minutes,
        reports and letters do not bind.
    above : collection of codes
        Documents of units above: their values are those of a larger area, so that only what
        they forbid or require is laid beside the draft.
    """
    if others is None:
        return Part(Checked(CHECK, needed=("case",)))
    editions = find_editions([*others, document])
    replaced = {e.earlier for e in editions if e.later == document.id}
    held = [d for d in in_force(binding(list(others)), editions) if d.id not in replaced]
    if not held:
        return Part(Checked(CHECK, needed=("documents",)))
    dates = {d.id: d.envelope.dated for d in held if d.envelope.dated}
    found = [one for one in between([*held, document], editions, dates) if _of(one, document)]
    upper = {document.id, *above}
    found = [
        c for c in found if c.kind == "deontic" or not {c.one.document, c.other.document} <= upper
    ]
    titles = {d.id: d for d in held}
    remarks = tuple(_remark(document, one, titles) for one in found)
    other = {one.parameters["other"] for one in remarks}
    return Part(Checked(CHECK, len(held), len(held) - len(other)), remarks)


def _of(one: Contradiction, document: Understood) -> bool:
    return document.id in (one.one.document, one.other.document)


def _remark(document: Understood, one: Contradiction, titles: dict[str, Understood]) -> Remark:
    mine, other, at, other_at = one.one, one.other, one.said, one.other_said
    if mine.document != document.id:
        mine, other, at, other_at = other, mine, other_at, at
    against = titles[other.document]
    told = {
        "other": against.title,
        "clause": other.place,
        "said": _short(document.text[slice(*at)]),
        "other_said": _short(against.text[slice(*other_at)]),
    }
    place = quote_of(document, mine.place, *at)
    return Remark(CHECK, one.kind, MUST, (place,), told, _REFERENCE)


def examine_consistency(document: Understood) -> Part:
    """Return where two clauses of the draft cannot both hold: its body and its annex, too."""
    sayings = [replace(saying, document=saying.place) for saying in sayings_of(document, {})]
    found = contradictions(
        sayings, threshold("contradiction_name"), threshold("contradiction_words")
    )
    remarks = tuple(_own(document, one) for one in _once(found))
    paths = {path for remark in remarks for path in _paths(remark.places)}
    judged = sum(bool(clause.commitments) for clause in document.clauses)
    if not binding([document]):
        return Part(Checked(OWN, reason="kind"))
    return Part(Checked(OWN, judged, judged - len(paths)), remarks)


def _once(found: Iterable[Contradiction]) -> list[Contradiction]:
    kept: dict[tuple[str, str, str], Contradiction] = {}
    for one in found:
        kept.setdefault((one.kind, one.one.place, one.other.place), one)
    return list(kept.values())


def _own(document: Understood, one: Contradiction) -> Remark:
    places = (
        quote_of(document, one.one.place, *one.said),
        quote_of(document, one.other.place, *one.other_said),
    )
    told = {
        "said": _short(places[0].words),
        "clause": one.other.place,
        "other_said": _short(places[1].words),
    }
    return Remark(OWN, one.kind, MUST if one.kind != "deadline" else SHOULD, places, told)


def _paths(places: Sequence[Quote]) -> set[str]:
    return {place.path for place in places}


def _short(words: str) -> str:
    bare = re.sub(r"\s+", " ", words).strip()
    return bare if len(bare) <= _LONGEST else bare[: _LONGEST - 1] + "…"


def same_document(draft: Understood, other: Understood) -> bool:
    """Return whether a document of the case is the draft itself, issued since."""
    return plain(draft.title) == plain(other.title) or draft.text == other.text
