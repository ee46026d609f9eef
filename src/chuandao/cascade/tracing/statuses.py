"""What became of every upper clause in a lower document: covered, partial, dropped."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.links import Link
from chuandao.cascade.tracing.understood import Clause, Understood
from chuandao.catalog.thresholds import threshold
from chuandao.text.canonical import plain
from chuandao.text.similarity import covered

KEPT = frozenset({"faithful", "localised", "strengthened", "verbatim"})
FORMAL = frozenset({"preamble"})  # no duty of anybody: background, basis, closing formula
_BURDENS = {"reporting": "reporting", "sanction": "sanction"}


@dataclass(frozen=True)
class Status:
    """The status of an upper clause in a unit's document; ``document`` empty for none at hand."""

    upper: str
    unit: str
    document: str
    status: str
    probability: float


@dataclass(frozen=True)
class Added:
    """A lower clause without an upper counterpart; ``kind``: task, reporting, sanction."""

    lower: str
    kind: str


def statuses(
    uppers: Sequence[Clause], lower: Understood, links: Iterable[Link], applies: frozenset[str]
) -> tuple[Status, ...]:
    """Return the status of every upper clause in a lower document that was read.

    Parameters
    ----------
    uppers : sequence of Clause
        The clauses of the parent document.
    lower : Understood
    links : iterable of Link
        Of this pair of documents, alternatives included.
    applies : frozenset of str
        Codes of the upper clauses that are this unit's duty; the others are *not applicable*.
    """
    by_upper: defaultdict[str, list[Link]] = defaultdict(list)
    for link in links:
        by_upper[link.upper].append(link)
    words = {clause.id: clause.compared for clause in lower.clauses}
    answered = {link.upper for found in by_upper.values() for link in found if link.rank == 1}
    others = rows_of_others(uppers, lower) - answered
    return tuple(
        _status(upper, lower, by_upper[upper.id], words, upper.id in applies - others)
        for upper in uppers
    )


def rows_of_others(uppers: Sequence[Clause], lower: Understood) -> frozenset[str]:
    """Return the rows of upper tables that are another unit's, and the heads of such tables.

    Where one row of a table begins with a name that the lower document bears, the rows that
    begin with other names are the others' shares.
    """
    tables: defaultdict[str, list[Clause]] = defaultdict(list)
    for clause in uppers:
        if "\t" in clause.text or clause.cells:
            tables[clause.path.rpartition(".")[0]].append(clause)
    found: set[str] = set()
    for rows in tables.values():
        own = {row.id for row in rows if _bears(lower, _first_cell(row))}
        found |= {row.id for row in rows if own and row.id not in own}
    return frozenset(found)


def _first_cell(row: Clause) -> str:
    return row.text.strip().partition("\t")[0].strip()


def _bears(document: Understood, name: str) -> bool:
    """Tell whether a document is of the unit of a name: it stands in its head or its signature."""
    body = document.clauses[0].start if document.clauses else len(document.text)
    return len(name) > 1 and plain(name) in plain(document.text[:body])


def added(lower: Understood, links: Iterable[Link]) -> tuple[Added, ...]:
    """Return the clauses of a lower document that no accepted link leads to, formalities aside."""
    linked = {link.lower for link in links if link.rank == 1}
    return tuple(
        Added(clause.id, _BURDENS.get(clause.kind, "task"))
        for clause in lower.clauses
        if clause.id not in linked and clause.kind not in FORMAL
    )


def _status(
    upper: Clause,
    lower: Understood,
    links: list[Link],
    words: dict[str, str],
    applies: bool,  # noqa: FBT001
) -> Status:
    accepted = [link for link in links if link.rank == 1]
    if upper.kind in FORMAL or not applies:
        return Status(upper.id, lower.unit, lower.id, "not_applicable", 1.0)
    if accepted:
        sure = max(link.probability for link in accepted)
        kept = any(KEPT & {link.labels[0]} for link in accepted)
        return Status(upper.id, lower.unit, lower.id, "covered" if kept else "partial", sure)
    best = max((link.probability for link in links), default=0.0)
    share = covered(upper.compared, [words[link.lower] for link in links])
    unsure = best > threshold("drop_doubt") or share >= threshold("coverage_dropped")
    status = "partial" if unsure else "dropped"
    return Status(upper.id, lower.unit, lower.id, status, round(1 - best, 4))
