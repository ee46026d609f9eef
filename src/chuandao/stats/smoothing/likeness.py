r"""What tasks of one unit have in common, and intervals that are honest about it.

Inference takes tasks as independent given coefficients and variances. A unit that does one task
badly often does the others badly too; estimates stay consistent then, but their intervals would be
too narrow wherever tasks are pooled: in coefficients, in means over tasks, in an attribution. Here
disturbances of one unit are correlated ρ between its tasks, with ρ by tier:

- ρ is told by the products of the auxiliary residuals of one unit's steps in different tasks. Their
  expectation is linear in ρ; its slope is simulated from the fitted model (indirect inference).
- Errors are drawn, not derived: states and evidence are simulated with correlated disturbances, put
  through the same smoother and the same least squares, and the errors of what comes out are added
  to the estimates. Where ρ = 0 these are draws of the exact posterior (Durbin & Koopman 2002).

References
----------
Durbin, J., & Koopman, S. J. (2002). A simple and efficient simulation smoother for state space time
series analysis. Biometrika, 89(3), 603-616.
Gourieroux, C., Monfort, A., & Renault, E. (1993). Indirect inference. Journal of Applied
Econometrics, 8, S85-S118.
Varin, C., Reid, N., & Firth, D. (2011). An overview of composite likelihood methods. Statistica
Sinica, 21(1), 5-42 (consistent estimates, wider errors).
"""

from dataclasses import dataclass

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel
from chuandao.stats.smoothing.observed import Groups
from chuandao.stats.smoothing.products import totals
from chuandao.stats.smoothing.spread import Spread
from chuandao.stats.smoothing.tree import Positions, Reals

_HALF = 0.5
_DRAWS = 16
_MOST = 0.95
_FEW = 20.0


@dataclass(frozen=True, eq=False)
class Alike:
    """Which nodes are the same unit in different tasks.

    Attributes
    ----------
    same : positions (nodes)
        Nodes with the same number are the same unit, in layout order.
    count : int
    """

    same: Positions
    count: int


class Errors:
    """Errors of the smoother at one value of the variances, drawn.

    Parameters
    ----------
    model : TreeModel
    groups : Groups
    spread : Spread
        The posterior at that value.
    covariance : array
        Of the coefficients there.
    variance : array (groups)
    """

    def __init__(
        self, model: TreeModel, groups: Groups, spread: Spread, covariance: Reals, variance: Reals
    ) -> None:
        self._data, self._forest = model.data, model.data.forest
        self._groups, self._spread, self._covariance = groups, spread, covariance
        self.group, self.count = groups.step, len(variance)
        log_sd = np.log(variance) / 2
        self._step, self._noise = groups.steps(log_sd), groups.noises(log_sd)
        kept = self._kept = spread.kept
        precision = totals(self._data.node, 1 / self._noise, len(self._forest))
        for level in self._forest.upward:
            sent = precision[level.span] * kept[level.span]
            precision[level.heads] += np.add.reduceat(sent, level.starts)
        self._precision = precision

    def drawn(
        self, alike: Alike, share: Reals, rng: np.random.Generator
    ) -> tuple[Reals, Reals, Reals]:
        """Return errors of the states and of the coefficients, and residual scores of the steps.

        Parameters
        ----------
        share : array (groups)
            ρ by group of variance.
        """
        data, size = self._data, len(self._forest)
        prior = data.prior_precision
        sd = 1 / np.sqrt(np.where(prior > 0, prior, np.inf))
        theta = sd * rng.standard_normal(len(prior))
        part = np.append(share, 0.0)[self._groups.step]
        common = rng.standard_normal(alike.count)[alike.same]
        own = np.sqrt(part) * common + np.sqrt(1 - part) * rng.standard_normal(size)
        step = np.sqrt(self._step) * own + self._offsets(theta)
        state = self._forest.summed_down(step)
        noise = np.sqrt(self._noise) * rng.standard_normal(len(data.node))
        response = state[data.node] + _at(data.levels, theta)[data.source] + noise
        found, estimate, score = self.smoothed(response)
        return state - found, theta - estimate, score

    def smoothed(self, response: Reals) -> tuple[Reals, Reals, Reals]:
        """Return states, coefficients and scores of the steps that another response would give.

        The coefficients' prior means are taken as 0.
        """
        data = self._data
        plain = self._passed(response)
        weighted = (response - plain[data.node]) / self._noise
        score = self._scores(weighted)
        target = _at(data.levels.T, totals(data.source, weighted, len(data.levels)))
        target += _at(data.constants.T, totals(data.kind, score, len(data.constants)))
        target[data.columns] += _at(data.varying.T, score)
        theta = _at(self._covariance, target)
        state = plain + self._spread.state(theta, response=False)
        left = response - state[data.node] - _at(data.levels, theta)[data.source]
        return state, theta, self._scores(left / self._noise)

    def _passed(self, response: Reals) -> Reals:
        """Return the mean of each state, the coefficients at 0."""
        kept, forest = self._kept, self._forest
        total = totals(self._data.node, response / self._noise, len(forest))
        for level in forest.upward:
            sent = kept[level.span] * total[level.span]
            total[level.heads] += np.add.reduceat(sent, level.starts)
        known = np.where(self._precision > 0, self._precision, 1.0)
        state: Reals = (1 - kept) * total / known
        for level in forest.levels[1:]:
            state[level.span] += kept[level.span] * state[level.parents]
        return state

    def _scores(self, weighted: Reals) -> Reals:
        """Return the score of a shift of each step, from the weighted residuals below it."""
        own = totals(self._data.node, weighted, len(self._forest))
        score = self._forest.summed_up(own)
        score[self._forest.parents < 0] = 0
        return score

    def _offsets(self, theta: Reals) -> Reals:
        data = self._data
        offset = _at(data.constants, theta)[data.kind] + _at(data.varying, theta[data.columns])
        offset[self._forest.parents < 0] = 0
        return offset


def _at(rows: Reals, values: Reals) -> Reals:
    """Return rows times values, the same to the byte whatever the number of threads."""
    found: Reals = np.einsum("ij,j->i", rows, values)
    return found


def products(score: Reals, alike: Alike, group: Positions, count: int) -> Reals:
    """Return by group of variance the sum of products of one unit's scores in different tasks."""
    sums = totals(alike.same, score, alike.count)
    squares = totals(alike.same, score**2, alike.count)
    of_unit = np.full(alike.count, -1, dtype=np.int64)
    of_unit[alike.same] = group
    return totals(of_unit + 1, (sums**2 - squares) / 2, count + 1)[1:]


def shares_alike(
    errors: Errors, alike: Alike, score: Reals, which: Positions, rng: np.random.Generator
) -> Reals:
    """Return ρ by group of variance, from the scores of the steps.

    Parameters
    ----------
    errors : Errors
    alike : Alike
    score : array (nodes)
        Of shifts of the steps, coefficients estimated.
    which : positions
        Groups of variance of steps; the others have no ρ.
    """
    group, count = errors.group, errors.count
    seen = products(score, alike, group, count)[which]
    none, slope = np.zeros(count), np.empty((len(which), len(which)))
    state = rng.bit_generator.state
    base = _expected(errors, alike, none, rng)[which]
    for k, one in enumerate(which):
        share = none.copy()
        share[one] = _HALF
        rng.bit_generator.state = state
        slope[:, k] = (_expected(errors, alike, share, rng)[which] - base) / _HALF
    rough = np.linalg.lstsq(slope, seen - base, rcond=1e-6)[0].astype(np.float64)
    return _drawn_together(rough, which, alike, group, count)


def _expected(errors: Errors, alike: Alike, share: Reals, rng: np.random.Generator) -> Reals:
    """Return the expected products of scores where disturbances are so much alike."""
    total = np.zeros(errors.count)
    for _ in range(_DRAWS):
        score = errors.drawn(alike, share, rng)[2]
        total += products(score, alike, errors.group, errors.count)
    return total / _DRAWS


def _drawn_together(
    rough: Reals, which: Positions, alike: Alike, group: Positions, count: int
) -> Reals:
    """Return ρ between 0 and 1, that of tiers with few units drawn towards the others'."""
    of_unit = np.full(alike.count, -1, dtype=np.int64)
    of_unit[alike.same] = group
    units = np.bincount(of_unit + 1, minlength=count + 1)[1:][which].astype(np.float64)
    rough = np.clip(rough, 0.0, _MOST)
    together = float((units * rough).sum() / max(units.sum(), 1.0))
    share = np.zeros(count)
    share[which] = (units * rough + _FEW * together) / (units + _FEW)
    return share
