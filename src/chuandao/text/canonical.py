"""Two common forms of a text: plain (same length, for parsers) and canonical (for comparison)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
_WIDE |= {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
_WIDE |= {
    ord("％"): "%",
    ord("．"): ".",
    ord("＋"): "+",
    ord("－"): "-",
    ord("／"): "/",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
    ord("("): "（",
    ord(")"): "）",
    ord("﹝"): "〔",
    ord("﹞"): "〕",
}
_SPACE = re.compile(r"\s+")
_VARIANTS = str.maketrans(
    "衞粧", "卫妆"
)  # Hong Kong's forms, which the converter leaves as they are


@dataclass(frozen=True)
class Canonical:
    """A text in canonical form, each character with its offset in the original."""

    text: str
    offsets: tuple[int, ...]


def plain(text: str) -> str:
    """Return the text in Simplified characters and half-width digits, at the same length.

    Offsets into the result are offsets into the original, so a parser that works on the
    result points at the characters that the reader sees. Numbering such as ① is left alone.

    Examples
    --------
    >>> plain("力爭２０２５年達到９８％(以上)")
    '力争2025年达到98%（以上）'
    """
    return _simplified(text).translate(_WIDE)


def canonical(text: str) -> Canonical:
    """Return the text for comparison: NFKC, Simplified, lower case, spaces unified.

    A space is kept (once) only between two letters or digits of the Latin kind.

    Examples
    --------
    >>> canonical("特 色產業，Smart  City").text
    '特色产业,smart city'
    """
    letters: list[str] = []
    offsets: list[int] = []
    for offset, letter in enumerate(_simplified(text)):
        for part in unicodedata.normalize("NFKC", letter).lower():
            letters.append(" " if part.isspace() else part)
            offsets.append(offset)
    kept = [i for i, letter in enumerate(letters) if letter != " " or _divides(letters, i)]
    return Canonical("".join(letters[i] for i in kept), tuple(offsets[i] for i in kept))


def squeeze(text: str) -> str:
    r"""Return the text with every run of white space as one space, and none at the ends.

    Examples
    --------
    >>> squeeze("  牽頭\n單位 ")
    '牽頭 單位'
    """
    return _SPACE.sub(" ", text).strip()


def _divides(letters: list[str], i: int) -> bool:
    before = letters[i - 1] if i else " "
    after = next((letter for letter in letters[i + 1 :] if letter != " "), " ")
    return _latin(before) and _latin(after)


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    converted = str(_to_simplified().convert(text)).translate(_VARIANTS)
    if len(converted) == len(text):
        return converted
    return "".join(_one_letter(letter) for letter in text)


@cache
def _one_letter(letter: str) -> str:
    converted = str(_to_simplified().convert(letter))
    return converted if len(converted) == 1 else letter


@cache
def _to_simplified() -> Any:  # opencc ships no types
    import opencc

    return opencc.OpenCC("t2s")
