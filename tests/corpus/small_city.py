"""A small city with evidence, deficits and findings, for tests of what is prescribed."""

from pathlib import Path

import numpy as np
import polars as pl

import chuandao as cd

TASKS = ("T1", "T2")
COSTS = {"understanding": 0.35, "resources": 0.3, "coordination": 0.2}
SIGNS = {"understanding": "U5", "resources": "R2", "coordination": "D3"}


def small_city(folder, *, seed=1, counties=4, towns=4, order=None):
    """Return a case, and the tables of a diagnosis of it: one sign in every third step."""
    rng = np.random.default_rng(seed)
    units = [("1", "市", 0, "")]
    for c in range(counties):
        units.append((f"1{c:02d}", f"县{c}", 1, "1"))
        units += [(f"1{c:02d}{t:02d}", f"镇{c}-{t}", 2, f"1{c:02d}") for t in range(towns)]
    evidence, deficits, findings, level = [], [], [], {"1": dict.fromkeys(TASKS, 0.0)}
    for unit, _, _, above in units[1:]:
        level[unit] = {}
        for task in TASKS:
            severity = {cause: float(rng.uniform(0, 0.8)) for cause in COSTS}
            lost = sum(COSTS[cause] * value for cause, value in severity.items())
            level[unit][task] = level[above][task] - lost - 0.05 + 0.03 * rng.normal()
            value = float(np.exp(level[unit][task] + 0.02 * rng.normal()))
            evidence.append((unit, task, "2025", "inspection", value, "share", 400))
            for cause, value in severity.items():
                deficits.append((unit, task, "2025", cause, value, 1.0))
                if rng.random() < 1 / 3:
                    sign = SIGNS[cause]
                    findings.append((f"F{len(findings)}", unit, task, sign, "to_verify"))
    _write(Path(folder), units, evidence, order)
    return cd.read(folder), _tables(deficits, findings, order)


def _write(folder, units, evidence, order):
    """Write the tables, in another order of rows where a seed is given."""
    rng = np.random.default_rng(order)
    heads = {
        "units": ("unit,name,tier,parent", units),
        "evidence": ("unit,task,period,source,value,scale,n", evidence),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, (head, rows) in heads.items():
        held = list(rows)
        if order is not None:
            rng.shuffle(held)
        lines = [",".join(map(str, row)) for row in held]
        Path(folder, f"{name}.csv").write_text("\n".join([head, *lines]) + "\n", "utf-8")


def _tables(deficits, findings, order):
    one = pl.DataFrame(
        deficits, ["unit", "task", "period", "cause", "deficit", "reliability"], orient="row"
    )
    two = pl.DataFrame(findings, ["finding", "unit", "task", "sign", "status"], orient="row")
    if order is not None:
        one, two = (frame.sample(fraction=1, shuffle=True, seed=order) for frame in (one, two))
    return {"deficits": one, "findings": two}
