"""What a document speaks of that the one above does not: its own field, places and bodies."""

from collections import Counter
from collections.abc import Sequence

from chuandao.text.likeness.words import words_of

_OFTEN = 0.12  # share of a document's clauses in which a word of its own stands
_LEAST = 3  # and in how many clauses at least
_TIMES = 3  # how much commoner it is than above


def own_words(uppers: Sequence[str], lowers: Sequence[str]) -> frozenset[str]:
    """Return the words that stand in many clauses of a lower document and in few above.

    A plan of the universities says universities in every second clause: where such a word is
    new in a clause, the task was turned to the lower body's own field.

    Parameters
    ----------
    uppers, lowers : sequences of str
        The clauses of either document; their order changes nothing.

    Examples
    --------
    >>> above = ["发展人工智能产业", "培养人才", "建设平台", "推进应用"]
    >>> below = ["支持高校建设平台", "高校培养人才", "推进应用", "鼓励高校参与标准"]
    >>> sorted(own_words(above, below))
    ['高校']
    """
    above, below = _spread(uppers), _spread(lowers)
    return frozenset(
        word
        for word, count in below.items()
        if count >= _LEAST
        and (share := count / len(lowers)) >= _OFTEN
        and share >= _TIMES * above[word] / max(1, len(uppers))
    )


def _spread(clauses: Sequence[str]) -> Counter[str]:
    """Count in how many clauses each word stands."""
    return Counter(word for clause in clauses for word in set(words_of(clause)))
