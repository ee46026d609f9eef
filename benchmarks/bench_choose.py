"""Is the package the best there is, how near is the bound where trying all is too much, how fast?

    python benchmarks/bench_choose.py [--instances 300] [--first N] [--tasks 20]

Prints: small problems drawn at random against trying every package; middling ones, as searched
within the work that a large city gets, against the proven optimum; a city of 3,011 units, fitted,
with package, interval and regret in CPU seconds, at several budgets; whether the expected gain
ever falls as the budget rises.
"""

import argparse
import os
import sys
from pathlib import Path
from time import process_time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "corpus"))

import numpy as np  # noqa: E402 - threads are set before numerical libraries load
import polars as pl  # noqa: E402
from package_instances import brute_force, instance  # noqa: E402

import chuandao as cd  # noqa: E402
import simulate_cities  # noqa: E402
from bench_gain import findings, read  # noqa: E402
from chuandao.stats.packages.branch import Effort, best_package  # noqa: E402

BUDGETS = (100_000, 300_000, 600_000, 1_000_000, 3_000_000, 10_000_000)


def main() -> None:
    """Run all parts and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--instances", type=int, default=300)
    parser.add_argument("--first", type=int, default=900_000)
    parser.add_argument("--tasks", type=int, default=20)
    parser.add_argument("--city", action=argparse.BooleanOptionalAction, default=True)
    asked = parser.parse_args()
    small(asked.first, asked.instances)
    middling(asked.first, 40)
    if asked.city:
        city_of_3000(asked.tasks)


def small(first: int, count: int) -> None:
    """Compare with trying every package."""
    worst, proven, cpu, nodes = 0.0, 0, 0.0, 0
    for seed in range(first, first + count):
        setting = instance(seed)
        start = process_time()
        best = best_package(setting)
        cpu += process_time() - start
        worst = max(worst, abs(best.value - brute_force(setting)))
        proven, nodes = proven + best.proven, max(nodes, best.nodes)
    print(f"small: {count} problems of 3 to 11 options, {proven} proven best;", end=" ")
    print(f"largest difference from trying all {worst:.1e}; {cpu:.1f} CPU s, {nodes} nodes at most")


def middling(first: int, count: int) -> None:
    """Compare hasty search with the proven optimum."""
    gaps, short, bounds = [], [], []
    for seed in range(first, first + count):
        setting = instance(seed, options=25)
        hasty = best_package(setting, Effort(nodes=40, trials=20, together=0.8))
        exact = best_package(setting, Effort(nodes=4_000))
        if exact.proven:
            short.append(1 - hasty.value / exact.value)
            bounds.append(hasty.bound / exact.value - 1)
        gaps.append(exact.gap)
    print(f"middling: {count} problems of 25 options, {len(short)} solved exactly;", end=" ")
    print(
        f"hasty search {np.mean(short):.3%} short on average, {np.max(short):.3%} at most;", end=" "
    )
    print(f"its bound {np.mean(bounds):.3%} above on average, {np.max(bounds):.3%} at most")


def city_of_3000(tasks: int) -> None:
    """Prescribe for a city of 3,011 units at several budgets."""
    city = made(tasks)
    case = read(city)
    tables = {"deficits": pl.DataFrame(city.deficits), "findings": findings(city, 1)}
    start = process_time()
    decay = cd.measure(case, tables, anchor="inspection")
    print(
        f"city: {len(city.tier):,} units, {tasks} tasks; fitted in {process_time() - start:.1f} s"
    )
    before = -1.0
    for budget in BUDGETS:
        start = process_time()
        plan = cd.prescribe(case, tables, decay, budget=budget)
        cpu, found = process_time() - start, plan.tables["plan_summary"].row(0, named=True)
        print(
            f"  {budget:>10,} yuan: {found['measures']} of {found['options']} options, "
            f"gain {found['gain']:.4f} ({found['low']:.4f} to {found['high']:.4f}), "
            f"gap {found['gap']:.4%}, regret {found['regret']:.4f}, {cpu:.1f} CPU s"
            + ("" if found["gain"] >= before else "  LOWER THAN WITH LESS")
        )
        before = found["gain"]


def made(tasks: int) -> simulate_cities.City:
    """Return a simulated city of 10 counties, 15 townships each, 19 villages each."""
    simulate_cities.TASKS = tuple(f"T{k:02d}" for k in range(tasks))
    simulate_cities.grow = grown
    return simulate_cities.simulate(77, "clean")


def grown(city: simulate_cities.City, _: np.random.Generator) -> list[str]:
    """Give the city its units; return all but the root, top down."""
    city.tier["0"] = 0
    units = []
    for c in range(10):
        units.append(simulate_cities.add(city, f"{c + 10}", "0", 1))
        for t in range(15):
            units.append(simulate_cities.add(city, f"{c + 10}{t + 10}", f"{c + 10}", 2))
            for v in range(19):
                township = f"{c + 10}{t + 10}"
                units.append(simulate_cities.add(city, f"{township}{v + 10}", township, 3))
    return units


if __name__ == "__main__":
    main()
