"""E2: commitments that need resources and name no source for them.

Definition, from the words: a goal or task needs resources where it asks for something to be
built, bought, repaired or paid out (``catalog/lexicon/funding.csv``, kind ``build``) in a stated
number. It names a source where its clause, the row of the annex that takes it up, or a clause
of the document on money (its heading has a word of kind ``heading``) names one (kind ``source``).
Told where the share of those without calls for attention by ``commitments_unfunded``.

From the tables: a task for which units state a need of money, while no transfer of money names it
and its own words name no source; told only where transfers name most of the tasks that need
money (else the tables do not tell by task). That units pay of their own is no source named.

Source: 國發〔2016〕49號 (who gives the task sees to the money).
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.task_table.tasks import TaskRow
from chuandao.cascade.tracing.understanding.additions import lexicon_rows
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.root.open_points import finding_of_rows
from chuandao.diagnosis.root.own_documents import (
    CAUSE,
    annexed_rows,
    body_rows,
    rows_of_document,
    takes_up,
)
from chuandao.diagnosis.root.part import Part, counted_row, judged_row
from chuandao.text.canonical import plain
from chuandao.text.lexicon import any_of

SIGN = "E2"
_OFFICES = re.compile(
    r"财政(?:局|部门|部|厅|所)|\bfinance\s(?:bureau|department|office|committee|ministry)\b",
    re.IGNORECASE,
)
_SHOWN = 30
_HEAD = 24  # letters of a clause that stand for its heading


def examine_funding(case: Case, own: list[Understood], as_of: date | None) -> Part:
    """Return the commitments that need resources and name no source of them."""
    found = [_in_words(case.units.root, document) for document in own]
    findings = [finding for finding, _ in found if finding]
    rows = [row for _, row in found]
    needed = () if own else ("documents",)
    if {"needs", "transfers"} <= case.tables.keys():
        told = list(_in_tables(case, own, as_of))
        findings += [finding for finding, _ in told]
        rows += [row for _, row in told]
    else:
        needed = (*needed, *sorted({"needs", "transfers"} - case.tables.keys()))
    return Part(SIGN, tuple(findings), tuple(rows), needed)


@cache
def words_of(kind: str) -> re.Pattern[str]:
    """Return the words of a kind of the lexicon of funding as one pattern."""
    words = [row["word"] for row in lexicon_rows("funding") if row["kind"] == kind]
    han = any_of(word for word in words if not word.isascii())
    latin = any_of(word for word in words if word.isascii())
    return re.compile(rf"{han}|\b(?:{latin})\b", re.IGNORECASE)


def _in_words(root: str, document: Understood) -> tuple[Finding | None, dict[str, object]]:
    rows = rows_of_document(document)
    clauses = {clause.path: clause for clause in document.clauses}
    needing = [row for row in body_rows(rows) if needs_resources(clauses[row.path])]
    annexed = annexed_rows(rows)
    bare = [] if names_source(document) else [r for r in needing if not sourced(r, annexed)]
    limit = reference_range("commitments_unfunded")
    few = len(needing) < limit.least
    share = None if few else len(bare) / len(needing)
    row = dict(judged_row(SIGN, limit.measure, share, document=document.id))
    if share is None or not limit.calls(share):
        return None, row
    finding = finding_of_rows(root, document, SIGN, bare, len(needing))
    from dataclasses import replace

    return replace(finding, severity=limit.severity(share)), row


def needs_resources(clause: Clause) -> bool:
    """Return whether a clause asks for something to be built, bought or paid, in a number."""
    return any(
        words_of("build").search(
            plain(clause.text[one.start - clause.start : one.end - clause.start])
        )
        and any(target.additive for target in one.measured)
        and "do" in one.asked
        for one in clause.commitments
    )


def sourced(row: TaskRow, annexed: Iterable[TaskRow]) -> bool:
    """Return whether a task, or a row of the annex that takes it up, names where money is from."""
    held = [row.text.value, *(a.text.value for a in annexed if takes_up(row, a))]
    return any(words_of("source").search(_without_offices(words)) for words in held)


def _without_offices(words: str) -> str:
    """Return words without the names of finance offices: who helps is no source of money."""
    return _OFFICES.sub("", plain(words))


def names_source(document: Understood) -> bool:
    """Return whether a clause of the document is about its money and names where it comes from."""
    for clause in document.clauses:
        heading = f"{clause.heading.rpartition(' / ')[2]} {clause.text[:_HEAD]}"
        told = words_of("heading").search(_without_offices(heading))
        if told and words_of("source").search(_without_offices(clause.text)):
            return True
    return False


def _in_tables(
    case: Case, own: list[Understood], as_of: date | None
) -> Iterable[tuple[Finding, dict[str, object]]]:
    """Yield the tasks that units need money for and nothing names a source of."""
    needs = case.tables["needs"].filter((pl.col("amount") > 0) & (pl.col("resource") == "funds"))
    sourced, said = _tasks_with_source(case, as_of), _sourced_in_words(case, own)
    parts = needs.sort("task", "unit").partition_by("task", as_dict=True)
    if 2 * len([task for (task,) in parts if task in sourced]) < len(parts):
        return
    limit = reference_range("commitments_unfunded")
    for (task,), rows in parts.items():
        if task in sourced or task in said:
            continue
        units = rows["unit"].n_unique()
        finding = Finding(
            case.units.root,
            CAUSE,
            SIGN,
            limit.severity(limit.severe),
            "finding.E2.table",
            task=str(task),
            strength="moderate",
            parameters={"task": str(task), "units": str(units)},
            rows=rows_behind(rows)[:_SHOWN],
        )
        row = counted_row(SIGN, "units_without_source", units, "units", task=str(task))
        yield finding, dict(row)


def _sourced_in_words(case: Case, own: list[Understood]) -> frozenset[str]:
    """Return the tasks whose own clause names a source."""
    tasks = case.tables.get("tasks")
    if tasks is None:
        return frozenset()
    texts = {(d.id, c.path): c.text for d in own for c in d.clauses}
    held = tasks.select("task", "text", "document", "clause").iter_rows()
    told = ((task, f"{text or ''} {texts.get((doc, path), '')}") for task, text, doc, path in held)
    return frozenset(task for task, words in told if words_of("source").search(plain(words)))


def _tasks_with_source(case: Case, as_of: date | None) -> frozenset[str]:
    """Return the tasks that a transfer of money names."""
    sent = case.tables["transfers"].filter(pl.col("resource") == "funds")
    if as_of is not None:
        sent = sent.filter(pl.col("announced").is_null() | (pl.col("announced") <= as_of))
    return frozenset(sent["task"].drop_nulls())
