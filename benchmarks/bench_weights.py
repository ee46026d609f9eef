"""What different ways to set appraisal weights are worth, in the multi-task model.

    python benchmarks/bench_weights.py [--runs 400] [--seed 0]

The true model is drawn at random: priorities p, effort cost C, errors S, aversion r. A scheme w
draws the effort C^-1 w and is worth p'C^-1 w - w'C^-1 w / 2 - r w'S w / 2; each direction of w is
taken at its best size, so only the shares of the weights count. Printed: worth as a share of the
optimum (mean, 5 %, and how often a method is worse than the stated priorities themselves):

- priorities as stated; priorities shrunk by noise (the default of `appraise`);
- the optimum of the model with C, S and r known, and with each off by 30 % at random;
- priorities shrunk with noise and aversion off by 30 %;
- entropy and CRITIC weights from the measured results of 40 units.
"""

import argparse

import numpy as np

from chuandao.stats.multitask.incentives import best_weights, shrunk_weights
from chuandao.stats.multitask.objective_weights import critic_weights, entropy_weights

TASKS, UNITS, OFF = 12, 40, 0.3
METHODS = (
    "priorities", "shrunk", "shrunk, 30 % off", "optimum known", "optimum, 30 % off",
    "entropy", "critic",
)  # fmt: skip


def main() -> None:
    """Print a table for each strength of competition between tasks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    for interaction in (0.0, 0.5, 1.0):
        held = np.array([one(given.seed + at, interaction) for at in range(given.runs)])
        print(f"competition {interaction}: worth as a share of the optimum, {given.runs} runs")
        for at, name in enumerate(METHODS):
            worse = np.mean(held[:, at] < held[:, 0] - 1e-12)
            low = np.quantile(held[:, at], 0.05)
            print(f"  {name:18} mean {held[:, at].mean():.3f}  5 % {low:.3f}  worse {worse:.2f}")


def one(seed: int, interaction: float) -> tuple[float, ...]:
    """Return the worth of each method in one random economy."""
    chance = np.random.default_rng(seed)
    priority = chance.dirichlet(np.full(TASKS, 2.0))
    noise = chance.lognormal(-0.7, 0.7, TASKS)
    aversion = chance.lognormal(0.0, 0.3)
    cost = (1 - interaction / TASKS) * np.eye(TASKS) + interaction / TASKS
    errors = np.diag(noise**2)
    figures = results(chance, noise)

    def off(values: np.ndarray | float) -> np.ndarray:
        return values * np.exp(chance.normal(0.0, OFF, np.shape(values)))

    wrong_cost = (1 - off(interaction) / TASKS) * np.eye(TASKS) + off(interaction) / TASKS
    wrong_cost = (wrong_cost + wrong_cost.T) / 2
    found = (
        priority,
        shrunk_weights(priority, noise, 1.0),
        shrunk_weights(priority, off(noise), float(off(1.0))),
        best_weights(priority, cost, errors, aversion),
        best_weights(priority, wrong_cost, np.diag(off(noise) ** 2), float(off(aversion))),
        entropy_weights(figures),
        critic_weights(figures),
    )
    best = worth(found[3], priority, cost, errors, aversion)
    return tuple(worth(w, priority, cost, errors, aversion) / best for w in found)


def results(chance: np.random.Generator, noise: np.ndarray) -> np.ndarray:
    """Return the measured results of units (shares above zero), noisier where noise is."""
    true = 0.7 + 0.1 * chance.normal(size=(UNITS, TASKS))
    return np.clip(true + 0.1 * noise * chance.normal(size=(UNITS, TASKS)), 0.02, None)


def worth(
    weights: np.ndarray, priority: np.ndarray, cost: np.ndarray, errors: np.ndarray, aversion: float
) -> float:
    """Return what a scheme is worth at its best size; nothing where it draws the wrong way."""
    effort = np.linalg.solve(cost, weights)
    gain = float(priority @ effort)
    price = float(weights @ effort + aversion * weights @ errors @ weights)
    return max(gain, 0.0) ** 2 / (2 * price)


if __name__ == "__main__":
    main()
