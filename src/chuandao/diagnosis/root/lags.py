"""E8: days from decision to document, and from document to the first money for its tasks.

Definition: working days from ``documents.decided`` to the date of the document, by
``decision_to_document``; calendar days from that date to the first transfer announced for a
task of the document, by ``document_to_money`` (money announced before the document counts as
day 0). Where units state a need of money for its tasks, the case has transfers for other tasks
or of other dates, and none was announced by the day of the checkup: at least the days so far,
told once they are severe. Without transfers at all: not examined.

Source: 預算法 art. 52 (earmarked transfers are issued within sixty days).
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.examination import Finding, TableRow, rows_behind
from chuandao.diagnosis.root.interpretations import behind
from chuandao.diagnosis.root.own_documents import CAUSE, dates_of
from chuandao.diagnosis.root.part import Part, Row, judged_row
from chuandao.diagnosis.root.working_days import working_days

SIGN = "E8"
_SHOWN = 30


def examine_lags(case: Case, trace: Trace, as_of: date | None) -> Part:
    """Return which documents came late after the decision, or their money late after them."""
    table = case.tables.get("documents")
    if table is None:
        return Part(SIGN, needed=("documents",))
    dated = dates_of(case, trace)
    own = table.filter(pl.col("unit") == case.units.root).sort("document")
    known = [(row, dated.get(row["document"][0])) for row in own.iter_slices(1)]
    past = [(row, day) for row, day in known if day and not (as_of and day > as_of)]
    decided = [one for row, day in past for one in _decision(case, row, day)]
    money = [one for row, day in past for one in _money(case, trace, row, day, as_of)]
    findings = [finding for finding, _ in (*decided, *money) if finding]
    rows = [row for _, row in (*decided, *money)]
    lacking = () if "transfers" in case.tables and "tasks" in case.tables else ("transfers",)
    return Part(SIGN, tuple(findings), tuple(rows), lacking)


def _decision(case: Case, row: pl.DataFrame, day: date) -> Iterable[tuple[Finding | None, Row]]:
    decided = row["decided"][0]
    if decided is None or decided > day:
        return
    days = working_days(decided, day)
    yield _judged(case, row, "decision_to_document", "decision", days, rows_behind(row))


def _judged(
    case: Case,
    row: pl.DataFrame,
    measure: str,
    variant: str,
    days: int,
    rows: tuple[TableRow, ...],
) -> tuple[Finding | None, Row]:
    code, title = row["document"][0], row["title"][0] or row["document"][0]
    limit = reference_range(measure)
    told = judged_row(SIGN, measure, days, document=code)
    if not limit.calls(days):
        return None, told
    finding = Finding(
        case.units.root,
        CAUSE,
        SIGN,
        limit.severity(days),
        f"finding.E8.{variant}",
        document=code,
        about=variant,
        strength="moderate",
        parameters={"title": title, "days": str(days)},
        rows=rows[:_SHOWN],
    )
    return finding, told


def _money(
    case: Case, trace: Trace, row: pl.DataFrame, day: date, as_of: date | None
) -> Iterable[tuple[Finding | None, Row]]:
    """Yield how long the first money for the tasks of a document took, or has taken so far."""
    tasks, transfers = case.tables.get("tasks"), case.tables.get("transfers")
    if tasks is None or transfers is None:
        return
    code = row["document"][0]
    own = tasks.filter(pl.col("document") == code)["task"].to_list()
    dated = transfers.filter(
        (pl.col("resource") == "funds") & pl.col("announced").is_not_null() & pl.lit(value=True)
    )
    if as_of is not None:
        dated = dated.filter(pl.col("announced") <= as_of)
    mine = dated.filter(pl.col("task").is_in(own)).sort("announced", "transfer")
    if mine.height:
        days = max(0, (mine["announced"][0] - day).days)
        places = (*behind(case, trace, code)[1], *rows_behind(mine.head(1)))
        yield _judged(case, row, "document_to_money", "money", days, places)
    elif as_of is not None and dated.height and own:
        yield from _waiting(case, row, own, (as_of - day).days)


def _waiting(
    case: Case, row: pl.DataFrame, own: list[str], days: int
) -> Iterable[tuple[Finding | None, Row]]:
    needs = case.tables.get("needs")
    if needs is None:
        return
    needed = needs.filter(
        pl.col("task").is_in(own) & (pl.col("resource") == "funds") & (pl.col("amount") > 0)
    )
    if needed.height and days >= reference_range("document_to_money").severe:
        places = (*rows_behind(row), *rows_behind(needed))
        yield _judged(case, row, "document_to_money", "no_money", days, places)
