"""What was understood of a document, as rows of words for a reader and as a JSON record."""

from dataclasses import asdict

from chuandao.cascade.tracing.record import commitment_record
from chuandao.cascade.tracing.tasks import TaskRow
from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.text.commitment import FIELDS

_LONGEST_TEXT = 48
_NOT_SHOWN = {"polarity", "local"}


def envelope_rows(document: Understood, language: str) -> list[tuple[str, ...]]:
    """Return the envelope as (name, value) rows; what was not found reads so."""
    around = document.envelope
    held = {
        "issuer": around.issuer,
        "number": around.number,
        "title": around.title,
        "addressees": "、".join(around.addressees),
        "date": around.dated.isoformat() if around.dated else "",
        "answers": "；".join(f"《{c.title}》{c.number}" for c in around.citations if c.answered),
        "quality": f"{document.text_quality:.2f}",
    }
    missing = render("show.not_found", language)
    return [(render(f"show.{name}", language), value or missing) for name, value in held.items()]


def clause_rows(document: Understood, language: str) -> list[tuple[str, ...]]:
    """Return the clauses as (path, kind, place, text, commitments) rows."""
    return [
        (
            clause.path,
            values("clause_kind").label(clause.kind, language),
            f"{clause.start}–{clause.end}",
            _short(clause.text),
            _commitments(clause, language),
        )
        for clause in document.clauses
    ]


def record(document: Understood) -> dict[str, object]:
    """Return a document as understood, for JSON; offsets are code points of ``text``."""
    around = document.envelope
    return {
        "id": document.id,
        "file": document.file,
        "issuer": around.issuer,
        "number": around.number,
        "title": around.title,
        "addressees": list(around.addressees),
        "date": around.dated.isoformat() if around.dated else None,
        "forwarded": around.forwarded,
        "citations": [asdict(citation) for citation in around.citations],
        "text_quality": document.text_quality,
        "text": document.text,
        "clauses": [_clause(clause) for clause in document.clauses],
    }


def task_record(row: TaskRow) -> dict[str, object]:
    """Return a row of the task table for JSON: every value with its place."""
    return asdict(row)


def _clause(clause: Clause) -> dict[str, object]:
    return {
        "id": clause.id,
        "path": clause.path,
        "start": clause.start,
        "end": clause.end,
        "kind": clause.kind,
        "heading": clause.heading,
        "commitments": [commitment_record(item) for item in clause.commitments],
    }


def _commitments(clause: Clause, language: str) -> str:
    lines = []
    for name in FIELDS:
        found = [v.value for item in clause.commitments for v in getattr(item, name)]
        if found and name not in _NOT_SHOWN:
            words = "、".join(dict.fromkeys(found))
            heading = render(f"attribute.{name}", language)
            lines.append(f"{heading}: {words}")
    return "\n".join(lines)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"
