"""Whom a clause speaks to and which bodies it names, in its bracket of units or outside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chuandao.text.duty.bodies import CITY, COUNTY, PROVINCE, STATE, TOWN, VILLAGE

Span = tuple[int, int]
_LETTER = "[\u4e00-\u9fff]"
_HAN = re.compile(_LETTER)
_STARTS = r"(?:(?<=[，。；：:;、（\n\t ])|^|(?<=由))"
_SOME = r"各(?:有关|相关)?"
_EVERYWHERE = r"各地(?:区)?(?![方块形])|各级"
_TO = {
    PROVINCE: rf"{_SOME}省(?:[（、]?(?:自治区|直辖市|区|市)[）、]?){{0,3}}|{_EVERYWHERE}",
    CITY: rf"{_SOME}（?(?:设区市|地级市|地市|市(?!县|区)|州|盟)(?:[（、]?[州盟地][）、]?){{0,3}}"
    rf"(?:人民)?(?:政府)?|{_STARTS}(?:市县|设区市)|{_EVERYWHERE}",
    COUNTY: rf"{_SOME}（?(?:县级市|县|市|区(?!域)|旗)(?:[（、]?(?:市|区|县|旗)[）、]?){{0,3}}"
    rf"(?:人民)?(?:政府)?|{_STARTS}(?:市县|县区|区县|县（市、区）|县（区）|区（县）)"
    rf"|{_STARTS}县级{_LETTER}{{0,6}}部门|{_EVERYWHERE}",
    TOWN: rf"{_SOME}(?:乡镇|镇街|街镇|街乡|乡|镇|街道|苏木)"
    r"(?:[（、]?(?:镇|乡|街道)(?:办事处)?[）、]?){0,3}(?:人民)?(?:政府)?"
    rf"|{_STARTS}(?:乡镇|镇街|街镇|镇乡|街乡)(?!企业|卫生院|医院|学校|振兴)(?:[（、]街道）?)?"
    rf"|{_STARTS}街道(?=会同|要|应|负责|办事处|每|按|组织)|属地|{_EVERYWHERE}",
    VILLAGE: rf"{_SOME}(?:行政)?(?:村|社区|居)(?:[（、]?(?:社区|居委?|组)[）、]?){{0,2}}"
    rf"|{_STARTS}(?:村（居）|村居|村组|村级组织|村委会|村“两委”|村两委|村干部"
    r"|社区(?!服务|养老|卫生|矫正|教育|居家|医院|食堂|综合|助餐|团购|共建)"
    r"|网格员|村民|农户|住户|居民|群众)(?!满意|反映|身边|意见|小区|用水|收入)",
}
_REACHED = re.compile(
    r"(?:与|向|为|对|给|到|和|以|把|将|从|跟|比|要求|安排|下达|拨付|帮助|支持|指导|督促|检查|考核|反馈"
    r"|共享|通报|避免)$"
)
_AFTER = re.compile(r"^(?:之间|两级|以上|以下|反映|上报的|报来|承担的?(?:工作|事项)|配套|的)")
_MUST = r"(?:must|will|shall|should|may|are to)"
_EACH = r"\b(?:each|every|all)\s"
_ENGLISH_TO = {
    COUNTY: rf"{_EACH}(?:district|county|borough)s?(?: councils?| governments?)?"
    rf"|\b(?:district councils|districts|counties) {_MUST}",
    TOWN: rf"{_EACH}(?:sub-districts?|towns?|townships?)(?: offices?)?"
    r"(?: and (?:sub-districts?|towns?|townships?)(?: offices?)?)?"
    rf"|\b(?:sub-districts|towns|townships) {_MUST}",
    VILLAGE: rf"{_EACH}(?:villages?|neighbou?rhoods?|communit(?:y|ies))"
    rf"|\b(?:residents|households|villagers|neighbou?rhood committees|villages) {_MUST}",
}
_ENDS = (
    r"(?:(?<![大全布开格])局(?!面|部|势)|委员会|委(?!托|派)|办公室|联席会议|中心(?!城|镇|区|村|工作)|支队|大队|中队|总队"
    r"|(?<![通申创举承协主续算督查转])办(?!理|学|事|法)|指挥部|领导小组|工作组|专班|财政|厅|(?<!部)署|院|(?<!费)站|所(?!有|需|在|得)"
    r"|队|科(?!技|学|普|创|研)|公司|政府|有关部门|各部门|部门|直属机构)"
)
_BODIES = {
    STATE: rf"国务院|国家(?:级|{_LETTER}{{0,8}}?{_ENDS})|(?<!党)中央(?!企业|经济)"
    rf"|{_LETTER}{{1,8}}(?<![全内外各干本局])部(?=牵头|负责|会同|等部门|、{_LETTER}{{2,12}}[部委局]|按职责)",
    PROVINCE: rf"省(?:级|{_LETTER}{{0,10}}?{_ENDS})",
    CITY: r"(?<![城全我各县本跨超都街闹集门夜上])市(?!场|政设|政道|政管|容|民(?!政)|区|外|内|域)"
    rf"(?:级|{_LETTER}{{0,12}}?{_ENDS})",
    COUNTY: r"(?<![各全我本跨城郊园社小景片山地校港街库])[县区](?!域|块|位|间|别|县|（|内|外)"
    rf"(?:级|{_LETTER}{{0,12}}?{_ENDS})",
    TOWN: r"(?<![各全我本乡城村])(?:镇|乡|街道)(?!村|镇|街|企业|卫生院|振兴)"
    rf"{_LETTER}{{0,8}}?(?:{_ENDS}|书记|主任|镇长|专员|领导班子)|领导班子成员|各(?:办|科室|站所)",
    VILLAGE: r"村(?:民)?委(?:员)?会|居委会|村“?两委”?|村党支部",
}
_TEAM = r"(?:Office|Unit|Team|Service|Council|Department|Board|Bureau|Panel|Authority|Agency|Forum)"
_ENGLISH_BODIES = (
    r"\bwe (?:will|shall|are|expect)"
    r"|\bour (?:[a-z]+ )?(?:heads?|teams?|officers?|panel|share|staff)\b"
    r"|\bthe (?:city|department|authority|region|board|district|ministry|government|office|hub)"
    r" (?=will|shall|sets)"
    rf"|\b(?-i:[A-Z][a-z]+ )+(?-i:{_TEAM})\b|\b(?:officers?|panel)\b"
)
_BRACKET = re.compile(
    r"（[^（）]*(?:单位|部门|牵头|配合|责任|负责)[^（）]*(?:（[^（）]*）[^（）]*)*）"
    r"|(?<=[。；])由?[^。；，]{2,60}(?:负责|牵头|按职责分工(?:负责|落实)?|落实)。?$"
    r"|\((?:Lead|Led by|Responsible|Supporting)[^()]*\)"
)


@dataclass(frozen=True)
class Spoken:
    """A phrase that names whom a clause means; ``bracket``: in its bracket of units."""

    start: int
    end: int
    bracket: bool = False


def brackets(words: str) -> tuple[Span, ...]:
    """Return the places of brackets, and closing sentences, that name responsible units.

    Examples
    --------
    >>> brackets("推进培训。（责任单位：市民政局）"), brackets("整治河道。由县水利局负责。")
    (((5, 16),), ((5, 13),))
    """
    return tuple(match.span() for match in _BRACKET.finditer(words))


def spoken_to(words: str, level: int) -> tuple[Spoken, ...]:
    """Return where a clause asks the units of a level to act: 各县（市、区）, 各乡镇, 各村.

    Parameters
    ----------
    words : str
        In plain form. Who is only reached or spared by another's act is left out
        (与各县共享, 不得要求乡镇配套).
    level : int
        See `chuandao.text.duty.bodies`.

    Examples
    --------
    >>> words = "市级安排资金，各乡镇要抓好治理，不要求村配套。"
    >>> [words[found.start : found.end] for found in spoken_to(words, 2)]
    ['各乡镇']
    >>> spoken_to("监测数据与各县（区）共享", 1)
    ()
    """
    han = _HAN.search(words)
    found = _all((_TO if han else _ENGLISH_TO).get(level), words, ignore_case=not han)
    return tuple(one for one in found if one.bracket or _acts(words, one))


def bodies_of(words: str, level: int) -> tuple[Spoken, ...]:
    """Return the bodies of a level that a clause names: 市财政局, 县疾控中心, 街道安全办.

    English names of bodies tell no level: those that are named are the upper tier's, and so are
    the ones that speak of themselves (we will, our officers).

    Examples
    --------
    >>> words = "市生态环境局建设监测站。（责任单位：市水利局）"
    >>> [(words[f.start : f.end], f.bracket) for f in bodies_of(words, 0)]
    [('市生态环境局', False), ('市水利局', True)]
    """
    han = _HAN.search(words)
    return tuple(_all(_BODIES.get(level) if han else _ENGLISH_BODIES, words, ignore_case=not han))


def subjects(words: str, bodies: tuple[Spoken, ...]) -> tuple[Spoken, ...]:
    """Return the bodies that open a sentence: they are the ones who act.

    Examples
    --------
    >>> words = "评估。市水利局会同市环保局开展评估。"
    >>> [words[found.start : found.end] for found in subjects(words, bodies_of(words, 0))]
    ['市水利局']
    """
    return tuple(one for one in bodies if not one.bracket and _opens(words[: one.start]))


def _opens(before: str) -> bool:
    stripped = before.rstrip()
    return not stripped.strip("（）()一二三四五六七八九十0123456789.．、 ") or stripped.endswith(
        ("。", "；", "：", ":", "由", ".")
    )


def _acts(words: str, found: Spoken) -> bool:
    before, after = words[: found.start], words[found.end :]
    return not (_REACHED.search(before) or _AFTER.match(after))


def _all(pattern: str | None, words: str, *, ignore_case: bool) -> Iterator[Spoken]:
    if not pattern:
        return
    held = brackets(words)
    for match in re.finditer(pattern, words, re.IGNORECASE if ignore_case else 0):
        start, end = match.span()
        if start < end:
            yield Spoken(start, end, any(a <= start < b for a, b in held))
