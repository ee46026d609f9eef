"""How much of either clause the other one covers, part by part, and what the rest holds.

A part is covered by its words, or, where it was said in other words, by its meaning: the mean of
its words' vectors (`chuandao.text.likeness.background`), the rare ones weighing more. What is not
covered is told apart by what stands in it (`chuandao.text.outcome.pieces.kinds_of`).
"""

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from chuandao.text.lexicon import Lexicon
from chuandao.text.likeness.background import Background
from chuandao.text.likeness.words import words_of
from chuandao.text.outcome.parts import parts
from chuandao.text.outcome.wording import cues, damped, names, numbers, tokens

Vector = NDArray[np.float64]
KINDS = (
    "number", "name", "ban", "benefit", "sanction", "burden", "hedge", "vague", "people", "relief",
    "approval", "limit", "show", "slogan", "force",
)  # fmt: skip
_NEW = 0.34  # share of a part's tokens below which the other clause does not say it
_NEAR = 0.6  # cosine of two parts from which they speak of one topic
_FROM, _WIDTH, _AT_MOST = 0.45, 0.5, 0.9  # how a cosine counts as a share that is covered
_SAID = 0.4


@dataclass(frozen=True, eq=False)
class Laid:
    """A clause as its parts: their tokens, lengths, meanings (unit vectors) and what they hold."""

    tokens: tuple[frozenset[str], ...]
    length: Vector
    meaning: Vector
    holds: Vector

    @cached_property
    def total(self) -> float:
        """The tokens of all parts together."""
        return float(self.length.sum())

    @cached_property
    def plain(self) -> NDArray[np.bool_]:
        """Which parts hold nothing that is told apart."""
        return np.asarray(~self.holds.any(axis=1))

    @cached_property
    def concrete(self) -> float:
        """Share of the length that holds a number or a name."""
        return float(self.length @ self.holds[:, :2].max(axis=1) / max(1.0, self.total))

    @cached_property
    def mean(self) -> Vector:
        """The meaning of the whole, not of length 1."""
        return np.asarray(self.length @ self.meaning)

    @cached_property
    def size(self) -> float:
        """Length of `mean`."""
        return float(np.linalg.norm(self.mean))


@lru_cache(maxsize=100_000)
def laid(words: str, lexicon: Lexicon, background: Background) -> Laid:
    """Return a clause as its parts; one empty part where there is none."""
    held = parts(words)
    if not held:
        size = len(KINDS)
        meaning = np.zeros((1, _size(background)))
        return Laid((frozenset(),), np.ones(1), meaning, np.zeros((1, size)))
    return Laid(
        tokens=tuple(part.tokens for part in held),
        length=np.array([len(part.tokens) for part in held], dtype=float),
        meaning=background.meanings(words_of(part.words) for part in held).astype(float),
        holds=np.array([_holds(part.words, bool(part.banned), lexicon) for part in held]),
    )


def _size(background: Background) -> int:
    return int(background.vectors.shape[1])


def _holds(words: str, banned: bool, lexicon: Lexicon) -> list[float]:  # noqa: FBT001
    told = cues(words, lexicon)
    held = [bool(numbers(words)), bool(names(words)), banned]
    return [float(flag) for flag in (*held, *(bool(told.get(kind)) for kind in KINDS[3:]))]


def coverage(upper: str, lower: str, lexicon: Lexicon, background: Background) -> dict[str, float]:
    """Return what of two clauses is covered, lost and new, by feature.

    Examples
    --------
    >>> from chuandao.cascade.tracing.linking.likeness import background
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> found = coverage("建设茶园3个，不得强制流转", "建设茶园3个", lexicon(), background())
    >>> found["lost_ban"] > 0, found["lost_number"], found["come_number"]
    (True, 0.0, 0.0)
    """
    one, other = (laid(words, lexicon, background) for words in (upper, lower))
    alike = one.meaning @ other.meaning.T
    above = _seen_from(one, tokens(lower), alike.max(axis=1))
    below = _seen_from(other, tokens(upper), alike.max(axis=0))
    summed, came = above.sums, below.sums
    ratio = math.log((1 + below.said * max(1.0, other.total)) / (1 + one.total))
    found = {
        "soft_upper": summed[0],
        "soft_lower": came[0],
        "topic_upper": summed[1],
        "topic_lower": came[1],
        "topic": _topic(one, other),
        "lost_mass": damped(one.total * (1 - summed[0])),
        "new_mass": damped(other.total * (1 - came[0])),
        "lost_hard": damped(one.total * summed[2]),
        "new_hard": damped(other.total * came[2]),
        "aligned_ratio": ratio,
        "offtopic_lost": summed[3],
        "offtopic_new": came[3],
        "ontopic_new": came[2] - came[3],
        "concrete_upper": one.concrete,
        "concrete_lower": other.concrete,
        "lost_plain": summed[4],
        "come_plain": came[4],
    }
    return found | dict(zip(_COUNTED, above.counts + below.counts, strict=True))


@dataclass(frozen=True, eq=False)
class _View:
    """One clause seen from the other: shares of its length, the share said there, counts gone."""

    sums: list[float]
    said: float
    counts: list[float]


def _seen_from(one: Laid, other: frozenset[str], near: Vector) -> _View:
    said = np.array([len(held & other) / max(1, len(held)) for held in one.tokens])
    soft = np.maximum(said, _AT_MOST * np.clip((near - _FROM) / _WIDTH, 0.0, 1.0))
    gone = said < _NEW
    rows = np.stack([soft, near, gone, gone & (near < _NEAR), gone & one.plain, soft >= _SAID])
    sums = (rows @ one.length / max(1.0, one.total)).tolist()
    return _View(sums[:5], sums[5], np.log1p(gone @ one.holds).tolist())


_COUNTED = (*(f"lost_{kind}" for kind in KINDS), *(f"come_{kind}" for kind in KINDS))


def _topic(one: Laid, other: Laid) -> float:
    size = one.size * other.size
    return float(one.mean @ other.mean) / size if size else 0.0
