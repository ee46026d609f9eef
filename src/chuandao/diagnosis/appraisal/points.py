"""Where the points of the schemes in force for a group of units go."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.appraisal_defaults import kinds_of_dimensions
from chuandao.diagnosis.appraisal.indicators import Indicator
from chuandao.diagnosis.appraisal.priorities import Priorities, Task
from chuandao.diagnosis.appraisal.schemes import Group
from chuandao.diagnosis.examination import Finding, TableRow, rows_behind

_SHOWN = 24


@dataclass(frozen=True)
class Portion:
    """Points of an indicator that show one task (empty: none), as a share of all points."""

    indicator: Indicator
    task: str
    share: float


@dataclass(frozen=True)
class Setting:
    """One group of units with its priorities, and all that its signs are told from.

    ``known``: the tasks of the case; ``table``: the rows of the schemes.
    """

    case: Case
    group: Group
    priorities: Priorities
    known: Mapping[str, Task]
    table: pl.DataFrame

    @cached_property
    def portions(self) -> tuple[Portion, ...]:
        """All points of all schemes; each scheme counts by its points over its usual mark."""
        parts = [
            Portion(one, task, one.points / scheme.scale * share)  # type: ignore[operator]
            for scheme in self.group.schemes
            for one in scheme.weighed
            for task, share in _destinations(one)
        ]
        total = sum(part.share for part in parts)
        return tuple(replace(part, share=part.share / total) for part in parts)

    @cached_property
    def unclear(self) -> frozenset[str]:
        """The tasks of which it cannot be told what they count for.

        Those of an indicator without points, and those that only a veto without points covers.
        """
        unsaid: set[str] = set()
        vetoed: set[str] = set()
        weighed: set[str] = set()
        for scheme in self.group.schemes:
            for one in scheme.indicators:
                named = {task for task, _, _ in one.tasks}
                (unsaid if one.unsaid else weighed if one.says else vetoed).update(named)
        return frozenset(unsaid | (vetoed - weighed))

    @cached_property
    def clear(self) -> "Setting":
        """The same without the tasks that are unclear, on both sides."""
        if not self.unclear:
            return self
        schemes = (
            replace(scheme, indicators=tuple(one for one in scheme.indicators if self._tells(one)))
            for scheme in self.group.schemes
        )
        group = replace(self.group, schemes=tuple(schemes))
        return replace(self, group=group, priorities=self.priorities.without(self.unclear))

    def _tells(self, one: Indicator) -> bool:
        return not any(task in self.unclear for task, _, _ in one.tasks)

    @cached_property
    def weighed(self) -> int:
        """Count of indicators with points."""
        return sum(len(scheme.weighed) for scheme in self.group.schemes)

    def assumed(self, what: str) -> float:
        """Return the share of the points whose kind or dimension the catalogue had to assign."""
        return sum(part.share for part in self.portions if not self._stated(part, what))

    def _stated(self, part: Portion, what: str) -> bool:
        if what == "kind" and part.task in self.known:
            return self.known[part.task].stated
        return what in part.indicator.stated

    def kind(self, part: Portion) -> str:
        """Return whether points go to what is easily counted (hard) or not (soft).

        The task they show decides, not the indicator: counting a soft task is no hard task.
        """
        if self.priorities.tasks or not self.priorities.dimensions:
            return self.known[part.task].kind if part.task in self.known else part.indicator.kind
        usual = kinds_of_dimensions().get(part.indicator.dimension)
        return usual or part.indicator.kind

    def dimension(self, part: Portion) -> str:
        """Return the dimension that points go to, on the scale of the priorities."""
        if part.task in self.known and not self.priorities.dimensions:
            return self.known[part.task].dimension
        return part.indicator.dimension

    def shares(self, of: Callable[[Portion], str]) -> dict[str, float]:
        """Return the share of the points by what a function says of each portion."""
        added: defaultdict[str, float] = defaultdict(float)
        for part in self.portions:
            added[of(part)] += part.share
        return dict(added)

    def rows(self, indicators: "tuple[Indicator, ...] | list[Indicator]") -> tuple[TableRow, ...]:
        """Return the rows of the case's files in which some indicators stand."""
        at = sorted({row for one in indicators for row in one.rows})[:_SHOWN]
        return rows_behind(self.table[at]) if at else ()

    def priority_rows(self) -> tuple[TableRow, ...]:
        """Return the rows of the case's files in which the priorities stand."""
        at = list(self.priorities.rows[:_SHOWN])
        return rows_behind(self.case.tables["priorities"][at]) if at else ()

    def each(self, finding: Finding) -> tuple[Finding, ...]:
        """Return a finding for every unit of the group."""
        return tuple(replace(finding, unit=unit) for unit in self.group.units)


def _destinations(one: Indicator) -> list[tuple[str, float]]:
    """Return the tasks that points show, and empty for what shows none."""
    named = [(task, share) for task, share, _ in one.tasks if share > 0]
    rest = 1.0 - sum(share for _, share in named)
    return [*named, ("", rest)] if rest > 1e-9 else named  # noqa: PLR2004
