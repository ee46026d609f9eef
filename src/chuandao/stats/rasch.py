r"""Ability and difficulty from right and wrong answers: the model of Rasch, for short tests.

The chance that taker i answers item j rightly is 1 / (1 + exp(d_j - a_i)). Abilities are normal
around the mean of the taker's group, a_i ~ N(m_g, s^2); difficulties sum to zero. Marginal
maximum likelihood (Bock & Aitkin 1981) over a grid of abilities, with weak priors that keep the
estimates of short tests and few takers finite (Swaminathan & Gifford 1982; Mislevy 1986):
d_j ~ N(0, 2^2), m_g ~ N(0, 3^2), log s ~ N(0, 1). An answer that is missing counts for nothing,
which is right for items that were not reached or not put, not for items left out because they
were hard.

References
----------
Rasch, G. (1960). Probabilistic Models for Some Intelligence and Attainment Tests.
Fischer, G. H., & Molenaar, I. W. (Eds.) (1995). Rasch Models. 10.1007/978-1-4612-4230-7
Bock, R. D., & Aitkin, M. (1981). Marginal maximum likelihood estimation of item parameters.
Psychometrika, 46, 443-459. 10.1007/BF02293801
Swaminathan, H., & Gifford, J. A. (1982). Bayesian estimation in the Rasch model. Journal of
Educational Statistics, 7, 175-191. 10.3102/10769986007003175
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp

from chuandao.stats.smoothing.tree import Positions, Reals

_DIFFICULTY_SD, _MEAN_SD, _LOG_SPREAD_SD = 2.0, 3.0, 1.0
_STEP = 1e-4
_GRID = np.linspace(-5, 5, 61)
_GRID_LOG_WEIGHT = -(_GRID**2) / 2 - logsumexp(-(_GRID**2) / 2)


@dataclass(frozen=True, eq=False)
class Rasch:
    """What a test says of items, groups and takers, all on one scale of log odds.

    ``difficulty`` and ``difficulty_se`` of every item; ``mean`` and ``mean_se`` of every group;
    ``spread``: standard deviation of abilities within groups; ``ability`` and ``ability_se`` of
    every taker (mean and standard deviation given the answers, what the parameters are not
    known by included); ``covariance`` of difficulties, means and log spread, in that order.
    """

    difficulty: Reals
    difficulty_se: Reals
    mean: Reals
    mean_se: Reals
    spread: float
    ability: Reals
    ability_se: Reals
    covariance: Reals
    answers: Reals
    group: Positions

    def expected(self, items: Positions | None = None) -> tuple[Reals, Reals]:
        """Return the share correct that is expected of every group, and its standard error.

        Parameters
        ----------
        items : array of positions, optional
            Which items; by default all. Every group is judged by the same items, whichever of
            them its takers were given.
        """
        chosen = np.arange(len(self.difficulty)) if items is None else items
        logit = self.mean[:, None, None] + self.spread * _GRID - self.difficulty[chosen][:, None]
        right = expit(logit)
        weight = np.exp(_GRID_LOG_WEIGHT)
        slope = (right * (1 - right)) @ weight  # (groups, items)
        count, items_in_all = len(chosen), len(self.difficulty)
        tilt = np.zeros((len(self.mean), len(self.covariance)))
        tilt[:, chosen] = -slope / count
        tilt[np.arange(len(self.mean)), items_in_all + np.arange(len(self.mean))] = slope.mean(1)
        tilt[:, -1] = (right * (1 - right) @ (weight * _GRID)).mean(axis=1) * self.spread
        variance = np.einsum("gi,ij,gj->g", tilt, self.covariance, tilt)
        return (right @ weight).mean(axis=1), np.sqrt(np.maximum(variance, 0))

    @cached_property
    def fit(self) -> tuple[Reals, Reals, Reals]:
        """Infit and outfit mean squares of every item, and the infit as a standard score.

        Notes
        -----
        Wright & Masters, Rating Scale Analysis, 1982. Each answer is compared with its chance
        given the taker's *other* answers, so that both mean squares are 1 where the model
        holds, however short the test. Far above 1: the item is answered by something else
        than what the test measures (guessing, a trap, a wrong key); far below 1: it adds
        nothing to the others.
        """
        seen = ~np.isnan(self.answers)
        chance = self._chance_by_others()
        variance = np.where(seen, chance * (1 - chance), 0.0)
        square = np.where(seen, (np.nan_to_num(self.answers) - chance) ** 2, 0.0)
        total = np.maximum(variance.sum(axis=0), 1e-12)
        infit = square.sum(axis=0) / total
        ratio = np.divide(square, variance, out=np.zeros_like(square), where=variance > 0)
        outfit = ratio.sum(axis=0) / np.maximum(seen.sum(axis=0), 1)
        error = np.sqrt((variance * (1 - 4 * variance)).sum(axis=0)) / total
        score = np.divide(infit - 1, error, out=np.zeros_like(infit), where=error > 0)
        return infit, outfit, score

    def _chance_by_others(self) -> Reals:
        log_right, log_wrong = _log_chances(self._logits())
        given = _log_given(self.answers, log_right, log_wrong, self.group)
        whole = given.sum(axis=1) + _GRID_LOG_WEIGHT
        chance = np.empty_like(self.answers)
        for item in range(self.answers.shape[1]):
            others = whole - given[:, item]
            weight = np.exp(others - logsumexp(others, axis=1, keepdims=True))
            chance[:, item] = np.sum(weight * np.exp(log_right[self.group, item]), axis=1)
        return chance

    def _logits(self) -> Reals:
        point = self.mean[:, None, None] + self.spread * _GRID
        return np.asarray(point - self.difficulty[:, None])


def fit_rasch(answers: Reals, group: Positions | None = None) -> Rasch:
    """Return the Rasch model of some answers.

    Parameters
    ----------
    answers : array (takers, items)
        1 right, 0 wrong, NaN not answered. Every item has an answer of somebody.
    group : array of positions, optional
        The group (0, 1, ...) of every taker; by default all are one.

    Returns
    -------
    Rasch

    Examples
    --------
    >>> answers = np.array([[1, 1, 0.0], [1, 0, 0], [1, 1, 1], [0, 1, 0], [1, 0, np.nan]])
    >>> found = fit_rasch(answers)
    >>> found.difficulty.argsort().tolist()
    [0, 1, 2]
    >>> bool(abs(found.difficulty.sum()) < 1e-9)
    True
    """
    own = np.zeros(len(answers), dtype=np.int64) if group is None else group
    likelihood = _Likelihood(answers, own)
    found = minimize(
        likelihood, likelihood.start(), jac=True, method="BFGS", options={"gtol": 1e-6}
    )
    difficulty, mean, log_spread = likelihood.parts(found.x)
    whole, covariance = likelihood.covariances(found.x)
    ability, ability_se = likelihood.abilities(found.x, whole)
    error = np.sqrt(np.diag(covariance))
    items = len(difficulty)
    return Rasch(
        difficulty=difficulty,
        difficulty_se=error[:items],
        mean=mean,
        mean_se=error[items:-1],
        spread=float(np.exp(log_spread)),
        ability=ability,
        ability_se=ability_se,
        covariance=covariance,
        answers=answers,
        group=own,
    )


@dataclass(frozen=True, eq=False)
class _Likelihood:
    """The negative log posterior and its slope, over difficulties, means and the log spread.

    The vector holds the difficulties before they are centred; a weak pull keeps their mean,
    on which nothing else depends, in its place.
    """

    answers: Reals
    group: Positions

    @property
    def groups(self) -> int:
        return int(self.group.max()) + 1

    def start(self) -> Reals:
        with np.errstate(invalid="ignore"):
            right = np.nansum(self.answers, axis=0) + 0.5
        tried = (~np.isnan(self.answers)).sum(axis=0) + 1
        return np.concatenate([-np.log(right / (tried - right)), np.zeros(self.groups + 1)])

    def parts(self, vector: Reals) -> tuple[Reals, Reals, float]:
        items = self.answers.shape[1]
        raw = vector[:items]
        return raw - raw.mean(), vector[items:-1], float(vector[-1])

    def __call__(self, vector: Reals) -> tuple[float, Reals]:
        difficulty, mean, log_spread = self.parts(vector)
        weight, evidence = self._posterior(difficulty, mean, log_spread)
        prior = (
            np.sum(difficulty**2) / _DIFFICULTY_SD**2
            + np.sum(mean**2) / _MEAN_SD**2
            + log_spread**2 / _LOG_SPREAD_SD**2
            + vector[: len(difficulty)].mean() ** 2
        )
        slope = self._slope(weight, difficulty, mean, log_spread)
        slope -= np.concatenate(
            [difficulty / _DIFFICULTY_SD**2, mean / _MEAN_SD**2, [log_spread / _LOG_SPREAD_SD**2]]
        )
        items = len(difficulty)
        slope[:items] -= slope[:items].mean() + vector[:items].mean() / items
        return float(prior / 2 - evidence.sum()), -slope

    def abilities(self, vector: Reals, covariance: Reals) -> tuple[Reals, Reals]:
        """Return mean and standard deviation of every ability given the answers.

        The variance of the mean over what the parameters may be is added (delta method).
        """
        ability, own = self._ability(vector)
        moved = [
            (self._ability(vector + e)[0] - self._ability(vector - e)[0]) / (2 * _STEP)
            for e in np.eye(len(vector)) * _STEP
        ]
        tilt = np.array(moved)
        return ability, np.sqrt(own + np.einsum("pi,pq,qi->i", tilt, covariance, tilt))

    def covariances(self, vector: Reals) -> tuple[Reals, Reals]:
        """Return the covariance of the vector, and the same with difficulties centred."""
        eye = np.eye(len(vector)) * _STEP
        rows = [(self(vector + e)[1] - self(vector - e)[1]) / (2 * _STEP) for e in eye]
        slopes: Reals = np.array(rows, dtype=np.float64)
        whole: Reals = np.asarray(np.linalg.inv((slopes + slopes.T) / 2), dtype=np.float64)
        items = self.answers.shape[1]
        centre = np.eye(len(vector))
        centre[:items, :items] -= 1 / items
        return whole, np.asarray(centre @ whole @ centre.T)

    def _ability(self, vector: Reals) -> tuple[Reals, Reals]:
        difficulty, mean, log_spread = self.parts(vector)
        weight, _ = self._posterior(difficulty, mean, log_spread)
        point = mean[self.group][:, None] + np.exp(log_spread) * _GRID
        ability = np.asarray(np.sum(weight * point, axis=1), dtype=float)
        variance: Reals = np.sum(weight * (point - ability[:, None]) ** 2, axis=1)
        return ability, variance

    def _posterior(self, difficulty: Reals, mean: Reals, log_spread: float) -> tuple[Reals, Reals]:
        logit = mean[:, None, None] + np.exp(log_spread) * _GRID - difficulty[:, None]
        given = _log_given(self.answers, *_log_chances(logit), self.group)
        whole = given.sum(axis=1) + _GRID_LOG_WEIGHT
        evidence = logsumexp(whole, axis=1)
        return np.exp(whole - evidence[:, None]), evidence

    def _slope(self, weight: Reals, difficulty: Reals, mean: Reals, log_spread: float) -> Reals:
        spread = np.exp(log_spread)
        point = mean[:, None] + spread * _GRID
        right = expit(point[:, None, :] - difficulty[:, None])[self.group]  # takers, items, grid
        seen = ~np.isnan(self.answers)
        left = (
            np.where(seen, np.nan_to_num(self.answers), 0.0)[:, :, None] - seen[:, :, None] * right
        )
        by_item = -np.einsum("ijk,ik->j", left, weight)
        by_taker = np.einsum("ijk,ik->i", left, weight)
        by_spread = np.einsum("ijk,ik,k->", left, weight, _GRID) * spread
        by_group = np.bincount(self.group, by_taker, minlength=self.groups)
        return np.concatenate([by_item, by_group, [by_spread]])


def _log_chances(logit: Reals) -> tuple[Reals, Reals]:
    return -np.logaddexp(0, -logit), -np.logaddexp(0, logit)


def _log_given(answers: Reals, log_right: Reals, log_wrong: Reals, group: Positions) -> Reals:
    """Return the log chance of every answer at every ability; 0 where there is none."""
    seen = ~np.isnan(answers)[:, :, None]
    right = np.nan_to_num(answers)[:, :, None] > 0
    chances = np.where(right, log_right[group], log_wrong[group])
    return np.where(seen, chances, 0.0)
