"""The posterior of small cities beside NUTS: means and standard deviations of the same model.

    python benchmarks/bench_oracle.py --make FOLDER         makes an environment with NumPyro there
    python benchmarks/bench_oracle.py --oracle PYTHON [--seeds 2] [--shape 4,3,3] [--draws 4000]

The oracle is written down a second time in peer_nuts.py, with the priors of the catalogue, and
draws from the whole posterior, variances included; ours is a mixture of exact tree posteriors
over points around the mode of the variances. Prints how far means lie apart, in standard
deviations of the oracle, and the ratio of standard deviations.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are set before numerical libraries load
import polars as pl  # noqa: E402

from bench_coverage import case_of  # noqa: E402
from chuandao.catalog.thresholds import threshold  # noqa: E402
from chuandao.decay.model import DecayModel  # noqa: E402
from shaped_cities import shaped_city  # noqa: E402
from simulate_cities import CAUSES, TASKS, City  # noqa: E402

PRIOR = ("sigma_median", "tau_median", "log_sd_spread", "alpha_sd", "beta_sd", "bias_sd")
SOURCES = ("inspection", "self_report", "third_party")
ORACLE = Path(__file__).with_name("peer_nuts.py")
NEEDS = ("numpyro", "jax[cpu]")


def main() -> None:
    """Make the environment, or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--make", metavar="FOLDER", help="Make an environment with NumPyro there.")
    parser.add_argument("--oracle", default=sys.executable, help="A Python that has NumPyro.")
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--first", type=int, default=60_000)
    parser.add_argument("--shape", default="4,3,3")
    parser.add_argument("--draws", type=int, default=4000)
    asked = parser.parse_args()
    if asked.make:
        asked.oracle = str(made(Path(asked.make)))
    if not has_numpyro(asked.oracle):
        print(f"not compared: {asked.oracle} has no NumPyro; see --make")
        return
    for seed in range(asked.first, asked.first + asked.seeds):
        counties, townships, villages = map(int, asked.shape.split(","))
        city = shaped_city(seed, (counties, townships, villages))
        compare(seed, city, asked)


def made(folder: Path) -> Path:
    """Return the Python of an environment of its own with NumPyro in it."""
    if not (folder / "bin" / "python").exists():
        venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", *NEEDS], check=True)
    return python


def has_numpyro(python: str) -> bool:
    """Return whether an interpreter can import NumPyro."""
    try:
        run = subprocess.run([python, "-c", "import numpyro"], capture_output=True, check=False)
    except OSError:
        return False
    return run.returncode == 0


def compare(seed: int, city: City, asked: argparse.Namespace) -> None:
    """Print how ours and the oracle's posterior differ."""
    start = time.process_time()
    model = DecayModel(seed=seed).fit(case_of(city), pl.DataFrame(city.deficits))
    ours = time.process_time() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "city.json")
        path.write_text(json.dumps(written(seed, city)))
        order = [asked.oracle, str(ORACLE), str(path), str(asked.draws)]
        run = subprocess.run(order, capture_output=True, text=True, check=False)
    if run.returncode:
        print(f"city {seed}: the oracle failed: {run.stderr.strip().splitlines()[-1]}")
        return
    told = json.loads(run.stdout)
    quality = f"r_hat {told['r_hat']:.3f}, n_eff {told['n_eff']:.0f}, {told['divergent']} divergent"
    print(f"\ncity {seed}: {len(city.parent)} units, {len(TASKS)} tasks; oracle: {quality}")
    print(f"  CPU seconds: chuandao {ours:.2f} (all tables), NUTS {told['seconds']:.0f}")
    print(f"  {'':12} {'mean apart, in sd':>30} {'ratio of sd':>24}")
    for name, (mean, sd) in mine(city, model).items():
        apart = (np.array(mean) - np.array(told[name][0])) / np.array(told[name][1])
        ratio = np.array(sd) / np.array(told[name][1])
        print(
            f"  {name:12} mean |.| {np.abs(apart).mean():6.3f}, largest {np.abs(apart).max():6.3f}",
            end="",
        )
        print(f"      {ratio.mean():6.3f} ({ratio.min():.3f}-{ratio.max():.3f})")


def mine(city: City, model: DecayModel) -> dict[str, tuple[list[float], list[float]]]:
    """Return our means and standard deviations, in the order in which the oracle has them."""
    known = {
        name: (e, s) for name, e, s in model.parameters_.select("name", "estimate", "se").rows()
    }
    rows = {
        (unit, task): (np.log(estimate) - se**2 / 2, se, estimate)
        for unit, task, estimate, se in model.efficacy_.filter(pl.col("task").is_not_null())
        .select("unit", "task", "estimate", "se_log")
        .rows()
    }
    x = [rows[unit, task] for task in TASKS for unit in city.parent]
    of_efficacy = [e * np.sqrt(np.expm1(se**2)) for _, se, e in x]
    told = {
        "beta": [known[f"beta_{cause}"] for cause in CAUSES],
        "alpha": [known[f"alpha_tier_{tier}"] for tier in (1, 2, 3)],
        "bias": [known[f"bias_{source}"] for source in SOURCES[1:]],
    }
    pairs = {name: ([v for v, _ in held], [s for _, s in held]) for name, held in told.items()}
    pairs["x"] = ([v[0] for v in x], [v[1] for v in x])
    return pairs | {"efficacy": ([v[2] for v in x], of_efficacy)}


def written(seed: int, city: City) -> dict[str, object]:
    """Return a city as the oracle reads it: the tree once a task, evidence on the log scale."""
    units = list(city.parent)
    place = {(unit, task): k for k, (task, unit) in enumerate((t, u) for t in TASKS for u in units)}
    severity = {(r["unit"], r["task"], r["cause"]): r["deficit"] for r in city.deficits}
    path = np.zeros((len(place), len(place)))
    for (unit, task), at in place.items():
        path[at, at] = 1
        if city.parent[unit] != "0":
            path[at] += path[place[city.parent[unit], task]]
    seen = [
        (place[r["unit"], r["task"]], SOURCES.index(str(r["source"])), r) for r in city.evidence
    ]
    data = {
        "parent": [place.get((city.parent[u], t), -1) for t in TASKS for u in units],
        "tier": [city.tier[u] for _ in TASKS for u in units],
        "deficit": [[severity[u, t, c] for c in CAUSES] for t in TASKS for u in units],
        "path": path.tolist(),
        "at": [at for at, _, _ in seen],
        "source": [source for _, source, _ in seen],
        "response": [float(np.log(r["value"])) for _, _, r in seen],
        "variance": [(r["se"] / r["value"]) ** 2 if r["se"] else 0.0 for _, _, r in seen],
    }
    return {"seed": seed, "data": data, "prior": {n: threshold(f"prior_{n}") for n in PRIOR}}


if __name__ == "__main__":
    main()
