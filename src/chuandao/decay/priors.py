"""The weakly informative priors of the model, from the catalogue."""

import numpy as np

from chuandao.catalog.thresholds import threshold
from chuandao.stats.smoothing.tree import Reals


def of_standard_deviations(steps: int, sources: int) -> tuple[Reals, Reals]:
    """Return mean and standard deviation of the logs of σ (tiers) and τ (sources)."""
    centre = [np.log(threshold("prior_sigma_median"))] * steps
    centre += [np.log(threshold("prior_tau_median"))] * sources
    spread = np.full(steps + sources, threshold("prior_log_sd_spread"))
    return np.array(centre), spread


def of_coefficients(steps: int, causes: int, sources: int) -> tuple[Reals, Reals]:
    """Return prior mean and precision of α (tiers), β (causes) and b (sources)."""
    names = ["prior_alpha_sd"] * steps + ["prior_beta_sd"] * causes + ["prior_bias_sd"] * sources
    precision = np.array([threshold(name) ** -2 for name in names], dtype=np.float64)
    return np.zeros(len(names)), precision
