"""Evidence of delivery as working responses on the log scale, and the source the level rests on."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitCode
from chuandao.catalog.thresholds import threshold
from chuandao.decay.kinds.anchors import (
    anchors_of,
    refuse_levels_alone,
    sources_of,
    statuses_as_levels,
    without_constant_sources,
    without_single_levels,
)
from chuandao.decay.kinds.responses import KEY, counted, responses
from chuandao.decay.wording import source_words
from chuandao.errors import Problem, UsageError

_READ = ("share", "percent", "count", "status", "ordinal")
_COLUMNS: Mapping[str, type[pl.DataType]] = {
    "unit": pl.String,
    "task": pl.String,
    "period": pl.String,
    "source": pl.String,
    "value": pl.Float64,
    "scale": pl.String,
    "levels": pl.String,
    "n": pl.Int64,
    "se": pl.Float64,
}


@dataclass(frozen=True)
class Evidence:
    """Observations that can be used, in the order of their key, and what became of the rest.

    Attributes
    ----------
    rows : pl.DataFrame (unit, task, period, source, tier, share, response, variance, kind, …)
        ``response`` is the logarithm of the share, ``variance`` the part of its variance that is
        known from n or a stated standard error (0 where neither is given). Where ``kind`` is
        zero (below the limit ``high``) or levels (``level`` of ``scale``, counted from 0), both
        stand in until ``decay.kinds`` has worked them out.
    sources : tuple of str
        Those with rows, sorted.
    anchors : tuple of str
        Those on which the level rests.
    problems : tuple of Problem
    """

    rows: pl.DataFrame
    sources: tuple[str, ...]
    anchors: tuple[str, ...]
    problems: tuple[Problem, ...]


def evidence_of(case: Case, anchor: str | None = None) -> Evidence:
    """Return the evidence of a case as working responses.

    Parameters
    ----------
    case : Case
    anchor : str, optional
        The source on which the level rests; by default the ones ``case.toml`` declares.

    Raises
    ------
    UsageError
        There is no evidence that can be used, or nothing says which source is the anchor.
    """
    table = case.tables.get("evidence")
    if table is None or table.height == 0:
        raise UsageError("no_evidence")
    found: list[Problem] = []
    ordered = _with_columns(table).sort(*_COLUMNS)
    rows = _told(ordered, _sieves(case), found)
    if rows.height == 0:
        raise UsageError("no_usable_evidence", count=f"{table.height:,}")
    rows = without_single_levels(responses(_with_tier(rows, case), found), found)
    if rows.height == 0:
        raise UsageError("no_usable_evidence", count=f"{table.height:,}")
    anchors = anchors_of(anchor, case.settings, sources_of(rows), found)
    refuse_levels_alone(rows, anchors)
    rows = without_single_levels(statuses_as_levels(rows, anchors), found)
    rows = without_constant_sources(rows, anchors, found)
    rows = rows.sort(*KEY, "share", "response", "variance", "scale", "level")
    return Evidence(rows, sources_of(rows), anchors, tuple(found))


def later_evidence(case: Case, table: pl.DataFrame) -> tuple[pl.DataFrame, tuple[Problem, ...]]:
    """Return evidence that came after a fit as working responses, and what became of the rest.

    Ratings and values below the detection limit are worked out against all other evidence of a
    fit; they wait for the next one, and are counted.

    Parameters
    ----------
    case : Case
    table : table (unit, task, period, source, value, scale, n, se)
        In the form of the input table ``evidence``.
    """
    found: list[Problem] = []
    rows = _told(_with_columns(table).sort(*_COLUMNS), _sieves(case), found)
    rows = responses(_with_tier(rows, case), found)
    plain = rows.filter(pl.col("kind") == "plain")
    if left := rows.height - plain.height:
        found.append(counted("update_not_plain", left, rows.height, "warning"))
    return plain, tuple(found)


def _with_columns(table: pl.DataFrame) -> pl.DataFrame:
    """Columns that are absent are empty; what this module does not read is left behind."""
    return table.select(
        pl.col(name).cast(kind) if name in table.columns else pl.lit(None, dtype=kind).alias(name)
        for name, kind in _COLUMNS.items()
    )


def _sieves(case: Case) -> list[tuple[str, pl.Expr]]:
    """Return what makes a row unusable, by the code of what is then said."""
    tasks = case.tables.get("tasks")
    known = pl.lit(True) if tasks is None else pl.col("task").is_in(tasks["task"].to_list())  # noqa: FBT003 - Polars' literal
    return [
        ("evidence_unknown_task", ~known),
        ("evidence_unknown_unit", ~pl.col("unit").is_in(list(case.units.codes))),
        ("evidence_at_root", pl.col("unit") == case.units.root),
        ("evidence_scale_unread", ~pl.col("scale").is_in(_READ)),
        ("evidence_not_a_value", ~(pl.col("value") >= 0) | ~pl.col("value").is_finite()),
        ("evidence_out_of_range", _beyond()),
        ("evidence_bad_level", (pl.col("scale") == "ordinal") & ~_is_level()),
        ("evidence_count_without_n", (pl.col("scale") == "count") & ~(pl.col("n") > 0)),
        (
            "evidence_bad_status",
            (pl.col("scale") == "status") & ~pl.col("value").is_in([1.0, 2.0, 3.0]),
        ),
    ]


def _beyond() -> pl.Expr:
    """Whether a value is far beyond its scale: what is meant can only be guessed."""
    most = threshold("evidence_share_most")
    return (
        ((pl.col("scale") == "share") & (pl.col("value") > most))
        | ((pl.col("scale") == "percent") & (pl.col("value") > 100 * most))
        | ((pl.col("scale") == "count") & (pl.col("value") > pl.col("n"))).fill_null(value=False)
    )


def _is_level() -> pl.Expr:
    """Whether a value is a position in its list of levels, or where there is none, a whole one."""
    value, listed = pl.col("value"), pl.col("levels").str.split("|").list.len()
    return (value >= 1) & (value == value.round()) & (value <= listed.fill_null(value.max()))


def _told(
    rows: pl.DataFrame, sieves: Iterable[tuple[str, pl.Expr]], found: list[Problem]
) -> pl.DataFrame:
    """Return the rows that pass; how many each sieve held back is said."""
    for code, unusable in sieves:
        held = rows.select(unusable.fill_null(value=True)).to_series()
        if held.any():
            severity = "note" if code == "evidence_at_root" else "warning"
            found.append(counted(code, int(held.sum()), rows.height, severity))
            rows = rows.filter(~held)
    return rows


def _with_tier(rows: pl.DataFrame, case: Case) -> pl.DataFrame:
    return rows.join(
        case.units.frame.select("unit", "tier"), on="unit", how="left", maintain_order="left"
    )


def within_chain(evidence: Evidence, codes: Collection[UnitCode]) -> Evidence:
    """Return the evidence of the units in the chain; departments' own is counted and left out."""
    kept = evidence.rows.filter(pl.col("unit").is_in(list(codes)))
    left = evidence.rows.height - kept.height
    if not left:
        return evidence
    if kept.height == 0:
        raise UsageError("no_usable_evidence", count=f"{left:,}")
    said = Problem("evidence_outside_chain", "warning", parameters={"count": f"{left:,}"})
    sources = tuple(kept["source"].unique().sort().to_list())
    anchors = tuple(a for a in evidence.anchors if a in sources)
    if not anchors:
        told = {**source_words("anchor", evidence.anchors), **source_words("sources", sources)}
        raise UsageError("anchor_without_evidence", **told)
    return Evidence(kept, sources, anchors, (*evidence.problems, said))
