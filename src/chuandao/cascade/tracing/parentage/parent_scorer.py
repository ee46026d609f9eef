"""How probable it is that one document answers to another that it does not name."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.catalog.rows import rows_of
from chuandao.text.similarity import Matrix, alike

if TYPE_CHECKING:
    from chuandao.text.likeness.nearness import Held

FEATURES = ("likeness", "of_best", "margin", "title", "mentions")
_PLACE = re.compile(r"(?:中共)?(.{2,6}?[省市县区镇乡州旗]|.{2,6}?街道)")
_UNKNOWN = 0.5
_FORM = re.compile(
    r"关于|印发|转发|的通知|实施|工作|方案|意见|办法|细则|进一步|推进|加强|人民政府|办公室|[《》（）]"
)
_MOST = 64  # candidates up to which all are compared clause by clause
_NEAREST, _MIDDLE = 16, 9  # of more: those with most words in common, and those in the middle


class Grams:
    """The n-grams of some documents' clauses, counted when they are first asked for."""

    def __init__(self, documents: Sequence[Understood]) -> None:
        self._documents = documents
        self._place = {document.id: at for at, document in enumerate(documents)}
        self._held: dict[str, Held] = {}

    def of(self, document: Understood) -> "Held":
        """Return the n-grams of a document's clauses."""
        from chuandao.text.likeness.nearness import held

        if document.id not in self._held:
            self._held[document.id] = held([clause.compared for clause in document.clauses])
        return self._held[document.id]

    @cached_property
    def _near(self) -> NDArray[np.float64]:
        from chuandao.text.likeness.nearness import shelved

        return shelved([self.of(document) for document in self._documents])

    def nearest_first(
        self, document: Understood, candidates: Sequence[Understood]
    ) -> list[Understood]:
        """Return candidates by the share of the document's words that they have."""
        near = self._near[self._place[document.id]]
        share = {other.id: round(float(near[self._place[other.id]]), 9) for other in candidates}
        return sorted(candidates, key=lambda other: (-share[other.id], other.id))


def likely_parents(
    document: Understood, candidates: Sequence[Understood], grams: Grams
) -> list[tuple[Understood, float]]:
    """Return candidates with their probability; of many, those with most words in common.

    Notes
    -----
    Of more than 64 candidates only the 16 that share most of the document's words are compared
    clause by clause, beside nine from the middle of that order, whose median stands for that of
    all. The candidate that the clauses fit best was always among the 16 (``docs/explanation``).
    """
    if len(candidates) <= _MOST:
        found = features(document, candidates, grams)
        return list(zip(candidates, probability(found), strict=True))
    order = grams.nearest_first(document, candidates)
    start = (len(order) - _MIDDLE) // 2
    middle = _shares(document, order[start : start + _MIDDLE], grams)
    near = order[:_NEAREST]
    found = features(document, near, grams, middle=float(np.median(middle)))
    return list(zip(near, probability(found), strict=True))


def features(
    document: Understood,
    candidates: Sequence[Understood],
    grams: Grams | None = None,
    *,
    middle: float | None = None,
) -> Matrix:
    """Return the features of every candidate parent, shape (candidates, features), all 0–1.

    ``likeness``: mean over the document's clauses of the share of each found in its best clause
    of the candidate; ``of_best``: that over the best of all candidates; ``margin``: how far it
    stands above their median, 0 where it does not; ``title``: cosine of the topics of the
    titles; ``mentions``: the text names the candidate's place, a half where that is not known.

    Parameters
    ----------
    document : Understood
    candidates : sequence of Understood
    grams : Grams, optional
        The counts of these and more documents.
    middle : float, optional
        The median likeness, where these are not all candidates.
    """
    shares = _shares(document, candidates, grams or Grams([document, *candidates]))
    best = shares.max(initial=0.0)
    if middle is None:
        middle = float(np.median(shares)) if len(shares) else 0.0
    rows = [
        (
            share,
            share / best if best > 0 else 0.0,
            max(0.0, share - middle),
            _titles(other, document),
            _mentions(other, document),
        )
        for other, share in zip(candidates, shares, strict=True)
    ]
    return np.array(rows, dtype=float).reshape(len(candidates), len(FEATURES))


def probability(found: Matrix) -> list[float]:
    """Return the probability of each candidate by the logistic scorer of the catalogue."""
    weights = scorer()
    odds = weights["intercept"] + found @ np.array([weights[name] for name in FEATURES])
    return [float(share) for share in 1 / (1 + np.exp(-odds))]


@cache
def scorer() -> Mapping[str, float]:
    """Return the weights by feature; their origin stands in ``parent_scorer.csv``."""
    return {row["feature"]: float(row["weight"]) for row in rows_of("parent_scorer.csv")}


def _shares(document: Understood, candidates: Sequence[Understood], grams: Grams) -> Matrix:
    from chuandao.text.likeness.nearness import carried

    own = grams.of(document)
    return np.array([carried(grams.of(other), own) for other in candidates], dtype=float)


def _titles(upper: Understood, lower: Understood) -> float:
    topics = [_FORM.sub(" ", document.envelope.title) for document in (upper, lower)]
    if not all(topic.strip() for topic in topics):
        return 0.0
    return alike(*topics)


def _mentions(upper: Understood, lower: Understood) -> float:
    place = _PLACE.match(upper.envelope.issuer)
    return float(place[1] in lower.text) if place else _UNKNOWN
