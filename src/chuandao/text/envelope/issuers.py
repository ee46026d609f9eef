"""Who issued a document: from title, signature and red head; joint issuers told apart."""

import re
from collections.abc import Sequence
from itertools import pairwise

from chuandao.text.layout.head import closed_up
from chuandao.text.layout.layout import Line

_ORGAN = (
    "人民政府办公厅|人民政府办公室|人民政府|政府办公室|政府|委员会办公室|委员会|委办公室|委办公厅|办公室|办公厅|党委|党工委|党组"
    "|街道办事处|办事处|村委会|居委会|党支部|村民委员会|指挥部|领导小组|工作专班|专班|总工会|法院|检察院|[市县区州省镇乡]委"
    "|发展改革委|发改委|国资委|卫健委|卫生健康委|督查室|督查办|研究室|政研室|总局|总队|支队|大队|中心|集团|公司|银行|[局厅署院]|部(?=$|关于)|协会|联合会"
)
_IN_TITLE = re.compile(
    rf"^((?:(?!关于).){{2,120}}?(?:{_ORGAN}))[\s、]*(?=关于|印发|转发|批转|政府工作报告|工作报告|\d{{4}}年)"
)
_ORGAN_END = re.compile(rf"(?:{_ORGAN})$")
_HEAD_TAIL = re.compile(
    r"(?:文件|[^市县区镇乡政府党委局办]{0,4}会议纪要|常务会议纪要|专题会议纪要|办公会议纪要|党政联席会议纪要|纪要|简报|督查通报|命令|令|公告|通告|函"
    r"|党发电报|传真电报|明传电报|发电)$"
)
_SESSION = re.compile(r"第[\d一二三四五六七八九十百]+(?:次|期|号).*$")
_SENDER = re.compile(r"^发电单位\s*[:：]?\s*")
_ENGLISH = re.compile(
    r"\b(?:Government|Office|Bureau|Committee|Commission|Department|Council|Authority|Ministry)"
    r"(?: (?:of|for) [A-Z][\w ,&]{2,60})?$"
)
_NO_PLACE = re.compile(
    r"(?:农村|乡村|城乡|城镇)(?=局|振兴|建设|规划|工作|发展|经济|融合|居民|环境|管理|化)"
)
_SPOKEN = re.compile(r"我(?:谨)?代表([^，。；]{2,20}?)[，,]?\s*(?:向大会|向各位代表|作)")
_OPENING = 12
_LATIN = re.compile(r"[\x20-\x7e\u00a0-\u024f\u2010-\u2027]+")
_WITHIN = re.compile(
    r"^(?:City|Town|County|State|Province|Borough|District|Village|Township) of ", re.IGNORECASE
)
_YEAR = re.compile(r"^\d{4}年(?:度)?")
_OF_COUNCIL = re.compile(
    r"^(?:\d{4}年(?:度)?)?(?:中华人民共和国)?(国务院)(?=政府工作报告|工作报告|关于|令|公告)"
)
Spans = tuple[tuple[int, int], ...]


def issuers(lines: Sequence[Line], title: str) -> tuple[tuple[str, ...], Spans]:
    """Return the issuing bodies (several for a joint document) and their places.

    The title is believed before the signature, the signature before the red head; where one
    of them names more bodies than the others, it is a joint document and that one counts.
    """
    titled = _from_title(title)
    signed = _named(lines, "signature")
    head = _from_head(lines)
    official = tuple(name for name in signed if _ORGAN_END.search(name) or _ENGLISH.search(name))
    told = [found for found in (titled, official, head, signed, _spoken(lines)) if found]
    if not told:
        return (), ()
    joint = max(told, key=len)
    chosen = joint if len(joint) > 1 and len(told[0]) <= len(joint) else told[0]
    return chosen, _places(chosen, lines)


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


def split_names(words: str) -> tuple[str, ...]:
    """Return the bodies that a run of words names one after the other.

    Examples
    --------
    >>> split_names("中共清河市委清河市人民政府"), split_names("清河市财政局 清河市水利局")
    (('中共清河市委', '清河市人民政府'), ('清河市财政局', '清河市水利局'))
    """
    if _LATIN.fullmatch(words):
        return (words,)
    parts = [part for part in re.split(r"[\s、，]+", words) if part]
    return tuple(name for part in parts for name in _run_together(part))


def _run_together(words: str) -> list[str]:
    """Part names that repeat the place they begin with: 清河市财政局|清河市水利局."""
    place = re.match(r"(?:中共)?(.{2,6}?[省市县区镇乡州旗])", words)
    if not place:
        return [words]
    again = [m.start() for m in re.finditer(re.escape(place[1]), words)][1:]
    cuts = [at for at in again if _ORGAN_END.search(words[:at]) and not words[:at].endswith("局办")]
    bounds = [0, *cuts, len(words)]
    return [words[a:b] for a, b in pairwise(bounds)]


def _from_title(title: str) -> tuple[str, ...]:
    if council := _OF_COUNCIL.match(title):
        return (council[1],)
    found = _IN_TITLE.match(_YEAR.sub("", title))
    return split_names(found[1]) if found else ()


def _spoken(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return for whom a report is given: 我代表国务院，向大会报告政府工作."""
    opening = (_SPOKEN.search(line.words) for line in lines[:_OPENING])
    return next(((found[1],) for found in opening if found), ())


def _named(lines: Sequence[Line], role: str) -> tuple[str, ...]:
    until = next((i for i, line in enumerate(lines) if line.role == "annex"), len(lines))
    outer = [line.words for line in lines[:until] if line.role == role]
    return tuple(name for words in outer for name in split_names(words.strip("（）")))


def _from_head(lines: Sequence[Line]) -> tuple[str, ...]:
    """Return the bodies of the red head, whose lines may break within a name."""
    red = [closed_up(line.words) for line in lines if line.role == "issuer"]
    bare = [_HEAD_TAIL.sub("", _SESSION.sub("", _SENDER.sub("", words))).strip() for words in red]
    names: list[str] = []
    for words in (word for word in bare if word):
        whole = names and (_ORGAN_END.search(names[-1]) or _ENGLISH.search(names[-1]))
        if names and _WITHIN.match(names[-1]):
            names[-1] += f", {words}"
        elif names and (not whole or words in {"办公室", "办公厅"}):
            names[-1] += words
        else:
            names.append(words)
    return tuple(part for name in names for part in split_names(name))


def _places(names: Sequence[str], lines: Sequence[Line]) -> Spans:
    found = []
    for name in names:
        around = (
            x
            for x in lines
            if x.role in {"title", "issuer", "signature", "body"} and name in x.words
        )
        line = next(around, None)
        if line:
            at = line.start + line.words.index(name)
            found.append((at, at + len(name)))
    return tuple(found)
