"""What words and n-grams usually are: how rare, and (words) near what others they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.counts import word_bucket


@dataclass(frozen=True, eq=False)
class Background:
    """Statistics of official language, learnt once from a large corpus.

    ``grams``, ``words``: rarity ln((1 + n) / (1 + df)) by bucket (see `counts`), n sentences;
    ``vocabulary``: word to its row of ``vectors`` (each of length 1), of which the commonest
    direction was taken out.
    """

    grams: NDArray[np.float32]
    words: NDArray[np.float32]
    vocabulary: Mapping[str, int]
    vectors: NDArray[np.float32]

    @cached_property
    def rarity(self) -> NDArray[np.float64]:
        """How rare each word of the vocabulary is, row by row of ``vectors``."""
        found = np.zeros(len(self.vectors))
        for word, row in self.vocabulary.items():
            found[row] = self.words[word_bucket(word)]
        return found

    def meanings(self, rows: Iterable[Iterable[str]]) -> NDArray[np.float32]:
        """Return for rows of words their mean vector, rare words weighing more, of length 1.

        Zeros where no word is known; a word counts once.
        """
        from chuandao.text.likeness.hashing import means

        known = self.vocabulary
        held = [sorted({known[word] for word in row if word in known}) for row in rows]
        bounds = np.cumsum([0, *map(len, held)], dtype=np.int64)
        found = np.array([word for row in held for word in row], dtype=np.int64)
        return means(self.vectors, found, self.rarity[found], bounds)
