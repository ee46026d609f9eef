"""The trace as the result tables of the catalogue (see architecture: Results)."""

from collections.abc import Mapping, Sequence

import polars as pl

from chuandao.cascade.tracing.decisions.deciding import Decided
from chuandao.cascade.tracing.decisions.decision import passage_of
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.parentage.document_notes import document_notes, note_record
from chuandao.cascade.tracing.parentage.editions import edition_record
from chuandao.cascade.tracing.parentage.not_at_hand import cited_documents, cited_record
from chuandao.cascade.tracing.parentage.number_gaps import gap_record, number_gaps
from chuandao.cascade.tracing.record import change_record, plain_commitment
from chuandao.cascade.tracing.targets.ratchets import Ratchet, ratchets
from chuandao.text.commitment.commitment import FIELDS

_SPAN = pl.Struct({"value": pl.String, "start": pl.Int64, "end": pl.Int64})
_PARENT = pl.Struct({"document": pl.String, "basis": pl.String, "probability": pl.Float64})
_COMMITMENT = pl.Struct({name: pl.List(_SPAN) for name in FIELDS})

SCHEMAS: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "documents": {
        "document": pl.String,
        "file": pl.String,
        "unit": pl.String,
        "tier": pl.Int64,
        "number": pl.String,
        "date": pl.Date,
        "title": pl.String,
        "text_quality": pl.Float64,
        "parents": pl.List(_PARENT),
    },
    "unread": {"file": pl.String, "reason": pl.String},
    "clauses": {
        "clause": pl.String,
        "document": pl.String,
        "path": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "kind": pl.String,
        "heading": pl.String,
        "text_hash": pl.String,
        "tasks": pl.List(pl.String),
        "commitments": pl.List(_COMMITMENT),
    },
    "links": {
        "upper": pl.String,
        "lower": pl.String,
        "relation": pl.String,
        "probability": pl.Float64,
        "rank": pl.Int64,
        "labels": pl.List(pl.String),
        "source": pl.String,
        "doubtful": pl.Boolean,
    },
    "changes": {
        "upper": pl.String,
        "lower": pl.String,
        "attribute": pl.String,
        "direction": pl.String,
        "reason": pl.String,
        "upper_value": pl.String,
        "lower_value": pl.String,
        "upper_start": pl.Int64,
        "upper_end": pl.Int64,
        "lower_start": pl.Int64,
        "lower_end": pl.Int64,
    },
    "drops": {
        "upper": pl.String,
        "unit": pl.String,
        "document": pl.String,
        "status": pl.String,
        "probability": pl.Float64,
        "reason": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "doubtful": pl.Boolean,
    },
    "added": {"lower": pl.String, "kind": pl.String},
    "ratchets": {
        "chain": pl.String,
        "position": pl.Int64,
        "task": pl.String,
        "metric": pl.String,
        "measure": pl.String,
        "unit": pl.String,
        "document": pl.String,
        "clause": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "value": pl.Float64,
        "comparator": pl.String,
        "additive": pl.Boolean,
        "above": pl.String,
        "step_change": pl.Float64,
        "cumulated_change": pl.Float64,
        "direction": pl.String,
        "share": pl.Float64,
        "given": pl.Float64,
        "given_by": pl.Int64,
        "given_of": pl.Int64,
        "allocation": pl.String,
    },
    "decided": {
        "upper": pl.String,
        "lower": pl.String,
        "document": pl.String,
        "decision": pl.String,
        "label": pl.String,
        "by": pl.String,
        "date": pl.Date,
        "outcome": pl.String,
        "reason": pl.String,
        "likeness": pl.Float64,
        "upper_now": pl.String,
        "lower_now": pl.String,
        "machine_rank": pl.Int64,
        "machine_probability": pl.Float64,
        "machine_labels": pl.List(pl.String),
        "machine_status": pl.String,
    },
    "number_gaps": {
        "mark": pl.String,
        "unit": pl.String,
        "year": pl.Int64,
        "seen": pl.Int64,
        "largest": pl.Int64,
        "estimate": pl.Float64,
        "low": pl.Int64,
        "high": pl.Int64,
    },
    "editions": {
        "document": pl.String,
        "superseded": pl.String,
        "basis": pl.String,
        "kind": pl.String,
        "date": pl.Date,
    },
    "cited": {
        "document": pl.String,
        "title": pl.String,
        "number": pl.String,
        "answered": pl.Boolean,
        "vague": pl.Boolean,
        "start": pl.Int64,
        "end": pl.Int64,
        "at_hand": pl.String,
    },
    "document_notes": {
        "document": pl.String,
        "code": pl.String,
        "severity": pl.String,
        "start": pl.Int64,
        "end": pl.Int64,
        "parameters": pl.String,
    },
}
_SORTED_BY = {
    "documents": ["document"],
    "unread": ["file"],
    "clauses": ["document", "start", "clause"],
    "links": ["lower", "rank", "upper", "relation"],
    "changes": ["lower", "upper", "attribute", "direction", "upper_start", "lower_start"],
    "drops": ["unit", "document", "upper"],
    "added": ["lower", "kind"],
    "ratchets": ["chain", "position"],
    "decided": ["document", "lower", "upper"],
    "number_gaps": ["mark", "unit", "year"],
    "editions": ["document", "superseded"],
    "cited": ["document", "start", "end"],
    "document_notes": ["document", "code", "start", "parameters"],
}


def trace_frames(traced: Traced, unread: Sequence[tuple[str, str]] = ()) -> dict[str, pl.DataFrame]:
    """Return the tables of a trace, each sorted by its key.

    Parameters
    ----------
    traced : Traced
    unread : sequence of (file, reason code)

    Returns
    -------
    dict of table name to DataFrame
        documents, unread, clauses, links, changes, drops, added, ratchets, decided, number_gaps,
        editions, cited, document_notes; a missing value is null, a missing unit or document an
        empty text.
    """
    rows: dict[str, list[dict[str, object]]] = {
        "documents": _documents(traced),
        "unread": [{"file": file, "reason": reason} for file, reason in unread],
        "clauses": _clauses(traced),
        "links": _links(traced),
        "changes": _changes(traced),
        "drops": _drops(traced),
        "added": [{"lower": item.lower, "kind": item.kind} for item in traced.added],
        "ratchets": [_ratchet(row) for row in ratchets(traced)],
        "decided": [_decided(one) for one in traced.decided],
        "number_gaps": [gap_record(gap) for gap in number_gaps(traced.documents)],
        "editions": [edition_record(edition) for edition in traced.editions],
        "cited": [cited_record(one) for one in cited_documents(traced.documents)],
        "document_notes": [note_record(*note) for note in document_notes(traced)],
    }
    return {
        name: _frame(found, SCHEMAS[name]).sort(_SORTED_BY[name]) for name, found in rows.items()
    }


def _frame(
    rows: list[dict[str, object]], schema: Mapping[str, pl.DataType | type[pl.DataType]]
) -> pl.DataFrame:
    """Return rows as a table; the values of commitments go by Arrow, many times as fast."""
    import pyarrow as pa  # type: ignore[import-untyped]

    if "commitments" not in schema:
        return pl.DataFrame(rows, schema=dict(schema), orient="row")
    plain = {name: kind for name, kind in schema.items() if name != "commitments"}
    kind = pl.DataFrame(schema=dict(schema)).to_arrow().schema.field("commitments").type
    held = pl.Series("commitments", pa.array([row["commitments"] for row in rows], type=kind))
    frame = pl.DataFrame(rows, schema=plain, orient="row")
    return frame.with_columns(held).select(list(schema))


def _documents(traced: Traced) -> list[dict[str, object]]:
    return [
        {
            "document": document.id,
            "file": document.file,
            "unit": document.unit,
            "tier": document.tier,
            "number": document.envelope.number,
            "date": document.envelope.dated,
            "title": document.envelope.title,
            "text_quality": document.text_quality,
            "parents": [vars(parent) for parent in traced.parents.get(document.id, ())],
        }
        for document in traced.documents
    ]


def _clauses(traced: Traced) -> list[dict[str, object]]:
    return [
        {
            "clause": clause.id,
            "document": document.id,
            "path": clause.path,
            "start": clause.start,
            "end": clause.end,
            "kind": clause.kind,
            "heading": clause.heading,
            "text_hash": passage_of(clause).digest,
            "tasks": list(traced.tasks.get(clause.id, ())),
            "commitments": [plain_commitment(item) for item in clause.commitments],
        }
        for document in traced.documents
        for clause in document.clauses
    ]


def _links(traced: Traced) -> list[dict[str, object]]:
    return [
        {
            "upper": link.upper,
            "lower": link.lower,
            "relation": link.relation,
            "probability": link.probability,
            "rank": link.rank,
            "labels": list(link.labels),
            "source": link.source,
            "doubtful": link.doubtful,
        }
        for link in traced.links
    ]


def _changes(traced: Traced) -> list[dict[str, object]]:
    return [
        {"upper": link.upper, "lower": link.lower, **change_record(change)}
        for link in traced.links
        for change in link.changes
    ]


def _drops(traced: Traced) -> list[dict[str, object]]:
    return [
        {
            "upper": status.upper,
            "unit": status.unit,
            "document": status.document,
            "status": status.status,
            "probability": status.probability,
            "reason": status.reason,
            "start": status.start,
            "end": status.end,
            "doubtful": status.doubtful,
        }
        for status in traced.statuses
    ]


def _ratchet(row: Ratchet) -> dict[str, object]:
    codes = {"direction": row.direction or None, "allocation": row.allocation or None}
    return {**vars(row), **codes}


def _decided(one: Decided) -> dict[str, object]:
    placed, decision = one.placed, one.placed.decision
    return {
        "upper": decision.upper,
        "lower": decision.lower,
        "document": decision.document,
        "decision": decision.decision,
        "label": decision.label or None,
        "by": decision.by,
        "date": decision.day,
        "outcome": placed.how,
        "reason": placed.reason or None,
        "likeness": placed.likeness,
        "upper_now": placed.upper,
        "lower_now": placed.lower,
        "machine_rank": one.machine_rank,
        "machine_probability": one.machine_probability,
        "machine_labels": list(one.machine_labels),
        "machine_status": one.machine_status or None,
    }
