"""Share of the work that is done, by item, in order of priority and with what is left carried over.

Three models of one thing, each where it holds: the fluid where many small pieces meet clearly
more or clearly fewer hours; the diffusion where there are many pieces and chance matters; a
simulated queue where there are few.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.workload.diffusion import diffusion_backlogs
from chuandao.stats.workload.fluid import fluid_backlog, fluid_error
from chuandao.stats.workload.pieces import Counts, Pieces, by_level
from chuandao.stats.workload.queueing import queue_backlogs

_MOST_PEOPLE = 64  # more side by side than this differ from it by less than a hundredth
_FEWEST_RUNS = 16


@dataclass(frozen=True)
class Method:
    """How the work left is worked out.

    Attributes
    ----------
    variation : float
        Standard deviation of the hours of a piece over their mean.
    tolerance : float
        Share of an item's work by which the fluid may be wrong before chance is reckoned with.
    accuracy : float
        Standard error of a simulated share that is aimed at.
    pieces : int
        Most pieces simulated in all runs together.
    many, many_each : int
        Pieces, and pieces a person, from which on they are a diffusion.
    months : int
        Months of the shortest period for which a share is wanted.
    seed : int
        Of the draws: the same for every unit, so that their order changes nothing.
    """

    variation: float = 1.0
    tolerance: float = 0.03
    accuracy: float = 0.01
    pieces: int = 200_000
    many: int = 600
    many_each: int = 60
    months: int = 1
    seed: int = 7


class Left(NamedTuple):
    """Hours of work left at the end of each month.

    Attributes
    ----------
    hours, spread : array (items, months)
        Expected hours, and their standard deviation by chance (0 where the fluid is taken).
    model : str
        fluid, diffusion or queue.
    """

    hours: Reals
    spread: Reals
    model: str


def work_left(pieces: Pieces, available: Reals, people: float, method: Method) -> Left:
    """Return the hours of each item left undone at the end of each month.

    Parameters
    ----------
    pieces : Pieces
    available : array (months)
        Hours of all people present.
    people : float
        How many they are on average.
    method : Method

    Notes
    -----
    Items of one level of priority share its hours in proportion to what waits of them.

    Examples
    --------
    150 hours against 100, of which the first item takes 60: 50 of the second's 90 are left.

    >>> work = Pieces(np.array([[600], [900]]), np.full((2, 1), 0.1), np.array([0, 1]))
    >>> work_left(work, np.array([100.0]), 1, Method()).hours.round()
    array([[ 0.],
           [50.]])
    """
    arrived = pieces.counts * pieces.hours
    flows = by_level(arrived, pieces.level)
    squares = by_level(arrived * pieces.hours, pieces.level) * (1 + method.variation**2)
    at_once = int(min(max(round(people), 1), _MOST_PEOPLE))
    wrong = float(fluid_error(flows, squares, available, at_once).max()) / method.months
    model = "fluid"
    if available.sum() > 0:
        model = _model(int(pieces.counts.sum()), at_once, wrong, method)
    if model == "fluid":
        expected = fluid_backlog(flows, available)
        spread = np.zeros_like(expected)
    else:
        runs = _runs(pieces, available, at_once, wrong, model, method)
        expected, spread = runs.mean(axis=0), runs.std(axis=0)
    return Left(*_divided(arrived, pieces.level, expected, spread), model)


def _model(pieces: int, at_once: int, wrong: float, method: Method) -> str:
    if wrong <= method.tolerance:
        return "fluid"
    many = pieces >= max(method.many, method.many_each * at_once)
    return "diffusion" if many or pieces * _FEWEST_RUNS > method.pieces else "queue"


def _runs(
    pieces: Pieces, available: Reals, at_once: int, wrong: float, model: str, method: Method
) -> Reals:
    """Return what is left in as many runs as the accuracy asks for (runs, levels, months)."""
    chance = np.random.default_rng(method.seed)
    wanted = max(_FEWEST_RUNS, int((min(wrong, 0.5) / method.accuracy) ** 2))
    if model == "diffusion":
        return diffusion_backlogs(
            pieces, available, at_once, method.variation, min(wanted, 1000), chance
        )
    runs = min(wanted, method.pieces // int(pieces.counts.sum()))
    return queue_backlogs(pieces, available / at_once, at_once, method.variation, runs, chance)


def done_shares(arrived: Reals, left: Left, first: int, last: int) -> tuple[Reals, Reals]:
    """Return the share of the work done in some months, and its standard error by chance.

    Parameters
    ----------
    arrived : array (items, months)
        Hours of work that came in.
    left : Left
    first, last : int
        Positions of the first and last month, both included.

    Returns
    -------
    shares, errors : array (items)
        Hours done over the hours that came in and those carried in; nan without either.

    Examples
    --------
    10 hours are carried in, 30 come, 8 are left: 32 of 40 are done.

    >>> left = Left(np.array([[10.0, 8.0]]), np.array([[0.0, 2.0]]), "queue")
    >>> done_shares(np.array([[20.0, 30.0]]), left, 1, 1)
    (array([0.8]), array([0.05]))
    """
    carried = left.hours[:, first - 1] if first else np.zeros(len(arrived))
    due = carried + arrived[:, first : last + 1].sum(axis=1)
    held = np.where(due > 0, due, np.nan)
    shares = np.clip(1 - left.hours[:, last] / held, 0, 1)
    return shares, left.spread[:, last] / held


def _divided(arrived: Reals, level: Counts, expected: Reals, spread: Reals) -> tuple[Reals, Reals]:
    """Divide what is left of each level among its items, in proportion to what waits of them."""
    left, noise = np.zeros_like(arrived), np.zeros_like(arrived)
    before = np.zeros(len(arrived))
    for month in range(arrived.shape[1]):
        waits = before + arrived[:, month]
        whole = np.bincount(level, waits, len(expected))[level]
        part = np.divide(waits, whole, out=np.zeros_like(waits), where=whole > 0)
        before = np.minimum(waits, part * expected[level, month])
        left[:, month], noise[:, month] = before, part * spread[level, month]
    return left, noise
