"""The decay model: from evidence and deficits to efficacy, retention, causes and blockages."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitCode
from chuandao.catalog.thresholds import threshold
from chuandao.decay.beside.columns import extended, selection, tier_deviations
from chuandao.decay.beside.departments import departments
from chuandao.decay.chains import Chains, chains_of
from chuandao.decay.claims.doubts import doubts_of
from chuandao.decay.claims.explain import explained
from chuandao.decay.claims.grouping import checked, grouped_losses
from chuandao.decay.claims.imprecision import with_deficit_errors
from chuandao.decay.claims.sensitivity import Sensitivity, sensitivity
from chuandao.decay.deficits import deficits_of
from chuandao.decay.design import Design, design_of, replicates_of
from chuandao.decay.evidence import evidence_of, later_evidence, within_chain
from chuandao.decay.fitting import fit
from chuandao.decay.kinds.working import worked_out
from chuandao.decay.over_time.bunched import bunched
from chuandao.decay.over_time.periods import OverTime, over_time
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
from chuandao.decay.task_weights import task_weights
from chuandao.decay.updating import Revision
from chuandao.errors import Problem, UsageError
from chuandao.stats.smoothing.sums import Sums
from chuandao.stats.smoothing.tree import Positions

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
    tier_deviations : bool
        Whether the cost of a cause may differ from tier to tier, drawn towards its common value.

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
        tier_deviations: bool = False,
    ) -> None:
        if weighting not in _WEIGHTINGS:
            raise UsageError("unknown_weighting", given=weighting, known=", ".join(_WEIGHTINGS))
        self.anchor = anchor
        self.seed = seed
        self.weighting = weighting
        self.draws = draws
        self.points = points
        self.tier_deviations = tier_deviations

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
        self._case = case
        self._revision: Revision | None = None
        design, told = self._design(case, deficits, coverage)
        self._check_population(design.chains)
        weight = task_weights(case, design.replicates)
        self.fitted_ = fit(design, weight, points=self.points, rng=self._random(0))
        self.efficacy_ = efficacy_table(self.fitted_)
        self.retention_ = retention_table(self.fitted_)
        self.parameters_ = parameters_table(self.fitted_)
        self._summaries = self._summarise(None)
        self.tiers_ = shaped("tiers", self._tiers())
        self.problems_ = (*told, *doubts_of(self.fitted_))
        return self

    def update(self, evidence: pl.DataFrame) -> Revision:
        """Take in evidence that came after the fit, along the paths that it touches.

        Exact at the most probable variances; coefficients and every unit follow. What was taken
        in before stays. What could not be taken in is added to ``problems_``.

        Parameters
        ----------
        evidence : table (unit, task, period, source, value, scale, n, se)
            In the form of the input table ``evidence``.

        Returns
        -------
        Revision
            ``efficacy(unit, task, period)`` tells how a unit now stands.

        Raises
        ------
        UsageError
            A unit, a source, or a pair of task and period that the fit has not seen; then nothing
            is taken in.
        """
        rows, told = later_evidence(self._case, evidence)
        self._revision = self._revision or Revision(self.fitted_)
        self._revision.take(rows)
        self.problems_ = (*self.problems_, *told)
        return self._revision

    def suffstats(self) -> tuple[Sums, ...]:
        """Return what the fit needs of the leaves: sums by parent and pattern of sources.

        Sums of parts of a country, made where the parts are, add up to those of the whole
        (`chuandao.stats.smoothing.sums.merge`).
        """
        return tuple(self.fitted_.design.model(self.fitted_.groups).blocks)

    def attribution(
        self,
        scope: UnitCode | Sequence[UnitCode] | None = None,
        by: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Return the loss below units by step and cause; rows of a scope add up to its mean loss.

        Parameters
        ----------
        scope : code or codes, optional
            By default every unit that is not a village.
        by : names among task, period, edge_tier, cause, optional
            Sum over the steps and causes, average over the tasks and periods, that are not named.
            By default the whole table.

        Returns
        -------
        table (unit, task, period, leaf_tier, edge_tier, cause, loss, low, high, strength)
            With ``by``: unit, leaf_tier, what was named, loss, low, high, and strength where
            causes were named.
        """
        wanted = None if scope is None else self._positions(scope)
        if by is not None:
            return self._grouped(wanted, checked(by))
        summaries = self._summaries if wanted is None else self._summarise(wanted)
        rows = pl.concat([attribution_rows(self.fitted_, summary) for summary in summaries])
        named = pl.col("cause").is_in(["tier", "local"]).not_()
        return shaped(
            "attribution", rows.with_columns(strength=pl.when(named).then(pl.lit("weak")))
        )

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

    def _design(
        self, case: Case, deficits: pl.DataFrame | None, coverage: pl.DataFrame | None
    ) -> tuple[Design, tuple[Problem, ...]]:
        """Return the arrays of the model and what was said on the way to them."""
        if len(case.units) == 1:
            raise UsageError("one_unit", unit=case.units.name(case.units.root))
        evidence = evidence_of(case, self.anchor)
        chains = chains_of(case.units, set(evidence.rows["unit"].to_list()))
        evidence = within_chain(evidence, chains.codes)
        replicates = replicates_of(evidence)
        severity = deficits_of(deficits, coverage, chains, replicates)
        beside, many = departments(case, chains, replicates)
        columns = tier_deviations(severity, chains) if self.tier_deviations else []
        columns += [*beside, *selection(evidence, severity, chains, replicates)]
        design = design_of(chains, evidence, extended(severity, columns), replicates)
        design, read = worked_out(design)
        told = (*evidence.problems, *chains.problems, *severity.problems, *many, *read)
        return design, told

    def explain(
        self,
        unit: UnitCode,
        task: str | None = None,
        period: str | None = None,
        *,
        each: bool = False,
    ) -> pl.DataFrame:
        """Return what a unit's estimate rests on: the weight of each piece of evidence.

        Parameters
        ----------
        unit : code
        task, period : str, optional
            By default all that were measured.
        each : bool
            A row an observation instead of one for each relation and source.

        Returns
        -------
        table (unit, task, period, relation, source, [evidence_unit or count], says, weight)
            ``relation``: of the evidence to the unit: own, above, sibling, below, other; usual is
            what its tier and deficits lead to expect. ``says``: the efficacy of this unit by that
            evidence alone, the level of its source taken off and the usual losses between the two
            units allowed for. Weights of a task and period add up to 1; the mean of ln(says) by
            weight is the estimate of ln e at the most probable variances, exactly.
        """
        return explained(self.fitted_, unit, task, period, each=each)

    def sensitivity(self, inflations: Sequence[float] = (0.05, 0.1, 0.2)) -> Sensitivity:
        """Return how the figures would change: anchor too high, causes that nobody measured.

        Parameters
        ----------
        inflations : shares
            By how much the anchor may exceed the truth.

        References
        ----------
        Cinelli, C., & Hazlett, C. (2020). Making sense of sensitivity: extending omitted variable
        bias. JRSS B, 82(1), 39-67.
        """
        return sensitivity(self.fitted_, inflations, self.weighting)

    def over_time(self, memory: float | None = None) -> OverTime:
        """Return efficacy period by period, each drawing on those before it (approximate).

        Unlike ``efficacy_``, where every period is measured by itself, what was peculiar to a
        step in one period is expected, discounted, in the next.

        Parameters
        ----------
        memory : float, optional
            0 (each period by itself) to 1 (steps stay as they are); by default the value under
            which the periods are most probable.

        Returns
        -------
        OverTime
            ``table``: unit, task, period, estimate, low, high, se_log; ``innovation``: the
            standardised change of the step against what earlier periods led to expect, empty
            where nothing tells of it; ``fallen``, ``risen``: its cumulative sums; ``alarm``:
            fallen or risen where one is above its limit.
        """
        return over_time(self.fitted_, memory)

    def bunching(self, at: float = 1.0) -> pl.DataFrame:
        """Return for each source whether its values bunch at a threshold, beyond their neighbours.

        Parameters
        ----------
        at : float
            The threshold, as a share.

        Returns
        -------
        table (source, at, values, observed, expected, excess, low, high, p_value)
            ``observed`` values in the bin of the threshold, ``expected`` by the bins around it;
            ``excess``: the difference as a share of the source's values, between its bounds.
            Sources with too few values around the threshold have no row.
        """
        return bunched(self.fitted_, at)

    def _tiers(self) -> pl.DataFrame:
        return pl.concat([tier_rows(self.fitted_, s, self.weighting) for s in self._summaries])

    def _summarise(self, wanted: Positions | None) -> list[Summary]:
        scopes = scopes_of(self.fitted_.design.chains, self.weighting, wanted)
        rng = self._random(1)
        plain = summarise(self.fitted_, scopes, count=self.draws, rng=rng)
        return [with_deficit_errors(self.fitted_, summary) for summary in plain]

    def _grouped(self, wanted: Positions | None, by: tuple[str, ...]) -> pl.DataFrame:
        scopes = scopes_of(self.fitted_.design.chains, self.weighting, wanted)
        parts = [
            grouped_losses(self.fitted_, one, by, self.draws, self._random(1)) for one in scopes
        ]
        return pl.concat(parts).sort("unit", "leaf_tier", *by)

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
