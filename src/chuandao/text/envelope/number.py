"""Document numbers (發文字號): issuer mark, year, number, and what is odd about the writing.

A number is read where its three parts are certain. Where the writing departs from the form of
GB/T 9704-2012, 7.2.5 (mark, year in 〔〕, number without leading zeros, 号), ``irregular`` says
how; a part that would have to be guessed is left empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from chuandao.text.numbers.numerals import HAN, parse_number

_GAP = r"[\s\u200b-\u200f\u2060\ufeff]*"
_OPEN, _CLOSE = "〔[［【（〈<「{", "〕]］】）〉>」}"
_PAIRS = dict(zip(_OPEN, _CLOSE, strict=True))
_EARLIEST, _LATEST = 1949, 2099
_MARK = r"[\u4e00-\u9fff\u3400-\u4dbfA-Za-z·]"
_DIGITS = r"[\dOoIlＯ]"
_YEAR = rf"(?:{_DIGITS}{{3,5}}|[一二][〇零○一二三四五六七八九]{{3}})"
_NUMBER = rf"(?:\d{{1,5}}(?!\d)|{HAN})"
_LIST = rf"{_NUMBER}(?:{_GAP}[、,，和至到~—－-]{_GAP}{_NUMBER})*"
_END = r"(?P<kind>号|期|次)"
_BRACKETS = re.compile(
    rf"(?P<open>[{re.escape(_OPEN)}]?){_GAP}(?P<year>{_YEAR}){_GAP}(?:年{_GAP})?"
    rf"(?P<close>[{re.escape(_CLOSE)}]?){_GAP}(?P<nth>(?:字?第|No\.?)?){_GAP}(?P<numbers>{_LIST}){_GAP}{_END}"
)
_ENGLISH = re.compile(
    r"(?P<open>[〔\[（])(?P<year>(?:19|20)\d{2})(?P<close>[〕\]）]),?\s*(?P<nth>No\.?)\s*(?P<numbers>\d{1,5})"
)
_YEARLY = re.compile(
    rf"(?P<round>（)?{_GAP}(?<!\d)(?P<year>(?:19|20)\d{{2}}|[一二][〇零○一二三四五六七八九]{{3}}){_GAP}年?{_GAP}第"
    rf"{_GAP}(?P<numbers>{_LIST}){_GAP}{_END}(?(round)）?)"
)
_ORDER = re.compile(
    rf"(?<=[令告]){_GAP}(?P<round>（)?{_GAP}第{_GAP}(?P<numbers>{_NUMBER}){_GAP}{_END}(?(round)）?)"
)
_BEHIND = re.compile(rf"({_MARK}(?:[ \u3000]{_MARK}){{1,8}}|{_MARK}{{0,30}})({_GAP})$")
_PREFIX = re.compile(
    rf"^{_GAP}(?:发{_GAP}文{_GAP}字{_GAP}号|公文字号|文件编号|文件字号|发文号|文{_GAP}号|字号|编号){_GAP}[:：]?{_GAP}"
)
_BEFORE = re.compile(  # what ends the words that ran into a mark: 的通知|沪府发, 按照|财预
    r"^.*(?:的(?:办法|方案|规定|细则|规划|计划|要点|函)?|通知|通告|公告|意见|决定|批复|答复|通报|按照|根据|依据"
    r"|遵照|依照|参照|贯彻|落实|执行|转发|印发|关于|废止|以及按|文件|精神|结合|实施|对照"
    r"|[省市县区镇](?:委|政府)(?![办党字函规发人综任督联通公令文有]))(?=.{2})"
)
_LINKED = re.compile(
    r"^.+(?:(?<!共)和(?!信息)|及|与|或)(?=.{2})|^(?:[详参]?见|据|按|以|号|依)(?=.{2})"
)
_NAMED = re.compile(  # 上海市物价局|沪价经: a full name, then the mark
    r"^.*[省市县区镇乡州旗国](?:人民政府|政府|.{0,20}(?:办公厅|办公室|委员会|党委|局|厅))"
    r"(?=[^办党字函规发人综任督联通公令文有].)"
)
_NO_MARKS = frozenset({"其他", "通知", "工作通知", "文件", "公文", "无", "字号", "文号", "编号"})
_YEARLY_MARK = re.compile(r"(?:公告|令|通告|公报|通报|文件|[部委局署厅办]|纪要|简报)$")
_RUN_IN_MARK = re.compile(r"[发字函办规]$")
_ATTEMPT = re.compile(  # 清政发〔2025〕号, 清政发202518号, 第X号
    rf"[{re.escape(_OPEN)}]{_GAP}[\dOoIl]{{2,6}}[^号]{{0,8}}(?:号|\d{_GAP}$)|\d{_GAP}号{_GAP}$|第\S{{1,6}}号{_GAP}$"
)
_LONGEST = 40


@dataclass(frozen=True)
class DocumentNumber:
    """A document number (發文字號) and its place.

    ``mark``: the issuer mark (機關代字); ``year``, ``number``: None where not certain, ``year``
    also where the form has none (國務院令第722號); ``kind``: 号, 期 or 次; ``form``: brackets,
    yearly (公告2020年第3號) or order (令第722號); ``irregular``: a reason, or empty.
    """

    mark: str
    year: int | None
    number: int | None
    kind: str
    start: int
    end: int
    irregular: str = ""
    form: str = "brackets"

    @property
    def text(self) -> str:
        """The number in its regular form; empty where a part is not certain."""
        if self.number is None or (self.year is None and self.form != "order"):
            return ""
        if self.form == "order":
            return f"{self.mark}第{self.number}{self.kind}"
        if self.form == "yearly":
            return f"{self.mark}{self.year}年第{self.number}{self.kind}"
        nth = "第" if self.kind != "号" else ""
        return f"{self.mark}〔{self.year}〕{nth}{self.number}{self.kind}"

    @property
    def complete(self) -> bool:
        """Whether mark and number are known, and the year where the form has one."""
        return bool(self.mark and self.text)

    @property
    def key(self) -> tuple[str, int | None, int | None]:
        """Mark, year and number: what tells one document from another."""
        return self.mark, self.year, self.number


def parse_document_number(words: str) -> DocumentNumber | None:
    """Return the document number that some words are, or None where there is none in them.

    Parameters
    ----------
    words : str
        One cell, line or bracket in plain form (see `chuandao.text.canonical.plain`).

    Returns
    -------
    DocumentNumber or None
        The first where the words name several (``several``). What looks like a number and
        cannot be read for certain comes back with the parts that are, and the reason.

    Examples
    --------
    >>> parse_document_number("发文字号：渝府发〔2023〕15 号").text
    '渝府发〔2023〕15号'
    >>> parse_document_number("国务院令第722号").key
    ('国务院令', None, 722)
    >>> parse_document_number("清政发202518号").irregular
    'unclear'
    >>> parse_document_number("成文日期：2023年6月") is None
    True
    """
    begin = prefix.end() if (prefix := _PREFIX.match(words)) else 0
    found = find_document_numbers(words[begin:])
    if not found:
        return _without_end(words, begin) or _unclear(words, begin)
    first = replace(found[0], start=found[0].start + begin, end=found[0].end + begin)
    reason = first.irregular or _around(words[begin:], found)
    return replace(first, irregular=reason)


def find_document_numbers(text: str) -> tuple[DocumentNumber, ...]:
    """Return every document number in a plain text, in order; 12、13號 gives two.

    Examples
    --------
    >>> [n.text for n in find_document_numbers("按照清政发[2025]12、13号和国务院令第722号执行")]
    ['清政发〔2025〕12号', '清政发〔2025〕13号', '国务院令第722号']
    """
    found: list[DocumentNumber] = []
    taken: list[tuple[int, int]] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            numbers = tuple(_numbers(match, form))
            found.extend(numbers)
            taken.extend([match.span()] if numbers else [])
    return tuple(sorted(found, key=lambda number: (number.start, number.end)))


_FORMS = (
    ("yearly", _YEARLY),
    ("brackets", _BRACKETS),
    ("brackets", _ENGLISH),
    ("order", _ORDER),
)


def numbers_equal(one: str, other: str) -> bool:
    """Return whether two document numbers are the same but for brackets and spaces.

    Examples
    --------
    >>> numbers_equal("清政发〔2025〕18号", "清政发[2025] 18号")
    True
    """
    first = number_key(one)
    return first is not None and first == number_key(other)


@lru_cache(maxsize=1 << 14)
def number_key(words: str) -> tuple[str, int | None, int | None] | None:
    """Return what document numbers that are the same have in common; None for none.

    Examples
    --------
    >>> number_key("清政发[2025] 18号")
    ('清政发', 2025, 18)
    """
    found = parse_document_number(words) if words else None
    return found.key if found and found.text else None


def _numbers(match: re.Match[str], form: str) -> Iterator[DocumentNumber]:
    groups = match.groupdict()
    mark, start, reason = _mark(match, form)
    if not _stands(match, mark, form):
        return
    year = _year(groups.get("year") or "")
    if form != "order" and year is None:
        reason = "year_not_readable"
    ranged = "range" if _RANGE.search(groups["numbers"]) else ""
    at = match.start("numbers")
    for place, part in enumerate(re.finditer(_NUMBER, groups["numbers"])):
        value = parse_number(part[0])
        yield DocumentNumber(
            mark=mark,
            year=year,
            number=int(value) if value is not None else None,
            kind=groups.get("kind") or "号",
            start=start if place == 0 else at + part.start(),
            end=match.end() if at + part.end() == match.end("numbers") else at + part.end(),
            irregular=reason or ranged or _zeros(part[0]),
            form=form,
        )


_RANGE = re.compile(r"[至到~—－-]")


def _mark(match: re.Match[str], form: str) -> tuple[str, int, str]:
    """Return the issuer mark that stands before a number, its place, and what is odd about it."""
    behind = _BEHIND.search(match.string[max(0, match.start() - _LONGEST) : match.start()])
    words, gap = (behind[1], behind[2]) if behind else ("", "")
    begin = match.start() - len(gap) - len(words)
    if form == "yearly" and not _YEARLY_MARK.search(words):
        words, begin = "", match.start()
    if " " in words or "\u3000" in words:
        mark, cut = re.sub(r"\s", "", words), 0
    else:
        mark, cut = _cleaned(words)
    reason = _written(match.groupdict(), form)
    if not mark:
        number = match.string[match.start() : match.end()]
        lead = len(number) - len(re.sub(rf"^{_GAP}", "", number))
        return "", match.start() + lead, "no_mark"
    return mark, begin + cut, reason or ("words_before" if cut else "")


def _stands(match: re.Match[str], mark: str, form: str) -> bool:
    """Tell a number from 2025年18号 and the like: a bracket, or a mark right before the year."""
    before = match.string[: match.start()].rstrip()
    runs_in = bool(_RUN_IN_MARK.search(mark or before[-1:]))
    if form != "brackets":
        return bool(mark) or not runs_in
    if match["open"] or match["close"]:
        return True
    between = match.string[match.end("year") : match.start("numbers")]
    return runs_in and bool(match["nth"] or "年" in between or " " in between)


def _cleaned(words: str) -> tuple[str, int]:
    """Return the issuer mark without words that ran into it, and how many letters those are."""
    mark = words
    for pattern in (_BEFORE, _LINKED, _NAMED):
        mark = pattern.sub("", mark, count=1)
    if mark in _NO_MARKS:
        return "", len(words)
    return mark, len(words) - len(mark)


def _written(groups: dict[str, str | None], form: str) -> str:
    if form != "brackets":
        return ""
    opened, closed = groups["open"] or "", groups["close"] or ""
    if not (opened and closed):
        return "bracket_missing"
    return "" if _PAIRS[opened] == closed else "brackets_mixed"


def _zeros(number: str) -> str:
    return "leading_zero" if number.startswith("0") and len(number) > 1 else ""


def _year(words: str) -> int | None:
    value = parse_number(words) if words else None
    if value is None or not _EARLIEST <= value <= _LATEST:
        return None
    return int(value)


def _around(words: str, found: tuple[DocumentNumber, ...]) -> str:
    if len(found) > 1:
        return "several"
    before, after = words[: found[0].start], words[found[0].end :]
    if re.sub(_GAP, "", after).strip("〕〔）（)。"):
        return "words_after"
    return "words_before" if re.sub(_GAP, "", before).strip("（(:：") else ""


def _without_end(words: str, begin: int) -> DocumentNumber | None:
    """Read 清政发〔2025〕18, which lacks its 号."""
    bare = re.sub(f"{_GAP}$", "", words[begin:])
    if not re.search(rf"[{re.escape(_CLOSE)}]{_GAP}第?{_GAP}\d{{1,5}}$", bare):
        return None
    found = find_document_numbers(bare + "号")
    if len(found) != 1:
        return None
    end = begin + len(bare)
    return replace(found[0], start=found[0].start + begin, end=end, irregular="ending_missing")


def _unclear(words: str, begin: int) -> DocumentNumber | None:
    """List what looks like a number and cannot be read, without guessing any part of it."""
    bare = words[begin:].strip()
    if not _ATTEMPT.search(bare) or len(bare) > _LONGEST:
        return None
    start = words.find(bare, begin)
    return DocumentNumber("", None, None, "", start, start + len(bare), "unclear")
