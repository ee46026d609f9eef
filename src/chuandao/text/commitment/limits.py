"""Where and when a commitment holds: conditions (有條件的, 確需…的, 除…外) and scope (對…, …以上).

A condition is a phrase by its form: it ends in 的 before a comma or before what is then to be
done, or opens with 經, 未經, 除, 如, 遇, 在…前提下. A scope is what 對, 为, 面向 name and what an
age, a threshold or a word of ``catalog/lexicon/scopes.csv`` limits.
"""

import re
from collections.abc import Iterable

from chuandao.text.grammar.phrases import Piece, Span, apart, functions, trim
from chuandao.text.grammar.relative import Limit
from chuandao.text.grammar.verbs import verb_at
from chuandao.text.lexicon import Lexicon, words_pattern

_SEGMENT = r"[^，。；：\t\n◇]"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"除[^，。；]{2,40}?(?:之外|以外|外)(?=[，。；]|[^部来地]|$)",
        r"[^，。；：]{2,40}(?:的)?除外",
        r"(?:未经|未取得|未获|非经)[^，。；：]{2,24}?(?=[，。；]|不得|严禁|不准|一律|擅自|任何|$)",
        r"一经[^，。；：]{2,8}(?=[，。；]|$)",
        (
            r"经(?![办营济费验过常信贸开])[\u4e00-\u9fff■、]{0,30}?(?:批准|同意|审核|审批"
            r"|审查|审议通过|授权|许可|申请|评估|认定|核实|论证|公示|备案|确认|验收合格"
            r"|查实)(?:并[\u4e00-\u9fff]{2,6})?(?:之?后|的)?"
        ),
        r"经(?![办营济费验过常信贸开])[^，。；：]{2,20}后(?=[，报按由给可方依])",
        r"经(?![办营济费验过常信贸开])[^，。；：]{2,16}(?:研究|研判|协商|测算|检测|鉴定|备案)(?:同意|决定)?(?=[，])",
        (
            r"(?:报|待|获得?|取得)[^，。；：报]{0,16}?(?:备案|批准|批复|核准|审定|同意|许可|审核|评|验收|通过)后"
            r"(?=[，实方可由按再开组执施])"
        ),
        r"[^，。；：]{2,24}不在此限",
        (
            r"(?:(?<=[，。；：◇▁])|(?<=[凡对])|(?=在)|^)在?[^，。；：◇▁在]{0,23}?(?:超过|低于|达到|接到|出现|发生|超出|高于|遭遇|面临|收到)"
            r"[^，。；：]{1,16}时(?=[，、]|[适应须要立及可])"
        ),
        r"(?:(?<=[，。；：◇▁])|^)[\u4e00-\u9fff]{2,6}[期季]内(?=，|[不严禁应须])",
        (
            r"(?:(?<=[，。；：◇▁凡])|^)(?![^，。；者]{0,8}(?:消费|经营|劳动|志愿|生产|从业|投资|开办|所有|使用|管理|建设"
            r"|创业|开发|参与|举办|组织)者)[\u4e00-\u9fff、]{0,14}(?<![患长老学记读作业前后或两二三再])者"
            r"(?=[，]|[可应须由按取依处给免视得不一立])"
        ),
        r"(?:(?<=[，。；：◇▁])|^)[\u4e00-\u9fff、■]{2,14}(?:等重点时段|紧急情形|急难情形)",
        r"在[^，。；：在]{2,30}?(?:的)?(?:前提|条件|情况|情形|基础)下",
        (
            r"(?:(?<![一坚犹譬例诸宛正])如|若|如果|一旦|凡|(?<![待际机礼])遇|遇有|逢|对于|(?<![原基])因)(?!期"
            r"|实|何|下|此|地|素|时|需)[^，。；：]{2,40}?的(?=[，。；]|$)"
        ),
        (
            r"(?:(?<![一坚犹譬例诸宛正])如|若|如果|一旦|(?<![待际机礼])遇|遇有|逢)(?!期|实|何|下|此)[^，。；：]{2,30}(?=[，]"
            r"|$)"
        ),
        r"(?:确需|确有必要|确有需要|确有困难)[^，。；：]{0,20}?的",
        (
            r"(?:条件(?:成熟|允许|具备)(?:时|的|后)|必要时|特殊情况下?|紧急情况下?|视(?:情节"
            r"|指标|财力|实际|条件|情形|需要|规模)[^，。；、]{0,8}?(?=逐步|适当|给予|安排"
            r"|，|$))"
        ),
        r"(?:过期|逾期)(?=不|，)",
        r"(?:有|具备|符合)(?:条件|需要|需求|意愿|能力|资质|规定|要求)的",
        (
            r"(?:[\u4e00-\u9fff]{2,8}期间|(?<=[，。；])[^，。；]{2,14}(?:那会儿|这几天"
            r"|的时候))(?=[，。；]|$)"
        ),
    )
)
_PERIOD = re.compile(r"十.五|规划|任期|工作期|活动期|建设期|(?:同|此|其)期间|^期间")
_OPENS = r"(?:(?<=[，。；：、\t\n ◇])|^|(?=对))"
_CLAUSE = re.compile(
    rf"{_OPENS}(?P<lead>对于?|其中|凡|但|并|且|而|同时)?(?P<body>{_SEGMENT}{{2,60}}的)(?=[，；。]"
    rf"|$)"
)
_EVENT = re.compile(
    rf"{_OPENS}(?P<lead>对于?|凡|其中|对属于)?"
    r"(?P<body>[^，。；：的◇]{2,30}(?:的[^，。；：的◇]{2,12})?的)"
    r"(?=(?:◇|可以|可|应当|应|须|必须|一律|不|给予|予以|依法|依规|责令|要|方可"
    r"|及时|优先|允许|免|从[重严轻]|公开|倒查|按“|按■|\d+(?:小时|个工作日|日|天)内))"
)
_NO_EVENT = re.compile(
    r"由|立即|不得|按(?![期时月年季规])[^，]{2,8}的$|^把|^将|比例|不低于|不少于|占|^(?:[^的]{0,4}(?:新"
    r"|大|小|好|高|低|多|少|重要|主要|相关|有关|全面|良好|优质))的$|以人民|以[^，]{2,10}为"
    r"|^(?:推|加|建立|完善|提升|优化|落实|坚持|形成|打造)"
)
_SANCTION = re.compile(r"一律|予以|责令|倒查|公开曝光|从[重严]|依[法规]")
_EVENT_OF = re.compile(
    r"(?:(?<=[，。；◇])|(?<=对)|(?<=凡)|^)(?P<body>(?:连续|被|拒不|首次|主动(?=投|退|报|消除|申报|上|缴|交)|自愿"
    r"|愿意|抽查发现|发现)[^，。；：的◇]{1,24}的)(?=[\u4e00-\u9fff])"
)
_QUALITY = re.compile(
    r"(?:通过|符合|具备|取得|获得|达到|满足|属于|列入|纳入|入选|涉及|存在|发生"
    r"|造成|拒不|未(?!来))[^，。；：、的]{1,20}(?:、[^，。；：的]{2,14})?的(?=[\u4e00-\u9fff])"
)
_TRIGGER = re.compile(
    r"([^的]{4,40}的)(?:集体|个人|单位|人员|家庭|企业|干部|县|市|区|地区|乡镇"
    r"|村|部门|机构|党员|群众|农户|工作人员|■|（|、|和)+(?:$|[^\u4e00-\u9fff])?"
)
_LATIN = re.compile(r"[a-z]{2} [a-z]{2}")
_ENGLISH_CONDITION = re.compile(
    r"(?:(?:(?<=^)|(?<=[,;.]\s)|(?<=\band\s)|(?<=\bbut\s))where|\b(?:if|unless|provided\sthat|on\scondition\sthat"
    r"|except(?:\sfor|\swhere|\sin)?|other\sthan|subject\sto|on\s(?:written\s)?(?:application|request|approval)(?=,)|in\sthe\sevent\s(?:of|that)"
    r"|once|without(?=\s(?:the\s)?(?:prior\s|written\s)?(?:consent|approval|permission|authori[sz]ation|notice|agreement))"
    r"|until|upon|with\sthe\s(?:approval|consent)\sof)\b)(?!\spracticable|\spossible|\sappropriate)[^.,;]{0,100}",
    re.IGNORECASE,
)


def conditions_of(words: str, mask: str, limits: Iterable[Limit], lexicon: Lexicon) -> list[Span]:
    """Return the conditions of a piece, longest first where they overlap, in order.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> text = "确需夜间施工的，经批准后可以进行，除应急抢险外"
    >>> [text[a:b] for a, b in conditions_of(text, text, [], lexicon())]
    ['确需夜间施工的', '经批准后', '除应急抢险外']
    """
    found = [m.span() for form in _FORMS for m in form.finditer(mask) if not _period(m)]
    found += [_body(m) for m in _CLAUSE.finditer(mask) if _is_clause(m, mask)]
    found += [_body(m) for m in _EVENT.finditer(mask) if _is_event(m, mask, lexicon)]
    found += [m.span("body") for m in _EVENT_OF.finditer(mask)]
    found += [m.span() for m in _QUALITY.finditer(mask) if _is_quality(m, mask)]
    found += [m.span() for m in words_pattern(lexicon.conditions).finditer(mask)]
    if _LATIN.search(words):
        found += [_trimmed(words, *m.span()) for m in _ENGLISH_CONDITION.finditer(words)]
    found += [(x.start, x.end) for x in limits if x.kind == "condition"]
    whole = [trim(mask, a, b, " 、，") for a, b in found]
    scopes = [(x.start, x.tie) for x in limits if x.kind == "scope"]
    return apart([s for s in whole if not _covered(s, scopes)])


def _covered(span: Span, scopes: list[Span]) -> bool:
    """Return whether a phrase is one that says who or what is meant, not when."""
    return any(a <= span[0] + 2 and span[1] <= b and span[0] < b for a, b in scopes)


def _period(match: re.Match[str]) -> bool:
    return match[0].endswith("期间") and bool(_PERIOD.search(match[0]))


def _body(match: re.Match[str]) -> Span:
    start, end = match.span("body")
    inner = re.match(r"(?:对于?|其中|凡|但|对)", match["body"])
    return start + (inner.end() if inner else 0), end


def _is_clause(match: re.Match[str], mask: str) -> bool:
    body = match["body"]
    if _starts_inside(mask, match.start()) and not match["lead"]:
        return False
    return not body.endswith(("目的", "标的", "似的", "是的")) and not _NO_EVENT.search(body)


def _starts_inside(mask: str, start: int) -> bool:
    return start > 0 and mask[start - 1] not in "，。；：、\t\n ◇"


def _is_event(match: re.Match[str], mask: str, lexicon: Lexicon) -> bool:
    """Tell 能自然恢复的不搞… from an ordinary attribute (新的要求)."""
    start = match.start()
    if _starts_inside(mask, start) and not match["lead"]:
        return False
    body = match["body"]
    if _NO_EVENT.search(body) or len(body) < 4:  # noqa: PLR2004
        return False
    begin = match.start("body")
    while step := functions(lexicon).match(mask, begin, match.end()):
        begin = step.end()
    verb = verb_at(mask, begin, lexicon)
    stepped = begin > match.start("body") and verb is not None
    if _SANCTION.match(mask, match.end()) and not stepped:
        return True
    return not (
        verb
        and verb.kind in {"strong", "light", "causative"}
        and not match["lead"]
        and verb.word not in {"发现", "进入", "符合", "取得"}
    ) or body.startswith(("发现", "通过"))


def _is_quality(match: re.Match[str], mask: str) -> bool:
    before = mask[max(0, match.start() - 2) : match.start()]
    opening = (
        before.endswith(("对", "，", "、", "的", "；", "。", "将", "于", "给"))
        or match.start() == 0
    )
    if re.match(r"纳入|列入|涉及|造成|达到", match[0]) and before[-1:] not in "对将于":
        return False
    return opening and not re.search(r"要求的$|标准的$|水平的$", match[0])


def events_about(piece: Piece, about: Iterable[Span]) -> list[Span]:
    """Return the conditions inside what 对 names: 对作出突出贡献的集体 (up to 的).

    Examples
    --------
    >>> text = "作出突出贡献的集体和个人"
    >>> [text[a:b] for a, b in events_about(Piece(text, text), [(0, len(text))])]
    ['作出突出贡献的']
    """
    found = []
    for start, end in about:
        match = _TRIGGER.match(piece.mask[start:end])
        if match and not re.search(r"\d|以上|以下|新", match[1]):
            found.append((start, start + match.end(1)))
    return found


def _trimmed(words: str, start: int, end: int) -> Span:
    while end > start and words[end - 1] in " ,":
        end -= 1
    return start, end
