"""The proposal to name leads and the content of duties (明確任務分工的建議), with blanks."""

from collections.abc import Sequence

from chuandao.catalog.usual_duties import usual_duties
from chuandao.report.material import Material
from chuandao.report.paper_words import joined
from chuandao.report.papers.letters.frame import (
    Letter,
    Section,
    Table,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.remedies.proposed import Row, Words, number
from chuandao.report.papers.tables import Cell

_WIDTHS = (9.0, 36.0, 26.0, 21.0, 42.0, 22.0)


def duties_letter(material: Material, language: str) -> Letter:
    """Return the proposal on duties to the office that issued the tasks."""
    words = Words(material, language, "duties_paper")
    rows = words.rows("duties_proposed")
    heads = [row for row in rows if row["role"] == "lead"]
    others = [row for row in rows if row["role"] != "lead"]
    sections = tuple(
        Section(words.say(name), ((words.say(f"{name}_lead"),), _table(words, held)))
        for name, held in (("leads", heads), ("contents", others))
        if held
    )
    told = {"leads": len(heads), "contents": len(others)}
    return Letter(
        issuer=issuer_of(material, language),
        title=words.say("title", city=words.city),
        to=words.say("to", city=words.city),
        lead=((mandate_words(material, language) + words.say("lead", **told),),),
        sections=(*sections, Section(words.say("how"), ((words.say("how.1"),),))),
        closing=words.say("closing"),
        day=material.as_of,
    )


def _table(words: Words, rows: Sequence[Row]) -> Table:
    heading = tuple(words.say(name) for name in ("number", "task", "unit", "role", "text", "basis"))
    cells = tuple(_row(words, at, row) for at, row in enumerate(rows, 1))
    return Table(_WIDTHS, heading, cells, centred=(0,))


def _row(words: Words, at: int, row: Row) -> tuple[Cell, ...]:
    now = words.value("role", row["role_now"]) or words.say("none")
    role = words.value("role", row["role"])
    shown = role if now == role else words.say("role_change", now=now, role=role)
    return (
        str(at),
        words.task(row["task"]),
        words.unit(row["department"]) if row["department"] else words.say("blank"),
        shown,
        _text(words, row),
        words.value("duty_basis", row["basis"]),
    )


def _text(words: Words, row: Row) -> str:
    """Return the wording proposed for the duty, blanks where nothing tells."""
    due = words.say("due", day=words.day(row["due"])) if row["due"] else words.say("due_blank")
    if row["role"] == "lead":
        return words.say("text.lead", due=due)
    if row["activities"]:
        steps = joined(row["activities"], words.language)
        days = words.say("text.days", days=number(row["days"])) if row["days"] else ""
        return words.say("text.steps", steps=steps, days=days, due=due)
    usual = usual_duties().get(row["usual"] or "")
    content = usual.content(words.language) if usual else words.say("text.blank")
    return words.say("text.usual", content=content, due=due)
