"""The numbers in front of paragraphs: 一、（一）1.（1）① 第X條, 1.2.3, Section 4, (a)."""

import re
from dataclasses import dataclass
from itertools import pairwise

from chuandao.text.numbers.numerals import HAN, parse_number

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HAN_SIGNS = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_DOT_SIGNS = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_BRACKET_SIGNS = "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_SIGNS = (_CIRCLED, _HAN_SIGNS, _DOT_SIGNS, _BRACKET_SIGNS)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_MEASURED = (  # 3.5公里, 1.2亩: a quantity, not item 3.5
    r"(?!公里|千米|米|亩|公顷|吨|公斤|斤|克|元|倍|个|件|户|人|名|座|家|处|度|小时|天|年|月|日|平方|立方|升|千瓦|兆|℃|分|成"
    r"|级|寸|毫|厘|角|辆|台|套|千|百|余|多|左右|以上|至|到|折|点|期|版)"
)

_THEMES = r"(?:programme|program|theme|pillar|priority|strand|workstream|objective|mission)"

# style, rank (coarse to fine), pattern on the plain text; the number is group 1
_STYLES = (
    ("part", 0, re.compile(rf"第({HAN}|\d+)[编篇部]分?[\s:：]*")),
    ("part", 0, re.compile(r"part\s+(\d+|[ivx]+)\b[.:\s]*", re.IGNORECASE)),
    ("theme", 1, re.compile(rf"{_THEMES} ([a-z]|\d{{1,2}})[.:]\s+", re.IGNORECASE)),
    ("chapter", 1, re.compile(rf"第({HAN}|\d+)章[\s:：]*")),
    ("chapter", 1, re.compile(r"chapter\s+(\d+|[ivx]+)\b[.:\s]*", re.IGNORECASE)),
    ("section", 2, re.compile(rf"第({HAN}|\d+)节[\s:：]*")),
    ("article", 3, re.compile(rf"第({HAN}|\d+)条[\s:：、]*")),
    ("section", 2, re.compile(r"(?:section|sec\.)\s+(\d+)(?:[.:\s]\s*|$)", re.IGNORECASE)),
    ("article", 3, re.compile(r"(?:article|art\.)\s+(\d+)(?:[.:\s]\s*|$)", re.IGNORECASE)),
    ("han", 4, re.compile(rf"({HAN})\s?、\s*|({HAN})[.](?!\d)\s*")),
    ("paragraph", 4, re.compile(rf"第({HAN})款[\s:：、]+")),
    ("han_brackets", 5, re.compile(rf"（\s?({HAN})\s?）[、.]?\s*|([{_HAN_SIGNS}])[、.]?\s*")),
    (
        "dotted",
        6,
        re.compile(
            r"(\d{1,3}(?:\.\d{1,3})+)(?![\d%‰万亿])(?:[.、]\s*|\s+|" + _MEASURED + r")(?=[^\d\s%])"
        ),
    ),
    ("arabic", 6, re.compile(rf"(\d{{1,3}})\s?(?:、|\.(?!\d))\s*|([{_DOT_SIGNS}])\s*")),
    (
        "arabic_brackets",
        7,
        re.compile(
            rf"（\s?(\d{{1,3}})\s?）[、.]?\s*|(\d{{1,3}})）\s*|([{_BRACKET_SIGNS}])[、.]?\s*"
        ),
    ),
    ("circled", 8, re.compile(f"([{_CIRCLED}])[、.]?\\s*")),
    ("first", 8, re.compile(rf"({HAN})是(?!否|不是)(?!.*[；。]\s*{HAN}是)")),
    ("letter", 8, re.compile(r"（([a-h])）\s*|([a-h])[.）]\s+", re.IGNORECASE)),
    ("roman", 9, re.compile(r"（([ivx]{1,4})）\s*", re.IGNORECASE)),
)


@dataclass(frozen=True)
class Marker:
    """A number found at the start of a paragraph; ``end`` is where its words begin."""

    style: str
    rank: int
    numbers: tuple[int, ...]
    end: int


def marker(line: str) -> Marker | None:
    """Return the number at the start of a paragraph, or None.

    Parameters
    ----------
    line : str
        In plain form; leading spaces are passed over.

    Examples
    --------
    >>> marker("（三）壮大主导产业。")
    Marker(style='han_brackets', rank=5, numbers=(3,), end=3)
    >>> marker("2①目标").numbers, marker("1.2万亩"), marker("2025年")
    ((2,), None, None)
    """
    indent = len(line) - len(line.lstrip())
    body = line[indent:]
    if body[:2].strip() and re.match(rf"\d[{_CIRCLED}]", body):
        return Marker("arabic", 6, (int(body[0]),), indent + 1)
    for style, rank, pattern in _STYLES:
        found = pattern.match(body)
        if found and (numbers := _numbers(next(g for g in found.groups() if g))):
            return Marker(style, rank, numbers, indent + found.end())
    return None


def inline_items(line: str) -> list[int]:
    """Return where numbered items (（一）…（二）…, 1.…2.…) start inside one paragraph.

    Web pages and minutes run items together. Only a sequence that counts 1, 2, 3 … and
    stands after the end of a sentence or a colon is taken; a reference such as
    「本意見第（二）項」 is not. Of several sequences the coarsest is returned, empty for none.

    Examples
    --------
    >>> inline_items("会议议定：（一）成立专班。（二）按月调度。")
    [5, 13]
    >>> inline_items("一、任务。1.建冷库4座。2.种茶200亩。")
    [5, 13]
    >>> inline_items("按照第（二）项执行。")
    []
    """
    found = marker(line)
    for style, pattern in _INLINE:
        starts = _sequence(line, pattern)
        if len(starts) > 1 and not (found and found.style == style and starts[0] > 0):
            return starts
    return []


_INLINE = (
    ("han_brackets", re.compile(rf"（({HAN})）")),
    ("arabic", re.compile(r"(?<![\d.])(\d{1,2})[.、](?!\d)")),
)


def _sequence(line: str, pattern: re.Pattern[str]) -> list[int]:
    """Return where the numbers of a pattern count 1, 2, 3 …, each at the start of a sentence."""
    starts: list[int] = []
    for found in pattern.finditer(line):
        stands = found.start() == 0 or line[: found.start()].rstrip()[-1:] in "。；：;:"
        if stands and parse_number(found[1]) == len(starts) + 1:
            starts.append(found.start())
    return starts


def _numbers(words: str) -> tuple[int, ...] | None:
    for signs in _SIGNS:
        if words in signs:
            return (signs.index(words) + 1,)
    if words.isascii() and words.isalpha():
        return (_letters(words.lower()),)
    values = [parse_number(part) for part in words.split(".")]
    return tuple(int(value) for value in values if value is not None)


def _letters(words: str) -> int:
    if set(words) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in words] + [0]
        return sum(-value if value < after else value for value, after in pairwise(values))
    return ord(words[0]) - ord("a") + 1
