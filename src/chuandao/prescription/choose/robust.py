"""What a package brings over draws of losses and effects, and how it stands against hindsight."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from chuandao.decay.measure import Decay
from chuandao.prescription.choose.problem import Limits, World, burden_of, problem_of
from chuandao.prescription.options import Options, draw_losses, shares_drawn
from chuandao.stats.packages.branch import Effort, best_package
from chuandao.stats.packages.setting import Chosen
from chuandao.stats.packages.shared import shares_of
from chuandao.stats.smoothing.tree import Reals

_TOGETHER = 400_000
_QUICK = Effort(nodes=1, rounds=5, trials=0, together=0.6)


@dataclass(frozen=True, eq=False)
class Outcome:
    """A package over the draws.

    Attributes
    ----------
    gain : array (draws)
        Of the package, the efficacy that its burden costs taken off.
    parts : array (draws, options chosen)
        Of its options; they sum to the gain.
    now : array (draws)
        Mean efficacy without any package.
    """

    gain: Reals
    parts: Reals
    now: Reals


@dataclass(frozen=True, eq=False)
class Hindsight:
    """The packages that would have been chosen had one known the draw.

    Attributes
    ----------
    packages : list of masks (options)
    regret : array (draws)
        What they bring in their draw beyond the package chosen, at least 0.
    """

    packages: list[Chosen]
    regret: Reals


def worlds_of(decay: Decay, options: Options, count: int, seed: int) -> Iterator[World]:
    """Yield draws of what is lost and of what the remedies remove, from explicit seeds."""
    effects = np.random.default_rng([seed, 12])
    grounds = draw_losses(decay, options.ground, count, np.random.default_rng([seed, 11]))
    for ground in grounds:
        yield World(ground, shares_drawn(options.effects, effects))


def outcome_of(options: Options, chosen: Chosen, worlds: Iterable[World]) -> Outcome:
    """Return what a package brings in each world."""
    held = options.only(np.flatnonzero(chosen))
    burden, every = burden_of(held), np.ones(len(held), dtype=np.bool_)
    gains, parts, now = list[Reals](), list[Reals](), list[float]()
    columns = len(options.ground.tasks)
    size = max(1, _TOGETHER // (columns * len(options.ground.units)))
    rest = iter(worlds)
    while batch := list(islice(rest, size)):
        now += [world.ground.mean_efficacy for world in batch]
        setting = problem_of(held, batch, Limits())
        by_option = shares_of(setting, every) * len(batch)
        each = by_option.reshape(len(held), len(batch), columns).sum(axis=2).T - burden
        parts.append(each)
        gains.append(each.sum(axis=1))
    return Outcome(np.concatenate(gains), np.concatenate(parts), np.array(now))


def hindsight_of(
    options: Options, chosen: Chosen, worlds: Sequence[World], limits: Limits
) -> Hindsight:
    """Return what would have been chosen in each world, and what it would have brought more."""
    packages, regret = list[Chosen](), list[float]()
    for world in worlds:
        setting = problem_of(options, [world], limits)
        best = best_package(setting, _QUICK)
        packages.append(best.chosen)
        regret.append(max(0.0, best.value - setting.value(chosen)))
    return Hindsight(packages, np.array(regret))
