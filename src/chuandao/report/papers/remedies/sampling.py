"""The sampling plan of an inspection (督查抽樣方案): frame, draw, sample, and how to count it."""

from collections import Counter
from collections.abc import Sequence

from chuandao.catalog.thresholds import threshold
from chuandao.report.material import Material
from chuandao.report.paper_words import joined, points, tier_name
from chuandao.report.papers.letters.frame import (
    Letter,
    Paragraph,
    Section,
    Table,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.remedies.proposed import Row, Words, number
from chuandao.report.papers.tables import Cell

_WIDTHS = (9.0, 26.0, 24.0, 18.0, 18.0, 17.0, 44.0)
_SOURCES = (34.0, 34.0, 18.0, 30.0, 40.0)


def sampling_plan(material: Material, language: str) -> Letter:
    """Return the plan of a sample drawn by `inspections`."""
    words = Words(material, language, "sampling_paper")
    rows = sorted(
        words.rows("inspection_sample"), key=lambda row: material.units.position(row["unit"])
    )
    facts = material.facts["parameters"]
    chosen = facts if isinstance(facts, dict) else {}
    sample = Table(
        _WIDTHS,
        tuple(words.say(f"col.{name}") for name in _COLUMNS),
        tuple(_row(words, at, row) for at, row in enumerate(rows, 1)),
        centred=(0, 4, 5),
    )
    told = {
        "seed": chosen["seed"],
        "count": len(rows),
        "rest": chosen["rest_days"],
        "tasks": int(threshold("inspection_tasks")),
    }
    return Letter(
        issuer=issuer_of(material, language),
        title=words.say("title", city=words.city),
        to="",
        lead=((mandate_words(material, language) + words.say("lead"),),),
        sections=(
            Section(words.say("frame"), _frame(words, told)),
            Section(words.say("draw"), tuple((words.say(f"draw.{i}", **told),) for i in (1, 2))),
            Section(words.say("sample"), (sample,)),
            Section(words.say("count"), _count(words, rows)),
            Section(words.say("sources"), _sources(words)),
            Section(words.say("rules"), tuple((words.say(f"rules.{i}"),) for i in (1, 2, 3))),
        ),
        closing="",
        day=material.as_of,
    )


_COLUMNS = ("number", "unit", "county", "type", "stratum", "probability", "tasks")


def _frame(words: Words, told: dict[str, object]) -> tuple[Paragraph, ...]:
    counts = Counter(row["reason"] for row in words.rows("inspection_frame"))
    objects = words.material.settings.mandate.objects
    tiers = {row["tier"] for row in words.rows("inspection_frame")}
    shown = joined(
        (tier_name(words.material.units, tier, words.language) for tier in sorted(tiers)),
        words.language,
    )
    found = [(words.say("frame.objects", objects=objects),)] if objects else []
    whole = words.say(
        "frame.counts", tiers=shown, considered=sum(counts.values()), open=counts["open"],
        late=counts["inspected_lately"], none=counts["no_task"], **told,
    )  # fmt: skip
    visits = [row["visits"] for row in words.rows("inspection_sample") if row["visits"]]
    if visits:
        whole += words.say("frame.visits", visits=number(sum(visits) / len(visits)))
    return (*found, (whole,))


def _row(words: Words, at: int, row: Row) -> tuple[Cell, ...]:
    return (
        str(at),
        words.unit(row["unit"]),
        words.unit(row["county"]),
        row["type"] or "—",
        words.say("of", drawn=row["drawn"], frame=row["frame"]),
        f"{row['probability']:.3f}",
        tuple(words.task(task) for task in row["tasks"]),
    )


def _count(words: Words, rows: Sequence[Row]) -> tuple[Paragraph, ...]:
    weight = f"{rows[0]['weight']:.2f}" if rows else "—"
    return (
        (words.say("count.1", weight=weight),),
        (words.say("count.2"),),
    )


def _sources(words: Words) -> tuple[Paragraph | Table, ...]:
    tiers = {row["tier"] for row in words.rows("inspection_frame")}
    anchors = words.material.settings.anchors
    rows = [
        row
        for row in words.rows("sources_compared")
        if row["tier"] in tiers and (row["against"] in anchors or not anchors)
    ]
    if not rows:
        return ((words.say("sources.none"),),)
    names = ("source", "against", "units", "size", "difference")
    heading = tuple(words.say(f"sources.{name}") for name in names)
    cells = tuple(_source(words, row) for row in rows)
    table = Table(_SOURCES, heading, cells, centred=(2, 3, 4))
    return ((words.say("sources.lead"),), table, (words.say("sources.end"),))


def _source(words: Words, row: Row) -> tuple[Cell, ...]:
    unsaid = words.say("sources.unsaid")
    size = " / ".join(
        f"{size:,}" if size else unsaid for size in (row["sample_size"], row["against_size"])
    )
    gap = points(row["difference"])
    if row["low"] is not None:
        gap = words.say(
            "sources.interval", gap=gap, low=points(row["low"]), high=points(row["high"])
        )
    return (
        words.value("evidence_source", row["source"]),
        words.value("evidence_source", row["against"]),
        str(row["units"]),
        size,
        gap,
    )
