"""How often is one-size-fits-all told, and how often wrongly? By simulation.

    python benchmarks/bench_uniform.py [--runs 400] [--first 1] [--siblings 8]

Every run makes one campaign of a unit under test and its siblings. Severities are log-normal (three
measures, correlated .3, each its own scale); treatments have up to five levels. Scenarios say how
the unit under test treats its subjects, and how its siblings do:

- ``uniform``: every subject the same; ``random``: levels that do not depend on severity.
- ``strong``, ``middle``, ``weak``: latent harshness = slope x log severity + noise, five levels.
- ``step20``, ``step10``: only the worst 20 or 10 % are closed, all others warned.
- ``two``: two levels only, strong. ``second``: goes by the second measure, two more never used.
- ``mixed``: goes by all three measures a little. ``missing``: strong, half of one column missing.
- ``alike``: every subject the same where severities hardly differ (nothing to tailor).
- ``among_tailoring``, ``among_uniform``: the siblings do the opposite of the unit under test.

Seeds run from ``--first``; those below 10,000 were looked at when the rule was chosen, those from
10,001 on were not.
"""

import argparse

import numpy as np

from chuandao.diagnosis.capacity.tailoring_rule import material, tailoring_rule
from chuandao.stats.tailoring.measures import treated
from chuandao.stats.tailoring.verdict import tailoring

SUBJECTS = (15, 30, 60, 150, 400)
SLOPES = {"strong": 1.5, "middle": 0.8, "weak": 0.4}
SCENARIOS = (
    ("uniform", "uniform"),
    ("uniform", "strong"),
    ("random", "random"),
    ("random", "strong"),
    ("strong", "strong"),
    ("strong", "uniform"),
    ("strong", "random"),
    ("two", "two"),
    ("two", "uniform"),
    ("second", "second"),
    ("mixed", "mixed"),
    ("missing", "missing"),
    ("step20", "step20"),
    ("step20", "uniform"),
    ("step10", "step10"),
    ("middle", "middle"),
    ("weak", "weak"),
    ("alike", "uniform"),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=400)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--siblings", type=int, default=8)
    parser.add_argument("--columns", type=int, default=3)
    told = parser.parse_args()
    print(f"seeds {told.first} to {told.first + told.runs - 1}; {told.siblings} siblings")
    print("unit among siblings        uniform / tailored / cannot tell, at subjects:")
    print(" " * 24 + "".join(f"{n:>20}" for n in SUBJECTS))
    for unit, siblings in SCENARIOS:
        cells = [cell(unit, siblings, n, told) for n in SUBJECTS]
        print(f"{unit + ' / ' + siblings:24}" + "".join(f"{one:>20}" for one in cells), flush=True)


def cell(unit: str, siblings: str, subjects: int, told: argparse.Namespace) -> str:
    """Return the shares of the three verdicts as words."""
    count = {"uniform": 0, "tailored": 0, "cannot_tell": 0}
    for seed in range(told.first, told.first + told.runs):
        count[verdict(unit, siblings, subjects, told, seed)] += 1
    return "/".join(f"{one / told.runs:.3f}" for one in count.values())


def verdict(unit: str, siblings: str, subjects: int, told: argparse.Namespace, seed: int) -> str:
    """Return the verdict on the unit under test in one run."""
    chance = np.random.default_rng(seed)
    kinds = [unit] + [siblings] * told.siblings
    sizes = [subjects, *chance.integers(20, 160, told.siblings)]
    made = [
        campaign_of(kind, size, told.columns, chance)
        for kind, size in zip(kinds, sizes, strict=True)
    ]
    severity = np.concatenate([one[0] for one in made])
    level = np.concatenate([one[1] for one in made])
    of = np.repeat(np.arange(len(kinds)), sizes)
    columns = {f"severity_{j}": severity[:, j] for j in range(told.columns)}
    return tailoring(treated(columns, level, of, **material()), tailoring_rule())[0].verdict


def campaign_of(
    kind: str, n: int, columns: int, chance: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Return severities (subjects x measures) and levels of treatment of one unit."""
    shared = chance.normal(size=(n, 1))
    z = np.sqrt(0.3) * shared + np.sqrt(0.7) * chance.normal(size=(n, columns))
    if kind == "alike":
        z = 0.02 * z + 0.5
    severity = np.exp(z * np.array([0.8, 0.5, 1.2, 0.9, 0.7, 0.6])[:columns]) * 50.0
    level = levels_of(kind, z, chance)
    if kind == "missing":
        severity[chance.random(n) < 0.5, 1] = np.nan
        severity[chance.random(n) < 0.1, 0] = np.nan
    return severity, level


def levels_of(kind: str, z: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Return the levels of treatment of subjects of these log severities."""
    n, noise = len(z), chance.normal(size=len(z))
    if kind in {"uniform", "alike"}:
        return np.full(n, 4.0)
    if kind == "random":
        return chance.choice([1.0, 2.0, 3.0, 4.0], n, p=[0.1, 0.2, 0.3, 0.4])
    if kind in {"step20", "step10"}:
        return np.where(z[:, 0] > {"step20": 0.8416, "step10": 1.2816}[kind], 4.0, 1.0)
    if kind == "two":
        return np.where(SLOPES["strong"] * z[:, 0] + noise > 0.5, 4.0, 1.0)
    if kind == "second":
        harsh = SLOPES["strong"] * z[:, min(1, z.shape[1] - 1)] + noise
    elif kind == "mixed":
        harsh = SLOPES["strong"] * z.mean(axis=1) / z.mean(axis=1).std() + noise
    else:
        harsh = SLOPES.get(kind, SLOPES["strong"]) * z[:, 0] + noise
    return np.digitize(harsh, [-1.8, -0.5, 0.5, 1.8]).astype(float)


if __name__ == "__main__":
    main()
