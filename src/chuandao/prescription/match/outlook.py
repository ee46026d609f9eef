"""What is needed and there from the day of the checkup on, if nothing is moved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.resources.coverage.supply import Axes, supply_of, unbalanced, with_under_way
from chuandao.diagnosis.resources.coverage.times import month_ends
from chuandao.diagnosis.resources.ledger.books import KINDS, Ledger
from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.supply.arrival import days_until
from chuandao.stats.supply.coverage import coverage, covered, weights_over_time

_CHUNK = 4_000_000
_FUNDS = KINDS.index("funds")
_MIDDLE = 0.5


@dataclass(frozen=True, eq=False)
class Outlook:
    """Cells (units × tasks) with a need, or with funds and no stated need, over coming months.

    Attributes
    ----------
    units, tasks : tuple of str
        Of each cell.
    need, supply : array (cells, kinds, times)
        Supply with the cell's share of general funds, what is under way counted as come.
    today : array (cells,)
        What of the funds is due already: the need by the day of the checkup.
    known : array (cells,), bool
        Whether the books tell the supply.
    later : array (times,), bool
        Times by which funds moved now have arrived.
    days : tuple of date
    delay : int
        Days from a decision to arrival: the median of the case's own transfers.
    """

    units: tuple[str, ...]
    tasks: tuple[str, ...]
    need: Reals
    supply: Reals
    today: Reals
    known: NDArray[np.bool_]
    later: NDArray[np.bool_]
    days: tuple[date, ...]
    delay: int

    @property
    def funds(self) -> tuple[Reals, Reals]:
        """Need and supply of funds, cells × times."""
        return self.need[:, _FUNDS], self.supply[:, _FUNDS]

    @property
    def wanted(self) -> NDArray[np.bool_]:
        """Cells with a need for funds; of the others the need is not stated, and not known."""
        return np.asarray(self.need[:, _FUNDS].max(1) > 0)

    @property
    def most(self) -> Reals:
        """The coverage that land, energy and posts allow (cells, times)."""
        others = [k for k in range(len(KINDS)) if k != _FUNDS]
        return np.asarray(covered(self.supply[:, others], self.need[:, others]).min(1))

    @property
    def over_time(self) -> Reals:
        """What each time counts for (cells, times)."""
        return weights_over_time(self.need)

    def coverage(self, more: Reals | None = None) -> Reals:
        """Return the coverage of each cell, with more funds (cells, times) if given."""
        supply = self.supply if more is None else self.supply.copy()
        if more is not None:
            supply[:, _FUNDS] += more
        return coverage(supply, self.need)


def outlook(
    ledger: Ledger, weights: Mapping[str, float], cells: pl.DataFrame, horizon: int
) -> tuple[Outlook, float]:
    """Return the outlook of cells, and the funds of the first unit that no task has taken.

    Parameters
    ----------
    ledger : Ledger
    weights : mapping
        Task to its priority.
    cells : table (unit, task)
        In the order in which they are wanted; the first unit is the one that decides.
    horizon : int
        Days ahead.
    """
    days = (ledger.last, *month_ends(ledger.last + timedelta(1), ledger.last + timedelta(horizon)))
    wait = delay_of(ledger)
    known = replace(with_under_way(ledger), means=_begun(ledger))
    tasks = tuple(cells["task"].drop_nulls().unique().sort())
    units = tuple(cells["unit"].unique(maintain_order=True))
    weight = np.array([weights.get(task, 1.0) for task in tasks])
    size = max(1, _CHUNK // max(1, len(tasks) * len(KINDS) * len(days)))
    parts = [
        _part(known, Axes(units[at : at + size], tasks, days), weight, cells)
        for at in range(0, len(units), size)
    ]
    reserve = parts[0].pop("idle")
    whole = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    later = np.array([day >= ledger.last + timedelta(wait) for day in days[1:]])
    return (
        Outlook(
            tuple(whole["unit"].tolist()),
            tuple(whole["task"].tolist()),
            whole["need"],
            whole["supply"],
            whole["today"],
            whole["known"],
            later,
            days[1:],
            wait,
        ),
        float(reserve[0]),
    )


def _part(
    ledger: Ledger, axes: Axes, weight: Reals, cells: pl.DataFrame
) -> dict[str, NDArray[np.generic]]:
    """Return the wanted cells of some units as arrays."""
    stated, (unknown, _) = supply_of(ledger, axes), unbalanced(ledger, axes)
    found = stated.examined(unknown)
    shared = found.shared(weight)
    taken = (shared - found.bound)[0, :, _FUNDS, 0].sum()
    place = {unit: at for at, unit in enumerate(axes.units)}
    column = {task: at for at, task in enumerate(axes.tasks)}
    wanted = cells.filter(pl.col("unit").is_in(list(axes.units)) & pl.col("task").is_not_null())
    u = np.array([place[unit] for unit in wanted["unit"]], dtype=np.int64)
    c = np.array([column[task] for task in wanted["task"]], dtype=np.int64)
    return {
        "unit": wanted["unit"].to_numpy(),
        "task": wanted["task"].to_numpy(),
        "need": found.need[u, c][..., 1:],
        "supply": shared[u, c][..., 1:],
        "today": found.need[u, c, _FUNDS, 0],
        "known": ~unknown[u, c, _FUNDS],
        "idle": np.array([stated.general[0, _FUNDS, 0] - taken]),
    }


def delay_of(ledger: Ledger) -> int:
    """Return the days that funds usually take from announcement to arrival in the case."""
    timed = ledger.counting.filter(
        (pl.col("resource") == "funds") & pl.col("announced").is_not_null() & (pl.col("paid") > 0)
    )
    end = pl.col("arrived").fill_null(ledger.last)
    took = timed.select(
        days=(end - pl.col("announced")).dt.total_days(), came=pl.col("arrived").is_not_null()
    ).filter(pl.col("days") >= 0)
    usual = reference_range("arrival_days_funds")
    if took.height < usual.least:
        return round(usual.normal)
    found = days_until(
        took["days"].cast(pl.Float64).to_numpy(), took["came"].to_numpy() * 1.0, _MIDDLE
    )
    return round(usual.normal if found is None else found)


def _begun(ledger: Ledger) -> pl.DataFrame:
    """Return own means that had begun by the day of the checkup."""
    begun = pl.col("from").is_null() | (pl.col("from") <= ledger.last)
    return ledger.means.filter(begun)
