"""Phrases by which a document speaks to those below it (各縣（市、區）), and to which tier.

A township that still writes 各縣（市、區） has not digested what it received.
"""

import re
from collections.abc import Iterator

_COUNTY, _TOWN, _VILLAGE = 1, 2, 3
_OPEN, _JOIN, _CLOSE = r"[（(]?", r"[、及和/]?", r"[）)]?"
_NOT_PLACES = r"(?![域场间块位段属直级委办民务外内]|[道路]|[村镇乡]?(?:企业|医院|学校))"


def _enumerated(*words: str) -> str:
    one = rf"{_OPEN}(?:{'|'.join(words)}){_CLOSE}"
    return rf"{one}(?:{_JOIN}{one})*{_NOT_PLACES}"


_MARKERS = (
    (_COUNTY, re.compile(rf"[各](?:有关|相关)?{_enumerated('县级市', '县', '市', '区', '旗')}")),
    (
        _TOWN,
        re.compile(rf"[各](?:有关|相关)?{_enumerated('乡', '镇', '街道办事处', '街道', '苏木')}"),
    ),
    (
        _VILLAGE,
        re.compile(rf"[各](?:有关|相关)?{_enumerated('行政村', '村居', '村', '社区', '居')}"),
    ),
    (
        _COUNTY,
        re.compile(r"\b(?:each|every|all)\s+(?:county|counties|districts?)\b", re.IGNORECASE),
    ),
    (
        _TOWN,
        re.compile(
            r"\b(?:each|every|all)\s+(?:townships?|towns?|subdistricts?|street offices?)\b",
            re.IGNORECASE,
        ),
    ),
    (_VILLAGE, re.compile(r"\b(?:each|every|all)\s+villages?\b", re.IGNORECASE)),
)
_QUOTED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")


def markers(words: str) -> tuple[tuple[int, int, int], ...]:
    """Return the phrases that address a tier in a passage, as (tier, start, end).

    Parameters
    ----------
    words : str
        In plain form. Quoted titles are left out: they are the words of another document.

    Returns
    -------
    tuple
        Tiers below a city: 1 county, 2 township, 3 village.

    Examples
    --------
    >>> words = "各县（市、区）要牵头，各乡镇（街道）配合，各市直部门、各区域中心参加"
    >>> [(tier, words[start:end]) for tier, start, end in markers(words)]
    [(1, '各县（市、区）'), (2, '各乡镇（街道）')]
    """
    return tuple(sorted(_found(words), key=lambda found: found[1:]))


def undigested(words: str, tier: int) -> tuple[tuple[int, int], ...]:
    """Return where a document of a tier speaks to its own tier or one above it.

    Examples
    --------
    >>> words = "各县（市、区）要抓好落实，各村每月报送"
    >>> [words[start:end] for start, end in undigested(words, 2)]
    ['各县（市、区）']
    >>> undigested(words, 0)
    ()
    """
    return tuple((start, end) for at, start, end in markers(words) if at <= tier)


def _found(words: str) -> Iterator[tuple[int, int, int]]:
    quoted = [match.span() for match in _QUOTED.finditer(words)]
    for tier, pattern in _MARKERS:
        for match in pattern.finditer(words):
            if not any(start <= match.start() < end for start, end in quoted):
                yield tier, *match.span()
