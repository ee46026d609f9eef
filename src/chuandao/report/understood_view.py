"""What was understood of a document, as lines of words for a terminal and as a JSON record."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date

from chuandao.cascade.tracing.record import commitment_record
from chuandao.cascade.tracing.task_table.tasks import TaskRow
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.cascade.units import UnitTree
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.understood.clause_tree import clause_tree
from chuandao.report.understood.common_form import forms_of
from chuandao.report.understood.envelope_values import envelope_values
from chuandao.report.understood.fields import EXPECTED, envelope_fields, field_name
from chuandao.report.understood.gaps import gaps_of
from chuandao.text.commitment.commitment import FIELDS, Commitment

_RENAMED = {"dated": "date"}
_Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OutlineRow:
    """A heading or a clause of the outline; ``pieces``: its commitments as (field, values).

    ``path`` and ``kind`` are empty for a heading; ``place``: its characters, counted from 1.
    """

    depth: int
    label: str
    path: str = ""
    kind: str = ""
    place: str = ""
    pieces: tuple[_Rows, ...] = ()


def envelope_rows(
    document: Understood, language: str, units: UnitTree | None = None
) -> list[tuple[str, str]]:
    """Return the envelope as (name, value) rows; what was not found reads so.

    With the units of a case, the one that issued the document is told by code and path.
    """
    missing = render("show.not_found", language)
    found = envelope_values(document, language, units)
    between = render("show.between", language)
    rows = [
        (field_name(name, language), between.join(value) or missing)
        for name, value in found.items()
        if value or name in EXPECTED
    ]
    absent = [field_name(n, language) for n, value in found.items() if not value]
    absent = [name for name in absent if name not in dict(rows)]
    if absent:
        rows.append((render("show_page.not_seen", language), between.join(absent)))
    return [*rows, (render("show.quality", language), f"{document.text_quality:.2f}")]


def outline(document: Understood, language: str) -> tuple[OutlineRow, ...]:
    """Return the clause tree in the order of the text, commitments field by field."""
    rows = []
    for leaf in clause_tree(document):
        place = f"{leaf.start + 1}–{leaf.end}"
        if leaf.clause is None:
            rows.append(OutlineRow(leaf.depth, leaf.label, place=place))
            continue
        kind = values("clause_kind").label(leaf.clause.kind, language)
        pieces = tuple(_piece(item, language) for item in leaf.clause.commitments)
        rows.append(OutlineRow(leaf.depth, leaf.label, leaf.path, kind, place, pieces))
    return tuple(rows)


def gap_rows(document: Understood, language: str) -> list[tuple[str, str]]:
    """Return what was not understood as (what, where) rows."""
    between = render("show.between", language)
    return [
        (
            render(f"show_page.gap.{gap.code}", language, count=len(gap.places)),
            between.join(
                label if start >= 0 else field_name(label, language) for label, start in gap.places
            ),
        )
        for gap in gaps_of(document)
    ]


def record(document: Understood, units: UnitTree | None = None) -> dict[str, object]:
    """Return a document as understood, for JSON; offsets are code points of ``text``.

    With the units of a case: ``unit`` and ``unit_path``, empty where none could be matched.
    """
    around = document.envelope
    known = units is not None and document.unit in units
    located = {"unit": document.unit, "unit_path": units.path(document.unit) if known else ""}  # type: ignore[union-attr]
    return {
        "id": document.id,
        "file": document.file,
        **(located if units is not None else {}),
        **{_RENAMED.get(n, n): _plain(getattr(around, n)) for n in envelope_fields()},
        "places": _plain(getattr(around, "places", {})),
        "text_quality": document.text_quality,
        "notes": [
            {"code": note.code, "severity": note.severity, "message": note.render()}
            for note in document.notes
        ],
        "text": document.text,
        "headings": [
            {"path": leaf.path, "depth": leaf.depth, "start": leaf.start, "end": leaf.end}
            for leaf in clause_tree(document)
            if leaf.clause is None
        ],
        "clauses": [_clause(clause) for clause in document.clauses],
        "not_understood": {
            gap.code: [{"what": label, "start": start} for label, start in gap.places]
            for gap in gaps_of(document)
        },
    }


def task_record(row: TaskRow) -> dict[str, object]:
    """Return a row of the task table for JSON: every value with its place."""
    return asdict(row)


def _piece(item: Commitment, language: str) -> _Rows:
    return tuple(_fields(item, language))


def _fields(item: Commitment, language: str) -> Iterator[tuple[str, str]]:
    for name in FIELDS:
        found = forms_of(item, name, language)
        if found:
            told = render("show.between", language).join(dict.fromkeys(found))
            yield field_name(name, language), told


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


def _plain(value: object) -> object:
    """Return a value of the envelope as plain lists, dictionaries and words."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    return value
