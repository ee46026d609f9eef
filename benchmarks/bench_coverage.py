"""Do the intervals cover the truth as often as they claim, and are blockages found?

    python benchmarks/bench_coverage.py [--seeds 20] [--kinds clean,dirty,…] [--first N]

Prints, pooled over simulated cities with known truth: coverage of the 95 % intervals of efficacy
(by tier), retention and tier figures; errors of the step × cause table; power and false share of
blockages and inflated reporters; mean absolute error of villages; CPU seconds; and the same
nested data fitted by statsmodels MixedLM.
"""

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from types import MappingProxyType

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are set before numerical libraries load
import polars as pl  # noqa: E402

from chuandao.cascade.case import Case  # noqa: E402
from chuandao.cascade.problems import Problems  # noqa: E402
from chuandao.cascade.settings import Settings, Source  # noqa: E402
from chuandao.cascade.units import grow  # noqa: E402
from chuandao.decay.model import DecayModel  # noqa: E402
from simulate_cities import CAUSES, KINDS, TASKS, City, simulate, true_cells  # noqa: E402

KEY = ["unit", "task"]
EVIDENCE = {
    "unit": pl.String,
    "task": pl.String,
    "period": pl.String,
    "source": pl.String,
    "value": pl.Float64,
    "scale": pl.String,
    "n": pl.Int64,
    "se": pl.Float64,
}


def main() -> None:
    """Run the cities and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=20_000)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--statsmodels", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    for kind in asked.kinds.split(","):
        jobs = [(seed, kind) for seed in range(asked.first, asked.first + asked.seeds)]
        with ProcessPoolExecutor(asked.jobs, mp_context=get_context("spawn")) as pool:
            report(kind, list(pool.map(one_city, jobs)))
    if asked.statsmodels:
        beside_statsmodels(asked.first)


def case_of(city: City) -> Case:
    """Return a simulated city as a case."""
    units = pl.DataFrame(
        {
            "unit": list(city.tier),
            "name": [f"u{unit}" for unit in city.tier],
            "tier": list(city.tier.values()),
            "parent": [city.parent.get(unit) for unit in city.tier],
            "kind": ["self_governing" if t == 3 else "government" for t in city.tier.values()],
        }
    )
    evidence = pl.DataFrame(city.evidence, schema=EVIDENCE)
    settings = Settings(sources=(Source("inspection", anchor=True),))
    tables = MappingProxyType({"evidence": evidence})
    return Case(Path(), settings, tables, pl.DataFrame(), grow(units), Problems())


def one_city(job: tuple[int, str]) -> dict[str, float]:
    """Return what one city says, as sums that can be pooled."""
    seed, kind = job
    city = simulate(seed, kind)
    case, deficits = case_of(city), pl.DataFrame(city.deficits)
    start = time.process_time()
    model = DecayModel(seed=seed).fit(case, deficits)
    found = {"cpu": time.process_time() - start}
    found |= levels(city, model) | tier_figures(city, model) | cells(city, model)
    return found | blockages(city, model) | reporters(city, model)


def levels(city: City, model: DecayModel) -> dict[str, float]:
    """Return coverage and error of efficacy and retention."""
    truth = pl.DataFrame(
        [
            (unit, task, city.tier[unit], city.efficacy[unit, task], city.step[unit, task])
            for unit in city.parent
            for task in TASKS
        ],
        schema=["unit", "task", "tier", "efficacy", "step"],
        orient="row",
    )
    found = {}
    efficacy = truth.join(model.efficacy_, on=KEY)
    retention = truth.join(model.retention_, on=KEY)
    for tier in sorted(set(truth["tier"])):
        here = efficacy.filter(tier=tier)
        found[f"efficacy{tier}"] = covered(here, "efficacy")
        found[f"retention{tier}"] = covered(retention.filter(tier=tier), "step")
        found[f"mae{tier}"] = float((here["efficacy"] - here["estimate"]).abs().mean())
    mean = truth.group_by("unit", "tier").agg(pl.col("efficacy").mean())
    over = mean.join(model.efficacy_.filter(pl.col("task").is_null()), on="unit")
    found["over_tasks"] = covered(over, "efficacy")
    own = efficacy.filter((pl.col("tier") == 3) & (pl.col("own_evidence") > 1))
    if own.height:
        found["mae_inspected"] = float((own["efficacy"] - own["estimate"]).abs().mean())
    blocked = retention.filter(pl.col("unit").is_in(list(city.blocked)))
    if blocked.height:
        found["retention_blocked"] = covered(blocked, "step")
    return found


def covered(rows: pl.DataFrame, truth: str) -> float:
    """Return the share of rows whose interval holds the truth."""
    return float(rows.select(pl.col(truth).is_between(pl.col("low"), pl.col("high")).mean()).item())


def tier_figures(city: City, model: DecayModel) -> dict[str, float]:
    """Return how often the root's tier figures (by task) hold the truth, by tier."""
    rows = model.tiers_.filter((pl.col("unit") == "0") & pl.col("task").is_not_null())
    deepest = max(city.tier.values())
    ends = [unit for unit in city.tier if city.tier[unit] == deepest]
    hits: dict[str, list[bool]] = {}
    for row in rows.filter(pl.col("tier") > 0).iter_rows(named=True):
        truth = np.mean([city.efficacy[above(city, v, row["tier"]), row["task"]] for v in ends])
        hits.setdefault(f"tier_figure{row['tier']}", []).append(row["low"] <= truth <= row["high"])
    found = {name: float(np.mean(inside)) for name, inside in hits.items()}
    return found | {"tier_figures": float(np.mean([x for part in hits.values() for x in part]))}


def above(city: City, unit: str, tier: int) -> str:
    """Return a unit's ancestor of a tier."""
    while city.tier[unit] > tier:
        unit = city.parent[unit]
    return unit


def cells(city: City, model: DecayModel) -> dict[str, float]:
    """Return the error of the root's step × cause table, and its coverage."""
    truth = true_cells(city)
    rows = model.attribution("0").filter(pl.col("task").is_null())
    error, own, inside = [], [], []
    for row in rows.iter_rows(named=True):
        real = truth[row["edge_tier"], row["cause"]]
        (error if row["cause"] in CAUSES else own).append(abs(row["loss"] - real))
        inside.append(row["low"] <= real <= row["high"])
    return {
        "cell_mean": float(np.mean(error)),
        "cell_worst": max(error),
        "cell_step_or_local": float(np.mean(own)),
        "cell_covered": float(np.mean(inside)),
        "adds_up": abs(rows["loss"].sum() - sum(truth.values())),
    }


def blockages(city: City, model: DecayModel) -> dict[str, float]:
    """Return how many planted blockages were found, and how many found ones were not planted."""
    rows = model.blockages()
    found = set(rows["unit"])
    tops = {unit for unit in found if city.tier[unit] < 3}
    return {
        "planted": len(city.blocked),
        "hit": len(found & city.blocked),
        "listed_top": len(tops),
        "false_top": len(tops - city.blocked),
        "listed_village": len(found - tops),
        "false_village": len(found - tops - city.blocked),
        **{
            f"{name}{tier}": sum(city.tier[u] == tier for u in which)
            for tier in (1, 2, 3)
            for name, which in (("planted_", city.blocked), ("hit_", found & city.blocked))
        },
    }


def reporters(city: City, model: DecayModel) -> dict[str, float]:
    """Return how many inflated reporters were found."""
    found = set(model.reporters().filter(source="self_report")["unit"])
    return {
        "inflated": len(city.inflated),
        "reporters": len(found),
        "reporters_hit": len(found & city.inflated),
    }


def report(kind: str, cities: list[dict[str, float]]) -> None:
    """Print means over cities, and rates over all planted and listed ones."""
    print(f"\n{kind}: {len(cities)} cities")
    counts = ("planted", "hit", "listed", "false", "inflated", "reporters")
    for name in cities[0]:
        values = [city[name] for city in cities if name in city]
        if not name.startswith(counts):
            print(f"  {name:20} {np.mean(values):8.4f}   (worst city {max(values):.4f})")
    total = {
        name: sum(city[name] for city in cities) for name in cities[0] if name.startswith(counts)
    }
    for name, part, whole in (
        ("blockage power", "hit", "planted"),
        ("  of counties", "hit_1", "planted_1"),
        ("  of townships", "hit_2", "planted_2"),
        ("  of villages", "hit_3", "planted_3"),
        ("false share, top", "false_top", "listed_top"),
        ("  of villages", "false_village", "listed_village"),
        ("reporter power", "reporters_hit", "inflated"),
    ):
        if total[whole]:
            print(
                f"  {name:20} {total[part] / total[whole]:8.4f}   ({total[part]} of {total[whole]})"
            )
    wrong = total["reporters"] - total["reporters_hit"]
    print(f"  reporters listed {total['reporters']}, not inflated {wrong}")


def beside_statsmodels(seed: int) -> None:
    """Print costs of causes and CPU seconds of the product and of MixedLM on one nested task."""
    try:
        import statsmodels.api as sm
    except ImportError:
        print("\nstatsmodels is not installed here: not compared")
        return
    city = simulate(seed)
    city.evidence = [
        {**row, "se": None}
        for row in city.evidence
        if row["task"] == "T1" and row["source"] == "inspection"
    ]
    deficits = pl.DataFrame(city.deficits).filter(task="T1")
    start = time.process_time()
    model = DecayModel(seed=seed).fit(case_of(city), deficits)
    ours = time.process_time() - start
    y, x, county, township = nested(city, deficits)
    start = time.process_time()
    components = {"township": "0 + C(township)"}
    data = {"y": y, "township": township, **{f"x{k}": x[:, k] for k in range(x.shape[1])}}
    formula = "y ~ 0 + " + " + ".join(f"x{k}" for k in range(x.shape[1]))
    fitted = sm.MixedLM.from_formula(
        formula, data=frame(data), groups=county, re_formula="0 + x0", vc_formula=components
    ).fit()
    theirs = time.process_time() - start
    print(f"\nbeside statsmodels MixedLM: {len(y)} observations of one task and source")
    print(f"  CPU seconds: chuandao {ours:.2f} (all tables and intervals), MixedLM {theirs:.2f}")
    mine = dict(model.parameters_.select("name", "estimate").rows())
    for k, cause in enumerate(CAUSES):
        print(
            f"  beta {cause:14} chuandao {mine[f'beta_{cause}']:.4f}"
            f"  MixedLM {-fitted.fe_params.iloc[3 + k]:.4f}  truth {city.cost[cause]:.4f}"
        )


def frame(data: dict[str, object]) -> object:
    """Return data as statsmodels wants it."""
    import pandas as pd

    return pd.DataFrame(data)


def nested(city: City, deficits: pl.DataFrame) -> tuple[np.ndarray, ...]:
    """Return responses, design summed down the path, and the groups they lie in."""
    severity = {(u, c): d for u, c, d in deficits.select("unit", "cause", "deficit").rows()}
    y, x, county, township = [], [], [], []
    for row in city.evidence:
        unit, line = row["unit"], np.zeros(3 + len(CAUSES))
        while unit != "0":
            line[city.tier[unit] - 1] += 1
            line[3:] += [severity[unit, cause] for cause in CAUSES]
            unit = city.parent[unit]
        y.append(np.log(row["value"]))
        x.append(line)
        county.append(row["unit"][:2])
        township.append(row["unit"][:4])
    return np.array(y), np.array(x), np.array(county), np.array(township)


if __name__ == "__main__":
    main()
