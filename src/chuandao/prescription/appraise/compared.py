"""Other ways to weigh the same priorities, for research: no weight is set by them.

- `now`: what the schemes give; `priorities`: as stated; `shrunk`: what is proposed, over the
  range of the aversion to noise.
- `multitask`: (I + r C S)^-1 p, the optimum of the model by Holmstrom and Milgrom if C and S were
  known, over the ranges of r and of the competition between tasks. A negative weight is possible.
- `entropy`, `critic`: from the figures alone. They weigh what differs, noise included, and know
  nothing of what is wanted (benchmarks/bench_weights.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.prescription.appraise.weights import Sheet
from chuandao.stats.multitask.incentives import best_weights, shrunk_weights
from chuandao.stats.multitask.objective_weights import critic_weights, entropy_weights
from chuandao.stats.smoothing.tree import Reals


def compared(sheets: Sequence[Sheet], found: pl.DataFrame) -> Iterable[dict[str, object]]:
    """Yield the rows of the result table ``weights_compared``.

    Parameters
    ----------
    sheets : sequence of Sheet
    found : table (unit, task, value, se)
        What sources other than the unit say (noise.py).
    """
    for sheet in sheets:
        subjects = list(sheet.kind.wanted)
        for method, ways in _methods(sheet, subjects, found).items():
            for at, subject in enumerate(subjects):
                yield {
                    "unit": sheet.kind.units[0],
                    "type": sheet.kind.setting.group.type or None,
                    "subject": subject,
                    "method": method,
                    "weight": round(float(ways[0][at]), 4),
                    "low": round(float(min(way[at] for way in ways)), 4),
                    "high": round(float(max(way[at] for way in ways)), 4),
                }


def _methods(
    sheet: Sheet, subjects: Sequence[str], found: pl.DataFrame
) -> Mapping[str, Sequence[Reals]]:
    """Return the weights by each method: the usual ones first, then those at the ends."""
    priority = np.array([sheet.kind.wanted[name] for name in subjects])
    ratio = np.array([sheet.noises[name].ratio for name in subjects])
    aversions = [threshold(f"noise_aversion{end}") for end in ("", "_low", "_high")]
    costs = [threshold(f"effort_interaction{end}") for end in ("", "_low", "_high")]
    errors = np.diag(np.square(ratio))
    return {
        "now": [_now(sheet, subjects)],
        "priorities": [priority],
        "shrunk": [shrunk_weights(priority, ratio, one) for one in aversions],
        "multitask": [
            best_weights(priority, _cost(len(subjects), share), errors, one)
            for one, share in product(aversions, costs)
        ],
        **_from_figures(sheet, subjects, found),
    }


def _now(sheet: Sheet, subjects: Sequence[str]) -> Reals:
    points = [sum(li.now or 0.0 for li in sheet.lines if li.subject == name) for name in subjects]
    total = sum(points)
    return np.array(points) / (total or 1.0)


def _cost(count: int, interaction: float) -> Reals:
    apart = np.eye(count)
    found: Reals = apart + interaction / count * (1.0 - apart)
    return found


def _from_figures(
    sheet: Sheet, subjects: Sequence[str], found: pl.DataFrame
) -> Mapping[str, Sequence[Reals]]:
    """Return entropy and CRITIC weights over the units measured in every task, if enough are."""
    units = sheet.kind.units
    held = found.filter(pl.col("unit").is_in(units) & pl.col("task").is_in(subjects))
    if held.is_empty():
        return {}
    wide = held.pivot(on="task", index="unit", values="value")
    if not set(subjects) <= set(wide.columns):
        return {}
    figures = wide.sort("unit").select(subjects).drop_nulls().to_numpy()
    if len(figures) < threshold("noise_units_least") or (figures <= 0).any():
        return {}
    return {"entropy": [entropy_weights(figures)], "critic": [critic_weights(figures)]}
