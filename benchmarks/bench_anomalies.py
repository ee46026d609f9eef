"""How often are figures found to bunch at a pass mark, rightly and wrongly? By simulation.

    python benchmarks/bench_anomalies.py [--runs 400] [--first 1]

Natural series (no bunching): scores written to .1, whole numbers, a third of them rounded to tens
with the mark on a ten, a peak exactly at the mark (Laplace), a skewed one (log-normal), units that
hardly move from period to period, a third rounded to tens and narrow, so that no other ten is in
reach. Planted: a share of those within .5 standard deviations below the mark are lifted to just
above it. Printed: share of runs with p <= .05 (unadjusted), and share that cannot be told.
"""

import argparse

import numpy as np

from chuandao.stats.reported.marks import AtMark, at_mark

FIGURES = (60, 120, 250, 500, 1000)
LEAST = 60
NATURAL = ("score", "whole", "tens", "peak", "skewed", "persistent", "two_groups", "narrow_tens")
LIFTED = (0.25, 0.5, 0.75, 1.0)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--first", type=int, default=1)
    told = parser.parse_args()
    seeds = range(told.first, told.first + told.runs)
    print(f"seeds {seeds[0]} to {seeds[-1]}; found / cannot tell, at figures:")
    print(" " * 24 + "".join(f"{n:>16}" for n in FIGURES))
    for kind in NATURAL:
        print(f"{kind:24}" + "".join(f"{cell(kind, 0.0, n, seeds):>16}" for n in FIGURES))
    for kind in ("score", "whole", "tens", "persistent"):
        for lifted in LIFTED:
            cells = [cell(kind, lifted, n, seeds) for n in FIGURES]
            print(f"{kind} lifted {lifted}".ljust(24) + "".join(f"{one:>16}" for one in cells))


def cell(kind: str, lifted: float, n: int, seeds: range) -> str:
    """Return the share of runs in which bunching is found, and in which it cannot be told."""
    told = [at_mark(*series(kind, lifted, n, seed), least=LEAST) for seed in seeds]
    found = np.mean([isinstance(one, AtMark) and one.p_value <= 0.05 for one in told])
    silent = np.mean([not isinstance(one, AtMark) for one in told])
    return f"{found:.3f} / {silent:.2f}"


def series(kind: str, lifted: float, n: int, seed: int) -> tuple[np.ndarray, float]:
    """Return figures and their pass mark."""
    chance = np.random.default_rng(seed)
    mark, centre, spread = 60.0, 64.0, 10.0
    figures = {
        "peak": lambda: chance.laplace(mark, 8.0, n),
        "skewed": lambda: np.exp(chance.normal(np.log(64), 0.4, n)),
        "persistent": lambda: persistent(n, chance),
        "two_groups": lambda: chance.normal(np.where(chance.random(n) < 0.4, 45, 70), 6.0),
        "narrow_tens": lambda: chance.normal(centre, 4.0, n),
    }.get(kind, lambda: chance.normal(centre, spread, n))()
    near = (figures < mark) & (figures >= mark - 0.5 * spread) & (chance.random(n) < lifted)
    figures = np.where(near, mark + np.abs(chance.normal(0, 0.05 * spread, n)), figures)
    if kind in {"tens", "narrow_tens"}:
        figures = np.where(chance.random(n) < 0.33, np.round(figures, -1), np.round(figures))
    return np.round(figures, 0 if kind == "whole" else 1), mark


def persistent(n: int, chance: np.random.Generator) -> np.ndarray:
    """Return figures of units with twelve periods each that hardly move."""
    level = np.repeat(chance.normal(64.0, 9.5, -(-n // 12)), 12)[:n]
    return level + chance.normal(0, 3.0, n)


if __name__ == "__main__":
    main()
