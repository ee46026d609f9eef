"""The words of two linked clauses compared: what is kept, copied, new, and what tells of a cue."""

import math
import re
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from chuandao.text.lexicon import Lexicon
from chuandao.text.lexicon_patterns import trie_of
from chuandao.text.similarity import common, one_place

_LATIN = re.compile(r"[a-z]+(?:'[a-z]+)?")
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMBER = re.compile(
    r"\d+(?:\.\d+)?(?:[万亿])?[%％]?|[一二三四五六七八九十百千两半]+(?=[个名次成倍天周年月户家处场座间所条])"
)
_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,7}?(?:社区|小区|街道|公司|合作社|小学|中学|学校|医院|中心|大厅|窗口|广场|专线"
    r"|科|股|办|局|所|站|园|厂|村|镇|路|楼|巷|组|桥|河|湾)"
)
_PROPER = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_COMMON_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in for and or on at by be is are was will with that this any all as it its"
        " from not no who which each every one their they we our has have had been than if must may"
        " should shall",
    )
)
_NOT_WORDS = re.compile(r"[^\w]|_")
_NO_WORDS: frozenset[str] = frozenset()
_SAME = 0.5


@lru_cache(maxsize=100_000)
def tokens(words: str) -> frozenset[str]:
    """Return what is counted as shared: pairs of Chinese characters, English words.

    Examples
    --------
    >>> sorted(tokens("发展茶叶 for every town"))
    ['town', '发展', '展茶', '茶叶']
    """
    known = _NOT_WORDS.sub("", one_place(words))
    han = {run[i : i + 2] for run in _HAN.findall(known) for i in range(len(run) - 1)}
    latin = {word for word in _LATIN.findall(words.lower()) if word not in _COMMON_WORDS}
    return frozenset(han | latin)


def kept(upper: str, lower: str) -> float:
    """Return the share (0–1) of a passage's tokens that another has; 0 for an empty one.

    Examples
    --------
    >>> kept("发展茶叶", "发展水果")
    0.3333333333333333
    """
    return share_of(tokens(upper), tokens(lower))


def share_of(wanted: frozenset[str], held: frozenset[str]) -> float:
    """Return the share (0–1) of some tokens that are among others; 0 of none."""
    return len(wanted & held) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=100_000)
def numbers(words: str) -> frozenset[str]:
    """Return the numbers of a passage as they are written."""
    return frozenset(_NUMBER.findall(words))


@lru_cache(maxsize=100_000)
def names(words: str) -> frozenset[str]:
    """Return what may be names of places and bodies in a passage."""
    return frozenset(_NAME.findall(words)) | frozenset(_PROPER.findall(words))


def new_names(upper: str, lower: str) -> int:
    """Return how many names of the lower passage the upper one does not have.

    Examples
    --------
    >>> new_names("建设服务中心", "在石桥社区、东街广场建设服务中心")
    2
    """
    return sum(kept(name, upper) < _SAME for name in names(lower))


@lru_cache(maxsize=64)
def _patterns(lexicon: Lexicon, *, latin: bool) -> tuple[tuple[str, re.Pattern[str] | None], ...]:
    """Return a pattern for every kind of cue, of one script: both would take twice as long."""
    words: dict[str, list[str]] = {cue: [] for _, cue in lexicon.label_cues}
    for word, cue in lexicon.label_cues:
        if word.isascii() == latin:
            words[cue].append(word)
    form = r"\b{}\b" if latin else "{}"
    return tuple(
        (kind, re.compile(form.format(trie_of(held))) if held else None)
        for kind, held in words.items()
    )


@lru_cache(maxsize=100_000)
def cues(words: str, lexicon: Lexicon) -> dict[str, frozenset[str]]:
    """Return the cue words of a passage by kind (``catalog/lexicon/label_cues.csv``)."""
    lowered = words.lower()
    found: dict[str, frozenset[str]] = {}
    for latin, script in ((False, _HAN), (True, _LATIN)):
        if script.search(lowered):
            for kind, form in _patterns(lexicon, latin=latin):
                hits = form.findall(lowered) if form else ()
                found[kind] = found.get(kind, frozenset()).union(hits)
    return found or dict.fromkeys((kind for kind, _ in _patterns(lexicon, latin=False)), _NO_WORDS)


def copied(upper: str, lower: str) -> float:
    """Return how much of the lower passage stands in one stretch of the upper one (0–1)."""
    one, other = common(upper), common(lower)
    if not one or not other:
        return 0.0
    return (
        float(fuzz.partial_ratio(other, one)) / 100
        if len(other) <= len(one)
        else float(fuzz.ratio(one, other)) / 100
    )


def edits(upper: str, lower: str) -> dict[str, float]:
    """Return what share of one passage was taken out and of the other put in to make it, and how.

    ``blocks``: into how many stretches the changes fall; ``number_inserted``: whether a digit is
    among what was put in.
    """
    one, other = common(upper), common(lower)
    steps = Indel.opcodes(one, other)
    gone = [one[s.src_start : s.src_end] for s in steps if s.tag == "delete"]
    come = [other[s.dest_start : s.dest_end] for s in steps if s.tag == "insert"]
    return {
        "deleted": sum(map(len, gone)) / max(1, len(one)),
        "inserted": sum(map(len, come)) / max(1, len(other)),
        "blocks": damped(len(gone) + len(come)) / 3,
        "longest_deleted": max(map(len, gone), default=0) / max(1, len(one)),
        "longest_inserted": max(map(len, come), default=0) / max(1, len(other)),
        "number_inserted": float(any(c.isdigit() for words in come for c in words)),
    }


def damped(count: float) -> float:
    """Return a count by its logarithm, so that the tenth weighs less than the second."""
    return math.log1p(count)
