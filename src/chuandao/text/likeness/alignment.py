"""How much two passages have in common word for word: local alignment, weighted by rarity.

Smith & Waterman (1981), Identification of common molecular subsequences: the best run of words
that two passages share, with gaps and other words between them counting against it. Words count
by how rare they are in the background, so that set phrases, which every text has, count for little.
"""

from collections.abc import Sequence

import numpy as np

from chuandao.text.likeness.background import Background
from chuandao.text.likeness.counts import word_bucket
from chuandao.text.likeness.words import words_of

GAP = 1.0
UNLIKE = 0.5


def alignment(one: str, other: str, background: Background) -> float:
    """Return the weight of the best local alignment of two passages, 0 where no word is shared.

    Parameters
    ----------
    one, other : str
        Of any length; the score grows with how much is shared, not with its share.
    background : Background
        Whose rarity of words is the score of a word that both have.
    """
    rows, columns = _weighed(one, background), _weighed(other, background)
    best = 0.0
    before = [0.0] * (len(columns) + 1)
    for word, weight in rows:
        now = [0.0]
        for at, (against, their) in enumerate(columns, 1):
            same = weight if word == against else -UNLIKE * min(weight, their)
            now.append(max(0.0, before[at - 1] + same, before[at] - GAP, now[at - 1] - GAP))
        best = max(best, *now)
        before = now
    return best


def _weighed(passage: str, background: Background) -> Sequence[tuple[str, float]]:
    words = words_of(passage)
    rarity = background.words[np.array([word_bucket(word) for word in words], dtype=int)]
    return list(zip(words, map(float, rarity), strict=True))
