"""The result tables of a plan, as the catalogue has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.result_rows import result_rows
from chuandao.prescription.choose.problem import Limits, price_of
from chuandao.prescription.choose.robust import Hindsight, Outcome
from chuandao.prescription.options import Option, Options
from chuandao.stats.packages.branch import Best
from chuandao.stats.packages.search import filled
from chuandao.stats.packages.setting import Setting
from chuandao.stats.smoothing.tree import Positions, Reals

_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True, eq=False)
class Choice:
    """A package and all that was worked out about it.

    ``over_draws``: whether it is best for the mean over all draws, or at the posterior means.
    """

    options: Options
    limits: Limits
    setting: Setting
    best: Best
    outcome: Outcome
    hindsight: Hindsight
    over_draws: bool

    @property
    def places(self) -> Positions:
        """The positions of the package among the options."""
        return np.flatnonzero(self.best.chosen)

    @property
    def rows(self) -> list[Option]:
        """The options of the package."""
        return [self.options.rows[int(at)] for at in self.places]

    @cached_property
    def change(self) -> Reals:
        """What adding each option would change, or dropping it if chosen (options)."""
        return self.setting.changes(self.best.chosen)

    def assumed(self, remedy: str) -> bool:
        """Whether what a remedy brings is assumed, not learnt or given."""
        return any(e.assumption for e in self.options.effects if e.remedy == remedy)

    def of(self, remedy: str) -> Positions:
        """Return the options of a remedy."""
        return np.array(
            [at for at, row in enumerate(self.options.rows) if row.remedy == remedy], dtype=np.int64
        )


def plan_tables(choice: Choice) -> dict[str, pl.DataFrame]:
    """Return plan, plan_summary, plan_alternatives, plan_assumptions."""
    return {
        "plan": result_rows("plan", _plan(choice)),
        "plan_summary": result_rows("plan_summary", [_summary(choice)]),
        "plan_alternatives": result_rows("plan_alternatives", _alternatives(choice)),
        "plan_assumptions": result_rows("plan_assumptions", _assumptions(choice)),
    }


def _interval(values: Reals) -> dict[str, float]:
    """Return mean and 90 % interval over draws."""
    low, high = np.quantile(values, (_LOW, _HIGH)) if len(values) else (0.0, 0.0)
    return {"gain": float(values.mean()), "low": float(low), "high": float(high)}


def _yuan(value: float) -> Decimal:
    return Decimal(str(round(float(value), 2)))


def _plan(choice: Choice) -> Iterator[dict[str, object]]:
    """Return a row an option of the package; the gains sum to that of the package."""
    ground = choice.options.ground
    for column, (at, row) in enumerate(zip(choice.places, choice.rows, strict=True)):
        tasks = sorted({task for part in row.tasks for task in part})
        yield {
            "remedy": row.remedy,
            "unit": ground.units[row.unit],
            "cost": _yuan(row.cost.cost_mid),
            **_interval(choice.outcome.parts[:, column]),
            "answers": list(row.findings),
            "cost_low": _yuan(row.cost.cost_low),
            "cost_high": _yuan(row.cost.cost_high),
            "staff_days": row.cost.staff_days,
            "burden_hours": row.burden * max(len(ground.units) - 1, 1),
            "months": row.months,
            "tasks": [ground.tasks[task] for task in tasks],
            "lost": -float(choice.change[at]),
        }


def _summary(choice: Choice) -> dict[str, object]:
    """Return the totals of the package in one row."""
    rows, outcome, best = choice.rows, choice.outcome, choice.best
    regret = choice.hindsight.regret
    budget, staff = choice.limits.budget, choice.limits.staff
    return {
        "unit": choice.options.ground.units[0],
        "budget": None if budget is None else _yuan(budget),
        "staff_limit": staff,
        "options": len(choice.options),
        "measures": len(rows),
        "cost": _yuan(sum(row.cost.cost_mid for row in rows)),
        "cost_low": _yuan(sum(row.cost.cost_low for row in rows)),
        "cost_high": _yuan(sum(row.cost.cost_high for row in rows)),
        "staff_days": sum(row.cost.staff_days for row in rows),
        "burden_hours": sum(row.burden for row in rows)
        * max(len(choice.options.ground.units) - 1, 1),
        "efficacy": float(outcome.now.mean()),
        **_interval(outcome.gain),
        "regret": float(regret.mean()) if len(regret) else 0.0,
        "regret_high": float(np.quantile(regret, _HIGH)) if len(regret) else 0.0,
        "objective": best.value,
        "bound": best.bound,
        "gap": best.gap,
        "proven": best.proven,
        "over_draws": choice.over_draws,
        "million_price": float(best.prices[0]) * 1e6,
        "day_price": float(best.prices[1]),
        "draws": len(outcome.gain),
        "hindsight_draws": len(regret),
    }


def _alternatives(choice: Choice) -> Iterator[dict[str, object]]:
    """Return a row a remedy that was an option: how firmly it belongs to a good package."""
    options, best = choice.options, choice.best
    packages = choice.hindsight.packages
    within = threshold("near_optimal")
    pool = [best.chosen, *packages]
    close = [one for one in pool if choice.setting.value(one) >= (1 - within) * best.value]
    for remedy in sorted({row.remedy for row in options.rows}):
        mine = choice.of(remedy)
        taken = mine[best.chosen[mine]]
        place = np.searchsorted(choice.places, taken)
        yield {
            "remedy": remedy,
            "possible": len(mine),
            "units": len(taken),
            "cost": _yuan(options.cost[taken].sum()),
            **_interval(choice.outcome.parts[:, place].sum(axis=1)),
            "near": float(np.mean([one[mine].any() for one in close])),
            "near_units": float(np.mean([one[mine].mean() for one in close])),
            "hindsight": float(np.mean([one[mine].any() for one in packages])) if packages else 0.0,
            "lost": _without(choice, mine) if len(taken) else 0.0,
            "break_even": _break_even(choice, mine),
        }


def _without(choice: Choice, mine: Positions) -> float:
    """Return what the objective loses where a remedy may not be used, money freed spent anew."""
    allowed = np.ones(choice.setting.size, dtype=np.bool_)
    allowed[mine] = False
    start = choice.best.chosen & allowed
    other = filled(choice.setting, start, allowed, choice.best.prices, together=0.8)
    return choice.best.value - choice.setting.value(other)


def _break_even(choice: Choice, mine: Positions) -> float | None:
    """Return how much of its effect a remedy needs to be worth what it takes.

    Below 1 it might be that much weaker and stay in the package; above 1 it would have to be that
    much stronger to come into it. To first order: what its options take (burden, cost, limits at
    their prices) over what they bring; None where they bring nothing.
    """
    chosen = choice.best.chosen[mine]
    wanted = mine[chosen] if chosen.any() else mine
    price = price_of(choice.options)[wanted]
    sign = np.where(choice.best.chosen[wanted], -1.0, 1.0)
    brought = float((sign * choice.change[wanted] + price).sum())
    taken = price + choice.best.prices @ choice.setting.uses[:, wanted]
    return max(0.0, float(taken.sum()) / brought) if brought > 0 else None


def _assumptions(choice: Choice) -> Iterator[dict[str, object]]:
    """Return a row an effect of a remedy that was an option: range, source, assumed or not."""
    optional = {row.remedy for row in choice.options.rows}
    used = {row.remedy for row in choice.rows}
    for effect in choice.options.effects:
        if effect.remedy in optional:
            yield {
                "remedy": effect.remedy,
                "cause": effect.cause,
                "reach": effect.reach,
                "low": effect.low,
                "mid": effect.mid,
                "high": effect.high,
                "months": effect.months,
                "source": effect.reference,
                "date": effect.date or None,
                "assumption": effect.assumption,
                "used": effect.remedy in used,
            }
