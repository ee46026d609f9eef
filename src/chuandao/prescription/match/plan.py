"""The plan: which funds go where, as a problem of matching, solved and read back as moves."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from chuandao.prescription.match.accounts import ADDED, CITY_SET, RESERVE, RULES
from chuandao.prescription.match.outlook import Outlook
from chuandao.stats.matching.decomposed import solve_by_prices
from chuandao.stats.matching.dropping import solve_dropping
from chuandao.stats.matching.exact import UnfinishedError, solve_with_least
from chuandao.stats.matching.problem import Problem, Solution
from chuandao.stats.matching.segments import Segments, lowering, raising
from chuandao.stats.smoothing.tree import Positions, Reals

_FINER = 1000  # how much finer than the gap asked for: it costs little

Pot = tuple[str, str]
"""The rule of a pot and the field to which it stays bound (empty: to none)."""
FREE: Pot = (CITY_SET, "")


@dataclass(frozen=True)
class Limits:
    """What bounds a plan: see `match`."""

    added: float
    reserve: float
    margin: float
    least: float
    gap: float
    seconds: float
    exact_segments: int


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan of moves.

    Attributes
    ----------
    inflow : array (cells, pots)
        What each cell gets from each pot.
    outflow : array (cells, pots)
        What each cell gives up to each pot.
    pots : tuple of Pot
    prices : array (pots,)
        Gain of one more yuan in each pot.
    freed : array (pots,)
        What could be given up to each pot.
    value, bound : float
        Gain of priority-weighted coverage, and what no plan within the rules can surpass.
    proven : bool
        Whether the plan is proven best up to the gap asked for.
    """

    inflow: Reals
    outflow: Reals
    pots: tuple[Pot, ...]
    prices: Reals
    freed: Reals
    value: float
    bound: float
    proven: bool


def planned(
    view: Outlook, weight: Reals, freed: Reals, pots: Sequence[Pot], topics: Mapping[str, str],
    limits: Limits,
) -> Plan:  # fmt: skip
    """Return the best plan.

    Parameters
    ----------
    view : Outlook
    weight : array (cells,)
        What full coverage of the cell counts for.
    freed : array (cells, pots)
        What each cell may give up to each pot.
    pots : sequence of Pot
        The first is the free one.
    topics : mapping
        Task to its field.
    limits : Limits
    """
    names = sorted(set(view.tasks))
    group = np.array([names.index(task) for task in view.tasks], dtype=np.int64)
    segments = _segments(view, weight, freed, group, len(names), limits.margin)
    problem = _problem(segments, names, pots, topics, limits.added + limits.reserve)
    found, proven = _solved(problem, view, limits)
    given = np.zeros(len(view.units))
    up = segments.use[:, 0] > 0
    amount = found.taken * segments.use[:, 0]
    np.add.at(given, segments.cell[up], amount[up])
    outflow = np.zeros((len(view.units), len(pots)))
    np.add.at(outflow, (segments.cell[~up], segments.group[~up] - len(names)), -amount[~up])
    flow = np.zeros((len(names), len(pots)))
    into = problem.market < len(names)
    np.add.at(flow, (problem.market[into], problem.pot[into]), found.flow[into])
    inflow = _split(given, group, flow)
    pools = freed.sum(0)
    return Plan(inflow, outflow, tuple(pots), found.prices, pools, found.value, found.bound, proven)


def _segments(
    view: Outlook, weight: Reals, freed: Reals, group: Positions, tasks: int, margin: float
) -> Segments:
    """Return what cells gain by funds that come later, and lose by those they give up now."""
    need, supply = view.funds
    count = weight[:, None] * view.over_time
    up = raising(need, supply, np.where(view.later, view.most, 0.0), count, group)
    givers = np.flatnonzero(freed.sum(1) > 0)
    down = lowering(
        need[givers], supply[givers], view.most[givers], count[givers], freed[givers],
        tasks + np.arange(freed.shape[1]),
    )  # fmt: skip
    more = np.minimum(down.gain * (1 + margin), 0.0)
    return Segments.of([up, Segments(givers[down.cell], down.group, more, down.use)])


def _problem(
    segments: Segments, tasks: Sequence[str], pots: Sequence[Pot], topics: Mapping[str, str],
    held: float,
) -> Problem:  # fmt: skip
    edges = [
        (pot, market)
        for pot, (rule, field) in enumerate(pots)
        for market, task in enumerate(tasks)
        if rule == CITY_SET or field == (task if rule == RULES[2] else topics.get(task))
    ]
    edges += [(pot, len(tasks) + pot) for pot in range(len(pots))]
    pot, market = np.array(edges, dtype=np.int64).T
    amounts = np.zeros(len(pots))
    amounts[0] = held
    gives = np.arange(len(tasks) + len(pots)) >= len(tasks)
    return Problem(segments, amounts, pot, market, gives)


def _solved(problem: Problem, view: Outlook, limits: Limits) -> tuple[Solution, bool]:
    """Return the solution, and whether it is proven best to the gap.

    By prices; with least grants by HiGHS for a city, and by leaving out small ones above that.
    """
    if limits.least <= 0 or not len(problem.segments):
        found = solve_by_prices(problem, gap=limits.gap / _FINER)
        return found, found.gap <= limits.gap
    least = np.full(len(view.units), limits.least)
    if len(problem.segments) <= limits.exact_segments:
        try:
            return solve_with_least(problem, least, gap=limits.gap, seconds=limits.seconds)
        except UnfinishedError:
            pass
    found = solve_dropping(problem, least, gap=limits.gap / _FINER)
    return found, found.gap <= limits.gap


def _split(given: Reals, group: Positions, flow: Reals) -> Reals:
    """Return from which pot each cell gets its funds: pots and cells of a task laid end to end."""
    inflow = np.zeros((len(given), flow.shape[1]))
    for task in range(len(flow)):
        cells = np.flatnonzero((group == task) & (given > 0))
        ends, until = np.cumsum(given[cells]), np.cumsum(flow[task][::-1])
        low, top = ends - given[cells], until - flow[task][::-1]
        both = np.minimum(ends[:, None], until) - np.maximum(low[:, None], top)
        inflow[cells] = np.maximum(both, 0.0)[:, ::-1]
    return inflow


@dataclass(frozen=True)
class Move:
    """One move: from a cell or from outside (rule added, reserve) to a cell, in yuan."""

    pot: int
    source: int
    target: int
    amount: int
    rule: str


def moves(plan: Plan, limits: Limits, step: int, branches: Sequence[str]) -> Iterator[Move]:
    """Return the moves of a plan, each a multiple of ``step`` yuan.

    What cells give up is laid end to end with what others get from the same pot: first within a
    branch of the tree (a county), then across. ``source`` is -1 for new funds and the reserve.
    """
    for pot, (rule, _) in enumerate(plan.pots):
        out = _sides(plan.outflow[:, pot], rule, lambda amount: int((amount + _CENT) // step))
        into = _sides(plan.inflow[:, pot], rule, lambda amount: int(amount / step + _HALF))
        for branch in sorted({branches[one.cell] for one in out}):
            here = [one for one in out if branches[one.cell] == branch]
            there = [one for one in into if branches[one.cell] == branch]
            yield from _laid(here, there, pot, step)
        if not pot:
            out.append(_Side(-1, int(limits.added // step), ADDED))
            out.append(_Side(-1, int(limits.reserve // step), RESERVE))
        yield from _laid(out, into, pot, step)


@dataclass
class _Side:
    """What a cell still has to give, or to get, in steps."""

    cell: int
    left: int
    rule: str


def _sides(amounts: Reals, rule: str, steps: Callable[[float], int]) -> list[_Side]:
    return [_Side(int(c), steps(float(amounts[c])), rule) for c in np.flatnonzero(amounts)]


def _laid(out: Sequence[_Side], into: Sequence[_Side], pot: int, step: int) -> Iterator[Move]:
    """Lay what is given end to end with what is got; what was laid is taken off both."""
    waiting = iter([one for one in into if one.left])
    target = next(waiting, None)
    for source in out:
        while source.left and target:
            taken = min(source.left, target.left)
            source.left -= taken
            target.left -= taken
            yield Move(pot, source.cell, target.cell, taken * step, source.rule)
            if not target.left:
                target = next(waiting, None)


_HALF = 0.5
_CENT = 0.01  # yuan: rounding in the solver
