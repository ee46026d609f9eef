"""Whether each task names a lead, one lead, and one that can lead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.task_table.tasks import TaskRow
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.precheck import words_like
from chuandao.diagnosis.coordination.lead_means import lacking_for
from chuandao.prescription.precheck.gathering import gathered
from chuandao.prescription.precheck.judged import Judged
from chuandao.prescription.precheck.model import (
    CONSIDER,
    MUST,
    SHOULD,
    Checked,
    Part,
    Quote,
    Remark,
    quote_of,
)
from chuandao.prescription.precheck.naming import is_definite, is_unspecific, known_units
from chuandao.text.canonical import plain
from chuandao.text.commitment.commitment import Found

CHECK = "lead"
_JOINED = re.compile(r"[、，,]|和|与|及|以及|\s?and\s|,\s")
_TWO = 2
_BARE = 2  # letters of 部门, 单位: a word and no name


def examine_leads(
    document: Understood, judged: Sequence[Judged], case: Case | None, as_of: date | None
) -> Part:
    """Return which tasks name no lead, several, or one that cannot lead.

    A unit that acts in the sentence (由市財政局…, 市財政每年安排…) is named; that of the annexed
    row counts. Aims of the whole, and bottom lines that bind everybody, need no lead of their own.
    """
    tasks = [one for one in judged if not (one.is_goal or _binds_all(one))]
    remarks = [remark for one in tasks for remark in _of_task(document, one)]
    if case is not None:
        remarks += [r for one in tasks for r in _in_case(document, one, case, as_of)]
    wanting = {place.path for remark in remarks for place in remark.places}
    fine = sum(one.row.path not in wanting for one in tasks)
    checked = Checked(CHECK, len(tasks), fine, reason="" if tasks else "no_task")
    return Part(checked, gathered(remarks, len(tasks)))


def _binds_all(one: Judged) -> bool:
    """Return whether a clause draws a bottom line, and has nobody deliver anything."""
    rules = any("refrain" in item.asked for item in one.clause.commitments)
    named_so = words_like("bottom_line").search(plain(one.row.name.value))
    return bool(named_so) or (rules and not one.delivers and not one.targets)


def named(rows: Iterable[TaskRow]) -> tuple[Found, ...]:
    """Return who leads or is responsible by the rows of a task."""
    return tuple(unit for row in rows for unit in (*row.lead, *row.responsible))


def _of_task(document: Understood, one: Judged) -> Iterator[Remark]:
    units = named(one.rows)
    definite = [u for u in units if is_definite(u.value)]
    if not definite and not _spoken_for(one):
        yield _nobody(document, one, units)
        return
    leads = [u for u in one.row.lead if is_definite(u.value)]
    if len(leads) >= _TWO and _side_by_side(document, leads):
        yield _remark(document, one, "several", SHOULD, leads, units=_names(leads))
    elif not any(row.lead for row in one.rows):
        yield from _shared(document, one)
    for lead in leads:
        if words_like("no_office").search(plain(lead.value)):
            yield _remark(document, one, "no_office", SHOULD, [lead], unit=lead.value)


def _nobody(document: Understood, one: Judged, units: Sequence[Found]) -> Remark:
    here = [u for u in units if u.start < one.clause.end and len(u.value) > _BARE]
    loose = [unit for unit in here if is_unspecific(unit.value)]
    if loose:
        return _remark(document, one, "unspecific", SHOULD, loose[:1], unit=loose[0].value)
    dated = any(d.kind in {"by", "at", "within"} for d in one.clause.side.deadlines)
    severity = MUST if one.targets or dated else SHOULD
    return Remark(CHECK, "none", severity, (one.quote(document),), {"task": one.row.name.value})


def _spoken_for(one: Judged) -> bool:
    """Return whether a unit begins a sentence of the clause, or of what leads it in."""
    actors = [actor for item in one.clause.commitments for actor in item.actor]
    found = words_like("spoken_for").finditer(one.words)
    acting = (words_like(kind).search(one.words) for kind in ("led_by_person", "acting_office"))
    return (
        any(is_definite(actor.value) for actor in actors)
        or any(not is_unspecific(match[1]) for match in found if match[1])
        or any(acting)
    )


def _side_by_side(document: Understood, leads: Sequence[Found]) -> bool:
    """Return whether two leads stand in one enumeration, for one and the same matter."""
    pairs = pairwise(leads)
    return any(_JOINED.fullmatch(plain(document.text[a.end : b.start]).strip()) for a, b in pairs)


def _shared(document: Understood, one: Judged) -> Iterator[Remark]:
    """Yield that several are responsible and none leads: names that stand in one enumeration."""
    said = {unit.start for unit in one.clause.side.found("responsible")}
    units = [u for u in one.row.responsible if u.start in said and is_definite(u.value)]
    if len(units) >= _TWO and _side_by_side(document, units) and not one.row.cooperate:
        offices = [u for u in units if not _below(u.value)]
        if len(offices) >= _TWO:
            yield _remark(document, one, "shared", CONSIDER, offices, units=_names(offices))


def _below(name: str) -> bool:
    """Return whether a name means a whole tier, each unit of which answers for its own area."""
    return bool(
        re.search(r"^(?:各|有关|所有|全体|each|all)|政府$|^(?:县|乡|镇|村|区)", plain(name))
    )


def _names(units: Sequence[Found]) -> str:
    return "、".join(dict.fromkeys(unit.value for unit in units))


def _remark(
    document: Understood, one: Judged, kind: str, severity: str, about: Sequence[Found], **told: str
) -> Remark:
    places: tuple[Quote, ...] = tuple(
        quote_of(document, one.row.path, unit.start, unit.end) for unit in about
    )
    return Remark(CHECK, kind, severity, places, {"task": one.row.name.value, **told})


def _in_case(document: Understood, one: Judged, case: Case, as_of: date | None) -> Iterator[Remark]:
    """Yield what a lead lacks by the tables of the case."""
    leads = {u.value: u for row in one.rows for u in row.lead}
    known = known_units(leads, case.units)
    said = [one.row.name.value, one.row.text.value]
    for name, code in sorted(known.items()):
        lacks = lacking_for(case, code, said, as_of)
        if lacks:
            kind = f"lacks_{lacks[0]}"
            yield _remark(document, one, kind, MUST, [leads[name]], unit=name)


def unknown_names(judged: Sequence[Judged], case: Case) -> tuple[str, ...]:
    """Return the leads that are no unit of the case: whether they exist cannot be told."""
    leads = [u.value for one in judged for u in one.row.lead]
    known = known_units(leads, case.units)
    return tuple(dict.fromkeys(name for name in leads if name not in known))
