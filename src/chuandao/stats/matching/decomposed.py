r"""Matching by prices: for a country, with a proven bound (Dantzig and Wolfe).

At given prices of the pots each group of cells takes what is worth its price: one pass over the
segments. A small linear programme, the master, mixes such plans of the groups so that no pot is
overdrawn, and its dual prices are the next to try. Every price gives a bound that no plan can
surpass; every mix is a plan. They meet.

References
----------
Dantzig, G. B., & Wolfe, P. (1960). Decomposition principle for linear programs. Operations
Research, 8(1), 101-111.
Wentges, P. (1997). Weighted Dantzig-Wolfe decomposition for linear mixed-integer programming.
International Transactions in Operational Research, 4(2), 151-162 (prices between the best so far
and the master's).
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import linprog, minimize
from scipy.sparse import csr_array, hstack, vstack

from chuandao.stats.matching.exact import UnfinishedError
from chuandao.stats.matching.pricing import take, take_shares
from chuandao.stats.matching.problem import Problem, Solution
from chuandao.stats.matching.scaled import Scaled
from chuandao.stats.smoothing.tree import Positions, Reals

_WARM = 12  # rounds in which one price a kind follows demand
_ROUNDS = 200
_STEP = 0.7
_TOWARDS = 0.5  # the weight of the best prices so far against the master's
_BESIDE = (-0.03, -0.005, 0.005, 0.03)  # changes of the prices beside which plans are asked for
_KEPT = 14  # plans of a group that stay in the master
_BLUR = (
    (0.03, 60),
    (0.01, 60),
    (0.003, 80),
)  # how far prices are blurred against one another; evaluations
_TINY = 1e-12


def solve_by_prices(problem: Problem, *, gap: float = 1e-4, rounds: int = _ROUNDS) -> Solution:
    """Return a plan and a bound no further apart than the gap.

    Parameters
    ----------
    problem : Problem
        With many cells a group; the groups times kinds, and the pots, some thousands at most.
    gap : float
        Relative to the bound.
    rounds : int
        Most prices that are tried; after them the plan stands with its proven gap.

    Examples
    --------
    >>> from chuandao.stats.matching.segments import Segments
    >>> segments = Segments(np.arange(2), np.arange(2), np.ones(2), np.array([[40.0], [20.0]]))
    >>> found = solve_by_prices(Problem(segments, np.array([50.0]), np.zeros(2, int),
    ...     np.arange(2), np.zeros(2, bool)))
    >>> round(found.value, 6), found.gap <= 1e-4
    (1.75, True)
    """
    scaled = Scaled(problem)
    state = _State(problem, scaled)
    _descend(state, _warm(state))
    master = _mixed(state)
    for _ in range(rounds):
        if state.bound - master.value <= gap * abs(state.bound) or not len(problem.segments):
            break
        state.ask(_TOWARDS * state.best + (1 - _TOWARDS) * master.prices)
        state.ask(master.prices)
        state.forget(master)
        master = _mixed(state)
    return _plan(state, master)


@dataclass(eq=False)
class _Plans:
    """Plans of the groups: at which price (a row of ``asked``), what they gain and use."""

    group: Positions
    price: Positions
    gain: Reals
    use: Reals


@dataclass(eq=False)
class _Master:
    """The best mix of plans: its gain, the prices, the weight of each plan, the flows."""

    value: float
    prices: Reals
    weight: Reals
    flow: Reals


@dataclass(eq=False)
class _State:
    problem: Problem
    scaled: Scaled
    bound: float = np.inf
    best: Reals = field(default_factory=lambda: np.zeros(0))
    asked: list[Reals] = field(default_factory=list)

    def __post_init__(self) -> None:
        groups = len(self.problem.gives) // self.problem.kinds
        none = np.zeros(groups)
        use = np.zeros((groups, self.problem.kinds))
        self.asked.append(np.full((groups, self.problem.kinds), np.inf))
        self.plans = _Plans(np.arange(groups), np.zeros(groups, dtype=np.int64), none, use)

    def ask(self, prices: Reals) -> Reals:
        """Let the groups plan at prices of the pots; return what they use in each market."""
        surplus, used = self.plan(self.problem.market_prices(prices))
        bound = surplus + float(self.scaled.pots @ prices)
        if bound < self.bound:
            self.bound, self.best = bound, prices
        return used

    def plan(self, prices: Reals) -> tuple[float, Reals]:
        """Let the groups plan at prices of the markets; return their surplus, and what they use."""
        market = prices.reshape(-1, self.problem.kinds)
        gained, used = np.zeros(len(market)), np.zeros(market.shape)
        segments, scaled = self.problem.segments, self.scaled
        surplus = take(segments.group, scaled.gain, scaled.use, market, gained, used)
        self._add(market, gained, used)
        return surplus, used.ravel()

    def _add(self, market: Reals, gained: Reals, used: Reals) -> None:
        at, old = len(self.asked), self.plans
        self.asked.append(market)
        new = np.flatnonzero((used != 0).any(1))
        self.plans = _Plans(
            np.r_[old.group, new],
            np.r_[old.price, np.full(len(new), at)],
            np.r_[old.gain, gained[new]],
            np.r_[old.use, used[new]],
        )

    def recent(self, count: int) -> None:
        """Keep the plans of the last prices only, and to do nothing."""
        plans = self.plans
        keep = (plans.price >= len(self.asked) - count) | (plans.price == 0)
        self.plans = _Plans(plans.group[keep], plans.price[keep], plans.gain[keep], plans.use[keep])

    def forget(self, master: _Master) -> None:
        """Drop plans that the master does not use, if there are too many: the worst first."""
        seen = len(master.weight)
        plans = self.plans
        most = _KEPT * len(self.problem.gives) // self.problem.kinds
        if len(plans.group) <= most:
            return
        market = self.problem.market_prices(master.prices).reshape(-1, self.problem.kinds)
        worth = plans.gain - (plans.use * market[plans.group]).sum(1)
        least = np.full(len(market), -np.inf)
        np.maximum.at(least, plans.group, worth)
        weight = np.r_[master.weight, np.ones(len(plans.group) - seen)]
        behind = np.where((weight > 0) | (plans.price == 0), -1.0, least[plans.group] - worth)
        keep = np.sort(np.argsort(behind, kind="stable")[:most])
        self.plans = _Plans(plans.group[keep], plans.price[keep], plans.gain[keep], plans.use[keep])


def _warm(state: _State) -> Reals:
    """Return prices that are the same for all pots of a kind, having followed demand."""
    problem, scaled = state.problem, state.scaled
    kinds = problem.kinds
    of = np.zeros(len(problem.pots), dtype=np.int64)
    of[problem.pot] = problem.market % kinds
    held = np.bincount(of, scaled.pots, kinds)
    kind = np.tile(np.arange(kinds), len(problem.gives) // kinds)
    price = np.full(kinds, 1.0 / kinds)
    for _ in range(_WARM):
        used = np.bincount(kind, state.ask(price[of]), kinds)
        ratio = np.maximum(used, _TINY) / np.maximum(held, _TINY)
        price = price * np.clip(ratio, 0.05, 20.0) ** _STEP
    return price[of]


def _descend(state: _State, prices: Reals) -> None:
    """Lower the bound along its gradient, the cheapest of several pots blurred.

    Where pots are nearly as cheap, a market draws on all of them a little; so the bound has a
    gradient everywhere, and prices come near the best before any master is asked.
    """
    usual = np.full(len(state.problem.gives), _TINY)
    np.maximum.at(usual, state.problem.market, prices[state.problem.pot])
    for blur, evaluations in _BLUR:
        width = np.maximum(blur * usual, _TINY)
        found = minimize(
            _blurred,
            prices,
            (state, width),
            method="L-BFGS-B",
            jac=True,
            bounds=[(0.0, None)] * len(prices),
            options={"maxfun": evaluations, "maxcor": 20},
        )
        prices = found.x
    state.ask(prices)
    state.recent(1)
    _around(state, prices)


def _around(state: _State, prices: Reals) -> None:
    """Ask a little beside prices, kind by kind, so that the master has plans to mix."""
    problem = state.problem
    of = np.zeros(len(prices), dtype=np.int64)
    of[problem.pot] = problem.market % problem.kinds
    for kind in range(problem.kinds):
        for part in _BESIDE:
            state.ask(np.where(of == kind, prices * (1 + part), prices))


def _blurred(prices: Reals, state: _State, width: Reals) -> tuple[float, Reals]:
    """Return the bound at blurred prices of the markets (never above the cheapest), its slope."""
    problem = state.problem
    cheapest = problem.market_prices(prices)
    there = np.where(
        problem.gives[problem.market], 0.0, prices[problem.pot] - cheapest[problem.market]
    )
    part = np.exp(-there / width[problem.market])
    whole = np.bincount(problem.market, part, len(problem.gives))
    market = np.where(problem.gives, cheapest, cheapest - width * np.log(np.maximum(whole, 1.0)))
    surplus, used = state.plan(np.maximum(market, 0.0))
    drawn = used[problem.market] * part / np.maximum(whole, _TINY)[problem.market]
    slope = state.scaled.pots - np.bincount(problem.pot, drawn, len(prices))
    return surplus + float(state.scaled.pots @ prices), slope


def _mixed(state: _State) -> _Master:
    """Return the best mix of the plans so far."""
    problem, plans = state.problem, state.plans
    count, edges, markets = len(plans.group), len(problem.pot), len(problem.gives)
    at, kind = np.nonzero(plans.use)
    row = plans.group[at] * problem.kinds + kind
    flow, right = _flows(problem), np.r_[np.zeros(markets), state.scaled.pots]
    used = csr_array((plans.use[at, kind], (row, at)), shape=(len(right), count))
    groups = markets // problem.kinds
    whole = csr_array((np.ones(count), (plans.group, np.arange(count))), shape=(groups, count))
    found = linprog(
        np.r_[-plans.gain, np.zeros(edges)],
        A_ub=hstack([used, flow], format="csc"),
        b_ub=right,
        A_eq=hstack([whole, csr_array((groups, edges))], format="csc"),
        b_eq=np.ones(groups),
        method="highs-ds",
    )
    if found.status != 0:
        raise UnfinishedError(found.message)
    prices = np.maximum(-found.ineqlin.marginals[markets:], 0.0)
    return _Master(-found.fun, prices, np.maximum(found.x[:count], 0.0), found.x[count:])


def _flows(problem: Problem) -> csr_array:
    at = np.arange(len(problem.pot))
    rows = (problem.market, problem.pot)
    sizes = (len(problem.gives), len(problem.pots))
    parts = zip((-problem.sign, problem.sign), rows, sizes, strict=True)
    return vstack(
        [csr_array((sign, (row, at)), shape=(size, len(at))) for sign, row, size in parts]
    )


def _plan(state: _State, master: _Master) -> Solution:
    """Return the mix as shares of the segments: the mean over the plans of each group."""
    problem, scaled, plans = state.problem, state.scaled, state.plans
    taken = np.zeros(len(problem.segments))
    groups = len(problem.gives) // problem.kinds
    for at in np.unique(plans.price[master.weight > 0]):
        here = plans.price == at
        share = np.bincount(plans.group[here], master.weight[here], groups).astype(float)
        take_shares(problem.segments.group, scaled.gain, scaled.use, state.asked[at], share, taken)
    taken = np.minimum(taken, 1.0)
    value = float(problem.segments.gain @ taken)
    best = state.best if len(state.best) else np.zeros(len(problem.pots))
    return scaled.solution(taken, master.flow, best, value, state.bound * scaled.worth)
