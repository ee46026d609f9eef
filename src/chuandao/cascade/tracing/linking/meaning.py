"""Re-scoring of uncertain links by a sentence model that the user supplies (語義復核)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.catalog.thresholds import threshold
from chuandao.errors import Problem
from chuandao.sources.models import SentenceModel
from chuandao.text.likeness.compare import Matrix
from chuandao.text.likeness.meaning import Worth, likeness_of_meaning, worth

Block = tuple[Compared, Compared]


@dataclass(frozen=True)
class Meaning:
    """The vectors of the clauses, and what their likeness is worth in these documents."""

    vectors: Mapping[str, NDArray[np.float32]]
    worth: Worth

    def rescored(
        self, probability: Matrix, uppers: Sequence[Clause], lowers: Sequence[Clause]
    ) -> Matrix:
        """Return the probabilities (uppers, lowers), those of the uncertain band moved."""
        likeness = likeness_of_meaning(
            _stacked(self.vectors, uppers), _stacked(self.vectors, lowers)
        )
        return self.worth.rescored(probability, likeness, _band(), threshold("semantic_trust"))


def meaning_of(model: SentenceModel, blocks: Iterable[tuple[Block, Matrix]]) -> Meaning | Problem:
    """Return the meaning of clauses, its worth learnt from what the words alone settle.

    Parameters
    ----------
    model : SentenceModel
    blocks : iterable of ((upper document, lower document), probabilities)
        The pairs of documents that are compared, with the probabilities by the words alone.

    Returns
    -------
    Meaning or Problem
        A problem where fewer than ``semantic_least`` pairs are settled either way: the model is
        then not used, since nothing tells what its likeness is worth.
    """
    known = list(blocks)
    clauses = {
        c.id: c.compared for (above, below), _ in known for c in above.clauses + below.clauses
    }
    vectors = dict(zip(clauses, model.encode(list(clauses.values())), strict=True))
    likeness, linked = _settled(known, vectors)
    least, found = int(threshold("semantic_least")), int(linked.sum())
    if min(found, len(linked) - found) < least:
        words = {"model": model.name, "found": found, "least": least}
        return Problem("semantic_too_few", "warning", parameters=words)
    learnt = worth(likeness, linked)
    if learnt.slope <= 0:
        return Problem("semantic_no_use", "warning", parameters={"model": model.name})
    return Meaning(vectors, learnt)


def _settled(
    blocks: Sequence[tuple[Block, Matrix]], vectors: Mapping[str, NDArray[np.float32]]
) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return likeness of the pairs that lie outside the band, and whether they are linked."""
    likeness, linked = [np.zeros(0)], [np.zeros(0, dtype=bool)]
    low, high = _band()
    for (above, below), probability in blocks:
        found = _likeness(vectors, above.clauses, below.clauses)
        settled = (probability < low) | (probability > high)
        likeness.append(found[settled])
        linked.append(probability[settled] > high)
    return np.concatenate(likeness), np.concatenate(linked)


def _likeness(
    vectors: Mapping[str, NDArray[np.float32]], uppers: Sequence[Clause], lowers: Sequence[Clause]
) -> Matrix:
    return likeness_of_meaning(_stacked(vectors, uppers), _stacked(vectors, lowers))


def _stacked(vectors: Mapping[str, NDArray[np.float32]], clauses: Sequence[Clause]) -> Matrix:
    return np.stack([vectors[clause.id] for clause in clauses]).astype(np.float64)


def _band() -> tuple[float, float]:
    return threshold("semantic_from"), threshold("semantic_to")
