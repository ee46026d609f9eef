"""The plain nested model beside lme4 and statsmodels: the same data, the same coefficients?

    python benchmarks/bench_peers.py [--seed N] [--shape 8,8,6] [--statsmodels PYTHON]

One task of a clean simulated city (counties, townships in each, villages in each), every unit
looked at twice by one source. The priors of chuandao are made flat here and no step is set apart,
so that all three find the mode of the same restricted likelihood. Prints losses of the steps,
costs of causes, standard deviations, and CPU seconds; a peer that is not installed is said and
left out.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are set before numerical libraries load
import polars as pl  # noqa: E402

import chuandao.decay.priors as shipped  # noqa: E402
from bench_coverage import case_of  # noqa: E402
from chuandao.decay import fitting  # noqa: E402
from chuandao.decay.model import DecayModel  # noqa: E402
from shaped_cities import shaped_city  # noqa: E402
from simulate_cities import CAUSES, PERIOD, City  # noqa: E402

HERE = Path(__file__).parent
TASK = "T1"
NOISE = 0.05
FLAT = {
    "prior_alpha_sd": 1e4,
    "prior_beta_sd": 1e4,
    "prior_bias_sd": 1e4,
    "prior_log_sd_spread": 1e3,
}
NAMES = ("alpha_1", "alpha_2", "alpha_3", *(f"beta_{cause}" for cause in CAUSES))
SPREADS = ("sigma_1", "sigma_2", "sigma_3", "tau")


def main() -> None:
    """Fit the same data by each and print what they found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=30_000)
    parser.add_argument("--shape", default="8,8,6")
    parser.add_argument("--statsmodels", default=sys.executable, help="A Python that has it.")
    asked = parser.parse_args()
    counties, townships, villages = map(int, asked.shape.split(","))
    city = shaped_city(asked.seed, (counties, townships, villages))
    look_twice(city, np.random.default_rng(asked.seed))
    deficits = pl.DataFrame(city.deficits).filter(task=TASK)
    found = {"chuandao": by_chuandao(city, deficits)}
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder, "nested.csv")
        nested(city, deficits).write_csv(data)
        found["lme4"] = by_peer(["Rscript", str(HERE / "peer_lme4.R"), str(data)], "lme4")
        order = [asked.statsmodels, str(HERE / "peer_mixedlm.py"), str(data)]
        found["statsmodels"] = by_peer(order, "statsmodels")
    print(f"{len(city.evidence)} observations of {len(city.parent)} units")
    report({name: told for name, told in found.items() if told}, city)


def look_twice(city: City, rng: np.random.Generator) -> None:
    """Let one source look at every unit twice, with noise of unknown size."""
    city.evidence = [
        {
            "unit": unit,
            "task": TASK,
            "period": PERIOD,
            "source": "inspection",
            "value": float(city.efficacy[unit, TASK] * np.exp(rng.normal() * NOISE)),
            "scale": "share",
            "n": None,
            "se": None,
        }
        for unit in city.parent
        for _ in range(2)
    ]


def by_chuandao(city: City, deficits: pl.DataFrame) -> dict[str, float]:
    """Return estimates and CPU seconds of the product, its priors flat.

    ``seconds_fit``: of finding the variances alone, without tables, intervals, attribution.
    """
    usual, spent = shipped.threshold, [0.0]
    shipped.threshold = lambda name: FLAT[name] if name in FLAT else usual(name)
    kept = {name: getattr(fitting, name) for name in ("highest", "mode", "_ROUNDS")}
    changed = {name: timed(kept[name], spent) for name in ("highest", "mode")}
    for name, value in {**changed, "_ROUNDS": 0}.items():  # no round: nothing is set apart
        setattr(fitting, name, value)
    try:
        case = case_of(city)
        start = time.process_time()
        model = DecayModel(points=1).fit(case, deficits)
        seconds = time.process_time() - start
    finally:
        shipped.threshold = usual
        for name, search in kept.items():
            setattr(fitting, name, search)
    mine = dict(model.parameters_.select("name", "estimate").rows())
    told = {f"alpha_{k}": mine[f"alpha_tier_{k}"] for k in (1, 2, 3)}
    told |= {f"beta_{cause}": mine[f"beta_{cause}"] for cause in CAUSES}
    told |= {f"sigma_{k}": mine[f"sigma_tier_{k}"] for k in (1, 2, 3)}
    return told | {"tau": mine["tau_inspection"], "seconds": seconds, "seconds_fit": spent[0]}


def timed(search: Callable[..., object], spent: list[float]) -> Callable[..., object]:
    """Return a function that adds its CPU seconds to a sum."""

    def run(*given: object, **named: object) -> object:
        start = time.process_time()
        found = search(*given, **named)
        spent[0] += time.process_time() - start
        return found

    return run


def nested(city: City, deficits: pl.DataFrame) -> pl.DataFrame:
    """Return responses, the design summed down the path, and the units each lies in."""
    severity = {(u, c): d for u, c, d in deficits.select("unit", "cause", "deficit").rows()}
    rows = []
    for row in city.evidence:
        unit, line = str(row["unit"]), np.zeros(len(NAMES))
        tier = city.tier[unit]
        while unit != "0":
            line[city.tier[unit] - 1] -= 1
            line[3:] -= [severity[unit, cause] for cause in CAUSES]
            unit = city.parent[unit]
        code = str(row["unit"])
        place = (code[:2], code[:4] if tier > 1 else "none", code if tier > 2 else "none")
        rows.append((np.log(row["value"]), *line, *place, float(tier > 1), float(tier > 2)))
    names = ["y", *NAMES, "county", "township", "village", "in_township", "in_village"]
    return pl.DataFrame(rows, schema=names, orient="row")


def by_peer(order: list[str], name: str) -> dict[str, float] | None:
    """Return what a peer found; nothing, and a word, where it is not installed."""
    if shutil.which(order[0]) is None:
        print(f"{name}: not compared ({order[0]} is not installed here)")
        return None
    run = subprocess.run(order, capture_output=True, text=True, check=False)
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["failed"])[-1]
        print(f"{name}: not compared ({last})")
        return None
    return dict(json.loads(run.stdout))


def report(found: dict[str, dict[str, float]], city: City) -> None:
    """Print estimates side by side, the largest difference from each peer, and times."""
    print(f"{'':22}" + "".join(f"{name:>14}" for name in found) + f"{'truth':>14}")
    for name in (*NAMES, *SPREADS):
        cause = name.removeprefix("beta_")
        truth = f"{city.cost[cause]:14.6f}" if cause in city.cost else ""
        print(f"{name:22}" + "".join(f"{told[name]:14.6f}" for told in found.values()) + truth)
    mine = found["chuandao"]
    for peer, told in found.items():
        if peer != "chuandao":
            apart = {
                kind: max(abs(mine[name] - told[name]) for name in names)
                for kind, names in (("coefficients", NAMES), ("deviations", SPREADS))
            }
            ratio = told["seconds"] / mine["seconds_fit"]
            print(f"{peer}: largest difference {apart}; {ratio:.0f} x the CPU time of our fit")
    print(f"{'CPU seconds':22}" + "".join(f"{told['seconds']:14.3f}" for told in found.values()))
    print(f"  chuandao's fit of variances and coefficients alone: {mine['seconds_fit']:.4f}")


if __name__ == "__main__":
    main()
