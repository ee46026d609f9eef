"""Whether what is to be delivered has a day, and whether the day is one."""

from collections.abc import Sequence

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.precheck import words_like
from chuandao.prescription.precheck.gathering import gathered
from chuandao.prescription.precheck.judged import Judged
from chuandao.prescription.precheck.model import MUST, SHOULD, Checked, Part, Remark, quote_of
from chuandao.text.canonical import plain
from chuandao.text.times.deadlines import Deadline

CHECK = "date"
_REACHED = frozenset({"ge", "gt", "eq", "about", "range", "by", "cut"})


def examine_dates(document: Understood, judged: Sequence[Judged]) -> Part:
    """Return the goals and tasks that deliver something and name no day, or a vague one.

    A standing duty needs none. The day may stand in the annex, in an aim that states the same
    value, or in the title (三年行動計劃, 2025年工作要點), which then holds for all.
    """
    if words_like("plan_years").search(plain(document.title)):
        return Part(Checked(CHECK, reason="title_term"))
    due = [one for one in judged if _is_due(one)]
    remarks = [r for one in due if (r := _of_task(document, one, judged))]
    checked = Checked(CHECK, len(due), len(due) - len(remarks), reason="" if due else "nothing_due")
    return Part(checked, gathered(remarks, len(due)))


def _is_due(one: Judged) -> bool:
    """Return whether something is there on a given day that was not there before."""
    if one.is_goal:
        return bool(one.targets)
    reached = [t for t in one.targets if t.comparator in _REACHED and t.kind != "rate"]
    return (bool(reached) and one.delivers) or (
        bool(one.clause.side.deadlines) and _only_vague(one.clause.side.deadlines)
    )


def _of_task(document: Understood, one: Judged, judged: Sequence[Judged]) -> Remark | None:
    terms = one.clause.side.deadlines
    if any(row.deadline for row in one.annexed) or any(d.kind != "vague" for d in terms):
        return None
    rules = any(words_like(kind).search(one.words) for kind in ("standing", "processing"))
    if rules or _dated_elsewhere(one, judged) or _dated_by_name(one):
        return None
    if one.is_goal and _dated_above(one, judged):
        return None
    told = {"task": one.row.name.value}
    if terms:
        places = tuple(quote_of(document, one.row.path, d.start, d.end) for d in terms)
        return Remark(CHECK, "vague", SHOULD, places, told | {"words": places[0].words})
    severity = SHOULD if one.is_goal else MUST
    return Remark(CHECK, "none", severity, (one.quote(document),), told)


def _only_vague(terms: Sequence[Deadline]) -> bool:
    return all(term.kind == "vague" for term in terms)


def _dated_elsewhere(one: Judged, judged: Sequence[Judged]) -> bool:
    """Return whether a clause with a day states the same value."""
    values = {(t.value, t.measure) for t in one.targets}
    return any(
        values & {(t.value, t.measure) for t in other.targets}
        for other in judged
        if other is not one and any(d.kind != "vague" for d in other.clause.side.deadlines)
    )


def _dated_above(one: Judged, judged: Sequence[Judged]) -> bool:
    """Return whether an aim before it in the same section names the day (到2020年，…：——…)."""
    return any(
        other.section == one.section
        and other.clause.start < one.clause.start
        and any(d.kind != "vague" for d in other.clause.side.deadlines)
        for other in judged
    )


def _dated_by_name(one: Judged) -> bool:
    """Return whether its heading names the year (2027年目標)."""
    return bool(words_like("plan_years").search(plain(one.row.name.value)))
