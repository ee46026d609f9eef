"""Columns on the steps beside the causes: what the anchor chose to look at, tier deviations.

Each is in units of its prior deviation, so that all share the prior of costs, N(0, 1).

References
----------
Little, R. J. A. (1993). Pattern-mixture models for multivariate incomplete data. JASA, 88(421),
125-134 (units looked at and not looked at have means of their own).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from chuandao.catalog.thresholds import threshold
from chuandao.decay.chains import Chains
from chuandao.decay.deficits import Deficits
from chuandao.decay.evidence import Evidence
from chuandao.stats.shrinkage import shrunk_shares
from chuandao.stats.smoothing.tree import Reals

Replicates = list[tuple[str, str]]
_SPREAD = 1e-6


@dataclass(frozen=True, eq=False)
class Column:
    """One more column: its name, values (replicates, units), prior deviation, and its part.

    ``part`` is None where its loss is the unit's own.
    """

    name: str
    values: Reals
    sd: float
    part: str | None


def extended(deficits: Deficits, columns: Iterable[Column]) -> Deficits:
    """Return deficits with further columns."""
    added = list(columns)
    if not added:
        return deficits
    parts = list(deficits.parts)
    parts += sorted({c.part for c in added if c.part is not None and c.part not in parts})
    place = [-1 if c.part is None else parts.index(c.part) for c in added]
    more = np.stack([c.sd * c.values for c in added], axis=2)
    return replace(
        deficits,
        causes=(*deficits.causes, *(c.name for c in added)),
        level=np.concatenate([deficits.level, more], axis=2),
        scale=np.concatenate([deficits.scale, [c.sd for c in added]]),
        parts=tuple(parts),
        part=np.concatenate([deficits.part, np.array(place, dtype=np.int64)]),
    )


def tier_deviations(deficits: Deficits, chains: Chains) -> list[Column]:
    """Return for each cause and tier what its cost may differ there from what it is everywhere."""
    sd = threshold("prior_beta_tier_sd")
    found = []
    for k, cause in enumerate(deficits.causes):
        severity = deficits.level[..., k]
        tiers = [t for t in chains.steps if np.ptp(severity[:, chains.tiers == t]) > _SPREAD]
        for tier in tiers if len(tiers) > 1 else ():
            values = np.where(chains.tiers == tier, severity, 0.0)
            found.append(Column(f"{cause}_tier_{tier}", values, sd, cause))
    return found


def selection(
    evidence: Evidence, deficits: Deficits, chains: Chains, replicates: Replicates
) -> list[Column]:
    """Return for each tier how units that the anchor looked at differ from those it did not.

    Inspections go where something is amiss. That a unit was looked at then says something of it,
    and those not looked at would be drawn too far towards those that were. The column is free of
    what siblings have in common and of what deficits tell, so that costs keep their meaning. It
    needs another source that looked at both kinds.
    """
    tiers = _partly_looked_at(evidence, chains, len(replicates))
    if not tiers:
        return []
    looked, compared = _looked_at(evidence, chains, replicates)
    found = []
    for tier in tiers:
        here = chains.tiers == tier
        few = [int((looked == kind)[:, here][compared[:, here]].sum()) for kind in (True, False)]
        if min(few) < threshold("selection_units"):
            continue
        values = _within_families(looked.astype(np.float64), chains, here)
        values[:, here] = _apart_from(values[:, here], deficits.level[:, here])
        if np.ptp(values) > _SPREAD:
            found.append(_selection_column(values, tier))
    return found


def _selection_column(values: Reals, tier: int) -> Column:
    return Column(f"selection_tier_{tier}", values, threshold("prior_selection_sd"), None)


def _partly_looked_at(evidence: Evidence, chains: Chains, copies: int) -> list[int]:
    """Return the tiers of which anchors saw a part, and other sources something."""
    anchored = pl.col("source").is_in(list(evidence.anchors))
    rows = evidence.rows.group_by("tier").agg(anchored=anchored.sum(), other=anchored.not_().sum())
    least = threshold("selection_units")
    whole = {t: copies * int((chains.tiers == t).sum()) for t in chains.steps}
    return sorted(
        int(tier)
        for tier, seen, other in rows.select("tier", "anchored", "other").rows()
        if tier in whole
        and other >= 2 * least
        and least <= seen
        and (len(evidence.anchors) > 1 or seen < whole[tier])
    )


def _looked_at(
    evidence: Evidence, chains: Chains, replicates: Replicates
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return by replicate and unit whether an anchor looked at it, and whether another source."""
    places = pl.DataFrame({"unit": chains.codes, "at": np.arange(len(chains))})
    pairs = pl.DataFrame(replicates, schema=["task", "period"], orient="row")
    rows = evidence.rows.select(
        "unit", "task", "period", anchored=pl.col("source").is_in(list(evidence.anchors))
    )
    rows = rows.join(places, on="unit").join(pairs.with_row_index("copy"), on=["task", "period"])
    looked = np.zeros((2, len(replicates), len(chains)), dtype=bool)
    which = (~rows["anchored"]).cast(pl.Int64).to_numpy()
    looked[which, rows["copy"].to_numpy(), rows["at"].to_numpy()] = True
    return looked[0], looked[1]


def _within_families(values: Reals, chains: Chains, here: NDArray[np.bool_]) -> Reals:
    """Return values less what is expected of each family of siblings; 0 outside a tier.

    The mean of a family is drawn towards that of its tier as far as families differ by chance
    only: that none of three villages was looked at says little of their township.
    """
    parents = np.where(here, chains.parents, len(chains))
    size = np.bincount(parents, minlength=len(chains) + 1)
    family = np.unique(parents[here])
    mean = np.stack([np.bincount(parents, row, minlength=len(size))[family] for row in values])
    mean = mean / size[family]
    expected = np.zeros((len(values), len(size)))
    expected[:, family] = shrunk_shares(mean, np.broadcast_to(size[family], mean.shape))
    return np.where(here, values - expected[:, parents], 0.0)


def _apart_from(values: Reals, severity: Reals) -> Reals:
    """Return values less what severities (replicates, units, causes) tell of them."""
    if not severity.shape[-1]:
        return values
    flat = severity.reshape(-1, severity.shape[-1])
    flat = flat - flat.mean(axis=0)
    slope = np.linalg.lstsq(flat, values.ravel(), rcond=None)[0]
    left: Reals = values - np.einsum("ij,j->i", flat, slope).reshape(values.shape)
    return left
