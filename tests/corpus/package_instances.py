"""Small problems of choosing drawn at random, and their best package by trying all."""

from itertools import product

import numpy as np

from chuandao.stats.packages.making import Pieces, Steps, setting_of

CAUSES, COLUMNS = 3, 3


def instance(seed, options=None):
    """Return a random problem: a tree of two or three tiers, options of every reach."""
    rng = np.random.default_rng(seed)
    parents = _tree(rng)
    leaves = np.setdiff1d(np.arange(len(parents)), parents)
    worth = np.zeros((len(parents), COLUMNS))
    worth[leaves] = rng.uniform(0.3, 1, (len(leaves), COLUMNS)) / (len(leaves) * COLUMNS)
    loss = rng.gamma(1, 0.15, (CAUSES, len(parents), COLUMNS))
    loss[:, 0] = 0
    loss[rng.random(loss.shape) < 0.3] = 0
    count = options or int(rng.integers(3, 12))
    pieces = _pieces(rng, parents, count)
    uses = np.stack([rng.integers(1, 20, count) * 1000.0, rng.integers(0, 10, count) * 1.0])
    limits = uses.sum(axis=1) * rng.uniform(0.1, 0.9, 2)
    if rng.random() < 0.3:
        limits[1] = np.inf
    price = np.where(rng.random(count) < 0.3, rng.uniform(-0.002, 0.01, count), 0)
    return setting_of(Steps(parents, worth, loss), pieces, price, uses, limits)


def brute_force(setting):
    """Return the greatest objective of any package that keeps the limits."""
    packages = (np.array(bits) for bits in product([False, True], repeat=setting.size))
    return max(setting.value(package) for package in packages if setting.fits(package))


def _tree(rng):
    parents = [-1]
    for _ in range(int(rng.integers(1, 4))):
        parents.append(0)
        county = len(parents) - 1
        parents += [county] * int(rng.integers(0, 4))
    return np.array(parents)


def _pieces(rng, parents, count):
    option, cause, share, piece, node = [], [], [], [], []
    for o in range(count):
        steps = _reached(rng, parents)
        for k in rng.choice(CAUSES, rng.integers(1, 3), replace=False):
            touched = rng.random(COLUMNS) < 0.8
            option.append(o)
            cause.append(k)
            share.append(np.full(COLUMNS, rng.uniform(0.02, 0.8)) * touched)
            piece += [len(option) - 1] * len(steps)
            node += steps
    whole = [np.array(part, dtype=np.int64) for part in (option, cause, piece, node)]
    return Pieces(whole[0], whole[1], np.array(share), whole[2], whole[3])


def _reached(rng, parents):
    """Return the steps of an option: its own, those directly below, or all below."""
    unit = int(rng.integers(len(parents)))
    children = np.flatnonzero(parents == unit).tolist()
    kind = rng.integers(3) if children else 0
    if kind == 0:
        return [unit or 1]
    if kind == 1:
        return children
    below, todo = [], list(children)
    while todo:
        below.append(todo.pop())
        todo += np.flatnonzero(parents == below[-1]).tolist()
    return below
