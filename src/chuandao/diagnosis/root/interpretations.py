"""E7: the interpretation 政策解讀 issued with the document, after it, or not at all.

Definition: the interpretation of a document is a document of kind ``interpretation``, or with
解讀 or 問答 in its title, that names it as what it carries out, or whose title holds its title.
Late: working days from the document to its first interpretation, by ``interpretation_late``.
Missing: the share of the documents that give tasks and are older than ``interpretation_wait``
working days for which none was found; told only where the case has interpretations of others, or
the document itself promises one, since otherwise they were not gathered.

Source: 國辦發〔2016〕80號: interpretation is prepared with the document and goes out with it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, TableRow, Words, rows_behind
from chuandao.diagnosis.root.own_documents import CAUSE, body_rows, dates_of, rows_of_document
from chuandao.diagnosis.root.part import Part, Row, judged_row
from chuandao.diagnosis.root.working_days import working_days
from chuandao.text.canonical import plain

SIGN = "E7"
INTERPRETS = re.compile(r"解读|问答|释义|\b(?:interpretation|explained|Q&A)\b", re.IGNORECASE)
_PROMISE = re.compile(
    r"(?:同步|做好|开展|组织|发布|制作|编制|加强)[^，。；]{0,12}解读|解读[^。；]{0,20}同步"
)
_BARE = re.compile(r"^.*?关于(?:印发|发布|公布)?|的?通知$|[《》“”〈〉\s]")
_MARKS = re.compile(r"[《》“”〈〉\s]")
_KINDS = frozenset({"document", "notice", "opinions", "plan", "rules"})
_NAMED, _LONG_ENOUGH = 5, 6


@dataclass(frozen=True)
class Known:
    """A document as the table or its file tells it."""

    id: str
    title: str
    number: str
    kind: str
    implements: tuple[str, ...]
    tasks: bool
    promised: bool = False


def examine_interpretations(case: Case, trace: Trace, as_of: date | None) -> Part:
    """Return which documents of the root were interpreted late or not at all."""
    dated = dates_of(case, trace)
    known = [d for d in _documents(case, trace) if not _later(dated.get(d.id), as_of)]
    told = [d for d in known if d.kind == "interpretation" or INTERPRETS.search(d.title)]
    asked = [d for d in known if d.tasks and d.kind in _KINDS and d not in told]
    asked = asked if told else [d for d in asked if d.promised]
    if not asked:
        return Part(SIGN, needed=("documents",))
    first = {d.id: _first(d, told, dated) for d in asked}
    late = {c: days for c, days in first.items() if days is not None}
    rows: list[Row] = [
        judged_row(SIGN, "interpretation_late", max(0, days), document=code)
        for code, days in late.items()
    ]
    names = {d.id: d.title for d in asked}
    limit = reference_range("interpretation_late")
    findings = [
        _late(case, trace, code, names[code], days)
        for code, days in late.items()
        if limit.calls(days)
    ]
    missing, row = _missing(case, trace, asked, first, dated, as_of)
    return Part(SIGN, (*findings, *missing), (*rows, row))


def _later(day: date | None, as_of: date | None) -> bool:
    return bool(day and as_of and day > as_of)


def _documents(case: Case, trace: Trace) -> list[Known]:
    """Return the documents of the root and its departments, from the table, else as read."""
    root = case.units.root
    read = {d.id: d for d in trace.documents}
    given = _given_tasks(case)
    asks = {d.id for d in trace.documents if d.unit == root and body_rows(rows_of_document(d))}
    table = case.tables.get("documents")
    if table is None:
        own = [d for d in trace.documents if d.unit == root]
        return [Known(d.id, plain(d.title), "", d.kind, (), d.id in asks) for d in own]
    at_root = {root, *(u for u in case.units.children(root) if case.units.kind(u) != "government")}
    found = []
    for row in table.filter(pl.col("unit").is_in(list(at_root))).iter_rows(named=True):
        text = read.get(row["document"])
        title = row["title"] or (text.title if text else "")
        kind = row["kind"] or (text.kind if text else "document")
        tasks = row["unit"] == root and row["document"] in asks | given
        found.append(
            Known(
                row["document"], plain(title), row["number"] or "", kind,
                tuple(row["implements"] or ()), tasks, bool(text and promises(text.text)),
            )
        )  # fmt: skip
    return found


def promises(text: str) -> bool:
    """Return whether a document says that it will be interpreted."""
    return bool(_PROMISE.search(plain(text)))


def _given_tasks(case: Case) -> set[str]:
    tasks = case.tables.get("tasks")
    return set() if tasks is None else set(tasks["document"].drop_nulls())


def _first(document: Known, told: list[Known], dated: Mapping[str, date]) -> int | None:
    """Return the working days from a document to its first interpretation, None without one."""
    day = dated.get(document.id)
    days = [dated[one.id] for one in told if one.id in dated and _interprets(one, document)]
    return working_days(day, min(days)) if day and days else None


def _interprets(one: Known, document: Known) -> bool:
    named = {document.id, document.number} - {""}
    core = _BARE.sub("", document.title)
    titled = len(core) >= _LONG_ENOUGH and core in _MARKS.sub("", one.title)
    return titled or not named.isdisjoint(one.implements)


def _late(case: Case, trace: Trace, code: str, title: str, days: int) -> Finding:
    words, rows = behind(case, trace, code)
    return Finding(
        case.units.root,
        CAUSE,
        SIGN,
        reference_range("interpretation_late").severity(days),
        "finding.E7.late",
        document=code,
        about="late",
        strength="moderate",
        parameters={"title": title, "days": str(days)},
        words=words,
        rows=rows,
    )


def behind(case: Case, trace: Trace, code: str) -> tuple[tuple[Words, ...], tuple[TableRow, ...]]:
    """Return where a document is told of: its row in the table, else its title."""
    table = case.tables.get("documents")
    if table is not None and (row := table.filter(pl.col("document") == code)).height:
        return (), rows_behind(row)
    read = next((d for d in trace.documents if d.id == code), None)
    return ((Words(code, 0, min(len(read.text), 80)),) if read else ()), ()


def _missing(
    case: Case,
    trace: Trace,
    asked: list[Known],
    first: Mapping[str, int | None],
    dated: Mapping[str, date],
    as_of: date | None,
) -> tuple[tuple[Finding, ...], Row]:
    last = as_of or max(dated.values())
    wait = threshold("interpretation_wait")
    old = [d for d in asked if d.id in dated and working_days(dated[d.id], last) > wait]
    bare = [d for d in old if first[d.id] is None]
    limit = reference_range("interpretation_missing")
    share = len(bare) / len(old) if len(old) >= limit.least else None
    row = judged_row(SIGN, limit.measure, share)
    if share is None or not limit.calls(share):
        return (), row
    places = [behind(case, trace, d.id) for d in bare]
    titles = "、".join(d.title for d in bare[:_NAMED]) + ("…" if len(bare) > _NAMED else "")
    told = {"judged": str(len(old)), "count": str(len(bare)), "titles": titles}
    finding = Finding(
        case.units.root,
        CAUSE,
        SIGN,
        limit.severity(share),
        "finding.E7.missing",
        about="missing",
        strength="weak",
        parameters=told,
        words=tuple(word for words, _ in places for word in words),
        rows=tuple(row for _, rows in places for row in rows),
    )
    return (finding,), row
