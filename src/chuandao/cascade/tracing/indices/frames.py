"""The indices of a trace as the result tables of the catalogue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median

import numpy as np
import polars as pl

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.indices.copies import copies
from chuandao.cascade.tracing.indices.family import family
from chuandao.cascade.tracing.indices.observed import Observed, observed, observed_tasks
from chuandao.cascade.tracing.indices.survival import survivals
from chuandao.cascade.tracing.indices.uniform import by_document, uniform_targets
from chuandao.stats.shares import weighted_share

Row = dict[str, object]
_INTERVAL = {"value": pl.Float64, "low": pl.Float64, "high": pl.Float64}

SCHEMAS: Mapping[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "text_indices": {"document": pl.String, "index": pl.String, **_INTERVAL},
    "unit_indices": {"unit": pl.String, "index": pl.String, **_INTERVAL},
    "task_indices": {"task": pl.String, "index": pl.String, **_INTERVAL},
    "survival": {
        "task": pl.String,
        "tier": pl.Int64,
        "at_risk": pl.Int64,
        "kept": pl.Int64,
        "share": pl.Float64,
        "survival": pl.Float64,
        "low": pl.Float64,
        "high": pl.Float64,
    },
    "uniform_targets": {
        "upper": pl.String,
        "dimension": pl.String,
        "units": pl.Int64,
        "verdict": pl.String,
        **_INTERVAL,
        "p_proportion": pl.Float64,
        "p_relation": pl.Float64,
    },
}
_SORTED_BY = {
    "text_indices": ["document", "index"],
    "unit_indices": ["unit", "index"],
    "task_indices": ["task", "index"],
    "survival": ["task", "tier"],
    "uniform_targets": ["upper", "dimension"],
}
_DECIMALS = 6


def index_frames(
    traced: Traced, bases: Mapping[str, float] | None = None
) -> dict[str, pl.DataFrame]:
    """Return the indices of a trace, each table sorted by its key.

    Parameters
    ----------
    traced : Traced
    bases : mapping, optional
        Unit to its population; without it no target is judged to be uniform.

    Returns
    -------
    dict of table name to DataFrame
        text_indices (of documents that answer another), unit_indices (pooled over a unit's
        documents), task_indices (of the clauses of the roots, over all documents below),
        survival, uniform_targets. Shares have Wilson intervals by the effective
        number of clauses; counts, days and the likeness to siblings have none. What cannot
        be observed has no row.
    """
    found = family(traced)
    held = observed(traced, found, copies(found))
    uniform = uniform_targets(traced, found, bases or {})
    by_unit: defaultdict[str, list[Observed]] = defaultdict(list)
    for code, one in held.items():
        if unit := found.documents[code].unit:
            by_unit[unit].append(one)
    rows: dict[str, list[Row]] = {
        "text_indices": [
            {"document": code, **row} for code, one in held.items() for row in _indices([one])
        ]
        + [
            {"document": code, **_row("uniform_targets", value)}
            for code, value in by_document(uniform).items()
        ],
        "unit_indices": [
            {"unit": unit, **row} for unit, ones in by_unit.items() for row in _indices(ones)
        ],
        "task_indices": [
            {"task": task, **row}
            for task, one in observed_tasks(traced).items()
            for row in _indices([one])
        ],
        "survival": survivals(traced, found),
        "uniform_targets": uniform,
    }
    return {name: _frame(name, held_rows) for name, held_rows in rows.items()}


def index_records(traced: Traced) -> dict[str, list[Row]]:
    """Return the indices of the documents and the survival of the tasks as plain rows."""
    frames = index_frames(traced)
    return {"indices": frames["text_indices"].to_dicts(), "survival": frames["survival"].to_dicts()}


def _frame(name: str, rows: Iterable[Row]) -> pl.DataFrame:
    frame = pl.DataFrame(list(rows), schema=dict(SCHEMAS[name]), orient="row")
    return frame.with_columns(pl.col(pl.Float64).round(_DECIMALS)).sort(_SORTED_BY[name])


def _indices(ones: Iterable[Observed]) -> Iterable[Row]:
    """Return every index that some documents together give."""
    held = list(ones)
    for index in held[0].shares:
        pairs = np.array([pair for one in held for pair in one.shares[index]]).reshape(-1, 2)
        share = weighted_share(pairs[:, 0], pairs[:, 1])
        if share:
            yield _row(index, share.value, share.low, share.high)
    for index in held[0].counts:
        yield _row(index, float(sum(one.counts[index] for one in held)))
    if days := [one.lag_days for one in held if one.lag_days is not None]:
        yield _row("forwarding_lag", float(median(days)))
    if alike := [one.homogeneity for one in held if one.homogeneity is not None]:
        yield _row("sibling_homogeneity", sum(alike) / len(alike))


def _row(index: str, value: float, low: float | None = None, high: float | None = None) -> Row:
    return {"index": index, "value": value, "low": low, "high": high}
