"""Units that are appraised alike in fact: same type, same indicators, points and priorities."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from chuandao.catalog.appraisal_defaults import dimensions_by_rule
from chuandao.diagnosis.appraisal.indicators import Indicator
from chuandao.diagnosis.appraisal.points import Portion, Setting


@dataclass(frozen=True)
class Kind:
    """One kind of units (考核分類) with what its schemes count and what the strategy wants.

    ``setting``: of all its units together.
    """

    setting: Setting

    @property
    def units(self) -> tuple[str, ...]:
        """The units, in administrative order."""
        return self.setting.group.units

    @cached_property
    def wanted(self) -> dict[str, float]:
        """The share of each subject in the stated priorities: tasks, else dimensions."""
        held = self.setting.priorities
        return dict(held.tasks or held.dimensions)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators that count or should: with points or with points left unsaid."""
        schemes = self.setting.group.schemes
        return tuple(one for s in schemes for one in s.indicators if one.weighs or one.unsaid)

    def subjects(self, one: Indicator) -> dict[str, float]:
        """Return the stated priorities an indicator serves, with the share of it for each."""
        if self.setting.priorities.tasks:
            return {task: share for task, share, _ in one.tasks if task in self.wanted}
        return {one.dimension: 1.0} if one.dimension in self.wanted else {}

    def subject(self, part: Portion) -> str:
        """Return the priority that points serve; empty for none."""
        name = part.task if self.setting.priorities.tasks else part.indicator.dimension
        return name if name in self.wanted else ""

    def fixed(self, one: Indicator) -> bool:
        """Whether other rules fix what an indicator counts for, or it stands beside the points.

        Where it serves a stated priority, that goes before other rules.
        """
        return one.beside or (one.dimension in dimensions_by_rule() and not self.subjects(one))

    def kind_of(self, subject: str) -> str:
        """Return whether a subject is hard or soft, empty where nothing tells."""
        known = self.setting.known.get(subject)
        return known.kind if known else ""


def kinds(settings: Sequence[Setting]) -> tuple[Kind, ...]:
    """Return the kinds of units, in order of their first unit."""
    alike: defaultdict[object, list[Setting]] = defaultdict(list)
    for one in settings:
        alike[_content(one)].append(one)
    return tuple(Kind(_joined(held)) for held in alike.values())


def _content(one: Setting) -> object:
    parts = tuple(
        (part.indicator.name, part.task, part.indicator.dimension, round(part.share, 9))
        for part in one.portions
    )
    unsaid = tuple(i.name for s in one.group.schemes for i in s.indicators if i.unsaid)
    wanted = (tuple(one.priorities.tasks.items()), tuple(one.priorities.dimensions.items()))
    names = tuple(scheme.name for scheme in one.group.schemes)
    return one.group.type, names, parts, unsaid, wanted


def _joined(held: Sequence[Setting]) -> Setting:
    units = tuple(unit for one in held for unit in one.group.units)
    return replace(held[0], group=replace(held[0].group, units=units))
