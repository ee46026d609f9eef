"""The options (可選舉措): each remedy at each unit where its sign was found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chuandao.catalog.knowledge import remedies, signs
from chuandao.catalog.remedy_values import RemedyCost, RemedyEffect, remedy_costs
from chuandao.prescription.options.found import Found
from chuandao.prescription.options.ground import Ground
from chuandao.stats.smoothing.tree import Positions, Reals

Effect = RemedyEffect


@dataclass(frozen=True)
class Option:
    """A remedy at a unit.

    Attributes
    ----------
    remedy : str
    unit : int
        Its position in the ground.
    effects : tuple of int
        Its rows among the effects of `Options`.
    tasks : tuple of tuple of int
        For each effect the positions of the tasks that it touches: those of the findings that it
        answers and that have the cause of the effect.
    findings : tuple of str
        The findings that it answers.
    cost : RemedyCost
        Yuan and staff days of the unit, in the first year.
    burden : float
        Hours asked of units below, per unit of the whole chain; negative where it spares them.
    months : float
        Until all of it works.
    """

    remedy: str
    unit: int
    effects: tuple[int, ...]
    tasks: tuple[tuple[int, ...], ...]
    findings: tuple[str, ...]
    cost: RemedyCost
    burden: float
    months: float


@dataclass(frozen=True, eq=False)
class Options:
    """All options of a case, as rows and as arrays.

    Attributes
    ----------
    ground : Ground
    effects : tuple of Effect
    rows : tuple of Option
        By unit in administrative order, then in the order of the catalogue.
    """

    ground: Ground
    effects: tuple[Effect, ...]
    rows: tuple[Option, ...]

    def __len__(self) -> int:
        """Return how many options there are."""
        return len(self.rows)

    @cached_property
    def cost(self) -> Reals:
        """Yuan of the first year (options)."""
        return np.array([row.cost.cost_mid for row in self.rows], dtype=np.float64)

    @cached_property
    def staff_days(self) -> Reals:
        """Days of the unit's own staff (options)."""
        return np.array([row.cost.staff_days for row in self.rows], dtype=np.float64)

    @cached_property
    def burden(self) -> Reals:
        """Hours asked below, per unit of the chain (options)."""
        return np.array([row.burden for row in self.rows], dtype=np.float64)

    @cached_property
    def unit(self) -> Positions:
        """The unit of each option (options)."""
        return np.array([row.unit for row in self.rows], dtype=np.int64)

    @cached_property
    def pieces(self) -> tuple[Positions, Positions]:
        """The pieces: an option and one of its effects (positions of both)."""
        pairs = [(at, effect) for at, row in enumerate(self.rows) for effect in row.effects]
        both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    @cached_property
    def touches_task(self) -> NDArray[np.bool_]:
        """Which tasks each piece touches (pieces, tasks)."""
        held = [tasks for row in self.rows for tasks in row.tasks]
        found = np.zeros((len(held), len(self.ground.tasks)), dtype=np.bool_)
        for at, tasks in enumerate(held):
            found[at, list(tasks)] = True
        return found

    @cached_property
    def touches(self) -> tuple[Positions, Positions]:
        """Which step each piece touches: piece, and the unit that the step leads to."""
        option, effect = self.pieces
        reach = [self.effects[e].reach for e in effect]
        steps = [
            touched(self.ground, self.rows[o].unit, kind)
            for o, kind in zip(option, reach, strict=True)
        ]
        counts = [len(part) for part in steps]
        unit = np.concatenate(steps) if steps else np.zeros(0, dtype=np.int64)
        return np.repeat(np.arange(len(steps)), counts), unit

    def only(self, wanted: Sequence[int] | Positions) -> "Options":
        """Return these options only, in their order."""
        return Options(self.ground, self.effects, tuple(self.rows[int(at)] for at in wanted))


def touched(ground: Ground, unit: int, reach: str) -> Positions:
    """Return the units to which the steps lead that a remedy at a unit reaches."""
    if reach == "step":
        found = [unit] if ground.parents[unit] >= 0 else []
        return np.array(found, dtype=np.int64)
    if reach == "below":
        return np.flatnonzero(ground.parents == unit)
    return below(ground, unit)


def below(ground: Ground, unit: int) -> Positions:
    """Return every unit under a unit."""
    under = np.zeros(len(ground.parents), dtype=np.bool_)
    under[unit] = True
    for _ in range(int(ground.tiers.max() - ground.tiers[unit])):
        under |= (ground.parents >= 0) & under[np.maximum(ground.parents, 0)]
    under[unit] = False
    return np.flatnonzero(under)


def options_of(
    ground: Ground,
    found: Found,
    effects: Sequence[Effect],
    *,
    without: Collection[str] = (),
) -> Options:
    """Return every remedy at every unit where one of its signs was found.

    For an effect on the step to its unit the sign must be found at that unit; for one on the steps
    below, at a unit directly below; for one on all steps below, at any unit below. What is found
    at the root itself concerns what it hands down, and counts for what works below it. The sign
    must be one of the effect's own cause, or of the issuing unit: more posts do not answer a
    shortfall of land. A remedy is possible at the tiers for which the catalogue knows its cost.

    Parameters
    ----------
    ground : Ground
    found : Found
    effects : sequence of Effect
        See `effect_ranges`.
    without : codes
        Remedies left out.
    """
    rows = [
        option
        for cost in remedy_costs()
        if cost.remedy not in without
        for unit in np.flatnonzero(ground.tiers - ground.tiers[0] == cost.tier)
        if (option := _option(ground, found, effects, cost, int(unit)))
    ]
    order = list(remedies())
    rows.sort(key=lambda row: (row.unit, order.index(row.remedy)))
    return Options(ground, tuple(effects), tuple(rows))


def _option(
    ground: Ground, found: Found, effects: Sequence[Effect], cost: RemedyCost, unit: int
) -> Option | None:
    """Return a remedy at a unit, if it has anything to do there."""
    held, findings = dict[int, tuple[int, ...]](), set[str]()
    for at, effect in enumerate(effects):
        if effect.remedy == cost.remedy and effect.cause in ground.causes:
            some, tasks = _answered(ground, found, effect, unit)
            if tasks:
                held[at] = tasks
                findings |= some
    if not held:
        return None
    return Option(
        remedy=cost.remedy,
        unit=unit,
        effects=tuple(held),
        tasks=tuple(held.values()),
        findings=tuple(sorted(findings)),
        cost=cost,
        burden=cost.burden_hours * _asked(ground, unit) / max(len(ground.units) - 1, 1),
        months=max(effects[at].months for at in held),
    )


def _answered(
    ground: Ground, found: Found, effect: Effect, unit: int
) -> tuple[set[str], tuple[int, ...]]:
    """Return the findings that an effect answers, and the tasks they concern."""
    steps = touched(ground, unit, effect.reach)
    above = [unit] if len(steps) and ground.parents[unit] < 0 else []
    wanted = [
        sign
        for sign in remedies()[effect.remedy].signs
        if signs()[sign].cause in (effect.cause, "root")
    ]
    findings, tasks = set[str](), set[str]()
    for place in [*above, *steps.tolist()]:
        some, named = found.answers(place, wanted)
        findings.update(some)
        tasks.update(ground.tasks if named is None else named)
    return findings, tuple(at for at, task in enumerate(ground.tasks) if task in tasks)


def _asked(ground: Ground, unit: int) -> int:
    """Return of how many units a remedy asks hours: those directly below, else the unit itself."""
    return int((ground.parents == unit).sum()) or 1
