"""The verb trace (條目對照): each commitment of a case, from its root down to the villages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.applicability import listed_clauses
from chuandao.cascade.tracing.decisions.deciding import decided_drops
from chuandao.cascade.tracing.decisions.decision import decisions_of
from chuandao.cascade.tracing.documents import Traced, trace_documents
from chuandao.cascade.tracing.duty.asked import asks_below
from chuandao.cascade.tracing.frames import trace_frames
from chuandao.cascade.tracing.indices.frames import index_frames
from chuandao.cascade.tracing.parentage.issuers import (
    IssuerMatch,
    ambiguous,
    contradicts,
    resolve_issuer,
)
from chuandao.cascade.tracing.record import trace_json
from chuandao.cascade.tracing.statuses import FORMAL, Status
from chuandao.cascade.tracing.understanding.additions import reading_with
from chuandao.cascade.tracing.understanding.understood import Understood, understand
from chuandao.errors import Place, Problem, UsageError
from chuandao.sources.documents import Source, read_documents, unread_reason
from chuandao.sources.documents.expand import source_of
from chuandao.sources.models import SentenceModel
from chuandao.text.canonical import plain

_VILLAGE_ACTS = frozenset({"notice", "report", "speech", "interpretation"})
_VILLAGE = 3  # tiers below the township, where the root is a city
_MINUTES = "minutes"


@dataclass(frozen=True)
class Trace:
    """What became of each commitment (條目對照).

    Attributes
    ----------
    traced : Traced
        Documents, parents, links, statuses, additions, tasks.
    unread : tuple of Problem
        The documents that could not be read, with the reason of each.
    fingerprint : str
        The hash of the case the trace was made of.
    population : mapping
        Unit to its population, where the case has it: the base that totals should follow.
    """

    traced: Traced
    unread: tuple[Problem, ...] = ()
    fingerprint: str = ""
    parameters: Mapping[str, object] = field(default_factory=dict)
    population: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def tables(self) -> dict[str, pl.DataFrame]:
        """The result tables by name, as `trace_frames` and `index_frames` make them."""
        indices = index_frames(self.traced, self.population)
        return trace_frames(self.traced, self._unread) | indices

    @property
    def documents(self) -> tuple[Understood, ...]:
        """The documents as understood, roots first, in administrative order."""
        return self.traced.documents

    def to_json(self) -> dict[str, object]:
        """Return the trace as the structure of ``chuandao trace --json`` (schema 1)."""
        return trace_json(self.traced, self._unread)

    def save(self, folder: str | Path) -> None:
        """Write the result tables and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {
            "verb": "trace",
            "version": __version__,
            "fingerprint": self.fingerprint,
            "parameters": dict(self.parameters),
        }
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:  # noqa: D105
        accepted = [link for link in self.traced.links if link.rank == 1]
        statuses = [status.status for status in self.traced.statuses]
        return (
            f"Trace: {len(self.documents)} documents, "
            f"{sum(len(document.clauses) for document in self.documents)} clauses, "
            f"{len(accepted)} links, {statuses.count('dropped')} dropped, "
            f"{len(self.traced.added)} added, {len(self.unread)} documents not read"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"

    @property
    def _unread(self) -> list[tuple[str, str]]:
        return [(p.place.file, unread_reason(p.code)) for p in self.unread]


def trace(
    case: Case,
    *,
    after_each: Callable[[Path], None] = lambda _: None,
    model: SentenceModel | None = None,
) -> Trace:
    """Return what became of each commitment of a case, from the root to the villages (條目對照).

    Parameters
    ----------
    case : Case
        With a table ``documents`` and their files. Parents not declared there are looked for
        in the texts, then inferred with a probability.
    after_each : callable
        Called with the path of every document once it was read.
    model : SentenceModel, optional
        A sentence model (`chuandao.load_model`) that re-scores what the words leave uncertain.

    Raises
    ------
    UsageError
        The case has no document that could be read: tracing needs at least the root's.

    Notes
    -----
    Notices of villages are concrete acts, not implementing documents, and minutes of a unit
    that also issued a document carry out a part of it: what they do not answer is
    *not required*. Units without any document have *no document* where the document above asks for
    one (``requires_implementation``; where that is empty, its own words: 各縣制定實施方案), and
    *not required* elsewhere. Absence is listed, and lowers nothing by itself.

    Examples
    --------
    >>> import chuandao as cd
    >>> trace = cd.trace(cd.read(cd.examples.qinghe))
    >>> trace.tables["links"].columns[:3]
    ['upper', 'lower', 'relation']
    """
    with reading_with(case.lexicon):
        return _trace(case, after_each, model)


def read_documents_of(
    case: Case, *, after_each: Callable[[Path], None] = lambda _: None
) -> tuple[list[Understood], list[Problem]]:
    """Return the documents of a case as understood, and why others were not read.

    Raises
    ------
    UsageError
        The case has no table ``documents``.
    """
    with reading_with(case.lexicon):
        return _understood(case, document_rows(case), after_each)


def _trace(case: Case, after_each: Callable[[Path], None], model: SentenceModel | None) -> Trace:
    rows = document_rows(case)
    documents, unread = _understood(case, rows, after_each)
    if not documents:
        raise UsageError("no_document_read")
    ordered = _in_order(documents, case)
    declared, replaced = (_known(rows, name, ordered) for name in ("implements", "supersedes"))
    listed = listed_clauses(ordered, case.tables.get("duty_lists"))
    traced = trace_documents(
        ordered,
        declared,
        listed,
        supersedes=replaced,
        decisions=decisions_of(case.tables.get("decisions")),
        model=model,
        units=case.units,
    )
    asked = {row["document"]: row["requires_implementation"] for row in rows}
    statuses = [*_of_acts(traced), *_without_document(case, traced, asked)]
    lexicon = {"lexicon": case.lexicon.counts} if case.lexicon.files else {}
    parameters = {**lexicon, **model_facts(model)}
    whole = replace(traced, statuses=tuple(statuses))
    return Trace(whole, tuple(unread), case.fingerprint, parameters, _population(case))


def model_facts(model: SentenceModel | None) -> dict[str, object]:
    """Return what a run says of the model that re-scored it."""
    return {"semantic": f"{model.name} {model.digest}"} if model else {}


def _population(case: Case) -> dict[str, float]:
    table = case.tables["units"]
    if "population" not in table.columns:
        return {}
    known = table.select("unit", "population").drop_nulls()
    return {unit: float(persons) for unit, persons in known.iter_rows() if persons > 0}


def document_rows(case: Case) -> list[dict[str, object]]:
    """Return the rows of a case's table ``documents``, with null for what it does not have.

    Raises
    ------
    UsageError
        The case has no table ``documents``.
    """
    table = case.tables.get("documents")
    if table is None:
        raise UsageError("no_documents_table")
    wanted = (
        "document", "unit", "number", "kind", "implements", "supersedes", "requires_implementation"
    )  # fmt: skip
    absent = [pl.lit(None).alias(name) for name in wanted if name not in table.columns]
    return table.with_columns(absent).select(wanted).to_dicts()


def _understood(
    case: Case, rows: Iterable[dict[str, object]], after_each: Callable[[Path], None]
) -> tuple[list[Understood], list[Problem]]:
    documents, unread = [], []
    sources: list[Source] = []
    placed: list[tuple[str, dict[str, object]]] = []
    for row in rows:
        code = str(row["document"])
        if path := case.document_files.get(code):
            source = replace(source_of(path), name=path.relative_to(_folder(case)).as_posix())
            sources.append(source)
            placed.append((code, row))
    readings = read_documents(sources, open_archives=False)
    for (code, row), reading in zip(placed, readings, strict=True):
        if reading.problem:
            unread.append(reading.problem)
        if reading.extracted:
            found = understand(reading.extracted, code, reading.source.name)
            documents.append(_placed(found, row, case))
        after_each(reading.source.path)
    return documents, unread


def _folder(case: Case) -> Path:
    return (case.path if case.path.is_dir() else case.path.parent).resolve()


def _placed(document: Understood, row: Mapping[str, object], case: Case) -> Understood:
    given = str(row["unit"] or "")
    found = resolve_issuer(document.envelope.issuer, case.units)
    unit = given or found.unit
    tier = case.units.tier(unit) if unit in case.units else document.tier
    notes = document.notes + _issuer_notes(document, given, found, case)
    return replace(
        document, unit=unit, tier=tier, notes=notes, kind=str(row["kind"] or document.kind)
    )


def _issuer_notes(
    document: Understood, given: str, found: IssuerMatch, case: Case
) -> tuple[Problem, ...]:
    """Say where a document names another unit than its row, or one that may be several."""
    place, name = Place(document.file), document.envelope.issuer
    if contradicts(found, given, case.units):
        words = {"issuer": name, "unit": f"{given} {case.units.name(given)}", "found": found.unit}
        return (Problem("issuer_differs", "warning", place, words),)
    return () if given else ambiguous(found, name, document.file, case.units)


def _in_order(documents: Sequence[Understood], case: Case) -> list[Understood]:
    """Sort by tier, then administrative order, then code: the root's documents come first."""
    return sorted(
        documents,
        key=lambda d: (
            d.tier if d.tier is not None else 99,
            case.units.position(d.unit) if d.unit in case.units else len(case.units),
            d.id,
        ),
    )


def listed(value: object) -> list[str]:
    """Return the items of a list, or of words with ``;`` between them."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return [part.strip() for part in str(value or "").split(";") if part.strip()]


def _known(
    rows: Iterable[Mapping[str, object]], column: str, documents: Sequence[Understood]
) -> dict[str, list[str]]:
    """Return the documents that a column names by code or number, of those that were read."""
    codes = {document.id for document in documents}
    numbers = {d.envelope.number: d.id for d in documents if d.envelope.number}
    found = {}
    for row in rows:
        named = (n if n in codes else numbers.get(plain(n), "") for n in listed(row[column]))
        if row["document"] in codes:
            found[str(row["document"])] = [n for n in named if n and n != row["document"]]
    return found


def _of_acts(traced: Traced) -> Iterable[Status]:
    """Spare acts that implement nothing as a whole: village notices, minutes beside a document."""
    documents = {document.id: document for document in traced.documents}
    formal = {document.unit for document in traced.documents if document.kind != _MINUTES}
    decided = decided_drops(one.placed for one in traced.decided)
    for status in traced.statuses:
        document = documents[status.document]
        topical = document.kind == _MINUTES and document.unit in formal
        spared = topical or _is_village_act(document)
        own = (status.upper, status.document) in decided
        if spared and not own and status.status in {"dropped", "partial"}:
            reason = "minutes_beside" if topical else "village_act"
            yield replace(status, status="not_required", reason=reason, doubtful=False)
        else:
            yield status


def _is_village_act(document: Understood) -> bool:
    village = document.tier is not None and document.tier >= _VILLAGE
    return village and document.kind in _VILLAGE_ACTS


def _is_required(above: Understood, tier: int, asked: Mapping[object, object]) -> bool:
    """Tell whether a document of a tier is required: by the user's word, else by the text's own."""
    told = asked.get(above.id)
    if told is not None and told != "":
        return told in {True, "yes"}
    return tier < _VILLAGE and asks_below(above, tier)


def _without_document(
    case: Case, traced: Traced, asked: Mapping[object, object]
) -> Iterable[Status]:
    """List, for units that should know of a policy, that no document of theirs is at hand."""
    at_hand = {document.unit for document in traced.documents}
    by_unit: dict[str, Understood] = {}
    for document in traced.documents:
        by_unit.setdefault(document.unit, document)
    for unit in case.units:
        if unit in at_hand or case.units.kind(unit) != "government":
            continue
        above = next((by_unit[u] for u in case.units.ancestors(unit) if u in by_unit), None)
        if above is None:
            continue
        required = _is_required(above, case.units.tier(unit), asked)
        status = "no_document" if required else "not_required"
        for clause in above.clauses:
            if clause.kind not in FORMAL:
                yield Status(clause.id, unit, "", status, 1.0, f"{status}_at_hand")
