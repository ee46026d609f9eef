"""How far is the model of workload from a discrete-event simulation written apart from it?

    python benchmarks/bench_workload.py [--events 40000] [--full]

The peer is a plain queue on a heap of events: the pieces of a month come at any time of it alike
(a Poisson process whose number is known, as a table of workload tells it), are served by people
side by side in order of priority and are not interrupted. It shares no code with the product, and
draws the hours of pieces from a log-normal distribution, the product from a gamma. Each cell draws
a new table of counts. Printed: error of the done share over the whole time (product less peer), by
class of tasks, mean and largest: where the product knows how much pieces differ, and where it
takes the catalogue's value for it. By default each load, number of people, mix and number of months
meets each other one, and the variances take turns; ``--full`` crosses these as well.
"""

import argparse
import heapq
import itertools
import math
import random
from collections import deque

import numpy as np

from chuandao.catalog.thresholds import threshold
from chuandao.stats.workload.done_share import Method, done_shares, work_left
from chuandao.stats.workload.pieces import Pieces

LOADS = (0.5, 0.7, 0.9, 0.95, 1.0, 1.05, 1.1, 1.3, 1.6, 2.0)
PEOPLE = (1, 3, 10, 30)
VARIATION = (0.0, 0.5, 1.0, 2.0)
MIXES = {"even": (0.25, 0.25, 0.25, 0.25), "top-heavy": (0.55, 0.25, 0.15, 0.05),
         "bottom-heavy": (0.05, 0.15, 0.25, 0.55)}  # fmt: skip
MONTHS = (3, 12)
SIZES = (4.0, 8.0, 3.0, 16.0)  # hours of a piece, class by class
PERSON = 160.0  # hours a month
FACTORS = (LOADS, PEOPLE, VARIATION, tuple(MIXES), MONTHS)
NAMES = ("load", "people", "variation", "mix", "months")


def main() -> None:
    """Print the errors by load, and by what else differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=40_000, help="pieces the peer runs a cell")
    parser.add_argument("--full", action="store_true", help="every variance in every cell")
    given = parser.parse_args()
    places = itertools.product(*(range(len(values)) for values in FACTORS))
    grid = [
        tuple(values[at] for values, at in zip(FACTORS, place, strict=True))
        for place in places
        if given.full or sum(place) % len(VARIATION) == 0
    ]
    held = {key: compare(*key, given.events) for key in grid}
    for at, name in enumerate(("known variation", "catalogue's variation", "fluid alone")):
        errors = {key: cell[at] for key, cell in held.items()}
        noise = {key: cell[-1] for key, cell in held.items()}
        print(f"\n{name:14} mean error of class 1 to 4     largest of class 1 to 4    peer's own")
        for which, label in enumerate(NAMES):
            for value in dict.fromkeys(key[which] for key in grid):
                keys = [key for key in grid if key[which] == value]
                show(
                    f"{label} {value}", [errors[key] for key in keys], [noise[key] for key in keys]
                )
        for key in sorted(grid, key=lambda key: -np.nanmax(np.abs(errors[key])))[:5]:
            print("largest:", key, errors[key].round(3), "peer's own", noise[key].round(3))


def show(name: str, held: list[np.ndarray], noise: list[np.ndarray]) -> None:
    """Print the mean and largest absolute error by class, and the peer's largest own error."""
    errors = np.abs(held)
    mean = " ".join(f"{value:.3f}" for value in np.nanmean(errors, axis=0))
    most = " ".join(f"{value:.3f}" for value in np.nanmax(errors, axis=0))
    print(f"{name:20} {mean}    {most}    {np.nanmax(noise):.3f}")


def compare(
    load: float, people: int, variation: float, mix: str, months: int, events: int
) -> tuple[np.ndarray, ...]:
    """Return product less peer by class: variation known, not known, fluid; the peer's."""
    chance = random.Random(f"{load}{people}{variation}{mix}{months}")  # noqa: S311
    part, size = np.array(MIXES[mix]), np.array(SIZES)
    mean = load * people * PERSON * part / size
    drawn = np.random.default_rng(chance.randrange(2**32)).poisson(mean[:, None], (4, months))
    runs = max(20, events // int(drawn.sum()))
    came, worked = np.zeros((runs, 4)), np.zeros((runs, 4))
    for run in range(runs):
        came[run], worked[run] = simulated(drawn, people, variation, chance)
    whole = np.where(came.sum(axis=0) > 0, came.sum(axis=0), np.nan)
    shares = worked.sum(axis=0) / whole
    noise = (worked - shares * came).std(axis=0) * math.sqrt(runs) / whole
    usual = threshold("workload_variation")
    return (
        product(drawn, people, variation) - shares,
        product(drawn, people, usual) - shares,
        product(drawn, people, usual, tolerance=math.inf) - shares,
        noise,
    )


def product(
    counts: np.ndarray, people: int, variation: float, tolerance: float | None = None
) -> np.ndarray:
    """Return the done shares that the product works out from a table of counts."""
    months = counts.shape[1]
    hours = np.repeat(np.array(SIZES)[:, None], months, axis=1)
    pieces = Pieces(counts, hours, np.arange(4))
    least = threshold("workload_fluid_error") if tolerance is None else tolerance
    method = Method(variation, least, pieces=int(threshold("workload_pieces")))
    left = work_left(pieces, np.full(months, people * PERSON), people, method)
    return done_shares(counts * hours, left, 0, months - 1)[0]


def simulated(
    counts: np.ndarray, people: int, variation: float, chance: random.Random
) -> tuple[list[float], list[float]]:
    """Return the hours that came and those that were worked, by class."""
    end = counts.shape[1] * PERSON
    came, worked = [0.0] * 4, [0.0] * 4
    order = itertools.count()
    events = [
        ((month + chance.random()) * PERSON, next(order), kind)
        for kind, month in itertools.product(range(4), range(counts.shape[1]))
        for _ in range(counts[kind, month])
    ]
    heapq.heapify(events)
    queues: list[deque[float]] = [deque(), deque(), deque(), deque()]
    idle = people
    while events:
        now, _, kind = heapq.heappop(events)
        if now >= end:
            break
        if kind < 0:
            idle += 1
        else:
            size = SIZES[kind] * length(variation, chance)
            came[kind] += size
            queues[kind].append(size)
        while idle and any(queues):
            first = next(kind for kind in range(4) if queues[kind])
            size = queues[first].popleft()
            worked[first] += min(size, end - now)
            idle -= 1
            heapq.heappush(events, (now + size, next(order), -1))
    return came, worked


def length(variation: float, chance: random.Random) -> float:
    """Return how long a piece is over its standard: log-normal, mean 1."""
    if variation == 0:
        return 1.0
    log = math.log(1 + variation**2)
    return chance.lognormvariate(-log / 2, math.sqrt(log))


if __name__ == "__main__":
    main()
