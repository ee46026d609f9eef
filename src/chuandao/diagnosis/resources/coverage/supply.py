"""Need and supply of units, task by task and kind by kind, at given days.

Funds and energy accrue evenly by day from the first to the last day of a need, and what has come
stays; land and posts are needed, and there, so long as they are. What a unit sent on is not its
supply: it is taken off what is bound to the same task, then off what is bound to none. It leaves on
the day of its notice or, where the money for it came only later, on the day of the last arrival
before it was paid: a notice sent ahead of the money takes nothing from what was there before.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.resources.ledger.books import KINDS, LEVELS, Ledger
from chuandao.stats.smoothing.tree import Positions, Reals
from chuandao.stats.supply.coverage import share_general

Marks = NDArray[np.bool_]
Leaving = Literal["money", "notice", "first"]
_KIND = pl.Enum(KINDS)


@dataclass(frozen=True)
class Axes:
    """What the places of an array stand for: units, tasks, days."""

    units: tuple[str, ...]
    tasks: tuple[str, ...]
    days: tuple[date, ...]

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """Units, tasks and one for none, kinds, days and one for never."""
        return len(self.units), len(self.tasks) + 1, len(KINDS), len(self.days) + 1


@dataclass(frozen=True)
class Supply:
    """Need and supply; arrays of units × tasks × kinds × days, ``general`` without tasks.

    ``need`` of kinds of which the books show nothing at all is 0: they are not examined.
    """

    axes: Axes
    need: Reals
    bound: Reals
    general: Reals

    def examined(self, unknown: Marks) -> "Supply":
        """Return it without the needs of which the books cannot tell the supply."""
        return replace(self, need=np.where(unknown[..., None], 0.0, self.need))

    def shared(self, weights: Reals) -> Reals:
        """Return the supply of each task with its share of what is bound to none."""
        given = self.bound.copy()
        for kind in np.flatnonzero(self.general.any((0, 2))):
            lacking = np.moveaxis(self.need[:, :, kind] - self.bound[:, :, kind], 1, -1)
            share = share_general(self.general[:, kind], lacking, weights)
            given[:, :, kind] += np.moveaxis(share, -1, 1)
        return given


def supply_of(
    ledger: Ledger, axes: Axes, *, payer: bool = False, leaving: Leaving = "money"
) -> Supply:
    """Return the need and supply of units.

    Parameters
    ----------
    ledger : Ledger
    axes : Axes
    payer : bool
        Count what arrived as it stands in the payer's book, not in the payee's.
    leaving : "money", "notice" or "first"
        When what was sent on left: on its notice but not before the money for it had come; on its
        notice; or on the first day, so that only what it kept for good is its supply.
    """
    into = _summed(pl.concat([_own(ledger), _arrived(ledger, payer=payer)]), axes)
    out = _summed(_sent(ledger, leaving), axes)
    net = into[:, :-1] - out[:, :-1]
    over = np.maximum(-net, 0.0).sum(1)
    return Supply(
        axes,
        need=_needed(ledger, axes),
        bound=np.maximum(net, 0.0),
        general=np.maximum(into[:, -1] - out[:, -1] - over, 0.0),
    )


def with_under_way(ledger: Ledger) -> Ledger:
    """Return the books as if all that is under way had come already."""
    coming = ledger.counting.with_columns(
        arrived=pl.when("under_way").then(pl.lit(ledger.first)).otherwise("arrived"),
        received=pl.when("under_way").then("paid").otherwise("received"),
    )
    return replace(ledger, transfers=coming)


def unbalanced(ledger: Ledger, axes: Axes) -> tuple[Marks, Reals]:
    """Return where supply cannot be told from the books, and what was sent on.

    Both are arrays of units × tasks × kinds.

    It sent more of a kind on than the books show it ever had: it had means that they do not show,
    and what is left for its own need in the tasks for which it sent any on cannot be told.
    """
    coming = with_under_way(ledger)
    into = _summed(pl.concat([_own(coming), _arrived(coming, payer=False)]), axes)[..., -1]
    out = _summed(_sent(coming, "notice"), axes)[..., -1]
    over = np.maximum(out - into, 0.0)
    lacking = np.maximum(over[:, :-1].sum(1) + out[:, -1] - into[:, -1], 0.0)
    told = lacking <= threshold("ledger_imbalance") * out.sum(1)
    return (out[:, :-1] > 0) & ~told[:, None], out[:, :-1]


def _events(
    rows: pl.DataFrame, ledger: Ledger, unit: str, day: pl.Expr, amount: str
) -> pl.DataFrame:
    return rows.select(
        unit=pl.col(unit),
        task=pl.col("task"),
        resource=pl.col("resource"),
        day=day.fill_null(ledger.first),
        amount=pl.col(amount).cast(pl.Float64),
    )


def _own(ledger: Ledger) -> pl.DataFrame:
    """Return own means: there from the first day on; land and posts gone after the last."""
    came = _events(ledger.means, ledger, "unit", pl.col("from"), "amount")
    ends = ledger.means.filter(
        pl.col("resource").is_in(LEVELS) & pl.col("until").is_not_null()
    ).with_columns(amount=-pl.col("amount"), until=pl.col("until") + pl.duration(days=1))
    return pl.concat([came, _events(ends, ledger, "unit", pl.col("until"), "amount")])


def _arrived(ledger: Ledger, *, payer: bool) -> pl.DataFrame:
    """Return what arrived, on its day; what adjustments changed later, on theirs."""
    here = ledger.counting.filter(pl.col("arrived").is_not_null() & _for_tasks())
    changes = ledger.later.group_by("transfer").agg(changed=pl.col("amount").sum())
    amount = pl.col("paid" if payer else "received") - pl.col("changed").fill_null(0)
    base = here.join(changes, on="transfer", how="left").with_columns(base=amount)
    later = here.drop("amount").join(ledger.later, on="transfer")
    return pl.concat(
        [
            _events(base, ledger, "to_unit", pl.col("arrived"), "base"),
            _events(later, ledger, "to_unit", pl.col("day"), "amount"),
        ]
    )


def _for_tasks() -> pl.Expr:
    """Money bound to a purpose that is none of the case's tasks serves none of them."""
    return pl.col("task").is_not_null() | (
        pl.col("restriction").fill_null("general") != "earmarked"
    )


def _sent(ledger: Ledger, leaving: Leaving) -> pl.DataFrame:
    sent = ledger.counting.filter(pl.col("from_unit").is_not_null() & _for_tasks())
    notice = pl.coalesce("announced", "arrived")
    if leaving == "first":
        return _events(sent, ledger, "from_unit", pl.lit(ledger.first), "paid")
    if leaving == "money":
        sent = _with_money(sent, ledger)
        notice = pl.max_horizontal(notice, "money")
    return _events(sent, ledger, "from_unit", notice, "paid")


def _with_money(sent: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return what was sent with ``money``: the last day before payment on which its like came."""
    came = ledger.counting.filter(pl.col("arrived").is_not_null()).select(
        _account("to_unit"), money="arrived"
    )
    paid = pl.col("arrived").fill_null(ledger.last)
    return (
        sent.with_columns(_account("from_unit"), paid_on=paid)
        .sort("paid_on")
        .join_asof(
            came.sort("money"),
            left_on="paid_on",
            right_on="money",
            by="account",
            coalesce=False,
            check_sortedness=False,
        )
    )


def _account(unit: str) -> pl.Expr:
    parts = (pl.col(unit), pl.col("task").fill_null(""), pl.col("resource"))
    return pl.concat_str(parts, separator="\1").alias("account")


def _places(rows: pl.DataFrame, axes: Axes) -> pl.DataFrame:
    """Return the places of rows in an array; rows of units or tasks outside it are left out."""
    units = pl.DataFrame({"unit": axes.units, "u": range(len(axes.units))})
    tasks = pl.DataFrame(
        {"task": axes.tasks, "c": range(len(axes.tasks))}, schema_overrides={"task": pl.String}
    )
    found = rows.join(units, on="unit").join(tasks, on="task", how="left")
    none = pl.when(pl.col("task").is_null()).then(len(axes.tasks)).otherwise(pl.col("c"))
    return found.with_columns(
        c=none, k=pl.col("resource").cast(_KIND, strict=False).to_physical()
    ).filter(pl.col("c").is_not_null() & pl.col("k").is_not_null())


def _summed(events: pl.DataFrame, axes: Axes) -> Reals:
    """Return the sums of events by each day; the place after the tasks is for none."""
    at = _places(events, axes)
    held = np.zeros(axes.shape)
    t = _reached(at["day"], axes.days)
    np.add.at(held, (at["u"], at["c"], at["k"], t), at["amount"].to_numpy())
    return np.asarray(np.cumsum(held[..., :-1], axis=-1))


def _reached(days: pl.Series, at: Sequence[date]) -> Positions:
    """Return the first of the days by which each was reached."""
    order = np.array(at, dtype="datetime64[D]")
    return np.searchsorted(order, days.to_numpy().astype("datetime64[D]"), side="left")


def _needed(ledger: Ledger, axes: Axes) -> Reals:
    known = ledger.needs.filter("own").filter(pl.col("resource").is_in(list(ledger.kinds)))
    at = _places(known.with_columns(pl.col("from").fill_null(ledger.first)), axes)
    days = np.array(axes.days, dtype="datetime64[D]").astype(np.int64)
    start = at["from"].to_numpy().astype("datetime64[D]").astype(np.int64)[:, None]
    until = at["until"].fill_null(date.max).to_numpy().astype("datetime64[D]").astype(np.int64)
    level = at["resource"].is_in(LEVELS).to_numpy()[:, None]
    open_ = at["until"].is_null().to_numpy()[:, None]
    length = np.maximum(until[:, None] - start + 1, 1)
    accrued = np.where(open_, days >= start, np.clip((days - start + 1) / length, 0, 1))
    there = (days >= start) & (days <= until[:, None])
    amount = at["amount"].cast(pl.Float64).to_numpy()[:, None] * np.where(level, there, accrued)
    held = np.zeros((*axes.shape[:3], len(axes.days)))
    np.add.at(held, (at["u"], at["c"], at["k"]), amount)
    return held[:, :-1]
