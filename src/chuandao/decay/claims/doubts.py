"""What should be known of a fit before its figures are used."""

import numpy as np

from chuandao.catalog.knowledge import causes
from chuandao.catalog.thresholds import threshold
from chuandao.decay.fitting import Fitted
from chuandao.decay.wording import cause_words, source_words
from chuandao.errors import Problem

_FEW_POINTS = 8.0


def doubts_of(fitted: Fitted) -> list[Problem]:
    """Return what should be known of the fit: rough intervals, unsupported costs, quarrels."""
    doubts = []
    design = fitted.design
    if fitted.effective < min(_FEW_POINTS, len(fitted.points) / 4):
        doubts.append(
            Problem("rough_intervals", "warning", parameters={"count": f"{fitted.effective:.0f}"})
        )
    se = np.sqrt(np.diag(fitted.covariance))
    for name, value, error in zip(design.coefficient_names, fitted.coefficients, se, strict=True):
        cause_name = name.removeprefix("beta_")
        if name.startswith("beta_") and cause_name in causes() and value < 0:
            cause = cause_words(cause_name)
            told = {**cause, "value": f"{value:.2f}", "se": f"{error:.2f}"}
            doubts.append(Problem("cause_not_supported", "warning", parameters=told))
        if name.startswith("bias_") and abs(value) > threshold("sources_contradict"):
            source = source_words("source", [name.removeprefix("bias_")])
            told = {**source, "share": f"{np.expm1(value):+.0%}"}
            doubts.append(Problem("sources_contradict", "warning", parameters=told))
    few = [t for t in design.chains.steps if (design.chains.tiers == t).sum() == 1]
    doubts.extend(Problem("tier_of_one_unit", "note", parameters={"tier": t}) for t in few)
    return doubts
