"""How often do 95 % intervals of the Rasch model hold the truth? By simulation.

    python benchmarks/bench_rasch.py [--runs 60]

Difficulties N(0, 1), unit means N(0, 0.7), abilities within units N(0, 1), one answer in ten
missing. Prints the share of intervals that hold the truth: difficulties, unit means, abilities,
the expected share correct of units (normal, and Student's t with the takers less one), and the
mean infit and outfit, which should be 1.
"""

import argparse

import numpy as np
from scipy.special import expit
from scipy.stats import t as student

from chuandao.stats.rasch import fit_rasch

SIZES = ((60, 8, 3), (200, 10, 4), (30, 5, 2), (12, 6, 1))
GRID = np.linspace(-6, 6, 201)
WEIGHT = np.exp(-(GRID**2) / 2) / np.exp(-(GRID**2) / 2).sum()


def main() -> None:
    """Print a line for each size of test."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=60)
    runs = parser.parse_args().runs
    print("takers items units   difficulty  mean  ability  expected: normal, t   infit outfit")
    for size in SIZES:
        held = [one(seed, *size) for seed in range(runs)]
        parts = [float(np.mean(np.concatenate(part))) for part in zip(*held, strict=True)]
        figures = "   ".join(f"{value:.3f}" for value in parts)
        print("{:6} {:5} {:5}   ".format(*size) + figures)


def one(seed: int, takers: int, items: int, units: int) -> tuple[np.ndarray, ...]:
    """Return, for one simulated test, which intervals held, and the mean squares."""
    chance = np.random.default_rng(seed)
    difficulty = chance.normal(0, 1, items)
    difficulty -= difficulty.mean()
    mean = chance.normal(0, 0.7, units)
    unit = np.repeat(np.arange(units), takers // units)
    ability = mean[unit] + chance.normal(size=len(unit))
    right = chance.random((len(unit), items)) < expit(ability[:, None] - difficulty)
    answers = right.astype(float)
    answers[chance.random(answers.shape) < 0.1] = np.nan
    model = fit_rasch(answers, unit)
    truth = np.array([(expit(m + GRID - difficulty[:, None]) @ WEIGHT).mean() for m in mean])
    share, error = model.expected()
    wide = float(student.ppf(0.975, takers // units - 1))
    infit, outfit, _ = model.fit
    return (
        np.abs(model.difficulty - difficulty) < 1.96 * model.difficulty_se,
        np.abs(model.mean - mean) < 1.96 * model.mean_se,
        np.abs(model.ability - ability) < 1.96 * model.ability_se,
        np.abs(share - truth) < 1.96 * error,
        np.abs(share - truth) < wide * error,
        infit,
        outfit,
    )


if __name__ == "__main__":
    main()
