"""What the schemes in force make it worth while to do, beside what the strategy wants done.

Indicators w, how much of each task they show M, what effort costs C: the effort drawn is
argmax over e >= 0 of w'Me - e'Ce / 2 (Holmstrom & Milgrom 1991, stats/effort.py). The reference
sees every task (M = I) and weighs it by its priority, scaled to the same total effort.
Deficit = 1 - min(1, e_c / e*_c).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from chuandao.catalog.appraisal_defaults import visibilities
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.clarity import unit_of_points
from chuandao.diagnosis.appraisal.indicators import Indicator, Scheme
from chuandao.diagnosis.appraisal.points import Setting
from chuandao.diagnosis.appraisal.priorities import own
from chuandao.stats.effort import deficits
from chuandao.stats.smoothing.tree import Reals

Bounds = tuple[float, float]


@dataclass(frozen=True)
class Visible:
    """How much of a task hard and soft indicators show where no share is stated."""

    hard: float
    soft: float

    def of(self, kind: str) -> float:
        """Return the share for a kind; of an unknown kind, that of hard indicators."""
        return self.soft if kind == "soft" else self.hard


@dataclass(frozen=True, eq=False)
class Model:
    """The model of effort for one group of units.

    ``tasks``: those compared and those that share the effort, in order (a dimension without tasks
    stands for itself); ``priority``: their shares; ``unclear``: tasks served by an indicator whose
    points are not stated, left out on both sides.
    """

    setting: Setting
    tasks: tuple[str, ...]
    priority: Reals
    unclear: tuple[str, ...]

    @cached_property
    def usual(self) -> Reals:
        """The deficits by the values of the catalogue; NaN where there is nothing to compare."""
        return self.deficits(_visible("usual"), threshold("effort_interaction"))

    @cached_property
    def cautious(self) -> Reals:
        """The deficits if rounding had taken half a unit from each indicator of the task."""
        benefit = self.benefit(_visible("usual"))
        count = len(self.tasks)
        lifted = np.tile(benefit, (count, 1)) + np.diag(
            self.benefit(_visible("usual"), rounded=True)
        )
        wanted = np.tile(self.priority, (count, 1))
        lacking = deficits(lifted, wanted, self.cost(threshold("effort_interaction")))
        found: Reals = np.diag(lacking)
        return found

    def sensitivity(self) -> Mapping[str, tuple[Reals, Reals]]:
        """Return the least and greatest deficits over the ranges of M, of C, and of both."""
        usual, cost = _visible("usual"), threshold("effort_interaction")
        ends = [threshold("effort_interaction_low"), cost, threshold("effort_interaction_high")]
        seen = [Visible(hard, soft) for hard, soft in product(*_ends())]
        tried = {
            "visibility": [(one, cost) for one in seen],
            "interaction": [(usual, one) for one in ends],
            "all": list(product(seen, ends)),
        }
        found = {
            name: np.array([self.deficits(*pair) for pair in pairs])
            for name, pairs in tried.items()
        }
        return {name: (held.min(axis=0), held.max(axis=0)) for name, held in found.items()}

    def deficits(self, visible: Visible, interaction: float) -> Reals:
        """Return the deficits for other values of what the catalogue assumes."""
        benefit = self.benefit(visible)[None]
        return deficits(benefit, self.priority[None], self.cost(interaction))[0]

    def cost(self, interaction: float) -> Reals:
        """Return C: ones on the diagonal, and what effort on one task costs the others in all."""
        count = len(self.tasks)
        return np.eye(count) + interaction / count * (1.0 - np.eye(count))

    def benefit(self, visible: Visible, *, rounded: bool = False) -> Reals:
        """Return b = M'w by task; with ``rounded``, what half a unit of each one's points adds."""
        place = {task: at for at, task in enumerate(self.tasks)}
        found = np.zeros(len(self.tasks))
        for scheme in self.setting.group.schemes:
            half = unit_of_points([one.points or 0.0 for one in scheme.weighed]) / 2
            for one in scheme.weighed:
                points = (half if rounded else one.points or 0.0) / scheme.scale
                for task, share, stated in self._shown(one):
                    if task in place:
                        seen = 1.0 if stated else visible.of(one.kind)
                        found[place[task]] += points * share * seen
        return found

    def _shown(self, one: Indicator) -> Iterable[tuple[str, float, bool]]:
        """Return the tasks an indicator shows; one of a dimension alone shows its tasks alike."""
        if one.tasks or not one.dimension:
            return one.tasks
        known = self.setting.known
        held = [t for t in self.tasks if t in known and known[t].dimension == one.dimension]
        return [(task, 1.0 / (len(held) or 1), False) for task in held or [own(one.dimension)]]


def model_of(setting: Setting) -> Model | None:
    """Return the model of a group; None where no priorities or no points are stated."""
    wanted = setting.priorities.of_tasks(setting.known)
    unclear = _unclear(setting.group.schemes)
    served = {
        task
        for scheme in setting.group.schemes
        for one in scheme.weighed
        for task, _, _ in one.tasks
    }
    tasks = tuple(sorted(({*wanted} | served) - unclear))
    if not wanted or not tasks or not setting.weighed:
        return None
    priority = np.array([wanted.get(task, 0.0) for task in tasks])
    return Model(setting, tasks, priority, tuple(sorted(unclear)))


def _unclear(schemes: Iterable[Scheme]) -> set[str]:
    """Return the tasks of which it cannot be told what they count for.

    Those of an indicator without points, and those that nothing but a veto without points covers.
    """
    unsaid: set[str] = set()
    vetoed: set[str] = set()
    weighed: set[str] = set()
    for scheme in schemes:
        for one in scheme.indicators:
            named = {task for task, _, _ in one.tasks}
            (weighed if one.weighs else vetoed if one.veto else unsaid).update(named)
    return unsaid | (vetoed - weighed)


def _visible(end: str) -> Visible:
    held = visibilities()
    return Visible(getattr(held["hard"], end), getattr(held["soft"], end))


def _ends() -> tuple[Bounds, Bounds]:
    low, high = _visible("low"), _visible("high")
    return (low.hard, high.hard), (low.soft, high.soft)
