"""The agenda proposed for a joint meeting (聯席會議議題建議), with its cases."""

from collections.abc import Sequence

from chuandao.report.material import Material
from chuandao.report.paper_words import joined, percent
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

_WIDTHS = (9.0, 36.0, 55.0, 24.0, 32.0)


def joint_meeting(material: Material, unit: str, language: str) -> Letter:
    """Return the agenda proposed for the joint meeting of a unit."""
    words = Words(material, language, "agenda_paper")
    rows = [row for row in words.rows("agenda") if row["meeting"] == unit]
    heading = tuple(words.say(name) for name in ("number", "matter", "state", "who", "asked"))
    table = Table(_WIDTHS, heading, tuple(_row(words, row) for row in rows), centred=(0,))
    total = number(sum(row["days_lost"] for row in rows))
    return Letter(
        issuer=issuer_of(material, language),
        title=words.say("title", unit=words.unit(unit)),
        to=words.say("to", unit=words.unit(unit)),
        lead=(
            (
                mandate_words(material, language)
                + words.say("lead", unit=words.unit(unit), count=len(rows), days=total),
            ),
        ),
        sections=(
            Section(words.say("meeting"), _meeting(words, rows)),
            Section(words.say("items"), ((words.say("items_lead"),), table)),
            Section(words.say("data"), _data(words, unit)),
            Section(words.say("before"), tuple((words.say(f"before.{i}"),) for i in (1, 2, 3))),
        ),
        closing=words.say("closing"),
        day=material.as_of,
    )


def _meeting(words: Words, rows: Sequence[Row]) -> tuple[Paragraph, ...]:
    offices = dict.fromkeys(
        words.unit(row[end]) for row in rows for end in ("to_department", "from_department")
    )
    attend = "attend.several" if any(len(row["units"]) > 1 for row in rows) else "attend"
    return (
        (words.say("when"),),
        (words.say(attend, offices=joined(offices, words.language)),),
    )


def _row(words: Words, row: Row) -> tuple[Cell, ...]:
    before, after = words.unit(row["from_department"]), words.unit(row["to_department"])
    told = {
        "before": before,
        "after": after,
        "cases": row["cases"],
        "days": number(row["days_lost"]),
        "share": percent(row["share"] or 0.0),
        "excess": number(row["excess_days"]),
        "places": len(row["units"]),
        "units": words.units(row["units"]),
    }
    several = len(row["units"]) > 1
    state = [words.say(f"state.{row['kind']}" + (".several" if several else ""), **told)]
    if row["examples"]:
        state.append(words.say("cases", cases=joined(row["examples"], words.language)))
    asked = [words.say(f"asked.{row['kind']}", **told)]
    if row["datasets"]:
        asked.append(words.say("asked.data", data=joined(row["datasets"], words.language)))
    return (
        str(row["item"]),
        (words.task(row["task"]), words.say(f"matter.{row['kind']}", **told)),
        tuple(state),
        (words.say("reports", office=after), words.say("attends", office=before)),
        tuple(asked),
    )


def _data(words: Words, unit: str) -> tuple[Paragraph | Table, ...]:
    """Return the data shares that would remove most waiting, of the unit or below the root."""
    root = words.material.units.root
    held = [row for row in words.rows("data_shares") if unit in (root, row["unit"])]
    rows = sorted(held, key=lambda row: (-row["days_lost"], row["unit"], row["task"] or ""))[:_MOST]
    if not rows:
        return ()
    heading = tuple(words.say(f"data.{name}") for name in ("way", "sets", "failed", "days"))
    cells = tuple(
        (
            words.say(
                "data.between",
                before=words.unit(row["from_department"]),
                after=words.unit(row["to_department"]),
            ),
            joined(row["datasets"], words.language),
            str(row["failed_requests"]),
            number(row["days_lost"]),
        )
        for row in rows
    )
    table = Table((62.0, 50.0, 22.0, 22.0), heading, cells, centred=(2, 3))
    return ((words.say("data.lead"),), table)


_MOST = 8
