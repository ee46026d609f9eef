"""The trace as the JSON structure of `chuandao trace --json` (schema 1)."""

from collections.abc import Sequence
from dataclasses import asdict

from chuandao.cascade.tracing.decisions.deciding import Decided
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.indices.frames import index_records
from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.parentage.document_notes import document_notes
from chuandao.cascade.tracing.parentage.editions import Edition, edition_record
from chuandao.cascade.tracing.parentage.not_at_hand import cited_documents, cited_record
from chuandao.cascade.tracing.parentage.number_gaps import gap_record, number_gaps
from chuandao.cascade.tracing.statuses import Added, Status
from chuandao.cascade.tracing.targets.ratchets import ratchets
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.errors import Problem
from chuandao.text.commitment.commitment import FIELDS, Commitment, Found
from chuandao.text.difference.change import Change
from chuandao.text.numbers.quantities import Target
from chuandao.text.times.deadlines import Deadline

SCHEMA = 1


def trace_json(traced: Traced, unread: Sequence[tuple[str, str]] = ()) -> dict[str, object]:
    """Return a trace as plain dictionaries and lists, in a fixed order.

    Parameters
    ----------
    traced : Traced
    unread : sequence of (file, reason code)

    Returns
    -------
    dict
        Keys ``schema, documents, links, drops, added, ratchets, decided, indices, survival, unread,
        editions, cited, number_gaps, notes``; every offset counts code points of the document's
        ``text``.
    """
    return {
        "schema": SCHEMA,
        "documents": [_document(document, traced) for document in traced.documents],
        "links": [_link(link) for link in traced.links],
        "drops": [_drop(status) for status in traced.statuses],
        "added": [_added(item) for item in traced.added],
        "ratchets": [asdict(row) for row in ratchets(traced)],
        "decided": [_decided(one) for one in traced.decided],
        **index_records(traced),
        "unread": [{"file": file, "reason": reason} for file, reason in unread],
        "editions": [_edition(edition) for edition in traced.editions],
        "cited": [cited_record(one) for one in cited_documents(traced.documents)],
        "number_gaps": [gap_record(gap) for gap in number_gaps(traced.documents)],
        "notes": [_note(*note) for note in document_notes(traced)],
    }


def commitment_record(commitment: Commitment) -> dict[str, object]:
    """Return a commitment as field → list of {value, start, end}, with two shares.

    A target also says ``metric, comparator, number, upper, unit, kind, of`` (numbers as text, in
    the unit as written; ``upper`` null but for a range), an action ``polarity`` (do, refrain or
    permit, which may differ from that of the whole piece), a deadline ``kind`` and ``date`` (the
    last day, null where none can be told). ``specificity`` and ``slogan`` are 0–1.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.marked import read_record
    >>> text = "2025年底前合格率达到98%以上"
    >>> (found,) = read_record({"text": text, "kind": "goal", "dated": None})
    >>> record = commitment_record(found)
    >>> [(t["metric"], t["comparator"], t["number"], t["unit"]) for t in record["targets"]]
    [('合格率', 'ge', '98', '%')]
    >>> [(d["kind"], d["date"]) for d in record["deadline"]]
    [('by', '2025-12-31')]
    """
    return {
        **{name: [_found(value) for value in getattr(commitment, name)] for name in FIELDS},
        "action": [
            {**_found(value), "polarity": asked}
            for value, asked in zip(commitment.action, commitment.asked, strict=True)
        ],
        "targets": [_target(target) for target in commitment.measured],
        "deadline": [_deadline(deadline) for deadline in commitment.dated],
        "specificity": commitment.specificity,
        "slogan": commitment.slogan,
    }


def plain_commitment(commitment: Commitment) -> dict[str, list[dict[str, object]]]:
    """Return a commitment as field → list of {value, start, end}, nothing beside it."""
    return {name: [_found(value) for value in getattr(commitment, name)] for name in FIELDS}


def change_record(change: Change) -> dict[str, object]:
    """Return a change as a flat record; a side with nothing there is empty, its offsets null."""
    upper, lower = change.upper, change.lower
    return {
        "attribute": change.attribute,
        "direction": change.direction,
        "reason": change.reason,
        "upper_value": upper.value if upper else "",
        "lower_value": lower.value if lower else "",
        "upper_start": upper.start if upper else None,
        "upper_end": upper.end if upper else None,
        "lower_start": lower.start if lower else None,
        "lower_end": lower.end if lower else None,
    }


def _document(document: Understood, traced: Traced) -> dict[str, object]:
    around = document.envelope
    return {
        "id": document.id,
        "file": document.file,
        "title": around.title,
        "number": around.number,
        "date": around.dated.isoformat() if around.dated else None,
        "tier": document.tier,
        "parents": [asdict(parent) for parent in traced.parents.get(document.id, ())],
        "text": document.text,
        "clauses": [_clause(clause) for clause in document.clauses],
    }


def _clause(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "path": clause.path,
        "start": clause.start,
        "end": clause.end,
        "kind": clause.kind,
        "text": clause.text,
        "commitments": [commitment_record(item) for item in clause.commitments],
    }


def _link(link: Link) -> dict[str, object]:
    return {
        "upper": link.upper,
        "lower": link.lower,
        "relation": link.relation,
        "probability": link.probability,
        "rank": link.rank,
        "labels": list(link.labels),
        "source": link.source,
        "doubtful": link.doubtful,
        "changes": [change_record(change) for change in link.changes],
    }


def _decided(one: Decided) -> dict[str, object]:
    """Return a decision beside what the program found: ``rank`` 0 where it had no such link."""
    placed = one.placed
    return {
        "upper": placed.upper or placed.decision.upper,
        "lower": placed.lower or placed.decision.lower,
        "document": placed.decision.document,
        "decision": placed.decision.decision,
        "label": placed.label,
        "outcome": placed.how,
        "reason": placed.reason,
        "rank": one.machine_rank,
        "probability": one.machine_probability,
        "labels": list(one.machine_labels),
        "status": one.machine_status,
    }


def _drop(status: Status) -> dict[str, object]:
    return {
        "upper": status.upper,
        "document": status.document,
        "status": status.status,
        "probability": status.probability,
        "reason": status.reason,
        "start": status.start,
        "end": status.end,
        "doubtful": status.doubtful,
    }


def _added(item: Added) -> dict[str, object]:
    return {"lower": item.lower, "kind": item.kind}


def _edition(edition: Edition) -> dict[str, object]:
    day = edition.dated.isoformat() if edition.dated else None
    return {**edition_record(edition), "date": day}


def _note(document: str, note: Problem) -> dict[str, object]:
    place = note.place
    return {
        "document": document,
        "code": note.code,
        "severity": note.severity,
        "start": place.start if place.end else None,
        "end": place.end or None,
        "parameters": {name: str(value) for name, value in note.parameters.items()},
        "message": note.render(),
    }


def _found(found: Found) -> dict[str, object]:
    return {"value": found.value, "start": found.start, "end": found.end}


def _target(target: Target) -> dict[str, object]:
    return {
        "value": target.render(),
        "start": target.start,
        "end": target.end,
        "metric": target.metric,
        "comparator": target.comparator,
        "number": format(target.number, "f"),
        "upper": None if target.upper is None else format(target.upper, "f"),
        "unit": target.unit,
        "kind": target.kind,
        "of": target.of,
    }


def _deadline(deadline: Deadline) -> dict[str, object]:
    return {
        "value": deadline.value,
        "start": deadline.start,
        "end": deadline.end,
        "kind": deadline.kind,
        "date": deadline.by.isoformat() if deadline.by else None,
    }
