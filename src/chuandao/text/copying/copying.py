"""Mechanical copying (照搬): which words of a document stand, in long runs, in others.

A run is a sequence of at least so many tokens (a Chinese character, a Latin word, a number) that
stands in the same order elsewhere. All runs are found, by the set of every window of that length:
the fingerprints of Brin, Davis & Garcia-Molina (1995) without selection, which is winnowing
(Schleimer, Wilkerson & Aiken 2003) with a window of one. Winnowing keeps a sample of the windows
to save room; a document of some thousand characters needs no sample.

References
----------
Brin, S., Davis, J., & Garcia-Molina, H. (1995). Copy detection mechanisms for digital documents.
SIGMOD, 398-409. 10.1145/223784.223855
Schleimer, S., Wilkerson, D. S., & Aiken, A. (2003). Winnowing: local algorithms for document
fingerprinting. SIGMOD, 76-85. 10.1145/872757.872770
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from chuandao.text.canonical import plain
from chuandao.text.lexicon import words_pattern
from chuandao.text.similarity import places

Window = tuple[str, ...]
_TOKEN = re.compile(r"[\u3400-\u9fff]|[a-z]+|\d+(?:\.\d+)?")
_QUOTED = re.compile(r"《(?:[^《》]|《[^《》]*》)*》(?:（[^（）]{2,30}号）)?")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}〔\d{4}〕\d+号")
_HERE = "\N{WHITE SQUARE}"


@dataclass(frozen=True)
class Wording:
    """The tokens of a passage that its author was free to choose, with their places."""

    tokens: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def __len__(self) -> int:  # noqa: D105
        return len(self.tokens)


@dataclass(frozen=True)
class Copied:
    """Of one passage: tokens in all, copied from above, copied from beside only; their spans."""

    free: int
    above: int
    beside: int
    spans_above: tuple[tuple[int, int], ...] = ()
    spans_beside: tuple[tuple[int, int], ...] = ()


def wording(passage: str, obligatory: Sequence[str] = ()) -> Wording:
    """Return what an author was free to choose in a passage, token by token.

    Parameters
    ----------
    passage : str
        In any form.
    obligatory : sequence of str
        Set phrases (in plain form) that stand in every document: they are nobody's copying,
        nor are quoted titles and document numbers. Names of places and tiers (我縣, 各鎮,
        柳河縣) become one token, for a name that was swapped makes no text one's own.

    Examples
    --------
    >>> wording("根據《關於發展茶葉的意見》，我縣新建茶園3個。").tokens
    ('根', '据', '□', '新', '建', '茶', '园', '3', '个')
    """
    words = plain(passage).lower()
    aside = [match.span() for match in _QUOTED.finditer(words)]
    aside += [match.span() for match in _NUMBER.finditer(words)]
    if obligatory:
        aside += [match.span() for match in words_pattern(tuple(obligatory)).finditer(words)]
    named = {start: end for start, end in places(words) if not _within(start, aside)}
    return _tokens(words, aside, named)


def windows(passages: Iterable[Wording], size: int) -> frozenset[Window]:
    """Return every sequence of ``size`` tokens that stands in one of some passages.

    Examples
    --------
    >>> sorted(windows([wording("茶園三個")], 3))
    [('园', '三', '个'), ('茶', '园', '三')]
    """
    return frozenset(
        passage.tokens[at : at + size]
        for passage in passages
        for at in range(len(passage) - size + 1)
    )


def run_length(passages: Iterable[Wording], characters: int, words: int) -> int:
    """Return how long a run must be: a length for Chinese, another for words of letters.

    Examples
    --------
    >>> run_length([wording("tea gardens in the county")], 10, 6)
    6
    """
    tokens = [token for passage in passages for token in passage.tokens]
    letters = sum(token.isascii() and token.isalpha() for token in tokens)
    return words if 2 * letters > len(tokens) else characters


def copied(
    passage: Wording, above: Container[Window], beside: Container[Window], size: int
) -> Copied:
    """Return how much of a passage stands in runs of ``size`` tokens in other documents.

    Parameters
    ----------
    passage : Wording
    above, beside : containers of Window
        Of the documents above, and of the siblings.
    size : int

    Notes
    -----
    What two siblings both took from above is copied from above. A run counts as copied from a
    sibling only where it lies outside all runs from above, so that the few words between two
    copied runs (a figure, a name) that siblings changed alike do not count again.

    Examples
    --------
    >>> city = windows([wording("建设标准茶园并配套冷库")], 4)
    >>> sister = windows([wording("建设标准茶园，组织农户外出参观学习")], 4)
    >>> found = copied(wording("建设标准茶园，组织农户外出参观"), city, sister, 4)
    >>> found.free, found.above, found.beside, found.spans_above
    (14, 6, 8, ((0, 6),))
    """
    from_above = _marked(passage.tokens, above, size, [True] * len(passage))
    left = [not taken for taken in from_above]
    from_beside = _marked(passage.tokens, beside, size, left)
    return Copied(
        free=len(passage),
        above=sum(from_above),
        beside=sum(from_beside),
        spans_above=_spans(passage, from_above),
        spans_beside=_spans(passage, from_beside),
    )


def shared(one: frozenset[Window], other: frozenset[Window]) -> float:
    """Return how much two documents share (0–1): twice the common windows over all of both.

    Dice's coefficient of their windows; 0 where neither has any.

    Examples
    --------
    >>> one, other = windows([wording("建设茶园")], 2), windows([wording("建设茶园冷库")], 2)
    >>> shared(one, other)
    0.75
    """
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _tokens(words: str, aside: Sequence[tuple[int, int]], named: dict[int, int]) -> Wording:
    tokens: list[str] = []
    spans: list[tuple[int, int]] = []
    over = 0  # the end of the name that was passed
    out = _covered(len(words), aside)
    for match in _TOKEN.finditer(words):
        start, end = match.span()
        if start in named:
            over = named[start]
            tokens.append(_HERE)
            spans.append((start, over))
        elif start >= over and not out[start]:
            tokens.append(match[0])
            spans.append((start, end))
    return Wording(tuple(tokens), tuple(spans))


def _covered(length: int, spans: Sequence[tuple[int, int]]) -> list[bool]:
    found = [False] * length
    for start, end in spans:
        found[start:end] = [True] * (end - start)
    return found


def _within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _marked(
    tokens: tuple[str, ...], known: Container[Window], size: int, open_: Sequence[bool]
) -> list[bool]:
    """Mark the tokens of every known window that lies in the open part."""
    found = [False] * len(tokens)
    for at in range(len(tokens) - size + 1):
        if tokens[at : at + size] in known and all(open_[at : at + size]):
            found[at : at + size] = [True] * size
    return found


def _spans(passage: Wording, marked: Sequence[bool]) -> tuple[tuple[int, int], ...]:
    """Return the marked runs as (start, end) of the passage."""
    spans: list[tuple[int, int]] = []
    for at, taken in enumerate(marked):
        if taken and at and marked[at - 1]:
            spans[-1] = (spans[-1][0], passage.places[at][1])
        elif taken:
            spans.append(passage.places[at])
    return tuple(spans)
