"""What an estimate rests on: the weight of each piece of evidence in a unit's efficacy."""

import numpy as np
import polars as pl

from chuandao.cascade.units import UnitCode
from chuandao.decay.chains import Chains
from chuandao.decay.fitting import Fitted
from chuandao.decay.nodewise import Peak, peak
from chuandao.errors import UsageError
from chuandao.stats.smoothing.nodewise import at_value
from chuandao.stats.smoothing.tree import Positions
from chuandao.stats.weights import evidence_weights

_KEY = ["unit", "task", "period", "relation", "source"]
_ORDER = ("own", "above", "sibling", "below", "other", "usual")


def explained(
    fitted: Fitted, unit: UnitCode, task: str | None, period: str | None, *, each: bool
) -> pl.DataFrame:
    """Return what evidence weighs in a unit's estimate, by task and period.

    See ``DecayModel.explain``.
    """
    chains = fitted.design.chains
    wanted = [
        copy
        for copy, (t, p) in enumerate(fitted.design.replicates)
        if task in (None, t) and period in (None, p)
    ]
    if unit not in chains.codes[1:] or not wanted:
        raise UsageError("unit_not_measured", unit=unit)
    at_peak = peak(fitted)
    rows = pl.concat([_rows(fitted, at_peak, unit, copy) for copy in wanted])
    rank = pl.col("relation").replace_strict({r: k for k, r in enumerate(_ORDER)})
    if not each:
        return _grouped(rows).sort("task", "period", rank, "source", nulls_last=True)
    return rows.sort("task", "period", rank, "source", "evidence_unit", nulls_last=True)


def _rows(fitted: Fitted, found: Peak, unit: UnitCode, copy: int) -> pl.DataFrame:
    """Return a row an observation of one task and period, and one for what is usual."""
    design, chains = fitted.design, fitted.design.chains
    own, tree = chains.codes.index(unit), found.tree
    node = int(design.place.reshape(design.shape)[copy, own])
    weight = evidence_weights(tree.forest, tree.node, found.steps, found.noise, node)
    expected = tree.forest.summed_down(at_value(tree.offsets, found.mean))
    here = np.flatnonzero(tree.forest.order[tree.node] // len(chains) == copy)
    position = tree.forest.order[tree.node[here]] % len(chains)
    level = at_value(tree.said, found.mean)[here] - expected[tree.node[here]] + expected[node]
    known = design.evidence.rows[here.tolist()]
    task, period = design.replicates[copy]
    seen = pl.DataFrame(
        {
            "relation": _relations(chains, own, position),
            "source": known["source"],
            "evidence_unit": known["unit"],
            "says": np.exp(level),
            "weight": weight[here],
        }
    )
    usual = _usual(float(np.exp(expected[node])), 1 - float(weight.sum()))
    both = pl.concat([seen, usual])
    named = [pl.lit(v).alias(k) for k, v in zip(_KEY, (unit, task, period), strict=False)]
    return both.select(*named, *both.columns)


def _usual(says: float, weight: float) -> pl.DataFrame:
    schema = {
        "relation": pl.String,
        "source": pl.String,
        "evidence_unit": pl.String,
        "says": pl.Float64,
        "weight": pl.Float64,
    }
    return pl.DataFrame([("usual", None, None, says, weight)], schema=schema, orient="row")


def _relations(chains: Chains, own: int, other: Positions) -> list[str]:
    """Return how each unit stands to one of them."""
    tree, parents = chains.tree, chains.parents
    one = np.zeros(len(chains))
    one[own] = 1.0
    below = tree.summed_down(one[tree.order])[tree.place()] > 0
    above = tree.summed_up(one[tree.order])[tree.place()] > 0
    kinds = (above, below, parents == parents[own], np.arange(len(chains)) == own)
    found = np.full(len(chains), "other", dtype=object)
    for name, member in zip(("above", "below", "sibling", "own"), kinds, strict=True):
        found[member] = name
    return list(found[other])


def _grouped(rows: pl.DataFrame) -> pl.DataFrame:
    """Return sums of weights by relation and source, and their weighted geometric means."""
    weighed = (pl.col("says").log() * pl.col("weight")).sum() / pl.col("weight").sum()
    even = pl.col("says").log().mean()
    says = pl.when(pl.col("weight").sum() > 0).then(weighed).otherwise(even).exp()
    return rows.group_by(_KEY, maintain_order=True).agg(
        count=pl.col("evidence_unit").count(),
        says=says,
        weight=pl.col("weight").sum(),
    )
