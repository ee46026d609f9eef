"""Where to look next: random, worst first, or by value of information? By simulation.

    python benchmarks/bench_inspections.py [--runs 400] [--seed 0]

A city of 90 townships in 8 counties, true efficacy of each from its county and its own; an earlier
round of self-reports and inspections of half of them is known. A rule chooses 18 to inspect:

- random: stratified by county, every unit with the same chance (the default of `inspections`);
- worst: those with the lowest expected efficacy;
- uncertain: those with the greatest posterior variance;
- value: one after the other, the unit whose inspection lowers most the summed posterior variance
  of all units and counties (value of information in a Gaussian model, exact).

Printed: error of the mean of the city as papers state it (the sample's own mean: bias, RMSE,
cover of the 95 % interval), RMSE of the mean and of units by the model that knows everything, and
which share of the true worst tenth was looked at. The model is given its true variances, which
favours the rules that rest on it; `--wrong` gives it half the true spread.
"""

import argparse
from collections.abc import Callable

import numpy as np

from chuandao.stats.samples.stratified import drawn

COUNTIES, UNITS, LOOK = 8, 90, 18
BETWEEN, WITHIN, REPORTED, SEEN = 0.06, 0.08, 0.10, 0.05
_WORST = UNITS // 10


def main() -> None:
    """Print a line for each rule."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    spread = 0.5 if given.wrong else 1.0
    print("rule        mean: bias   rmse   cover   model: rmse mean  rmse units   worst tenth seen")
    for name, rule in RULES.items():
        held = np.array([one(given.seed + at, rule, spread) for at in range(given.runs)])
        error, inside, by_model, units, seen = held.T
        figures = (
            f"{error.mean():+11.4f} {rms(error):.4f}   {inside.mean():.3f}"
            f"        {rms(by_model):.4f}      {np.sqrt((units**2).mean()):.4f}"
            f"          {seen.mean():.2f}"
        )
        print(f"{name:10}{figures}")


def rms(values: np.ndarray) -> float:
    """Return the root mean square."""
    return float(np.sqrt(np.mean(np.square(values))))


def one(seed: int, rule: Callable[..., np.ndarray], spread: float) -> tuple[float, ...]:
    """Return the errors of one city under a rule."""
    chance = np.random.default_rng(seed)
    county = np.sort(chance.integers(COUNTIES, size=UNITS))
    county = np.unique(county, return_inverse=True)[1]
    truth = 0.75 + chance.normal(0, BETWEEN, COUNTIES)[county] + chance.normal(0, WITHIN, UNITS)
    prior = 1.0 * np.equal.outer(county, county) * BETWEEN**2 + np.eye(UNITS) * WITHIN**2
    prior *= spread**2
    prior += 0.1**2  # the level of the city is not known
    mean = np.full(UNITS, 0.75)
    said = truth + 0.08 + chance.normal(0, REPORTED, UNITS)
    mean, cover = learn(mean, prior, np.arange(UNITS), said - 0.08, REPORTED**2)
    before = chance.permutation(UNITS)[: UNITS // 2]
    seen = truth[before] + chance.normal(0, SEEN, len(before))
    mean, cover = learn(mean, cover, before, seen, SEEN**2)
    chosen = rule(chance, county, mean, cover)
    found = truth[chosen] + chance.normal(0, SEEN, LOOK)
    after, _ = learn(mean, cover, chosen, found, SEEN**2)
    half = 2.11 * found.std(ddof=1) / np.sqrt(LOOK)
    error = found.mean() - truth.mean()
    lowest = set(np.argsort(truth)[:_WORST].tolist())
    caught = len(lowest & set(chosen.tolist())) / _WORST
    wide = rms(after - truth)
    return error, float(abs(error) < half), after.mean() - truth.mean(), wide, caught


def learn(
    mean: np.ndarray, cover: np.ndarray, at: np.ndarray, seen: np.ndarray, noise: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and covariance of all units once some were seen."""
    part = cover[:, at]
    gain = np.linalg.solve(cover[np.ix_(at, at)] + noise * np.eye(len(at)), part.T).T
    return mean + gain @ (seen - mean[at]), cover - gain @ part.T


def random(chance: np.random.Generator, county: np.ndarray, *_: np.ndarray) -> np.ndarray:
    """Draw within counties."""
    return drawn(county.tolist(), LOOK, chance)


def worst(_: np.random.Generator, __: np.ndarray, mean: np.ndarray, ___: np.ndarray) -> np.ndarray:
    """Take those expected to be lowest."""
    return np.argsort(mean, kind="stable")[:LOOK]


def uncertain(
    _: np.random.Generator, __: np.ndarray, ___: np.ndarray, cover: np.ndarray
) -> np.ndarray:
    """Take those of which least is known."""
    return np.argsort(-np.diag(cover), kind="stable")[:LOOK]


def value(_: np.random.Generator, __: np.ndarray, ___: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """Take, one after the other, what lowers most the variance of units and of the mean."""
    chosen: list[int] = []
    for _ in range(LOOK):
        size = np.diag(cover) + SEEN**2
        gain = ((cover**2).sum(axis=0) + cover.sum(axis=0) ** 2 / UNITS) / size
        gain[chosen] = -1.0
        best = int(np.argmax(gain))
        chosen.append(best)
        cover = cover - np.outer(cover[:, best], cover[best]) / size[best]
    return np.array(chosen)


RULES = {"random": random, "worst": worst, "uncertain": uncertain, "value": value}


if __name__ == "__main__":
    main()
