"""Are effects of remedies found without bias, and do their intervals hold what they claim?

    python benchmarks/bench_effects.py [--seeds 100] [--kinds staggered,same,few,none,trend,…]
        [--peers PYTHON]

Prints, over simulated cities with known effects: bias and coverage of the 95 % interval of the
mean effect, coverage by time since the start (each by itself, all at once), how often the test
before the start objects, the grades of strength; and two-way fixed effects on the same data by
statsmodels, clustered by unit, where an interpreter that has it is named or is this one.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
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
from chuandao.decay.effects.verb import Effects, effects  # noqa: E402
from simulate_panels import (  # noqa: E402
    KINDS,
    REMEDY,
    PanelCity,
    days,
    simulate_panel,
    true_overall,
    true_since,
)

PEER = Path(__file__).with_name("peer_two_way.py")
INDEPENDENT = "inspection"


def main() -> None:
    """Run the cities and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=40_000)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--peers", default=sys.executable, help="A Python that has statsmodels.")
    asked = parser.parse_args()
    for kind in asked.kinds.split(","):
        start = time.process_time()
        cities = [one_city(seed, kind) for seed in range(asked.first, asked.first + asked.seeds)]
        report(kind, cities, (time.process_time() - start) / asked.seeds)
        two_way(kind, asked)


def case_of(city: PanelCity) -> Case:
    """Return a simulated city as a case that declares its order as set in advance."""
    tiers = list(city.tier.values())
    units = pl.DataFrame(
        {
            "unit": list(city.tier),
            "name": [f"u{unit}" for unit in city.tier],
            "tier": tiers,
            "parent": [city.parent.get(unit) for unit in city.tier],
            "kind": ["self_governing" if tier == 3 else "government" for tier in tiers],
        }
    )
    origin = {"origin_file": pl.lit(""), "origin_sheet": pl.lit(""), "origin_row": pl.lit(0)}
    evidence = pl.DataFrame(city.evidence).with_columns(scale=pl.lit("share"), **origin)
    rollouts = pl.DataFrame(
        [(unit, REMEDY, days(at)[0]) for unit, at in city.start.items()],
        schema={"unit": pl.String, "remedy": pl.String, "start": pl.Date},
        orient="row",
    ).with_columns(**origin)
    settings = Settings(
        sources=(Source("inspection", anchor=True),),
        designs=MappingProxyType({REMEDY: "staggered"}),
    )
    tables = MappingProxyType({"evidence": evidence, "rollouts": rollouts})
    return Case(Path(), settings, tables, pl.DataFrame(), grow(units), Problems())


def one_city(seed: int, kind: str) -> dict[str, float]:
    """Return what one city says: misses, cover and grades, for an independent source and reports.

    Where half of the effect comes early, the anticipation is declared too, as a second answer.
    """
    city = simulate_panel(seed, kind)
    case = case_of(city)
    found = effects(case, seed=seed)
    truth = true_overall(city)
    told = {"truth": truth, **whole(found, INDEPENDENT, truth, ""), **by_since(city, found)}
    told |= whole(found, "self_report", truth, "self_")
    check = found.tables["effect_checks"].filter(source=INDEPENDENT).row(0, named=True)
    told["objects"] = float(check["pretrend"] == "departs")
    told |= {grade: float(check["strength"] == grade) for grade in ("weak", "moderate", "strong")}
    reports = found.tables["effect_checks"].filter(source="self_report")
    told["reports_above_weak"] = float((reports["strength"] != "weak").any())
    if kind == "anticipation":
        told |= whole(effects(case, seed=seed, anticipation=1), INDEPENDENT, truth, "declared_")
    return told


def whole(found: Effects, source: str, truth: float, prefix: str) -> dict[str, float]:
    """Return error, width and cover of the mean effect of one source."""
    rows = found.tables["effects"].filter(
        (pl.col("source") == source) & pl.col("period").is_null() & pl.col("since").is_null()
    )
    estimate, low, high = rows.select("estimate", "low", "high").row(0)
    return {
        f"{prefix}bias": estimate - truth,
        f"{prefix}covered": float(low <= truth <= high),
        f"{prefix}width": high - low,
    }


def by_since(city: PanelCity, found: Effects) -> dict[str, float]:
    """Return the cover of the effects by time since the start, each and all at once."""
    rows = found.tables["effects"].filter(
        (pl.col("source") == INDEPENDENT) & (pl.col("since") >= 0) & pl.col("low").is_not_null()
    )
    each, together = [], []
    for row in rows.iter_rows(named=True):
        truth = true_since(city, row["since"])
        each.append(row["low"] <= truth <= row["high"])
        together.append(row["low_all"] <= truth <= row["high_all"])
    return {"each_covered": float(np.mean(each)), "all_covered": float(np.all(together))}


def report(kind: str, cities: list[dict[str, float]], seconds: float) -> None:
    """Print means over cities with the error that simulation leaves."""
    print(f"\n{kind}: {len(cities)} cities, {seconds:.2f} CPU s each, simulation included")
    for name in cities[0]:
        values = np.array([city[name] for city in cities])
        spare = values.std(ddof=1) / len(values) ** 0.5 if len(values) > 1 else float("nan")
        print(f"  {name:20} {values.mean():8.4f}   (± {spare:.4f})")


def two_way(kind: str, asked: argparse.Namespace) -> None:
    """Print bias and cover of two-way fixed effects on the same data, by statsmodels."""
    if shutil.which(asked.peers) is None:
        print(f"  two-way fixed effects: not compared ({asked.peers} is not installed here)")
        return
    order = [str(asked.first), str(asked.seeds), kind, INDEPENDENT]
    run = subprocess.run(
        [asked.peers, str(PEER), *order], capture_output=True, text=True, check=False
    )
    if run.returncode:
        print(f"  two-way fixed effects: not compared ({run.stderr.strip().splitlines()[-1]})")
        return
    told = json.loads(run.stdout)
    bias, covered = np.mean(told["bias"]), np.mean(told["covered"])
    print(
        f"  two-way fixed effects (statsmodels): bias {bias:+.4f}, covered {covered:.3f},", end=" "
    )
    print(f"{told['seconds'] / asked.seeds:.2f} CPU s each")


if __name__ == "__main__":
    main()
