"""Whether there is anything by which it can be told that a goal or task is reached."""

from collections.abc import Sequence

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.prescription.precheck.gathering import as_one, gathered
from chuandao.prescription.precheck.judged import Judged
from chuandao.prescription.precheck.model import SHOULD, Checked, Part, Remark

CHECK = "measure"
_RULES = frozenset({"refrain", "permit"})


def examine_measures(document: Understood, judged: Sequence[Judged]) -> Part:
    """Return the goals without a value, and the tasks in which nothing can be checked.

    A task can be checked by a value, a day, something delivered, a means, or a ban; the annex
    lends its own.
    """
    valued = {one.section for one in judged if one.is_goal and one.row.target}
    remarks = [
        r
        for one in judged
        if not (one.is_goal and one.section in valued) and (r := _of(document, one))
    ]
    goals = [remark for remark in remarks if remark.kind == "goal"]
    if len(goals) > 1:
        aims = sum(one.is_goal for one in judged)
        remarks = [as_one(goals, aims), *(r for r in remarks if r.kind != "goal")]
    fine = len(judged) - len({place.path for r in remarks for place in r.places})
    reason = "" if judged else "no_task"
    checked = Checked(CHECK, len(judged), fine, reason=reason)
    return Part(checked, gathered(remarks, sum(not one.is_goal for one in judged)))


def _of(document: Understood, one: Judged) -> Remark | None:
    if any(row.target for row in one.rows) or (not one.is_goal and _checkable(one)):
        return None
    kind = "goal" if one.is_goal else "none"
    return Remark(CHECK, kind, SHOULD, (one.quote(document),), {"task": one.row.name.value})


def _checkable(one: Judged) -> bool:
    side = one.clause.side
    days = any(d.kind != "vague" for d in side.deadlines) or any(r.deadline for r in one.annexed)
    means = any(item.instruments for item in one.clause.commitments)
    rules = any(_RULES & set(item.asked) for item in one.clause.commitments)
    return bool(one.targets or days or means or rules or one.delivers)
