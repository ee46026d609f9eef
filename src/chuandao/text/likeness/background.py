"""What words and n-grams usually are: how rare, and (words) near what others they stand."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.words import words_of


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

    def meaning(self, passage: str) -> NDArray[np.float32]:
        """Return the mean vector of a passage's words, of length 1; zeros where none is known."""
        rows = [self.vocabulary[w] for w in words_of(passage) if w in self.vocabulary]
        if not rows:
            return np.zeros(self.vectors.shape[1], dtype=np.float32)
        mean = self.vectors[rows].mean(axis=0)
        length = float(np.linalg.norm(mean))
        return mean / length if length else mean
