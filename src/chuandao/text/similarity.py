"""How alike two passages are: character n-grams weighted by rarity, cosine and containment.

Salton & Buckley, Term-weighting approaches in automatic text retrieval, 1988 (TF-IDF cosine);
Broder, On the resemblance and containment of documents, 1997 (containment).
"""

import re
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from scipy import sparse

from chuandao.text.canonical import bare

Matrix = NDArray[np.float64]
_LENGTHS = (1, 2, 3)
_ALONE = log(3 / 2) + 1  # rarity of what one of two passages has; of what both have it is 1
_HERE = re.compile(r"[全我本各][市县区镇乡村]|(?:各县（?市?、?区?）?)")
_BETWEEN = "\uffff"  # no character: divides passages that are brought to common form together
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,5}?(?:自治县|街道|社区|市|县|区|镇|乡|村)(?=人民政府|政府|委|农业|财政|各|的|，|。|、|$|\n?\uffff)"
)


@dataclass(frozen=True)
class Likeness:
    """Likeness of each passage of one list (rows) to each of another (columns), all 0–1.

    ``cosine``; ``in_upper``: share of the lower passage's n-grams, by rarity, that the upper
    has; ``in_lower``: share of the upper's that the lower has.
    """

    cosine: Matrix
    in_upper: Matrix
    in_lower: Matrix


def likeness(uppers: Sequence[str], lowers: Sequence[str]) -> Likeness:
    """Return how alike every upper and lower passage are.

    Parameters
    ----------
    uppers, lowers : sequences of str
        Passages in any form; they are brought to canonical form. Rarity is counted over both.

    Returns
    -------
    Likeness
        Matrices of shape (uppers, lowers). An empty passage is like nothing (0).

    Examples
    --------
    >>> alike = likeness(["發展茶葉產業", "整治河道"], ["发展茶叶产业"])
    >>> alike.cosine.round(2).tolist()
    [[1.0], [0.0]]
    """
    counts = [_ngrams(passage) for passage in (*uppers, *lowers)]
    vocabulary = {gram: i for i, gram in enumerate(sorted(set().union(*counts)))}
    rarity = _rarity(counts, vocabulary)
    weights = _weights(counts, vocabulary, rarity)
    present = weights.copy()
    present.data = rarity[present.indices]
    split = len(uppers)
    shared = (_sign(weights[:split]) @ present[split:].T).toarray()
    totals = np.asarray(present.sum(axis=1)).ravel()
    unit = _normalised(weights)
    return Likeness(
        cosine=(unit[:split] @ unit[split:].T).toarray(),
        in_upper=_share(shared, totals[split:][None, :]),
        in_lower=_share(shared, totals[:split][:, None]),
    )


def alike(one: str, other: str) -> float:
    """Return the cosine of two passages alone, as `likeness` gives it.

    Examples
    --------
    >>> round(alike("發展茶葉產業", "发展茶叶"), 3)
    0.617
    """
    first, second = (_ngrams_kept(passage) for passage in (one, other))
    shared = first.keys() & second.keys()
    lengths = [_length(counts, shared) for counts in (first, second)]
    if not shared or not all(lengths):
        return 0.0
    both = sum(
        (1 + log(first[gram])) * (1 + log(second[gram])) * len(gram) ** 2 for gram in sorted(shared)
    )
    return both / (lengths[0] * lengths[1])


def covered(upper: str, lowers: Sequence[str]) -> float:
    """Return the share (0–1) of a passage's character pairs found in any of the others.

    Examples
    --------
    >>> covered("发展茶叶", ["发展产业", "茶叶"])
    0.6666666666666666
    """
    wanted = _pairs(upper)
    found = frozenset().union(*(_pairs(lower) for lower in lowers))
    return len(wanted & found) / len(wanted) if wanted else 0.0


def sameness(one: str, other: str) -> float:
    """Return how far one passage is the other (0–1, by edit distance), names of places aside.

    Examples
    --------
    >>> sameness("全县要建设3个茶园。", "全镇要建设3个茶园。")
    1.0
    """
    return float(fuzz.ratio(common(one), common(other))) / 100


@lru_cache(maxsize=100_000)
def common(words: str) -> str:
    """Return a passage with the names by which tiers speak of themselves made one, no punctuation.

    Examples
    --------
    >>> common("我县各镇要抓好落实。")
    '本地本地要抓好落实'
    """
    return bare(one_place(words))


def one_place(words: str) -> str:
    """Return a passage in plain form with the names of places and tiers made one.

    Examples
    --------
    >>> one_place("我县各镇要抓好落实。")
    '本地本地要抓好落实。'
    """
    return _HERE.sub("本地", _PLACE.sub("本地", words))


def commons(passages: Sequence[str]) -> list[str]:
    """Return passages in their common form, all brought to it at once (many times as fast).

    Examples
    --------
    >>> commons(["我县各镇要抓好落实。", "發展茶葉"])
    ['本地本地要抓好落实', '发展茶叶']
    """
    if not passages or any(_BETWEEN in passage for passage in passages):
        return [common(passage) for passage in passages]
    words = _HERE.sub("本地", _PLACE.sub("本地", _BETWEEN.join(passages)))
    return bare(words, _BETWEEN).split(_BETWEEN)


def places(words: str) -> tuple[tuple[int, int], ...]:
    """Return where a passage (in plain form) names places and tiers, as (start, end).

    Examples
    --------
    >>> places("我县各镇要抓好落实。")
    ((0, 2), (2, 4))
    """
    found = [match.span() for match in _PLACE.finditer(words)]
    free = [match.span() for match in _HERE.finditer(words)]
    found += [(s, e) for s, e in free if all(e <= a or s >= b for a, b in found)]
    return tuple(sorted(found))


@lru_cache(maxsize=100_000)
def _pairs(words: str) -> frozenset[str]:
    words = common(words)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def _ngrams(passage: str) -> Counter[str]:
    words = common(passage)
    return Counter(words[i : i + size] for size in _LENGTHS for i in range(len(words) - size + 1))


@lru_cache(maxsize=1 << 14)
def _ngrams_kept(passage: str) -> Counter[str]:
    return _ngrams(passage)


def _length(counts: Counter[str], shared: AbstractSet[str]) -> float:
    """Return the length of a passage as a vector, beside one with which it shares some n-grams."""
    return sqrt(
        sum(
            ((1 + log(count)) * len(gram) * (1 if gram in shared else _ALONE)) ** 2
            for gram, count in counts.items()
        )
    )


def _rarity(counts: list[Counter[str]], vocabulary: dict[str, int]) -> Matrix:
    """Weight by rarity, ln((1 + n) / (1 + df)) + 1, times length: long n-grams tell more."""
    frequency = np.zeros(len(vocabulary))
    for passage in counts:
        for gram in passage:
            frequency[vocabulary[gram]] += 1
    lengths = np.array([len(gram) for gram in vocabulary], dtype=float)
    return np.asarray((np.log((1 + len(counts)) / (1 + frequency)) + 1) * lengths)


def _weights(
    counts: list[Counter[str]], vocabulary: dict[str, int], rarity: Matrix
) -> sparse.csr_matrix:
    rows, columns, values = [], [], []
    for row, passage in enumerate(counts):
        for gram in sorted(passage):
            rows.append(row)
            columns.append(vocabulary[gram])
            values.append(1 + np.log(passage[gram]))
    shape = (len(counts), len(vocabulary))
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=shape)
    matrix.data = matrix.data * rarity[matrix.indices]
    return matrix


def _sign(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    ones = matrix.copy()
    ones.data = np.ones_like(ones.data)
    return ones


def _normalised(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.diags(scale) @ matrix


def _share(part: Matrix, whole: Matrix) -> Matrix:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
