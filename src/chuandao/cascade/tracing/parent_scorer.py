"""How probable it is that one document answers to another that it does not name."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from chuandao.cascade.tracing.understood import Understood
from chuandao.catalog.rows import rows_of
from chuandao.text.similarity import Matrix, common, likeness

FEATURES = ("likeness", "of_best", "margin", "title", "mentions")
_PLACE = re.compile(r"(?:中共)?(.{2,6}?[省市县区镇乡州旗]|.{2,6}?街道)")
_UNKNOWN = 0.5
_FORM = re.compile(
    r"关于|印发|转发|的通知|实施|工作|方案|意见|办法|细则|进一步|推进|加强|人民政府|办公室|[《》（）]"
)


def features(document: Understood, candidates: Sequence[Understood]) -> Matrix:
    """Return the features of every candidate parent, shape (candidates, features), all 0–1.

    ``likeness``: mean over the document's clauses of the share of each found in its best clause
    of the candidate; ``of_best``: that over the best of all candidates; ``margin``: how far it
    stands above their median, 0 where it does not; ``title``: cosine of the topics of the
    titles; ``mentions``: the text names the candidate's place, a half where that is not known.
    """
    alike = np.array([_mean_likeness(other, document) for other in candidates])
    best, middle = alike.max(initial=0.0), float(np.median(alike)) if len(alike) else 0.0
    rows = [
        (
            share,
            share / best if best > 0 else 0.0,
            max(0.0, share - middle),
            _titles(other, document),
            _mentions(other, document),
        )
        for other, share in zip(candidates, alike, strict=True)
    ]
    return np.array(rows, dtype=float).reshape(len(candidates), len(FEATURES))


def probability(found: Matrix) -> list[float]:
    """Return the probability of each candidate by the logistic scorer of the catalogue."""
    weights = scorer()
    odds = weights["intercept"] + found @ np.array([weights[name] for name in FEATURES])
    return [float(share) for share in 1 / (1 + np.exp(-odds))]


@cache
def scorer() -> dict[str, float]:
    """Return the weights by feature; their origin stands in ``parent_scorer.csv``."""
    return {row["feature"]: float(row["weight"]) for row in rows_of("parent_scorer.csv")}


def _mean_likeness(upper: Understood, lower: Understood) -> float:
    uppers = [clause.compared for clause in upper.clauses if common(clause.compared)]
    lowers = [clause.compared for clause in lower.clauses if common(clause.compared)]
    if not uppers or not lowers:
        return 0.0
    return float(likeness(uppers, lowers).in_upper.max(axis=0).mean())


def _titles(upper: Understood, lower: Understood) -> float:
    topics = [_FORM.sub(" ", document.envelope.title) for document in (upper, lower)]
    if not all(topic.strip() for topic in topics):
        return 0.0
    return float(likeness(topics[:1], topics[1:]).cosine[0, 0])


def _mentions(upper: Understood, lower: Understood) -> float:
    place = _PLACE.match(upper.envelope.issuer)
    return float(place[1] in lower.text) if place else _UNKNOWN
