"""Whether the draft gives a tier what its duty list has taken back (E6 of the root)."""

from collections.abc import Iterator

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.diagnosis.root.beyond_duty import asks_tier
from chuandao.prescription.precheck.model import MUST, Checked, Part, Remark, quote_of

CHECK = "duty_list"
_REFERENCE = "third_plenum_2024"


def examine_duty_lists(document: Understood, case: Case | None) -> Part:
    """Return the clauses that ask a whole tier for a duty that was taken back from it."""
    lists = case.tables.get("duty_lists") if case else None
    if lists is None or lists.is_empty():
        return Part(Checked(CHECK, needed=("duty_lists",) if case else ("case",)))
    back = lists.filter((pl.col("kind") == "taken_back") & pl.col("tier").is_not_null())
    remarks = tuple(_asked(document, back))
    paths = {remark.places[0].path for remark in remarks}
    judged = sum(bool(clause.commitments) for clause in document.clauses)
    return Part(Checked(CHECK, judged, judged - len(paths)), remarks)


def _asked(document: Understood, back: pl.DataFrame) -> Iterator[Remark]:
    for clause in document.clauses:
        for row in back.iter_rows(named=True):
            if asks_tier(clause, row):
                place = quote_of(document, clause.path, clause.start, clause.end)
                told = {"duty": row["duty"]}
                yield Remark(CHECK, "taken_back", MUST, (place,), told, _REFERENCE)
