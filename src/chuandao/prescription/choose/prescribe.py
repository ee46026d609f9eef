"""The verb prescribe (提出對策): the package of remedies that a budget can buy, and its proof."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.knowledge import remedies
from chuandao.catalog.thresholds import threshold
from chuandao.decay.measure import Decay
from chuandao.diagnosis.examine import Diagnosis
from chuandao.errors import Problem, UsageError
from chuandao.prescription.choose.problem import Limits, World, problem_of
from chuandao.prescription.choose.robust import hindsight_of, outcome_of, worlds_of
from chuandao.prescription.choose.tables import Choice, plan_tables
from chuandao.prescription.options import (
    Options,
    effect_ranges,
    found_signs,
    ground_of,
    mean_shares,
    options_of,
)
from chuandao.prescription.options.learnt import learnt_ranges
from chuandao.prescription.options.ranges import Range
from chuandao.stats.packages.branch import Effort, best_package
from chuandao.stats.packages.setting import Setting

Tables = Mapping[str, pl.DataFrame]
_ALL_DRAWS = 60_000
_LARGE = 20_000
_FEWEST = 2
_ENOUGH = 5e-5


@dataclass(frozen=True, eq=False)
class Plan:
    """A package of remedies (對策建議), what it is expected to bring, and what that rests on.

    Attributes
    ----------
    tables : mapping of str to pl.DataFrame
        plan, plan_summary, plan_alternatives, plan_assumptions.
    warnings : tuple of Problem
    parameters : mapping
        budget, staff, without, effects, draws, seed.
    fingerprint : str
        The hash of the case.
    options : Options or None
        All that could have been done; the rows of ``chosen`` are the package.
    chosen : tuple of int
        Positions of the package among the options.
    """

    tables: Tables
    warnings: tuple[Problem, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""
    options: Options | None = None
    chosen: tuple[int, ...] = ()

    def save(self, folder: str | Path) -> None:
        """Write the tables as Parquet and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {
            "verb": "prescribe",
            "version": __version__,
            "fingerprint": self.fingerprint,
            "parameters": dict(self.parameters),
        }
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:
        """Return the totals and the remedies of the package as a short table."""
        total = self.tables["plan_summary"].row(0, named=True)
        head = (
            f"Plan: {total['measures']} measures, {total['cost']:,.0f} yuan, "
            f"{total['staff_days']:,.0f} staff days; mean efficacy "
            f"{total['efficacy']:.3f}, gain {total['gain']:+.3f} "
            f"({total['low']:+.3f} to {total['high']:+.3f}), gap {total['gap']:.2%}"
        )
        chosen = self.tables["plan_alternatives"].filter(pl.col("units") > 0)
        rows = chosen.sort("gain", descending=True).iter_rows(named=True)
        lines = [f"  {row['remedy']} x {row['units']}: {row['gain']:+.4f}" for row in rows]
        return "\n".join([head, *lines])

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def prescribe(  # noqa: PLR0913 - all but three are named
    case: Case,
    diagnosis: Diagnosis | Tables,
    decay: Decay,
    *,
    budget: float | None = None,
    staff: float | None = None,
    without: Collection[str] = (),
    effects: Mapping[str, Range] | None = None,
    draws: int = 200,
    seed: int = 0,
) -> Plan:
    r"""Return the package of remedies that raises mean efficacy most within limits (提出對策).

    Parameters
    ----------
    case : Case
    diagnosis : Diagnosis or mapping of str to pl.DataFrame
        With ``findings``; a remedy without its sign is never prescribed. ``effects`` among the
        tables, learnt from roll-outs, replaces what the catalogue assumes.
    decay : Decay
        As `measure` returned it, with its model.
    budget : float, optional
        Yuan of the first year; by default without limit.
    staff : float, optional
        Days of staff of the first year; by default without limit.
    without : codes
        Remedies that may not be used.
    effects : mapping of remedy to (low, mid, high), optional
        Shares of the deficit removed, instead of the catalogue's.
    draws : int
        Of losses and effects, for the expected gain and its interval.
    seed : int
        The same seed gives the same bytes.

    Raises
    ------
    UsageError
        ``decay_without_model``, ``limit_negative``, ``remedy_unknown``, ``effect_range``,
        ``draws_few``.

    Notes
    -----
    Mean efficacy is over leaves and tasks by their weights, each task in its last period. The
    gain has the efficacy taken off that the hours asked below cost. Small cases are solved for
    the mean over all draws, larger ones at the posterior means; either way a proven bound says by
    how much a better package could exceed this one at most. What remedies bring is nearly always
    assumed: ``plan_assumptions`` says what, and how much weaker the effect might be before the
    remedy left the package.

    Examples
    --------
    >>> import tempfile, chuandao as cd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "units.csv").write_text(
    ...         "unit,name,tier,parent\n1,市,0,\n11,甲县,1,1\n12,乙县,1,1\n13,丙县,1,1\n", "utf-8")
    ...     _ = Path(folder, "evidence.csv").write_text(
    ...         "unit,task,period,source,value,scale,n\n11,T,2025,inspection,0.5,share,400\n"
    ...         "12,T,2025,inspection,0.9,share,400\n13,T,2025,inspection,0.7,share,400\n")
    ...     case = cd.read(folder)
    >>> deficits = pl.DataFrame({"unit": ["11", "12", "13"], "task": "T", "period": "2025",
    ...     "cause": "resources", "deficit": [0.9, 0.1, 0.5], "reliability": 1.0})
    >>> findings = pl.DataFrame({"finding": ["F1"], "unit": ["11"], "task": ["T"], "sign": ["R2"],
    ...     "status": ["to_verify"]})
    >>> tables = {"deficits": deficits, "findings": findings}
    >>> plan = prescribe(case, tables, cd.measure(case, tables), budget=15_000, draws=20)
    >>> plan.tables["plan"].select("remedy", "unit").rows()
    [('general_transfer', '1'), ('reallocate_funds', '11')]
    """
    limits = checked(budget, staff, without, draws)
    tables = diagnosis.tables if isinstance(diagnosis, Diagnosis) else diagnosis
    ground = ground_of(decay)
    ranges, told = learnt_ranges(effect_ranges(), tables.get("effects"), ground, case)
    ranges = effect_ranges(effects, ranges)
    signs = found_signs(tables.get("findings"), ground)
    options = options_of(ground, signs, ranges, without=without)
    choice = _chosen(decay, options, limits, draws, seed)
    parameters = {
        "budget": budget,
        "draws": draws,
        "effects": {name: list(values) for name, values in sorted((effects or {}).items())},
        "seed": seed,
        "staff": staff,
        "without": sorted(without),
    }
    return Plan(
        MappingProxyType(plan_tables(choice)),
        (*told, *_doubts(choice)),
        parameters,
        case.fingerprint,
        options,
        tuple(np.flatnonzero(choice.best.chosen).tolist()),
    )


def effort_for(setting: Setting) -> Effort:
    """Return how much work a problem of this size gets: counted, so that results repeat."""
    size = setting.worth.size
    nodes = int(np.clip(2_500_000 / max(size, 1), 40, 4_000))
    if size > _LARGE:
        return Effort(nodes=nodes, trials=20, together=0.8, enough=_ENOUGH)
    return Effort(nodes=nodes)


def _chosen(decay: Decay, options: Options, limits: Limits, draws: int, seed: int) -> Choice:
    """Return the package with its draws: the mean over all of them where that is small enough."""
    ground = options.ground
    elements = len(ground.units) * len(ground.tasks)
    worlds = worlds_of(decay, options, draws, seed)
    few = int(np.clip(threshold("hindsight_draws") * _LARGE / max(elements, 1), 8, 40))
    every = elements * draws <= _ALL_DRAWS
    held = list(islice(worlds, draws if every else few))
    over = held if every else [World(ground, mean_shares(options.effects))]
    setting = problem_of(options, over, limits)
    best = best_package(setting, effort_for(setting))
    outcome = outcome_of(options, best.chosen, [*held, *worlds])
    hindsight = hindsight_of(options, best.chosen, held[:few], limits)
    return Choice(options, limits, setting, best, outcome, hindsight, every)


def checked(
    budget: float | None, staff: float | None, without: Collection[str], draws: int
) -> Limits:
    """Return the limits of what is asked for.

    Raises
    ------
    UsageError
        ``limit_negative``, ``remedy_unknown``, ``draws_few``.
    """
    limits = _limits(budget, staff)
    _known(without)
    if draws < _FEWEST:
        raise UsageError("draws_few", given=draws, least=_FEWEST)
    return limits


def _limits(budget: float | None, staff: float | None) -> Limits:
    for name, value in (("budget", budget), ("staff", staff)):
        if value is not None and not value >= 0:
            raise UsageError("limit_negative", name=name, given=f"{value:g}")
    return Limits(budget, staff)


def _known(without: Collection[str]) -> None:
    for remedy in without:
        if remedy not in remedies():
            raise UsageError("remedy_unknown", given=remedy, known=", ".join(remedies()))


def _doubts(choice: Choice) -> tuple[Problem, ...]:
    """Return what should be said with a plan."""
    if not len(choice.options):
        return (Problem("no_options", "warning"),)
    told = []
    if not choice.best.chosen.any():
        told.append(Problem("plan_empty", "warning"))
    if not choice.best.proven:
        told.append(Problem("plan_gap", "note", parameters={"gap": f"{choice.best.gap:.2%}"}))
    assumed = {row.remedy for row in choice.rows if choice.assumed(row.remedy)}
    if assumed:
        told.append(Problem("plan_assumed", "note", parameters={"count": len(assumed)}))
    return tuple(told)
