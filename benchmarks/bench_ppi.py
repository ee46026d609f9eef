"""What a budget brings, beside Policy Priority Inference on its own tutorial data.

    CHUANDAO_REAL_DATA=DIR python benchmarks/bench_ppi.py [--runs 1000] [--python ITS_PYTHON]
        [--parts fit,forecast]

Makes an environment for its package in a temporary folder unless an interpreter that has it is
given. Ours: a cascade of one level (the country, then 72 indicators); spending raises an indicator
step by step and is needed to hold it, both as fitted to the same series, walked forward by
chuandao.stats.forward. Both say what is expected of each indicator at the end under the budget as
it was and under changed ones; both are timed in CPU seconds of one process.
"""

import argparse
import os
import subprocess
import tempfile
import venv
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402 - threads are set before numerical libraries load
import polars as pl  # noqa: E402

from telling import Clock, tell  # noqa: E402

PACKAGE = ("policy_priority_inference", "joblib")
YEARS, PARTS, HELD_OUT = 23, 3, 2014
LEAST, PRIOR = 1e-5, (0.5, 0.5)
CHANGES = {"all spending a tenth more": (1.1, None), "education (4) half as much again": (1.5, 4)}


def main() -> None:
    """Compare fit, answers to other budgets, a forecast, and time."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--python", default="")
    parser.add_argument("--parts", default="fit,forecast")
    asked = parser.parse_args()
    data = inputs(Path(os.environ["CHUANDAO_REAL_DATA"], "ppi"))
    with tempfile.TemporaryDirectory(prefix="bench_ppi_") as folder:
        python = asked.python or installed(Path(folder))
        for part in asked.parts.split(","):
            PARTS_OF_IT[part](data, python, Path(folder), asked.runs)


def installed(folder: Path) -> str:
    """Return the interpreter of a new environment that has the package."""
    venv.create(folder / "venv", with_pip=True)
    python = str(folder / "venv" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGE], check=True)
    return python


def inputs(folder: Path) -> dict[str, np.ndarray]:
    """Return the tutorial data as arrays."""
    rows = pl.read_csv(folder / "data_indicators.csv")
    series = rows.select([str(2000 + k) for k in range(YEARS)]).to_numpy().astype(float)
    codes = rows["seriesCode"].to_list()
    spent = pl.read_csv(folder / "data_expenditure.csv").sort("sdg")
    names = spent["sdg"].cast(pl.Int64).to_list()
    budget = spent.drop("sdg").to_numpy().astype(float)
    network = np.zeros((len(codes), len(codes)))
    for origin, target, weight in pl.read_csv(folder / "data_network.csv").rows():
        network[codes.index(origin), codes.index(target)] = weight
    parameters = pl.read_csv(folder / "parameters.csv").select("alpha", "alpha_prime", "beta")
    return {
        "series": series,
        "first": rows["I0"].to_numpy(),
        "last": rows["IF"].to_numpy(),
        "success": rows["successRates"].to_numpy(),
        "monitoring": rows["qm"].to_numpy().astype(float),
        "law": rows["rl"].to_numpy().astype(float),
        "instrumental": rows["instrumental"].to_numpy(),
        "programme": np.array([names.index(int(sdg)) for sdg in rows["sdg"]]),
        "sdgs": np.array(names),
        "budgets": budget[None],
        "network": network,
        "parameters": parameters.to_numpy(),
    }


def changed(data: dict[str, np.ndarray]) -> np.ndarray:
    """Return the budget as it was, and the changed ones."""
    found = [data["budgets"][0]]
    for factor, sdg in CHANGES.values():
        other = found[0].copy()
        other[slice(None) if sdg is None else data["sdgs"] == sdg] *= factor
        found.append(other)
    return np.stack(found)


def fit_and_time(data: dict[str, np.ndarray], python: str, folder: Path, runs: int) -> None:
    """Print fit, time, and what more money brings, by both."""
    given = {**data, "budgets": changed(data)}
    theirs = asked_of_them(given, python, folder, runs)
    warm = Ours.fitted(data["series"], data, data["last"])
    warm.expected(given["budgets"][:1], 10)
    clock = Clock()
    model = Ours.fitted(data["series"], data, data["last"])
    fitting = clock.lap()
    ours = model.expected(given["budgets"], runs)
    spent = clock.lap() / len(given["budgets"])
    gap, last = np.abs(data["last"] - data["first"]), data["last"]
    print(f"\nfit to the final values of {len(last)} indicators, {runs} runs")
    for name, found in (("PPI, its own parameters", theirs["mean0"]), ("ours", ours[0][0])):
        error = np.abs(found - last)
        good = 1 - error / gap
        tell(f"{name}: mean absolute error", f"{error.mean():.5f}")
        tell(
            "  goodness of fit (1 - error/change): mean, worst",
            f"{good.mean():.3f}, {good.min():.3f}",
        )
    print("\nCPU seconds for the expected values under one budget")
    theirs_spent = theirs["seconds"].mean()
    tell("PPI", f"{theirs_spent:.2f} s")
    tell("ours", f"{spent:.4f} s", f"{theirs_spent / spent:,.0f} times faster; at least 50")
    tell("  ours, fit", f"{fitting:.4f} s", "PPI's calibration: see the forecast")
    print("\nwhat a changed budget brings (mean change of final values)")
    for k, what in enumerate(CHANGES, start=1):
        sdg = list(CHANGES.values())[k - 1][1]
        mine = np.ones(len(last), bool) if sdg is None else data["sdgs"][data["programme"]] == sdg
        mine &= data["instrumental"] == 1
        there = (theirs[f"mean{k}"] - theirs["mean0"])[mine]
        here = (ours[k][0] - ours[0][0])[mine]
        low, high = np.quantile((ours[k][1] - ours[0][1])[:, mine].mean(axis=1), (0.025, 0.975))
        tell(f"{what}: PPI", f"{there.mean():+.4f}")
        tell("  ours (95 % interval)", f"{here.mean():+.4f} ({low:+.4f} to {high:+.4f})")
    tell(
        "elasticity to spending that the data tell: estimate, se",
        f"{model.told[0]:+.2f}, {model.told[1]:.2f}",
    )


def forecast(data: dict[str, np.ndarray], python: str, folder: Path, runs: int) -> None:
    """Print how well both foresee 2022 from what was known in an earlier year."""
    known = HELD_OUT - 2000 + 1
    series, budget = data["series"][:, :known], data["budgets"][0]
    moved = series[:, -1] == series[:, 0]
    steps = np.diff(series, axis=1)
    early = {
        **data,
        "last": np.where(moved, series[:, -1] + 1e-6, series[:, -1]),
        "first": series[:, 0],
        "success": np.clip((steps > 0).mean(axis=1), 0.05, 0.95),
        "budgets": budget[None, :, : known * PARTS],
    }
    np.savez(folder / "early.npz", **early)
    run(python, folder / "early.npz", folder / "early_found.npz", runs, "calibrate")
    found = np.load(folder / "early_found.npz")
    later = {
        **data,
        "first": series[:, -1],
        "parameters": found["parameters"],
        "budgets": budget[None, :, (known - 1) * PARTS :],
    }
    theirs = asked_of_them(later, python, folder, runs)["mean0"]
    clock = Clock()
    model = Ours.fitted(series, data)
    fitting = clock.lap()
    mean, draws = model.expected(later["budgets"], runs, first=series[:, -1])[0]
    truth = data["series"][:, -1]
    print(f"\nforecast of 2022 from {HELD_OUT} (mean absolute error of {len(truth)} indicators)")
    tell("nothing changes", f"{np.abs(series[:, -1] - truth).mean():.4f}")
    tell(
        "PPI, calibrated to the years known",
        f"{np.abs(theirs - truth).mean():.4f}",
        f"calibrated in {float(found['seconds']):.0f} s CPU",
    )
    tell("ours", f"{np.abs(mean - truth).mean():.4f}", f"fitted in {fitting:.4f} s")
    low, high = np.quantile(draws, (0.025, 0.975), axis=0)
    tell(
        "our 95 % intervals that hold what came", f"{((low <= truth) & (truth <= high)).mean():.2f}"
    )


def asked_of_them(data: dict[str, np.ndarray], python: str, folder: Path, runs: int):  # noqa: ANN201
    """Return what Policy Priority Inference expects."""
    np.savez(folder / "given.npz", **data)
    run(python, folder / "given.npz", folder / "found.npz", runs)
    return dict(np.load(folder / "found.npz"))


def run(python: str, given: Path, found: Path, runs: int, *more: str) -> None:
    """Run the peer in its own environment."""
    own = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    peer = str(Path(__file__).with_name("peer_ppi.py"))
    subprocess.run([python, peer, str(given), str(found), str(runs), *more], check=True, env=own)


class Ours:
    """A cascade of one level: an indicator rises by what spending brings, falls by what wears off.

    With x = ln of the indicator and b(t) spending of its programme over its mean:

        x(t) = x(0) + sum of (up * b(t)^eta - down) + noise

    ``up`` and ``down`` are its mean yearly rise and fall, from the share of years in which it rose
    and its drift; the noise is that of its yearly changes. ``eta``, common to all, is a regression
    of yearly changes on spending, drawn together with a prior of 0.5 +- 0.5 that stands for what
    the data do not say.
    """

    def __init__(self, data, years, usual, told, fitted) -> None:  # noqa: ANN001
        self.programme, self.paid = data["programme"], data["instrumental"] == 1
        self.years, self.usual, self.told = years, usual, told
        self.first, self.drift, self.wear, self.noise = fitted

    @classmethod
    def fitted(
        cls, series: np.ndarray, data: dict[str, np.ndarray], last: np.ndarray | None = None
    ) -> "Ours":
        """Fit to yearly series (indicators, years), and to final values if others are given."""
        x = np.log(np.maximum(series, LEAST))
        steps = np.diff(x, axis=1)
        years = steps.shape[1]
        noise = _spread(steps)
        end = x[:, -1] if last is None else np.log(np.maximum(last, LEAST))
        drift = (end - x[:, 0]) / years - noise**2 / 2
        wear = np.where(steps < 0, -steps, 0.0).mean(axis=1)
        spent = (
            data["budgets"][0][:, : (years + 1) * PARTS].reshape(-1, years + 1, PARTS).mean(axis=2)
        )
        usual = spent.mean(axis=1)
        ratio = np.log(spent / usual[:, None])[data["programme"], 1:]
        mine = (data["instrumental"] == 1) & (noise > 0)
        up = drift + wear
        pull = (ratio - ratio.mean(axis=1, keepdims=True)) * up[:, None]
        apart = steps - steps.mean(axis=1, keepdims=True)
        weight = np.where(mine, 1 / np.maximum(steps.std(axis=1), 1e-9) ** 2, 0.0)[:, None]
        precision = float((weight * pull**2).sum())
        told = (float((weight * pull * apart).sum()) / precision, precision**-0.5)
        return cls(data, years, usual, told, (series[:, 0], drift, wear, noise))

    def expected(  # noqa: ANN201
        self,
        budgets: np.ndarray,
        runs: int,
        first: np.ndarray | None = None,
    ):
        """Return by budget the expected final values and their draws (runs, indicators).

        Half of the runs have the opposite chance of the other half, and what chance adds up to
        has variance one for each indicator (moments matched). Where it starts elsewhere than
        it was fitted, what is unknown of the drift is drawn too.
        """
        rng = np.random.default_rng(7)
        precision = self.told[1] ** -2 + PRIOR[1] ** -2
        centre = (self.told[0] * self.told[1] ** -2 + PRIOR[0] * PRIOR[1] ** -2) / precision
        eta = centre + precision**-0.5 * _opposite(rng, (runs, 1))
        drift = np.broadcast_to(self.drift, (runs, len(self.drift)))
        if first is not None:
            drift = drift + self.noise * self.years**-0.5 * _opposite(rng, drift.shape)
        moves = budgets.shape[2] - 1
        chance = _opposite(rng, (runs, len(self.drift) * moves)).reshape(runs, -1, moves)
        chance /= (chance.sum(axis=2).std(axis=0) / moves**0.5)[:, None]
        start = np.log(np.maximum(self.first if first is None else first, LEAST))
        return [self._walked(one, start, (eta, drift), chance) for one in budgets]

    def _walked(self, budget, start, drawn, chance):  # noqa: ANN001, ANN202
        """Return the mean and the draws of the last values under one budget."""
        from chuandao.stats.forward.walk import walked

        eta, drift = drawn
        runs, count = drift.shape
        moves = budget.shape[1] - 1
        part = (budget.shape[1] / PARTS - 1) / moves
        log_spent = np.log(budget[:, :-1] / self.usual[:, None])[self.programme]
        spent = np.exp(eta[:, :, None] * log_spent) - 1
        spent[:, ~self.paid] = 0
        raised = np.cumsum((drift + self.wear)[:, :, None] * spent + drift[:, :, None], axis=2)
        nodes = 1 + runs * count
        parents = np.zeros(nodes, dtype=np.int64)
        parents[0] = -1
        steps = np.zeros((4, nodes), dtype=np.float32)
        steps[0, 1:], steps[2], steps[3, 1:] = np.tile(start, runs), 1, 0
        steps[3, 1:] = np.tile(self.noise * part**0.5, runs)
        random = np.zeros((nodes, moves), dtype=np.float32)
        random[1:] = chance.reshape(-1, moves)
        level = np.zeros((2, nodes, moves), dtype=np.float32)
        pattern = np.arange(nodes, dtype=np.int32)[None]
        removed = np.zeros((nodes, moves), dtype=np.float32)
        removed[1:] = part * raised.reshape(-1, moves)
        loss = np.ones((1, nodes), dtype=np.float32)
        walked(parents, steps, random, loss, pattern, removed, level)
        last = np.exp(level[1, 1:, -1].astype(float)).reshape(runs, count)
        return last.mean(axis=0), last


def _spread(steps: np.ndarray) -> np.ndarray:
    """Return standard deviations of yearly changes, single jumps drawn in to four usual ones."""
    middle = np.median(steps, axis=1, keepdims=True)
    usual = 1.4826 * np.median(np.abs(steps - middle), axis=1, keepdims=True)
    usual = np.maximum(usual, steps.std(axis=1, ddof=1, keepdims=True) / 4)
    return np.clip(steps, middle - 4 * usual, middle + 4 * usual).std(axis=1, ddof=1)


def _opposite(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Return standard normal numbers, the second half of the rows those of the first, negated."""
    half = rng.standard_normal((shape[0] // 2, shape[1]))
    return np.concatenate([half, -half])


PARTS_OF_IT = {"fit": fit_and_time, "forecast": forecast}

if __name__ == "__main__":
    main()
