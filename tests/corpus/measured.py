"""How far a text that was read differs from the one that was written."""

import re

from rapidfuzz.distance import Levenshtein

_SPACE = re.compile(r"\s+")


def character_error(read: str, written: str) -> float:
    """Return the edit distance over the letters written, white space aside."""
    a, b = _SPACE.sub("", read), _SPACE.sub("", written)
    return Levenshtein.distance(a, b) / max(len(b), 1)


def line_score(read: str, written: str) -> float:
    """Return the share of written lines that stand whole, as lines, in the order written."""
    a = [_SPACE.sub("", line) for line in read.splitlines()]
    b = [_SPACE.sub("", line) for line in written.splitlines()]
    kept = len(b) - Levenshtein.distance(a, b) + max(len(a) - len(b), 0)
    return max(kept, 0) / len(b)
