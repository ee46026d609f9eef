"""The indicator sheet by type of unit (差異化考核指標表): points now and proposed, and why."""

from collections.abc import Iterable, Sequence

from chuandao.catalog.thresholds import threshold
from chuandao.catalog.values import values
from chuandao.messages import has, render
from chuandao.report.material import Material
from chuandao.report.paper_words import joined
from chuandao.report.papers.letters.frame import (
    Letter,
    Paragraph,
    Section,
    Table,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.paper import Piece
from chuandao.report.papers.remedies.proposed import Row, Words, number
from chuandao.report.papers.tables import Cell

_WIDTHS = (9.0, 34.0, 14.0, 14.0, 14.0, 31.0, 20.0, 20.0)
_WIDE_WORDS = {"en": (9.0, 28.0, 20.0, 12.0, 17.0, 27.0, 23.0, 20.0)}
_SUMMARY = (34.0, 17.0, 17.0, 17.0, 17.0, 17.0, 17.0, 20.0)
_SHOWN = ("quality", "benefit", "innovation", "green", "livelihood", "growth")
_STAYS = frozenset({"near_priority", "by_rule", "within_others"})
_NAMED = 6


def indicator_sheet(material: Material, language: str) -> Letter:
    """Return the proposal to the office in charge of appraisal, from a proposal of `appraise`."""
    words = Words(material, language, "appraise_paper")
    groups = _groups(words.rows("weights_proposed"))
    chosen = material.facts["parameters"]
    parameters = chosen if isinstance(chosen, dict) else {}
    told = {
        "others": number(100 * parameters["others"]),
        "aversion": number(parameters["aversion"]),
        "step": number(threshold("points_step")),
    }
    return Letter(
        issuer=issuer_of(material, language),
        title=words.say("title", city=words.city),
        to=words.say("to", city=words.city),
        lead=((mandate_words(material, language) + words.say("lead", kinds=len(groups)),),),
        sections=(
            Section(words.say("summary"), _summary(words, groups)),
            Section(words.say("sheets"), tuple(_sheets(words, groups))),
            Section(words.say("method"), tuple((words.say(f"method.{i}", **told),) for i in _FOUR)),
            Section(words.say("pilots"), _pilots(words)),
            Section(words.say("tolerance"), _tolerance(words)),
            Section(words.say("incentives"), _incentives(words)),
        ),
        closing=words.say("closing"),
        day=material.as_of,
    )


_FOUR = (1, 2, 3, 4)


def _groups(rows: Iterable[Row]) -> list[list[Row]]:
    held: dict[str, list[Row]] = {}
    for row in rows:
        held.setdefault(row["unit"], []).append(row)
    return list(held.values())


def _name(words: Words, group: Sequence[Row]) -> str:
    first = group[0]
    kind = first["type"] or words.say("no_type")
    if len(first["units"]) == 1:
        return words.say("kind_one", unit=words.unit(first["unit"]), kind=kind)
    parent = words.material.units.parent(first["unit"])
    return words.say("kind", place=words.unit(parent) if parent else words.city, kind=kind)


def _summary(words: Words, groups: Sequence[Sequence[Row]]) -> tuple[Paragraph | Table, ...]:
    if not groups:
        return ((words.say("no_groups"),),)
    labels = tuple(values("dimension").label(name, words.language) for name in _SHOWN)
    heading = (words.say("col.kind"), *labels, words.say("col.rest"))
    rows = tuple(_shares(words, group) for group in groups)
    table = Table(_SUMMARY, heading, rows, centred=tuple(range(1, 8)))
    return ((words.say("summary_lead"),), table)


def _shares(words: Words, group: Sequence[Row]) -> tuple[Cell, ...]:
    def of(names: tuple[str, ...], *, among: bool) -> Cell:
        held = [row for row in group if (row["dimension"] in names) == among]
        now = sum(row["weight_now"] or 0.0 for row in held)
        proposed = sum(row["weight_proposed"] for row in held)
        if number(now) == number(proposed):
            return number(now)
        return (number(now), words.say("change", proposed=number(proposed)))

    units = len(group[0]["units"])
    count = words.say("count", count=units) if units > 1 else ""
    cells = (of((name,), among=True) for name in _SHOWN)
    return (f"{_name(words, group)}{count}", *cells, of(_SHOWN, among=False))


def _sheets(words: Words, groups: Sequence[Sequence[Row]]) -> Iterable[Paragraph | Table]:
    """Yield the sheet of each kind of units; one in which nothing moves is said in a line."""
    for at, group in enumerate(groups, 1):
        first = group[0]
        more = len(first["units"]) - _NAMED
        named = words.units(first["units"][:_NAMED]) + (
            words.say("and_more", count=len(first["units"])) if more > 0 else ""
        )
        code = f"papers.number.{at}"
        counted = render(code, words.language) if has(code) else str(at)
        lead = words.say("sheet", number=counted, kind=_name(words, group))
        told = {"units": named, "schemes": _schemes(words, first)}
        if all(row["reason"] in _STAYS for row in group):
            yield (Piece(lead, bold=True), words.say("sheet_stays", **told))
            continue
        yield (Piece(lead, bold=True), words.say("sheet_lead", **told))
        heading = tuple(words.say(f"col.{name}") for name in _COLUMNS)
        ordered = sorted(group, key=lambda row: (not row["subject"], row["subject"]))
        rows = tuple(_line(words, i, row) for i, row in enumerate(ordered, 1))
        yield Table(_WIDE_WORDS.get(words.language, _WIDTHS), heading, rows, centred=(0, 2, 3, 4))


def _schemes(words: Words, row: Row) -> str:
    return "".join(words.say("scheme", name=name) for name in row["schemes"].split("；"))


_COLUMNS = ("number", "indicator", "dimension", "now", "proposed", "reason", "sources", "scorers")


def _line(words: Words, at: int, row: Row) -> tuple[Cell, ...]:
    name = row["indicator"] or words.say("new", task=_subject(words, row["subject"]))
    veto = words.say("veto") if row["veto"] else ""
    reason = words.value("weight_reason", row["reason"])
    if row["priority_share"] is not None:
        share = number(100 * row["priority_share"])
        reason = words.say("reason", reason=reason, share=share)
    return (
        str(at),
        f"{name}{veto}",
        words.value("dimension", row["dimension"]) or "—",
        number(row["weight_now"]),
        number(row["weight_proposed"]),
        reason,
        _sources(words, row["sources"] or ()) if row["subject"] else words.say("as_now"),
        _scorers(words, row["scorers"] or ()) if row["subject"] else words.say("as_now"),
    )


def _sources(words: Words, given: Sequence[str]) -> str:
    """Return the sources other than the unit itself; where there are none, that they are wanted."""
    named = [words.value("evidence_source", one) for one in given if one != "self_report"]
    if named:
        return joined(named, words.language)
    return words.say("self_only" if given else "to_name")


def _subject(words: Words, subject: str) -> str:
    """Return a priority by name: a dimension of appraisal, else a task."""
    known = {value.value for value in values("dimension").values}
    return words.value("dimension", subject) if subject in known else words.task_name(subject)


def _scorers(words: Words, given: Sequence[str]) -> str:
    return words.units(given) or words.say("to_name")


def _pilots(words: Words) -> tuple[Paragraph | Table, ...]:
    rows = [row for row in words.rows("pilot_steps") if row["step"] != "none"]
    if not rows:
        return ((words.say("no_pilots"),),)
    heading = tuple(words.say(f"col.{name}") for name in ("pilot", "unit", "until", "step", "due"))
    cells = tuple(
        (
            row["pilot"],
            words.unit(row["unit"]),
            words.day(row["until"]),
            words.value("pilot_step", row["step"]),
            words.day(row["due"]) + (words.say("overdue") if row["overdue"] else ""),
        )
        for row in sorted(rows, key=lambda row: (row["due"] or words.material.as_of, row["pilot"]))
    )
    return (
        (words.say("pilots_lead"),),
        Table((42.0, 28.0, 30.0, 26.0, 30.0), heading, cells),
    )


def _tolerance(words: Words) -> tuple[Paragraph | Table, ...]:
    rows = words.rows("tolerance_register")
    if not rows:
        return ((words.say("no_tolerance"),),)
    names = ("matter", "unit", "decided", "decision", "score", "correction")
    heading = tuple(words.say(f"col.{name}") for name in names)
    cells = tuple(
        (
            row["matter"],
            words.unit(row["unit"]),
            words.say("decided", by=row["decided_by"], day=words.day(row["date"])),
            words.value("tolerance_decision", row["decision"]),
            words.value("score_rule", row["score"]),
            row["correction"] or words.say("to_record"),
        )
        for row in rows
    )
    table = Table((16.0, 26.0, 44.0, 22.0, 24.0, 24.0), heading, cells, centred=(0,))
    return ((words.say("tolerance_lead"),), table)


def _incentives(words: Words) -> tuple[Paragraph | Table, ...]:
    rows = words.rows("incentives")
    if not rows:
        return ((words.say("no_incentives"),),)
    heading = tuple(words.say(f"col.{name}") for name in ("unit", "basis", "about"))
    cells = tuple(
        (
            words.unit(row["unit"]),
            words.value("incentive_basis", row["basis"]),
            words.task(row["about"]) if row["basis"] == "kept_more" else row["about"],
        )
        for row in sorted(rows, key=lambda row: words.material.units.position(row["unit"]))
    )
    return ((words.say("incentives_lead"),), Table((40.0, 48.0, 68.0), heading, cells))
