"""E9: what the issuing unit itself sends down: documents, forms, inspections.

Definition, over the months between the first and the last with any of them:

- documents a month: those of the root and its departments in the table of documents, minutes,
  letters, reports and interpretations left out;
- forms a unit and month: forms (not fields) of ``forms`` whose office is the root or one of its
  departments (a unit of the case, or by name: 清河市…, 市…), over the units and months in which
  forms are recorded;
- inspections a unit and month: ``workload`` of item inspection, and per head where the number of
  people is there. The table does not say whose inspections they are: they are only counted.

The clauses of the root's own documents that ask for reports and inspections are counted, a row a
document. Ranges: ``documents_sent_down``, ``forms_sent_down``. Forms that its own documents
forbid: ``forbidden_forms``.

Source: 整治形式主義為基層減負若干規定 (2024).
"""

from collections.abc import Iterable, Sequence
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.additions import lexicon_rows
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.examination import Finding, rows_behind
from chuandao.diagnosis.root.forbidden_forms import still_asked
from chuandao.diagnosis.root.own_documents import CAUSE, dates_of
from chuandao.diagnosis.root.part import Part, Row, counted_row, judged_row
from chuandao.text.canonical import plain

SIGN = "E9"
_NOT_DOWN = ["minutes", "letter", "report", "interpretation", "request", "ledger"]
_SHOWN = 30


def examine_burden(case: Case, trace: Trace, own: Sequence[Understood], as_of: date | None) -> Part:
    """Return the documents, forms and inspections sent down, against their ranges."""
    found = [
        *_documents(case, trace, as_of),
        *_forms(case, as_of),
        *_inspections(case, as_of),
    ]
    findings = (
        *(finding for finding, _ in found if finding),
        *still_asked(case, own, _down(case, as_of), dates_of(case, trace)),
    )
    rows = (*(row for _, row in found), *_asked(own))
    needed = tuple(sorted({"documents", "forms", "workload"} - case.tables.keys()))
    return Part(SIGN, findings, rows, needed)


def _judged(
    case: Case, measure: str, count: int, months: int, units: int, behind: pl.DataFrame
) -> tuple[Finding | None, Row]:
    """Return the finding (if it calls for attention) and the row of one measure."""
    limit = reference_range(measure)
    value = count / (months * units) if months >= limit.least else None
    row = judged_row(SIGN, measure, value)
    if value is None or not limit.calls(value):
        return None, row
    finding = Finding(
        case.units.root,
        CAUSE,
        SIGN,
        limit.severity(value),
        f"finding.E9.{measure}",
        about=measure,
        strength="weak",
        parameters={"months": str(months), "count": str(count), "value": f"{value:.1f}"},
        rows=rows_behind(behind.head(_SHOWN)),
    )
    return finding, row


def _until(table: pl.DataFrame, column: str, as_of: date | None) -> pl.DataFrame:
    return table if as_of is None else table.filter(pl.col(column) <= as_of)


def _months(days: pl.Series) -> int:
    """Return the months from the first day to the last, both counted."""
    known: list[date] = days.drop_nulls().to_list()
    if not known:
        return 0
    first, last = min(known), max(known)
    return 12 * (last.year - first.year) + last.month - first.month + 1


def at_root(case: Case) -> list[str]:
    """Return the root and its departments."""
    root = case.units.root
    below = case.units.children(root)
    return [root, *(u for u in below if case.units.kind(u) not in {"government", "self_governing"})]


def _documents(
    case: Case, trace: Trace, as_of: date | None
) -> Iterable[tuple[Finding | None, Row]]:
    table = case.tables.get("documents")
    if table is None:
        return
    dated = dates_of(case, trace)
    own = table.filter(
        pl.col("unit").is_in(at_root(case)) & ~pl.col("kind").fill_null("").is_in(_NOT_DOWN)
    )
    days = pl.Series([dated.get(code) for code in own["document"]], dtype=pl.Date)
    own = _until(own.with_columns(days.alias("day")).drop_nulls("day"), "day", as_of)
    if own.height:
        months = _months(own["day"])
        yield _judged(case, "documents_sent_down", own.height, months, 1, own.sort("day"))


def _down(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return the rows of forms that the root and its departments ask for."""
    table = case.tables.get("forms")
    if table is None:
        return pl.DataFrame(schema=dict.fromkeys(["form", "office", "unit", "month"], pl.String))
    down = [name for name in table["office"].unique() if _of_root(case, name)]
    return _until(table, "month", as_of).filter(pl.col("office").is_in(down))


def _forms(case: Case, as_of: date | None) -> Iterable[tuple[Finding | None, Row]]:
    held = _down(case, as_of)
    each = held.unique(["form", "office", "unit", "month"], keep="first", maintain_order=True)
    if each.height:
        places = each.select("unit", "month").n_unique()
        months = _months(each["month"])
        yield _judged(
            case, "forms_sent_down", each.height, months, max(1, round(places / months)), each
        )
        yield from ((None, row) for row in _by_office(each, places))


def _of_root(case: Case, office: str) -> bool:
    """Return whether an office is the root, one of its departments, or named after it."""
    codes = case.units.candidates(office)
    if codes:
        return not set(at_root(case)).isdisjoint(codes)
    name = plain(case.units.name(case.units.root))
    return plain(office).startswith((name, name[-1])) and not name.isascii()


def _by_office(each: pl.DataFrame, places: int) -> Iterable[Row]:
    """Yield how many forms a unit and month each office asks for."""
    by = each.group_by("office").len().sort("office")
    for office, count in by.iter_rows():
        yield counted_row(
            SIGN, "forms_of_office", count / places, "forms a unit and month", unit=office
        )


def _inspections(case: Case, as_of: date | None) -> Iterable[tuple[Finding | None, Row]]:
    table = case.tables.get("workload")
    if table is None:
        return
    held = _until(table, "month", as_of).filter(pl.col("item") == "inspection")
    if held.is_empty():
        return
    places = held.select("unit", "month").n_unique()
    mean = float(held["count"].sum()) / places
    measure_unit = "inspections a unit and month"
    yield None, counted_row(SIGN, "inspections_received", mean, measure_unit)
    yield from ((None, row) for row in _per_head(case, held))


def _per_head(case: Case, held: pl.DataFrame) -> Iterable[Row]:
    """Yield the inspections a head and year of every unit whose people are counted."""
    staff = case.tables.get("staff")
    if staff is None:
        return
    people = staff.select(
        "unit", "month", (pl.col("in_post") - pl.col("seconded_out").fill_null(0)).alias("people")
    ).filter(pl.col("people") > 0)
    each = held.group_by("unit", "month").agg(pl.col("count").sum())
    both = each.join(people, on=["unit", "month"]).with_columns(
        (12 * pl.col("count") / pl.col("people")).alias("a_head")
    )
    for unit, value in both.group_by("unit").agg(pl.col("a_head").mean()).sort("unit").iter_rows():
        yield counted_row(
            SIGN, "inspections_a_head", value, "inspections a head and year", unit=unit
        )


def _asked(own: Sequence[Understood]) -> Iterable[Row]:
    """Yield the clauses of each document that ask for reports or announce inspections."""
    words = {
        kind: [row["word"] for row in lexicon_rows("burdens") if row["kind"] == kind]
        for kind in ("report", "inspection")
    }
    for document in own:
        asking = [plain(c.text).lower() for c in document.clauses if c.commitments]
        for kind, cues in words.items():
            count = sum(any(cue in text for cue in cues) for text in asking)
            yield counted_row(
                SIGN, f"clauses_asking_{kind}", count, "clauses", document=document.id
            )
