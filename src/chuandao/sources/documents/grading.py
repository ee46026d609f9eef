"""Marks of secrecy on a document's head (密级、内部): such a document is not read at all."""

import re
from functools import cache
from itertools import takewhile

from chuandao.catalog.rows import rows_of

_LINES = 15
_CHARACTERS = 600
_SIGNS = re.compile(
    r"[\s\[\]【】（）()〔〕<>〈〉《》「」『』“”\"'*＊★☆·・.．\-—_:：,，;；、。!！|｜]+"
)
_STARS = "[★☆*＊]"
_TERM = r"(?:(?:\d+|[一二三四五六七八九十]+)(?:年|个月|個月|月|天|日)|长期|長期|启用前|啟用前)"
_URGENCY = "(?:特急|特提|加急|急件|平急|特特急)"
_LABEL = (
    "(?:密级和保密期限|密級和保密期限|密级|密級|保密等级|保密等級|份号|份號|编号|編號|[Nn][Oo])"
)
_OPEN, _CLOSE = r"[\[【（(〔]", r"[\]】）)〕]"


def secrecy_mark(text: str) -> str:
    r"""Return the mark of secrecy in the head of a document; empty where it bears none.

    The head is its first 15 lines with words in them, and at least 600 characters. A mark
    is a grade with a star or a term, or a grade or ``内部`` word that stands alone on its line
    (also beside a copy number, urgency or label, or in brackets at the line's beginning or
    end). Words inside a sentence (商业秘密, 保守国家秘密) are no marks.

    Examples
    --------
    >>> secrecy_mark("000123\n机密★10年\n特急\n清河市人民政府文件")
    '机密'
    >>> secrecy_mark("关于保守国家秘密和商业秘密的通知")
    ''
    """
    return next((mark for line in _head(text) if (mark := _mark_in(line))), "")


def _head(text: str) -> list[str]:
    lines = [line.strip() for line in text[: 1 << 16].splitlines() if line.strip()]
    seen = [sum(map(len, lines[:place])) for place in range(len(lines))]
    within = takewhile(lambda place: place < _LINES or seen[place] < _CHARACTERS, range(len(lines)))
    return [lines[place] for place in within]


def _mark_in(line: str) -> str:
    close = re.sub(r"\s+", "", line)
    found = _patterns()[0].search(close) or _patterns()[1].search(close)
    if not found and len(bare := _SIGNS.sub("", line)) <= _LINES * 4:
        found = _patterns()[2].fullmatch(bare)
    return next(filter(None, found.groups()), "") if found else ""


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """With a star; in brackets at an end of the line; alone, but for what a head may carry."""
    grades, every = _marks("grade"), _marks("grade", "internal")
    term, beside = f"(?:级|級|{_TERM})*", rf"(?:{_LABEL}|{_URGENCY}|\d)*"
    return (
        re.compile(rf"({grades})(?:级|級)?{_STARS}"),
        re.compile(rf"^{_OPEN}({every}){term}{_CLOSE}|{_OPEN}({every}){term}{_CLOSE}$"),
        re.compile(rf"{beside}({every}){term}(?:(?:{every}){term})*{beside}"),
    )


def _marks(*kinds: str) -> str:
    words = {row["mark"] for row in rows_of("secrecy_marks.csv") if row["kind"] in kinds}
    return "|".join(sorted(words, key=lambda word: (-len(word), word)))
