"""English counts of things: 64 old residential compounds, at least 200 clinics."""

import re
from collections.abc import Iterator
from decimal import Decimal

_LATIN = re.compile(r"[A-Za-z]{2}")
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)(?:\s(?P<scale>thousand|million|billion))?"
_STOP = (
    r"(?:by|in|on|at|to|for|from|of|within|before|after|and|or|with|per|each|every"
    r"|shall|must|should|may"
    r"|will|is|are|be|built|a|an|the|that|which|days?|hours?|minutes?|months?"
    r"|years?|weeks?|percent|per\scent"
    r"|percentage|yuan|rmb|january|february|march|april|june|july|august|september"
    r"|october|november|december)"
)
_COUNT = re.compile(
    rf"(?<![\w.,/-]){_NUMBER}\s(?P<thing>(?!{_STOP}\b)[a-z][a-z-]+(?:\s(?!{_STOP}\b)[a-z][a-z-]+){{0,4}})",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    r"(?:article|section|no\.?|item|phase|annex|chapter|may|before|since|in|(?:with|affects?|smaller|larger|have|having)\s(?:more|fewer|less)\sthan)\s$",
    re.IGNORECASE,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WORDED = re.compile(
    rf"(?<=at least )(?P<number>{'|'.join(_WORDS)})\s(?P<thing>(?!{_STOP}\b)"
    rf"[a-z][a-z-]+(?:\s(?!{_STOP}\b)[a-z][a-z-]+){{0,3}})"
)
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


def english_counts(words: str) -> Iterator[tuple[Decimal, str, int, int]]:
    """Yield (number, thing, start, end) of counts in plural.

    Examples
    --------
    >>> [(int(n), thing) for n, thing, _, _ in english_counts("renovate 64 old compounds by 2025")]
    [(64, 'old compounds')]
    """
    if not _LATIN.search(words):
        return
    for match in _WORDED.finditer(words):
        number = Decimal(_WORDS.index(match["number"].lower()) + 1)
        yield number, match["thing"], match.start("number"), match.end()
    for match in _COUNT.finditer(words):
        plural = re.match(
            r"(?:[a-z-]+\s)*?[a-z-]+(?:s|people|children|staff|mu)\b", match["thing"], re.IGNORECASE
        )
        if not plural or _NOT_AFTER.search(words[max(0, match.start() - 24) : match.start()]):
            continue
        thing = _whole(match["thing"])
        end = match.start("thing") + len(thing)
        number = Decimal(match["number"].replace(",", "")) * _SCALES.get(
            (match["scale"] or "").lower(), 1
        )
        yield number, thing, match.start(), end


def _whole(thing: str) -> str:
    last = [
        m.end()
        for m in re.finditer(r"\b[a-z-]+(?:s|people|children|staff)\b", thing, re.IGNORECASE)
    ]
    return thing[: last[-1]] if last else thing
