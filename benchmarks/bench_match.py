"""How fast is a country matched, how near to the proven bound, and what do HiGHS's solvers need?

    python benchmarks/bench_match.py [--townships 40000] [--limit 120] [--peers]

A drawn country: townships in provinces, tasks with priorities, needs of four kinds; each kind has a
pot open to all, one for each task (earmarked) and one for each province. The same problem, put as
one linear programme, goes to HiGHS's simplex and interior points (`--peers`), each stopped after
`--limit` seconds by the wall clock (HiGHS counts those); CPU seconds are printed. Printed: CPU seconds, gain in points of priority-weighted coverage, bound, gap.
"""

import argparse
import time

import numpy as np

from chuandao.stats.matching.decomposed import solve_by_prices
from chuandao.stats.matching.exact import UnfinishedError, solve
from chuandao.stats.matching.problem import Problem
from chuandao.stats.matching.segments import Segments, by_kinds

PROVINCES, TASKS, KINDS = 31, 30, 4
SIZE = np.array([500_000.0, 30.0, 800.0, 6.0])  # of a need: yuan, mu, tce, posts
SCARCE = np.array([0.25, 0.35, 0.3, 0.4])  # what the pots hold, as a share of what is uncovered
OPEN = (0.3, 0.4, 0.3)  # of it: for all, for a task, for a province


def main() -> None:
    """Print a line a method."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--townships", type=int, default=40_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--limit", type=float, default=120.0, help="seconds for each peer")
    parser.add_argument("--peers", action="store_true", help="run HiGHS beside")
    given = parser.parse_args()
    solve_by_prices(country(60, 1))  # compile
    began = time.process_time()
    problem = country(given.townships, given.seed)
    print(f"{given.townships} townships, {TASKS} tasks, {KINDS} kinds: "
          f"{len(problem.segments)} segments, {len(problem.pots)} pots, "
          f"made in {time.process_time() - began:.1f} s")  # fmt: skip
    print("method      CPU s      gain     bound       gap")
    began = time.process_time()
    found = solve_by_prices(problem, gap=1e-4)
    told("prices", began, found.value, found.bound, found.gap)
    check(problem, found.taken)
    for method in ("highs-ds", "highs-ipm") if given.peers else ():
        began = time.process_time()
        try:
            peer = solve(problem, method=method, options={"time_limit": given.limit})
            told(method, began, peer.value, peer.bound, peer.gap)
        except UnfinishedError as error:
            print(f"{method:10} {time.process_time() - began:7.1f}  not finished: {error}")


def country(townships: int, seed: int) -> Problem:
    """Return a drawn country: needs log-normal, means a third to all of them."""
    draw = np.random.default_rng(seed)
    cells = townships * TASKS
    town, task = np.divmod(np.arange(cells), TASKS)
    province = np.sort(draw.integers(PROVINCES, size=townships))[town]
    need = SIZE * draw.lognormal(0.0, 0.8, (cells, KINDS))
    need *= draw.random((cells, KINDS)) < np.array([1.0, 0.4, 0.3, 0.6])
    supply = need * draw.beta(2.0, 2.0, (cells, KINDS))
    weight = draw.integers(2, 10, TASKS)[task].astype(float)
    group = province * TASKS + task
    segments = by_kinds(need, supply, weight / weight.sum(), group)
    return with_pots(segments, (need - supply).sum(0) * SCARCE, draw)


def with_pots(segments: Segments, held: np.ndarray, draw: np.random.Generator) -> Problem:
    """Return the problem with the pots of each kind: open, by task, by province."""
    shares = [
        np.ones(1),
        draw.dirichlet(np.full(TASKS, 5.0)),
        draw.dirichlet(np.full(PROVINCES, 5.0)),
    ]
    whole = np.concatenate([part * share for part, share in zip(OPEN, shares, strict=True)])
    pots = np.concatenate([kind * whole for kind in held])
    group, kind = (part.ravel() for part in np.indices((PROVINCES * TASKS, KINDS)))
    first = kind * len(whole)
    pot = np.stack([first, first + 1 + group % TASKS, first + 1 + TASKS + group // TASKS])
    market = np.tile(group * KINDS + kind, 3)
    return Problem(segments, pots, pot.ravel(), market, np.zeros(group.size, dtype=bool))


def check(problem: Problem, taken: np.ndarray) -> None:
    """Print by how much the plan overdraws what there is: nothing but rounding."""
    used = (problem.segments.use * taken[:, None]).sum(0)
    held = problem.pots.reshape(KINDS, -1).sum(1)
    print("           used of what there is:", " ".join(f"{share:.6f}" for share in used / held))


def told(name: str, began: float, value: float, bound: float, gap: float) -> None:
    """Print a line."""
    print(f"{name:10} {time.process_time() - began:7.1f} {value:9.6f} {bound:9.6f} {gap:9.1e}")


if __name__ == "__main__":
    main()
