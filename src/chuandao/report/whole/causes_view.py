"""How the loss divides over steps and causes (成因分析): rows that add up to the loss."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from chuandao.catalog.knowledge import causes
from chuandao.report.material import Material
from chuandao.report.whole.chosen_rows import overall, rows_of

REST = ("department", "tier", "local")
"""Shares of the loss that are no cause: shown in neutral tones, never spread over the causes."""


@dataclass(frozen=True)
class Share:
    """What one cause takes on one step: efficacy points (0–1), negative where it gives."""

    step: int
    cause: str
    loss: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class CausesView:
    """The loss of the root's whole subtree, by step and cause.

    Attributes
    ----------
    period : str
        Empty where all periods are taken together.
    leaf_tier : int
        Tier of the leaves whose mean loss is divided.
    steps : tuple of int
        The steps, by their lower tier.
    causes : tuple of str
        The five causes in the order of the catalogue, then what no cause carries.
    shares : tuple of Share
        By step, and on a step by cause.
    """

    period: str
    leaf_tier: int
    steps: tuple[int, ...]
    causes: tuple[str, ...]
    shares: tuple[Share, ...]

    @property
    def printed(self) -> "CausesView":
        """The same with shares as they are printed, which add up to the printed loss."""
        return replace(self, shares=tuple(agreeing(self.shares, (*causes(), *REST))))

    @property
    def loss(self) -> float:
        """The whole loss: what all shares add up to."""
        return sum(share.loss for share in self.shares)

    def on_step(self, step: int) -> float:
        """Return what a step loses."""
        return sum(share.loss for share in self.shares if share.step == step)

    def of_cause(self, cause: str) -> float | None:
        """Return what a cause takes on all steps; nothing where it has no row."""
        mine = [share.loss for share in self.shares if share.cause == cause]
        return sum(mine) if mine else None

    def share(self, step: int, cause: str) -> Share | None:
        """Return the share of a cause on a step, or nothing where it has no row."""
        mine = (one for one in self.shares if (one.step, one.cause) == (step, cause))
        return next(mine, None)


def causes_view(material: Material) -> CausesView | None:
    """Return the division of the loss, or nothing where ``attribution`` has no row of the root.

    A cause without a row was not examined on that step; it is not nought.
    """
    rows = rows_of(material, "attribution")
    if rows is None:
        return None
    mine = overall(rows.filter(pl.col("unit") == material.units.root))
    mine = mine.filter(pl.col("leaf_tier") == pl.col("leaf_tier").max())
    if mine.is_empty():
        return None
    order = (*causes(), *REST)
    shares = [Share(*row) for row in mine.select(_COLUMNS).iter_rows()]
    held = {share.cause for share in shares}
    return CausesView(
        str(mine["period"][0]),
        int(mine["leaf_tier"][0]),
        tuple(sorted({share.step for share in shares})),
        tuple(cause for cause in order if cause in causes() or cause in held),
        tuple(sorted(shares, key=lambda one: (one.step, order.index(one.cause)))),
    )


def agreeing(shares: Sequence[Share], order: Sequence[str]) -> list[Share]:
    """Return the shares as they are printed: to a tenth of a point, adding up to the whole loss.

    What rounding leaves goes to the last one, which no cause carries.

    Examples
    --------
    >>> found = agreeing([Share(1, "tier", 0.1504, None, None)] * 3, ["tier"])
    >>> [share.loss for share in found], round(sum(share.loss for share in found), 3)
    ([0.15, 0.15, 0.151], 0.451)
    """
    printed = [replace(share, loss=round(share.loss, _TENTH)) for share in shares]
    printed.sort(key=lambda one: (order.index(one.cause), one.step))
    rest = round(sum(share.loss for share in shares), _TENTH) - sum(one.loss for one in printed)
    last = printed[-1]
    return [*printed[:-1], replace(last, loss=round(last.loss + rest, _TENTH))]


_TENTH = 3  # of a percentage point, as a share
_COLUMNS = ("edge_tier", "cause", "loss", "low", "high")
