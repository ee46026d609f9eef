"""The loss by any choice of task, period, step and cause, with intervals of the sums."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl

from chuandao.decay.claims.imprecision import loss_variance
from chuandao.decay.fitting import Fitted
from chuandao.decay.likeness import drawn
from chuandao.decay.scopes import Scopes
from chuandao.decay.summaries import losses_of
from chuandao.errors import UsageError
from chuandao.stats.smoothing.tree import Reals

GROUPINGS = ("task", "period", "edge_tier", "cause")
_ALONE = ("tier", "local")
_Z95 = 1.959963984540054


def checked(by: Sequence[str]) -> tuple[str, ...]:
    """Return what to group by, in the order of the tables.

    Raises
    ------
    UsageError
        Something else was asked for.
    """
    for name in by:
        if name not in GROUPINGS:
            raise UsageError("unknown_grouping", given=name, known=", ".join(GROUPINGS))
    return tuple(name for name in GROUPINGS if name in by)


def grouped_losses(
    fitted: Fitted, scopes: Scopes, by: tuple[str, ...], count: int, rng: np.random.Generator
) -> pl.DataFrame:
    """Return losses by what is named, summed over other steps and causes.

    Over other tasks they are averaged by the tasks' weights, over other periods plainly.
    """
    weight, labels = _slots(fitted, by)
    level = fitted.log_mean + fitted.log_variance / 2
    loss = _reduced(_losses(fitted, scopes, level, fitted.coefficients), weight, by)
    variance = _spread(fitted, scopes, weight, by, count, rng)
    if "cause" in by:
        variance = variance + _reduced(loss_variance(fitted, scopes), weight**2, by)
    reach = _Z95 * np.sqrt(variance)
    at = np.indices(loss.shape).reshape(4, -1)
    codes = np.array(fitted.design.chains.codes, dtype=object)[scopes.units]
    columns: dict[str, object] = {"unit": codes[at[0]].tolist(), "leaf_tier": scopes.leaf_tier}
    columns |= {name: [row[name] for row in (labels[k] for k in at[1])] for name in labels[0]}
    parts = np.array([*fitted.design.deficits.parts, *_ALONE])
    columns |= {"edge_tier": scopes.tiers[1:][at[2]]} if "edge_tier" in by else {}
    columns |= {"cause": parts[at[3]].tolist()} if "cause" in by else {}
    figures = {"loss": loss.ravel(), "low": (loss - reach).ravel(), "high": (loss + reach).ravel()}
    return _told(pl.DataFrame(columns | figures), by)


def _told(rows: pl.DataFrame, by: tuple[str, ...]) -> pl.DataFrame:
    """Return rows but those of causes not examined there, each cause with its strength."""
    if "cause" in by:
        alone = pl.col("cause").is_in(_ALONE)
        examined = (pl.col("loss") != 0) | (pl.col("low") != pl.col("high"))
        strength = pl.when(~alone).then(pl.lit("weak")).alias("strength")
        rows = rows.filter(alone | examined).with_columns(strength)
    return rows.sort("unit", "leaf_tier", *by)


def _losses(fitted: Fitted, scopes: Scopes, log_level: Reals, coefficients: Reals) -> Reals:
    """Return losses by scope, replicate, step and part."""
    found = [scopes.figures(one)[1] for one in losses_of(fitted, log_level, coefficients)]
    return fitted.design.deficits.by_part(np.stack(found, axis=1))


def _slots(fitted: Fitted, by: tuple[str, ...]) -> tuple[Reals, list[dict[str, str]]]:
    """Return the weight of each replicate in each slot (slots, replicates), and their labels."""
    keep = [name for name in ("task", "period") if name in by]
    rows = [dict(zip(("task", "period"), pair, strict=True)) for pair in fitted.design.replicates]
    labels = [{name: row[name] for name in keep} for row in rows]
    slots = sorted({tuple(label.items()) for label in labels})
    weight = np.zeros((len(slots), len(rows)))
    for k, label in enumerate(labels):
        own = 1.0 if "task" in by else fitted.task_weight[k]
        weight[slots.index(tuple(label.items())), k] = own
    weight /= weight.sum(axis=1, keepdims=True)
    return weight, [dict(slot) for slot in slots]


def _reduced(values: Reals, weight: Reals, by: tuple[str, ...]) -> Reals:
    total: Reals = np.einsum("st,ntep->nsep", weight, values)
    if "edge_tier" not in by:
        total = total.sum(axis=2, keepdims=True)
    return total if "cause" in by else total.sum(axis=3, keepdims=True)


def _spread(
    fitted: Fitted,
    scopes: Scopes,
    weight: Reals,
    by: tuple[str, ...],
    count: int,
    rng: np.random.Generator,
) -> Reals:
    """Return the variance of the losses over joint posterior draws."""
    losses = _drawn(fitted, scopes, weight, by, count, rng)
    origin = next(losses)
    first, second = np.zeros_like(origin), np.zeros_like(origin)
    for loss in losses:
        first += loss - origin
        second += (loss - origin) ** 2
    variance: Reals = np.maximum(second - first**2 / count, 0.0) / max(count - 1, 1)
    return variance


def _drawn(
    fitted: Fitted,
    scopes: Scopes,
    weight: Reals,
    by: tuple[str, ...],
    count: int,
    rng: np.random.Generator,
) -> Iterator[Reals]:
    design = fitted.design
    made = (design, fitted.groups, fitted.points, fitted.likeness)
    for draw in drawn(*made, (count, rng)):
        level = design.by_unit(draw.state)
        yield _reduced(_losses(fitted, scopes, level, draw.coefficients), weight, by)
