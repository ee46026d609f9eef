"""How far the deficits of understanding rest on the loss weights (敏感性): one weight at a time."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import rankdata

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.answers import (
    Answer,
    answers,
    expected_losses,
    loss_bounds,
    loss_weights,
)

SCHEMA: Mapping[str, type[pl.DataType]] = {
    "label": pl.String,
    "bound": pl.String,
    "weight": pl.Float64,
    "deficit": pl.Float64,
    "change": pl.Float64,
    "largest_change": pl.Float64,
    "unit": pl.String,
    "rank_correlation": pl.Float64,
    "places": pl.Int64,
}
_ALL = "all"
Means = Mapping[str, float]


@dataclass(frozen=True)
class Setting:
    """The loss weights with one label (or all) at its low or high end."""

    label: str
    bound: str
    weight: float | None
    weights: Mapping[str, float]


def loss_sensitivity(case: Case, trace: Trace) -> pl.DataFrame:
    """Return how the units' deficits of understanding move with each loss weight.

    Parameters
    ----------
    case : Case
    trace : Trace
        Of the same case.

    Returns
    -------
    DataFrame
        Columns label, bound, weight, deficit, change, largest_change, unit, rank_correlation,
        places (result table ``loss_sensitivity``). A row for each label at its ``low`` and
        ``high`` end (``label_weights.csv``), the others as they are, and for all labels at one
        end together; first the weights as they are (``bound`` base). ``deficit``: mean over the
        units that were examined; ``change``: of that mean; ``largest_change``: of any unit, and
        which; ``rank_correlation``: Spearman's, of the units' deficits with those of the base,
        null where they are all alike; ``places``: by how many places a unit moves at most, ties
        at their mean. Empty where no unit was examined.

    References
    ----------
    Saltelli et al. (2008), Global Sensitivity Analysis, 10.1002/9780470725184, chapter 1 (one
    factor at a time, its limits included: weights that move together are the rows ``all``).
    """
    return sensitivity_of(answers(case, trace))


def sensitivity_of(found: Sequence[Answer]) -> pl.DataFrame:
    """Return how the deficits move, given the answers (see `loss_sensitivity`)."""
    held: defaultdict[str, list[str]] = defaultdict(list)
    for answer in found:
        held[answer.unit].append(answer.labels[0])
    if not held:
        return pl.DataFrame(schema=dict(SCHEMA))
    base = _means(held, loss_weights())
    rows = [_row(setting, held, base) for setting in _settings()]
    return pl.DataFrame(rows, schema=dict(SCHEMA), orient="row")


def _settings() -> Iterable[Setting]:
    weights, bounds = loss_weights(), loss_bounds()
    yield Setting(_ALL, "base", None, weights)
    for at, bound in enumerate(("low", "high")):
        for label, ends in bounds.items():
            if ends[at] != weights[label]:
                yield Setting(label, bound, ends[at], {**weights, label: ends[at]})
        yield Setting(_ALL, bound, None, {label: ends[at] for label, ends in bounds.items()})


def _means(held: Mapping[str, Sequence[str]], weights: Mapping[str, float]) -> Means:
    losses = expected_losses(weights)
    return {
        unit: sum(losses[label] for label in labels) / len(labels)
        for unit, labels in sorted(held.items())
    }


def _row(setting: Setting, held: Mapping[str, Sequence[str]], base: Means) -> dict[str, object]:
    means = _means(held, setting.weights)
    moved = {unit: means[unit] - base[unit] for unit in base}
    most = max(moved, key=lambda unit: (abs(moved[unit]), unit))
    one, other = (np.array(list(values.values())) for values in (base, means))
    return {
        "label": setting.label,
        "bound": setting.bound,
        "weight": setting.weight,
        "deficit": round(float(other.mean()), 4),
        "change": round(float(other.mean() - one.mean()), 4),
        "largest_change": round(moved[most], 4),
        "unit": most,
        "rank_correlation": _rank_correlation(one, other),
        "places": int(np.abs(_places(one) - _places(other)).max()),
    }


def _places(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rankdata(np.round(values, 9)), dtype=float)


def _rank_correlation(one: NDArray[np.float64], other: NDArray[np.float64]) -> float | None:
    places = _places(one), _places(other)
    if min(float(np.ptp(held)) for held in places) == 0:
        return None
    return round(float(np.corrcoef(*places)[0, 1]), 4)
