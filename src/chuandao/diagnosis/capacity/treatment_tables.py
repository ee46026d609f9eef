"""What is drawn and told of treatments: verdict rows, and severity against treatment in tenths."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.stats.smoothing.tree import Reals
from chuandao.stats.tailoring.measures import TOGETHER
from chuandao.stats.tailoring.verdict import Tailoring

VERDICTS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "unit": pl.String,
    "campaign": pl.String,
    "subjects": pl.Int64,
    "verdict": pl.String,
    "reason": pl.String,
    "measure": pl.String,
    "dependence": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "own": pl.Float64,
    "order": pl.Float64,
    "alike": pl.Float64,
    "action": pl.String,
    "jobs": pl.Int64,
    "output": pl.Decimal(18, 2),
    "milder_jobs": pl.Int64,
    "milder_output": pl.Decimal(18, 2),
}
POINTS: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "unit": pl.String,
    "campaign": pl.String,
    "measure": pl.String,
    "tenth": pl.Int64,
    "action_level": pl.Float64,
    "subjects": pl.Int64,
    "severity_low": pl.Float64,
    "severity_high": pl.Float64,
}
_PLACES = 4
_NUMBERS = ("dependence", "low", "high", "own", "order", "alike")
_KEY = ("unit", "campaign")
_LOSSES = ("jobs", "output")
_TOLD = (*_KEY, "subjects", "verdict", "reason", "measure", *_NUMBERS)
_TENTHS = 10


@dataclass(frozen=True)
class Judged:
    """One unit in one campaign: its rows of the case, what was found, and the order of severity.

    ``rows``: subjects as in the table treatments; ``order``: severity by the measure of the
    verdict, NaN where unknown; ``measures``: columns in which the subjects differ materially.
    """

    unit: str
    campaign: str
    rows: pl.DataFrame
    found: Tailoring
    order: Reals
    measures: tuple[str, ...]


def subjects_of(judged: Sequence[Judged]) -> pl.DataFrame:
    """Return the subjects of all units, with their severity and whether it is in the milder half.

    Returns
    -------
    table (unit, campaign, action, action_level, jobs, output, measure, order, milder)
    """
    kinds = {name: VERDICTS[name] for name in _LOSSES}
    kinds |= {"action": pl.String, "action_level": pl.Float64}
    if not judged:
        empty = dict.fromkeys(("unit", "campaign", "measure"), pl.String)
        return pl.DataFrame(schema={**empty, **kinds, "order": pl.Float64, "milder": pl.Boolean})
    rows = pl.concat([one.rows for one in judged])
    held = [
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in kinds.items()
    ]
    count = [one.rows.height for one in judged]
    measures = np.repeat([_measure(one) for one in judged], count)
    order = pl.Series("order", np.concatenate([one.order for one in judged])).fill_nan(None)
    half = pl.col("order") < pl.col("order").median().over(_KEY)
    told = rows.select(*_KEY, *held).with_columns(order, pl.Series("measure", measures))
    return told.with_columns(milder=half.fill_null(value=False))


def _measure(one: Judged) -> str:
    return one.found.by or (one.measures[0] if one.measures else TOGETHER)


def verdict_table(judged: Sequence[Judged], subjects: pl.DataFrame) -> pl.DataFrame:
    """Return the result table treatment_verdicts."""
    told = pl.DataFrame(
        [_told(one) for one in judged],
        schema={name: kind for name, kind in VERDICTS.items() if name in _TOLD},
        orient="row",
    )
    acted = subjects.filter(pl.col("action_level") > 0)
    milder = _losses(acted.filter("milder")).rename({name: f"milder_{name}" for name in _LOSSES})
    joined = told.join(_actions(subjects), on=_KEY, how="left")
    for losses in (_losses(acted), milder):
        joined = joined.join(losses, on=_KEY, how="left")
    return joined.select(pl.col(name).cast(kind) for name, kind in VERDICTS.items()).sort(*_KEY)


def _told(one: Judged) -> dict[str, object]:
    found = one.found
    return {
        "unit": one.unit,
        "campaign": one.campaign,
        "subjects": found.subjects,
        "verdict": found.verdict,
        "reason": found.reason or None,
        "measure": found.by or None,
        **{name: _rounded(getattr(found, name)) for name in _NUMBERS},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES) + 0.0


def _losses(acted: pl.DataFrame) -> pl.DataFrame:
    """Return jobs and output by unit and campaign; empty where known of no subject, not 0."""
    sums = (
        pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in _LOSSES
    )
    return acted.group_by(_KEY).agg(*sums)


def _actions(subjects: pl.DataFrame) -> pl.DataFrame:
    """Return the commonest action of the commonest level: of equal ones the harsher, then by name.

    Examples
    --------
    >>> _actions(pl.DataFrame({"unit": ["1"] * 3, "campaign": ["x"] * 3,
    ...     "action": ["b", "a", "c"], "action_level": [4.0, 4.0, 1.0]}))["action"].to_list()
    ['a']
    """
    levels = subjects.group_by(*_KEY, "action_level").agg(pl.len().alias("count"))
    ranked = levels.sort("count", "action_level", descending=True)
    level = ranked.unique(_KEY, keep="first", maintain_order=True)
    of_level = subjects.join(level.drop("count"), on=[*_KEY, "action_level"])
    actions = of_level.group_by(*_KEY, "action").agg(pl.len().alias("count"))
    first = actions.sort("count", "action", descending=[True, False])
    return first.unique(_KEY, keep="first", maintain_order=True).drop("count")


def point_table(subjects: pl.DataFrame) -> pl.DataFrame:
    """Return the result table treatment_points: no subject of its own, only counts by tenth."""
    known = subjects.filter(pl.col("order").is_not_null())
    share = pl.col("order").rank("average").over(_KEY) / pl.len().over(_KEY)
    tenths = known.with_columns(tenth=(share * _TENTHS - 1e-9).ceil().clip(1, _TENTHS))
    ends = tenths.group_by(*_KEY, "tenth").agg(
        severity_low=pl.col("order").min(), severity_high=pl.col("order").max()
    )
    by = [*_KEY, "measure", "tenth", "action_level"]
    counted = tenths.group_by(by).agg(subjects=pl.len())
    joined = counted.join(ends, on=[*_KEY, "tenth"])
    made = joined.select(pl.col(name).cast(kind) for name, kind in POINTS.items())
    return made.sort(*_KEY, "tenth", "action_level")
