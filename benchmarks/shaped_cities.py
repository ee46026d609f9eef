"""Clean simulated cities of a size that is asked for, where a comparison needs small or large ones.

Made of the parts of simulate_cities.py; nothing of chuandao is imported.
"""

import numpy as np

from simulate_cities import CAUSES, TASKS, City, add, deliver, observe


def shaped_city(seed: int, shape: tuple[int, int, int]) -> City:
    """Return a clean city; ``shape``: counties, townships in each, villages in each."""
    rng = np.random.default_rng(seed)
    city = City()
    units = grow(city, shape)
    sigma = {tier: rng.uniform(0.06, 0.14) for tier in (1, 2, 3)}
    alpha = {tier: rng.uniform(0.02, 0.12) for tier in (1, 2, 3)}
    city.cost = {cause: rng.uniform(0.0, 0.35) for cause in CAUSES}
    for task in TASKS:
        deliver(city, task, units, (alpha, sigma, {}, {}), rng, heavy=False)
    observe(city, units, rng, "clean")
    return city


def grow(city: City, shape: tuple[int, int, int]) -> list[str]:
    """Give the city units of that shape; return all but the root, top down."""
    city.tier["0"] = 0
    counties, townships, villages = shape
    units = []
    for c in range(counties):
        county = f"{c + 10}"
        units.append(add(city, county, "0", 1))
        for t in range(townships):
            township = f"{county}{t + 10}"
            units.append(add(city, township, county, 2))
            units += [add(city, f"{township}{v + 10}", township, 3) for v in range(villages)]
    return units
