"""The annex of a unit's sheet: its figures with intervals, reference ranges and sources."""

from collections.abc import Iterable

import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.material_index import Index, Row
from chuandao.report.paper_words import anchors, joined, percent, tier_name
from chuandao.report.sheet.model import Figure

_FIVE = "cause"


def figures(index: Index, unit: str, language: str) -> tuple[Figure, ...]:
    """Return the figures that may stand on a unit's annex.

    A unit without units below (a village) has none unless there is evidence of its own.
    Reporters' anomalies never stand here: they go to the supervising office alone.
    """
    return (
        *_levels(index, unit, "efficacy", language),
        *_levels(index, unit, "retention", language),
        *_deficits(index, unit, language),
        *_tiers(index, unit, language),
    )


def shown(index: Index, row: Row) -> bool:
    """Return whether a figure of a unit may be shown: leaves only by evidence of their own."""
    leaf = not index.material.units.children(row["unit"])
    return bool(row["own_evidence"]) or not leaf


def _levels(index: Index, unit: str, table: str, language: str) -> Iterable[Figure]:
    rows = [row for row in index.now(table, unit=unit) if shown(index, row)]
    if unit == index.material.units.root:
        return
    for row in sorted(rows, key=lambda row: row["task"] or ""):
        measured = render(f"papers.figure.{table}", language)
        yield Figure(
            kind=table,
            name=_named(index, measured, row, language),
            value=row["estimate"],
            low=row["low"],
            high=row["high"],
            reference=_reference(table, language),
            source=_evidence(index, row, language),
            evidence=_short(index, row, language),
            task=row["task"] or "",
            task_name=_task(index, row, language),
            measured=measured,
        )


def _named(index: Index, name: str, row: Row, language: str) -> str:
    if not row["task"]:
        return name
    task = index.task_name(row["task"])
    return render("papers.figure.of_task", language, figure=name, task=task)


def _task(index: Index, row: Row, language: str) -> str:
    task = row["task"]
    return index.task_name(task) if task else render("papers.figure.all_tasks", language)


def _short(index: Index, row: Row, language: str) -> str:
    """Return the unit's own evidence by source in a few words, or that there is none."""
    parts = _counted(index, row["unit"], row["task"] or "", language)
    return joined(parts, language) if parts else render("papers.source.none", language)


def _reference(kind: str, language: str) -> str:
    if kind == "efficacy":
        return render("papers.reference.efficacy", language)
    family = "band_step" if kind == "retention" else "band"
    attention, severe = threshold(f"{family}_attention"), threshold(f"{family}_severe")
    if kind == "retention":
        attention, severe = 1 - attention, 1 - severe
    return render(
        f"papers.reference.{kind}",
        language,
        attention=percent(attention),
        severe=percent(severe),
    )


def _evidence(index: Index, row: Row, language: str) -> str:
    """Say what a figure rests on: the unit's own evidence by source, the anchor."""
    own = row["own_evidence"] or 0
    code = "papers.source.own" if own else "papers.source.inferred"
    return render(
        code,
        language,
        count=own,
        sources=_sources(index, row["unit"], row["task"] or "", language),
        anchor=anchors(index.material.settings, language),
    )


def _sources(index: Index, unit: str, task: str, language: str) -> str:
    parts = _counted(index, unit, task, language)
    return render("papers.bracket", language, words=joined(parts, language)) if parts else ""


def _counted(index: Index, unit: str, task: str, language: str) -> list[str]:
    rows = index.own_evidence(unit)
    if rows is None:
        return []
    held = rows.filter(pl.col("task") == task) if task else rows
    named = values("evidence_source")
    return [
        render("papers.source.count", language, source=named.label(source, language), count=n)
        for source, n in held.group_by("source").len().sort("source").iter_rows()
    ]


def _deficits(index: Index, unit: str, language: str) -> Iterable[Figure]:
    for row in sorted(index.now("deficits", unit=unit), key=lambda r: (r["cause"], r["task"])):
        cause = values(_FIVE).label(row["cause"], language)
        measured = render("papers.figure.deficit", language, cause=cause)
        yield Figure(
            kind="deficit",
            name=_named(index, measured, row, language),
            value=row["deficit"],
            low=None,
            high=None,
            reference=_reference("deficit", language),
            source=_reliability(row, language),
            task=row["task"] or "",
            task_name=_task(index, row, language),
            measured=measured,
        )


def _reliability(row: Row, language: str) -> str:
    if row["reliability"] is None:
        return render("papers.source.deficit_uncorrected", language)
    share = percent(row["reliability"])
    return render("papers.source.deficit", language, reliability=share)


def _tiers(index: Index, unit: str, language: str) -> Iterable[Figure]:
    """Return the mean efficacy of the tiers below: the unit's own subtree, nobody named."""
    units = index.material.units
    rows = [row for row in index.now("tiers", unit=unit) if not row["task"]]
    deepest = max((row["leaf_tier"] for row in rows), default=0)
    for row in sorted(rows, key=lambda row: row["tier"]):
        if row["leaf_tier"] == deepest and row["tier"] > units.tier(unit):
            name = tier_name(units, row["tier"], language)
            yield Figure(
                kind="tier",
                name=render("papers.figure.tier", language, tier=name),
                value=row["efficacy"],
                low=row["low"],
                high=row["high"],
                reference=render("papers.reference.efficacy", language),
                source=_tier_source(row, language),
            )


def _tier_source(row: Row, language: str) -> str:
    weighting = values("weighting").label(row["weighting"], language)
    return render("papers.source.tier", language, weighting=weighting)
