"""The result tables of the measure, as the catalogue has them."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from chuandao.catalog.knowledge import causes
from chuandao.catalog.tables import result_tables
from chuandao.catalog.thresholds import threshold
from chuandao.decay.claims.strength import Witnesses
from chuandao.decay.fitting import Fitted
from chuandao.stats.smoothing.tree import Reals

_Z95 = 1.959963984540054
_TYPES: Mapping[str, pl.DataType] = {
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "share": pl.Float64(),
    "probability": pl.Float64(),
    "list": pl.List(pl.String),
}
_SHOWS = 1.645


def shaped(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Return a frame with the columns, order and types of a result table, sorted by its key."""
    schema = result_tables()[name]
    columns = [pl.col(column.name).cast(_type(column.type)) for column in schema.columns]
    return frame.select(columns).sort(*schema.key, nulls_last=False)


def _type(name: str) -> pl.DataType:
    return _TYPES.get(name, pl.String())


def efficacy_table(fitted: Fitted) -> pl.DataFrame:
    """Return efficacy of every unit, by task and period, and their mean over tasks."""
    level = fitted.efficacy
    mean = np.concatenate([level, fitted.over_tasks(level)])
    variance = np.concatenate([fitted.log_variance, fitted.all_variance])
    rows = _rows(fitted, mean, np.sqrt(variance), np.log(mean) - variance / 2)
    return shaped("efficacy", rows)


def retention_table(fitted: Fitted) -> pl.DataFrame:
    """Return retention of every step: the ratio of the posterior means."""
    chains = fitted.design.chains
    level = fitted.efficacy
    all_level = fitted.over_tasks(level)
    above = np.maximum(chains.parents, 0)
    ratio = np.concatenate([level / level[:, above], all_level / all_level[:, above]])
    variance = np.concatenate([fitted.log_variance, fitted.all_variance])
    sd = np.sqrt(np.concatenate([fitted.step_variance, fitted.all_step_variance]))
    centre = np.log(ratio) - (variance - variance[:, above]) / 2
    rows = _rows(fitted, ratio, sd, centre).with_columns(**_screening(fitted))
    root = chains.codes[0]
    return shaped("retention", rows.filter(pl.col("unit") != root))


def parameters_table(fitted: Fitted) -> pl.DataFrame:
    """Return the coefficients on the log scale, and the standard deviations."""
    design = fitted.design
    scale = _scales(fitted)
    value, se = fitted.coefficients * scale, np.sqrt(np.diag(fitted.covariance)) * scale
    names = pl.Series("name", _plain_names(fitted), dtype=pl.String)
    linear = pl.DataFrame({"name": names, "estimate": value, "se": se}).with_columns(
        low=pl.col("estimate") - _Z95 * pl.col("se"), high=pl.col("estimate") + _Z95 * pl.col("se")
    )
    peak = fitted.peak
    log_se = np.sqrt(np.diag(peak.covariance))
    value = np.exp(peak.log_sd)
    spread = pl.DataFrame({"name": design.variance_names, "estimate": value, "se": value * log_se})
    spread = spread.with_columns(
        low=pl.Series(np.exp(peak.log_sd - _Z95 * log_se)),
        high=pl.Series(np.exp(peak.log_sd + _Z95 * log_se)),
    )
    anchors = pl.DataFrame({"name": [f"bias_{name}" for name in design.evidence.anchors]})
    fixed = anchors.with_columns(
        estimate=pl.lit(0.0), **{c: pl.lit(None, dtype=pl.Float64) for c in ("se", "low", "high")}
    )
    return shaped("parameters", pl.concat([linear, spread, fixed]))


def _scales(fitted: Fitted) -> Reals:
    """Return what turns each coefficient into log loss: columns may be in units of their prior."""
    design = fitted.design
    steps = len(design.chains.steps)
    scale = np.ones(len(design.coefficient_names))
    scale[steps : steps + len(design.deficits.scale)] = design.deficits.scale
    return scale


def _plain_names(fitted: Fitted) -> list[str]:
    """Return names of the coefficients; what is no cost of a cause is not called one."""
    known = {f"beta_{cause}" for cause in causes()}
    deviations = tuple(f"{name}_tier_" for name in known)
    return [
        name if name in known or name.startswith(deviations) else name.removeprefix("beta_")
        for name in fitted.design.coefficient_names
    ]


def blockages_table(
    fitted: Fitted, fdr: float, findings: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Return the steps that lose clearly more than is usual for their tier.

    A row with a task is about that task; one without is about all of them together, and is
    given where there are several.
    """
    rows = _blocked(fitted, fdr)
    schema = {column.name: _type(column.type) for column in result_tables()["blockages"].columns}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return shaped("blockages", _with_findings(frame, findings))


def reporters_table(fitted: Fitted, fdr: float) -> pl.DataFrame:
    """Return the sources that stand clearly above the others, for the supervising office only."""
    return shaped("reporters", fitted.reporters.listed(fdr))


def _rows(fitted: Fitted, mean: Reals, sd: Reals, centre: Reals) -> pl.DataFrame:
    """Return a row a unit for every task and period; the 95 % interval is one of the logarithm."""
    design, count = fitted.design, len(fitted.design.chains)
    tasks = [task for task, _ in design.replicates] + [None] * len(design.periods)
    periods = [period for _, period in design.replicates] + design.periods
    low, high = np.exp(centre - _Z95 * sd), np.exp(centre + _Z95 * sd)
    return pl.DataFrame(
        {
            "unit": pl.concat([design.chains.units["unit"]] * len(tasks)),
            "task": pl.Series(np.repeat(np.array(tasks, dtype=object), count), dtype=pl.String),
            "period": pl.Series(np.repeat(np.array(periods, dtype=object), count), dtype=pl.String),
            "estimate": mean.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "se_log": sd.ravel(),
            "own_evidence": _own_evidence(fitted).ravel(),
        }
    )


def _own_evidence(fitted: Fitted) -> Reals:
    """Return how many observations each unit has of its own."""
    design = fitted.design
    counted = np.bincount(design.data.node, minlength=len(design.data.forest)).astype(np.float64)
    own = design.by_unit(counted)
    total = np.zeros((len(design.periods), own.shape[1]))
    np.add.at(total, fitted.period_of, own)
    return np.concatenate([own, total])


def _screening(fitted: Fitted) -> dict[str, pl.Series]:
    """Return excess and q-value of each step; empty where nothing tells of it."""
    screened, design = fitted.screened, fitted.design
    task = [design.tasks.index(name) for name, _ in design.replicates]
    row = np.array(task + [-1] * len(design.periods), dtype=np.int64)
    known = screened.known[row].ravel()
    return {
        "excess": pl.Series(np.where(known, screened.shift[row].ravel(), np.nan)).fill_nan(None),
        "q_value": pl.Series(np.where(known, screened.q[row].ravel(), np.nan)).fill_nan(None),
    }


def _blocked(fitted: Fitted, fdr: float) -> list[tuple[object, ...]]:
    """Return the rows of the blocked steps: by task, and over all tasks where there are several."""
    screened, design = fitted.screened, fitted.design
    names: list[str | None] = [*design.tasks, None] if len(design.tasks) > 1 else [*design.tasks]
    found: list[tuple[object, ...]] = []
    witnesses = Witnesses(fitted)
    for row, unit in np.argwhere(screened.listed(fdr)[: len(names)]).tolist():
        name, shift, se = (
            names[row],
            float(screened.shift[row, unit]),
            float(screened.se[row, unit]),
        )
        copies = [k for k, (t, _) in enumerate(design.replicates) if name in (None, t)]
        interval = (shift, shift - _Z95 * se, shift + _Z95 * se)
        told = (float(screened.q[row, unit]), _likely_cause(fitted, copies, unit), None)
        since = _since(fitted, copies, unit)
        strength = witnesses.strength(copies, unit, shift)
        found.append((design.chains.codes[unit], name, since, *interval, *told, strength))
    return found


def _since(fitted: Fitted, copies: list[int], unit: int) -> str:
    """Return the first period in which the step stands out by itself, or the worst one."""
    z = sorted(
        (fitted.design.replicates[k][1], float(fitted.screened.alone_z[k, unit])) for k in copies
    )
    shown = [period for period, value in z if value <= -_SHOWS]
    return shown[0] if shown else min(z, key=lambda pair: (pair[1], pair[0]))[0]


def _likely_cause(fitted: Fitted, copies: list[int], unit: int) -> str | None:
    """Return the cause whose measured deficit stands out most among the units of the tier."""
    deficits, chains = fitted.design.deficits, fitted.design.chains
    peers = np.flatnonzero(chains.tiers == chains.tiers[unit])
    best, most = None, threshold("cause_stands_out")
    for k, cause in enumerate(deficits.causes[: deficits.measured.shape[2]]):
        part = deficits.measured[copies][:, peers, k]
        own = deficits.measured[copies, unit, k]
        if np.isnan(own).all() or np.isnan(part).all() or np.nanstd(part) == 0:
            continue
        apart = float((np.nanmean(own) - np.nanmean(part)) / np.nanstd(part))
        if apart >= most:
            best, most = cause, apart
    return best


def _with_findings(blockages: pl.DataFrame, findings: pl.DataFrame | None) -> pl.DataFrame:
    """Return blockages with the findings on the same step, of the task or of no single one."""
    if findings is None or blockages.height == 0:
        return blockages.with_columns(findings=pl.col("findings").fill_null([]))
    rows = findings.select("finding", "unit", "task").sort("finding").rows()
    listed = [
        [f for f, u, t in rows if u == unit and (task is None or t is None or t == task)]
        for unit, task in blockages.select("unit", "task").rows()
    ]
    return blockages.with_columns(findings=pl.Series(listed, dtype=pl.List(pl.String)))
