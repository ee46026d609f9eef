"""What of each need is covered, and how sure that is: the ground of the deficit and three signs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.periods import Period
from chuandao.diagnosis.resources.coverage.supply import (
    Axes,
    Marks,
    Supply,
    supply_of,
    unbalanced,
    with_under_way,
)
from chuandao.diagnosis.resources.coverage.times import Times, times_of
from chuandao.diagnosis.resources.ledger.books import KINDS, Ledger
from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.supply.coverage import coverage, covered

_CELLS = 4_000_000  # of one array: so many units are taken at a time
_BY_ORDER = 8  # power of the weights at which sharing is nearly in the order of the priorities


@dataclass(frozen=True)
class Measured:
    """Coverage of needs.

    Attributes
    ----------
    by_period : pl.DataFrame
        unit, task, period, coverage, error: the coverage of a period, with its standard error.
    by_kind : pl.DataFrame
        unit, task, resource, since, need, bound, general, under_way, share, promised: on the last
        day (or, where the need ended before, the last on which it stood) what was needed and
        there; ``share`` of the need covered, ``promised`` with what is under way; ``kept``: the
        most that ever was there and was not sent on later; ``sent_on``: what it sent to others;
        ``unbalanced``: that is more than the books show.
    """

    by_period: pl.DataFrame
    by_kind: pl.DataFrame

    @classmethod
    def of(cls, parts: Sequence[Self]) -> Self:
        """Return several parts as one."""
        return cls(
            pl.concat([part.by_period for part in parts]).sort("unit", "task", "period"),
            pl.concat([part.by_kind for part in parts]).sort("unit", "task", "resource"),
        )


def measured(ledger: Ledger, weights: Mapping[str, float], periods: Sequence[Period]) -> Measured:
    """Return the coverage of every need of the books.

    Parameters
    ----------
    ledger : Ledger
    weights : mapping
        Task to its priority; 1 where there is none.
    periods : sequence of Period
        Those of the case; without any there is one, for all time, with an empty label.
    """
    known = ledger.needs.filter("own").filter(pl.col("resource").is_in(list(ledger.kinds)))
    tasks = tuple(known["task"].unique().sort())
    begin = known.select(pl.col("from").fill_null(ledger.first).min()).item() or ledger.first
    times = times_of([Period("", min(begin, ledger.last), ledger.last), *periods])
    size = max(1, _CELLS // max(1, len(tasks) * len(KINDS) * len(times.days)))
    weight = np.array([weights.get(task, 1.0) for task in tasks])
    units = known["unit"].unique().sort().to_list()
    chunks = (
        Axes(tuple(units[at : at + size]), tasks, times.days) for at in range(0, len(units), size)
    )
    labels = [period.label for period in periods] or [""]
    parts = [_part(ledger, axes, weight, times, labels) for axes in chunks]
    return Measured.of([_nothing(), *parts])


def _part(
    ledger: Ledger, axes: Axes, weight: Reals, times: Times, labels: Sequence[str]
) -> Measured:
    stated, (unknown, sent) = supply_of(ledger, axes), unbalanced(ledger, axes)
    supply = stated.examined(unknown)
    readings = _readings(ledger, axes, supply, weight)
    rows = list(_rows(axes, supply.need, readings, times, labels))
    kinds = _kinds(ledger, stated, weight, times).join(
        _marked(axes, unknown, sent), on=["unit", "task", "resource"]
    )
    return Measured(pl.concat([_nothing().by_period, *rows]), kinds)


def _marked(axes: Axes, unknown: Marks, sent: Reals) -> pl.DataFrame:
    units, tasks, kinds = _names(axes, KINDS)
    return pl.DataFrame(
        {
            "unit": units,
            "task": tasks,
            "resource": kinds,
            "unbalanced": unknown.ravel(),
            "sent_on": sent.ravel(),
        }
    )


def _readings(ledger: Ledger, axes: Axes, supply: Supply, weight: Reals) -> tuple[Reals, ...]:
    """Return the supply by the rule, and by what might have been: sharing, book, notice."""
    relative = np.maximum(weight / max(weight.max(initial=0.0), 1e-9), 1e-3)
    stated = supply.shared(weight)
    return (
        stated,
        supply.shared(np.ones_like(weight)),
        supply.shared(relative**_BY_ORDER),
        supply_of(ledger, axes, payer=True).shared(weight),
        supply_of(ledger, axes, leaving="notice").shared(weight),
    )


def _rows(
    axes: Axes, need: Reals, readings: Sequence[Reals], times: Times, labels: Sequence[str]
) -> Iterator[pl.DataFrame]:
    units, tasks = _names(axes)
    for label in labels:
        at = list(times.of[label])
        found = [coverage(one[..., at], need[..., at]).ravel() for one in readings]
        kappa = found[0]
        yield pl.DataFrame(
            {
                "unit": units,
                "task": tasks,
                "period": [label] * len(units),
                "coverage": kappa,
                "error": _error(found),
            }
        ).filter(pl.col("coverage").is_not_nan())


def _error(found: Sequence[Reals]) -> Reals:
    """Return the standard error: sharing rules, the two books, sending on, what books miss.

    Need is what the office's table states: an error of it is one of what was asked, not of
    coverage. A quantity known to lie between two readings has a twelfth of their squared distance
    as its variance.
    """
    stated, *_, payer, notice = found
    rules = np.var(np.array(found[:-2]), axis=0)
    between = ((payer - stated) ** 2 + (notice - stated) ** 2) / 12
    missed = np.where(stated < 1, threshold("resource_book_error") * stated, 0.0)
    return np.asarray(np.sqrt(rules + between + missed**2))


def _kinds(ledger: Ledger, supply: Supply, weight: Reals, times: Times) -> pl.DataFrame:
    """Return what stood on the last day of each need, kind by kind."""
    shared = supply.shared(weight)
    kept = supply_of(ledger, supply.axes, leaving="first").shared(weight)
    coming = supply_of(with_under_way(ledger), supply.axes).shared(weight)
    at = list(times.of[""])
    need = supply.need[..., at]
    last = need.shape[-1] - 1 - np.argmax(need[..., ::-1] > 0, axis=-1)

    def then(values: Reals) -> Reals:
        found = np.take_along_axis(values[..., at], last[..., None], -1)[..., 0]
        return np.asarray(found.ravel())

    units, tasks, kinds = _names(supply.axes, KINDS)
    frame = pl.DataFrame(
        {
            "unit": units,
            "task": tasks,
            "resource": kinds,
            "need": then(supply.need),
            "bound": then(supply.bound),
            "general": then(shared - supply.bound),
            "under_way": then(coming - shared),
            "share": then(covered(shared, supply.need)),
            "promised": then(covered(coming, supply.need)),
            "kept": kept[..., at].max(-1).ravel(),
        }
    ).filter(pl.col("need") > 0)
    whole = frame.join(_since(ledger), on=["unit", "task", "resource"])
    return whole.select(_nothing().by_kind.drop("unbalanced", "sent_on").columns)


def _since(ledger: Ledger) -> pl.DataFrame:
    """Return the first day of each need, and how long it has stood by the last."""
    first = pl.col("from").fill_null(ledger.first).min()
    until = pl.min_horizontal(pl.col("until").fill_null(date.max).max(), pl.lit(ledger.last))
    stood = (
        ledger.needs.filter("own")
        .group_by("unit", "task", "resource")
        .agg(first.alias("since"), until.alias("end"))
    )
    return stood.select(
        "unit",
        "task",
        "resource",
        "since",
        days=(pl.col("end") - pl.col("since")).dt.total_days() + 1,
    )


def _names(axes: Axes, *more: Sequence[str]) -> list[list[str]]:
    """Return the labels of the places of an array in their order."""
    grid = np.meshgrid(axes.units, axes.tasks, *more, indexing="ij")
    return [part.ravel().tolist() for part in grid]


def _nothing() -> Measured:
    return Measured(
        pl.DataFrame(
            schema={
                "unit": pl.String,
                "task": pl.String,
                "period": pl.String,
                "coverage": pl.Float64,
                "error": pl.Float64,
            }
        ),
        pl.DataFrame(
            schema={
                "unit": pl.String,
                "task": pl.String,
                "resource": pl.String,
                "since": pl.Date,
                "days": pl.Int64,
                "need": pl.Float64,
                "bound": pl.Float64,
                "general": pl.Float64,
                "under_way": pl.Float64,
                "share": pl.Float64,
                "promised": pl.Float64,
                "kept": pl.Float64,
                "unbalanced": pl.Boolean,
                "sent_on": pl.Float64,
            }
        ),
    )
