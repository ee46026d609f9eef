"""Sign U9 (理解偏差): what comprehension tests show of those who carry a policy out.

Nothing is ever said of a person: a unit is spoken of from ten takers on, an item from ten answers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from scipy.stats import t as student

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import Clause, Understood, clause_index
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.examination import Finding, TableRow, Words
from chuandao.stats.rasch import Rasch, fit_rasch
from chuandao.stats.shares import wilson
from chuandao.stats.smoothing.tree import Positions, Reals

SIGN = "U9"
_CAUSE = "understanding"
_ORIGIN = ("origin_file", "origin_sheet", "origin_row")


@dataclass(frozen=True)
class Item:
    """How a unit (empty: all that may be shown) answered one question."""

    item: str
    clause: str
    answers: int
    wrong: int
    first: TableRow

    @property
    def low(self) -> float:
        """The lower 95 % bound of the share of wrong answers (Wilson)."""
        return wilson(self.wrong / self.answers, self.answers)[0]


@dataclass(frozen=True, eq=False)
class Tests:
    """The answers of all tests as a model of units and items.

    ``units``: those with a taker, in the order of their codes; ``items``: as the model has
    them; ``takers``: how many there are of each unit.
    """

    frame: pl.DataFrame
    units: tuple[str, ...]
    items: tuple[str, ...]
    takers: Mapping[str, int]
    model: Rasch

    @cached_property
    def shown(self) -> tuple[str, ...]:
        """The units with enough takers for anything to be said of them."""
        least = threshold("takers_shown")
        return tuple(unit for unit in self.units if self.takers[unit] >= least)

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Items answered by something else than what the test measures: their key may be wrong."""
        scores = self.model.fit[2]
        bound = threshold("item_misfit")
        return frozenset(i for i, score in zip(self.items, scores, strict=True) if score > bound)

    def expected(self, unit: str) -> tuple[float, float, float]:
        """Return the share (0–1) of all items that a unit is expected to get right, with bounds."""
        at = self.units.index(unit)
        share, error = (float(values[at]) for values in self.model.expected())
        half = float(student.ppf(0.975, self.takers[unit] - 1)) * error
        return share, max(0.0, share - half), min(1.0, share + half)

    def answered(self, units: Iterable[str]) -> tuple[Item, ...]:
        """Return every item with enough answers in some units, by its code."""
        held = self.frame.filter(pl.col("unit").is_in(list(units)))
        grouped = held.sort("item", *_ORIGIN).group_by("item", maintain_order=True)
        least = threshold("takers_shown")
        return tuple(_item(part) for _, part in grouped if part.height >= least)

    def misread(self, units: Iterable[str]) -> tuple[Item, ...]:
        """Return the items that most people in some units took otherwise than meant."""
        bound = threshold("item_misread")
        return tuple(
            item
            for item in self.answered(units)
            if item.low > bound and item.item not in self.doubtful
        )


def read_tests(case: Case) -> Tests | None:
    """Return the tests of a case; None without answers of ten takers to two items at least."""
    table = case.tables.get("tests")
    if table is None or table.is_empty():
        return None
    frame = table.drop_nulls(["unit", "taker", "item", "correct"]).with_columns(_clause(table))
    takers = frame.select("unit", "taker").unique().sort("unit", "taker")
    items = tuple(frame["item"].unique().sort())
    if takers.height < threshold("takers_shown") or len(items) < 2:  # noqa: PLR2004
        return None
    units = tuple(takers["unit"].unique().sort())
    answers, group = _answers(frame, takers, units, items)
    counts = dict(takers.group_by("unit").len().iter_rows())
    return Tests(frame, units, items, counts, fit_rasch(answers, group))


def findings(case: Case, trace: Trace) -> tuple[Finding, ...]:
    """Return what the comprehension tests show: units that misread, documents that mislead.

    Notes
    -----
    A unit is listed where the share of the test that it is expected to get right lies under
    the pass mark with its whole 95 % interval, or where most of its people took a clause
    otherwise than meant (the lower bound of the share of wrong answers above one half). A
    clause that is misread in every unit that may be shown (two at least) points at the
    document: that finding is the issuing unit's.
    """
    tests = read_tests(case)
    if tests is None:
        return ()
    clauses = clause_index(trace.documents)
    documents = {document.id: document for document in trace.documents}
    of_units = [f for unit in tests.shown for f in _of_unit(tests, unit, clauses)]
    return (*of_units, *_of_documents(tests, clauses, documents, case.units.root))


def too_few(case: Case) -> frozenset[str]:
    """Return the units whose people took a test, too few of them for anything to be said."""
    table = case.tables.get("tests")
    if table is None or table.is_empty():
        return frozenset()
    counts = table.select("unit", "taker").unique().group_by("unit").len()
    return frozenset(counts.filter(pl.col("len") < threshold("takers_shown"))["unit"])


def _clause(table: pl.DataFrame) -> pl.Expr:
    return (pl.col("clause") if "clause" in table.columns else pl.lit("")).fill_null("")


def _answers(
    frame: pl.DataFrame, takers: pl.DataFrame, units: tuple[str, ...], items: tuple[str, ...]
) -> tuple[Reals, Positions]:
    row = {key: at for at, key in enumerate(takers.iter_rows())}
    column = {item: at for at, item in enumerate(items)}
    answers = np.full((len(row), len(items)), np.nan)
    for unit, taker, item, correct in frame.select("unit", "taker", "item", "correct").iter_rows():
        answers[row[unit, taker], column[item]] = float(correct)
    place = {unit: at for at, unit in enumerate(units)}
    return answers, np.array([place[unit] for unit in takers["unit"]], dtype=np.int64)


def _item(part: pl.DataFrame) -> Item:
    first = part.row(0, named=True)
    wrong = part.height - int(part["correct"].sum())
    clause = next((name for name in part["clause"] if name), "")
    file, sheet, row = (first[name] for name in _ORIGIN)
    return Item(first["item"], clause, part.height, wrong, TableRow(file, sheet or "", row))


def _of_unit(tests: Tests, unit: str, clauses: Mapping[str, Clause]) -> Iterable[Finding]:
    share, low, high = tests.expected(unit)
    misread = tests.misread([unit])
    below = high < threshold("comprehension_pass")
    if not (below or misread):
        return
    yield _finding(
        unit,
        "finding.U9.clauses" if misread else "finding.U9",
        misread or tests.answered([unit]),
        clauses,
        severity=1 - share,
        strength="moderate" if below and misread else "weak",
        parameters={
            "takers": str(tests.takers[unit]),
            "share": f"{share:.2f}",
            "low": f"{low:.2f}",
            "high": f"{high:.2f}",
        },
    )


def _of_documents(
    tests: Tests, clauses: Mapping[str, Clause], documents: Mapping[str, Understood], root: str
) -> Iterable[Finding]:
    """Yield, for every document, its clauses that are misread wherever it may be said."""
    if len(tests.shown) < 2:  # noqa: PLR2004
        return
    by_unit = [{item.item: item for item in tests.answered([unit])} for unit in tests.shown]
    held: defaultdict[str, list[Item]] = defaultdict(list)
    for item in tests.misread(tests.shown):
        told = [unit[item.item] for unit in by_unit if item.item in unit]
        everywhere = len(told) > 1 and all(2 * one.wrong > one.answers for one in told)
        if item.clause in clauses and everywhere:
            held[clauses[item.clause].document].append(item)
    for document, items in sorted(held.items()):
        answers, wrong = sum(i.answers for i in items), sum(i.wrong for i in items)
        yield _finding(
            documents[document].unit or root,
            "finding.U9.document",
            items,
            clauses,
            severity=wrong / answers,
            strength="moderate",
            parameters={
                "title": documents[document].title,
                "units": str(len(tests.shown)),
                "wrong": str(wrong),
                "answers": str(answers),
            },
            document=document,
        )


def _finding(
    unit: str,
    code: str,
    items: Iterable[Item],
    clauses: Mapping[str, Clause],
    *,
    severity: float,
    strength: str,
    parameters: Mapping[str, str],
    document: str = "",
) -> Finding:
    """Return a finding; it cites where the answers to an item begin, never who gave which."""
    held = tuple(items)
    tested = [clauses[item.clause] for item in held if item.clause in clauses]
    named = [clauses[i.clause].path if i.clause in clauses else i.item for i in held]
    return Finding(
        unit=unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=severity,
        code=code,
        document=document,
        strength=strength,
        parameters={
            **parameters,
            "count": str(len(held)),
            "clauses": "、".join(dict.fromkeys(named)),
        },
        words=tuple(Words(clause.document, clause.start, clause.end) for clause in tested),
        rows=tuple(item.first for item in held),
    )
