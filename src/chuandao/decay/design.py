"""Evidence and deficits as the arrays of the tree model, and the names of its parameters."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from chuandao.decay.chains import Chains
from chuandao.decay.deficits import Deficits
from chuandao.decay.evidence import Evidence
from chuandao.decay.priors import of_coefficients, of_standard_deviations
from chuandao.stats.smoothing.collapse import TreeModel, collapse
from chuandao.stats.smoothing.observed import Groups, TreeData
from chuandao.stats.smoothing.tree import Positions, Reals, copies, forest


@dataclass(frozen=True, eq=False)
class Design:
    """The model's arrays, one copy of the tree for each task and period.

    Attributes
    ----------
    chains : Chains
    deficits : Deficits
    evidence : Evidence
    replicates : list of (task, period)
        Sorted; the copies of the tree stand in this order.
    data : TreeData
        Coefficients: the loss of each step (α), the cost of each cause (β), the level of each
        source that is no anchor (b).
    groups : Groups
        Variances: the steps of each tier (σ), then the sources (τ).
    """

    chains: Chains
    deficits: Deficits
    evidence: Evidence
    replicates: list[tuple[str, str]]
    data: TreeData
    groups: Groups

    @property
    def shape(self) -> tuple[int, int]:
        """Replicates and units."""
        return len(self.replicates), len(self.chains)

    @cached_property
    def place(self) -> Positions:
        """Place in the layout of each (replicate, unit), as a flat array."""
        return self.data.forest.place()

    def model(self, groups: Groups) -> TreeModel:
        """Return the evidence as inference takes it, given which variance belongs to what."""
        known = self._models.get("last")
        if known is None or known[0] is not groups:
            known = self._models["last"] = (groups, collapse(self.data, groups))
        return known[1]

    @cached_property
    def _models(self) -> dict[str, tuple[Groups, TreeModel]]:
        return {}

    @cached_property
    def others(self) -> Positions:
        """How many other sources looked at the unit of each observation, for task and period."""
        count = len(self.evidence.sources)
        pair = self.data.node * count + self.data.source
        there = np.bincount(pair, minlength=len(self.data.forest) * count) > 0
        sources = there.reshape(-1, count).sum(axis=1)
        others: Positions = sources[self.data.node] - 1
        return others

    def by_unit(self, laid: Reals) -> Reals:
        """Return values of nodes in layout order as (replicates, units)."""
        return laid[self.place].reshape(self.shape)

    @property
    def tasks(self) -> list[str]:
        """The tasks with evidence, sorted."""
        return sorted({task for task, _ in self.replicates})

    @property
    def periods(self) -> list[str]:
        """The periods with evidence, sorted."""
        return sorted({period for _, period in self.replicates})

    @property
    def biased(self) -> tuple[str, ...]:
        """The sources with a level of their own."""
        return tuple(s for s in self.evidence.sources if s not in self.evidence.anchors)

    @property
    def coefficient_names(self) -> list[str]:
        """Names of the coefficients, in their order."""
        return [
            *(f"alpha_tier_{tier}" for tier in self.chains.steps),
            *(f"beta_{cause}" for cause in self.deficits.causes),
            *(f"bias_{source}" for source in self.biased),
        ]

    @property
    def variance_names(self) -> list[str]:
        """Names of the standard deviations, in their order."""
        return [
            *(f"sigma_tier_{tier}" for tier in self.chains.steps),
            *(f"tau_{source}" for source in self.evidence.sources),
        ]


def replicates_of(evidence: Evidence) -> list[tuple[str, str]]:
    """Return the pairs of task and period that have evidence, sorted."""
    pairs = evidence.rows.select("task", "period").unique().sort("task", "period")
    return [(str(task), str(period)) for task, period in pairs.rows()]


def design_of(
    chains: Chains, evidence: Evidence, deficits: Deficits, replicates: list[tuple[str, str]]
) -> Design:
    """Return the arrays of the model."""
    laid = forest(copies(chains.parents, len(replicates)))
    unit = laid.order % len(chains)
    step = np.searchsorted(np.array(chains.steps), chains.tiers)
    step = np.where(chains.parents < 0, -1, step)[unit]
    node = laid.place()[_flat(evidence.rows, chains, replicates)]
    count = len(chains.steps)
    source = _source_index(evidence)
    prior = of_coefficients(count, len(deficits.causes), _biased(evidence))
    data = TreeData(
        forest=laid,
        kind=np.maximum(step, 0),
        constants=-np.eye(count, len(prior[0])),
        varying=_severity(deficits, laid.order),
        columns=np.arange(count, count + len(deficits.causes)),
        node=node,
        response=evidence.rows["response"].to_numpy(),
        source=source,
        levels=_levels(evidence, len(prior[0])),
        prior_mean=prior[0],
        prior_precision=prior[1],
    )
    centre, spread = of_standard_deviations(count, len(evidence.sources))
    groups = Groups(
        step=step,
        noise=source + count,
        count=count + len(evidence.sources),
        known=evidence.rows["variance"].to_numpy(),
        prior_mean=centre,
        prior_sd=spread,
        extra=np.zeros(len(laid)),
        extra_noise=np.zeros(evidence.rows.height),
    )
    return Design(chains, deficits, evidence, replicates, data, groups)


def _flat(rows: pl.DataFrame, chains: Chains, replicates: list[tuple[str, str]]) -> Positions:
    """Return for each row the flat position of its replicate and unit."""
    units = pl.DataFrame({"unit": chains.codes, "at": np.arange(len(chains))})
    pairs = pl.DataFrame(replicates, schema=["task", "period"], orient="row")
    pairs = pairs.with_columns(copy=pl.int_range(pl.len(), dtype=pl.Int64))
    joined = rows.select("unit", "task", "period").join(
        units, on="unit", how="left", maintain_order="left"
    )
    joined = joined.join(pairs, on=["task", "period"], how="left", maintain_order="left")
    flat: Positions = (joined["copy"] * len(chains) + joined["at"]).to_numpy().astype(np.int64)
    return flat


def _source_index(evidence: Evidence) -> Positions:
    order = list(range(len(evidence.sources)))
    source = evidence.rows["source"].replace_strict(
        list(evidence.sources), order, return_dtype=pl.Int64
    )
    return source.to_numpy()


def _biased(evidence: Evidence) -> int:
    return len(evidence.sources) - len(evidence.anchors)


def _severity(deficits: Deficits, order: Positions) -> Reals:
    """Return what each cause adds on the way down to each node, in layout order."""
    level = deficits.level.reshape(len(order), len(deficits.causes))
    return -level[order]


def _levels(evidence: Evidence, size: int) -> Reals:
    """Return what each coefficient adds to an observation of each source: the source's level."""
    free = [k for k, name in enumerate(evidence.sources) if name not in evidence.anchors]
    levels = np.zeros((len(evidence.sources), size))
    levels[free, np.arange(size - len(free), size)] = 1
    return levels
