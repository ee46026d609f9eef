"""The lines above the body: red head, number, title, addressees, index tables, who attended."""

import re

from chuandao.text.clauses.numbering import marker
from chuandao.text.envelope.number import parse_document_number
from chuandao.text.layout.dateline import parse_any_date
from chuandao.text.numbers.numerals import HAN

HEAD_LINES = 60
_KINDS = (
    "决定|决议|命令|令|公报|公告|通告|意见|通知|通报|报告|请示|批复|复函|议案|函|纪要|方案|办法|规定|细则|规划|计划"
    "|要点|清单|措施|条例|指引|指南|规则|政策|预案|倡议书|倡议|告知书|明白纸|分工|分解表|分工表|任务表|任务书"
    "|安排|台账|一览表|纲要|目录|制度|标准|规程|准则|规范|总结|汇报|讲话|说明|提示|通报|须知|公约|考核表|汇总表"
)
TITLE_END = re.compile(
    rf"(?:{_KINDS})(?:（[^（）]*）)?$"
    r"|\b(?:Notice|Opinions?|Plan|Act|Measures?|Rules|Circular|Decision|Letter|Minutes|Guidelines)$"
)
_ENGLISH_TITLE = re.compile(
    r"^(?:Notice|Opinions?|Implementation|Implementing|Action|Work|Circular|Decision|Measures|Rules"
    r"|Minutes|Guidelines|Plan)\b(?!.*[.;:]$)"
)
_UNITS = (
    "局|委|办|厅|院|会|府|处|所|站|办公室|政府|单位|部门|公司|企业|学校|中心|村|组|镇|乡|街道|社区"
    "|党委|党工委|党组|支部"
)
_ADDRESSEE = re.compile(
    rf"^(?:各|省|市|县|区|镇|乡|州|旗|全|本|广大|机关|有关|尊敬|国务院|[^，。；]{{2,30}}(?:{_UNITS}|[民众农户师友]))"
    r"[^。；]{0,300}[:：]$|^To\s*[:：].+$"
)
_NO_ADDRESSEE = re.compile(
    r"(?:如下|以下|下列|事项|工作|要求|任务|措施|问题|情况|内容|原则|目标|要|应|由|认为|指出|强调|议定|决定|明确|同意|修改|通知|公告|通告)[:：]$"
)
_ADDRESSEES_BEGIN = re.compile(r"^(?:各|省|市|县|区|镇|乡|州|旗)[^。:：；]{10,}$")
META = re.compile(
    r"^(?:索\s*引\s*号|发布(?:时间|日期|机构)|信息来源|来\s*源|成文日期|发文(?:日期|机关|单位)|公开|主题分类|主题词|浏览|字体"
    r"|时\s*间|发文|签发日期|生成日期|废止日期|失效日期|有\s*效\s*性|当前位置|您?(?:现在)?的?位置|首页|文\s*号|标\s*题|名\s*称|地\s*点"
    r"|主\s*持|出\s*席|列\s*席|参\s*加|参会|记\s*录|整\s*理|缺\s*席|请\s*假|密\s*级|保密期限|份\s*号|编\s*号|会议(?:时间|地点|主持|名称|记录)"
    r"|点击|阅读|访问|作者|责任编辑|编辑|实施日期|施行日期|发布文号|统一编号|分\s*类|效\s*力|体\s*裁|组配)[^。:：]{0,6}[:：]"
)
PERSONS = re.compile(
    r"^(?:会议)?(?:主\s*持|出\s*席|列\s*席|参\s*加|参会|记\s*录|整\s*理|缺\s*席|请\s*假)[^。:：]{0,6}[:：]"
)
_SIGNER = re.compile(r"^(?:签\s*发\s*人?|签批盖章|会\s*签\s*人?|核\s*发)(?:[:：\s]|$)")
_URGENCY = re.compile(
    r"^(?:(?:紧急程度|等\s*级|缓\s*急)\s*[:：]?\s*)?(?:[特加平]\s*急|特\s*提|急\s*件|紧\s*急)"
    r"(?:[·.•、\s]*明\s*电)?$"
)
_SENDER = re.compile(r"^发电单位\s*[:：]?\s*\S")
_DATELINE = re.compile(r"^（.*(?:(?:通过|批准|发布|公布|修订|修正|施行|印发|起草).*|日)）$")
_BARE_NUMBER = re.compile(
    rf"^[（]?(?:总)?(?:[〔\[【（]\s*(?:19|20)\d{{2}}\s*[〕\]】）]|(?:19|20)\d{{2}}\s*年)?\s*第?\s*(?:\d{{1,5}}|{HAN})\s*[号期次][）]?$"
)
_TRAIL = re.compile(r"\t|\S\s*[>＞»]\s*\S")  # an index table, or where the page stands
_HEADING_ROW = re.compile(r"^(?:序\s*号|编号)\t|\t(?:责任单位|牵头单位|完成时限|重点任务)(?:\t|$)")
_LEADS_ON = re.compile(r"，.*(?:如下|以下(?:事项|意见|要求))\s*[:：]$|作出?如下\S{0,4}[:：]$")
_HEAD_END = re.compile(r"(?:文件|会议纪要|纪要|简报|督查通报|党发电报|传真电报|明传电报|发电)$")
_ORDER_HEAD = re.compile(
    r"^[^《》，。]{2,30}(?:政府|委员会|常委会|局|厅|部|院|办公室)(?:命令|令|公告|通告|函)$"
)
_NAME_END = re.compile(
    r"(?:文件|会议纪要|办公室|办公厅|纪要|委员会|政府|通知|[市县区州省镇乡]委|局|厅|处|党委|党组|党工委|支部|指挥部|领导小组)$"
)
_ENGLISH_NAME = re.compile(
    r"\b(?:Government|Office|Bureau|Committee|Commission|Department|Council|Authority|Ministry)"
    r"(?: (?:of|for) [A-Z][\w ,&]{2,60})?$"
)
_BARE_LABEL = re.compile(rf"^附\s*[件表录]\s*(?:\d{{1,2}}|{HAN})?\s*[:：]?$")
ENGLISH_NUMBER = re.compile(
    r"(?:Executive Order|Ordinance|Resolution|Directive|Order|Circular|Regulation|Proclamation"
    r"|Public Law|Act|Decree)\s+No\.?\s?\d[\w./-]*(?<![./-])",
    re.IGNORECASE,
)
_ENGLISH_PLACE = re.compile(
    r"^(?:City|Town|County|State|Province|Borough|District|Village|Township|Government|Office"
    r"|Department|Ministry|Bureau) of (?:the )?[A-Z][\w .'-]{1,40}(?<!\.)$",
    re.IGNORECASE,
)
_SHEET_NAME, _LONGEST_SHEET_NAME = re.compile(rf"(?:{_KINDS})$"), 8
_NO_HEAD = re.compile(r"关于|^研究|的会议纪要$|《")
_LONGEST_TITLE, _LONGEST_HEAD, _WRAPPED = 90, 40, 5


def first_body(words: tuple[str, ...]) -> int:
    """Return the index of the first line of the body."""
    for index, line in enumerate(words[:HEAD_LINES]):
        if (last := _addressees_end(words, index)) is not None:
            return last + 1
        if _is_body(line) and not (index and _goes_on(words[index - 1], line)):
            return index
    if len(words) < 2 or not is_title(words[0]):  # noqa: PLR2004
        return 0
    under = (i for i, line in enumerate(words[1:], 1) if not _is_under_title(line))
    return next(under, len(words))


def _is_under_title(line: str) -> bool:
    """Whether a line belongs to the title above it: a date in brackets, a number, an index."""
    told = _DATELINE.match(line) or META.match(line) or is_number(line) or parse_any_date(line)
    return bool(told) and "\t" not in line


def is_addressee(line: str) -> bool:
    """Return whether a line, ended by a colon, says to whom the document goes."""
    told = _ADDRESSEE.match(line) and not META.match(line) and not marker(line)
    return bool(told and "《" not in line and not _NO_ADDRESSEE.search(line))


def is_title(line: str) -> bool:
    """Return whether a line ends as titles do."""
    return bool(TITLE_END.search(line))


def is_bare_number(line: str) -> bool:
    """Return whether a line is a number without mark: 〔2025〕6號, 第12期."""
    return bool(_BARE_NUMBER.match(line))


def _addressees_end(words: tuple[str, ...], index: int) -> int | None:
    """Return the last line of the addressees that begin at a line, or None."""
    if is_addressee(words[index]):
        return index
    if not _ADDRESSEES_BEGIN.match(words[index]) or is_title(words[index]):
        return None
    for last in range(index + 1, min(index + _WRAPPED, len(words))):
        line = words[last]
        if re.search(r"[。；\t]", line) or marker(line) or META.match(line):
            return None
        if line.endswith((":", "：")):
            return None if _NO_ADDRESSEE.search(line) else last
    return None


def _goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with the names of those who attended."""
    return (
        bool(PERSONS.match(before)) and not marker(line) and "、" in line and "。" not in line[:-1]
    )


def _is_body(line: str) -> bool:
    if "\t" in line:
        return bool(_HEADING_ROW.search(line)) and not re.search(r"[:：]\s*\t", line)
    if META.match(line) or _DATELINE.match(line):
        return False
    if _LEADS_ON.search(line):
        return True
    if marker(line) and not is_number(line):
        return True
    return line.endswith(("。", "；")) or (len(line) > _LONGEST_HEAD and "。" in line[:-1])


def is_number(line: str) -> bool:
    """Return whether a line is a document number and little else."""
    if is_bare_number(line):
        return True
    if len(line) > _LONGEST_HEAD or re.search(r"[《》。；]", line):
        return False
    found = parse_document_number(line)
    return bool(found and found.irregular != "words_after" and not marker(line))


def head_roles(words: tuple[str, ...]) -> list[str]:
    """Return the role of every line above the body."""
    roles = [_head_role(line) for line in words]
    _mark_addressees(words, roles)
    _mark_persons(words, roles)
    _mark_red_head(words, roles)
    title = _title_lines(words, roles)
    return [
        "title" if index in title else "meta" if role == "other" else role
        for index, role in enumerate(roles)
    ]


def _head_role(line: str) -> str:  # noqa: PLR0911
    if is_addressee(line):
        return "addressee"
    if _URGENCY.match(line):
        return "urgency"
    if _SIGNER.match(line):
        return "signer"
    if _DATELINE.match(line) and not is_bare_number(line):
        return "dateline"
    if META.match(line) or parse_any_date(line) or _TRAIL.search(line) or _BARE_LABEL.match(line):
        return "meta"
    if is_number(line) or ENGLISH_NUMBER.fullmatch(line):
        return "number"
    if _is_red_head(line):
        return "issuer"
    return "other" if len(line) <= _LONGEST_TITLE else "meta"


def _is_red_head(line: str) -> bool:
    english = _ENGLISH_NAME.search(line) or _ENGLISH_PLACE.match(line)
    if english and not _ENGLISH_TITLE.match(line):
        return True
    bare = closed_up(line)
    red = _HEAD_END.search(bare) or _ORDER_HEAD.match(bare) or _SENDER.match(bare)
    return bool(red) and len(bare) <= _LONGEST_HEAD and not _NO_HEAD.search(bare)


def closed_up(line: str) -> str:
    """Return a line without the spaces that set its letters apart: 會  議  紀  要.

    Examples
    --------
    >>> closed_up("会  议  纪  要"), closed_up("清河市财政局 文件")
    ('会议纪要', '清河市财政局 文件')
    """
    pieces = line.split()
    return "".join(pieces) if len(pieces) > 1 and max(map(len, pieces)) == 1 else line


def _mark_addressees(words: tuple[str, ...], roles: list[str]) -> None:
    for index in range(len(words)):
        last = _addressees_end(words, index)
        if last is not None and last > index:
            roles[index : last + 1] = ["addressee"] * (last + 1 - index)


def _mark_persons(words: tuple[str, ...], roles: list[str]) -> None:
    """Take the lines that go on with the names of those who attended out of the title's way."""
    for index in range(1, len(words)):
        runs_on = words[index - 1].endswith(("、", "，", ",", "；"))
        listed = "、" in words[index] or " " in words[index] or runs_on
        names = roles[index] == "other" and listed
        if names and roles[index - 1] == "meta" and _names_before(words[:index]):
            roles[index] = "meta"


def _names_before(words: tuple[str, ...]) -> bool:
    told = next((line for line in reversed(words) if META.match(line)), "")
    return bool(PERSONS.match(told))


def _mark_red_head(words: tuple[str, ...], roles: list[str]) -> None:
    """Give the lines of a red head that is spread over several lines one role."""
    for index, role in enumerate(roles):
        if role != "issuer" or not re.search(r"文件$|纪要$", closed_up(words[index])):
            continue
        above = index - 1
        while above >= 0 and roles[above] == "other" and not re.search("关于|《", words[above]):
            roles[above] = "issuer"
            above -= 1


def _title_lines(words: tuple[str, ...], roles: list[str]) -> set[int]:
    ends = [
        index
        for index, (line, role) in enumerate(zip(words, roles, strict=True))
        if role == "other" and (is_title(line) or _ENGLISH_TITLE.match(line))
    ]
    if not ends:
        named = (i for i, role in enumerate(roles) if role == "other")
        return set([i for i in named if not _no_title(words[i])][-1:])
    start = end = ends[-1]
    while start and roles[start - 1] == "other" and not _ends_above(words, start - 1):
        start -= 1
    while start and words[start].startswith("关于") and roles[start - 1] == "other":
        start -= 1
        while start and roles[start - 1] == "other" and _ends_name(words[start - 1]):
            start -= 1
    return set(range(start, end + 1))


def _ends_above(words: tuple[str, ...], index: int) -> bool:
    """Whether a line above is no part of the title: a name, or the name of a sheet alone."""
    line = words[index]
    sheet = len(line) <= _LONGEST_SHEET_NAME and _SHEET_NAME.search(line)
    return _is_name(words, index) or bool(sheet and not words[index + 1].startswith(("的", "》")))


def _is_name(words: tuple[str, ...], index: int) -> bool:
    """Whether a line is a name above the title, and no part of a title that is broken there."""
    return _ends_name(words[index]) and "关于" not in words[index]


def _ends_name(line: str) -> bool:
    return bool(_NAME_END.search(line) or _ENGLISH_NAME.search(line))


def _no_title(line: str) -> bool:
    return line.endswith(("：", ":")) or bool(re.fullmatch(r"[\d\s★]+|[绝机秘]密.*", line))
