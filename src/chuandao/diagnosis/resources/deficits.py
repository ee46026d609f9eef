r"""The deficit (缺口) of resources: what of the need was not covered, over time.

.. math:: d = 1 - \kappa, \quad
   \kappa = \sum_t w_t \min_k \min(1, A_k(t) / N_k(t))

over the ends of the months of a period; see `stats.supply.coverage.coverage`. Reliability is
1 less the mean squared standard error over the variance of the units of a tier, for a task and
period, or for all tasks of a period where a task has too few.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.examination import Coverage, Deficit
from chuandao.diagnosis.resources.coverage.measured import Measured
from chuandao.diagnosis.resources.ledger.books import Ledger
from chuandao.stats.samples.reliability import reliability

CAUSE = "resources"


def deficits(found: Measured, units: UnitTree) -> tuple[Deficit, ...]:
    """Return the deficit of each unit below the root, by task and period."""
    tiers = units.frame.select("unit", "tier")
    rows = found.by_period.filter(pl.col("unit") != units.root).join(tiers, on="unit")
    own = _reliabilities(rows, ["tier", "task", "period"])
    pooled = _reliabilities(rows, ["tier", "period"])
    return tuple(
        Deficit(
            unit,
            task,
            CAUSE,
            min(1.0, max(0.0, round(1.0 - kappa, 6))),
            own.get((tier, task, period), pooled.get((tier, period))),
            period,
        )
        for unit, task, period, kappa, _, tier in rows.iter_rows()
    )


def _reliabilities(rows: pl.DataFrame, by: list[str]) -> Mapping[tuple[object, ...], float]:
    """Return the reliability of each group in which it can be told."""
    found = {}
    for key, group in rows.group_by(by, maintain_order=True):
        value = reliability(group["coverage"].to_numpy(), group["error"].to_numpy())
        if value is not None:
            found[key] = round(value, 4)
    return found


def examined(ledger: Ledger, found: Measured, units: UnitTree) -> Iterator[Coverage]:
    """Say for each unit and task whether coverage could be worked out, and what that would need."""
    done = set(found.by_period.select("unit", "task").unique().iter_rows())
    missing = tuple(name for name in ("means", "transfers") if name not in ledger.given)
    wanted = set(ledger.needs.filter("own").select("unit", "task").unique().iter_rows())
    for unit, task in sorted(wanted):
        told = (unit, task) in done
        yield Coverage(unit, task, CAUSE, told, () if told else missing or ("means", "transfers"))
    needing = {unit for unit, _ in wanted}
    for unit in units:
        if unit not in needing:
            yield Coverage(unit, "", CAUSE, examined=False, needed=("needs", *missing))
