"""The verb inspections (督查抽樣): which units to look at next, drawn at random."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.result_rows import result_rows
from chuandao.errors import Problem, UsageError
from chuandao.prescription.inspections.draw import sample
from chuandao.prescription.inspections.frame import (
    Member,
    frame,
    tasks_at_once,
    tiers_to_inspect,
)
from chuandao.prescription.inspections.sources import compared
from chuandao.prescription.proposal import Proposal


def inspections(
    case: Case,
    *,
    count: int,
    seed: int,
    as_of: date | str | None = None,
    tiers: Sequence[int] | None = None,
    rest_days: int | None = None,
) -> Proposal:
    """Return a stratified random sample of units to inspect next, within the rules (督查抽樣).

    Parameters
    ----------
    case : Case
    count : int
        Units to draw.
    seed : int
        Of the draw; the same seed draws the same units. Choose it before looking.
    as_of : date or str, optional
        The day of the draw; by default the latest day in the data.
    tiers : sequence of int, optional
        Tiers to draw from; by default the lowest that governments stand on. A village is
        never drawn.
    rest_days : int, optional
        Days after an inspection within which the same task is left alone in the same unit; by
        default that of the catalogue.

    Returns
    -------
    Proposal
        Tables ``inspection_sample``, ``inspection_frame``, ``sources_compared``. Results of the
        sample, each over its probability, estimate the frame without bias.

    Raises
    ------
    UsageError
        ``as_of_unknown``, ``inspection_count``, ``inspection_rest``, ``inspection_nobody``.

    Notes
    -----
    Nothing known of a unit's results enters the draw. To look where it is worst finds more of the
    worst and spoils what the visits say of the whole; rules by value of information gain little
    where a model is fitted, and lose without one (benchmarks/bench_inspections.py).

    Examples
    --------
    >>> import chuandao as cd
    >>> case = cd.read(cd.examples.qinghe)
    >>> cd.inspections(case, count=10, seed=7).tables["inspection_sample"].height
    10
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or case.last_day
    if day is None:
        raise UsageError("as_of_unknown")
    rest = int(threshold("inspection_rest_days")) if rest_days is None else rest_days
    if count < 1:
        raise UsageError("inspection_count", given=count)
    if rest < 0:
        raise UsageError("inspection_rest", given=rest)
    wanted = tuple(tiers_to_inspect(case) if tiers is None else tiers)
    members = frame(case, day, wanted, rest)
    able = [one for one in members if one.reason == "open"]
    if not able:
        raise UsageError("inspection_nobody", considered=len(members), rest=rest)
    drawn = min(count, len(able))
    rows = sample(able, drawn, tasks_at_once(), np.random.default_rng(seed))
    return Proposal(
        "inspections",
        {
            "inspection_sample": result_rows("inspection_sample", rows),
            "inspection_frame": result_rows("inspection_frame", map(_considered, members)),
            "sources_compared": result_rows("sources_compared", compared(case, day)),
        },
        day,
        {"count": count, "seed": seed, "tiers": list(wanted), "rest_days": rest},
        case.fingerprint,
        tuple(_warnings(case, count, able)),
    )


def _considered(one: Member) -> dict[str, object]:
    return {
        "unit": one.unit, "county": one.county, "tier": one.tier, "type": one.type or None,
        "reason": one.reason, "tasks": len(one.tasks), "tasks_open": len(one.open),
    }  # fmt: skip


def _warnings(case: Case, count: int, able: Sequence[Member]) -> Iterable[Problem]:
    if count > len(able):
        told = {"asked": count, "there": len(able)}
        yield Problem("inspection_fewer", "warning", parameters=told)
    if "evidence" not in case.tables:
        yield Problem("inspection_no_history", "warning")
