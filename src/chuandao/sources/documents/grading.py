"""Marks of secrecy on a document (密级、内部): one that bears a mark is not read at all."""

import re
from collections.abc import Iterator
from functools import cache

from chuandao.catalog.rows import rows_of
from chuandao.text.canonical import plain

_LINES, _CHARACTERS = 15, 600  # what is the head of a document
_LONGEST = 60  # signs of a line that is but a mark, and what a head carries beside it
_BOTH_ENDS = 4096
_LINE = re.compile("[^\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]+")
_APART = re.compile(r"\t|[ \u3000\xa0]{2,}|\u3000")
_HINT = re.compile(r"[密内內外存散]|[A-Za-z\uff21-\uff3a\uff41-\uff5a]\s?[A-Za-z\uff21-\uff5a]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SIGNS = re.compile(
    r"[\s\[\]【】（）()〔〕<>〈〉《》「」『』“”\"'*＊★☆▲△▼●◆◇■□※·・•.．\-—–_~:：,，;；、。!！|｜/／]+"
)
_STARS = "[★☆*＊▲△▼●◆◇■□※]"
_MISREAD = "[女大太文交丈支古米水术火本又人入六贞央夫天友公众会xX+kK]"  # a star, as recognised
_NUMBER = "(?:[0-9lIO]{1,3}|[一二三四五六七八九十]+)"
_TERM = rf"(?:{_NUMBER}(?:年|个月|月|天|日|years?)|长期|启用前|永久)"
_URGENCY = "(?:特急|特提|加急|急件|平急|特特急|明电|URGENT)"
_LABEL = (
    "(?:密级和保密期限|密级及保密期限|保密期限|密级|保密等级|密等及解密条件或保密期限|密等|份号|编号|NO"
    "|SECURITY|CLASSIFICATION|CLASSIFIED)"
)
_OPEN, _CLOSE = r"[\[【（(〔]", r"[\]】）)〕]"


def secrecy_mark(text: str) -> str:
    r"""Return the mark of secrecy that a document bears; empty where it bears none.

    A mark is a grade with a star or a term, or a grade or ``内部`` word, that stands alone on
    its line, wherever in the document, with what may follow one (不得外传, 阅后收回) and beside
    a copy number, urgency or label. A recogniser may have read its star as some other sign. In
    the head (the first 15 lines with words in them, and at least 600 characters) the parts of a
    line count too: one cell of a table, a starred grade beside other words, one in brackets at
    an end of the line; further down a starred or termed one in a cell of its own. Words inside
    a sentence (商业秘密, 保守国家秘密) are no marks.

    Examples
    --------
    >>> secrecy_mark("000123\n机密★10年\n特急\n清河市人民政府文件")
    '机密'
    >>> secrecy_mark("内部资料，严禁外传\n关于防汛的通知"), secrecy_mark("INTERNAL USE ONLY\n")
    ('内部资料', 'INTERNALUSEONLY')
    >>> secrecy_mark("关于保守国家秘密和商业秘密的通知")
    ''
    """
    return next((mark for line, head in _lines(text) if (mark := _mark_in(line, head))), "")


def secrecy_mark_of_name(name: str) -> str:
    """Return the mark in the name of a file or folder: a part of it that is but a mark.

    Examples
    --------
    >>> secrecy_mark_of_name("机密-防汛方案"), secrecy_mark_of_name("商业秘密保护条例")
    ('机密', '')
    """
    parts = [part for part in re.split(r"[-—–_·.\s+（）()【】\[\]]+", name) if part]
    own = next((m for part in parts if not part.isascii() and (m := secrecy_mark(part))), "")
    return own or secrecy_mark(name)


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the lines that hold a word of marks, and whether they stand in the head."""
    count = length = 0
    for found in _LINE.finditer(text):
        line = _HIDDEN.sub("", found[0]).strip()
        if not line:
            continue
        head = count < _LINES or length < _CHARACTERS
        count, length = count + 1, length + len(line)
        if _HINT.search(line) and _forms().core.search(plain(ends := _ends(line))):
            yield ends, head


def _ends(line: str) -> str:
    """Return a line; of one that goes on for pages what it begins and ends with."""
    return line if len(line) <= 2 * _BOTH_ENDS else f"{line[:_BOTH_ENDS]}\t{line[-_BOTH_ENDS:]}"


def _mark_in(line: str, head: bool) -> str:  # noqa: FBT001 - two kinds of place
    if head and (mark := _mark_in_head(line)):
        return mark
    parts = [part.strip() for part in _APART.split(line)]
    if len(parts) > 1 and "\t" in line:
        return next((m for part in parts if (m := _alone(part, _forms().termed))), "")
    found = _alone(line, _forms().alone)
    return found or next((m for part in parts if (m := _alone(part, _forms().termed))), "")


def _mark_in_head(line: str) -> str:
    close = re.sub(r"\s+", "", line)
    for form in (_forms().starred, _forms().bracketed):
        if found := form.search(plain(close)):
            return _first(found, close)
    cells = [cell for cell in line.split("\t") if cell.strip()]
    return next((m for part in [line, *cells] if (m := _alone(part, _forms().alone))), "")


def _alone(line: str, form: re.Pattern[str]) -> str:
    bare = _SIGNS.sub("", line) if len(line) <= 4 * _LONGEST else ""
    found = form.fullmatch(plain(bare)) if len(bare) <= _LONGEST else None
    return _first(found, bare) if found else ""


def _first(found: re.Match[str], words: str) -> str:
    """Return the mark that was found, in the script it is written in."""
    group = next(place for place in range(1, len(found.groups()) + 1) if found[place])
    return words[slice(*found.span(group))]


class _Forms:
    """The forms of marks, made of the words in the catalogue."""

    def __init__(self) -> None:
        grades, inner = _words("grade"), _internal()
        every = f"{grades}|{inner}"
        after = f"(?:{every}|{_tail()})"
        term, beside = f"(?:级|{_TERM})*", rf"(?:{_LABEL}|{_URGENCY}|\d)*"
        odd = rf"(?:{_STARS}|{_MISREAD}{{1,2}})"
        self.core = _any([_spread("grade"), _spread("internal"), "密等"])
        self.starred = _any([rf"({grades})级?{_STARS}"])
        self.bracketed = _any(
            [rf"^{_OPEN}({every}){term}{_CLOSE}", rf"{_OPEN}({every}){term}{_CLOSE}$"]
        )
        read_badly = rf"{beside}({grades})级?(?:{odd}{_TERM}|{_MISREAD}){beside}"
        self.termed = _any([rf"{beside}({grades})级?{odd}?{_TERM}{beside}"])
        self.alone = _any(
            [
                rf"{beside}({every}){term}(?:{after}{term})*{beside}",
                read_badly,
                r"密等(?:及解密条件或保密期限)?(密){1}",
            ]
        )


@cache
def _forms() -> _Forms:
    return _Forms()


def _any(forms: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(forms), re.IGNORECASE)


def _internal() -> str:
    """Return the words of what is for inner use: 内部资料, 仅供内部参考, 严禁外传."""
    nouns, only = _words("inner_noun"), _words("only")
    inner = rf"(?:(?:{only})?(?:本(?:单位|系统|部门|机关))?内部(?:{nouns})*)"
    return rf"{_words('internal')}|{inner}"


def _tail() -> str:
    """Return what follows a mark: 不得翻印、复制, 阅后收回."""
    acts = _words("banned_act")
    return rf"(?:{_words('ban')})(?:(?:{acts})(?:和|或|及|与)?)+|{_words('care')}"


def _spread(kind: str) -> str:
    """Return the words of a kind, whatever blanks stand between their letters."""
    return _words(kind, between=r"\s*")


def _words(*kinds: str, between: str = "") -> str:
    words = {plain(row["mark"]) for row in rows_of("secrecy_marks.csv") if row["kind"] in kinds}
    bare = {"".join(word.split()) for word in words}
    in_order = sorted(bare, key=lambda word: (-len(word), word))
    return "|".join(between.join(map(re.escape, word)) for word in in_order)
