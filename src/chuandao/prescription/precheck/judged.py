"""Which clauses of a draft give somebody something to do, and what its annex adds to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from chuandao.cascade.tracing.task_table.tasks import TaskRow, task_rows
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.precheck import words_like
from chuandao.diagnosis.root.own_documents import annexed_rows, body_rows, takes_up
from chuandao.prescription.precheck.model import Quote, quote_of
from chuandao.text.canonical import plain
from chuandao.text.clauses.headings import split_heading
from chuandao.text.numbers.quantities import Target

_PARAGRAPH = re.compile(r"(.*?)\.?p\d+")
_CAPS = frozenset({"le", "lt"})


@dataclass(frozen=True)
class Judged:
    """A goal or task of the draft with the rows of its annex that take it up."""

    row: TaskRow
    clause: Clause
    annexed: tuple[TaskRow, ...]

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        """The row itself and those of the annex."""
        return (self.row, *self.annexed)

    @property
    def is_goal(self) -> bool:
        """Whether it states an aim of the whole rather than a task of somebody."""
        return self.row.kind == "goal"

    @property
    def section(self) -> str:
        """The path of the section in which it stands."""
        return self.row.path.rpartition(".")[0]

    @cached_property
    def words(self) -> str:
        """Its words in plain form, from where the clause begins."""
        return plain(self.clause.text)

    @cached_property
    def asked(self) -> bool:
        """Whether something is to be done, rather than permitted or refrained from only."""
        return any("do" in one.asked for one in self.clause.commitments)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """The targets that are reached once: no ceilings, no processing times."""
        found = self.clause.side.targets
        return tuple(t for t in found if not is_standing(t))

    @cached_property
    def delivers(self) -> bool:
        """Whether something is asked for that is there or not there on a given day."""
        pattern = words_like("deliver")
        actions = (
            a.value for one in self.clause.commitments if "do" in one.asked for a in one.action
        )
        return any(pattern.fullmatch(action) for action in actions)

    def quote(self, document: Understood) -> Quote:
        """Return where its name stands in the draft."""
        name = self.row.name
        return quote_of(document, self.row.path, name.start, name.end)


def is_standing(target: Target) -> bool:
    """Return whether a value is a rule (a ceiling, a processing time), not an aim to be reached."""
    return (
        target.comparator in _CAPS
        or target.kind == "duration"
        or target.dimension.startswith("processing")
    )


def judged_rows(document: Understood) -> tuple[Judged, ...]:
    """Return the goals and tasks of the body of a draft that ask something to be done.

    Paragraphs that lead in the numbered clauses after them, conditions of applicants, and
    clauses that only permit or forbid are left out; a row of the annex lends its values.
    """
    return tuple(_judged(document))


def _judged(document: Understood) -> Iterator[Judged]:
    rows = task_rows(document)
    clauses = {clause.path: clause for clause in document.clauses}
    annexed = annexed_rows(rows)
    for row in body_rows(rows):
        clause = clauses[row.path]
        if _leads_in(clause.path, clauses) or is_condition(clause):
            continue
        found = Judged(row, clause, tuple(other for other in annexed if takes_up(row, other)))
        if found.asked or (found.is_goal and clause.commitments):
            yield found


def _leads_in(path: str, clauses: dict[str, Clause]) -> bool:
    """Return whether a paragraph only leads in the numbered or headed ones that follow it."""
    found = _PARAGRAPH.fullmatch(path)
    if not found:
        return False
    above = re.escape(f"{found[1]}." if found[1] else "")
    if any(re.match(rf"{above}\d+(?:\.|$)", other) for other in clauses):
        return True
    beside = [
        c for other, c in clauses.items() if re.fullmatch(rf"{above}(?:p|box[\d.]+)\d+", other)
    ]
    headed = [c for c in beside if _heading(c)]
    return not _heading(clauses[path]) and len(headed) > 1 and beside[0].path == path


def _heading(clause: Clause) -> str:
    return split_heading(clause.side.words.strip())[0]


def is_condition(clause: Clause) -> bool:
    """Return whether a clause only says who may apply, or what words mean."""
    words = plain(clause.text)
    headings = plain(clause.heading).split(" / ")
    return any(words_like("condition").search(one) for one in headings if one) or bool(
        words_like("eligibility").search(words)
    )
