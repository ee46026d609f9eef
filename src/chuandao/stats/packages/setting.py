r"""What a package of measures brings on a tree where efficacy multiplies along the path.

    gain(S) = Σ_u worth(u) · (exp Z(u) − 1) − Σ_{o∈S} price(o)
    Z(u)    = Σ_{v on the path to u} R(v)
    R(v)    = Σ_k loss(v, k) · (1 − Π_{o∈S on (v, k)} (1 − s(o)))

Measures on one step and cause share what is left (substitutes); measures on different steps of a
path multiply (complements). Columns are tasks, or tasks in several draws; all sums are over them.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from chuandao.stats.smoothing.tree import Forest, Positions, Reals

Chosen = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Touches:
    """The pieces that touch one cause.

    Attributes
    ----------
    rows : positions
        The nodes touched, in layout order.
    loss : array (rows, columns)
    option : positions (pieces)
    strength : array (pieces, columns)
        −ln(1 − s).
    pattern : positions (rows)
        Nodes that the same pieces touch have the same pattern: what is left is worked out once.
    matrix : csr (patterns, pieces)
        1 where the piece touches the pattern.
    members : csr (patterns, rows)
        1 where the row has the pattern.
    piece, row : positions (touches)
    """

    rows: Positions
    loss: Reals
    option: Positions
    strength: Reals
    pattern: Positions
    matrix: csr_matrix
    members: csr_matrix
    piece: Positions
    row: Positions


@dataclass(frozen=True, eq=False)
class Setting:
    """A problem: a tree, what is at stake on it, options, prices and limits.

    Attributes
    ----------
    forest : Forest
        Of the nodes that matter.
    worth : array (nodes, columns)
        What a node's efficacy now counts for in the objective.
    touches : tuple of Touches
        By cause.
    price : array (options)
        What an option takes off the objective.
    uses : array (resources, options)
        At least 0.
    limits : array (resources)
        May be infinite.
    """

    forest: Forest
    worth: Reals
    touches: tuple[Touches, ...]
    price: Reals
    uses: Reals
    limits: Reals

    @property
    def size(self) -> int:
        """How many options there are."""
        return len(self.price)

    def limited(self, limits: Reals) -> "Setting":
        """Return the same problem under other limits."""
        return replace(self, limits=limits)

    def left(self, share: Reals) -> list[Reals]:
        """Return by cause and pattern what options taken to some share (0-1) leave of a loss."""
        return [
            np.exp(-(part.matrix @ (part.strength * share[part.option, None])))
            for part in self.touches
        ]

    def gained(self, left: list[Reals]) -> Reals:
        """Return Z: the log gain of each node over its path (nodes, columns)."""
        removed = np.zeros_like(self.worth)
        for part, rest in zip(self.touches, left, strict=True):
            removed[part.rows] += part.loss * (1 - rest)[part.pattern]
        return self.forest.summed_down(removed)

    def by_column(self, chosen: Chosen) -> Reals:
        """Return the gain of a package by column, prices aside."""
        gained = self.gained(self.left(chosen.astype(np.float64)))
        total: Reals = (self.worth * np.expm1(gained)).sum(axis=0)
        return total

    def value(self, chosen: Chosen) -> float:
        """Return the objective of a package."""
        return float(self.by_column(chosen).sum() - self.price[chosen].sum())

    def fits(self, chosen: Chosen) -> bool:
        """Return whether a package keeps all limits."""
        return bool((self.uses[:, chosen].sum(axis=1) <= self.limits * (1 + 1e-12)).all())

    def slopes(self, weight: Reals, left: list[Reals]) -> Reals:
        """Return the derivative of Σ weight·Z by the share of each option."""
        below = self.forest.summed_up(weight)
        found = np.zeros(self.size)
        for part, rest in zip(self.touches, left, strict=True):
            worth = (part.members @ (below[part.rows] * part.loss)) * rest
            each = ((part.matrix.T @ worth) * part.strength).sum(axis=1)
            found += np.bincount(part.option, each, minlength=self.size)
        return found

    def changes(self, chosen: Chosen) -> Reals:
        """Return by how much the objective changes when an option is added, or dropped if chosen.

        Exact for every option by itself.
        """
        left = self.left(chosen.astype(np.float64))
        level = self.worth * np.exp(self.gained(left))
        below = self.forest.summed_up(level)
        pairs, sign = self._pairs, np.where(chosen, -1.0, 1.0)
        moved = np.zeros((len(pairs.option), self.worth.shape[1]))
        for part, rest, (piece, row, pair) in zip(self.touches, left, pairs.touches, strict=True):
            strength = part.strength[piece] * sign[part.option[piece], None]
            held = part.loss[row] * rest[part.pattern[row]]
            np.add.at(moved, pair, held * -np.expm1(-strength))
        each = (below[pairs.node] * np.expm1(moved)).sum(axis=1)
        found = np.bincount(pairs.option, each, minlength=self.size) - sign * self.price
        for option in self.deep:
            other = chosen.copy()
            other[option] = not chosen[option]
            found[option] = self.value(other) - self.value(chosen)
        return found

    @cached_property
    def _pairs(self) -> "_Pairs":
        return _pairs_of(self)

    @cached_property
    def deep(self) -> list[int]:
        """Options that touch two steps of one path: their parts multiply with each other."""
        size = len(self.forest)
        keys = [part.option[part.piece] * size + part.rows[part.row] for part in self.touches]
        known = np.unique(np.concatenate(keys)) if keys else np.zeros(0, dtype=np.int64)
        option, above = known // max(size, 1), self.forest.parents[known % max(size, 1)]
        found = np.zeros(self.size, dtype=np.bool_)
        for _ in self.forest.levels:
            there = above >= 0
            found[option[there & np.isin(option * size + above, known)]] = True
            above = np.where(there, self.forest.parents[above], -1)
        return np.flatnonzero(found).tolist()


@dataclass(frozen=True, eq=False)
class _Pairs:
    """Pairs of option and node touched, and for each cause the touches: piece, row, pair."""

    option: Positions
    node: Positions
    touches: list[tuple[Positions, Positions, Positions]]


def _pairs_of(setting: Setting) -> _Pairs:
    size, deep = max(len(setting.forest), 1), setting.deep
    parts = []
    for part in setting.touches:
        mine = ~np.isin(part.option[part.piece], deep)
        piece, row = part.piece[mine], part.row[mine]
        parts.append((piece, row, part.option[piece] * size + part.rows[row]))
    keys = np.concatenate([key for _, _, key in parts]) if parts else np.zeros(0, dtype=np.int64)
    known = np.unique(keys)
    touches = [(piece, row, np.searchsorted(known, key)) for piece, row, key in parts]
    return _Pairs(known // size, known % size, touches)
