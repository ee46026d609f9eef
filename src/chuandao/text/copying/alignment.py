"""How much of a passage another follows, word by word: local alignment weighted by rarity.

Smith, T. F., & Waterman, M. S. (1981). Identification of common molecular subsequences. Journal of
Molecular Biology, 147, 195-197. Weights by rarity (inverse document frequency): Spaerck Jones, K.
(1972). A statistical interpretation of term specificity. Journal of Documentation, 28, 11-21.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from chuandao.text.canonical import plain

_TOKEN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]")


@dataclass(frozen=True)
class Rarity:
    """How rare each token is in some documents: ln((documents + 1) / (those with it + 1/2)).

    Words that stand in every document ("is amended to read as follows") weigh next to nothing,
    a word that no document has weighs most.
    """

    documents: int
    holding: Mapping[str, int]

    def __call__(self, token: str) -> float:  # noqa: D102
        return log((self.documents + 1) / (self.holding.get(token, 0) + 0.5))


def rarity(documents: Iterable[str]) -> Rarity:
    """Return how rare tokens are, counted over some documents.

    Examples
    --------
    >>> weight = rarity(["the tea act", "the water act"])
    >>> weight("the") < weight("tea") < weight("zebra")
    True
    """
    holding: Counter[str] = Counter()
    count = 0
    for document in documents:
        holding.update(set(tokens(document)))
        count += 1
    return Rarity(count, dict(holding))


def tokens(passage: str) -> tuple[str, ...]:
    """Return the words, numbers and Chinese characters of a passage, in order.

    Examples
    --------
    >>> tokens("Section 3: 發展Tea")
    ('section', '3', '发', '展', 'tea')
    """
    return tuple(_TOKEN.findall(plain(passage).lower()))


def alignment(one: str, other: str, weigh: Rarity, *, miss: float = 0.5) -> float:
    """Return the score of the best local alignment of two passages.

    Parameters
    ----------
    one, other : str
    weigh : Rarity
        What a token that stands in both is worth.
    miss : float
        What a token that was replaced, left out or put in costs.

    Returns
    -------
    float
        At least 0, and the same whichever passage comes first; it grows with the length of
        what was copied.

    Examples
    --------
    >>> weigh = rarity(["the act is amended", "the act is repealed", "tea gardens register"])
    >>> copy = alignment("tea gardens shall register", "all tea gardens must register", weigh)
    >>> copy > alignment("the act is amended", "the act is amended", weigh)
    True
    >>> alignment("tea", "water", weigh)
    0.0
    """
    above, below = tokens(one), tokens(other)
    worth = {token: weigh(token) for token in set(above) & set(below)}
    if not worth:
        return 0.0
    gains = _gains(above, below, worth, miss)
    return round(float(_best(gains, miss)), 6)


def _gains(
    above: Sequence[str], below: Sequence[str], worth: Mapping[str, float], miss: float
) -> NDArray[np.float64]:
    """Return what it is worth to lay each token of one passage on each of the other."""
    known = {token: at for at, token in enumerate(sorted(worth))}
    one = np.array([known.get(token, -1) for token in above])
    other = np.array([known.get(token, -2) for token in below])
    value = np.array([worth[token] for token in sorted(worth)])
    return np.where(one[:, None] == other[None, :], value[one][:, None], -miss)


def _best(gains: NDArray[np.float64], miss: float) -> float:
    """Fill the table of Smith and Waterman row by row; gaps cost by their length."""
    slope = miss * np.arange(gains.shape[1] + 1)
    row = np.zeros(gains.shape[1] + 1)
    best = 0.0
    for gain in gains:
        fresh = np.maximum(row - miss, 0.0)
        fresh[1:] = np.maximum(fresh[1:], row[:-1] + gain)
        row = np.maximum.accumulate(fresh + slope) - slope
        best = max(best, float(row.max()))
    return best
