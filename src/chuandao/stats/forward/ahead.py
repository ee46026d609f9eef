r"""All draws of a cascade forward: what is kept of them is small, whatever the size of the tree.

By draw only weighted means of tiers stay; by node running means and squares of ln e, and how often
measures raise it. Without and with measures the same chance is used (common random numbers), so
that their difference has no noise of its own.

References
----------
Law, A. M. (2015). Simulation Modeling and Analysis, 5th ed., section 11.2 (common random numbers).
Welford, B. P. (1962). Note on a method for calculating corrected sums of squares and products.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from chuandao.stats.forward.measures import Measures, Singles
from chuandao.stats.forward.walk import added, prepared, risen, taken_in, tallied, walked
from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True, eq=False)
class Tree:
    """The steps of a cascade, alike in all draws; nodes in layout order, parents first.

    Attributes
    ----------
    parents : positions (nodes)
        -1 at the root.
    memory : array (nodes)
        How much of what is a step's own lasts to the next period.
    noise : array (nodes)
        Standard deviation of what comes new to it in a period.
    alike : array (nodes)
        The share of that variance which tasks of a unit have in common.
    weight, tier, starts : arrays (entries), (entries), (nodes + 1)
        What each node counts for in the means of tiers: entries starts[u] to starts[u + 1].
    tiers : int
    """

    parents: Positions
    memory: Singles
    noise: Singles
    alike: Singles
    weight: Reals
    tier: Positions
    starts: Positions
    tiers: int


@dataclass(frozen=True, eq=False)
class Now:
    """One task as one draw has it.

    Attributes
    ----------
    state : array (nodes)
        ln e.
    severity : array (columns, nodes)
    cost : array (columns)
        β.
    constant : array (nodes)
        α of each step.
    share : array (effects)
        What each effect removes of a loss.
    """

    state: Reals
    severity: Singles
    cost: Singles
    constant: Singles
    share: Reals


@dataclass(frozen=True, eq=False)
class Plan:
    """What is simulated besides the tree.

    Attributes
    ----------
    measures : tuple of Measures
        By task.
    working : array (effects, periods)
    cause : positions (columns)
        The cause that a column counts for; -1 for none.
    task_weight : array (tasks)
        Sums to 1.
    first : int
        Periods before this one are not kept by node.
    least : float
        A rise of ln e below this is none.
    """

    measures: tuple[Measures, ...]
    working: Reals
    cause: Positions
    task_weight: Reals
    first: int
    least: float


@dataclass(frozen=True, eq=False)
class Outlook:
    """What came out; scenario 0 is without measures, 1 with them.

    Attributes
    ----------
    tiers : array (draws, tasks + 1, 2, tiers, periods)
        Mean efficacy of tiers; the mean over tasks last.
    mean, variance : arrays (tasks (+ 1), 2, nodes, periods kept)
        Of ln e over the draws; with several tasks, of the log of their mean efficacy last.
    risen : array (tasks, nodes)
        The share of draws in which measures raise the last period.
    """

    tiers: Reals
    mean: Singles
    variance: Singles
    risen: Reals


def ahead(
    tree: Tree,
    plan: Plan,
    draws: Iterable[tuple[Now, ...]],
    chance: np.random.Generator,
) -> Outlook:
    """Return what becomes of a cascade without and with measures.

    Parameters
    ----------
    tree : Tree
    plan : Plan
    draws : iterable of tuple of Now
        By draw, a world for each task.
    chance : Generator
        Of what comes new to steps; the same whatever the measures.
    """
    held = _Held(tree, plan)
    for draw in draws:
        held.take(draw, chance)
    return held.outlook()


class _Held:
    """Arrays used again for every draw, and the running figures."""

    def __init__(self, tree: Tree, plan: Plan) -> None:
        self._tree, self._plan = tree, plan
        tasks, periods = len(plan.measures), plan.working.shape[1]
        nodes, causes = len(tree.parents), len(plan.measures[0].pattern)
        several = tasks + (tasks > 1)
        kept = (several, 2, nodes, periods - plan.first)
        self._mean, self._squares = np.zeros(kept, np.float32), np.zeros(kept, np.float32)
        self._often = np.zeros((tasks, nodes), np.int32)
        self._level = np.zeros((2, nodes, periods), np.float32)
        self._over = np.zeros_like(self._level) if tasks > 1 else self._level
        self._steps = np.stack([np.zeros_like(tree.memory)] * 2 + [tree.memory, tree.noise])
        self._loss = np.zeros((causes, nodes), np.float32)
        self._chance = np.zeros((nodes, periods), np.float32)
        self._common = np.zeros((nodes, periods), np.float32)
        self._tiers: list[Reals] = []

    def take(self, draw: tuple[Now, ...], chance: np.random.Generator) -> None:
        """Walk one draw forward and keep its figures."""
        tree, plan, periods = self._tree, self._plan, self._level.shape[2]
        several, alike = len(draw) > 1, len(draw) > 1 and bool(tree.alike.any())
        sums = np.zeros((len(draw) + 1, 2, tree.tiers, periods))
        if alike:
            chance.standard_normal(dtype=np.float32, out=self._common)
            self._common *= np.sqrt(tree.alike)[:, None]
        self._over[:] = 0
        for task, now in enumerate(draw):
            self._walk(task, now, alike, chance)
            tallied(self._level, tree.weight, tree.tier, tree.starts, sums[task])
            sums[-1] += plan.task_weight[task] * sums[task]
            self._keep(task, self._level)
            risen(self._level, plan.least, self._often[task])
            if several:
                added(self._level, float(plan.task_weight[task]), self._over)
        self._tiers.append(sums)
        if several:
            np.log(self._over, out=self._over)
            self._keep(len(draw), self._over)

    def _walk(self, task: int, now: Now, alike: bool, chance: np.random.Generator) -> None:  # noqa: FBT001
        tree, plan = self._tree, self._plan
        measures = plan.measures[task]
        chance.standard_normal(dtype=np.float32, out=self._chance)
        if alike:
            self._chance *= np.sqrt(1 - tree.alike)[:, None]
            self._chance += self._common
        removed = measures.removed(now.share, plan.working)
        made = (now.state, now.severity, now.cost, plan.cause, now.constant)
        prepared(tree.parents, *made, self._steps, self._loss)
        way = (self._loss, measures.pattern, removed)
        walked(tree.parents, self._steps, self._chance, *way, self._level)

    def _keep(self, row: int, values: Singles) -> None:
        count = len(self._tiers) + (row < len(self._plan.measures))
        running = (self._mean[row], self._squares[row])
        taken_in(values, self._plan.first, count, *running)

    def outlook(self) -> Outlook:
        """Return the figures."""
        count = max(len(self._tiers), 1)
        self._squares /= np.float32(max(count - 1, 1))
        return Outlook(np.stack(self._tiers), self._mean, self._squares, self._often / count)
