"""What a plan of moves is told in: moves, coverage before and after, prices, bottlenecks."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.diagnosis.resources.ledger.books import KINDS
from chuandao.prescription.match.outlook import Outlook
from chuandao.prescription.match.plan import Limits, Move, Plan
from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.supply.coverage import covered

_Schema = Mapping[str, pl.DataType | type[pl.DataType]]
_MONEY = pl.Decimal(18, 2)
_FULL = 1 - 1e-9
_FUNDS = KINDS.index("funds")
_MOVES: _Schema = {
    "from": pl.String,
    "from_task": pl.String,
    "to": pl.String,
    "task": pl.String,
    "resource": pl.String,
    "amount": pl.Float64,
    "rule": pl.String,
    "transfers": pl.List(pl.String),
    "price": pl.Float64,
}
_COVERAGE: _Schema = {
    "unit": pl.String,
    "task": pl.String,
    "need": pl.Float64,
    "there": pl.Float64,
    "received": pl.Float64,
    "given_up": pl.Float64,
    "before": pl.Float64,
    "after": pl.Float64,
    "binds": pl.String,
    "price": pl.Float64,
}
_BOTTLENECKS: _Schema = {
    "unit": pl.String,
    "task": pl.String,
    "resource": pl.String,
    "need": pl.Float64,
    "there": pl.Float64,
    "share": pl.Float64,
    "funds_share": pl.Float64,
    "lost": pl.Float64,
}
_PRICES: _Schema = {
    "rule": pl.String,
    "bound_to": pl.String,
    "movable": pl.Float64,
    "moved": pl.Float64,
    "price": pl.Float64,
}


@dataclass(frozen=True)
class Told:
    """A plan, the ground on which it was made, and its moves."""

    units: UnitTree
    view: Outlook
    weight: Reals
    plan: Plan
    moves: tuple[Move, ...]
    codes: Mapping[tuple[int, int], Sequence[str]]

    @cached_property
    def received(self) -> Reals:
        """What each cell gets, in yuan."""
        return self._summed(one.target for one in self.moves)

    @cached_property
    def given_up(self) -> Reals:
        """What each cell gives up, in yuan."""
        return self._summed(one.source for one in self.moves)

    def _summed(self, cells: Iterator[int]) -> Reals:
        total = np.zeros(len(self.view.units) + 1)
        np.add.at(total, list(cells), [one.amount for one in self.moves])
        return total[:-1]

    @cached_property
    def change(self) -> Reals:
        """Funds more or less at each time (cells, times)."""
        return self.received[:, None] * self.view.later - self.given_up[:, None]

    @cached_property
    def each(self) -> tuple[Reals, Reals]:
        """Coverage of each cell before and after."""
        return self.view.coverage(), self.view.coverage(self.change)

    @property
    def before(self) -> float:
        """Priority-weighted coverage if nothing is moved."""
        return float(self.weight @ np.nan_to_num(self.each[0]))

    @property
    def after(self) -> float:
        """Priority-weighted coverage with the moves."""
        return float(self.weight @ np.nan_to_num(self.each[1]))

    @cached_property
    def price(self) -> Reals:
        """Gain of priority-weighted coverage from one more yuan at each cell after the moves."""
        need, supply = self.view.funds
        open_ = self.view.later & (supply + self.change < self.view.most * need * _FULL)
        slope = np.where(open_, self.view.over_time / np.where(need > 0, need, 1.0), 0.0)
        return np.asarray(self.weight * slope.sum(1))


def told_tables(told: Told, limits: Limits) -> dict[str, pl.DataFrame]:
    """Return the tables of a plan."""
    return {
        "reallocation": _reallocation(told),
        "match_coverage": _coverage(told),
        "match_prices": _prices(told, limits),
        "bottlenecks": pl.DataFrame(list(_bottlenecks(told)), schema=_BOTTLENECKS, orient="row"),
    }


def _reallocation(told: Told) -> pl.DataFrame:
    view, price = told.view, told.price
    rows = [
        (
            view.units[one.source] if one.source >= 0 else None,
            view.tasks[one.source] if one.source >= 0 else None,
            view.units[one.target],
            view.tasks[one.target],
            "funds",
            one.amount,
            one.rule,
            list(told.codes.get((one.source, one.pot), [])) if one.source >= 0 else [],
            price[one.target],
        )
        for one in told.moves
    ]
    found = pl.DataFrame(rows, schema=_MOVES, orient="row")
    return found.with_columns(pl.col("amount").cast(_MONEY)).sort(
        "to", "task", "rule", "from", "from_task", nulls_last=False
    )


def _coverage(told: Told) -> pl.DataFrame:
    view = told.view
    need, supply = view.funds
    before, after = told.each
    found = pl.DataFrame(
        {
            "unit": list(view.units),
            "task": list(view.tasks),
            "need": need[:, -1],
            "there": supply[:, -1],
            "received": told.received,
            "given_up": told.given_up,
            "before": before,
            "after": after,
            "binds": _binding(told),
            "price": told.price,
        },
        schema=_COVERAGE,
    )
    idle = (pl.col("binds") == "no_need") & (pl.col("there") > 0)
    some = (pl.col("need") > 0) | (pl.col("binds") == "cannot_tell") | idle
    money = [pl.col(n).round(2).cast(_MONEY) for n in ("need", "there", "received", "given_up")]
    return (
        found.filter(some)
        .with_columns(*money, pl.col("before", "after").fill_nan(None))
        .sort("unit", "task")
    )


def _binding(told: Told) -> list[str]:
    """Return which kind is the scarcest at the end; what is covered, and what cannot be told."""
    share = _shares(told)
    least = share.min(1)
    return [
        _binds(known=bool(known), wanted=bool(wanted), kind=KINDS[kind], low=float(low))
        for known, wanted, kind, low in zip(
            told.view.known, told.view.wanted, share.argmin(1), least, strict=True
        )
    ]


def _binds(*, known: bool, wanted: bool, kind: str, low: float) -> str:
    if not known:
        return "cannot_tell"
    if not wanted:
        return "no_need"
    return kind if low < _FULL else "covered"


def _shares(told: Told) -> Reals:
    """Return the share of each kind's need that is covered at the end, with the moves."""
    supply = told.view.supply[..., -1].copy()
    supply[:, _FUNDS] += told.change[:, -1]
    return covered(supply, told.view.need[..., -1])


def _bottlenecks(told: Told) -> Iterator[tuple[object, ...]]:
    """Tell where land, energy or posts hold back what funds could do."""
    view, share = told.view, _shares(told)
    most, full = view.most, np.ones(len(view.units))
    lost = full - (view.over_time * most).sum(1)
    scarce = (share < _FULL) & (view.need[..., -1] > 0) & view.known[:, None]
    order = sorted(zip(*np.nonzero(scarce), strict=True), key=lambda at: (
        view.units[at[0]], view.tasks[at[0]], KINDS[at[1]]
    ))  # fmt: skip
    for cell, kind in order:
        if kind != _FUNDS:
            yield (
                view.units[cell],
                view.tasks[cell],
                KINDS[kind],
                float(view.need[cell, kind, -1]),
                float(view.supply[cell, kind, -1]),
                float(share[cell, kind]),
                float(share[cell, _FUNDS]),
                float(lost[cell]),
            )


def _prices(told: Told, limits: Limits) -> pl.DataFrame:
    """Return what each pot could and did move, and what one more yuan in it is worth."""
    moved = np.zeros(len(told.plan.pots))
    np.add.at(moved, [one.pot for one in told.moves], [one.amount for one in told.moves])
    rows = [
        (rule, bound or None, float(told.plan.freed[pot]), moved[pot], told.plan.prices[pot])
        for pot, (rule, bound) in enumerate(told.plan.pots)
    ]
    rows[0] = (rows[0][0], None, rows[0][2] + limits.added + limits.reserve, *rows[0][3:])
    found = pl.DataFrame(rows, schema=_PRICES, orient="row")
    money = [pl.col(name).round(2).cast(_MONEY) for name in ("movable", "moved")]
    return found.with_columns(money).sort("rule", "bound_to")
