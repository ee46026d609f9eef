"""The verb effects (成效): what remedies brought that were rolled out over time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.decay.effects.estimates import Estimated, estimated
from chuandao.decay.effects.panels import Calendar, Rollout, calendar_of, rollouts_of
from chuandao.decay.effects.strength import Strength, before_of, strengths
from chuandao.decay.effects.wording import remedy_words
from chuandao.decay.tables import shaped
from chuandao.decay.wording import source_words
from chuandao.errors import ChuandaoError, Problem, UsageError
from chuandao.stats.panels.event_study import Estimates
from chuandao.stats.smoothing.tree import Reals

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, eq=False)
class Effects:
    """What remedies brought (成效測算結果).

    Attributes
    ----------
    tables : mapping of str to pl.DataFrame
        effects, effect_checks.
    warnings : tuple of Problem
    parameters : mapping
        seed, anticipation, as_of, designs.
    fingerprint : str
        The hash of the case.
    """

    tables: Tables
    warnings: tuple[Problem, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    fingerprint: str = ""

    def save(self, folder: str | Path) -> None:
        """Write the tables as Parquet and ``run.json`` into a folder, whole or not at all."""
        from chuandao import __version__
        from chuandao.store.lake import write_tables

        facts = {
            "verb": "effects",
            "version": __version__,
            "fingerprint": self.fingerprint,
            "parameters": dict(self.parameters),
        }
        write_tables(Path(folder), self.tables, facts)

    def __repr__(self) -> str:
        """Return the effect of each remedy by each source as a short table."""
        whole = self.tables["effects"].filter(
            pl.col("period").is_null() & pl.col("since").is_null()
        )
        reasons = self.tables["effect_checks"].select("remedy", "source", "reason")
        rows = whole.join(reasons, on=["remedy", "source"], how="left", maintain_order="left")
        head = f"Effects: {rows['remedy'].n_unique()} remedies, {len(self.warnings)} remarks"
        return "\n".join([head, *map(_line, rows.iter_rows(named=True))])

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def effects(
    case: Case, *, as_of: date | str | None = None, seed: int = 0, anticipation: int = 0
) -> Effects:
    r"""Return what remedies brought that started at different times in different units (成效).

    Parameters
    ----------
    case : Case
        With the tables ``evidence`` and ``rollouts``; ``[designs]`` of ``case.toml`` says where
        the order of units was drawn by lot or set in advance.
    as_of : date, optional
        Evidence of periods that begin later is left out.
    seed : int
        Of the bootstrap behind the bands and the test before the start.
    anticipation : int
        Periods before the start in which units may already answer to what is coming.

    Returns
    -------
    Effects
        For each remedy and source: over all (``period`` and ``since`` empty), by periods since the
        start, by calendar period; and one row of checks.

    Raises
    ------
    UsageError
        ``no_evidence``, ``no_rollouts``, ``effects_none``.

    Notes
    -----
    Group-time average effects with controls not yet treated (Callaway & Sant'Anna 2021,
    10.1016/j.jeconom.2020.12.001), in points of the share that each source reports; the level of
    a source cancels, so no anchor is needed. Errors are by clusters: the units of the tier at
    which the remedy was given. The effect is that on the units that were in fact treated.

    Examples
    --------
    >>> import tempfile, chuandao as cd
    >>> rows = [f"1{k},T,{year},inspection,{0.6 + 0.2 * (k < 3) * (year > 2024)},share,100"
    ...         for k in range(1, 6) for year in (2023, 2024, 2025)]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     units = "".join(f"1{k},{k}县,1,1\n" for k in range(1, 6))
    ...     head = "unit,name,tier,parent\n1,市,0,\n"
    ...     _ = Path(folder, "units.csv").write_text(head + units, "utf-8")
    ...     _ = Path(folder, "evidence.csv").write_text(
    ...         "unit,task,period,source,value,scale,n\n" + "\n".join(rows))
    ...     _ = Path(folder, "rollouts.csv").write_text(
    ...         "unit,remedy,start\n11,training,2025-02-01\n12,training,2025-02-01\n")
    ...     found = effects(cd.read(folder))
    >>> row = found.tables["effects"].filter(since=0)
    >>> row.select(pl.col("estimate").round(6), "strength").row(0)
    (0.2, 'weak')
    """
    day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    seen = _until(_checked(case), day)
    calendar, told = calendar_of(seen.tables["evidence"]), list[Problem]()
    rows, checks = list[dict[str, object]](), list[dict[str, object]]()
    for rollout in rollouts_of(seen, calendar, told):
        found = _by_source(rollout, anticipation, seed, told)
        design = case.settings.designs.get(rollout.remedy)
        for source, strength in strengths(found, design).items():
            key = {"remedy": rollout.remedy, "source": source, "strength": strength.grade}
            rows.extend(key | row for row in _rows(found[source], calendar))
            checks.append(key | _check(rollout, found[source], design, strength))
            told.extend(_doubts(rollout.remedy, source, found[source]))
    if not rows:
        raise UsageError("effects_none")
    return Effects(
        MappingProxyType(
            {"effects": _table("effects", rows), "effect_checks": _table("effect_checks", checks)}
        ),
        tuple(told),
        _parameters(case, day, seed, anticipation),
        case.fingerprint,
    )


def effects_if_told(
    case: Case, warnings: list[Problem], *, as_of: date | str | None = None, seed: int = 0
) -> Tables:
    """Return the tables of effects where a case tells of roll-outs; why not is a warning."""
    if "rollouts" not in case.tables or case.tables["rollouts"].height == 0:
        return {}
    try:
        found = effects(case, as_of=as_of, seed=seed)
    except ChuandaoError as error:
        warnings.append(error.problem)
        return {}
    warnings.extend(found.warnings)
    return found.tables


def _checked(case: Case) -> Case:
    for name, code in (("evidence", "no_evidence"), ("rollouts", "no_rollouts")):
        if name not in case.tables or case.tables[name].height == 0:
            raise UsageError(code)
    return case


def _until(case: Case, day: date | None) -> Case:
    """Return the case without evidence of periods that begin after a day."""
    if day is None:
        return case
    kept = case.tables["evidence"].filter(pl.col("period_start") <= day)
    return replace(case, tables=MappingProxyType({**case.tables, "evidence": kept}))


def _parameters(case: Case, day: date | None, seed: int, anticipation: int) -> dict[str, object]:
    return {
        "anticipation": anticipation,
        "as_of": None if day is None else day.isoformat(),
        "designs": dict(case.settings.designs),
        "seed": seed,
    }


def _by_source(
    rollout: Rollout, anticipation: int, seed: int, told: list[Problem]
) -> dict[str, Estimated]:
    """Return what each source says; that one cannot say anything is told."""
    found = {}
    for source, panel in rollout.panels.items():
        rng = np.random.default_rng([seed, *map(ord, f"{rollout.remedy}/{source}")])
        one = estimated(panel, anticipation=anticipation, rng=rng)
        if one is None:
            words = {**remedy_words(rollout.remedy), **source_words("source", [source])}
            told.append(Problem("effect_not_comparable", "warning", parameters=words))
        else:
            found[source] = one
    return found


def _rows(found: Estimated, calendar: Calendar) -> Iterable[dict[str, object]]:
    """Return the rows of the table: over all, by periods since the start, by calendar period."""
    nothing = np.full(1, np.nan)
    yield from _part(found.whole, [None], [None], (nothing, nothing))
    since = [int(k) for k in found.since]
    bounds = found.since_band.low, found.since_band.high
    yield from _part(found.by_since, [None] * len(since), since, bounds)
    labels = [calendar.labels[int(number)] for number in found.numbers]
    nothing = np.full(len(labels), np.nan)
    yield from _part(found.by_number, labels, [None] * len(labels), (nothing, nothing))


def _part(
    estimates: Estimates,
    periods: list[Any],
    since: list[Any],
    bounds: tuple[Reals, Reals],
) -> Iterable[dict[str, object]]:
    low, high = estimates.interval()
    for k, (period, passed) in enumerate(zip(periods, since, strict=True)):
        yield {
            "period": period,
            "since": passed,
            "estimate": float(estimates.estimate[k]),
            "low": float(low[k]),
            "high": float(high[k]),
            "low_all": float(bounds[0][k]),
            "high_all": float(bounds[1][k]),
            "clusters": int(estimates.treated_clusters[k]),
        }


def _check(
    rollout: Rollout, found: Estimated, design: str | None, strength: Strength
) -> dict[str, object]:
    return {
        "design": design,
        "tier": rollout.tier,
        "treated": int(found.whole.treated_clusters[0]),
        "controls": int(found.whole.control_clusters[0]),
        "never": found.never,
        "starts": found.starts,
        "left_out": found.left_out,
        "before": found.tested,
        "pretrend_p": found.before_p,
        "pretrend": before_of(found),
        "slope_unseen": found.slope_unseen,
        "reason": strength.reason,
    }


def _doubts(remedy: str, source: str, found: Estimated) -> Iterable[Problem]:
    """Yield what should be known of one effect."""
    words = {**remedy_words(remedy), **source_words("source", [source])}
    if found.left_out:
        told = {**words, "count": f"{found.left_out:,}"}
        yield Problem("effect_left_out", "warning", parameters=told)
    if found.never == 0:
        yield Problem("effect_no_never", "note", parameters=words)
    if np.isnan(found.whole.se[0]):
        yield Problem("effect_no_interval", "warning", parameters=words)
    if before_of(found) == "departs":
        told = {**words, "p": f"{found.before_p:.3f}"}
        yield Problem("effect_departs_before", "warning", parameters=told)


def _table(name: str, rows: list[dict[str, object]]) -> pl.DataFrame:
    columns = {column for row in rows for column in row}
    frame = pl.DataFrame(
        {c: pl.Series([row.get(c) for row in rows], strict=False) for c in columns}
    )
    floats = [c for c, kind in frame.schema.items() if kind == pl.Float64]
    return shaped(name, frame.with_columns(pl.col(floats).fill_nan(None)))


def _line(row: Mapping[str, Any]) -> str:
    """Return one effect as a line."""
    known = row["low"] is not None
    interval = f" ({row['low']:+.3f} to {row['high']:+.3f})" if known else " (no interval)"
    told = f"{row['strength']}: {row['reason']}"
    return f"  {row['remedy']}  {row['source']}  {row['estimate']:+.3f}{interval}  {told}"
