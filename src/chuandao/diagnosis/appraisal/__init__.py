"""The cause appraisal (考核導向): what is rewarded against what the strategy asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.appraisal import anomalies, clarity, crowding, horizon, weights
from chuandao.diagnosis.appraisal.crowding import Span
from chuandao.diagnosis.appraisal.points import Setting
from chuandao.diagnosis.appraisal.priorities import Priorities, Task, priorities, tasks
from chuandao.diagnosis.appraisal.schemes import Appraisals, appraisals
from chuandao.diagnosis.examination import Coverage, Examination, together
from chuandao.diagnosis.periods import periods_of

CAUSE = "appraisal"
_NEEDED = ("appraisals", "priorities")


def examine(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return what is rewarded against the stated priorities, and what figures are anomalous (A5).

    The deficits and signs A1 to A4 rest on the schemes, A5 on the figures reported.
    """
    return together(_schemes(case, as_of), anomalies.examine(case, trace, as_of))


def _schemes(case: Case, as_of: date | None) -> Examination:
    """Return what the schemes in force reward beyond, beside or against the stated priorities.

    Signs A1 to A4 of the editions in force on the day of the checkup, the deficits of every
    period, and what could be examined. Without stated priorities only A2 is told.
    """
    missing = tuple(name for name in _NEEDED if name not in case.tables)
    if "appraisals" in missing:
        coverage = tuple(Coverage(unit, "", CAUSE, False, missing) for unit in case.units)  # noqa: FBT003
        return Examination(coverage=coverage)
    held = appraisals(case, as_of.year if as_of else None)
    groups = _Groups(case, held)
    spans = tuple(_spans(groups, as_of))
    current = groups.of(groups.edition(groups.now(as_of)))
    found = crowding.examine(spans, current)
    signs = (part.examine(current) for part in (weights, clarity, horizon))
    return together(found, *signs, _unappraised(case, spans))


@dataclass(frozen=True)
class _Groups:
    """The groups of units of each edition of the schemes, with their priorities."""

    case: Case
    held: Appraisals
    _made: dict[int, tuple[Setting, ...]] = field(default_factory=dict)

    def now(self, as_of: date | None) -> int:
        """Return the year of the checkup, without a day that of the latest edition."""
        return as_of.year if as_of else max(self.held.years, default=0)

    def edition(self, year: int) -> int:
        """Return the year from which the editions in force in a year hold."""
        return max((one for one in self.held.years if one <= year), default=0)

    @cached_property
    def known(self) -> Mapping[str, Task]:
        """What is known of each task."""
        return tasks(self.case, self.held)

    def of(self, edition: int) -> tuple[Setting, ...]:
        """Return the groups of units under the editions that hold from a year."""
        if edition not in self._made:
            self._made[edition] = self._settings(edition)
        return self._made[edition]

    def _settings(self, year: int) -> tuple[Setting, ...]:
        has = "priorities" in self.case.tables
        groups = self.held.groups(self.case, year)
        stated = {
            type_: priorities(self.case, type_) if has else Priorities()
            for type_ in {group.type for group in groups}
        }
        table = self.held.frame
        return tuple(Setting(self.case, g, stated[g.type], self.known, table) for g in groups)


def settings_in_force(case: Case, as_of: date | None) -> tuple[Setting, ...]:
    """Return the groups of units under the editions in force on a day, each with its priorities.

    Empty where the case has no schemes.
    """
    if "appraisals" not in case.tables:
        return ()
    groups = _Groups(case, appraisals(case, as_of.year if as_of else None))
    return groups.of(groups.edition(groups.now(as_of)))


def _spans(groups: _Groups, as_of: date | None) -> Iterable[Span]:
    """Yield the periods of the case, those together in which the same editions hold."""
    periods = [(period.start.year, period.label) for period in periods_of(groups.case, as_of)]
    labels: dict[int, list[str]] = {}
    for year, label in periods or [(groups.now(as_of), "")]:
        labels.setdefault(groups.edition(year), []).append(label)
    for edition, names in sorted(labels.items()):
        yield Span(tuple(names), groups.of(edition))


def _unappraised(case: Case, spans: Iterable[Span]) -> Examination:
    """Return the coverage of the units to which no scheme applies."""
    appraised = {u for span in spans for s in span.settings for u in s.group.units}
    left = (unit for unit in case.units if unit not in appraised)
    return Examination(
        coverage=tuple(Coverage(u, "", CAUSE, False, ("appraisals",)) for u in left)  # noqa: FBT003
    )
