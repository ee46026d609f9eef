"""Ratings and values below the detection limit, worked out against the rest of the evidence."""

from dataclasses import replace

import numpy as np
import polars as pl

from chuandao.catalog.thresholds import threshold
from chuandao.decay.design import Design
from chuandao.decay.nodewise import peak_of
from chuandao.decay.wording import source_words
from chuandao.errors import Problem
from chuandao.stats.intervals import Cuts, fit_cuts, working_response
from chuandao.stats.smoothing.nodewise import at_value, spread_of
from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.smoothing.variances import highest

_ROUNDS = 8
_STILL = 1e-4


def worked_out(design: Design) -> tuple[Design, tuple[Problem, ...]]:
    """Return the design with working responses in place of ratings and of zeros.

    Where levels of ratings meet is estimated once, from what all other evidence says of the rated
    units; responses and weights are then taken anew about the estimates until these stay.
    """
    special = (design.evidence.rows["kind"] != "plain").to_numpy()
    if not special.any():
        return design, ()
    log_sd = highest(design.model(design.groups))
    bounds, told = _bounds(design, log_sd)
    for _ in range(_ROUNDS):
        mean = _said_by_now(design, log_sd)
        response, variance = working_response(mean[special], *(b[special] for b in bounds))
        moved = np.abs(response - design.data.response[special]).max()
        design = _with(design, special, response, variance)
        if moved < _STILL:
            break
    return design, told


def _said_by_now(design: Design, log_sd: Reals) -> Reals:
    """Return what each observation is expected to say, its error aside."""
    found = peak_of(design, design.groups, log_sd)
    columns = found.known.state[found.tree.node].copy()
    columns[:, 1:] -= found.tree.said[:, 1:]
    return at_value(columns, found.mean)


def _known(design: Design, log_sd: Reals) -> tuple[Reals, Reals]:
    """Return mean and variance of the level of the unit of each observation."""
    found = peak_of(design, design.groups, log_sd)
    columns = found.known.state[found.tree.node]
    variance = found.known.variance[found.tree.node] + spread_of(columns, found.covariance)
    return at_value(columns, found.mean), variance


def _bounds(
    design: Design, log_sd: Reals
) -> tuple[tuple[Reals, Reals, Reals], tuple[Problem, ...]]:
    """Return lower and upper bound and the error of each observation, and what is said of them."""
    rows = design.evidence.rows
    low = np.full(rows.height, -np.inf)
    high = rows["high"].fill_null(np.inf).to_numpy().copy()
    own = np.exp(2 * log_sd)[design.groups.noise] + np.nan_to_num(design.groups.known)
    sd = np.maximum(np.sqrt(own), threshold("evidence_zero_se"))
    mean, variance = _known(design, log_sd)
    indexed = rows.with_row_index("at").filter(pl.col("kind") == "levels")
    told = []
    for (source, scale), part in indexed.sort("source", "scale", "at").group_by(
        "source", "scale", maintain_order=True
    ):
        here = part["at"].to_numpy()
        level = np.unique(part["level"].to_numpy(), return_inverse=True)[1].ravel()
        cuts = fit_cuts(level, mean[here], variance[here], log_sd=_prior())
        edges = np.concatenate([[-np.inf], cuts.bounds, [np.inf]])
        low[here], high[here], sd[here] = edges[level], edges[level + 1], cuts.sd
        told.append(_said(str(source), str(scale), len(here), cuts))
    return (low, high, sd), tuple(told)


def _prior() -> tuple[float, float]:
    return float(np.log(threshold("prior_tau_median"))), threshold("prior_log_sd_spread")


def _said(source: str, scale: str, count: int, cuts: Cuts) -> Problem:
    bounds = ", ".join(f"{bound:.0%}" for bound in np.exp(cuts.bounds))
    told = {"count": f"{count:,}", "levels": scale, "bounds": bounds}
    return Problem(
        "evidence_levels_read", "note", parameters={**told, **source_words("source", [source])}
    )


def _with(
    design: Design,
    special: np.ndarray[tuple[int], np.dtype[np.bool_]],
    response: Reals,
    variance: Reals,
) -> Design:
    """Return the design with other responses and known variances for some observations."""
    all_responses, known = design.data.response.copy(), design.groups.known.copy()
    all_responses[special], known[special] = response, variance
    rows = design.evidence.rows.with_columns(
        response=pl.Series(all_responses), variance=pl.Series(known)
    )
    return replace(
        design,
        evidence=replace(design.evidence, rows=rows),
        data=replace(design.data, response=all_responses),
        groups=replace(design.groups, known=known),
    )
