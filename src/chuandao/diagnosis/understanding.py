"""The cause understanding (理解偏差): what the documents made of the commitments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.rows import rows_of
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis import comprehension
from chuandao.diagnosis.answers import Answer, answers, loss_weights
from chuandao.diagnosis.examination import Coverage, Deficit, Examination, Finding, Words
from chuandao.messages import has

CAUSE = "understanding"
_PURPOSE = frozenset({"goal", "principle"})
_CALIBRATED = 1.0  # expected values given the labels: what is left is Berkson error
_SHOWN = 6  # clause paths named in a statement


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:  # noqa: ARG001
    """Return what the documents show of the units' understanding.

    The deficit of a unit and task is the mean expected loss over the clauses of the parent
    document that serve the task, are the unit's duty, and met a document of the unit that was
    read. A unit without such a document is not examined: absence of text lowers nothing.

    Notes
    -----
    Loss weights of true labels are design assumptions; what the tracer's labels are worth was
    measured on the planted truth of the example case (``label_weights.csv``). A deficit is
    thus the expected severity given the labels, as regression calibration would make it, and
    its reliability is stated as 1: correcting it again would count the error twice. How far
    it follows the truth (``understanding_reliability``) stands in the catalogue.
    Strengthening is a finding of its own (U8) and no loss. Comprehension tests (U9) give findings
    and do not enter the deficit.
    """
    found = answers(case, trace)
    by_task = _by_unit_and_task(found)
    deficits = tuple(
        Deficit(unit, task, CAUSE, _mean(held), _CALIBRATED)
        for (unit, task), held in sorted(by_task.items())
        if task
    )
    return Examination(
        findings=(*_findings(by_task), *comprehension.findings(case, trace)),
        deficits=deficits,
        coverage=tuple(_coverage(case, deficits)),
    )


def _by_unit_and_task(found: Iterable[Answer]) -> dict[tuple[str, str], list[Answer]]:
    grouped: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
    for answer in found:
        for task in answer.tasks or ("",):
            grouped[answer.unit, task].append(answer)
    return grouped


def _mean(held: Sequence[Answer]) -> float:
    return round(sum(answer.loss for answer in held) / len(held), 6)


def _coverage(case: Case, deficits: Iterable[Deficit]) -> Iterable[Coverage]:
    """Say what was examined; a unit of whom too few took a test would need more of them."""
    examined = {(deficit.unit, deficit.task) for deficit in deficits}
    with_tasks = {unit for unit, _ in examined}
    few = comprehension.too_few(case)
    for unit, task in sorted(examined):
        yield Coverage(unit, task, CAUSE, examined=True)
    for unit in case.units:
        lacking = ("documents",) if unit not in with_tasks and unit != case.units.root else ()
        needed = lacking + (("tests",) if unit in few else ())
        if needed:
            yield Coverage(unit, "", CAUSE, examined=False, needed=needed)


def _findings(by_task: Mapping[tuple[str, str], list[Answer]]) -> Iterable[Finding]:
    for (unit, task), held in sorted(by_task.items()):
        signs: defaultdict[tuple[str, str], list[Answer]] = defaultdict(list)
        for answer in held:
            for sign in _signs(answer):
                signs[answer.document.id, sign].append(answer)
        for (_, sign), bearing in sorted(signs.items()):
            yield _finding(unit, task, sign, bearing, len(held))


def _signs(answer: Answer) -> set[str]:
    named = {row["label"]: row["sign"] for row in rows_of("label_weights.csv") if row["sign"]}
    if answer.labels == ("dropped",) and answer.upper.kind in _PURPOSE:
        return {"U10"}
    return {_form(answer, named[label]) for label in answer.labels if label in named}


def _form(answer: Answer, sign: str) -> str:
    """Tell a show of activity in the place of substance (U5) from another substitution (U4)."""
    if sign != "U4" or answer.link is None:
        return sign
    reversed_ = any(change.direction == "reversed" for change in answer.link.changes)
    return "U4" if reversed_ else "U5"


def _finding(unit: str, task: str, sign: str, bearing: Sequence[Answer], judged: int) -> Finding:
    document = bearing[0].document
    paths = [answer.upper.path for answer in bearing]
    more = "…" if len(paths) > _SHOWN else ""
    return Finding(
        unit=unit,
        cause=CAUSE,
        sign=sign,
        severity=min(1.0, sum(_severity(answer) for answer in bearing) / judged),
        code=_code(sign, bearing),
        task=task,
        document=document.id,
        parameters={
            "title": document.title,
            "count": str(len(bearing)),
            "clauses": "、".join(paths[:_SHOWN]) + more,
        },
        words=tuple(words for answer in bearing for words in _words(answer)),
    )


def _code(sign: str, bearing: Sequence[Answer]) -> str:
    """Return the code of the statement: of the one way it happened, where there is only one."""
    direction = {"U7": "laxer", "U8": "stricter"}.get(sign)
    ways = {
        change.reason.removeprefix("change.")
        for answer in bearing
        if answer.link
        for change in answer.link.changes
        if change.direction == direction
    }
    exact = f"finding.{sign}.{next(iter(ways))}" if len(ways) == 1 else ""
    return exact if has(exact) else f"finding.{sign}"


def _severity(answer: Answer) -> float:
    """Return the design weight; for ratcheting, which is no loss, that of a weakening."""
    weight = max(loss_weights()[label] for label in answer.labels)
    return weight or threshold("ratchet_severity")


def _words(answer: Answer) -> Iterable[Words]:
    yield Words(answer.upper.document, answer.upper.start, answer.upper.end)
    if answer.lower is None:
        return
    marked = [change for change in answer.link.changes if change.lower] if answer.link else []
    if not marked:
        yield Words(answer.document.id, answer.lower.start, answer.lower.end)
    for change in marked:
        if change.lower and change.direction != "added":
            yield Words(answer.document.id, change.lower.start, change.lower.end)
