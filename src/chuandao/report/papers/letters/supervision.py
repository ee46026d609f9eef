"""The notice that asks a unit to move on what is stuck (督辦通知): its blockages, task by task."""

import math

from chuandao.catalog.knowledge import causes
from chuandao.errors import UsageError
from chuandao.messages import render
from chuandao.report.material import Material
from chuandao.report.material_index import Index, Row
from chuandao.report.paper_words import percent
from chuandao.report.papers.letters.frame import (
    VILLAGE,
    Letter,
    Section,
    Table,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.tables import Cell

_WIDTHS = (10.0, 34.0, 56.0, 56.0)
_TERM_DAYS = 15
_LEAST_SHARE = 0.01


def supervision(material: Material, unit: str, language: str) -> Letter:
    """Return the notice that puts a unit's blockages under supervision.

    Only steps that lose clearly more than is usual for their tier are named, with what is
    known of the likely cause; a likely cause is to be verified, and the notice says so.

    Raises
    ------
    UsageError
        ``letter_village``; ``letter_no_blockage``: nothing is stuck beyond what is usual.
    """
    index, units = Index(material), material.units
    if units.kind(unit) == VILLAGE:
        raise UsageError("letter_village", unit=units.name(unit))
    rows = index.rows("blockages", unit=unit)
    single = [row for row in rows if row["task"]]
    rows = single or rows
    if not rows:
        raise UsageError("letter_no_blockage", unit=units.name(unit))

    def told(code: str, **given: object) -> str:
        return render(f"letters.supervision.{code}", language, **given)

    heading = tuple(told(name) for name in ("number", "task", "state", "asked"))
    table = Table(
        _WIDTHS,
        heading,
        tuple(_row(index, at, row, language) for at, row in enumerate(rows, 1)),
        centred=(0,),
    )
    return Letter(
        issuer=issuer_of(material, language),
        title=told("title", unit=units.name(unit)),
        to=units.name(unit),
        lead=((mandate_words(material, language) + told("lead", count=len(rows)),),),
        sections=(
            Section(told("matters"), (table,)),
            Section(
                told("how"), tuple((told(f"how.{at}", term=_TERM_DAYS),) for at in (1, 2, 3, 4))
            ),
        ),
        closing=told("closing"),
        day=material.as_of,
    )


def _row(index: Index, number: int, row: Row, language: str) -> tuple[Cell, ...]:
    def told(code: str, **given: object) -> str:
        return render(f"letters.supervision.{code}", language, **given)

    task = index.task_name(row["task"]) if row["task"] else told("all_tasks")
    lost = -math.expm1(min(row["excess"], 0.0))
    known = causes().get(row["likely_cause"] or "")
    cause = told("cause", cause=known.label(language)) if known else told("no_cause")
    state = (told("excess", share=percent(lost), q=_rate(row["q_value"], language)), cause)
    return str(number), task, state, ""


def _rate(q_value: float, language: str) -> str:
    """Return the share of false alarms in words; below one per cent it is called so."""
    if q_value < _LEAST_SHARE:
        return render("letters.supervision.below_one", language)
    return render("letters.supervision.at_most", language, share=percent(q_value))
