"""The industries of sibling units: their leading ones, those of their projects and plans."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.units import UnitTree
from chuandao.text.canonical import plain

_SHORTEST = 2  # letters of an industry that can be looked for in documents
Portfolio = Mapping[str, Counter[str]]
"""Unit to its industries, each with how often."""


@dataclass(frozen=True)
class Industries:
    """What is known: leading industries, projects, plans, each by unit."""

    leading: Portfolio
    projects: Portfolio
    plans: Portfolio


def industry(words: str) -> str:
    """Return an industry in its common form.

    Examples
    --------
    >>> industry(" 茶葉產業 ") == industry("茶叶")
    True
    """
    name = plain(words).strip().casefold()
    return name.removesuffix("产业") or name


def industries_of(case: Case, trace: Trace, as_of: date | None) -> Industries:
    """Return the industries of every unit of a case."""
    leading = _leading(case)
    projects = _projects(case, as_of)
    known = {name for held in (leading, projects) for one in held.values() for name in one}
    return Industries(leading, projects, _plans(case, trace, known, as_of))


def _leading(case: Case) -> Portfolio:
    rows = case.units.frame.select("unit", "industries").drop_nulls().iter_rows()
    return {unit: Counter(sorted({industry(one) for one in named})) for unit, named in rows}


def _projects(case: Case, as_of: date | None) -> Portfolio:
    given = case.tables.get("projects")
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    if given is None:
        return found
    for unit, name in projects_begun(given, as_of).select("unit", "industry").iter_rows():
        found[unit][industry(name)] += 1
    return found


def projects_begun(projects: pl.DataFrame, as_of: date | None) -> pl.DataFrame:
    """Return the projects with an industry whose period began by a day."""
    named = projects.filter(pl.col("industry").is_not_null())
    if as_of is None:
        return named
    return named.filter(pl.col("period_start").is_null() | (pl.col("period_start") <= as_of))


def _plans(case: Case, trace: Trace, known: Iterable[str], as_of: date | None) -> Portfolio:
    """Return which known industries a unit's documents bring up that none of the root's does."""
    names = sorted(name for name in known if len(name) >= _SHORTEST)
    said: defaultdict[str, list[str]] = defaultdict(list)
    for document in trace.documents:
        day = document.envelope.dated
        if not (as_of and day and day > as_of):
            said[document.unit].extend(clause.wording.compared for clause in document.clauses)
    above = plain("\n".join(said.pop(case.units.root, [])))
    own = [name for name in names if name not in above]
    found = {}
    for unit, passages in said.items():
        words = plain("\n".join(passages)).casefold()
        if unit in case.units and (named := [name for name in own if name in words]):
            found[unit] = Counter(named)
    return found


def gathered(held: Portfolio, children: Iterable[str], units: UnitTree) -> Portfolio:
    """Return the industries of each child with those of all units below it, empty ones left out."""
    found = {}
    for child in children:
        total: Counter[str] = Counter()
        for unit in units.subtree(child):
            total.update(held.get(unit, {}))
        if total:
            found[child] = total
    return found
