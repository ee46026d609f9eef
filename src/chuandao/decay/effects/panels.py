"""Evidence before and after the roll-out of a remedy (舉措), as panels of units and tasks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.decay.chains import Chains, chains_of
from chuandao.decay.effects.wording import remedy_words
from chuandao.decay.evidence import Evidence, evidence_of
from chuandao.errors import Problem, UsageError
from chuandao.stats.panels.group_time import NEVER, Panel
from chuandao.stats.smoothing.tree import Positions

_MONTHS = 12
_DAYS_OF_A_MONTH = 30.44


@dataclass(frozen=True, eq=False)
class Calendar:
    """The periods of a case as consecutive numbers; one grain (year, quarter, month) in a case."""

    months: int
    labels: dict[int, str]

    def number(self, day: date) -> int:
        """Return the number of the period that a day lies in."""
        return (day.year * _MONTHS + day.month - 1) // self.months


@dataclass(frozen=True, eq=False)
class Rollout:
    """A remedy as it was rolled out, and one panel for each source of evidence.

    Attributes
    ----------
    remedy : str
    tier : int
        Of the units to which it was given; where tiers differ, the uppermost.
    panels : dict of str to Panel
        By source; rows are pairs of unit and task at or below that tier, values shares.
    """

    remedy: str
    tier: int
    panels: dict[str, Panel]


def calendar_of(evidence: pl.DataFrame) -> Calendar:
    """Return the calendar of a table of evidence."""
    rows = evidence.select("period", "period_start", "period_end").drop_nulls().unique()
    days = rows.select((pl.col("period_end") - pl.col("period_start")).dt.total_days() + 1)
    shortest = float(days.to_series().cast(pl.Float64).min() or _DAYS_OF_A_MONTH)  # type: ignore[arg-type]
    calendar = Calendar(max(1, round(shortest / _DAYS_OF_A_MONTH)), {})
    found = rows.sort("period_start", "period").select("period_start", "period").rows()
    return Calendar(calendar.months, {calendar.number(day): label for day, label in found})


def rollouts_of(case: Case, calendar: Calendar, told: list[Problem]) -> Iterator[Rollout]:
    """Yield every remedy that can be looked at; why others cannot is told.

    A remedy given to a unit works in all units below it, from the earliest start above them.
    """
    evidence = _readable(case)
    chains = chains_of(case.units, set(evidence.rows["unit"].to_list()))
    rows = _placed(evidence, chains, calendar)
    starts = _starts(case, chains, calendar, told)
    for remedy in sorted(set(starts["remedy"].to_list())):
        mine = starts.filter(remedy=remedy)
        tier = int(chains.tiers[mine["at"].to_numpy()].min())
        if tier == 0:
            words = remedy_words(remedy)
            told.append(Problem("effect_everywhere", "warning", parameters=words))
            continue
        start, cluster = _spread(chains, mine, tier)
        yield Rollout(remedy, tier, dict(_panels(rows, start, cluster)))


def _readable(case: Case) -> Evidence:
    """Return the evidence of a case; levels cancel in differences, so no anchor is needed."""
    try:
        return evidence_of(case)
    except UsageError as error:
        if error.code not in {"no_anchor", "anchor_without_evidence"}:
            raise
        return _by_any_anchor(case, error)


def _by_any_anchor(case: Case, refused: UsageError) -> Evidence:
    for source in case.tables["evidence"]["source"].drop_nulls().unique().sort().to_list():
        try:
            return evidence_of(case, source)
        except UsageError as error:
            refused = error
    raise refused


def _placed(evidence: Evidence, chains: Chains, calendar: Calendar) -> pl.DataFrame:
    """Return the shares with the place of their unit and the number of their period."""
    place = pl.DataFrame({"unit": chains.codes, "at": np.arange(len(chains))})
    number = pl.DataFrame(
        {"period": list(calendar.labels.values()), "number": list(calendar.labels)},
        schema={"period": pl.String, "number": pl.Int64},
    )
    rows = evidence.rows.select("unit", "task", "period", "source", "share")
    placed = rows.join(place, on="unit").join(number, on="period")
    keys = ["source", "at", "task", "number"]
    return placed.group_by(keys).agg(pl.col("share").sort().mean()).sort(keys)


def _starts(case: Case, chains: Chains, calendar: Calendar, told: list[Problem]) -> pl.DataFrame:
    """Return remedy, place of the unit and number of the period in which it started."""
    place = pl.DataFrame({"unit": chains.codes, "at": np.arange(len(chains))})
    given = case.tables["rollouts"].select("unit", "remedy", "start")
    known = given.drop_nulls().join(place, on="unit").sort("remedy", "at", "start")
    if left := given.height - known.height:
        counts = {"count": f"{left:,}", "total": f"{given.height:,}"}
        told.append(Problem("effect_rows_unused", "warning", parameters=counts))
    numbers = [calendar.number(day) for day in known["start"].to_list()]
    return known.with_columns(number=pl.Series(numbers, dtype=pl.Int64))


def _spread(chains: Chains, mine: pl.DataFrame, tier: int) -> tuple[Positions, Positions]:
    """Return of every unit when the remedy started there, and its ancestor at a tier (or -1)."""
    start = np.full(len(chains), NEVER)
    np.minimum.at(start, mine["at"].to_numpy(), mine["number"].to_numpy())
    cluster = np.full(len(chains), -1, dtype=np.int64)
    for step in chains.steps:
        here = np.flatnonzero(chains.tiers == step)
        above = chains.parents[here]
        start[here] = np.minimum(start[here], start[above])
        cluster[here] = here if step == tier else cluster[above]
    return start, cluster


def _panels(
    rows: pl.DataFrame, start: Positions, cluster: Positions
) -> Iterator[tuple[str, Panel]]:
    """Yield source and panel, for every source that observed more than one period."""
    for (source,), part in rows.group_by("source", maintain_order=True):
        mine = part.filter(pl.Series(cluster[part["at"].to_numpy()] >= 0))
        times = mine["number"].unique().sort().to_numpy().astype(np.int64)
        if len(times) < 2:  # noqa: PLR2004 - before and after
            continue
        pairs = mine.select("at", "task").unique().sort("at", "task")
        pairs = pairs.with_columns(row=pl.int_range(pl.len(), dtype=pl.Int64))
        row = mine.join(pairs, on=["at", "task"], how="left", maintain_order="left")["row"]
        values = np.full((pairs.height, len(times)), np.nan)
        column = np.searchsorted(times, mine["number"].to_numpy())
        values[row.to_numpy(), column] = mine["share"].to_numpy()
        at = pairs["at"].to_numpy()
        _, number = np.unique(cluster[at], return_inverse=True)
        yield str(source), Panel(values, times, start[at], number.astype(np.int64))
