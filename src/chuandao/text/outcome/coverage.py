"""How much of either clause the other one covers, part by part, and what the rest holds.

A part is covered by its words, or, where it was said in other words, by its meaning: the mean of
its words' vectors (`chuandao.text.likeness.background`), the rare ones weighing more. What is not
covered is told apart by what stands in it (`chuandao.text.outcome.pieces.kinds_of`).
"""

from dataclasses import dataclass
from functools import lru_cache

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

    @property
    def total(self) -> float:
        """The tokens of all parts together."""
        return float(self.length.sum())


@lru_cache(maxsize=20_000)
def laid(words: str, lexicon: Lexicon, background: Background) -> Laid:
    """Return a clause as its parts; one empty part where there is none."""
    held = parts(words)
    if not held:
        size = len(KINDS)
        return Laid((frozenset(),), np.ones(1), np.zeros((1, _size(background))), np.zeros((1, size)))
    return Laid(
        tokens=tuple(part.tokens for part in held),
        length=np.array([len(part.tokens) for part in held], dtype=float),
        meaning=np.array([background.meaning(part.words) for part in held], dtype=float),
        holds=np.array([_holds(part.words, bool(part.banned), lexicon) for part in held]),
    )


def _size(background: Background) -> int:
    return int(background.vectors.shape[1])


def _holds(words: str, banned: bool, lexicon: Lexicon) -> list[float]:  # noqa: FBT001
    told = cues(words, lexicon)
    held = [bool(numbers(words)), bool(names(words)), banned]
    return [float(flag) for flag in (*held, *(bool(told.get(kind)) for kind in KINDS[3:]))]


def coverage(
    upper: str, lower: str, lexicon: Lexicon, background: Background
) -> dict[str, float]:
    """Return what of two clauses is covered, lost and new, by feature.

    Examples
    --------
    >>> from chuandao.cascade.tracing.likeness import background
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> found = coverage("建设茶园3个，不得强制流转", "建设茶园3个", lexicon(), background())
    >>> found["lost_ban"] > 0, found["lost_number"], found["come_number"]
    (True, 0.0, 0.0)
    """
    one, other = (laid(words, lexicon, background) for words in (upper, lower))
    alike = one.meaning @ other.meaning.T
    said_up, said_down = _said(one, tokens(lower)), _said(other, tokens(upper))
    near_up, near_down = alike.max(axis=1), alike.max(axis=0)
    soft_up, soft_down = _soft(said_up, near_up), _soft(said_down, near_down)
    lost, come = said_up < _NEW, said_down < _NEW
    found = {
        "soft_upper": _mean(one, soft_up),
        "soft_lower": _mean(other, soft_down),
        "topic_upper": _mean(one, near_up),
        "topic_lower": _mean(other, near_down),
        "topic": _topic(one, other),
        "lost_mass": damped(float(one.length @ (1 - soft_up))),
        "new_mass": damped(float(other.length @ (1 - soft_down))),
        "lost_hard": damped(float(one.length @ lost)),
        "new_hard": damped(float(other.length @ come)),
        "aligned_ratio": float(
            np.log((1 + other.length @ (soft_down >= _SAID)) / (1 + one.total))
        ),
        "offtopic_lost": _mean(one, lost & (near_up < _NEAR)),
        "offtopic_new": _mean(other, come & (near_down < _NEAR)),
        "ontopic_new": _mean(other, come & (near_down >= _NEAR)),
        "concrete_upper": _mean(one, one.holds[:, :2].max(axis=1)),
        "concrete_lower": _mean(other, other.holds[:, :2].max(axis=1)),
        "lost_plain": _mean(one, lost & ~one.holds.any(axis=1)),
        "come_plain": _mean(other, come & ~other.holds.any(axis=1)),
    }
    counts = np.log1p(np.concatenate([lost @ one.holds, come @ other.holds])).tolist()
    return found | dict(zip(_COUNTED, counts, strict=True))


_COUNTED = (*(f"lost_{kind}" for kind in KINDS), *(f"come_{kind}" for kind in KINDS))


def _said(one: Laid, other: frozenset[str]) -> Vector:
    return np.array([len(held & other) / max(1, len(held)) for held in one.tokens])


def _soft(said: Vector, near: Vector) -> Vector:
    """Return the share of each part that is covered, by its words or by its meaning."""
    return np.maximum(said, _AT_MOST * np.clip((near - _FROM) / _WIDTH, 0.0, 1.0))


def _mean(one: Laid, values: NDArray[np.generic]) -> float:
    return float(one.length @ values / max(1.0, one.total))


def _topic(one: Laid, other: Laid) -> float:
    above, below = one.length @ one.meaning, other.length @ other.meaning
    size = float(np.linalg.norm(above) * np.linalg.norm(below))
    return float(above @ below) / size if size else 0.0
