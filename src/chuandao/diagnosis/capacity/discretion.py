"""Sign C6 (授權空間未用): discretion, pilots or tolerance offered above and never taken up below.

Offered: by the clauses of the documents that the unit's own documents answer to, and by the table
of pilots. Taken up: in its documents, its pilots or the register of tolerance. A unit without a
document of its own cannot be told: it may act without writing, and many need no document.

References
----------
中共中央辦公廳, 關於進一步激勵廣大幹部新時代新擔當新作為的意見, 2018.
"""

from collections.abc import Iterable
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.capacity.offers import KINDS, Offers, offers
from chuandao.diagnosis.examination import Examination, Finding, Words, rows_behind

SIGN = "C6"
_CAUSE = "capacity"
_VILLAGE = 3  # tiers below the city; a village is no object of inspection by default
_SHOWN = 24
_TITLES = 3
_STARTED = ("piloting", "evaluated", "extended")
_TABLE = {
    "unit": pl.String,
    "kind": pl.String,
    "source": pl.String,
    "offered": pl.Int64,
    "taken_up": pl.Int64,
    "verdict": pl.String,
}
_TAKEN, _UNUSED, _UNKNOWN = "taken_up", "not_taken_up", "cannot_tell"


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return the units that take up nothing of what is left to them, and the table of verdicts."""
    written = {unit: held for unit, held in offers(trace).items() if _is_listed(case, unit)}
    pilots = _pilots(case, as_of)
    register = _register(case, as_of)
    rows = [
        *(row for unit, held in written.items() for row in _of_documents(unit, held, register)),
        *_of_pilots(pilots),
        *_undocumented(case, trace, written),
    ]
    if not rows and not trace.documents and "pilots" not in case.tables:
        return Examination()
    table = pl.DataFrame(rows, schema=_TABLE, orient="row").sort("unit", "kind", "source")
    found = _findings(table, written, pilots)
    return Examination(findings=tuple(found), tables={"discretion": table})


def _is_listed(case: Case, unit: str) -> bool:
    return unit in case.units and 0 < case.units.tier(unit) < _VILLAGE


def _of_documents(
    unit: str, held: Offers, register: set[str]
) -> Iterable[tuple[str, str, str, int, int, str]]:
    for kind in KINDS:
        offered = len(held.words[kind])
        if offered:
            used = len(held.taken) + (kind == "tolerance" and unit in register)
            yield unit, kind, "documents", offered, used, _TAKEN if used else _UNUSED


def _of_pilots(pilots: pl.DataFrame) -> Iterable[tuple[str, str, str, int, int, str]]:
    """Return the verdict on each unit's pilots: begun, left lying, or authorised too lately."""
    sums = pilots.group_by("unit").agg(
        pl.len(), pl.col("begun").sum(), due=(pl.col("overdue") | pl.col("begun")).sum()
    )
    for unit, offered, begun, due in sums.sort("unit").iter_rows():
        verdict = _TAKEN if begun else _UNUSED if due == offered else _UNKNOWN
        yield unit, "pilot", "pilots", offered, begun, verdict


def _undocumented(
    case: Case, trace: Trace, written: dict[str, Offers]
) -> Iterable[tuple[str, str, str, int, int, str]]:
    """Return the units without a document of their own under a superior that has some."""
    issuing = {document.unit for document in trace.documents if document.unit}
    for unit in case.units:
        above = case.units.parent(unit)
        if unit not in written and above in issuing and _is_listed(case, unit):
            yield unit, "discretion", "documents", 0, 0, _UNKNOWN


def _pilots(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return each unit's pilots that were authorised: whether begun, or left lying for long."""
    table = case.tables.get("pilots")
    if table is None or as_of is None:
        return pl.DataFrame(
            schema={
                "unit": pl.String,
                "pilot": pl.String,
                "begun": pl.Boolean,
                "overdue": pl.Boolean,
            }
        )
    held = table.filter(pl.col("from") <= as_of)
    idle = pl.lit(as_of) - pl.col("from").min() >= pl.duration(
        days=int(threshold("pilot_idle_days"))
    )
    whole = held.group_by("unit", "pilot").agg(
        begun=pl.col("stage").is_in(_STARTED).any(),
        overdue=idle | (pl.col("until").max() < as_of),
        rows=pl.struct("origin_file", "origin_sheet", "origin_row"),
    )
    listed = [unit for unit in whole["unit"].unique() if _is_listed(case, unit)]
    return whole.filter(pl.col("unit").is_in(listed)).sort("unit", "pilot")


def _register(case: Case, as_of: date | None) -> set[str]:
    """Return the units that brought a matter before the authority that decides on tolerance."""
    table = case.tables.get("tolerance")
    if table is None:
        return set()
    return set((table if as_of is None else table.filter(pl.col("date") <= as_of))["unit"])


def _findings(
    table: pl.DataFrame, written: dict[str, Offers], pilots: pl.DataFrame
) -> Iterable[Finding]:
    extent = reference_range("discretion_offers")
    idle = pilots.filter(pl.col("overdue") & ~pl.col("begun"))
    lying = set(idle["unit"])
    for unit in sorted(lying):
        yield _of_idle_pilots(unit, idle.filter(pl.col("unit") == unit))
    said = dict(table.group_by("unit").agg(pl.col("verdict")).iter_rows())
    for unit, held in sorted(written.items()):
        told = said.get(unit, [])
        if unit in lying or _TAKEN in told or _UNUSED not in told:
            continue
        if len(held.clauses) >= extent.least and extent.calls(len(held.clauses)):
            yield _of_unused_words(unit, held)


def _of_unused_words(unit: str, held: Offers) -> Finding:
    clauses = held.clauses
    kinds = {kind: str(len(held.words[kind])) for kind in KINDS}
    return Finding(
        unit=unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=reference_range("discretion_offers").severity(len(clauses)),
        code="finding.C6",
        strength="weak",
        parameters={"offered": str(len(clauses)), "documents": str(held.documents), **kinds},
        words=tuple(Words(c.document, c.start, c.end) for c in clauses[:_SHOWN]),
    )


def _of_idle_pilots(unit: str, pilots: pl.DataFrame) -> Finding:
    rows = pilots.explode("rows").unnest("rows")
    return Finding(
        unit=unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=reference_range("idle_pilots").severity(pilots.height),
        code="finding.C6.pilots",
        strength="moderate",
        parameters={
            "pilots": str(pilots.height),
            "named": "、".join(pilots["pilot"].head(_TITLES)),
            "days": str(int(threshold("pilot_idle_days"))),
        },
        rows=rows_behind(rows.head(_SHOWN)),
    )
