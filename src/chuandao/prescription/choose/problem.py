"""Options on their ground as the problem that the search solves; gains of packages by draw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from chuandao.catalog.thresholds import threshold
from chuandao.prescription.options import Ground, Options
from chuandao.stats.packages.making import Pieces, Steps, setting_of
from chuandao.stats.packages.setting import Chosen, Setting
from chuandao.stats.smoothing.tree import Reals


@dataclass(frozen=True)
class Limits:
    """What may be spent in the first year: yuan, and days of staff; None is without limit."""

    budget: float | None = None
    staff: float | None = None

    @property
    def array(self) -> Reals:
        """Yuan and days, infinite where there is no limit."""
        both = (self.budget, self.staff)
        return np.array([np.inf if one is None else float(one) for one in both])


@dataclass(frozen=True, eq=False)
class World:
    """One way things may be: the ground, and what share each effect removes."""

    ground: Ground
    shares: Reals


def burden_of(options: Options) -> Reals:
    """Return the efficacy that the hours asked below cost (options), in points 0-1.

    An hour asked of every unit takes the part of a unit's working year from its tasks that the
    catalogue's ``burden_price`` says; hours spared give it back.
    """
    return options.burden * threshold("burden_price")


def price_of(options: Options) -> Reals:
    """Return what each option takes off the objective: its burden, and a little for its cost."""
    return burden_of(options) + options.cost * threshold("cost_price")


def problem_of(options: Options, worlds: Sequence[World], limits: Limits) -> Setting:
    """Return the problem of the mean over some worlds; a column is a task in a world."""
    steps = Steps(
        parents=options.ground.parents,
        worth=np.concatenate([_worth(world.ground) for world in worlds], axis=1) / len(worlds),
        loss=np.concatenate([world.ground.loss.transpose(0, 2, 1) for world in worlds], axis=2),
    )
    option, effect = options.pieces
    names = [options.effects[at].cause for at in effect.tolist()]
    cause = np.array([options.ground.causes.index(name) for name in names], dtype=np.int64)
    touched = options.touches_task.astype(np.float64)
    share = np.concatenate([touched * world.shares[effect, None] for world in worlds], axis=1)
    piece, node = options.touches
    pieces = Pieces(option, cause, share, piece, node)
    uses = np.stack([options.cost, options.staff_days])
    return setting_of(steps, pieces, price_of(options), uses, limits.array)


def gain_in(options: Options, world: World, chosen: Chosen) -> float:
    """Return the gain of a package in one world, the efficacy that its burden costs taken off."""
    held = problem_of(options, [world], Limits())
    return float(held.by_column(chosen).sum() - burden_of(options)[chosen].sum())


def _worth(ground: Ground) -> Reals:
    """Return what each leaf's efficacy in each task counts for (units, tasks)."""
    level = np.exp(ground.log_level) * ground.task_weight[:, None]
    worth: Reals = (level * ground.leaf_weight).T
    return worth
