"""The verb precheck (制發前預檢): a draft looked at before it is issued."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from chuandao.cascade.case import Case, read
from chuandao.cascade.tracing.task_table.tasks import task_rows
from chuandao.cascade.tracing.trace import Trace, trace
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.precheck import words_like
from chuandao.diagnosis.result_rows import result_rows
from chuandao.diagnosis.root.own_documents import binding
from chuandao.errors import Problem
from chuandao.prescription.precheck.burdens import examine_burdens
from chuandao.prescription.precheck.contradictions import (
    examine_consistency,
    examine_contradictions,
    same_document,
)
from chuandao.prescription.precheck.drafts import read_draft
from chuandao.prescription.precheck.duty_content import examine_duty_content
from chuandao.prescription.precheck.duty_lists import examine_duty_lists
from chuandao.prescription.precheck.gathering import softened
from chuandao.prescription.precheck.judged import Judged, judged_rows
from chuandao.prescription.precheck.leads import examine_leads, unknown_names
from chuandao.prescription.precheck.measures import examine_measures
from chuandao.prescription.precheck.model import (
    CONSIDER,
    SEVERITIES,
    Checked,
    Part,
    Remark,
    in_order,
)
from chuandao.prescription.precheck.money import examine_money
from chuandao.prescription.precheck.readiness import examine_readiness
from chuandao.prescription.precheck.terms import examine_dates
from chuandao.prescription.precheck.vague import examine_vague, misread_words
from chuandao.prescription.precheck.wording import missing, proposal
from chuandao.text.canonical import plain

_LATER = frozenset({"lead", "date", "measure"})
_REPORT = "report"


@dataclass(frozen=True)
class Precheck:
    """What a draft leaves open, and what is in order (制發前預檢).

    Attributes
    ----------
    document : Understood
        The draft as it was understood.
    remarks : tuple of Remark
        Those on the draft as a whole first, then by severity and place.
    checks : tuple of Checked
        Everything that was looked at, with how much of it is in order; what could not be
        checked says what is needed.
    unknown : tuple of str
        Leads that are no unit of the case: whether they exist could not be told.
    warnings : tuple of Problem
        What the reader of the document had to say.
    """

    document: Understood
    remarks: tuple[Remark, ...]
    checks: tuple[Checked, ...]
    unknown: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables ``precheck_remarks`` (a row a remark) and ``precheck_checks``."""
        return {
            "precheck_remarks": result_rows("precheck_remarks", _remark_rows(self.remarks)),
            "precheck_checks": result_rows("precheck_checks", map(_check_row, self.checks)),
        }

    def counts(self) -> Mapping[str, int]:
        """Return how many remarks there are of each severity."""
        return {s: sum(r.severity == s for r in self.remarks) for s in SEVERITIES}

    def to_json(self, language: str = "en") -> dict[str, object]:
        """Return everything as one structure, remarks with their words in a language (schema 1)."""
        return {
            "schema": 1,
            "title": self.document.title,
            "file": self.document.file,
            "case": self.parameters.get("case", ""),
            "counts": dict(self.counts()),
            "remarks": [_told(remark, language) for remark in self.remarks],
            "checks": [{**_check_row(c), "needed": list(c.needed)} for c in self.checks],
            "unknown_units": list(self.unknown),
        }

    def save(self, folder: str | Path) -> None:
        """Write the tables and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {"verb": "precheck", "version": __version__, **self.parameters}
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:  # noqa: D105
        told = ", ".join(f"{severity} {count}" for severity, count in self.counts().items())
        fine = [c.check for c in self.checks if c.status == "fine"]
        not_checked = [c.check for c in self.checks if c.status == "not_checked"]
        return (
            f"Precheck: {told}; in order: {', '.join(fine) or 'nothing'};"
            f" not checked: {', '.join(not_checked) or 'nothing'}"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def precheck(
    draft: str | Path,
    case: Case | str | Path | None = None,
    *,
    trace_of_case: Trace | None = None,
    as_of: date | None = None,
) -> Precheck:
    r"""Return what a draft leaves open before it is issued, and what is in order (制發前預檢).

    Parameters
    ----------
    draft : str or Path
        A file, or the text itself (a text has several lines).
    case : Case, str or Path, optional
        The case whose units, duty lists, documents in force and misreadings are known.
    trace_of_case : Trace, optional
        Of the same case, where it was made already.
    as_of : date, optional
        The day on which units must exist; by default that of the draft, else the case's last.

    Notes
    -----
    Precision comes first: a remark that is wrong costs more trust than one that is missed. What
    most clauses lack is told once, for the draft as a whole.

    Examples
    --------
    >>> import chuandao as cd
    >>> found = cd.precheck("关于茶叶的通知\n各镇：\n一、建茶园。2025年底前建成茶园300亩。")
    >>> [(one.check, one.kind, one.places[0].path) for one in found.remarks if one.places]
    [('lead', 'none', '1'), ('money', 'none', '1')]
    """
    held = read(case) if isinstance(case, str | Path) else case
    document = read_draft(draft, held)
    if held is not None and trace_of_case is None and "documents" in held.tables:
        trace_of_case = trace(held)
    others = _others(document, trace_of_case)
    day = as_of or document.envelope.dated or (held.last_day if held else None)
    judged = judged_rows(document) if binding([document]) else ()
    parts = (
        *_of_commitments(document, judged, held, day),
        examine_duty_lists(document, held),
        _contradictions(document, others, held),
        examine_consistency(document),
        examine_burdens(document),
        examine_vague(document, judged, _misread(document, held, trace_of_case)),
        examine_readiness(document, judged),
        _report(document),
    )
    return Precheck(
        document,
        in_order(remark for part in parts for remark in part.remarks),
        tuple(_binding(part.checked, document) for part in parts if part.checked.check != _REPORT),
        unknown_names(judged, held) if held else (),
        document.notes,
        {
            "case": held.settings.name if held else "",
            "issuer": held.units.name(held.units.root) if held else "",
        },
    )


def _of_commitments(
    document: Understood, judged: Sequence[Judged], case: Case | None, day: date | None
) -> tuple[Part, ...]:
    """Return what each goal and task leaves open; what the draft says will be divided is soft."""
    parts = (
        examine_leads(document, judged, case, day),
        examine_duty_content(document, judged),
        examine_money(document, judged),
        examine_dates(document, judged),
        examine_measures(document, judged),
    )
    if not words_like("division").search(plain(document.text)):
        return parts
    return tuple(
        Part(part.checked, softened(part.remarks)) if part.checked.check in _LATER else part
        for part in parts
    )


def _report(document: Understood) -> Part:
    """Return that the tasks of a report or speech are to be divided in a document of their own."""
    asking = [row for row in task_rows(document) if row.kind == "task"]
    if binding([document]) or not asking:
        return Part(Checked(_REPORT))
    told = {"count": str(len(asking))}
    return Part(Checked(_REPORT), (Remark("lead", _REPORT, CONSIDER, (), told, whole=True),))


def _binding(checked: Checked, document: Understood) -> Checked:
    """Return a check of commitments as not applicable where the kind of document gives no tasks."""
    if checked.reason in {"", "title_term"} or binding([document]):
        return checked
    return Checked(checked.check, reason="kind")


def _others(document: Understood, held: Trace | None) -> list[Understood]:
    return [d for d in held.documents if not same_document(document, d)] if held else []


def _contradictions(document: Understood, others: Iterable[Understood], case: Case | None) -> Part:
    """Lay the draft beside the documents of its unit and of those above; lower ones give way."""
    if case is None:
        return examine_contradictions(document, None)
    unit = document.unit or case.units.root
    higher = set(case.units.ancestors(unit))
    held = [d for d in others if d.unit == unit or d.unit in higher]
    return examine_contradictions(document, held, [d.id for d in held if d.unit in higher])


def _misread(
    document: Understood, case: Case | None, held: Trace | None
) -> Mapping[str, tuple[int, int]] | None:
    if case is None or held is None:
        return None
    own = frozenset(d.id for d in held.documents if same_document(document, d))
    return misread_words(held, case.units, own)


def _remark_rows(remarks: Iterable[Remark]) -> Iterable[Mapping[str, object]]:
    for number, remark in enumerate(remarks, 1):
        first = remark.places[0] if remark.places else None
        yield {
            "remark": number,
            "check": remark.check,
            "kind": remark.kind,
            "severity": remark.severity,
            "whole": remark.whole,
            "clauses": list(dict.fromkeys(place.path for place in remark.places)),
            "start": first.start if first else None,
            "end": first.end if first else None,
            "words": [place.words for place in remark.places],
            "reference": remark.reference,
            "code": remark.code,
        }


def _check_row(checked: Checked) -> dict[str, object]:
    return {
        "check": checked.check,
        "status": checked.status,
        "judged": checked.judged,
        "fine": checked.fine,
        "needed": list(checked.needed) or None,
        "reason": checked.reason or None,
    }


def _told(remark: Remark, language: str) -> dict[str, object]:
    return {
        "check": remark.check,
        "kind": remark.kind,
        "severity": remark.severity,
        "whole": remark.whole,
        "places": [vars(place) for place in remark.places],
        "missing": missing(remark, language),
        "proposal": proposal(remark, language),
        "reference": remark.reference,
    }
