"""How fast is the effort of many units found, beside general solvers? CPU seconds, one run.

    python benchmarks/bench_effort.py [--units 1000] [--tasks 30]

Costs: without interaction, what the catalogue assumes at most, and dense ones (each unit its own,
eigenvalues over three and over ten powers of ten). Beside ours: L-BFGS-B and bounded-variable least
squares (both scipy), each unit by itself, at most 500 iterations. Prints the gap to the conditions
of optimality (largest over units) and the others' CPU time over ours.
"""

import argparse
from collections.abc import Callable
from time import process_time

import numpy as np
from scipy.optimize import lsq_linear, minimize

from chuandao.stats.multitask.effort import effort, optimality_gap


def main() -> None:
    """Print a line for each cost and solver."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--tasks", type=int, default=30)
    options = parser.parse_args()
    chance = np.random.default_rng(20261125)
    benefit = chance.normal(0.3, 1.0, (options.units, options.tasks))
    print("cost          solver      CPU s   times ours   optimality gap   tasks without effort")
    for name, cost in costs(chance, options.units, options.tasks).items():
        ours = None
        for solver, solve in SOLVERS.items():
            begun = process_time()
            found = solve(benefit, cost)
            spent = process_time() - begun
            ours = ours or spent
            gap = optimality_gap(found, benefit, cost).max()
            share = float((found <= 0).mean())
            print(
                f"{name:13} {solver:9} {spent:7.3f} {spent / ours:12.1f} {gap:16.1e} {share:12.2f}"
            )


def costs(chance: np.random.Generator, units: int, tasks: int) -> dict[str, np.ndarray]:
    """Return a cost without interaction, one with, and dense ones, a unit each."""
    apart = np.eye(tasks)
    turned = np.linalg.qr(chance.normal(size=(units, tasks, tasks)))[0]
    found = {"apart": apart, "interaction": apart + (1.0 - apart) / tasks}
    for name, powers in (("dense", 3), ("near singular", 10)):
        values = 10 ** chance.uniform(-powers, 0, (units, tasks))
        dense = np.einsum("uij,uj,ukj->uik", turned, values, turned)
        found[name] = (dense + np.swapaxes(dense, 1, 2)) / 2
    return found


def bounded(benefit: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Return the effort by bounded-variable least squares (BVLS) on the Cholesky factor."""
    each = np.broadcast_to(cost, (*benefit.shape, benefit.shape[1]))
    found = np.empty_like(benefit)
    for at, (one, own) in enumerate(zip(benefit, each, strict=True)):
        root = np.linalg.cholesky(own)
        wanted = np.linalg.solve(root, one)
        found[at] = lsq_linear(root.T, wanted, (0, np.inf), method="bvls", max_iter=500).x
    return found


def quasi_newton(benefit: np.ndarray, cost: np.ndarray) -> np.ndarray:
    """Return the effort by L-BFGS-B with bounds at zero."""
    each = np.broadcast_to(cost, (*benefit.shape, benefit.shape[1]))
    found = np.empty_like(benefit)
    bounds = [(0.0, None)] * benefit.shape[1]
    for at, (one, own) in enumerate(zip(benefit, each, strict=True)):
        found[at] = minimize(
            loss,
            np.zeros(len(one)),
            args=(one, own),
            jac=True,
            bounds=bounds,
            method="L-BFGS-B",
            options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 500, "maxfun": 5000},
        ).x
    return found


def loss(held: np.ndarray, one: np.ndarray, own: np.ndarray) -> tuple[float, np.ndarray]:
    """Return what is to be made small, and its slope."""
    slope = own @ held - one
    return float(held @ (slope - one)) / 2, slope


SOLVERS: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "ours": effort,
    "BVLS": bounded,
    "L-BFGS-B": quasi_newton,
}

if __name__ == "__main__":
    main()
