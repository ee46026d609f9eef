"""E5: the root's documents in force ask opposite things, or different values, of one matter.

Definition (`chuandao.text.contradiction`): pieces of two documents in force that are about the
same matter, both in the name of what is measured or asked and in the words around it, with no
condition, exception, scope or year that tells them apart, and

- value: targets of one metric that differ (two floors, two caps, a cap below a floor);
- deadline: the same action on the same object, more than a month apart;
- deontic: the same action on the same object required or permitted here, forbidden there.

Editions supersede: a document that another one replaces is out of force, and one that amends
another prevails over it. Drafts, minutes, reports, speeches and interpretations do not bind.
A false accusation is worse than a miss: what is not surely one matter is passed over.

Source: 國辦發〔2018〕37號.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from chuandao.cascade.tracing.parentage.editions import Edition
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, Words
from chuandao.diagnosis.root.own_documents import CAUSE
from chuandao.diagnosis.root.part import Part, judged_row
from chuandao.text.canonical import plain
from chuandao.text.contradiction import Contradiction, Saying, contradictions
from chuandao.text.difference.target_match import Stated, phrase_of

SIGN = "E5"
_DRAFT = re.compile(r"征求意见|送审稿|草案|draft", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d(?=年|\b)(?!年?版)")
_LONGEST = 40
_TWO = 2


def examine_contradictions(
    root: str,
    documents: Sequence[Understood],
    editions: Sequence[Edition],
    dates: Mapping[str, date],
) -> Part:
    """Return the contradictions between the documents of one unit that are in force."""
    held = in_force(documents, editions)
    if len(held) < _TWO:
        return Part(SIGN, needed=("documents",))
    found = between(held, editions, dates)
    titles = {document.id: document for document in held}
    severity = reference_range("contradictions").severity(len(found))
    findings = tuple(_finding(root, one, titles, severity) for one in found)
    row = judged_row(SIGN, "contradictions", len(found))
    return Part(SIGN, findings, (row,))


def in_force(documents: Iterable[Understood], editions: Sequence[Edition]) -> list[Understood]:
    """Return the documents that no other one replaces and that are no drafts."""
    replaced = {edition.earlier for edition in editions if edition.replaces}
    return [d for d in documents if d.id not in replaced and not _DRAFT.search(plain(d.title))]


def between(
    documents: Sequence[Understood], editions: Sequence[Edition], dates: Mapping[str, date]
) -> list[Contradiction]:
    """Return the contradictions between documents, each matter of two documents once.

    ``dates``: of the documents; values that name no year are those of its year.
    """
    amended = {frozenset((e.later, e.earlier)) for e in editions}
    sayings = [saying for document in documents for saying in sayings_of(document, dates)]
    found = contradictions(
        sayings, threshold("contradiction_name"), threshold("contradiction_words")
    )
    kept: dict[tuple[str, ...], Contradiction] = {}
    for one in found:
        pair = (one.one.document, one.other.document)
        if frozenset(pair) not in amended:
            kept.setdefault((*pair, one.kind, one.one.place), one)
    return list(kept.values())


def sayings_of(document: Understood, dates: Mapping[str, date]) -> list[Saying]:
    """Return the pieces of a document with what they commit to and their targets."""
    words = plain(document.text)
    day = dates.get(document.id, document.envelope.dated)
    titled = _YEAR.search(document.title)
    year = int(titled[0]) if titled else day.year if day else None
    found = []
    for clause in document.clauses:
        for one in clause.commitments:
            said = words[one.start : one.end]
            stated = tuple(
                Stated(target, phrase_of(said, target, one.start)) for target in one.measured
            )
            found.append(Saying(document.id, clause.path, said, one, stated, year))
    return found


def _finding(
    root: str, one: Contradiction, titles: dict[str, Understood], severity: float
) -> Finding:
    first, second = titles[one.one.document], titles[one.other.document]
    return Finding(
        root,
        CAUSE,
        SIGN,
        severity,
        f"finding.E5.{one.kind}",
        document=first.id,
        about=f"{one.kind}.{one.one.place}.{second.id}.{one.other.place}",
        strength="moderate",
        parameters={
            "title": first.title,
            "clause": one.one.place,
            "said": _short(first, one.said),
            "other": second.title,
            "other_clause": one.other.place,
            "other_said": _short(second, one.other_said),
        },
        words=(Words(first.id, *one.said), Words(second.id, *one.other_said)),
    )


def _short(document: Understood, place: tuple[int, int]) -> str:
    words = document.text[place[0] : place[1]].strip()
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
