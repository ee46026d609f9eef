"""Effects learnt from roll-outs, in the place of what the catalogue assumes."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.remedy_values import RemedyEffect
from chuandao.catalog.thresholds import threshold
from chuandao.decay.effects.wording import remedy_words
from chuandao.errors import Problem
from chuandao.prescription.options.ground import Ground
from chuandao.prescription.options.option import touched

_TRUSTED = ("strong", "moderate")


def learnt_ranges(
    assumed: Sequence[RemedyEffect], effects: pl.DataFrame | None, ground: Ground, case: Case
) -> tuple[tuple[RemedyEffect, ...], tuple[Problem, ...]]:
    r"""Return the effects with those replaced that roll-outs told of, and what was replaced.

    An effect measured in points of the share delivered, E, on units with efficacy e where the
    remedy touches log losses L, is the assumed share times f with exp(f · Σ s · L) = 1 + E/e. Only
    evidence that is at least moderate replaces an assumption; with several sources the strongest
    and, among equals, the smallest effect.

    Parameters
    ----------
    assumed : sequence of RemedyEffect
    effects : table (remedy, source, period, since, estimate, low, high, strength), optional
        As the verb `effects` returns it.
    ground : Ground
    case : Case
        Its ``rollouts`` say which units were treated.
    """
    found, told = list(assumed), list[Problem]()
    for remedy, row in _best_rows(effects).items():
        factors = _factors(remedy, row, assumed, ground, _treated(case, remedy, ground))
        if factors is None:
            continue
        found = [_scaled(one, factors) if one.remedy == remedy else one for one in found]
        told.append(Problem("plan_learnt", "note", parameters=remedy_words(remedy)))
    return tuple(found), tuple(told)


def _best_rows(effects: pl.DataFrame | None) -> dict[str, dict[str, float]]:
    if effects is None or not effects.height:
        return {}
    whole = effects.filter(
        pl.col("period").is_null()
        & pl.col("since").is_null()
        & pl.col("strength").is_in(list(_TRUSTED))
    )
    order = whole.with_columns(
        grade=pl.col("strength").replace_strict({"strong": 0, "moderate": 1})
    )
    best = order.sort("remedy", "grade", "estimate", "source").unique(
        "remedy", keep="first", maintain_order=True
    )
    return {row["remedy"]: row for row in best.iter_rows(named=True)}


def _treated(case: Case, remedy: str, ground: Ground) -> list[int]:
    rollouts = case.tables.get("rollouts")
    if rollouts is None:
        return []
    units = set(rollouts.filter(pl.col("remedy") == remedy)["unit"].to_list())
    return [at for at, code in enumerate(ground.units) if code in units]


def _factors(
    remedy: str,
    row: dict[str, float],
    assumed: Sequence[RemedyEffect],
    ground: Ground,
    treated: list[int],
) -> tuple[float, float, float] | None:
    """Return by what the assumed middle is to be multiplied: low, middle, high."""
    removed, level = np.zeros_like(ground.log_level), np.zeros(len(ground.units), dtype=np.bool_)
    for effect in assumed:
        if effect.remedy == remedy and effect.cause in ground.causes:
            for unit in treated:
                steps = touched(ground, unit, effect.reach)
                level[steps] = True
                removed[:, steps] += (
                    effect.mid * ground.loss[ground.causes.index(effect.cause)][:, steps]
                )
    if not level.any() or removed[:, level].mean() <= 0:
        return None
    efficacy = float(np.exp(ground.log_level[:, level]).mean())
    logs = [float(np.log1p(max(row[name], 0.0) / efficacy)) for name in ("low", "estimate", "high")]
    low, mid, high = (one / float(removed[:, level].mean()) for one in logs)
    return low, mid, high


def _scaled(effect: RemedyEffect, factors: tuple[float, float, float]) -> RemedyEffect:
    most = threshold("remedy_share_max")
    low, mid, high = (min(effect.mid * factor, most) for factor in factors)
    return replace(
        effect, low=low, mid=mid, high=high, reference="effects", date="", assumption=False
    )
