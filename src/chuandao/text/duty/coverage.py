"""How much of what a passage says stands anywhere in another text, whatever links were found."""

import re
from collections.abc import Iterable
from itertools import pairwise

_RUN = re.compile("[\u4e00-\u9fff]+")
_LATIN = re.compile(r"[a-z]{4,}")


def said_below(passage: str, below: frozenset[str]) -> float:
    """Return the share (0–1) of a passage's pairs of letters, or English words, found below.

    Parameters
    ----------
    passage : str
        In plain form.
    below : frozenset of str
        `terms` of the text below.

    Examples
    --------
    >>> said_below("建设茶园", terms(["茶园建成3个"]))
    0.3333333333333333
    >>> said_below("grants for traders", terms(["Traders may apply"]))
    0.5
    """
    wanted = terms([passage])
    return len(wanted & below) / len(wanted) if wanted else 0.0


def terms(passages: Iterable[str]) -> frozenset[str]:
    """Return the pairs of neighbouring letters and the English words of some passages."""
    found: set[str] = set()
    for passage in passages:
        for run in _RUN.findall(passage):
            found.update(one + other for one, other in pairwise(run))
        found.update(_LATIN.findall(passage.lower()))
    return frozenset(found)
