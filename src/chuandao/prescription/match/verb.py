"""The verb match (資源匹配): the moves of funds that raise priority-weighted coverage most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.resources.chain import fund_chain
from chuandao.diagnosis.resources.duty_means import means_against_duty
from chuandao.diagnosis.resources.ledger.books import Ledger, ledger_of, table_of
from chuandao.errors import Problem, UsageError
from chuandao.prescription.match.accounts import RULES, accounts
from chuandao.prescription.match.outlook import Outlook, outlook
from chuandao.prescription.match.plan import FREE, Limits, moves, planned
from chuandao.prescription.match.tables import Told, told_tables
from chuandao.stats.smoothing.tree import Reals

WEIGHTINGS = ("equal", "need")
_WAN = 10_000


@dataclass(frozen=True)
class Matching:
    """Moves of funds, what they do for coverage, and what money cannot mend (資源匹配).

    Attributes
    ----------
    tables : mapping
        reallocation, match_coverage, match_prices, bottlenecks, means_against_duty.
    parameters : mapping
        as_of, decider, added, limit, least, margin, horizon, delay, weighting; and what came of
        it: before, after (priority-weighted coverage, 0-1), bound (no plan within the rules can
        surpass it), proven.
    warnings : tuple of Problem
    fingerprint : str
    """

    tables: Mapping[str, pl.DataFrame]
    parameters: Mapping[str, object]
    warnings: tuple[Problem, ...] = ()
    fingerprint: str = ""

    def save(self, folder: str | Path) -> None:
        """Write the tables and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {"verb": "match", "version": __version__, "fingerprint": self.fingerprint}
        write_tables(Path(folder), self.tables, {**facts, "parameters": dict(self.parameters)})

    def __repr__(self) -> str:  # noqa: D105
        rows, of = self.tables["reallocation"], self.parameters
        moved = float(rows["amount"].sum() or 0)
        return (
            f"Matching: {rows.height} moves, {moved:,.0f} yuan; priority-weighted coverage "
            f"{of['before']:.4f} -> {of['after']:.4f} (bound {of['bound']:.4f})"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def match(
    case: Case,
    tables: Mapping[str, pl.DataFrame] | None = None,
    *,
    added: float = 0.0,
    limit: float | None = None,
    least: float | None = None,
    as_of: date | str | None = None,
    decider: str = "",
    weighting: str = "equal",
) -> Matching:
    """Return the moves of funds among units and tasks that raise coverage most (資源匹配).

    Parameters
    ----------
    case : Case
    tables : mapping, optional
        Result tables of a diagnosis; what stands there already (means against duty) is taken over.
    added : float
        New funds, in yuan, to be given out besides.
    limit : float, optional
        Largest share of an account that may be moved (0-1); by default the catalogue's.
    least : float, optional
        Smallest grant to a unit for a task, in yuan; by default the catalogue's, 0 for none.
    as_of : date or str, optional
        By default the latest day in the data, never the clock.
    decider : str
        Unit that decides, by code or name; by default the root. It moves what it set itself.
    weighting : str
        ``equal``: the coverage of every unit counts alike; ``need``: by the size of its need.

    Notes
    -----
    Nothing is taken that the need by now has bound or that is spent, nor where no need is stated.
    Land, energy and posts bound what money can do; they are not moved. General funds stay as the
    diagnosis shares them out.

    Examples
    --------
    >>> import chuandao as cd
    >>> found = cd.match(cd.read(cd.examples.qinghe), added=3_000_000, least=0)
    >>> found.parameters["before"] < found.parameters["after"] <= found.parameters["bound"]
    True
    """
    _checked(added, limit, least, weighting)
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of or case.last_day
    books = ledger_of(case, day)
    chosen = case.units.resolve(decider) if decider else case.units.root
    given = _Given(case, books, chosen, added, limit, least, weighting)
    view, freed, pots, reserve, codes = _ground(given)
    limits = given.limits(reserve)
    weight = _weight(given, view)
    plan = planned(view, weight, freed, pots, given.topics, limits)
    found = tuple(moves(plan, limits, given.step, _branches(case, view)))
    told = Told(case.units, view, weight, plan, found, codes)
    duties = (tables or {}).get("means_against_duty")
    if duties is None:
        chain = fund_chain(books, case.units)
        duties = means_against_duty(books, chain, table_of(case, "duties"), case.units)
    made = {**told_tables(told, limits), "means_against_duty": duties}
    return Matching(made, given.facts(told, limits), tuple(_warned(told)), case.fingerprint)


@dataclass(frozen=True)
class _Given:
    """What was asked, and what the catalogue says where nothing was asked."""

    case: Case
    books: Ledger
    decider: str
    added: float
    limit_: float | None
    least_: float | None
    weighting: str

    @property
    def limit(self) -> float:
        return threshold("match_limit_share") if self.limit_ is None else self.limit_

    @property
    def step(self) -> int:
        return int(threshold("match_rounding_yuan"))

    @property
    def priorities(self) -> dict[str, float]:
        rows = table_of(self.case, "tasks").select("task", "weight").drop_nulls()
        return {task: weight for task, weight in rows.iter_rows() if weight > 0}

    @property
    def topics(self) -> dict[str, str]:
        rows = table_of(self.case, "tasks").select("task", "topic").drop_nulls()
        return dict(rows.iter_rows())

    def limits(self, reserve: float) -> Limits:
        asked = threshold("match_least_grant_yuan") if self.least_ is None else self.least_
        return Limits(
            added=self.added,
            reserve=reserve * self.limit,
            margin=threshold("match_margin"),
            least=asked + self.step * (asked > 0),
            gap=threshold("match_gap"),
            seconds=threshold("match_seconds"),
            exact_segments=int(threshold("match_exact_segments")),
        )

    def facts(self, told: Told, limits: Limits) -> dict[str, object]:
        return {
            "as_of": self.books.last.isoformat(),
            "decider": self.decider,
            "added": self.added,
            "limit": self.limit,
            "least": limits.least and limits.least - self.step,
            "margin": limits.margin,
            "horizon": told.view.days[-1].isoformat(),
            "delay": told.view.delay,
            "weighting": self.weighting,
            "before": told.before,
            "after": told.after,
            "bound": max(told.before + told.plan.bound, told.after),
            "proven": told.plan.proven,
        }


def _checked(added: float, limit: float | None, least: float | None, weighting: str) -> None:
    if not 0 <= added < float("inf"):
        raise UsageError("match_added", given=added)
    if limit is not None and not 0 <= limit <= 1:
        raise UsageError("match_limit", given=limit)
    if least is not None and not 0 <= least < float("inf"):
        raise UsageError("match_least", given=least)
    if weighting not in WEIGHTINGS:
        raise UsageError("match_weighting", given=weighting, known=", ".join(WEIGHTINGS))


def _ground(
    given: _Given,
) -> tuple[Outlook, Reals, tuple[tuple[str, str], ...], float, Mapping[tuple[int, int], list[str]]]:
    """Return the outlook, what each cell may give to each pot, the pots, the reserve, the codes."""
    units, books = given.case.units, given.books
    held = accounts(books, units, given.decider, given.topics)
    below = [unit for unit in units.subtree(given.decider) if unit != units.root]
    needs = books.needs.filter(pl.col("own") & pl.col("unit").is_in(below))
    if needs.filter(pl.col("resource") == "funds").is_empty():
        raise UsageError("match_no_needs", unit=units.name(given.decider))
    cells = pl.concat([needs.select("unit", "task"), held.select("unit", "task")]).unique()
    order = pl.DataFrame({"unit": list(units), "at": range(len(units))})
    wanted = cells.join(order, on="unit").sort("at", "task").select("unit", "task")
    first = pl.DataFrame({"unit": [given.decider], "task": [None]}, schema=wanted.schema)
    view, reserve = outlook(
        books,
        given.priorities,
        pl.concat([first, wanted]),
        int(threshold("match_horizon_days")),
    )
    freed, pots, codes = _freed(given, view, held)
    return view, freed, pots, max(reserve, 0.0), codes


def _freed(
    given: _Given, view: Outlook, held: pl.DataFrame
) -> tuple[Reals, tuple[tuple[str, str], ...], dict[tuple[int, int], list[str]]]:
    """Return what cells may give up: within the limit, and not what is due or spent already."""
    pots = (FREE, *sorted({*held.select("rule", "field").iter_rows()} - {FREE}, key=_freest))
    place = {cell: at for at, cell in enumerate(zip(view.units, view.tasks, strict=True))}
    freed = np.zeros((len(view.units), len(pots)))
    codes = {}
    for unit, task, rule, bound, amount, transfers in held.iter_rows():
        at = (place[unit, task], pots.index((rule, bound)))
        freed[at] += amount * given.limit
        codes[at] = transfers
    there = view.funds[1][:, 0]
    due = np.maximum(view.today, _spent(given, view))
    room = np.where(view.known & view.wanted, np.maximum(there - due, 0.0), 0.0)
    left = np.maximum(room[:, None] - (np.cumsum(freed, 1) - freed), 0.0)
    return np.minimum(freed, left), pots, codes


def _branches(case: Case, view: Outlook) -> list[str]:
    """Return the unit below the root under which each cell stands, or itself."""
    above = {unit: (*case.units.ancestors(unit), unit)[1] for unit in set(view.units)}
    return [above[unit] for unit in view.units]


def _freest(pot: tuple[str, str]) -> tuple[int, str]:
    return RULES.index(pot[0]), pot[1]


def _spent(given: _Given, view: Outlook) -> Reals:
    """Return what cells have spent by the day of the checkup."""
    rows = table_of(given.case, "spending").filter(
        pl.col("task").is_not_null() & (pl.col("spent") <= given.books.last)
    )
    total = rows.group_by("unit", "task").agg(pl.col("amount").sum().cast(pl.Float64))
    of = {(unit, task): amount for unit, task, amount in total.iter_rows()}
    cells = zip(view.units, view.tasks, strict=True)
    return np.array([max(of.get(cell, 0.0), 0.0) for cell in cells])


def _weight(given: _Given, view: Outlook) -> Reals:
    """Return what full coverage of each cell counts for; all together 1."""
    priorities = given.priorities
    weight = np.array([priorities.get(task, 1.0) for task in view.tasks])
    need = view.funds[0][:, -1]
    counted = weight * (need > 0) * (need if given.weighting == "need" else 1.0)
    return np.asarray(counted / max(counted.sum(), 1e-300))


def _warned(told: Told) -> list[Problem]:
    unknown = int((~told.view.known).sum())
    found = [Problem("match_unproven", "warning")] if not told.plan.proven else []
    if unknown:
        found.append(Problem("match_unknown", "warning", parameters={"count": unknown}))
    idle = ~told.view.wanted & told.view.known & (told.view.funds[1][:, -1] > 0)
    if idle.any():
        amount = f"{told.view.funds[1][idle, -1].sum() / _WAN:.2f}"
        given = {"count": int(idle.sum()), "amount": amount}
        found.append(Problem("match_no_need_stated", "warning", parameters=given))
    if not told.view.later.any():
        found.append(Problem("match_too_late", "warning", parameters={"delay": told.view.delay}))
    return found
