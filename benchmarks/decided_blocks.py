"""Pairs that persons decided in cases of their own, as blocks for fitting the scorer."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import chuandao as cd
from chuandao.cascade.tracing.decisions.decided import pairs_of
from chuandao.cascade.tracing.understanding.understood import Clause

Stacked = Callable[[Sequence[Clause], Sequence[Clause]], NDArray[np.float64]]


def decided_cells(
    case: Path, stacked: Stacked
) -> Iterator[tuple[NDArray[np.float64], NDArray[np.bool_]]]:
    """Yield, for two documents of a case, the features of the decided pairs and which are linked.

    Parameters
    ----------
    case : Path
        A case with a table ``decisions``.
    stacked : callable
        Returns the features (uppers, lowers, k) of all pairs of clauses: what a pair is worth
        shows only beside the other clauses of its documents.
    """
    traced = cd.trace(cd.read(case)).traced
    documents = {document.id: document.clauses for document in traced.documents}
    told: defaultdict[tuple[str, str], dict[tuple[str, str], bool]] = defaultdict(dict)
    for pair in pairs_of(traced):
        told[pair.upper.document, pair.lower.document][pair.upper.id, pair.lower.id] = pair.linked
    for (upper, lower), pairs in sorted(told.items()):
        held = stacked(documents[upper], documents[lower])
        rows = {clause.id: at for at, clause in enumerate(documents[upper])}
        columns = {clause.id: at for at, clause in enumerate(documents[lower])}
        at = [(rows[u], columns[v]) for u, v in pairs]
        cells = np.array([held[place] for place in at])
        yield cells[None], np.array([list(pairs.values())])
