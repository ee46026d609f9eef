"""How often are uniform and tailored targets told, and how often wrongly? By simulation.

    python benchmarks/bench_uniform_targets.py [--runs 1000]

Bases are log-normal with the spread of county populations (0.6), targets are a constant times the
base to the power of an elasticity (0 all alike, 1 in proportion) with noise (0.2 log). Prints the
share of runs that are told to be uniform and to be tailored, for each number of units.
"""

import argparse

import numpy as np

from chuandao.stats.siblings.uniformity import uniformity

UNITS = (4, 5, 6, 8, 12, 20)
ELASTICITIES = (0.0, 0.25, 0.5, 1.0)
SPREAD, NOISE = 0.6, 0.2


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=1000)
    runs = parser.parse_args().runs
    print("units   elasticity: uniform / tailored / cannot be told")
    for units in UNITS:
        cells = [cell(units, elasticity, runs) for elasticity in ELASTICITIES]
        print(f"{units:5}   " + "    ".join(cells))


def cell(units: int, elasticity: float, runs: int) -> str:
    """Return the shares of the three verdicts as words."""
    chance = np.random.default_rng(7)
    told = {"uniform": 0, "tailored": 0, "cannot_tell": 0}
    for _ in range(runs):
        bases = chance.lognormal(0, SPREAD, units)
        targets = bases**elasticity * chance.lognormal(0, NOISE, units)
        found = uniformity(targets, bases, chance, draws=199)
        told[found.verdict if found else "cannot_tell"] += 1
    shares = " / ".join(f"{count / runs:.2f}" for count in told.values())
    return f"{elasticity}: {shares}"


if __name__ == "__main__":
    main()
