"""Which effects of a package act on which steps, task by task."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from chuandao.prescription.options import Options
from chuandao.prescription.options.option import touched
from chuandao.stats.forward.measures import Measures, measures_of
from chuandao.stats.smoothing.tree import Forest, Positions, Reals

Found = NDArray[np.bool_]


def measures_by_task(options: Options, chosen: Collection[int], tree: Forest) -> list[Measures]:
    """Return what some of the options do, by task, in the layout of the tree."""
    ground, place = options.ground, tree.place()
    effects = len(options.effects)
    acts: list[list[tuple[int, int, Positions]]] = [[] for _ in ground.tasks]
    for at in sorted(chosen):
        row = options.rows[at]
        for effect, tasks in zip(row.effects, row.tasks, strict=True):
            held = options.effects[effect]
            nodes = place[touched(ground, row.unit, held.reach)]
            for task in tasks:
                acts[task].append((ground.causes.index(held.cause), effect, nodes))
    causes = max(len(ground.causes), 1)
    return [
        measures_of(one, causes=causes, nodes=len(ground.units), effects=effects) for one in acts
    ]


def delays(options: Options, months: float) -> Reals:
    """Return the periods of so many months until each effect works in full."""
    return np.array([effect.months for effect in options.effects], dtype=np.float64) / months


def reached(measures: list[Measures], loss: Reals, tree: Forest) -> Found:
    """Return which nodes some measures reach, at their step or above: (tasks, nodes).

    Parameters
    ----------
    loss : array (causes, tasks, nodes)
        In the layout of the tree; a measure against a loss that is not there reaches nobody.
    """
    found = np.zeros(loss.shape[1:], dtype=np.bool_)
    for task, held in enumerate(measures):
        acted = ((held.pattern[: len(loss)] > 0) & (loss[:, task] > 0)).any(axis=0)
        found[task] = tree.summed_down(np.where(acted, 1.0, 0.0)) > 0
    return found
