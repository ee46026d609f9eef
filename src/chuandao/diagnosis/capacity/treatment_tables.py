"""What is drawn and told of treatments: verdict rows, and severity against treatment in tenths."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import polars as pl
from scipy.stats import rankdata

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


@dataclass(frozen=True)
class Losses:
    """Jobs and yearly output at subjects acted upon; None where known of no subject."""

    jobs: int | None
    output: Decimal | None


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

    @property
    def milder(self) -> Reals:
        """Which subjects are in the milder half of those whose severity is known."""
        known = self.order[~np.isnan(self.order)]
        middle = float(np.median(known)) if len(known) else -np.inf
        return np.asarray(self.order < middle)

    def losses(self, *, milder: bool = False) -> Losses:
        """Return jobs and output at the subjects acted upon, or at the milder half of them."""
        acted = self.rows.filter(pl.Series(self.milder)) if milder else self.rows
        acted = acted.filter(pl.col("action_level") > 0)
        jobs, output = _known(acted, "jobs"), _known(acted, "output")
        return Losses(
            int(sum(jobs)) if jobs else None,
            sum((Decimal(one) for one in output), Decimal(0)) if output else None,
        )

    @property
    def action(self) -> str:
        """The commonest action of the commonest level; of equal ones the first by name."""
        level = self.rows["action_level"].mode().sort()[-1]
        actions = self.rows.filter(pl.col("action_level") == level)["action"].drop_nulls()
        return str(actions.mode().sort()[0]) if len(actions) else ""


def _known(rows: pl.DataFrame, column: str) -> list[int | Decimal]:
    return rows[column].drop_nulls().to_list() if column in rows.columns else []


def verdict_table(judged: list[Judged]) -> pl.DataFrame:
    """Return the result table treatment_verdicts."""
    rows = [_verdict_row(one) for one in judged]
    return pl.DataFrame(rows, schema=dict(VERDICTS), orient="row").sort("unit", "campaign")


def _verdict_row(one: Judged) -> dict[str, object]:
    told = one.found
    whole, milder = one.losses(), one.losses(milder=True)
    numbers = {
        name: _rounded(getattr(told, name))
        for name in ("dependence", "low", "high", "own", "order", "alike")
    }
    return {
        "unit": one.unit,
        "campaign": one.campaign,
        "subjects": told.subjects,
        "verdict": told.verdict,
        "reason": told.reason or None,
        "measure": told.by or None,
        **numbers,
        "action": one.action or None,
        "jobs": whole.jobs,
        "output": whole.output,
        "milder_jobs": milder.jobs,
        "milder_output": milder.output,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _PLACES) + 0.0


def point_table(judged: list[Judged]) -> pl.DataFrame:
    """Return the result table treatment_points: no subject of its own, only counts by tenth."""
    made = [_points(one) for one in judged if not np.isnan(one.order).all()]
    empty = pl.DataFrame(schema=dict(POINTS))
    keys = ("unit", "campaign", "tenth", "action_level")
    return pl.concat([empty, *made]).sort(*keys)


def _points(one: Judged) -> pl.DataFrame:
    known = ~np.isnan(one.order)
    order = one.order[known]
    tenth = np.ceil(rankdata(order, "average") / len(order) * 10).astype(np.int64)
    held = pl.DataFrame(
        {
            "tenth": np.clip(tenth, 1, 10),
            "order": order,
            "action_level": one.rows["action_level"].to_numpy()[known].astype(np.float64),
        }
    )
    ends = held.group_by("tenth").agg(
        pl.col("order").min().alias("severity_low"), pl.col("order").max().alias("severity_high")
    )
    counted = held.group_by("tenth", "action_level").agg(pl.len().alias("subjects"))
    named = counted.join(ends, on="tenth").with_columns(
        unit=pl.lit(one.unit),
        campaign=pl.lit(one.campaign),
        measure=pl.lit(one.found.by or one.measures[0] if one.measures else TOGETHER),
    )
    return named.select(pl.col(name).cast(kind) for name, kind in POINTS.items())
