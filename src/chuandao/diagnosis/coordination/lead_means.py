"""Whether the lead of a task has what a lead needs: people, existence, office, duty."""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import TableRow, rows_behind
from chuandao.text.similarity import covered


def lacking(
    case: Case, lead: str, task: str, as_of: date | None
) -> tuple[str, tuple[TableRow, ...]] | None:
    """Return what a lead lacks, and the rows that say so; None where nothing is known to lack.

    A unit without rows of staff is not known to lack people: absence of a row is no zero.
    """
    tasks = case.tables.get("tasks")
    row = (
        () if tasks is None else tasks.filter(pl.col("task") == task).select("name", "text").row(0)
    )
    return lacking_for(case, lead, [words for words in row if words], as_of)


def lacking_for(
    case: Case, lead: str, words: list[str], as_of: date | None
) -> tuple[str, tuple[TableRow, ...]] | None:
    """Return what a lead lacks for a task that is given in words, as `lacking` does."""
    return (
        _gone(case, lead, as_of)
        or _no_office(case, lead)
        or _nobody(case, lead, as_of)
        or _taken_back(case, lead, words)
    )


def _unit_row(case: Case, lead: str) -> tuple[TableRow, ...]:
    return rows_behind(case.tables["units"].filter(pl.col("unit") == lead))


def _gone(case: Case, lead: str, as_of: date | None) -> tuple[str, tuple[TableRow, ...]] | None:
    if as_of is None or case.units.valid(lead, as_of):
        return None
    return "gone", _unit_row(case, lead)


def _no_office(case: Case, lead: str) -> tuple[str, tuple[TableRow, ...]] | None:
    if case.units.kind(lead) != "self_governing":
        return None
    return "no_office", _unit_row(case, lead)


def _nobody(case: Case, lead: str, as_of: date | None) -> tuple[str, tuple[TableRow, ...]] | None:
    staff = case.tables.get("staff")
    if staff is None:
        return None
    own = staff.filter(pl.col("unit") == lead).sort("month")
    if as_of is not None:
        own = own.filter(pl.col("month") <= as_of)
    latest = own.tail(1)
    if latest.is_empty():
        return None
    present = latest["in_post"][0] - (latest["seconded_out"][0] or 0)
    return ("nobody", rows_behind(latest)) if present <= 0 else None


def _taken_back(case: Case, lead: str, said: list[str]) -> tuple[str, tuple[TableRow, ...]] | None:
    lists = case.tables.get("duty_lists")
    if lists is None or not said:
        return None
    own = lists.filter(
        (pl.col("unit") == lead)
        | (pl.col("unit").is_null() & (pl.col("tier") == case.units.tier(lead)))
    )
    matching = own.filter(
        pl.Series(
            [covered(d, said) >= threshold("duty_match") for d in own["duty"]], dtype=pl.Boolean
        )
    )
    if matching.is_empty() or (matching["kind"] != "taken_back").any():
        return None
    return "taken_back", rows_behind(matching)
