"""The lines from the body on: signature, date, annexes, copies, who printed it."""

import re
from collections.abc import Sequence

from chuandao.text.clauses.numbering import marker
from chuandao.text.layout.dateline import parse_any_date
from chuandao.text.layout.head import META, PERSONS, is_addressee, is_number, is_title
from chuandao.text.numbers.numerals import HAN

_ANNEX_NOTE = re.compile(r"^附\s*件\s*[:：]")
_ANNEX = re.compile(
    rf"^(?:附\s*[件表录]|Annex|Appendix)\s*(?:\d{{1,2}}|{HAN})?\s*(?:[:：、.—-].{{0,40}}|\s.{{0,40}})?$"
)
_COPY_TO = re.compile(
    r"^(?:抄\s*[送报发]|副\s*本|主题词|主\s*送|分\s*送|发\s*送|发)\s*[:：]"
    r"|^(?:Copies to|cc)\s*[:：]",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(r"^正\s*本\s*[:：]\s*\S")  # beside 副本, copies to: to whom it goes
_ENGLISH_SIGNER = re.compile(
    r"^(?:(?:By|Signed)\s*:?\s*)?[A-Z][\w'.-]+(?: [A-Z][\w'.-]*){1,3},\s+"
    r"(?:(?:Acting|Deputy|Vice) )*"
    r"(?:Mayor|Governor|Director|Secretary|Commissioner|Chair(?:man|woman|person)?|Minister"
    r"|President|Premier|Administrator|Superintendent"
    r"|(?:City|County|Town) (?:Manager|Clerk|Executive))"
    r"(?: [\w ]{1,40})?$"
)
_PRINTED = re.compile(
    r"印[发制]\s*$|^(?:校对|打印|审核|承办单位|印发单位)[:：]|^[（]?共印\s*\d+\s*份"
)
_OPEN = re.compile(
    r"^（?(?:此件|本件|信息公开|公开(?:属性|方式|类别|选项))|^（?(?:主动公开|依申请公开|不予公开|不公开)）?$"
    r"|^（?发至\S{1,10}级(?:单位)?）?$"
)
_CONTACT = re.compile(
    r"^（?(?:联系人|联系电话|联系方式|咨询电话)[^。]{0,60}$|^（本文[^）]{0,20}）$"
)
_SIGNER = re.compile(
    r"^(?:[市县区镇乡州省]\s*长|主\s*任|[局厅部]\s*长|主\s*席|总\s*理)[\s:：]+\S{1,4}(?:\s{1,2}\S{1,2})?$"
)
_ALONE = ((_ORIGINAL, "addressee"), (_ENGLISH_SIGNER, "signer"), (_CONTACT, "note"))
_NO_YEAR = re.compile(r"^\d{1,2}月\d{1,2}日$")
_DATELINE = re.compile(
    r"^（[^（）]*\d[^（）]*(?:通过|批准|发布|公布|修订|修正|施行|印发|日)[^（）]*）$"
)
_ORGAN = re.compile(
    r"(?:政府|委员会|办公室|办公厅|局|厅|处|所|中心|[市县区州省镇乡]委|党委|党组|党工委|支部|指挥部|小组|专班|公司|办|院|会)"
    r"(?:（[^（）]{0,10}）)?$|\b(?:Government|Office|Bureau|Committee|Commission|Department|Council)$"
)
_TITLED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_OPENING, _LONGEST_TITLE, _LONGEST_HEAD, _SIGNATURES = 6, 90, 40, 12


def tail_roles(words: Sequence[str], passed_on: Sequence[str] = ()) -> list[str]:
    """Return the role of every line from the body on.

    Parameters
    ----------
    words : sequence of str
        The lines.
    passed_on : sequence of str
        Titles of the texts that the document issues or passes on, as its own title names them;
        a line that is one of them opens an annex.
    """
    signed = _signed(words)
    after = len(words) if signed is None else signed
    titles = {_bare(name) for name in (*passed_on, *_named(words))}
    roles = [
        _role(line, after_signature=index > after, titles=titles)
        for index, line in enumerate(words)
    ]
    if signed is not None:
        roles[signed] = "date"
        _mark_signatures(words, roles, signed)
    _mark_annex_list(words, roles)
    _mark_annex_heads(words, roles, titles)
    _mark_run_on(words, roles)
    return roles


def _signed(words: Sequence[str]) -> int | None:
    """Return the line of the date under the signature: the first line that is only a date."""
    for index, line in enumerate(words):
        by_office = index and _ORGAN.search(words[index - 1]) and _is_signature(words[index - 1])
        if parse_any_date(line) or (by_office and _NO_YEAR.match(line)):
            return index
    return None


def _named(words: Sequence[str]) -> list[str]:
    """Return the titles that the opening names as passed on: 現將《…》印發給你們."""
    opening = [line for line in words[:_OPENING] if re.search(r"现[将把予]|印发|转发|公布", line)]
    return [name for line in opening for name in _TITLED.findall(line)]


def _role(words: str, *, after_signature: bool, titles: set[str]) -> str:  # noqa: PLR0911
    if "\t" in words:
        return "body"
    if _COPY_TO.match(words):
        return "copy_to"
    if told := next((role for form, role in _ALONE if form.match(words)), ""):
        return told
    if _OPEN.match(words) and len(words) <= _LONGEST_HEAD:
        return "openness"
    if _PRINTED.search(words) and len(words) <= _LONGEST_HEAD and not words.endswith("。"):
        return "printed"
    if _ANNEX_NOTE.match(words) and (not after_signature or re.search(r"[:：]\s*1\s*[.、]", words)):
        return "annex_note"
    if _ANNEX.match(words) or _bare(words) in titles:
        return "annex"
    if PERSONS.match(words) and META.match(words):
        return "meta"
    return "annex" if after_signature and _is_annex_title(words) else "body"


def _bare(title: str) -> str:
    return re.sub(r"[《》〈〉“”「」\s]|（[^（）]*）$", "", title)


def _is_annex_title(words: str) -> bool:
    short = len(words) <= _LONGEST_TITLE and not marker(words)
    return short and is_title(words) and not words.endswith("。")


def _mark_signatures(words: Sequence[str], roles: list[str], date: int) -> None:
    """Mark the names above a date: one of any form, more where each is an office."""
    above = date - 1
    if above >= 0 and roles[above] == "body" and _SIGNER.match(words[above]):
        roles[above] = "signer"
        return
    while above >= 0 and date - above <= _SIGNATURES and roles[above] in {"body", "annex"}:
        nearest = above == date - 1 and _is_signature(words[above])
        if not nearest and not (_is_signature(words[above]) and _ORGAN.search(words[above])):
            return
        roles[above] = "signature"
        above -= 1


def _is_signature(words: str) -> bool:
    ends = words.endswith(("。", "；", "：", ":", "，"))
    return len(words) <= _LONGEST_HEAD and not ends and not marker(words) and "\t" not in words


def _mark_annex_list(words: Sequence[str], roles: list[str]) -> None:
    """Give the lines of a list 附件：1.… 2.… before the signature the role of their first line."""
    for index in range(1, len(words)):
        if roles[index - 1] != "annex_note" or roles[index] != "body":
            continue
        numbered = marker(words[index])
        if numbered and numbered.style == "arabic":
            roles[index] = "annex_note"


def _mark_annex_heads(words: Sequence[str], roles: list[str], titles: set[str]) -> None:
    """Mark what stands at the head of an annex: its title over several lines, number, date."""
    for index in range(1, len(words)):
        if roles[index] == "body" and roles[index - 1] in {"annex", "dateline"}:
            roles[index] = _annex_head(words, roles, index, titles)
    _mark_inner_signatures(words, roles)


def _annex_head(words: Sequence[str], roles: list[str], index: int, titles: set[str]) -> str:
    line = words[index]
    if "\t" in line or marker(line):
        return "body"
    if _DATELINE.match(line):
        return "dateline"
    if is_number(line):
        return "meta"
    if is_addressee(line):
        return "addressee"
    if roles[index - 1] != "annex":
        return "body"
    return "annex" if _goes_on_title(words, index, titles) else "body"


def _goes_on_title(words: Sequence[str], index: int, titles: set[str]) -> bool:
    """Whether a line under the heading of an annex is still of its title."""
    line = words[index]
    bare = len(line) <= _LONGEST_HEAD and not line.endswith(("。", "；", "：", ":", "，"))
    follows = bool(_ANNEX.match(words[index - 1])) and bare
    broken = index + 1 < len(words) and _bare(line + words[index + 1]) in titles
    edition = bool(re.fullmatch(r"（[^（）]{2,12}）", line))
    return _is_annex_title(line) or follows or broken or edition


def _mark_inner_signatures(words: Sequence[str], roles: list[str]) -> None:
    """Mark signature and date at the end of a text that is passed on."""
    opened = next((i for i, role in enumerate(roles) if role == "annex"), len(words))
    for index in range(opened + 1, len(words)):
        office = roles[index - 1] == "body" and _ORGAN.search(words[index - 1])
        if roles[index] == "body" and parse_any_date(words[index]) and office:
            roles[index] = "date"
            _mark_signatures(words, roles, index)


def _mark_run_on(words: Sequence[str], roles: list[str]) -> None:
    """Mark lines that go on with the copies, and the office above the day of printing."""
    for index in range(1, len(words)):
        before = words[index - 1]
        unended = roles[index - 1] == "copy_to" and not before.endswith("。")
        if unended and roles[index] == "body" and "\t" not in words[index]:
            roles[index] = "copy_to"
        alone = roles[index] == "printed" and re.match(r"^\d{4}年", words[index])
        if alone and roles[index - 1] in {"body", "copy_to"} and _ORGAN.search(before):
            roles[index - 1] = "printed"
