"""The envelope of a document: issuer, number, title, addressees, date, what it answers to."""

import re
from dataclasses import dataclass
from datetime import date

from chuandao.text.dates import find_dates, parse_date
from chuandao.text.layout import DOCUMENT_NUMBER, Line

_ISSUER_IN_TITLE = re.compile(
    r"^(.{2,40}?(?:政府|委员会|办公室|办公厅|党委|局|厅|街道办事处|村委会))关于"
)
_TRANSMITS = re.compile(r"(?:转发|印发)")
_HANDED_ON = re.compile(r"(?:现将|现把).{0,200}(?:转发|印发)(?:给你们|你们|如下)?")
_CITED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》(?:\s*（([^（）]{0,60})）)?")
_ANSWERS = re.compile(
    r"(?:根据|按照|依据|遵照|贯彻|落实|执行|转发|实施|对照|结合|学习|传达|现将|现把|关于)[^。；《》]{0,60}$"
)
_NO_PLACE = re.compile(
    r"(?:农村|乡村|城乡|城镇)(?=局|振兴|建设|规划|工作|发展|经济|融合|居民|环境|管理|化)"
)
_LEADS_IN = re.compile(  # 认真贯彻|永政办发〔2025〕14号
    r"^.*(?:根据|按照|依据|遵照|贯彻|落实|执行|转发|关于|政府|省委|市委|县委|区委|和|及|、)"
)
_CHAIN = re.compile(r"[》）][^。；《》]{0,30}$")


@dataclass(frozen=True)
class Citation:
    """A document named in the text: title, number (empty where not given), its place.

    ``answered`` marks one that the text says it carries out (根據、按照、為貫徹落實 …).
    """

    title: str
    number: str
    start: int
    end: int
    answered: bool


@dataclass(frozen=True)
class Envelope:
    """What stands around the body; what was not found is empty."""

    issuer: str = ""
    number: str = ""
    title: str = ""
    addressees: tuple[str, ...] = ()
    dated: date | None = None
    forwarded: bool = False
    citations: tuple[Citation, ...] = ()


def envelope(lines: tuple[Line, ...]) -> Envelope:
    r"""Return the envelope of a document from its lines (see `layout`).

    Examples
    --------
    >>> from chuandao.text.layout import layout
    >>> page = "清政發〔2025〕18號\n清河市人民政府關於發展特色產業的意見\n各縣區：\n一、要求。"
    >>> envelope(layout(page)).issuer, envelope(layout(page)).number
    ('清河市人民政府', '清政发〔2025〕18号')
    """
    title = "".join(line.words for line in lines if line.role == "title") or _minutes(lines)
    return Envelope(
        issuer=_issuer(lines, title),
        number=_number(lines),
        title=title,
        addressees=_addressees(lines),
        dated=_dated(lines),
        forwarded=_is_forwarded(lines, title),
        citations=_citations(lines),
    )


def numbers_equal(one: str, other: str) -> bool:
    """Return whether two document numbers are the same but for brackets and spaces.

    Examples
    --------
    >>> numbers_equal("清政发〔2025〕18号", "清政发[2025] 18号")
    True
    """
    first, second = DOCUMENT_NUMBER.search(one), DOCUMENT_NUMBER.search(other)
    return bool(first and second and first.groups() == second.groups())


def tier_of_issuer(issuer: str) -> int | None:
    """Return the tier that an issuer's name speaks of (0 city … 3 village), or None.

    Examples
    --------
    >>> tier_of_issuer("云山县人民政府"), tier_of_issuer("柳河镇人民政府"), tier_of_issuer("专班")
    (1, 2, None)
    """
    patterns = (
        (3, r"(?:村|社区)(?:村|居)?(?:民委员会|委会|支部|两委|党支部|$)|村委会|居委会"),
        (2, r"(?:镇|乡|街道)(?:人民政府|办事处|党委|党政|党工委|$|[^县市区]*办公室)"),
        (1, r"(?:县|区)(?:人民政府|委|政府|$|[^镇乡村]*(?:局|办公室|小组|专班))"),
        (0, r"市(?:人民政府|委|政府|$|[^县区镇乡村]*(?:局|办公室|小组|专班))"),
    )
    named = _NO_PLACE.sub("", issuer)  # a bureau of rural affairs is no village
    return next((tier for tier, pattern in patterns if re.search(pattern, named)), None)


def _minutes(lines: tuple[Line, ...]) -> str:
    """Return the head of minutes, which often have no other title."""
    heads = (line.words for line in lines if line.role == "issuer")
    return next((words for words in heads if words.endswith("纪要")), "")


def _issuer(lines: tuple[Line, ...], title: str) -> str:
    in_title = _ISSUER_IN_TITLE.match(title)
    if in_title:
        return in_title[1]
    signed = [line.words for line in lines if line.role == "signature"]
    head = [re.sub(r"(?:文件|会议纪要)$", "", x.words) for x in lines if x.role == "issuer"]
    return next((name for name in (*signed, *head) if name), "")


def _number(lines: tuple[Line, ...]) -> str:
    for line in lines:
        if line.role in {"number", "meta"} and (found := DOCUMENT_NUMBER.search(line.words)):
            issuer, year, number = found.groups()
            return f"{issuer}〔{year}〕{int(number)}号"
    return next((line.words for line in lines if line.role == "number"), "")


def _addressees(lines: tuple[Line, ...]) -> tuple[str, ...]:
    words = "，".join(line.words.rstrip(":：") for line in lines if line.role == "addressee")
    parts = re.split(r"[，,；;]|、(?![^（]*）)", words)
    return tuple(part.strip() for part in parts if part.strip())


def _dated(lines: tuple[Line, ...]) -> date | None:
    signed = [parse_date(line.words) for line in lines if line.role == "date"]
    if signed:
        return signed[0]
    around = [line for line in lines if line.role in {"meta", "printed", "title", "number"}]
    return next((found[0][0] for line in around if (found := find_dates(line.words))), None)


def _is_forwarded(lines: tuple[Line, ...], title: str) -> bool:
    opening = "".join(line.words for line in lines if line.role == "body")[:300]
    return bool(_TRANSMITS.search(title) and _HANDED_ON.search(opening))


def _citations(lines: tuple[Line, ...]) -> tuple[Citation, ...]:
    found: dict[tuple[int, int], Citation] = {}
    for line in lines:
        for match in _CITED.finditer(line.words):
            number = match[2] if match[2] and DOCUMENT_NUMBER.search(match[2]) else ""
            span = (line.start + match.start(), line.start + match.end())
            found[span] = Citation(match[1], number, *span, _answers(line, match.start()))
        if line.role == "body":
            found |= {(cited.start, cited.end): cited for cited in _bare_numbers(line)}
    return tuple(found[span] for span in sorted(found))


def _bare_numbers(line: Line) -> list[Citation]:
    """Return the documents that a line names by number alone: 贯彻永政办发〔2025〕14号."""
    untitled = _CITED.sub(lambda m: "□" * len(m[0]), line.words)
    found = []
    for match in DOCUMENT_NUMBER.finditer(untitled):
        issuer = _LEADS_IN.sub("", match[1])
        start, end = line.start + match.end(1) - len(issuer), line.start + match.end()
        number = f"{issuer}〔{match[2]}〕{int(match[3])}号"
        answered = bool(_ANSWERS.search(untitled[: match.end(1)]))
        found.append(Citation("", number, start, end, answered))
    return found


def _answers(line: Line, start: int) -> bool:
    before = line.words[:start]
    if line.role not in {"body", "title", "annex"}:
        return False
    chained = _CHAIN.search(before)
    opening = before[: before.rfind("《")] if chained and "《" in before else before
    return bool(_ANSWERS.search(before) or (chained and _ANSWERS.search(opening)))
