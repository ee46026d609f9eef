"""What a quantity measures: the noun phrase before it, or the thing counted after it."""

import re
from functools import cache

from chuandao.text.grammar.agents import is_agent
from chuandao.text.grammar.verbs import verb_at
from chuandao.text.lexicon import Lexicon, any_of, whole_words

_LONGEST = 40
_HARD = re.compile(
    r"[，。；：,;:▁\t\s]|(?:其中|以及|力争|确保|应当|必须|务必|争取|努力|要求"
    r"|促使|使(?!用|命)|将|把|保证|推动|对标|(?<!合)并(?!购)|按(?!时|期|需|揭|照)|对(?=[^外口]))"
)
_SOFT = "、"
_FOR_EACH = re.compile(r"每一?个?[\u4e00-\u9fff]{1,4}")
_GIVEN = re.compile(r"给予|发给|发放|予以")
_LATIN = re.compile(r"[A-Za-z]")
_AREA = re.compile(
    r"^(?:(?:\d{0,4}年)?(?:\d{1,2}月份?)?(?:底|末|初)?(?:以?前|之前|前后)|半(?=实现|完成|达到|内)|但|而|且|全市|全县|全区|全省|全镇|全乡|全州|全旗|全国|我市|我县|我区|本市|本县"
    r"|本区|各地|各县|城乡居民的?(?=$)"
    r"|下一步|接下来|今年|明年|本年|当年|每年|年度|到|至|的|并|和|及|与|使|均|也|再|即|须|要"
    r"|应|可|将|会|能(?![耗源力效量级])|共|累计|总计|合计|全年|年内|重点|全面|同步|基本|积极)"
)
_TAIL = re.compile(
    r"(?:达到|达|稳定|保持|维持|控制|提高|提升|增长|增加|上升|扩大|降低|下降|压缩"
    r"|压减|压降|减少|缩短|精简|不低于|不少于|突破|超过|恢复|巩固"
    r"|在|至|到|为|约|近|的|占|数量?|年均|平均|比上年|较上年|上年|比(?!$)|较|同比|力争"
    r"|累计|分别|总数|共|也|均|要|应当|应|须|必须|原则上|不得|一般|逐步|进一步"
    r"|再|稳步|有效|持续|大幅|至少|最高|最低|最多|单次|目标|预期目标|预期|定|设定"
    r"|确定|各|按|给予|予以|实现|全面|全部|动态|以上|力争用|和|或|不|均不|每年"
    r"|每月|每季度|每人|每户|所有|完成|建成|建设|新建|配备|安排|设置|开展|举办"
    r"|组织)+$"
)
_PASSED = re.compile(
    r"(?:由|从)[^，。；、由从]{0,14}?[\d零一二三四五六七八九十百两]+[^，。；、\d]*$"
)
_AFTER = re.compile(r"\s?(?:的|一次性|以?的?)?(?P<thing>[^，。；：、（）“”\d\s▁并和以由]{2,12})")
_DEONTIC = re.compile(r"^(?:力争|确保|要|应当|必须|须|原则上|鼓励|支持)")


def metric_of(words: str, mask: str, end: int, last: int, lexicon: Lexicon) -> tuple[str, int]:
    """Return the metric whose phrase ends at ``end``, and where its first word stands.

    ``last``: where the target before ends; the phrase cannot reach behind it.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> metric_of("新增幼儿园学位3600个", "新增幼儿园学位3600个", 7, 0, lexicon())
    ('幼儿园学位', 2)
    """
    first = max(last, end - _LONGEST)
    hard = [m.end() for m in _HARD.finditer(mask, first, end)]
    start = max([first, *hard])
    start = _after_numbers(mask, start, end)
    if _LATIN.search(mask[max(0, end - 3) : end]) or (
        mask[end : end + 1].isascii() and _LATIN.match(mask[end : end + 1] or "0")
    ):
        return _english_metric(words, mask, end, last)
    phrase = _PASSED.sub("", mask[start:end])
    phrase = _without_tail(phrase, lexicon)
    if not phrase and mask[start - 1 : start] == "▁" and start > first:
        end = start - len(mask[first:start]) + len(mask[first:start].rstrip("▁"))
        hard = [m.end() for m in _HARD.finditer(mask, first, end)]
        start = max([first, *hard])
        phrase = _without_tail(mask[start:end], lexicon)
    start, phrase = _after_agent(start, phrase, lexicon)
    start, phrase = _without_head(start, phrase, lexicon)
    if not re.search(r"[\w]", phrase) or _FOR_EACH.fullmatch(phrase) or phrase == "提出":
        return "", end
    return words[start : start + len(phrase)], start


def _english_metric(words: str, mask: str, end: int, last: int) -> tuple[str, int]:
    """Return the English subject whose quantity follows: the share of X will rise to …"""
    begin = max([last, *(m.end() for m in re.finditer(r"[,.;:\t](?:\s|$)|▁", mask[:end]))])
    phrase = mask[begin:end]
    cut = list(
        re.finditer(
            r"\b(?:that|which|may|shall|must|should|while|keeping|ensure|of\swhich|who)\b", phrase
        )
    )
    begin += cut[-1].end() if cut else 0
    lead = re.match(
        r"(?:\s|and\b|but\b|the\b|to\b|keep\b|keeping\b|use\b|at\b|of\b|least\b|an?\b"
        r"|build\b|complete\b|[a-z]+(?=\s*$))*",
        mask[begin:end],
    )
    begin += lead.end() if lead else 0
    phrase = re.sub(
        r"\s(?:is|are|will|to|be|rise|fall|cut|reduced|raised|exceed|reach|increase"
        r"|decrease|grow|kept|expected|by|from|at|below|above|least|no|less|more|than"
        r"|not|\s|\d+\sdays|remain|stay)+$",
        "",
        mask[begin:end].rstrip(),
    )
    return (words[begin : begin + len(phrase)], begin) if len(phrase) > 3 else ("", end)  # noqa: PLR2004


def thing_after(words: str, end: int) -> str:
    """Return what is counted where it stands after the number (3個分揀中心).

    Examples
    --------
    >>> thing_after("新建3个分拣中心，", 4)
    '分拣中心'
    """
    match = _AFTER.match(words, end)
    if not match:
        return ""
    return re.sub(r"^的|以上|左右|以内", "", match["thing"])


def _after_numbers(mask: str, start: int, end: int) -> int:
    """Begin after a 、 behind which a new predicate or target stands."""
    cut = start
    for match in re.finditer(_SOFT, mask[start:end]):
        before = mask[cut : start + match.start()]
        if re.search(r"\d[^\d]{0,6}$", before):
            cut = start + match.end()
    return cut


def _after_agent(start: int, phrase: str, lexicon: Lexicon) -> tuple[int, str]:
    """Begin behind who does it and the verb (市级财政安排|专项资金, 对毕业生给予|每人)."""
    given = _GIVEN.search(phrase)
    if given:
        return start + given.end(), re.sub(
            r"^(?:每[\u4e00-\u9fff]{1,2})+$", "", phrase[given.end() :]
        )
    for position in range(3, len(phrase) - 2):
        verb = verb_at(phrase, position, lexicon)
        firm = verb and verb.kind in {"strong", "light", "causative"} and len(verb.word) > 1
        if verb and firm and is_agent(phrase[:position]) and not is_agent(phrase[: verb.end]):
            return start + verb.end, phrase[verb.end :]
    return start, phrase


def _without_tail(phrase: str, lexicon: Lexicon) -> str:
    before = _trailing(lexicon)
    while True:
        shorter = _TAIL.sub("", before.sub("", phrase)).rstrip(" （(")
        if shorter == phrase:
            return phrase
        phrase = shorter


@cache
def _trailing(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(rf"(?:{whole_words(lexicon.comparator_before)})$", re.IGNORECASE)


@cache
def _leading(lexicon: Lexicon) -> re.Pattern[str]:
    verbs = any_of(word for word in lexicon.strong_verbs)
    return re.compile(
        rf"(?:{verbs})(?=..)(?![率额量度数]|时限|时间|期限|周期|比例|占比|标准(?!化)"
        rf"|规模|面积|水平|成本|费用|次数|人数)"
    )


def _without_head(start: int, phrase: str, lexicon: Lexicon) -> tuple[int, str]:
    """Strip 全市, adverbs and the verb of a count (新增, 建成) from the front."""
    while True:
        head = (
            re.match(r"[、的，]", phrase)
            or _AREA.match(phrase)
            or _DEONTIC.match(phrase)
            or _leading(lexicon).match(phrase)
        )
        if not head:
            soft = [m.end() for m in re.finditer(_SOFT, phrase)]
            cut = next((i for i in reversed(soft) if _leading(lexicon).match(phrase, i)), 0)
            if not cut:
                return start, phrase
            start, phrase = start + cut, phrase[cut:]
            continue
        start, phrase = start + head.end(), phrase[head.end() :]
