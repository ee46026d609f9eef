"""What became of every upper clause in a lower document: covered, partial, dropped, or not its."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.cascade.tracing.duty.judging import Duties
from chuandao.cascade.tracing.duty.scorer import Judgement
from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold

KEPT = frozenset({"faithful", "localised", "strengthened", "verbatim"})
FORMAL = frozenset({"preamble"})  # no duty of anybody: background, basis, closing formula
_BURDENS = {"reporting": "reporting", "sanction": "sanction"}


@dataclass(frozen=True)
class Status:
    """The status of an upper clause in a unit's document; ``document`` empty for none at hand.

    ``reason``: code of what it rests on, with the words of the upper document (code points);
    ``doubtful``: another status comes near, a person should look.
    """

    upper: str
    unit: str
    document: str
    status: str
    probability: float
    reason: str = ""
    start: int = 0
    end: int = 0
    doubtful: bool = False


@dataclass(frozen=True)
class Added:
    """A lower clause without an upper counterpart; ``kind``: task, reporting, sanction."""

    lower: str
    kind: str


def statuses(duties: Duties, links: Iterable[Link]) -> tuple[Status, ...]:
    """Return the status of every upper clause in a lower document that was read.

    Parameters
    ----------
    duties : Duties
        Whose duty the clauses of the upper document are, seen from the lower one.
    links : iterable of Link
        Of this pair of documents, alternatives included.

    Notes
    -----
    Answered clauses are *covered*, or *partial* where what answers them is no more than a
    summary, a part of the scope, a slogan or something else. Of the others a rule may tell
    (`chuandao.cascade.tracing.duty.rules`); else a clause is *dropped* where the probability that
    it is the unit's duty and that nothing answers it reaches ``drop_accept``; *partial* and
    doubtful where it is likely its duty (``duty_accept``) and may be answered after all; and
    *not applicable* where it is likely another's.
    """
    by_upper: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        if link.rank == 1:
            by_upper[link.upper].append(link)
    return tuple(_status(clause, duties, by_upper[clause.id]) for clause in duties.upper.clauses)


def added(lower: Understood, links: Iterable[Link]) -> tuple[Added, ...]:
    """Return the clauses of a lower document that no accepted link leads to, formalities aside."""
    linked = {link.lower for link in links if link.rank == 1}
    return tuple(
        Added(clause.id, _BURDENS.get(clause.kind, "task"))
        for clause in lower.clauses
        if clause.id not in linked and clause.kind not in FORMAL
    )


def _status(clause: Clause, duties: Duties, accepted: list[Link]) -> Status:
    rule = duties.ruled.get(clause.id)
    binding = clause.kind in FORMAL or (rule is not None and rule.reason == "duty_list")
    if rule and (binding or not accepted):
        return _told(clause, duties, rule.status, 1.0, rule.reason, (rule.start, rule.end))
    if accepted:
        return _answered(clause, duties, accepted)
    return _unanswered(clause, duties, duties.judged(clause.id))


def _answered(clause: Clause, duties: Duties, accepted: list[Link]) -> Status:
    """Return the status of an answered clause: by what it became, and how much of it."""
    sure = max(link.probability for link in accepted)
    labels = {link.labels[0] for link in accepted}
    little = duties.words_below(clause.id) < threshold("coverage_dropped")
    kept = bool(labels & KEPT) or ("weakened" in labels and not little)
    status = "covered" if kept else "partial"
    doubtful = sure < threshold("link_sure") or all(link.doubtful for link in accepted)
    return _told(clause, duties, status, sure, "answered", doubtful=doubtful)


def _unanswered(clause: Clause, duties: Duties, judged: Judgement) -> Status:
    """Return the status of a clause that nothing answers and no rule tells of."""
    dropped = judged.duty * (1 - judged.missed)
    span = (judged.start, judged.end)
    if dropped >= threshold("drop_accept"):
        doubt = dropped < threshold("drop_sure")
        return _told(clause, duties, "dropped", dropped, judged.sign, span, doubtful=doubt)
    if judged.duty >= threshold("duty_accept"):
        return _told(clause, duties, "partial", judged.missed, "likely_link", span, doubtful=True)
    doubt = judged.duty >= threshold("duty_doubt")
    other = 1 - judged.duty
    return _told(clause, duties, "not_applicable", other, judged.sign, span, doubtful=doubt)


def _told(
    clause: Clause,
    duties: Duties,
    status: str,
    probability: float,
    reason: str,
    span: tuple[int, int] | None = None,
    *,
    doubtful: bool = False,
) -> Status:
    start, end = span or (clause.start, clause.end)
    return Status(
        upper=clause.id,
        unit=duties.lower.unit,
        document=duties.lower.id,
        status=status,
        probability=round(probability, 4),
        reason=reason,
        start=start,
        end=end,
        doubtful=doubtful,
    )
