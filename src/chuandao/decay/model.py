"""The decay model: from evidence and deficits to efficacy, retention, causes and blockages."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitCode
from chuandao.catalog.thresholds import threshold
from chuandao.decay.chains import Chains, chains_of
from chuandao.decay.deficits import deficits_of
from chuandao.decay.design import Design, design_of, replicates_of
from chuandao.decay.evidence import Evidence, evidence_of
from chuandao.decay.fitting import Fitted, fit
from chuandao.decay.scopes import scopes_of
from chuandao.decay.summaries import Summary, attribution_rows, summarise, tier_rows
from chuandao.decay.tables import (
    blockages_table,
    efficacy_table,
    parameters_table,
    reporters_table,
    retention_table,
    shaped,
)
from chuandao.decay.wording import cause_words, source_words
from chuandao.errors import Problem, UsageError
from chuandao.stats.tree import Positions, Reals

_FEW_POINTS = 8.0
_WEIGHTINGS = ("equal", "population")


class DecayModel:
    r"""How a strategy loses force on its way down a tree of units.

    Efficacy e is a product along the chain, so its logarithm x is a sum:
    x(child) = x(parent) − α(tier) − Σ β(cause) · deficit + ε, and x(root) = 0. Evidence observes x
    with the level b of its source (0 for the anchor) and noise. Tasks and periods share the
    coefficients and variances and are independent given them.

    Parameters
    ----------
    anchor : str, optional
        The source on which the level rests; by default what ``case.toml`` declares.
    seed : int
        Of the draws behind the intervals of tiers and attribution.
    weighting : str
        What leaves count for in tier figures: equal, or population.
    draws : int
        Joint posterior draws for those intervals.
    points : int
        Values of the variances over which every estimate is averaged.

    References
    ----------
    Chou, K. C., Willsky, A. S., & Benveniste, A. (1994), for the tree; see ``chuandao.stats``.

    Examples
    --------
    >>> import tempfile, chuandao as cd
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "units.csv").write_text(
    ...         "unit,name,tier,parent\n1,市,0,\n11,县,1,1\n", "utf-8")
    ...     _ = Path(folder, "evidence.csv").write_text(
    ...         "unit,task,period,source,value,scale,n\n11,T,2025,inspection,0.8,share,400\n")
    ...     case = cd.read(folder)
    >>> model = DecayModel(seed=7).fit(case)
    >>> model.efficacy_.filter(task="T", unit="11")["estimate"].round(1).to_list()
    [0.8]
    """

    def __init__(
        self,
        *,
        anchor: str | None = None,
        seed: int = 0,
        weighting: str = "equal",
        draws: int = 200,
        points: int = 64,
    ) -> None:
        if weighting not in _WEIGHTINGS:
            raise UsageError("unknown_weighting", given=weighting, known=", ".join(_WEIGHTINGS))
        self.anchor = anchor
        self.seed = seed
        self.weighting = weighting
        self.draws = draws
        self.points = points

    def fit(
        self,
        case: Case,
        deficits: pl.DataFrame | None = None,
        coverage: pl.DataFrame | None = None,
    ) -> "DecayModel":
        """Fit the model to the evidence of a case.

        Parameters
        ----------
        case : Case
        deficits : table (unit, task, period, cause, deficit, reliability), optional
            Severities on the step from the parent; without them all loss stays with the steps.
        coverage : table (unit, task, cause, examined, needed), optional

        Raises
        ------
        UsageError
            No usable evidence; no anchor where there are several sources; only one unit.
        """
        design, told = _design(case, self.anchor, deficits, coverage)
        self._check_population(design.chains)
        weight = _task_weights(case, design.replicates)
        self.fitted_ = fit(design, weight, points=self.points, rng=self._random(0))
        self.efficacy_ = efficacy_table(self.fitted_)
        self.retention_ = retention_table(self.fitted_)
        self.parameters_ = parameters_table(self.fitted_)
        self._summaries = self._summarise(None)
        self.tiers_ = shaped("tiers", self._tiers())
        self.problems_ = (*told, *_doubts(self.fitted_))
        return self

    def attribution(self, scope: UnitCode | Sequence[UnitCode] | None = None) -> pl.DataFrame:
        """Return the loss below units by step and cause; rows of a scope add up to its mean loss.

        Parameters
        ----------
        scope : code or codes, optional
            By default every unit that is not a village.

        Returns
        -------
        table (unit, task, period, leaf_tier, edge_tier, cause, loss, low, high)
        """
        summaries = self._summaries if scope is None else self._summarise(self._positions(scope))
        parts = [attribution_rows(self.fitted_, summary) for summary in summaries]
        return shaped("attribution", pl.concat(parts))

    def blockages(
        self, fdr: float | None = None, findings: pl.DataFrame | None = None
    ) -> pl.DataFrame:
        """Return the steps that lose clearly more than is usual for their tier.

        Parameters
        ----------
        fdr : float, optional
            Expected share of false ones; by default the catalogue's.
        findings : table (finding, unit, task, …), optional
        """
        rate = threshold("blockage_fdr") if fdr is None else fdr
        return blockages_table(self.fitted_, rate, findings)

    def reporters(self, fdr: float | None = None) -> pl.DataFrame:
        """Return the reports that stand clearly above the other sources, to be verified.

        Parameters
        ----------
        fdr : float, optional
            Expected share of false ones; by default the catalogue's.
        """
        rate = threshold("reporter_fdr") if fdr is None else fdr
        return reporters_table(self.fitted_, rate)

    def _tiers(self) -> pl.DataFrame:
        return pl.concat([tier_rows(self.fitted_, s, self.weighting) for s in self._summaries])

    def _summarise(self, wanted: Positions | None) -> list[Summary]:
        scopes = scopes_of(self.fitted_.design.chains, self.weighting, wanted)
        rng = self._random(1)
        return summarise(self.fitted_, scopes, count=self.draws, rng=rng)

    def _random(self, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, stream])

    def _positions(self, scope: UnitCode | Sequence[UnitCode]) -> Positions:
        chains = self.fitted_.design.chains
        wanted = [scope] if isinstance(scope, str) else list(scope)
        place = {code: at for at, code in enumerate(chains.codes)}
        for code in wanted:
            if code not in place:
                raise UsageError("scope_not_measured", unit=code)
        return np.array(sorted(place[code] for code in wanted), dtype=np.int64)

    def _check_population(self, chains: Chains) -> None:
        if self.weighting == "population":
            missing = chains.units[chains.leaves.tolist()]["population"].null_count()
            if missing:
                raise UsageError("population_missing", count=f"{missing:,}")


def _design(
    case: Case, anchor: str | None, deficits: pl.DataFrame | None, coverage: pl.DataFrame | None
) -> tuple[Design, tuple[Problem, ...]]:
    """Return the arrays of the model and what was said on the way to them."""
    if len(case.units) == 1:
        raise UsageError("one_unit", unit=case.units.name(case.units.root))
    evidence = evidence_of(case, anchor)
    chains = chains_of(case.units, set(evidence.rows["unit"].to_list()))
    evidence = _within(evidence, chains)
    replicates = replicates_of(evidence)
    severity = deficits_of(deficits, coverage, chains, replicates)
    told = (*evidence.problems, *chains.problems, *severity.problems)
    return design_of(chains, evidence, severity, replicates), told


def _within(evidence: Evidence, chains: Chains) -> Evidence:
    """Return the evidence of the units in the chain; departments' own is counted and left out."""
    kept = evidence.rows.filter(pl.col("unit").is_in(list(chains.codes)))
    left = evidence.rows.height - kept.height
    if not left:
        return evidence
    if kept.height == 0:
        raise UsageError("no_usable_evidence", count=f"{left:,}")
    said = Problem("evidence_outside_chain", "warning", parameters={"count": f"{left:,}"})
    sources = tuple(kept["source"].unique().sort().to_list())
    anchors = tuple(a for a in evidence.anchors if a in sources)
    if not anchors:
        told = {**source_words("anchor", evidence.anchors), **source_words("sources", sources)}
        raise UsageError("anchor_without_evidence", **told)
    return Evidence(kept, sources, anchors, (*evidence.problems, said))


def _task_weights(case: Case, replicates: list[tuple[str, str]]) -> Reals:
    """Return each replicate's weight among those of its period.

    ``[weights]`` of ``case.toml`` goes before the table ``tasks``; a task without weight has the
    median of the others.
    """
    stated = _stated_weights(case)
    names = {task for task, _ in replicates}
    known = [w for task, w in stated.items() if task in names]
    usual = float(np.median(known)) if known else 1.0
    weight = np.array([stated.get(task, usual) for task, _ in replicates])
    periods = np.array([period for _, period in replicates])
    for period in np.unique(periods):
        member = periods == period
        total = weight[member].sum()
        weight[member] = weight[member] / total if total > 0 else 1 / member.sum()
    return weight


def _stated_weights(case: Case) -> Mapping[str, float]:
    tasks = case.tables.get("tasks")
    stated: dict[str, float] = {}
    if tasks is not None and "weight" in tasks.columns:
        rows = tasks.select("task", pl.col("weight").cast(pl.Float64)).drop_nulls()
        stated = {str(task): float(weight) for task, weight in rows.rows()}
    return {**stated, **case.settings.weights}


def _doubts(fitted: Fitted) -> list[Problem]:
    """Return what should be known of the fit: rough intervals, unsupported costs, quarrels."""
    doubts = []
    design = fitted.design
    if fitted.effective < min(_FEW_POINTS, len(fitted.points) / 4):
        doubts.append(
            Problem("rough_intervals", "warning", parameters={"count": f"{fitted.effective:.0f}"})
        )
    se = np.sqrt(np.diag(fitted.covariance))
    for name, value, error in zip(design.coefficient_names, fitted.coefficients, se, strict=True):
        if name.startswith("beta_") and value < 0:
            cause = cause_words(name.removeprefix("beta_"))
            told = {**cause, "value": f"{value:.2f}", "se": f"{error:.2f}"}
            doubts.append(Problem("cause_not_supported", "warning", parameters=told))
        if name.startswith("bias_") and abs(value) > threshold("sources_contradict"):
            source = source_words("source", [name.removeprefix("bias_")])
            told = {**source, "share": f"{np.expm1(value):+.0%}"}
            doubts.append(Problem("sources_contradict", "warning", parameters=told))
    few = [t for t in design.chains.steps if (design.chains.tiers == t).sum() == 1]
    doubts.extend(Problem("tier_of_one_unit", "note", parameters={"tier": t}) for t in few)
    return doubts
