"""Tier figures and attribution, with intervals from joint posterior draws."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.catalog.knowledge import causes
from chuandao.decay.fitting import Fitted
from chuandao.decay.likeness import drawn
from chuandao.decay.scopes import Losses, Scopes
from chuandao.stats.smoothing.tree import Reals

_Z95 = 1.959963984540054
_STEP_ITSELF = ("tier", "local")


@dataclass(frozen=True, eq=False)
class Summary:
    """Figures of one leaf tier; the replicates are followed by the means over tasks, by period.

    Attributes
    ----------
    scopes : Scopes
    efficacy, efficacy_sd : arrays (tiers, scopes, replicates + periods)
        The standard deviation is that of the logarithm.
    loss, loss_sd : arrays (scopes, replicates + periods, steps, parts)
        Parts: the causes with a column, the step's constant, the unit's own.
    """

    scopes: Scopes
    efficacy: Reals
    efficacy_sd: Reals
    loss: Reals
    loss_sd: Reals


def summarise(
    fitted: Fitted, scopes: list[Scopes], *, count: int, rng: np.random.Generator
) -> list[Summary]:
    """Return tier figures and attribution of every scope, by leaf tier.

    Parameters
    ----------
    count : int
        Draws for the intervals.
    """
    efficacies, losses = [_Spread() for _ in scopes], [_Spread() for _ in scopes]
    design = fitted.design
    made = (design, fitted.groups, fitted.points, fitted.likeness)
    for draw in drawn(*made, (count, rng)):
        lost = losses_of(fitted, design.by_unit(draw.state), draw.coefficients)
        for k, scope in enumerate(scopes):
            efficacy, loss = _figures(fitted, scope, lost)
            efficacies[k].add(np.log(efficacy))
            losses[k].add(loss)
    lost = losses_of(fitted, fitted.log_mean + fitted.log_variance / 2, fitted.coefficients)
    return [
        _summary(scope, _figures(fitted, scope, lost), efficacies[k].sd(), losses[k].sd())
        for k, scope in enumerate(scopes)
    ]


def losses_of(fitted: Fitted, log_level: Reals, coefficients: Reals) -> list[Losses]:
    """Return what each replicate lost on every step.

    What the causes and the constant of the step do not explain is the unit's own. A cause that
    was examined in no unit of a tier for a task explains nothing there: what other tasks lead to
    expect of it stays with the step.
    """
    chains, deficits = fitted.design.chains, fitted.design.deficits
    steps, count = len(chains.steps), len(deficits.causes)
    index = np.minimum(np.searchsorted(np.array(chains.steps), chains.tiers), steps - 1)
    constant = np.where(chains.parents >= 0, coefficients[index], 0.0)
    cost = coefficients[steps : steps + count]
    known = deficits.assumed.shape[-1]
    found = []
    for level, severity, assumed in zip(log_level, deficits.level, deficits.assumed, strict=True):
        if not assumed.any():
            found.append(Losses(level, severity, constant, cost))
            continue
        told, aside = severity.copy(), severity[:, :known] * assumed[index]
        told[:, :known] -= aside
        found.append(Losses(level, told, constant + aside @ cost[:known], cost))
    return found


def tier_rows(fitted: Fitted, summary: Summary, weighting: str) -> pl.DataFrame:
    """Return the rows of the table ``tiers`` of one leaf tier."""
    scopes = summary.scopes
    tiers, units, slots = summary.efficacy.shape
    retention = np.full(summary.efficacy.shape, np.nan)
    retention[1:] = summary.efficacy[1:] / summary.efficacy[:-1]
    low, high = log_interval(summary.efficacy, summary.efficacy_sd)
    at = np.indices((tiers, units, slots)).reshape(3, -1)
    return _labelled(fitted, scopes, at[1], at[2]).with_columns(
        leaf_tier=pl.lit(scopes.leaf_tier, dtype=pl.Int64),
        tier=pl.Series(scopes.tiers[at[0]]),
        efficacy=pl.Series(summary.efficacy.ravel()),
        retention=pl.Series(retention.ravel()).fill_nan(None),
        low=pl.Series(low.ravel()),
        high=pl.Series(high.ravel()),
        weighting=pl.lit(weighting),
    )


def attribution_rows(fitted: Fitted, summary: Summary) -> pl.DataFrame:
    """Return the rows of the table ``attribution`` of one leaf tier: every cause of every step.

    A cause that was not examined in a tier has no row there.
    """
    scopes, names = summary.scopes, (*fitted.design.deficits.parts, *_STEP_ITSELF)
    at = np.indices(summary.loss.shape).reshape(4, -1)
    reach = _Z95 * summary.loss_sd
    rows = _labelled(fitted, scopes, at[0], at[1]).with_columns(
        leaf_tier=pl.lit(scopes.leaf_tier, dtype=pl.Int64),
        edge_tier=pl.Series(scopes.tiers[1:][at[2]]),
        cause=pl.Series(np.array(names)[at[3]]),
        loss=pl.Series(summary.loss.ravel()),
        low=pl.Series((summary.loss - reach).ravel()),
        high=pl.Series((summary.loss + reach).ravel()),
    )
    examined = _examined(fitted)
    keep = [
        cause in _STEP_ITSELF or (int(tier), cause) in examined
        for tier, cause in zip(scopes.tiers[1:][at[2]], np.array(names)[at[3]], strict=True)
    ]
    return rows.filter(pl.Series(keep))


def log_interval(mean: Reals, sd: Reals) -> tuple[Reals, Reals]:
    """Return the 95 % interval of a log-normal quantity from its mean and log deviation."""
    centre = np.log(mean) - sd**2 / 2
    return np.exp(centre - _Z95 * sd), np.exp(centre + _Z95 * sd)


class _Spread:
    """Running sums of draws for their standard deviation, about the first draw."""

    def __init__(self) -> None:
        self._count = 0
        self._origin: Reals | None = None
        self._first: Reals = np.zeros(1)
        self._second: Reals = np.zeros(1)

    def add(self, values: Reals) -> None:
        if self._origin is None:
            self._origin = values
            self._first = np.zeros_like(values)
            self._second = np.zeros_like(values)
        apart = values - self._origin
        self._first += apart
        self._second += apart**2
        self._count += 1

    def sd(self) -> Reals:
        spread = self._second - self._first**2 / self._count
        sd: Reals = np.sqrt(np.maximum(spread, 0.0) / max(self._count - 1, 1))
        return sd


def _figures(fitted: Fitted, scopes: Scopes, lost: list[Losses]) -> tuple[Reals, Reals]:
    """Return efficacy by tier and loss by part, the means over tasks appended."""
    pairs = [scopes.figures(one) for one in lost]
    efficacy, loss = (np.stack(part) for part in zip(*pairs, strict=True))
    found = (efficacy, fitted.design.deficits.by_part(loss))
    efficacy, loss = (np.concatenate([part, fitted.over_tasks(part)]) for part in found)
    return np.moveaxis(efficacy, 0, 2), np.moveaxis(loss, 0, 1)


def _summary(
    scopes: Scopes, figures: tuple[Reals, Reals], efficacy_sd: Reals, loss_sd: Reals
) -> Summary:
    return Summary(scopes, figures[0], efficacy_sd, figures[1], loss_sd)


def _labelled(fitted: Fitted, scopes: Scopes, unit: Reals, slot: Reals) -> pl.DataFrame:
    """Return unit, task and period of each row; the task is empty for the mean over tasks."""
    design = fitted.design
    tasks = [task for task, _ in design.replicates] + [None] * len(design.periods)
    periods = [period for _, period in design.replicates] + design.periods
    codes = pl.Series(design.chains.codes, dtype=pl.String)
    return pl.DataFrame(
        {
            "unit": codes.gather(pl.Series(scopes.units[unit])),
            "task": pl.Series(tasks, dtype=pl.String).gather(pl.Series(slot)),
            "period": pl.Series(periods, dtype=pl.String).gather(pl.Series(slot)),
        }
    )


def _examined(fitted: Fitted) -> set[tuple[int, str]]:
    """Return the pairs of tier and cause of which something was measured."""
    chains, deficits = fitted.design.chains, fitted.design.deficits
    seen = ~np.isnan(deficits.measured)
    known = set(causes())
    found = {
        (tier, cause)
        for tier in chains.steps
        for k, cause in enumerate(deficits.causes)
        if cause in known and seen[:, chains.tiers == tier, k].any()
    }
    return found | {(tier, part) for tier, part in deficits.beside(chains) if part not in known}
