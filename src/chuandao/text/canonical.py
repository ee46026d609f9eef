"""Two common forms of a text: plain (same length, for parsers) and canonical (for comparison)."""

import re
import unicodedata
from collections.abc import Iterator
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
_BLANKS = re.compile(" +")
# Hong Kong's forms, which the converter leaves as they are
_VARIANTS = (("衞", "卫"), ("粧", "妆"))


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
    simple = _simplified(text)
    folded = simple.translate(_FOLDS)
    if len(folded) == len(simple):
        offsets = tuple(range(len(simple)))
    else:
        offsets = tuple(at for at, letter in enumerate(simple) for _ in _FOLDS[ord(letter)])
    return _without_blanks(folded, offsets) if " " in folded else Canonical(folded, offsets)


def bare(text: str, kept: str = "") -> str:
    """Return the letters and digits of a text in canonical form, and what else is to be kept.

    Examples
    --------
    >>> bare("特 色產業，Smart  City")
    '特色产业smartcity'
    """
    return _simplified(text).translate(_bare_folds(kept))


def squeeze(text: str) -> str:
    r"""Return the text with every run of white space as one space, and none at the ends.

    Examples
    --------
    >>> squeeze("  牽頭\n單位 ")
    '牽頭 單位'
    """
    return _SPACE.sub(" ", text).strip()


def _without_blanks(folded: str, offsets: tuple[int, ...]) -> Canonical:
    kept: list[str] = []
    known: list[int] = []
    free = 0
    for start, end in _runs_of_space(folded):
        kept.append(folded[free:start])
        known += offsets[free:start]
        free = end
    return Canonical("".join([*kept, folded[free:]]), (*known, *offsets[free:]))


class _Folds(dict[int, str]):
    """What each character is in canonical form, told when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKC", chr(code)).lower()
        self[code] = "".join(" " if part.isspace() else part for part in parts)
        return self[code]


class _Bare(_Folds):
    """The same without anything but letters and digits."""

    def __missing__(self, code: int) -> str:
        self[code] = "".join(part for part in super().__missing__(code) if part.isalnum())
        return self[code]


_FOLDS = _Folds()


@cache
def _bare_folds(kept: str) -> _Bare:
    return _Bare({ord(letter): letter for letter in kept})


def _runs_of_space(folded: str) -> Iterator[tuple[int, int]]:
    """Yield what of the spaces falls away: all but the first between two Latin letters."""
    for run in _BLANKS.finditer(folded):
        start, end = run.span()
        divides = start > 0 and end < len(folded) and _latin(folded[start - 1], folded[end])
        if end - start > divides:
            yield start + divides, end


def _latin(*letters: str) -> bool:
    return all(letter.isascii() and letter.isalnum() for letter in letters)


def _simplified(text: str) -> str:
    if text.isascii():
        return text
    converted = str(_to_simplified().convert(text))
    for variant, usual in _VARIANTS:
        converted = converted.replace(variant, usual)
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
