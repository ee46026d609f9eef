from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl
import pytest

from chuandao.cascade.case import Case
from chuandao.cascade.problems import Problems
from chuandao.cascade.settings import Settings, Source
from chuandao.cascade.units import grow

EVIDENCE = {
    "unit": pl.String,
    "task": pl.String,
    "period": pl.String,
    "source": pl.String,
    "value": pl.Float64,
    "scale": pl.String,
    "n": pl.Int64,
    "se": pl.Float64,
    "origin_file": pl.String,
    "origin_sheet": pl.String,
    "origin_row": pl.UInt32,
}
UNITS = {"unit": pl.String, "name": pl.String, "tier": pl.Int64, "parent": pl.String}


def units_of(widths):
    """Return the rows of a tree: so many children below each unit of each tier."""
    rows, level = [("0", "市", 0, None)], ["0"]
    for tier, width in enumerate(widths, start=1):
        level = [f"{above}{k:02d}" for above in level for k in range(width)]
        rows += [(unit, f"u{unit}", tier, unit[:-2] or "0") for unit in level]
    return [(u, n, t, p if t != 1 else "0") for u, n, t, p in rows]


def build(units, evidence, *, anchor="inspection", kinds=None, **tables):
    """Return a case of units and evidence rows (unit, task, period, source, value[, scale, n])."""
    frame = pl.DataFrame(units, schema=UNITS, orient="row")
    if kinds:
        frame = frame.with_columns(kind=pl.col("unit").replace_strict(kinds, default=None))
    rows = [(*row, *("share", None, None)[len(row) - 5 :], "e.csv", "", 0) for row in evidence]
    table = pl.DataFrame(rows, schema=EVIDENCE, orient="row")
    sources = (Source(anchor, anchor=True),) if anchor else ()
    given = {"evidence": table, **tables}
    return Case(
        Path(),
        Settings(name="x", sources=sources),
        MappingProxyType(given),
        pl.DataFrame(),
        grow(frame),
        Problems(),
    )


def simulated(widths=(4, 3, 3), *, seed=0, tasks=("A", "B"), periods=("2025Q1",), loss=0.15):
    """Return evidence rows of two sources and deficits of two causes, with known costs."""
    rng, units = np.random.default_rng(seed), units_of(widths)
    evidence, deficits = [], []
    for task in tasks:
        for period in periods:
            x = {"0": 0.0}
            for unit, _, _, parent in units[1:]:
                d = rng.uniform(0, 1, 2)
                x[unit] = x[parent] - loss - 0.3 * d[0] + rng.normal(0, 0.08)
                for cause, value in zip(("understanding", "resources"), d, strict=True):
                    deficits.append((unit, task, period, cause, float(value), 1.0))
                value = np.exp(x[unit] + rng.normal(0, 0.05))
                evidence.append((unit, task, period, "inspection", float(value)))
                value = np.exp(x[unit] + 0.1 + rng.normal(0, 0.05))
                evidence.append((unit, task, period, "self_report", float(value)))
    schema = ["unit", "task", "period", "cause", "deficit", "reliability"]
    return units, evidence, pl.DataFrame(deficits, schema=schema, orient="row")


@pytest.fixture
def case_of():
    return build


@pytest.fixture
def city():
    return simulated


@pytest.fixture
def tree_of():
    return units_of
