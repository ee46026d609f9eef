"""The verb simulate (推演): the cascade forward without and with a package."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl

from chuandao.catalog.knowledge import causes
from chuandao.catalog.thresholds import threshold
from chuandao.decay.fitting import Fitted
from chuandao.decay.measure import Decay
from chuandao.errors import Problem, UsageError
from chuandao.prescription.choose import Plan
from chuandao.prescription.options import Options, effect_ranges, ground_of
from chuandao.prescription.options.ground import fitted_of, last_periods
from chuandao.prescription.options.ranges import Range
from chuandao.prescription.simulate.acting import delays, measures_by_task, reached
from chuandao.prescription.simulate.future import labels, lasting
from chuandao.prescription.simulate.tables import (
    Made,
    Reach,
    tier_table,
    unit_table,
    unmoved_table,
)
from chuandao.prescription.simulate.worlds import Worlds, cause_of_columns, tree_of
from chuandao.stats.forward import ahead as forward
from chuandao.stats.forward.measures import Measures, phased

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, eq=False)
class Simulation:
    """What may be expected without and with a package (推演結果).

    Attributes
    ----------
    tables : mapping of str to pl.DataFrame
        simulation (unit, task, period, scenario), simulated_tiers, unmoved.
    warnings : tuple of Problem
    parameters : mapping
        periods, draws, seed, effects, memory, and those of the plan.
    fingerprint : str
        The hash of the case.
    decay : Decay or None
    plan : Plan or None
        What it rests on, for further questions: see `what_if`.
    """

    tables: Tables
    warnings: tuple[Problem, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""
    decay: Decay | None = None
    plan: Plan | None = None

    def save(self, folder: str | Path) -> None:
        """Write the tables as Parquet and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {
            "verb": "simulate",
            "version": __version__,
            "fingerprint": self.fingerprint,
            "parameters": dict(self.parameters),
        }
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:
        """Return efficacy by tier at the end as a short table."""
        table = self.tables["simulated_tiers"]
        last = table["period"].max()
        end = table.filter(pl.col("task").is_null() | (pl.lit(table["task"].n_unique() == 1)))
        rows = end.filter(period=last).sort("tier", "scenario", descending=[False, True])
        head = f"Simulation to {last!s}, {self.parameters['draws']} draws: mean efficacy by tier"
        return "\n".join([head, *(_line(row) for row in rows.iter_rows(named=True))])

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def simulate(
    decay: Decay,
    plan: Plan | None = None,
    *,
    periods: int = 12,
    draws: int = 200,
    seed: int = 0,
    effects: Mapping[str, Range] | None = None,
    memory: float | None = None,
) -> Simulation:
    r"""Return the cascade forward, month by month, without and with a package (推演).

    Parameters
    ----------
    decay : Decay
        As `measure` returned it, with its model.
    plan : Plan, optional
        As `prescribe` returned it; without it both scenarios are the same.
    periods : int
        Months after the last period of the evidence.
    draws : int
        Of efficacy now, costs and severities of causes, effects of remedies, and chance.
    seed : int
        The same seed gives the same bytes, and the same chance in both scenarios.
    effects : mapping of remedy to (low, mid, high), optional
        Shares of the deficit removed, instead of those that the plan assumes.
    memory : float, optional
        The share of what is a step's own that lasts a month (0-1); by default as estimated from
        the periods of the case, or else as the catalogue assumes.

    Raises
    ------
    UsageError
        ``decay_without_model``, ``simulate_count``, ``bad_memory``, ``remedy_unknown``,
        ``effect_range``.

    Notes
    -----
    A step goes on to lose what its tier and its causes lose; what is its own drifts back to the
    usual with its memory, and as much comes new by chance. A remedy takes its share off the loss
    of a cause in proportion to the months until it works. See docs: simulation.

    Examples
    --------
    >>> import tempfile, chuandao as cd
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "units.csv").write_text(
    ...         "unit,name,tier,parent\n1,市,0,\n11,甲县,1,1\n12,乙县,1,1\n", "utf-8")
    ...     _ = Path(folder, "evidence.csv").write_text(
    ...         "unit,task,period,source,value,scale,n\n"
    ...         "11,T,2025,inspection,0.8,share,400\n12,T,2025,inspection,0.7,share,400\n")
    ...     case = cd.read(folder)
    >>> found = simulate(cd.measure(case), periods=2, draws=50)
    >>> found.tables["simulation"].filter(unit="11", scenario="without")["period"].to_list()
    ['2026-01', '2026-02']
    """
    fitted = fitted_of(decay)
    _counted(periods=periods, draws=draws)
    options, chosen = _package(decay, plan, effects)
    names = [period for _, period in fitted.design.replicates]
    estimated = None
    if memory is None:
        memory, estimated = lasting(decay, sorted(set(names)))
    if not 0 <= memory <= 1:
        raise UsageError("bad_memory", given=memory)
    made, reach = _walked(fitted, options, chosen, (periods, draws, seed), memory)
    tables = {
        "simulation": unit_table(made),
        "simulated_tiers": tier_table(made),
        "unmoved": unmoved_table(made, reach),
    }
    held = {} if plan is None else {k: plan.parameters.get(k) for k in ("budget", "staff")}
    parameters = {
        **held,
        "draws": draws,
        "effects": {name: list(values) for name, values in sorted((effects or {}).items())},
        "memory": memory,
        "periods": periods,
        "seed": seed,
    }
    assumed = () if estimated is not False else (_memory_assumed(memory),)
    told = (*assumed, *_doubts(tables, plan))
    return Simulation(MappingProxyType(tables), told, parameters, decay.fingerprint, decay, plan)


def _counted(**counts: int) -> None:
    least = {"periods": 1, "draws": 2}
    for name, value in counts.items():
        if value < least[name]:
            raise UsageError("simulate_count", name=name, given=value, least=least[name])


def _package(
    decay: Decay, plan: Plan | None, effects: Mapping[str, Range] | None
) -> tuple[Options, tuple[int, ...]]:
    """Return the options and those chosen, with other effects where they are given."""
    if plan is None or plan.options is None:
        return Options(ground_of(decay), effect_ranges(effects), ()), ()
    held = plan.options
    if effects:
        held = Options(held.ground, effect_ranges(effects, held.effects), held.rows)
    return held, plan.chosen


def _walked(
    fitted: Fitted,
    options: Options,
    chosen: tuple[int, ...],
    how: tuple[int, int, int],
    memory: float,
) -> tuple[Made, Reach]:
    """Return the draws walked forward, and whom the package reaches."""
    periods, draws, seed = how
    ground, tree = options.ground, fitted.design.chains.tree
    worlds = Worlds(fitted, options.effects, draws, seed)
    measures = measures_by_task(options, chosen, tree)
    size = len(ground.units) * len(ground.tasks) * periods
    first = 0 if size <= threshold("simulated_kept") else periods - 1
    plan = forward.Plan(
        measures=tuple(measures),
        working=phased(delays(options, 1.0), periods),
        cause=cause_of_columns(fitted),
        task_weight=ground.task_weight,
        first=first,
        least=threshold("simulated_rise_least"),
    )
    laid = tree_of(fitted, memory, ground.leaf_weight)
    outlook = forward.ahead(laid, plan, worlds.draws(), worlds.stream(2))
    tiers = [int(fitted.design.chains.tiers[0]), *fitted.design.chains.steps]
    ahead = labels(sorted(set(ground.periods)), periods)
    made = Made(ground, outlook, tree.place(), ahead, tiers, first)
    return made, _reach(fitted, options, measures)


def _reach(fitted: Fitted, options: Options, measures: list[Measures]) -> Reach:
    ground, tree = options.ground, fitted.design.chains.tree
    loss = ground.loss[:, :, tree.order]
    every = measures_by_task(options, range(len(options)), tree)
    measured = fitted.design.deficits.measured[last_periods(fitted)][:, tree.order]
    unseen = np.isnan(measured).any(axis=2) | (measured.shape[2] < len(causes()))
    unseen[:, tree.parents < 0] = False
    missing = np.stack([tree.summed_down(row.astype(np.float64)) for row in unseen])
    return Reach(reached(measures, loss, tree), reached(every, loss, tree), missing == 0)


def _memory_assumed(memory: float) -> Problem:
    parameters: dict[str, object] = {"memory": f"{memory:.3f}"}
    return Problem("simulated_memory_assumed", "note", parameters=parameters)


def _doubts(tables: Tables, plan: Plan | None) -> tuple[Problem, ...]:
    """Return what should be said with a package that was simulated."""
    if plan is None:
        return ()
    told = [one for one in plan.warnings if one.code == "plan_assumed"]
    still = tables["unmoved"]["unit"].n_unique()
    if still:
        told.append(Problem("simulated_unmoved", "note", parameters={"count": f"{still:,}"}))
    return tuple(told)


def _line(row: Mapping[str, object]) -> str:
    gain = ""
    if row["gain"] is not None:
        gain = f"  gain {row['gain']:+.3f} ({row['gain_low']:+.3f} to {row['gain_high']:+.3f})"
    what = f"{row['estimate']:.3f} ({row['low']:.3f}-{row['high']:.3f})"
    return f"  tier {row['tier']}  {row['scenario']:<8}{what}{gain}"
