"""Evidence of four sources and deficits of five causes over the divisions of a country.

Independent of the product: plain arithmetic of its own, nothing of chuandao is imported.
"""

import csv
import gzip
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

TAU, BIAS = np.array([0.05, 0.06, 0.07, 0.08]), np.array([0.0, 0.1, -0.05, 0.02])
SIGMA, ALPHA = np.array([0.1, 0.12, 0.1, 0.09, 0.08]), np.array([0.05, 0.04, 0.06, 0.03, 0.05])
BETA = np.array([0.1, 0.05, 0.2, 0.15, 0.0])


@dataclass
class Country:
    """A tree in layout order and what is observed on it."""

    parents: np.ndarray
    depth: np.ndarray
    severity: np.ndarray
    truth: np.ndarray
    node: np.ndarray
    source: np.ndarray
    response: np.ndarray
    known: np.ndarray


def simulate(part: str, *, small: bool) -> Country:
    """Return a country with evidence as a part wants it."""
    rng = np.random.default_rng(7)
    parents, depth = tree(small=small)
    count = len(parents)
    severity = 1 / (1 + np.exp(-(rng.normal(size=(count, 5)) * 0.8 - 1.0)))
    truth = np.zeros(count)
    step = rng.normal(size=count)
    for tier in range(1, 6):
        here = np.flatnonzero(depth == tier)
        lost = ALPHA[tier - 1] + severity[here] @ BETA - SIGMA[tier - 1] * step[here]
        truth[here] = truth[parents[here]] - lost
    node, source = np.repeat(np.arange(1, count), 4), np.tile(np.arange(4), count - 1)
    if part in ("missing", "rows"):
        seen = rng.random(len(node)) < 0.7
        node, source = node[seen], source[seen]
    known = np.zeros(len(node))
    if part == "rows":
        known = rng.uniform(0.02, 0.06, len(node)) ** 2
    noise = rng.normal(size=len(node)) * np.sqrt(TAU[source] ** 2 + known)
    response = truth[node] + BIAS[source] + noise
    if part == "robust":
        blocked = rng.random(count) < np.where(depth == 5, 0.0005, 0.01)
        lost = np.where(blocked & (depth > 2), 4 * SIGMA[np.maximum(depth - 1, 0)], 0.0)
        for tier in range(4, 6):
            here = np.flatnonzero(depth == tier)
            lost[here] += lost[parents[here]]
        response -= lost[node]
        response += 0.2 * ((source == 1) & (rng.random(len(node)) < 0.001))
        truth -= lost
    return Country(parents, depth, severity, truth, node, source, response, known)


def tree(*, small: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return parents and depths, level by level, siblings side by side."""
    folder = os.environ.get("CHUANDAO_REAL_DATA")
    files = sorted(Path(folder, "division_tree").glob("*5level.csv.gz")) if folder else []
    sizes = [1, 34, 344, 3133, 42868, 666_655]
    if files:
        with gzip.open(files[0], "rt", encoding="utf-8", newline="") as rows:
            pairs = [(row["code"], row["parent"]) for row in csv.DictReader(rows)]
        place = {code: at for at, (code, _) in enumerate(pairs)}
        above = np.array([-1 if code == up else place[up] for code, up in pairs])
    else:
        firsts = np.cumsum([0, *sizes])
        above = np.concatenate(
            [[-1], *(firsts[k] + np.arange(n) * sizes[k] // n for k, n in enumerate(sizes[1:]))]
        )
    depth = np.zeros(len(above), dtype=np.int64)
    for _ in range(5):
        depth = np.where(above < 0, 0, depth[above] + 1)
    order = np.lexsort((np.arange(len(above)), depth))
    for _ in range(5):
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        order = np.lexsort((np.arange(len(above)), np.where(above < 0, -1, rank[above]), depth))
    if small:
        order = order[(depth[order] < 5) | (above[order] % 16 == 0)]
        order = order[
            (depth[order] < 4)
            | (np.where(depth == 5, above, np.arange(len(above))) % 16 == 0)[order]
        ]
    rank = np.full(len(above), -1)
    rank[order] = np.arange(len(order))
    return np.where(above[order] < 0, -1, rank[above[order]]), depth[order]
