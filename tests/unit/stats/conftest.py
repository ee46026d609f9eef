"""Small trees with evidence, for whatever is held against dense matrices."""

import numpy as np
import pytest

from chuandao.stats.smoothing.observed import Groups, TreeData
from chuandao.stats.smoothing.tree import copies, forest


def random_parents(rng, n):
    """Return a random tree, its nodes in random order."""
    above = [-1, *(int(rng.integers(0, i)) for i in range(1, n))]
    shuffle = rng.permutation(n)
    place = np.argsort(shuffle)
    return np.array([-1 if above[i] < 0 else place[above[i]] for i in shuffle])


def bushy(rng, n):
    """Return a tree whose leaves stand in large families below few parents."""
    inner = random_parents(rng, 6)
    return np.concatenate([inner, np.arange(n - 6) % 6])


def made(seed, *, nodes=60, coefficients=6, flat=False, wild=False):
    """Return data on two copies of a tree, and which variance belongs to what.

    Leaves come in large families seen by one to three of four sources, some twice by the same; a
    wild one has a random tree, every step and observation a design and a variance of its own.
    """
    rng = np.random.default_rng(seed)
    laid = forest(copies(random_parents(rng, nodes) if wild else bushy(rng, nodes), 2))
    n, below = len(laid), laid.parents >= 0
    m = n // 2 if wild else 2 * n
    node, source = rng.integers(0, n, m), rng.integers(0, 4, m)
    if not wild:
        node, source = np.repeat(np.arange(n), 2), np.tile([0, 1], n)
        kept = (rng.random(m) < 0.9) | (node % 3 == 0)
        node, source = node[kept], np.where(rng.random(m) < 0.05, 2, source)[kept]
        m = len(node)
    kind = np.minimum(laid.depth(), 2) % 3
    levels = np.zeros((m if wild else 4, coefficients))
    levels[:, -2:] = rng.normal(size=(len(levels), 2))
    constants = rng.normal(size=(3, coefficients)) * (np.arange(coefficients) < 2)
    columns = np.arange(coefficients) if wild else np.arange(2, min(4, coefficients))
    data = TreeData(
        forest=laid,
        kind=kind,
        constants=constants,
        varying=rng.normal(size=(n, len(columns))),
        columns=columns,
        node=node,
        response=rng.normal(size=m),
        source=np.arange(m) if wild else source,
        levels=levels,
        prior_mean=np.zeros(coefficients) if flat else rng.normal(size=coefficients),
        prior_precision=np.zeros(coefficients) if flat else rng.gamma(2, size=coefficients),
    )
    few = rng.random(n) < 0.05
    groups = Groups(
        step=np.where(below, np.minimum(kind, 1), -1),
        noise=2 + np.minimum(source, 1),
        count=4,
        known=rng.gamma(1, size=m) * (0.1 if wild else rng.random(m) < 0.05),
        prior_mean=np.full(4, -0.5),
        prior_sd=np.ones(4),
        extra=below * few * rng.gamma(1, size=n),
        extra_noise=(rng.random(m) < 0.03) * rng.gamma(1, size=m),
    )
    return data, groups


@pytest.fixture
def problem():
    return made
