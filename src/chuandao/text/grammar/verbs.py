"""Verbs of official language, found where a predicate begins: longest word first."""

import re
from dataclasses import dataclass
from functools import cache

from chuandao.text.grammar.phrases import Piece
from chuandao.text.lexicon import Lexicon

_PART_OF_NOUN = re.compile(
    r"[率者员]|力度|[额量度权型器机费](?![的用定限化车企关构械遇会制能动])|类(?=企业|项目|产品|服务|机构|培训|人员|岗位|工程)"
    r"|化(?![解学工肥验])|点(?![位对上])|线(?![上下路索])|网(?![上络])"
)  # 覆盖率, 投资额, 服务费: the verb is part of a noun


_MANNER = (
    "提前",
    "限期",
    "突击",
    "从重",
    "从严",
    "择优",
    "逐户",
    "分步",
    "分类",
    "实时",
    "高于",
    "少于",
    "多于",
    "只有",
    "没有",
    "不能",
    "不要",
    "有关",
    "可能",
    "不得",
    "存有",
)


@dataclass(frozen=True)
class Verb:
    """A verb at a place. ``kind``: strong, weak, light, reach, causative or number-like."""

    word: str
    kind: str
    start: int
    end: int


def verb_at(words: str, position: int, lexicon: Lexicon) -> Verb | None:
    """Return the longest verb that begins at a position; None where none does.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> verb_at("建立健全机制", 0, lexicon()).word, verb_at("投资额", 0, lexicon())
    ('建立健全', None)
    """
    if position >= len(words):
        return None
    kinds, lengths = _index(lexicon)
    for length in lengths.get(words[position], ()):
        word = words[position : position + length]
        kind = kinds.get(word)
        if kind is None or len(word) < length:
            continue
        end = position + length
        if kind != "causative" and _PART_OF_NOUN.match(words, end):
            continue
        return Verb(word, kind, position, end)
    return None


def verb_of(piece: Piece, position: int, lexicon: Lexicon) -> Verb | None:
    """Return the verb at a place of a piece: of the lexicon, or what the segmenter calls one.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> verb_of(Piece("配建用房", "配建用房"), 0, lexicon()).word
    '配建'
    """
    known = verb_at(piece.mask, position, lexicon)
    if known and known.end < piece.nouns.get(position, 0) <= position + 3:
        return None
    if known and (len(known.word) > 1 or position not in piece.verbs):
        return known
    word = piece.verbs.get(position)
    if (
        word is None
        or word in _no_verbs(lexicon)
        or _PART_OF_NOUN.match(piece.mask, position + len(word))
    ):
        return known
    return Verb(word, "guess", position, position + len(word))


@cache
def _no_verbs(lexicon: Lexicon) -> frozenset[str]:
    """Return what the segmenter calls verbs and only compares or says how: 超过, 依法."""
    return frozenset(
        {*lexicon.adverbs, *lexicon.words_before, *_MANNER, *(w.word for w in lexicon.deontic)}
    )


@cache
def _index(lexicon: Lexicon) -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    kinds = {word: kind for word, kind in lexicon.verbs if not word.isascii()}
    lengths: dict[str, set[int]] = {}
    for word in kinds:
        lengths.setdefault(word[0], set()).add(len(word))
    return kinds, {first: tuple(sorted(some, reverse=True)) for first, some in lengths.items()}
