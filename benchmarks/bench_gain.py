"""Does the interval of the expected gain cover what a package really brings?

    python benchmarks/bench_gain.py [--seeds 20] [--kinds clean,blocked,dirty] [--first N]

Cities with known truth (simulate_cities.py) are fitted and a package is prescribed. Then what it
really brings is worked out by plain arithmetic from the true losses of every step, with true
effects drawn from their ranges, many times a city: triangular as the plan assumes, uniform, and,
to see what is not promised, always at the low or high end. Prints the share of draws within the
90 % interval, the bias of the expected gain, and the width of the interval.
"""

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

import chuandao as cd
from chuandao.cascade.case import Case
from chuandao.prescription.choose import Plan
from chuandao.prescription.options import Options
from simulate_cities import TASKS, City, simulate

SIGNS = {
    "understanding": ("U1", "U5", "U7"),
    "resources": ("R2", "R4"),
    "capacity": ("C1", "C3"),
    "appraisal": ("A1", "A5"),
    "coordination": ("D1", "D3"),
}
SEVERE = 0.45
TRUTHS = ("triangular", "uniform", "low end", "high end")
DRAWS = 40


def main() -> None:
    """Run the cities and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=70_000)
    parser.add_argument("--kinds", default="clean,blocked,dirty")
    parser.add_argument("--budget", type=float, default=600_000)
    asked = parser.parse_args()
    for kind in asked.kinds.split(","):
        seeds = range(asked.first, asked.first + asked.seeds)
        report(kind, [one_city(seed, kind, asked.budget) for seed in seeds])


def one_city(seed: int, kind: str, budget: float) -> dict[str, float]:
    """Return what the plan of one city claimed and what it really brings."""
    city = simulate(seed, kind)
    case = read(city)
    tables = {"deficits": pl.DataFrame(city.deficits), "findings": findings(city, seed)}
    decay = cd.measure(case, tables, seed=seed, anchor="inspection")
    start = time.process_time()
    plan = cd.prescribe(case, tables, decay, budget=budget, seed=seed)
    total = plan.tables["plan_summary"].row(0, named=True)
    found = {"cpu": time.process_time() - start, "gain": total["gain"], "gap": total["gap"]}
    found |= {"width": total["high"] - total["low"], "measures": total["measures"]}
    rng = np.random.default_rng([seed, 5])
    for truth in TRUTHS:
        true = np.array([brought(city, plan, truth, rng) for _ in range(DRAWS)])
        found[truth] = float(((true >= total["low"]) & (true <= total["high"])).mean())
        found[f"{truth} mean"] = float(true.mean())
    return found


def read(city: City) -> Case:
    """Return a simulated city as it is read from its tables."""
    units = pl.DataFrame(
        {
            "unit": list(city.tier),
            "name": [f"u{unit}" for unit in city.tier],
            "tier": list(city.tier.values()),
            "parent": [city.parent.get(unit, "") for unit in city.tier],
            "kind": ["self_governing" if t == 3 else "government" for t in city.tier.values()],
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        units.write_csv(Path(folder, "units.csv"))
        pl.DataFrame(city.evidence, infer_schema_length=None).write_csv(
            Path(folder, "evidence.csv")
        )
        return cd.read(folder)


def findings(city: City, seed: int) -> pl.DataFrame:
    """Return a sign of every deficit that was seen to be severe."""
    rng = np.random.default_rng([seed, 6])
    rows = [
        (row["unit"], row["task"], str(rng.choice(SIGNS[str(row["cause"])])), "to_verify")
        for row in city.deficits
        if float(str(row["deficit"])) > SEVERE
    ]
    named = [(f"F{at}", *row) for at, row in enumerate(rows)]
    return pl.DataFrame(named, ["finding", "unit", "task", "sign", "status"], orient="row")


def brought(city: City, plan: Plan, truth: str, rng: np.random.Generator) -> float:
    """Return what a package really brings in a city, its burden taken off."""
    options = options_of(plan)
    ground, shares = options.ground, true_shares(options, truth, rng)
    left: dict[tuple[str, str, str], float] = {}
    burden = 0.0
    for at in plan.chosen:
        row = options.rows[at]
        burden += row.burden * 0.00003
        for effect, tasks in zip(row.effects, row.tasks, strict=True):
            one = options.effects[effect]
            for unit in reached(city, ground.units[row.unit], one.reach):
                for task in tasks:
                    key = (unit, ground.tasks[task], one.cause)
                    left[key] = left.get(key, 1.0) * (1 - shares[effect])
    removed: dict[tuple[str, str], float] = {}
    for (unit, task, cause), rest in left.items():
        lost = city.parts[unit, task][cause] * (1 - rest)
        removed[unit, task] = removed.get((unit, task), 0.0) + lost
    for unit in city.parent:  # top down
        for task in TASKS:
            above = removed.get((city.parent[unit], task), 0.0)
            removed[unit, task] = removed.get((unit, task), 0.0) + above
    deepest = max(city.tier.values())
    villages = [(u, task) for u in city.tier if city.tier[u] == deepest for task in TASKS]
    gains = [city.efficacy[at] * np.expm1(removed[at]) for at in villages]
    return float(np.mean(gains)) - burden


def reached(city: City, unit: str, reach: str) -> list[str]:
    """Return the units to which the steps lead that a remedy reaches."""
    if reach == "step":
        return [unit]
    below = [one for one, above in city.parent.items() if above == unit]
    if reach == "below":
        return below
    return below + [one for child in below for one in reached(city, child, "all")]


def options_of(plan: Plan) -> Options:
    """Return the options that a plan was chosen from."""
    if plan.options is None:
        raise ValueError(plan)
    return plan.options


def true_shares(options: Options, truth: str, rng: np.random.Generator) -> list[float]:
    """Return what each effect truly removes: one place in its range for a remedy."""
    place: dict[str, float] = {}
    shares = []
    for effect in options.effects:
        at = place.setdefault(effect.remedy, float(rng.random()))
        if truth == "triangular":
            shares.append(triangular(effect.low, effect.mid, effect.high, at))
        else:
            end = {"uniform": at, "low end": 0.0, "high end": 1.0}[truth]
            shares.append(effect.low + end * (effect.high - effect.low))
    return shares


def triangular(low: float, mid: float, high: float, at: float) -> float:
    """Return a quantile of a triangular distribution, by bisection of its distribution."""
    below, above = low, high
    for _ in range(60):
        x = (below + above) / 2
        if x < mid:
            reached_ = (x - low) ** 2 / ((high - low) * (mid - low))
        else:
            reached_ = 1 - (high - x) ** 2 / ((high - low) * max(high - mid, 1e-12))
        below, above = (x, above) if reached_ < at else (below, x)
    return (below + above) / 2


def report(kind: str, rows: list[dict[str, float]]) -> None:
    """Print what was measured over the cities of a kind."""
    mean = {name: float(np.mean([row[name] for row in rows])) for name in rows[0]}
    print(f"{kind}: {len(rows)} cities, {mean['measures']:.0f} measures, CPU {mean['cpu']:.1f} s")
    print(f"  expected gain {mean['gain']:.4f}, 90 % interval {mean['width']:.4f} wide")
    for truth in TRUTHS:
        spread = np.std([row[truth] for row in rows]) / len(rows) ** 0.5
        bias = mean["gain"] - mean[f"{truth} mean"]
        print(f"  {truth:11} covered {mean[truth]:.3f} (se {spread:.3f}), bias {bias:+.4f}")


if __name__ == "__main__":
    main()
