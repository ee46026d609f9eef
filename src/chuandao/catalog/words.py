"""How two spellings of one word are told to be the same: width, case, spaces, script."""

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from chuandao.messages import LANGUAGES, to_traditional

_BETWEEN = "\x1f"
_IGNORED = str.maketrans("", "", " \t\n\r\u3000\ufeff*○_-·・.。:：\"'“”‘’「」")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word as it is compared: half-width, lower case, Simplified, no spaces.

    Examples
    --------
    >>> fold("單位 代碼＊") == fold("单位代码")
    True
    >>> fold("Parent unit") == fold("parent_unit")
    True
    """
    plain = unicodedata.normalize("NFKC", word).casefold().translate(_IGNORED)
    return plain if plain.isascii() else str(_simplifier().convert(plain))


def fold_all(words: list[str]) -> list[str]:
    """Return many words as they are compared, in one pass (a country has 700,000 names).

    Examples
    --------
    >>> fold_all(["柳河 鎮", "", "AB"])
    ['柳河镇', '', 'ab']
    """
    if not words:
        return []
    whole = _BETWEEN.join(word.replace(_BETWEEN, "") for word in words)
    plain = unicodedata.normalize("NFKC", whole).casefold().translate(_IGNORED)
    return str(_simplifier().convert(plain)).split(_BETWEEN)


def label_of(label_en: str, label_zh: str, language: str) -> str:
    """Return a label in a language, given the English and the Simplified one.

    Examples
    --------
    >>> label_of("unit", "单位", "zh-Hant"), label_of("unit", "单位", "en")
    ('單位', 'unit')
    """
    if language == "en":
        return label_en
    return to_traditional(label_zh) if language == "zh-Hant" else label_zh


def in_languages(name: str, words: Callable[[str], str]) -> dict[str, str]:
    """Return one parameter for each language of the messages: ``name_en``, ``name_zh_hans``…

    Examples
    --------
    >>> in_languages("label", lambda language: language)["label_zh_hant"]
    'zh-Hant'
    """
    return {f"{name}_{tag.lower().replace('-', '_')}": words(tag) for tag in LANGUAGES}


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")
