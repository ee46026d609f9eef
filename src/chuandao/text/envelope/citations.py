"""The documents that a document names: what it answers to, repeals, amends, or only mentions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.text.envelope.number import find_document_numbers
from chuandao.text.layout.head import ENGLISH_NUMBER
from chuandao.text.layout.layout import Line

_CITED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》(?:\s*（([^（）]{0,60})）)?")
_ANSWERS = re.compile(
    r"(?:根据|按照|依据|遵照|贯彻|落实|执行|转发|实施|对照|结合|学习|传达|现将|现把|关于)[^。；《》]{0,60}$"
)
_CHAIN = re.compile(r"[》）][^。；《》]{0,30}$")
_SHORT_NAME = re.compile(r"(?:以下|下)?(?:统)?简称[：:]?\s*[《“「]?([^《》“”「」）]{2,30})[》”」]?")
_REPEALS = re.compile(
    r"^[^。；\n]{0,40}?(?:[废廢]止|停止[执執]行|失效|不再[执執]行)|^[^。；\n]{0,20}以本[^。；\n]{0,10}为准"
)
_REPEALED_BEFORE = re.compile(r"(?:废止|废除|停止执行)[^。；]{0,60}$")
_AMENDS_BEFORE = re.compile(
    r"(?:修改|修订|修正|调整|完善)[^。；，]{0,12}$|(?:将|对)[^。；，《》]{0,10}$"
)
_AMENDS_AFTER = re.compile(
    r"^[^。；\n《》]{0,30}(?:修改为|修订为|调整为|作如下修改|作出如下修改|进行(?:了)?(?:修改|修订)|作如下修订|部分条款)"
)
_ENGLISH_ANSWERS = re.compile(
    r"\b(?:pursuant to|in accordance with|under|as required by|implementing)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_ENGLISH_REPEALS = re.compile(
    r"\b(?:supersed(?:es?|ing)|repeal(?:s|ing)?|rescind(?:s|ing)?|revok(?:es?|ing)|replac(?:es?|ing))\b"
    r"[^.;]{0,60}$",
    re.IGNORECASE,
)
_ENGLISH_REPEALED = re.compile(
    r"^[^.;]{0,40}\b(?:is|are|shall be)\b[^.;]{0,20}\b(?:repealed|rescinded|superseded|revoked)",
    re.IGNORECASE,
)
_IN_FORCE_BY = re.compile(r"^[^。；《》\n]{0,12}(?:精神|要求|规定|执行|部署)")


@dataclass(frozen=True)
class Citation:
    """A document named in the text: title, number (empty where not given), its place.

    ``answered`` marks one that the text says it carries out (根據、按照、為貫徹落實 …);
    ``short`` is the name that the text gives it for later use (以下簡稱《意見》).
    """

    title: str
    number: str
    start: int
    end: int
    answered: bool
    short: str = ""


def citations(lines: Iterable[Line]) -> tuple[Citation, ...]:
    r"""Return every document that is named by title in 《》 or by number, in order.

    Examples
    --------
    >>> from chuandao.text.layout.layout import layout
    >>> page = "关于种茶的方案\n各村：\n根据《特色产业意见》（清政发〔2025〕18号），制定本方案。"
    >>> [(c.title, c.number, c.answered) for c in citations(layout(page))]
    [('特色产业意见', '清政发〔2025〕18号', True)]
    """
    found: dict[tuple[int, int], Citation] = {}
    for line in lines:
        found |= {(cited.start, cited.end): cited for cited in _titled(line)}
        if line.role == "body":
            found |= {(cited.start, cited.end): cited for cited in _bare_numbers(line)}
    return tuple(found[span] for span in sorted(found))


def repealed(cited: Iterable[Citation], lines: Iterable[Line]) -> tuple[Citation, ...]:
    """Return the documents that the text says are no longer in force from now on."""
    return _once(one for one in cited if _is_repealed(one, _line_of(one, lines)))


def amended(cited: Iterable[Citation], lines: Iterable[Line]) -> tuple[Citation, ...]:
    """Return the documents that the text changes and leaves in force."""
    held = [(one, _line_of(one, lines)) for one in cited]
    return _once(one for one, line in held if line and _is_amended(one, line))


def _once(cited: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return each document once, where it is named first."""
    found: dict[tuple[str, str], Citation] = {}
    for one in cited:
        found.setdefault((one.title, one.number), one)
    return tuple(found.values())


def _titled(line: Line) -> Iterable[Citation]:
    for match in _CITED.finditer(line.words):
        bracket = match[2] or ""
        numbers = find_document_numbers(bracket)
        number = numbers[0].text if numbers else ""
        short = _SHORT_NAME.search(bracket) or _SHORT_NAME.search(_next_bracket(line, match.end()))
        span = (line.start + match.start(), line.start + match.end())
        answered = _answers(line, match.start())
        yield Citation(match[1], number, *span, answered, short[1] if short else "")


def _next_bracket(line: Line, at: int) -> str:
    found = re.match(r"\s*[（，,]\s*([^（）]{0,60}简称[^（）]{0,40})[）]?", line.words[at:])
    return found[1] if found else ""


def _bare_numbers(line: Line) -> list[Citation]:
    """Return the documents that a line names by number alone: 贯彻永政办发〔2025〕14号."""
    untitled = _CITED.sub(lambda m: "□" * len(m[0]), line.words).replace("\t", "。")
    found = []
    for number in find_document_numbers(untitled):
        if not number.complete:
            continue
        answered = bool(_ANSWERS.search(untitled[: number.start + 1]))
        span = (line.start + number.start, line.start + number.end)
        found.append(Citation("", number.text, *span, answered))
    for english in ENGLISH_NUMBER.finditer(untitled):
        span = (line.start + english.start(), line.start + english.end())
        answered = bool(_ENGLISH_ANSWERS.search(untitled[: english.start()]))
        found.append(Citation("", english[0], *span, answered))
    return found


def _answers(line: Line, start: int) -> bool:
    before = line.words[:start]
    if line.role not in {"body", "title", "annex"}:
        return False
    chained = _CHAIN.search(before)
    opening = before[: before.rfind("《")] if chained and "《" in before else before
    return bool(_ANSWERS.search(before) or (chained and _ANSWERS.search(opening)))


def _line_of(cited: Citation, lines: Iterable[Line]) -> Line | None:
    return next((line for line in lines if line.start <= cited.start < line.end), None)


def _is_repealed(cited: Citation, line: Line | None) -> bool:
    if line is None:
        return False
    before, after = _around(cited, line)
    rest = _after_its_chain(after)
    if _IN_FORCE_BY.match(rest):
        return False
    if _ENGLISH_REPEALS.search(before) or _ENGLISH_REPEALED.match(rest):
        return True
    gone = _REPEALS.match(rest)
    return bool(gone or (line.role == "title" and "废止" in line.words)) or bool(
        _REPEALED_BEFORE.search(before)
    )


def _after_its_chain(after: str) -> str:
    """Return what follows a list 《甲》、《乙》（…）同时废止 in place of the rest of the list."""
    return re.sub(r"^(?:\s*[、和及]\s*《[^《》]*》(?:\s*（[^（）]{0,60}）)?)+", "", after)


def _is_amended(cited: Citation, line: Line) -> bool:
    before, after = _around(cited, line)
    if line.role == "title":
        return bool(re.search(r"(?:修改|修订|修正|调整)[^《》]{0,6}$", before))
    told = re.search(r"(?:修改|修订|修正)[^。；，《》]{0,6}$", before)
    return bool(_AMENDS_AFTER.match(after) and (told or _AMENDS_BEFORE.search(before))) or bool(
        told
    )


def _around(cited: Citation, line: Line) -> tuple[str, str]:
    return line.words[: cited.start - line.start], line.words[cited.end - line.start :]
