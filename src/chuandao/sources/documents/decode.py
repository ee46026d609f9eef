"""Bytes into text: byte order marks, strict UTF-8, then what gives the most common characters.

A detector's confidence is no evidence: on short official texts detectors call GB18030 Korean.
Wrong decodings of Chinese give rare characters, so each candidate is judged by the share of its
characters that belong to the frequent halves of GB 2312 and Big5 (level 1: 3,755 and 5,401 Han).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CHINESE_NAMES = {
    "gb2312",
    "gbk",
    "gb18030",
    "gb-2312",
    "gb_2312-80",
    "x-gbk",
    "cp936",
    "hz-gb-2312",
}
_BIG5 = ("big5", "cp950", "big5hkscs")
_SAMPLE = 20_000
_MARGIN = 0.05
_DOUBTFUL = 0.6
_GB_LEVEL_1 = range(0xB0, 0xD8)
_BIG5_LEVEL_1 = range(0xA4, 0xC7)


@dataclass(frozen=True)
class Decoded:
    """Text, the codec that gave it, and how many places it could not read (now U+FFFD)."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes, declared: str = "") -> Decoded:
    r"""Return the text of some bytes and the encoding they turned out to be in.

    Parameters
    ----------
    data : bytes
        A whole file. A byte order mark is obeyed and left out; newlines stay as they are.
    declared : str
        The encoding a web page claims for itself. A claim of gb2312 or gbk is read as gb18030,
        which contains them; a false claim is seen through.

    Examples
    --------
    >>> decode("柳河镇人民政府\r\n".encode("gb18030"))
    Decoded(text='柳河镇人民政府\r\n', encoding='gb18030', damaged=0)
    >>> decode("各縣市政府應於年底前完成".encode("big5")).encoding
    'big5'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark) and (text := _strict(data[len(mark) :], encoding)) is not None:
            return Decoded(text, encoding)
    if (text := _strict(data, "utf-8")) is not None and not _declared_rightly(text, declared):
        return Decoded(text, "utf-8")
    return _most_plausible(data, declared.lower())


def plausibility(text: str) -> float:
    r"""Return the share 0-1 of non-ASCII characters that are frequent Han or usual punctuation.

    Examples
    --------
    >>> plausibility("发展规划"), plausibility("plain"), plausibility("\ufffd\ufffd")
    (1.0, 1.0, 0.0)
    """
    counts = Counter(text[:_SAMPLE])
    foreign = sum(count for sign, count in counts.items() if not sign.isascii())
    usual = sum(count for sign, count in counts.items() if not sign.isascii() and _is_usual(sign))
    return usual / foreign if foreign else 1.0


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _declared_rightly(utf8: str, declared: str) -> bool:
    """Whether a claim of a Chinese encoding may overrule bytes that are valid UTF-8 too."""
    return (
        declared.lower() in _CHINESE_NAMES
        and not utf8.isascii()
        and not re.search("[\u3000-\u9fff\uff00-\uffef]", utf8)
    )


def _most_plausible(data: bytes, declared: str) -> Decoded:
    candidates = list(_candidates(data))
    scores = [plausibility(candidate.text) for candidate in candidates]
    for index, candidate in enumerate(candidates):
        if _is_claimed(candidate.encoding, declared):
            scores[index] += _MARGIN
    best = max(range(len(candidates)), key=lambda index: scores[index])
    for index, score in enumerate(scores):
        if score >= scores[best] - _MARGIN and not candidates[index].damaged:
            best = index
            break
    if scores[best] < _DOUBTFUL and (guess := _detected(data)):
        return guess
    return candidates[best]


def _is_claimed(encoding: str, declared: str) -> bool:
    return (encoding == "gb18030" and declared in _CHINESE_NAMES) or (
        encoding in _BIG5 and declared.startswith("big5")
    )


def _candidates(data: bytes) -> Iterator[Decoded]:
    """Yield readings of the bytes, the more usual first."""
    if b"\x00" in data and len(data) % 2 == 0:
        yield from (_lossy(data, encoding) for encoding in ("utf-16-le", "utf-16-be"))
    yield _lossy(data, "gb18030")
    yield _big5(data)
    yield _lossy(data, "utf-8")


def _big5(data: bytes) -> Decoded:
    for encoding in _BIG5:
        if (text := _strict(data, encoding)) is not None:
            return Decoded(text, encoding)
    return _lossy(data, "big5")


def _lossy(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    strict = REPLACEMENT not in text or _strict(data, encoding) is not None
    return Decoded(text, encoding, 0 if strict else text.count(REPLACEMENT))


def _detected(data: bytes) -> Decoded | None:
    """Return a detector's guess where its text looks like writing."""
    from charset_normalizer import from_bytes

    guess = from_bytes(data[: 4 * _SAMPLE]).best()
    text = _strict(data, guess.encoding) if guess else None
    if guess is None or text is None or _looks_written(text) < 1 - _MARGIN:
        return None
    return Decoded(text, guess.encoding.replace("_", "-"))


def _looks_written(text: str) -> float:
    """Share of non-ASCII characters that are frequent Han, Latin letters or punctuation."""
    foreign = [character for character in text[:_SAMPLE] if not character.isascii()]
    usual = sum(map(_is_usual_or_latin, foreign))
    return usual / len(foreign) if foreign else 1.0


def _is_usual_or_latin(character: str) -> bool:
    return _is_usual(character) or (
        character < "\u0250" and unicodedata.category(character)[0] in "LPSZN"
    )


def _is_usual(character: str) -> bool:
    return character in _common() or (
        ("\u2010" <= character <= "\u2027" or "\u3000" <= character <= "\u301f")
        or "\uff01" <= character <= "\uff5e"
    )


@cache
def _common() -> frozenset[str]:
    """Han of the frequent levels of GB 2312-1980 and Big5, and circled numbers."""
    return frozenset(
        "".join(
            bytes((lead, trail)).decode(codec, errors="ignore")
            for codec, leads in (("gb2312", _GB_LEVEL_1), ("big5", _BIG5_LEVEL_1))
            for lead in leads
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        )
    ) - {chr(code) for code in range(0x80)} | {chr(code) for code in range(0x2460, 0x249C)}
