"""What is left of each task, tier by tier: in which share of the units it is still deployed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.indices.family import Family
from chuandao.stats.survival import survival

if TYPE_CHECKING:
    from chuandao.cascade.tracing.statuses import Status

Row = dict[str, object]
_JUDGED = frozenset({"covered", "partial", "dropped"})


def survivals(traced: Traced, found: Family) -> list[Row]:
    """Return, for each task of a root and each tier, how far it came down.

    Notes
    -----
    A unit is at risk on a tier where a document of it was read, a clause above it that serves
    the task is its duty, and the task was still deployed in the document of that clause.
    It keeps the task where one of its documents covers one of those clauses: what is only
    partly deployed (a slogan, a summary) does not go further. Units without a document and
    those of which none was required are censored, not lost.
    """
    at_risk, kept = _followed(traced, found)
    tiers = {code: _tier(code, found) for code in found.documents}
    rows: list[Row] = []
    for task in sorted(at_risk):
        by_tier: defaultdict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
        for code in at_risk[task]:
            unit = found.documents[code].unit or code
            by_tier[tiers[code]][0].add(unit)
            if code in kept[task]:
                by_tier[tiers[code]][1].add(unit)
        rows += _steps(task, {tier: (len(a), len(b)) for tier, (a, b) in by_tier.items()})
    return rows


def _followed(
    traced: Traced, found: Family
) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
    """Return, for each task, the documents at risk of losing it and those that kept it."""
    judged: defaultdict[str, list[Status]] = defaultdict(list)
    for status in traced.statuses:
        if status.document in found.documents and status.status in _JUDGED:
            judged[status.document].append(status)
    at_risk: defaultdict[str, set[str]] = defaultdict(set)
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for code in _downwards(found):
        for status in judged[code]:
            above = status.upper.partition("#")[0]
            for task in traced.tasks.get(status.upper, ()):
                if above == task.partition("#")[0] or above in kept[task]:
                    at_risk[task].add(code)
                    if status.status == "covered":
                        kept[task].add(code)
    return at_risk, kept


def _downwards(found: Family) -> Sequence[str]:
    return sorted(found.documents, key=lambda code: (len(found.above[code]), code))


def _tier(code: str, found: Family) -> int:
    """Return the tier of a document; where it is not known, one below its parent's."""
    document = found.documents[code]
    if document.tier is not None:
        return document.tier
    above = [t for c in found.above[code] if (t := found.documents[c].tier) is not None]
    return max(above, default=-1) + 1


def _steps(task: str, counts: Mapping[int, tuple[int, int]]) -> list[Row]:
    steps = survival([counts[tier] for tier in sorted(counts)])
    return [
        {
            "task": task,
            "tier": tier,
            "at_risk": step.at_risk,
            "kept": step.kept,
            "share": step.share,
            "survival": step.survival,
            "low": step.low,
            "high": step.high,
        }
        for tier, step in zip(sorted(counts), steps, strict=False)
    ]
