"""Draws of how things are now: efficacy, costs of causes, severities, effects of remedies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from chuandao.catalog.remedy_values import RemedyEffect
from chuandao.decay.fitting import Fitted
from chuandao.decay.likeness import drawn
from chuandao.prescription.options.ground import causes_of, last_periods
from chuandao.prescription.options.ranges import shares_drawn
from chuandao.stats.forward.ahead import Now, Tree
from chuandao.stats.forward.measures import Singles
from chuandao.stats.smoothing.tree import Positions, Reals


@dataclass(frozen=True, eq=False)
class Worlds:
    """What is the same in all draws, and the draws.

    Attributes
    ----------
    fitted : Fitted
    effects : sequence of RemedyEffect
    count, seed : int
        How many draws, and the seed of their three streams: how things are, what remedies bring,
        what comes new. Each has its own, so that another effect or package changes no other draw.
    """

    fitted: Fitted
    effects: Sequence[RemedyEffect]
    count: int
    seed: int

    def stream(self, which: int) -> np.random.Generator:
        """Return the generator of one of the streams."""
        return np.random.default_rng([self.seed, which])

    def draws(self) -> Iterator[tuple[Now, ...]]:
        """Yield by draw a world for each task, in the layout of the tree."""
        fitted = self.fitted
        design, places = fitted.design, last_periods(fitted)
        order = design.chains.tree.order
        severity = _Severity(fitted, places)
        constants, remedied = len(design.chains.steps), self.stream(1)
        step = np.searchsorted(design.chains.steps, design.chains.tiers[order])
        step = np.minimum(step, constants - 1)
        made = (design, fitted.groups, fitted.points, fitted.likeness)
        truth, doubt = self.stream(0), self.stream(3)
        for draw in drawn(*made, (self.count, truth)):
            share = shares_drawn(self.effects, remedied)
            state = design.by_unit(draw.state)[places][:, order]
            cost = draw.coefficients[constants : constants + severity.columns]
            alpha = draw.coefficients[:constants].astype(np.float32)[step]
            yield tuple(
                Now(
                    state=np.ascontiguousarray(state[task]),
                    severity=severity.drawn(task, doubt),
                    cost=cost.astype(np.float32),
                    constant=alpha,
                    share=share,
                )
                for task in range(len(places))
            )


class _Severity:
    """Severities of the steps with their errors, by task: (columns, nodes)."""

    def __init__(self, fitted: Fitted, places: Positions) -> None:
        deficits, order = fitted.design.deficits, fitted.design.chains.tree.order
        level = deficits.level[places][:, order].transpose(0, 2, 1)
        error = np.sqrt(deficits.error[places][:, order].transpose(0, 2, 1))
        self.columns = level.shape[1]
        self._level = np.ascontiguousarray(level, dtype=np.float32)
        self._error = np.ascontiguousarray(error, dtype=np.float32)
        self._doubted = bool(error.any())

    def drawn(self, task: int, rng: np.random.Generator) -> Singles:
        level: Singles = self._level[task]
        error: Singles = self._error[task]
        if not self._doubted:
            return level
        random = rng.standard_normal(error.shape, dtype=np.float32)
        random *= error
        first = len(error)
        random += level[:first]
        np.clip(random, 0, 1, out=random)
        np.copyto(random, level[:first], where=error == 0)
        return random if first == len(level) else np.concatenate([random, level[first:]])


def cause_of_columns(fitted: Fitted) -> Positions:
    """Return for each column the place of its cause among those that remedies act on, or -1."""
    deficits, known = fitted.design.deficits, causes_of(fitted)
    names = [deficits.parts[part] if part >= 0 else "" for part in deficits.part.tolist()]
    found = [known.index(name) if name in known else -1 for name in names]
    return np.array(found, dtype=np.int64)


def tree_of(fitted: Fitted, memory: float, leaf_weight: Reals) -> Tree:
    """Return the steps of the chains, and what each unit counts for in the means of tiers.

    Parameters
    ----------
    memory : float
        How much of what is a step's own lasts from one simulated period to the next. A step that
        was set apart as a blockage (堵點) stays as it is: nothing says that it mends by itself.
    leaf_weight : array (units)
        Sums to 1.
    """
    chains = fitted.design.chains
    order = chains.tree.order
    root = chains.tree.parents < 0
    variance, apart = _steps(fitted)
    lasting = np.where(apart | root, 1.0, memory)
    noise = np.where(root, 0.0, np.sqrt(variance * (1 - lasting**2)))
    step = np.searchsorted(chains.steps, chains.tiers[order])
    alike = np.where(root, 0.0, fitted.likeness[np.minimum(step, len(chains.steps) - 1)])
    weight, tier, starts = _entries(fitted, leaf_weight)
    return Tree(
        parents=chains.tree.parents,
        memory=lasting.astype(np.float32),
        noise=noise.astype(np.float32),
        alike=alike.astype(np.float32),
        weight=weight,
        tier=tier,
        starts=starts,
        tiers=len(chains.steps) + 1,
    )


def _steps(fitted: Fitted) -> tuple[Reals, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Return the usual variance of each step in the layout of one tree, and those set apart."""
    design, groups = fitted.design, fitted.groups
    usual = groups.steps(fitted.peak.log_sd) - groups.extra
    one = design.by_unit(usual)[0]
    extra = design.by_unit(groups.extra)[last_periods(fitted)].max(axis=0)
    order = design.chains.tree.order
    return one[order], extra[order] > 0


def _entries(fitted: Fitted, leaf_weight: Reals) -> tuple[Reals, Positions, Positions]:
    """Return what units count for by tier: the weight of the leaves for which each stands there.

    A chain without a unit of some tier counts there with its nearest one above.
    """
    chains = fitted.design.chains
    tree, tiers = chains.tree, np.array([int(chains.tiers[0]), *chains.steps])
    order = tree.order
    below = tree.summed_up(leaf_weight[order])
    own = np.searchsorted(tiers, chains.tiers[order])
    nodes, places, weights = [np.arange(len(order))], [own], [below]
    childless = tree.leaves()
    for tier in range(1, len(tiers)):
        ended = np.flatnonzero(childless & (own < tier) & (below > 0))
        passed = np.flatnonzero((own > tier) & (tree.parents >= 0))
        passed = passed[own[tree.parents[passed]] < tier]
        nodes += [ended, tree.parents[passed]]
        weights += [below[ended], below[passed]]
        places += [np.full(len(ended) + len(passed), tier)]
    node, place, weight = np.concatenate(nodes), np.concatenate(places), np.concatenate(weights)
    by_node = np.lexsort((place, node))
    starts = np.searchsorted(node[by_node], np.arange(len(order) + 1))
    return weight[by_node], place[by_node], starts
