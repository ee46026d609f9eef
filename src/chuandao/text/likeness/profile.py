"""The clauses of a document, counted once, ready to be compared with those of any other."""

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from chuandao.text.likeness.background import Background
from chuandao.text.likeness.counts import figures_of, gram_rows, named_rows, spelled, word_rows
from chuandao.text.likeness.rows import BUCKETS, Rows

_PIECE_ENDS = re.compile(r"[。；;，,]|(?<=[a-z])[.:]\s")
_ITEM_ENDS = re.compile(r"[。；;，,、：:\t]|(?<=[a-z])[.:]\s|\s(?:and|or)\s")
_SHORTEST_PIECE = 6
_SHORTEST_ITEM = 4
_LONG = 4
_SHORT, _PAIRS, _RUN = (1, 3), (2, 3), (5, 5)  # least and greatest size of n-grams
_EVEN = np.ones(BUCKETS, dtype=np.float32)


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
    is_opening: bool = False
    is_vague: bool = False
    quantities: frozenset[tuple[str, str]] = frozenset()
    concepts: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, eq=False)
class Profile:
    """Passages as matrices, one row a passage (``pieces``: one a piece, ``owner`` its passage)."""

    passages: tuple[Passage, ...]
    grams: Rows
    words: Rows
    headings: Rows
    above: Rows
    headed: Rows
    runs: Rows
    figures: Rows
    named: Rows
    pieces: Rows
    owner: NDArray[np.int64]
    items: Rows
    item_owner: NDArray[np.int64]
    meanings: NDArray[np.float32]
    head_meanings: NDArray[np.float32]
    concepts: Rows
    quantities: Rows
    dimensions: Rows
    flags: Mapping[str, NDArray[np.float64]]
    kinds: NDArray[np.int64]
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
    heads = [passage.heading for passage in passages]
    above = [passage.above for passage in passages]
    both = [f"{head} {text}" for head, text in zip(heads, texts, strict=True)]
    pieces = [(row, piece) for row, text in enumerate(texts) for piece in pieces_of(text)]
    items = [(row, item) for row, text in enumerate(texts) for item in items_of(text)]
    parts = [part for _, part in (*pieces, *items)]
    held = spelled([*texts, *heads, *above, *parts], [*texts, *heads, *both])
    rarity = background.grams
    return Profile(
        passages=tuple(passages),
        grams=gram_rows(_alone(texts), _SHORT, held, rarity),
        words=word_rows((held.words[text] for text in texts), background.words),
        headings=gram_rows(_alone(heads), _SHORT, held, rarity),
        above=gram_rows(_alone(above), _SHORT, held, rarity),
        headed=gram_rows(list(zip(heads, texts, strict=True)), _SHORT, held, rarity),
        runs=gram_rows(_alone(texts), _RUN, held, rarity),
        figures=word_rows(map(figures_of, texts), _EVEN),
        named=gram_rows(_alone(heads), _PAIRS, held, rarity),
        pieces=gram_rows(_alone(piece for _, piece in pieces), _PAIRS, held, rarity),
        owner=np.array([row for row, _ in pieces], dtype=np.int64),
        items=gram_rows(_alone(item for _, item in items), _SHORT, held, rarity),
        item_owner=np.array([row for row, _ in items], dtype=np.int64),
        meanings=background.meanings(held.words[words] for words in both),
        head_meanings=background.meanings(held.words[head] for head in heads),
        concepts=named_rows(passage.concepts for passage in passages),
        quantities=named_rows(map(_quantities, passages)),
        dimensions=named_rows(map(_dimensions, passages)),
        flags=_flags(passages),
        kinds=np.array([zlib.crc32(passage.kind.encode()) for passage in passages], np.int64),
        lengths=np.log([max(_LONG, len(text)) for text in texts]),
    )


def _alone(passages: Iterable[str]) -> list[tuple[str, ...]]:
    return [(passage,) for passage in passages]


def _quantities(passage: Passage) -> list[tuple[str, float]]:
    return [(" ".join(quantity), 1.0) for quantity in sorted(passage.quantities)]


def _dimensions(passage: Passage) -> list[tuple[str, float]]:
    return [(name, 1.0) for name in sorted({dimension for dimension, _ in passage.quantities})]


def _flags(passages: Sequence[Passage]) -> dict[str, NDArray[np.float64]]:
    """Return what the passages are, apart from what they say.

    ``empty_row``: the head of a table, or a row without any number, which sets nothing.
    """
    told = [
        (
            passage.is_row,
            passage.is_row and not any(letter.isdigit() for letter in passage.words),
            passage.kind == "preamble",
            passage.is_vague,
            passage.is_opening,
        )
        for passage in passages
    ]
    names = ("row", "empty_row", "formal", "vague", "opening")
    return dict(
        zip(names, np.array(told, dtype=float).reshape(-1, len(names)).T.copy(), strict=True)
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


def items_of(words: str) -> list[str]:
    """Return the smallest parts of a passage, the members of its lists apart.

    Examples
    --------
    >>> items_of("发展大数据智能、群体智能等。")
    ['发展大数据智能', '群体智能等']
    """
    found = [item.strip() for item in _ITEM_ENDS.split(words)]
    return [item for item in found if len(item) >= _SHORTEST_ITEM] or [words]
