"""The proposal to form a joint task force (組建聯合攻堅專班的建議): lead, members, goal, end."""

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


def task_force(material: Material, unit: str, language: str) -> Letter:
    """Return the proposal of the task forces of a unit, one after the other."""
    words = Words(material, language, "force_paper")
    rows = [row for row in words.rows("task_forces") if row["unit"] == unit]
    names = joined(dict.fromkeys(words.task_name(row["task"]) for row in rows), language)
    return Letter(
        issuer=issuer_of(material, language),
        title=words.say("title", unit=words.unit(unit), task=names),
        to=words.say("to", unit=words.unit(unit)),
        lead=((mandate_words(material, language) + words.say("lead", count=len(rows)),),),
        sections=(
            Section(words.say("why"), tuple(_why(words, row) for row in rows)),
            Section(words.say("who"), (_members(words, rows),)),
            Section(words.say("goal"), tuple(part for row in rows for part in _goal(words, row))),
            Section(words.say("how"), tuple((words.say(f"how.{at}"),) for at in (1, 2, 3))),
        ),
        closing=words.say("closing"),
        day=material.as_of,
    )


def _why(words: Words, row: Row) -> Paragraph:
    told = words.say(
        "why.facts",
        task=words.task(row["task"]),
        count=len(row["members"]),
        members=words.units(row["members"]),
        cases=row["cases"],
        days=number(row["days_lost"]),
    )
    if row["median_days"] is not None:
        told += words.say("why.median", median=number(row["median_days"]))
    if row["returned_share"] is not None:
        told += words.say("why.returned", share=percent(row["returned_share"]))
    return (told + words.say("why.end"),)


def _members(words: Words, rows: Sequence[Row]) -> Table:
    heading = tuple(words.say(name) for name in ("task", "lead_unit", "members", "contact"))
    cells = tuple(
        (
            words.task(row["task"]),
            words.unit(row["lead"]) if row["lead"] else words.say("lead_blank"),
            words.units(one for one in row["members"] if one != row["lead"]),
            "",
        )
        for row in rows
    )
    return Table((40.0, 40.0, 50.0, 26.0), heading, cells)


def _goal(words: Words, row: Row) -> tuple[Paragraph, ...]:
    found = []
    if row["median_days"] is not None:
        told = {"median": number(row["median_days"]), "goal": number(row["goal_days"])}
        found.append((words.say("goal.median", task=words.task_name(row["task"]), **told),))
    if row["returned_share"] is not None:
        share = percent(row["returned_share"])
        found.append((words.say("goal.returned", share=share),))
    return (*found, (words.say("goal.until", day=words.day(row["until"])),))
