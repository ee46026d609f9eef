"""What if (假設推演): another budget, other remedies, other effects, another anchor."""

from collections.abc import Collection, Mapping
from math import isinf
from typing import Any

import polars as pl

from chuandao.cascade.case import Case
from chuandao.decay.measure import Decay, measure
from chuandao.diagnosis.examine import Diagnosis
from chuandao.errors import UsageError
from chuandao.prescription.choose import Plan, prescribe
from chuandao.prescription.options.ranges import Range
from chuandao.prescription.simulate.verb import Simulation, simulate


def what_if(
    simulation: Simulation,
    case: Case,
    diagnosis: Diagnosis | Mapping[str, pl.DataFrame],
    *,
    budget: float | None = None,
    staff: float | None = None,
    without: Collection[str] | None = None,
    effects: Mapping[str, Range] | None = None,
    anchor: str | None = None,
) -> Simulation:
    """Return the simulation as it would be if something were otherwise (假設推演).

    Other effects alone leave the package as it is and are walked forward anew: what would this
    package bring if a remedy did less? Another budget or staff, or remedies that may not be used,
    let the package be chosen anew; another anchor lets the case be measured anew first. Chance is
    the same throughout, so that differences are those of the change.

    Parameters
    ----------
    simulation : Simulation
        As `simulate` returned it, of a plan.
    case : Case
    diagnosis : Diagnosis or mapping of str to pl.DataFrame
        From which the plan was made.
    budget, staff : float, optional
        Yuan and days; infinite for no limit. What is not given stays as it was.
    without : codes, optional
    effects : mapping of remedy to (low, mid, high), optional
    anchor : str, optional
        The source on which the level rests.

    Raises
    ------
    UsageError
        ``what_if_without_plan``: the simulation has no plan to change.
    """
    plan, decay = simulation.plan, simulation.decay
    if plan is None or decay is None:
        raise UsageError("what_if_without_plan")
    held: dict[str, Any] = {**simulation.parameters}
    assumed = _assumed(plan, held) if effects is None else dict(effects)
    how = {name: held[name] for name in ("periods", "draws", "seed")}
    how["memory"] = held["memory"] if anchor is None else None
    if all(one is None for one in (budget, staff, without, anchor)):
        return simulate(decay, plan, effects=assumed, **how)
    tables = diagnosis.tables if isinstance(diagnosis, Diagnosis) else diagnosis
    if anchor is not None:
        decay = _measured(decay, case, tables, anchor)
    before: dict[str, Any] = {**plan.parameters}
    plan = prescribe(
        case,
        tables,
        decay,
        budget=_limit(budget, before["budget"]),
        staff=_limit(staff, before["staff"]),
        without=before["without"] if without is None else without,
        effects=assumed,
        draws=before["draws"],
        seed=before["seed"],
    )
    return simulate(decay, plan, **how)


def _assumed(plan: Plan, held: Mapping[str, Any]) -> dict[str, Range]:
    """Return the effects given so far, for the plan and for the simulation."""
    before: dict[str, Any] = {**plan.parameters}
    both = {**before["effects"], **held["effects"]}
    return {name: (values[0], values[1], values[2]) for name, values in both.items()}


def _measured(decay: Decay, case: Case, tables: Mapping[str, pl.DataFrame], anchor: str) -> Decay:
    held: dict[str, Any] = {**decay.parameters}
    how = {name: held[name] for name in ("as_of", "seed", "weighting") if name in held}
    return measure(case, tables, anchor=anchor, **how)


def _limit(given: float | None, before: float | None) -> float | None:
    if given is None:
        return before
    return None if isinf(given) else given
