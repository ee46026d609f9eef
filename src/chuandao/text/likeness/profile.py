"""The clauses of a document, counted once, ready to be compared with those of any other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from chuandao.text.likeness.background import Background
from chuandao.text.likeness.counts import counted, gram_buckets, word_buckets

_PIECE_ENDS = re.compile(r"[。；;，,]|(?<=[a-z])\.\s")
_SHORTEST_PIECE = 6
_LONG = 4


@dataclass(frozen=True)
class Passage:
    """What is compared of a clause.

    ``words``: without numbering, bracket of units, dates and set phrases; ``heading``: its own,
    else the nearest above; ``above``: the heading above it; ``quantities``: (dimension, value)
    of its targets; ``concepts``: concept to weight.
    """

    words: str
    heading: str = ""
    above: str = ""
    kind: str = ""
    is_row: bool = False
    quantities: frozenset[tuple[str, str]] = frozenset()
    concepts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Profile:
    """Passages as matrices, one row a passage (``pieces``: one a piece, ``owner`` its passage)."""

    passages: tuple[Passage, ...]
    grams: sparse.csr_matrix
    words: sparse.csr_matrix
    headings: sparse.csr_matrix
    above: sparse.csr_matrix
    headed: sparse.csr_matrix
    pieces: sparse.csr_matrix
    owner: NDArray[np.int64]
    meanings: NDArray[np.float32]
    lengths: NDArray[np.float64]

    def __len__(self) -> int:
        """Return how many passages there are."""
        return len(self.passages)


def profile(passages: Sequence[Passage], background: Background) -> Profile:
    """Return the profile of some passages.

    Parameters
    ----------
    passages : sequence of Passage
        Of one document, in order.
    background : Background
    """
    texts = [passage.words for passage in passages]
    grams = [gram_buckets(text) for text in texts]
    headings = [gram_buckets(passage.heading) for passage in passages]
    pieces = [(row, piece) for row, text in enumerate(texts) for piece in pieces_of(text)]
    rarity = background.grams
    both = [np.concatenate(pair) for pair in zip(headings, grams, strict=True)]
    return Profile(
        passages=tuple(passages),
        grams=counted(grams, rarity),
        words=counted(map(word_buckets, texts), background.words),
        headings=counted(headings, rarity),
        above=counted((gram_buckets(passage.above) for passage in passages), rarity),
        headed=counted(both, rarity),
        pieces=counted((gram_buckets(piece, (2, 3)) for _, piece in pieces), rarity),
        owner=np.array([row for row, _ in pieces], dtype=np.int64),
        meanings=np.stack([background.meaning(f"{p.heading} {p.words}") for p in passages]),
        lengths=np.log([max(_LONG, len(text)) for text in texts]),
    )


def pieces_of(words: str) -> list[str]:
    """Return the parts of a passage between its stops and commas; short ones are left out.

    Examples
    --------
    >>> pieces_of("建设冷藏保鲜设施，完善冷链物流网络。好。")
    ['建设冷藏保鲜设施', '完善冷链物流网络']
    """
    found = [piece.strip() for piece in _PIECE_ENDS.split(words)]
    return [piece for piece in found if len(piece) >= _SHORTEST_PIECE] or [words]
