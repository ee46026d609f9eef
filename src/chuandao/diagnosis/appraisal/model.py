"""What the schemes in force make it worth while to do, beside what the strategy wants done.

Indicators w, how much of each task they show M, what effort costs C: the effort drawn is
argmax over e >= 0 of w'Me - e'Ce / 2 (Holmstrom & Milgrom 1991, stats/multitask/effort.py). The
reference sees every task (M = I) and weighs it by its priority, scaled to the same total effort.
Deficit = 1 - min(1, e_c / e*_c).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from chuandao.catalog.appraisal_defaults import visibilities
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.clarity import unit_of_points
from chuandao.diagnosis.appraisal.indicators import Indicator
from chuandao.diagnosis.appraisal.points import Setting
from chuandao.diagnosis.appraisal.priorities import own
from chuandao.stats.multitask.effort import deficits
from chuandao.stats.smoothing.tree import Reals

Bounds = tuple[float, float]
_SAID = ("stated", "hard", "soft")


@dataclass(frozen=True)
class Visible:
    """How much of a task hard and soft indicators show where no share is stated."""

    hard: float
    soft: float

    def benefit(self, points: Reals) -> Reals:
        """Return b = M'w by task from the points that are stated, hard and soft to show it."""
        found: Reals = np.array([1.0, self.hard, self.soft]) @ points
        return found


@dataclass(frozen=True, eq=False)
class Model:
    """The model of effort for one group of units.

    ``tasks``: those compared and those that share the effort, in order (a dimension without tasks
    stands for itself, what is unclear is left out); ``priority``: their shares.
    """

    setting: Setting
    tasks: tuple[str, ...]
    priority: Reals

    @cached_property
    def usual(self) -> Reals:
        """The deficits by the values of the catalogue; NaN where there is nothing to compare."""
        found: Reals = self.deficits((_visible("usual"),), threshold("effort_interaction"))[0]
        return found

    @cached_property
    def cautious(self) -> Reals:
        """The deficits if rounding had taken half a unit from each indicator of the task."""
        visible = _visible("usual")
        lifted = visible.benefit(self._parts[0]) + np.diag(visible.benefit(self._parts[1]))
        wanted = np.tile(self.priority, (len(self.tasks), 1))
        lacking = deficits(lifted, wanted, self.cost(threshold("effort_interaction")))
        return np.asarray(np.diag(lacking), dtype=float)

    def sensitivity(self) -> Mapping[str, tuple[Reals, Reals]]:
        """Return the least and greatest deficits over the ranges of M, of C, and of both.

        Where an assumption leaves a task no reference effort, it is not among them.
        """
        usual = threshold("effort_interaction")
        ends = {threshold(f"effort_interaction_{end}") for end in ("low", "high")}
        seen = (_visible("usual"), *(Visible(*pair) for pair in product(*_ends())))
        held = np.array([self.deficits(seen, one) for one in (usual, *sorted(ends - {usual}))])
        tried = {
            "visibility": held[0],
            "interaction": held[:, 0],
            "all": held.reshape(-1, held.shape[2]),
        }
        return {n: (np.fmin.reduce(p), np.fmax.reduce(p)) for n, p in tried.items()}

    def deficits(self, visible: Sequence[Visible], interaction: float) -> Reals:
        """Return the deficits by task, a row for each assumption of what indicators show."""
        benefit = np.array([one.benefit(self._parts[0]) for one in visible])
        wanted = np.tile(self.priority, (len(visible), 1))
        found: Reals = deficits(benefit, wanted, self.cost(interaction))
        return found

    def cost(self, interaction: float) -> Reals:
        """Return C: ones on the diagonal, and what effort on one task costs the others in all."""
        count = len(self.tasks)
        apart = np.eye(count)
        found: Reals = apart + interaction / count * (1.0 - apart)
        return found

    @cached_property
    def _parts(self) -> tuple[Reals, Reals]:
        """Points that show each task (stated; by hard, by soft indicators), and half a unit."""
        place = {task: at for at, task in enumerate(self.tasks)}
        points, half = np.zeros((2, len(_SAID), len(self.tasks)))
        for scheme in self.setting.group.schemes:
            unit = unit_of_points([one.points or 0.0 for one in scheme.weighed])
            for one in scheme.weighed:
                for task, share, stated in self._shown(one):
                    if task in place:
                        said = _SAID.index("stated" if stated else self._kind(one, task))
                        points[said, place[task]] += (one.points or 0.0) / scheme.scale * share
                        half[said, place[task]] += unit / 2 / scheme.scale * share
        return points, half

    def _kind(self, one: Indicator, task: str) -> str:
        known = self.setting.known.get(task)
        return one.kind or (known.kind if known else "") or "hard"

    def _shown(self, one: Indicator) -> Iterable[tuple[str, float, bool]]:
        """Return the tasks an indicator shows: those it names, by the catalogue none if none.

        Where priorities are stated by dimension alone, one without a task shows its dimension's.
        """
        if one.tasks or not one.dimension or self.setting.priorities.tasks:
            return one.tasks
        known = self.setting.known
        held = [t for t in self.tasks if t in known and known[t].dimension == one.dimension]
        return [(task, 1.0 / (len(held) or 1), False) for task in held or [own(one.dimension)]]


def model_of(setting: Setting) -> Model | None:
    """Return the model of a group; None where no priorities or no points are stated."""
    wanted = setting.priorities.of_tasks(setting.known)
    served = {
        task
        for scheme in setting.group.schemes
        for one in scheme.weighed
        for task, _, _ in one.tasks
    }
    tasks = tuple(sorted(({*wanted} | served) - setting.unclear))
    if not wanted or not tasks or not setting.weighed:
        return None
    priority = np.array([wanted.get(task, 0.0) for task in tasks])
    return Model(setting, tasks, priority)


def _visible(end: str) -> Visible:
    held = visibilities()
    return Visible(getattr(held["hard"], end), getattr(held["soft"], end))


def _ends() -> tuple[Bounds, Bounds]:
    low, high = _visible("low"), _visible("high")
    return (low.hard, high.hard), (low.soft, high.soft)
