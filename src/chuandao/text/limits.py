"""Where and when a commitment holds: conditions (有條件的, 確需…的, 除…外) and scope (對…, …以上).

A condition is a phrase by its form: it ends in 的 before a comma or before what is then to be
done, or opens with 經, 未經, 除, 如, 遇, 在…前提下. A scope is what 對, 为, 面向 name and what an
age, a threshold or a word of ``catalog/lexicon/scopes.csv`` limits.
"""

import re
from collections.abc import Iterable
from functools import cache

from chuandao.text.lexicon import Lexicon, any_of, words_pattern
from chuandao.text.phrases import Piece, Span, apart, trim
from chuandao.text.verbs import verb_at

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
        r"经(?![办营济费验过常信贸开])[^，。；：]{2,20}后(?=[，报])",
        r"在[^，。；：在]{2,30}?(?:的)?(?:前提|条件|情况|情形|基础)下",
        (
            r"(?:如|若|如果|一旦|凡|(?<![待际机礼])遇|遇有|逢|对于|(?<![原基])因)(?!期"
            r"|实|何|下|此|地|素|时|需)[^，。；：]{2,40}?的(?=[，。；]|$)"
        ),
        (
            r"(?:如|若|如果|一旦|(?<![待际机礼])遇|遇有|逢)(?!期|实|何|下|此)[^，。；：]{2,30}(?=[，]"
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
    r"由|立即|不得|按[^，]{2,8}的$|^把|^将|比例|不低于|不少于|占|^(?:[^的]{0,4}(?:新"
    r"|大|小|好|高|低|多|少|重要|主要|相关|有关|全面|良好|优质))的$|以人民|以[^，]{2,10}为"
    r"|^(?:推|加|建立|完善|提升|优化|落实|坚持|形成|打造)"
)
_SANCTION = re.compile(r"一律|予以|责令|倒查|公开曝光|从[重严]|依[法规]")
_EVENT_OF = re.compile(
    r"(?:(?<=[，。；◇])|(?<=对)|(?<=凡)|^)(?P<body>(?:连续|被|拒不|首次|主动|自愿"
    r"|愿意|抽查发现|发现)[^，。；：的◇]{1,24}的)(?=[\u4e00-\u9fff])"
)
_QUALITY = re.compile(
    r"(?:通过|符合|具备|取得|获得|达到|满足|属于|列入|纳入|入选|涉及|存在|发生"
    r"|造成|拒不|未(?!来))[^，。；：、的]{1,20}(?:、[^，。；：的]{2,14})?的(?=[\u4e00-\u9fff])"
)
_AGE = re.compile(
    r"(?:年满)?\d{1,3}(?:[—\-~～至]\d{1,3})?周?岁(?:（?含?）?及?以[上下])?(?:的)?(?:[\u4e00-\u9fff、]{0,14}?(?:老年人家庭"
    r"|老年人|老人|人员|妇女|儿童|人口|居民|群众|婴幼儿|青少年|未成年人|学生|职工"
    r"|男性|女性|患者|家庭|对象))?"
)
_THRESHOLD = re.compile(
    r"(?:(?![对为向在把将])[\u4e00-\u9fff]{2,10})?(?:[\d.]+[百千]?[万亿]?|[百千]?[万亿])(?:元"
    r"|平方米|亩|吨|人|户|千瓦|公里|张床位|个|头|只|立方米|平方公里|公顷)(?:（含）)?及?以[上下](?:（含[^（）]{0,4}）)?(?:的[\u4e00-\u9fff]{2,14}?(?=给予"
    r"|予以|实行|开展|实施|应|要|可|不得|按|和|并|[^\u4e00-\u9fff]|$)"
    r"|(?=[\u4e00-\u9fff]))"
)
_PLACE = re.compile(
    r"(?:(?<=在)|(?<=[，。；◇])|^)[^，。；在◇]{0,20}?(?:保护区|林区|边界|范围"
    r"|区域|红线|库区|景区|建成区|校园|园区|河道|禁采区)内"
)
_ONLY = re.compile(r"(?:仅限于?|限于|限定在|只针对|仅适用于|适用于)(?P<what>[^，。；]{2,30})")
_BUILT = re.compile(
    r"(?:\d{4}年(?:底)?(?:以?前|后|以来)|[\u4e00-\u9fff]{2,8}(?:以?前|后))(?:建成"
    r"|出生|参加工作|取得|注册|登记)[^，。；的]{0,6}的"
)
_TRIGGER = re.compile(
    r"([^的]{4,40}的)(?:集体|个人|单位|人员|家庭|企业|干部|县|市|区|地区|乡镇"
    r"|村|部门|机构|党员|群众|农户|工作人员|■|（|、|和)+(?:$|[^\u4e00-\u9fff])?"
)
_OUT = re.compile(
    r"范围内$|排查出|检查发现|发现|上述|所在|^以上|下列|其|此|本|该|各|相关|有关|全市$"
    r"|^社会(?:各界)?$|群众|企业$|工作|问题|情况|村（社区）|外开放"
)
_ENGLISH_CONDITION = re.compile(
    r"\b(?:where|if|unless|provided\sthat|except(?:\sfor|\swhere|\sin)?|subject\sto"
    r"|in\sthe\sevent\s(?:of|that)|once|without|until|upon|with\sthe\s(?:approval"
    r"|consent)\sof)\b(?!\spracticable|\spossible|\sappropriate)[^.,;]{3,100}",
    re.IGNORECASE,
)
_ENGLISH_SCOPE = re.compile(
    r"\b(?:built\s(?:before|after|in)\s\d{4}|aged\s[\w\s]{2,20}(?:over|above|under"
    r"|older|and\sover)?|in\s(?:the\s)?(?P<place>(?:[a-z-]+\s)?(?:areas?|pilot\s[a-z]+"
    r"|zones?|mountainous\s[a-z]+|districts|regions))|with\s(?:more|fewer|less)\sthan\s[\w,]+\s[a-z]+"
    r"|above\s(?:designated|\d)[\w\s]{2,20})\b",
    re.IGNORECASE,
)


def conditions_of(words: str, mask: str, lexicon: Lexicon) -> list[Span]:
    """Return the conditions of a piece, longest first where they overlap, in order.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> text = "确需夜间施工的，经批准后可以进行，除应急抢险外"
    >>> [text[a:b] for a, b in conditions_of(text, text, lexicon())]
    ['确需夜间施工的', '经批准后', '除应急抢险外']
    """
    found = [m.span() for form in _FORMS for m in form.finditer(mask) if not _period(m)]
    found += [_body(m) for m in _CLAUSE.finditer(mask) if _is_clause(m, mask)]
    found += [_body(m) for m in _EVENT.finditer(mask) if _is_event(m, mask, lexicon)]
    found += [m.span("body") for m in _EVENT_OF.finditer(mask)]
    found += [m.span() for m in _QUALITY.finditer(mask) if _is_quality(m, mask)]
    found += [m.span() for m in words_pattern(lexicon.conditions).finditer(mask)]
    found += [_trimmed(words, *m.span()) for m in _ENGLISH_CONDITION.finditer(words)]
    return apart([trim(mask, a, b, " 、，") for a, b in found])


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
    if _SANCTION.match(mask, match.end()):
        return True
    verb = verb_at(mask, match.start("body"), lexicon)
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


def scopes_of(piece: Piece, about: Iterable[Span], lexicon: Lexicon) -> list[Span]:
    """Return what limits a commitment to a part: people, places, thresholds, in order.

    ``about``: what 对, 为, 面向 name, and topics that are no object.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> text = "对投资5000万元以上的项目，为60周岁以上老年人，在城市建成区"
    >>> piece = Piece(text, text)
    >>> [text[a:b] for a, b in scopes_of(piece, [], lexicon())]
    ['投资5000万元以上的项目', '60周岁以上老年人', '城市建成区']
    """
    words = piece.words
    found = [_about(piece, span) for span in about if _limits(piece.text(span))]
    found += [m.span() for m in _AGE.finditer(words)]
    found += [m.span() for m in _THRESHOLD.finditer(piece.mask) if _is_limit(piece, m)]
    found += [m.span() for m in _words(lexicon).finditer(piece.mask)]
    found += [m.span() for m in _PLACE.finditer(piece.mask)]
    found += [m.span() for m in _BUILT.finditer(words)]
    found += [m.span("what") for m in _ONLY.finditer(words)]
    found += [m.span("place") if m["place"] else m.span() for m in _ENGLISH_SCOPE.finditer(words)]
    return apart([trim(piece.mask, a, b) for a, b in found])


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


@cache
def _words(lexicon: Lexicon) -> re.Pattern[str]:
    anywhere = any_of(word for word, place in lexicon.scopes if place == "anywhere")
    opening = any_of(word for word, place in lexicon.scopes if place == "opening")
    return re.compile(
        rf"(?:(?<=[，。；对在])|(?<=其中)|(?<=面向)|^)(?P<opening>{opening})(?=[推探开实一禁严应要须可不提优按必])"
        rf"|(?P<any>{anywhere})"
    )


def _limits(words: str) -> bool:
    return not words.endswith("的") and not _OUT.search(words) and len(words) > 2  # noqa: PLR2004


def _about(piece: Piece, span: Span) -> Span:
    """Leave 符合条件的 at the front of a scope to the conditions."""
    quality = re.match(r"(?:有|具备|符合|通过|能够通过)[^的，]{1,12}的", piece.text(span))
    return (span[0] + quality.end(), span[1]) if quality else span


def _is_limit(piece: Piece, match: re.Match[str]) -> bool:
    return all(match.end() <= at or match.start() >= until for at, until in piece.quantities)


def _trimmed(words: str, start: int, end: int) -> Span:
    while end > start and words[end - 1] in " ,":
        end -= 1
    return start, end
