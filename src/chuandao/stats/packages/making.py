"""A problem made of its tree, its losses and what options do."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from chuandao.stats.packages.setting import Chosen, Setting, Touches
from chuandao.stats.smoothing.tree import Positions, Reals, forest


@dataclass(frozen=True, eq=False)
class Steps:
    """A tree and what is lost on it, before options: arrays in the given order of nodes.

    Attributes
    ----------
    parents : positions
        -1 at the root.
    worth : array (nodes, columns)
    loss : array (causes, nodes, columns)
    """

    parents: Positions
    worth: Reals
    loss: Reals


@dataclass(frozen=True, eq=False)
class Pieces:
    """What options do: pieces of an option and a cause, and the steps that they touch.

    Attributes
    ----------
    option, cause : positions (pieces)
    share : array (pieces, columns)
        Of the loss removed; below 1.
    piece, node : positions (touches)
    """

    option: Positions
    cause: Positions
    share: Reals
    piece: Positions
    node: Positions


def setting_of(steps: Steps, pieces: Pieces, price: Reals, uses: Reals, limits: Reals) -> Setting:
    """Return a problem, with nodes below which nothing can be changed drawn together.

    Examples
    --------
    A root with one unit below, half of whose log loss of 0.2 a measure can remove:

    >>> steps = Steps(np.array([-1, 0]), np.array([[0.0], [0.8]]), np.array([[[0.0], [0.2]]]))
    >>> one = np.zeros(1, dtype=np.int64)
    >>> pieces = Pieces(one, one, np.array([[0.5]]), one, one + 1)
    >>> held = setting_of(steps, pieces, np.zeros(1), np.ones((1, 1)), np.ones(1))
    >>> round(held.value(np.array([True])), 4)
    0.0841
    """
    useful = (steps.loss[pieces.cause[pieces.piece], pieces.node] > 0).any(axis=1)
    piece, node = pieces.piece[useful], pieces.node[useful]
    kept, worth = _drawn_together(steps, node)
    place = np.cumsum(kept) - 1
    above = steps.parents[kept]
    tree = forest(np.where(above < 0, -1, place[np.maximum(above, 0)]))
    where = tree.place()[place[node]]
    loss = steps.loss[:, kept][:, tree.order]
    touches = [
        _touches(pieces, loss[cause], piece[mine], where[mine], cause)
        for cause in range(len(loss))
        if (mine := pieces.cause[piece] == cause).any()
    ]
    return Setting(tree, worth[kept][tree.order], tuple(touches), price, uses, limits)


def _drawn_together(steps: Steps, node: Positions) -> tuple[Chosen, Reals]:
    """Return the nodes that matter, and their worth with that of all others added above."""
    tree = forest(steps.parents)
    touched = np.zeros(len(steps.parents))
    touched[node] = 1
    kept = tree.summed_up(touched[tree.order])[tree.place()] > 0
    kept[steps.parents < 0] = True
    worth = steps.worth.copy()
    for level in tree.upward:
        here = tree.order[level.span]
        gone = here[~kept[here]]
        np.add.at(worth, steps.parents[gone], worth[gone])
    return kept, worth


def _touches(pieces: Pieces, loss: Reals, piece: Positions, node: Positions, cause: int) -> Touches:
    rows, row = np.unique(node, return_inverse=True)
    row = row.reshape(-1)
    mine = np.flatnonzero(pieces.cause == cause)
    at = np.searchsorted(mine, piece)
    pattern, first = _patterns(row, at, len(rows))
    touched = np.isin(row, first)
    shape = (len(first), len(mine))
    held = (np.ones(int(touched.sum())), (pattern[row[touched]], at[touched]))
    members = csr_matrix((np.ones(len(rows)), (pattern, np.arange(len(rows)))))
    return Touches(
        rows=rows,
        loss=loss[rows],
        option=pieces.option[mine],
        strength=-np.log1p(-pieces.share[mine]),
        pattern=pattern,
        matrix=csr_matrix(held, shape=shape),
        members=members,
        piece=at,
        row=row,
    )


def _patterns(row: Positions, piece: Positions, count: int) -> tuple[Positions, Positions]:
    """Return the pattern of each row, and the first row that has each."""
    order = np.lexsort((piece, row))
    starts = np.searchsorted(row[order], np.arange(count + 1))
    known, pattern, first = dict[bytes, int](), np.zeros(count, dtype=np.int64), list[int]()
    for at in range(count):
        key = piece[order[starts[at] : starts[at + 1]]].tobytes()
        if key not in known:
            known[key] = len(first)
            first.append(at)
        pattern[at] = known[key]
    return pattern, np.array(first, dtype=np.int64)
