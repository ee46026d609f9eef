"""Limiting phrases before a noun: 面積在150平方米以下的餐館, 已簽訂協議的農戶, 50萬人口以下的縣.

Chinese puts what limits a noun before it, closed by 的 or 之. Such a phrase is a limit where it
holds a threshold (a quantity with 以上, 超過, 不足 …) or says what state its noun is in (已…, 未…,
取得…, 從事…) and its noun is a kind of people, firms, places, works or things (``scopes.csv``,
place ``head``). It begins behind 對, 面向, 在, 凡 or the verb that governs it, or with its
phrase.
"""

import re
from dataclasses import dataclass
from functools import cache

from chuandao.text.grammar.phrases import Span, functions
from chuandao.text.grammar.verbs import verb_at
from chuandao.text.lexicon import Lexicon, trie_of
from chuandao.text.numbers.numerals import NUMBER, SHARE

_SEGMENT = re.compile(r"[^，。；：！\t\n◇▁]+")
_COMPARED = re.compile(
    r"以[上下内外]|[\d一二三四五六七八九十][^，。；]{1,4}[内外]|不足|[低高少多大小]于|[未不]满|不到|超|达|满|逾|突破"
)
_TIES = re.compile(r"的(?!确)|之(?![一二三内外前后间下际比类]|中(?![低小型]))")
_OPENERS = re.compile(
    r"对于|对(?![象口应标称])|面向|针对|凡|限于|适用于|(?<![现正存内所实潜])在(?![建职岗校读编册线用\d])"
    r"|就(?![业地近诊读医餐学])|为(?![主期止限了])|向(?![上下好])|给(?![予水排])|由(?!于)|将|把|按(?=[\u4e00-\u9fff]{2})|围绕|聚焦"
)
_METRIC_BEFORE = re.compile(r"(?:数|率|积|口|额|资|入|量|度|长|龄|离|比|模|值|级|价|深|高|重)$")
_STATE = re.compile(
    r"^(?:已|未|无|有|没有|不|非|拟|需|尚|仍|正在|长期|连续|首次|初次|多次|新|在|跨|因|距|位于|处于|居住|生活|常住"
    r"|坐落|座落|设在|持有|持|取得|获得|获|领取|领有|领|享受|参加|参与|从事|经营|使用|采用|购买|招用|吸纳|录用|聘用"
    r"|引进|雇用|雇佣|缴纳|承包|流转|种植|养殖|种|养|涉及|涉|列入|纳入|入选|属于|属|认定|登记|注册|落户|返乡|进城"
    r"|外出|就业|失业|创业|毕业|退役|退休|离校|签约|签订|投保|参保|建成|建于|生产|加工|销售|运输|运送|装载|吃水|存在"
    r"|发生|受|遭|患|行动|生活|听|看|经评估|经认定|经鉴定|本地|本市|本县|当年|上年|20\d\d年|全职|名下|具有|拥有|挂牌"
    r"|年满|户籍|设籍|所有|实缴|实际|符合.{1,10}且|达标|达不到|超出|高于|低于|依托|村集体|合同|自愿|愿意|暂)"
)
_CONDITION = re.compile(
    r"^(?:除|发现|抽查|遇|如果|如|若|逢|一旦|符合|具备|满足|通过|能够|有条件|有需要|有需求|有意愿|有能力|确需|确有|情节|违反|违规|违法|未按|未经"
    r"|未取得|拒不|擅自|在.{1,12}中(?:作出|表现)|作出|做出|表现|成绩|贡献|弄虚|虚|推诿|失职|逾期)"
)
_STATE_LAST = re.compile(
    r"(?:已经?|尚?未|没有|均|正在|仍|从事|居住|设籍|易|超出|超过|高于|低于|不足|达到|为|位于)[\u4e00-\u9fffA-D]{2,14}$"
)
_ASPECT = re.compile(r"在[^的]{2,}(?:方面|过程中|领域|环节)")
_UNLESS = re.compile(r"除外|不在此限")
_EVENT = re.compile(r"未经|同意|[率比温度]|%|℃|连续|次|事故|排名|达标|超标|合格")
_TIME = re.compile(r"(?:年|月|日|天|周|小时|分钟)以?内$")
_GOVERNS = re.compile(r".*(?:应当|应|须|要|必须|不得|将|会|可以|可)(?=[\u4e00-\u9fff]{3})")
_SANCTION = re.compile(
    r"[^，。；]{0,8}?[，,]?[^，。；]{0,14}?(?:处罚|处分|追究|问责|约谈|查处|立案|责令|罚款|取消|取缔|关停|暂停|吊销|曝光"
    r"|移送|惩戒|通报批评|表彰|奖励|表扬)"
)
_NO_LIMIT = re.compile(
    r"(?:目标|要求|标准|水平|比例|速度|增速|幅度|任务|奖励|奖补|补助|补贴|资金|贷款|罚款|处罚|时间|期限|精神|规定"
    r"|意见|原则|方式|办法|方法|作用|问题|情况|工作|能力|体系|机制|制度|格局|环境|氛围|力度|效果|成效|基础|支持|服务"
    r"|罚金|贴息|赔偿|费用|价格|优惠|扶持|支撑|关系|理念|局面|优势|合力|态势|中国|社会|人民|生活|保障)"
)
_NO_LIMIT_HEAD = re.compile(
    rf"[\u4e00-\u9fff]{{0,4}}?{_NO_LIMIT.pattern}(?!机构|企业|点|对象|人员|项目|单位|站|组织|网点|中心|平台|场所|农户|户)"
)
_MAIN_VERB_KINDS = frozenset({"strong", "causative", "light", "reach"})
_NEAR = 30


@dataclass(frozen=True)
class Limit:
    """A limiting phrase with its noun (``start`` to ``end``), its own end (``tie``), its nature.

    ``kind``: ``scope``, or ``condition`` for a threshold that is no size of a thing and has no
    noun (覆盖率低于60%的，…). ``threshold``: it holds a quantity, which is none to be met.
    """

    start: int
    end: int
    tie: int
    kind: str
    threshold: bool
    opens: bool


def limits_in(mask: str, lexicon: Lexicon) -> list[Limit]:
    """Return the limiting phrases of a text whose names are masked, in order.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> text = "对面积在150平方米以下的餐馆，建设500亩以上的基地，完成率低于60%的，约谈"
    >>> [(text[x.start:x.end], x.kind) for x in limits_in(text, lexicon())]
    [('面积在150平方米以下的餐馆', 'scope'), ('完成率低于60%的', 'condition')]
    """
    found: list[Limit] = []
    for segment in _SEGMENT.finditer(mask):
        position = segment.start()
        for limit in _in_segment(mask, segment.span(), lexicon):
            if limit.start >= position:
                found.append(limit)
                position = limit.end
    return found


def _in_segment(mask: str, segment: Span, lexicon: Lexicon) -> list[Limit]:
    thresholds = (
        [m.span() for m in _threshold(lexicon).finditer(mask, *segment)]
        if _COMPARED.search(mask, *segment)
        else []
    )
    if not thresholds and not _TIES.search(mask, *segment):
        return []
    found: list[Limit] = []
    position = segment[0]
    for tie in _TIES.finditer(mask, *segment):
        inside = [t for t in thresholds if position <= t[0] and t[1] <= tie.start()]
        limit = _limit(mask, (position, tie.end()), inside, segment, lexicon)
        if limit:
            found.append(limit)
            position = limit.end
    for start, end in thresholds:
        if all(end <= f.start or start >= f.end for f in found):
            direct = _direct(mask, start, end, segment, lexicon)
            found += [direct] if direct else []
    return sorted(found, key=lambda f: f.start)


def _limit(  # noqa: PLR0911
    mask: str, span: Span, thresholds: list[Span], segment: Span, lexicon: Lexicon
) -> Limit | None:
    """Return the limit closed by the 的 at the end of a span."""
    begin, tie = span
    start = _begin(mask, begin, thresholds[0][0] if thresholds else tie - 1, lexicon)
    body = mask[start : tie - 1]
    if not 2 < len(body) <= 2 * _NEAR or _NO_LIMIT_HEAD.match(mask, tie):  # noqa: PLR2004
        return None
    verb = verb_at(mask, tie, lexicon)
    governed = verb is not None and verb.kind in _MAIN_VERB_KINDS
    head = None if governed else _heads(lexicon).match(mask, tie, segment[1])
    opens = start == segment[0] or bool(_OPENERS.fullmatch(mask, segment[0], start))
    if _ASPECT.match(body) or _UNLESS.match(mask, head.end() if head else tie):
        return None
    if thresholds:
        if _to_be_met(mask, thresholds[0][0], start, lexicon):
            return None
        return _made(mask, start, head, tie, thresholds, opens=opens)
    if not head:
        return _event(mask, start, tie, segment, lexicon) if opens else None
    if _CONDITION.match(body) or not (_STATE.match(body) or _STATE_LAST.search(body)):
        return None
    return _made(mask, start, head, tie, thresholds, opens=opens)


def _made(
    mask: str,
    start: int,
    head: re.Match[str] | None,
    tie: int,
    thresholds: list[Span],
    *,
    opens: bool,
) -> Limit:
    """Return a scope, or a condition where an event or a sanction follows from it."""
    body = mask[start : tie - 1]
    event = not head and _EVENT.search(body)
    if _CONDITION.match(body) or event or (head and _SANCTION.match(mask, head.end())):
        return Limit(start, tie, tie, "condition", bool(thresholds), opens)
    return Limit(start, head.end() if head else tie, tie, "scope", bool(thresholds), opens)


def _event(mask: str, start: int, tie: int, segment: Span, lexicon: Lexicon) -> Limit | None:
    """Return a condition without a noun before what follows from it: 修不好的跟村主任讲."""
    if tie >= segment[1] - 1:
        return None
    verb = verb_at(mask, start, lexicon)
    if verb and verb.kind in _MAIN_VERB_KINDS and not _STATE.match(mask[start:tie]):
        return None
    after = verb_at(mask, tie, lexicon)
    step = functions(lexicon).match(mask, tie, segment[1])
    follows = (
        (after and after.kind in _MAIN_VERB_KINDS)
        or (step and verb_at(mask, step.end(), lexicon))
        or re.compile(r"[由跟按可应须]|(?:当场|依法|一律|不得|严禁|每)").match(mask, tie)
    )
    body = mask[start : tie - 1]
    said = (
        mask[start - 1 : start] in {"对", "凡"}
        or re.search(
            r"[不未无被已违乱虚谎瞒拒逾确]|优秀|合格|期满|反对|投诉|自愿|愿意|超标|较?[大多高低]$|的$",
            body,
        )
        or _EVENT.search(body)
    )
    if not follows or not said or "的" in body:
        return None
    return Limit(start, tie, tie, "condition", False, True)  # noqa: FBT003


def _direct(mask: str, start: int, end: int, segment: Span, lexicon: Lexicon) -> Limit | None:
    """Return the limit whose noun follows without 的: 50亩以上种粮大户."""
    head = _heads(lexicon).match(mask, end, segment[1])
    if not head or mask[end - 1] not in "上下内外" or verb_at(mask, end, lexicon):
        return None
    if _TIME.search(mask[start:end]) or _NO_LIMIT_HEAD.match(mask, end):
        return None
    begin = _begin(mask, segment[0], start, lexicon)
    if _to_be_met(mask, start, begin, lexicon):
        return None
    return Limit(begin, head.end(), end, "scope", True, False)  # noqa: FBT003


def _begin(mask: str, begin: int, until: int, lexicon: Lexicon) -> int:
    """Return where the phrase begins: behind the preposition or the verb that governs it."""
    first = begin
    while step := functions(lexicon).match(mask, first, until):
        first = step.end()
    opener = next(
        (m for m in _OPENERS.finditer(mask, first, until)
         if not _METRIC_BEFORE.search(mask[first : m.start()])), None,
    )  # fmt: skip
    if opener:
        start = opener.start() if opener[0] == "在" else opener.end()
    else:
        modal = _GOVERNS.match(mask, first, until)
        start = _behind_verb(mask, modal.end(), until, lexicon) if modal else first
    verb = verb_at(mask, start, lexicon)
    while verb and verb.kind in _MAIN_VERB_KINDS and not _STATE.match(mask[start:until]):
        start = verb.end
        verb = verb_at(mask, start, lexicon)
    while start < until and mask[start] in "、和及或凡":
        start += 1
    return start


def _behind_verb(mask: str, start: int, until: int, lexicon: Lexicon) -> int:
    """Return where the object of the first verb behind a modal begins."""
    for position in range(start, until):
        verb = verb_at(mask, position, lexicon)
        if verb and verb.kind in {"strong", "causative"} and len(verb.word) > 1:
            return verb.end if verb.end < until else start
    return start


def _to_be_met(mask: str, number: int, start: int, lexicon: Lexicon) -> bool:
    """Tell 建设500亩以上的基地 (to be met) from 投资500万元以上的项目 (who is meant)."""
    before = mask[max(0, number - 6) : number]
    return number <= start and before.endswith((*lexicon.count_verbs, *lexicon.strong_verbs))


@cache
def _heads(lexicon: Lexicon) -> re.Pattern[str]:
    head = trie_of(word for word, place in lexicon.scopes if place == "head")
    many = r"(?:\d{1,6}余?[个处座家条户名栋]|[两三四五六七八九十]{1,3}[个处座家条户名栋])?"
    one = rf"{many}(?![要应须可由按给])(?:(?![和及与或])[\u4e00-\u9fff■]){{0,8}}?(?:{head})"
    return re.compile(rf"(?:{one})(?:[、和及与或](?:{one})){{0,3}}")


@cache
def _threshold(lexicon: Lexicon) -> re.Pattern[str]:
    unit = rf"(?:{lexicon.measure_pattern}|人口|[A-D]?类|等?级|度|层|岁|蒸吨|辆|头|家|年)"
    each = r"(?:标准煤|/小时|每小时)?"
    amount = rf"(?:{SHARE}|{NUMBER}(?:余|多)?\s?{unit}?{each})"
    more = (
        r"(?<!不)(?:不足|低于|高于|少于|多于|大于|小于|未满|不满|不到|超过|达到|突破|满|逾|超|达)"
        r"[\u4e00-\u9fff]{0,8}?"
    )
    return re.compile(
        rf"(?:{more}{amount}(?:（含）)?(?:及?以[上下内外])?"
        rf"|{amount}(?:（含[^（）]{{0,6}}）|左右)?(?:及?以[上下内外]|[内外])(?!的?[目要]))"
    )
