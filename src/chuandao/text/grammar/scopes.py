"""To which part a commitment applies: people, places, sectors, thresholds, lists that limit.

A scope is what 對, 为, 面向 name, what limits a noun (`relative`), an age, a kind of people,
firms or places of ``catalog/lexicon/scopes.csv`` that stands before what is to be done or
inside an object, an area (…範圍內, 周邊200米) and a list that is counted (甲、乙、丙三個片區).
"""

import re
from collections.abc import Iterable
from functools import cache

from chuandao.text.grammar.phrases import Piece, Span, apart, functions, trim
from chuandao.text.grammar.relative import Limit
from chuandao.text.grammar.verbs import verb_at
from chuandao.text.lexicon import Lexicon, any_of, trie_of

_AGE = re.compile(
    r"(?:年满)?\d{1,3}(?:[—\-~～至]\d{1,3})?周?岁(?:（?含?）?及?以[上下])?(?:的)?(?:[\u4e00-\u9fff、]{0,14}?(?:老年人家庭"
    r"|老年人|老人|人员|妇女|儿童|人口|居民|群众|婴幼儿|青少年|未成年人|学生|职工"
    r"|男性|女性|患者|家庭|对象))?"
)
_PLACE = re.compile(
    r"(?:(?<=在)|(?<=[，。；◇▁])|(?<=[对将把])|^)[^，。；在◇▁]{0,24}?(?:保护区|林区|边界|范围|区域|红线|库区|景区|建成区|校园"
    r"|园区|河道|禁采区|走廊|单元|岸线|水域|海域|流域|辖区|街区|地块|山区|小区|城区|场所|校门|隧道|楼宇|商圈)(?:以?内|以外)"
    r"(?![^，。；]{0,2}部)"
)
_AROUND = re.compile(
    r"[\u4e00-\u9fff、]{0,12}?(?:周边|周围|沿线|沿江|沿河|沿岸|两岸|两侧|半径|附近|外围)\d[\d.]*\s?(?:米|公里|千米|海里)"
    r"(?:范围)?(?:以?内|以外|范围)?"
)
_DIGIT = re.compile(r"\d|\b(?:ten|twenty|thirty|forty|fifty|hundred)\b")
_NEAR = re.compile(r"周边|周围|沿|两岸|两侧|半径|附近|外围")
_COUNTED = re.compile(
    r"(?P<list>(?:(?![和及与])[\u4e00-\u9fffA-Za-z■]){1,12}(?:、(?:(?![和及与])[\u4e00-\u9fffA-Za-z■]){1,12}){0,8}(?:[、和及与])(?:(?![和及与])[\u4e00-\u9fffA-Za-z■]){1,12}?)"
    r"等?(?:[两三四五六七八九]|十[一二三四五]?|\d{1,2})(?:区(?=[试先推开实设建])|(?:大?类|个|处|大|条|项)"
    r"(?:小微|重点|主要|历史|核心|试点)?(?:品类|类别|片区|赛道|领域|行业|产业|村落|隐患点|群体|对象|主体|经营主体|经营户|家庭"
    r"|困难家庭|支出型困难家庭|字段|区域|地区|环节|路段|流域|河段|园区|乡镇|镇|街道|县区|区|屋邨|场所|人群|产品))"
)
_PEOPLE = re.compile(
    r"(?:人|员|户|家庭|人口|群体|儿童|孤儿|老年人|老人|学生|军人|妇女|女职工|患者)$"
)
_CAUSES = re.compile(
    r"(?:支持|鼓励|引导|帮助|推动|促进|组织|督促|允许|强制|要求|吸引|保障|确保|让|使)$"
)
_LED = re.compile(r"(?:对于?|面向|针对|为|在|向|给)$")
_SAID = re.compile(r"[按由在以将每凭对\d]|逐|动态|优先|通过|原则")
_AND_OTHERS = re.compile(
    r"等(?:重点|特殊|困难|弱势)?(?:群体|人群|人员|家庭|对象|群众|学生)|家庭(?=[\u4e00-\u9fff])"
)
_PREFIX = re.compile(
    r"(?:全市|全县|全区|全省|全镇|辖区内?|本组内|本村|本市|本县|本地|农村|城市|城乡|持证|现有|新增|符合条件的|签约的|确诊的|同一|重点"
    r"|贫困|常住|乡村|因病|特殊|其他)$"
)
_GRADED = re.compile(
    r"(?:信用等级|绩效|评价|评级|风险等级)?[A-D]{1,3}级(?:企业|单位|项目|纳税人|经营主体|场所)|[一二三四]级(?:能效|重大危险源)[\u4e00-\u9fff]{0,2}"
    r"|(?:小学|初中|高中)[一二三四五六、]+年级|(?:小学|初中|高中|中小学|幼儿园)阶段|其他年级|(?:省|市|国家)级以上(?!人民政府|政府|部门|主管|党委|人大)"
    r"|[东西南北]部[一二三四五六七八九十\d]{1,2}(?:镇|县|乡|区|村)|毕业[一二两三四五六]年(?:以?内)的?[\u4e00-\u9fff]{2,6}?(?:生|市民|人员)"
    r"|(?:\d{4}年(?:底)?以?[前后]|\d{4}年以来)[建新出取获登注][\u4e00-\u9fff]{1,8}的"
)
_BUILT = re.compile(
    r"(?:\d{4}年(?:底)?(?:以?前|后|以来)|[\u4e00-\u9fff]{2,8}(?:以?前|后))(?:建成"
    r"|出生|参加工作|取得|注册|登记)[^，。；的]{0,6}的"
)
_ONLY = re.compile(
    r"(?:仅限于?|只限于?|限于|限定在|只针对|仅适用于|适用于|(?:服务|补助|资助|适用|保障)?对象(?:限?为|限于|包括))以?"
    r"(?P<what>[^，。；]{2,30}?)(?=为限|使用|$|[，。；])|(?:以|仅以)(?P<bound>[^，。；]{2,30})为限"
)
_OUT = re.compile(
    r"范围内$|排查出|检查发现|发现|上述|所在|^以上|下列|其|此|本|该|各|相关|有关|全市$"
    r"|^社会(?:各界)?$|群众|^企业$|实事|^全[市部县省区]|工作|问题|情况|村（社区）|外开放"
)
_ENGLISH_SCOPE = re.compile(
    r"\b(?P<place>(?!In\s|The\s|Each\s|All\s|Every\s|Small\s|No\s)(?:(?-i:[A-Z][a-z]+)\s(?:and\s|of\s)?){1,5}(?:districts?|wards?|industrial\sestates?|estates|valley"
    r"|parishes|boroughs|zones?)|(?:built-up|hilly|rural|urban|remote|coastal|mountain(?:ous)?|border|low-lying|upland"
    r"|flood-prone|pilot|conservation|densely\spopulated|poor|ethnic)\s(?:[a-z]+\s)?(?:areas?|districts?|zones?|regions?"
    r"|counties|schools|hospitals|cities|villages|townships|parishes)(?:\sof\s(?:(?-i:[A-Z])\w+\s?){1,3})?)\b"
    r"|\b(?:built|registered|issued|founded|licensed|enrolled)\s(?:before|after|in|since)\s\d{4}"
    r"|\baged\s[\w\s]{2,20}?(?:and\s)?(?:over|above|under|older|to\s\d+)\b"
    r"|\b(?:[a-z]+\s)?(?:with|serving|employing|operating|holding|exceeding|covering|housing|of|over|above"
    r"|below|under)\s[^.,;]{0,30}?(?:more|fewer|less|larger|smaller|above|over|below|under|at\sleast)\s(?:than\s)?"
    r"[\d,.]+(?:\s(?:per\scent|percent|[a-z]+)){0,4}|\b(?:over|above|below|under|smaller\sthan|larger\sthan)\s[\d,.]+\s(?!per)[a-z]+"
    r"(?:\sin\s[a-z]+)?|\boperating\s\w+\s\w+\sor\s(?:fewer|more)"
    r"|\b(?:who|whose)\s[^.,;]{4,70}?"
    r"(?=\s(?:are\sto|is\sto|shall|must|may|should|will|can)\b|[.,;]|$)"
    r"|(?<=[a-z]s\s)where\s[^.,;]{0,20}?(?:more|less|fewer)\sthan[^.,;]{4,50}?"
    r"(?=\s(?:are\sto|is\sto|shall|must|may|should|will|can)\b|[.,;]|$)"
    r"|\b(?:those|tenants|residents|persons|people|pupils|households|patients|families|farmers|workers|firms|enterprises)"
    r"\s(?:living|residing|working|registered|receiving|without|with|holding|enrolled)\s[^.,;]{3,50}?"
    r"(?=\s(?:are\sto|is\sto|shall|must|may|should|will|can|at\sleast)\b|[.,;]|$)"
    r"|\b(?:elderly|disabled|low-income|unemployed|vulnerable|registered|left-behind|poor|small|medium-sized|small"
    r"\sand\smedium-sized)\s(?:residents|people|persons|households|families|workers|children|patients?|enterprises|firms"
    r"|businesses|farmers|pupils|students|hauliers|tenants|shops)|\b\w+\sbelow\sdesignated\ssize|above\sdesignated\ssize"
    r"|(?:registered\s)?(?:residents|people|persons|children|pupils|patients?)\swith\s[a-z\s]{4,30}?(?=\s(?:at|shall|must|should|may|are|is|will)\b|[.,;]|$)",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[a-z]{2} [a-z]{2}")
_NO_ENGLISH = re.compile(r"\b(?:to|by|within|at)\s(?:at\s)?$", re.IGNORECASE)


def scopes_of(
    piece: Piece,
    about: Iterable[Span],
    limits: Iterable[Limit],
    taken: Iterable[Span],
    lexicon: Lexicon,
) -> list[Span]:
    """Return what limits a commitment to a part: people, places, thresholds, in order.

    ``about``: what 對, 为, 面向 name, and topics that are no object; ``taken``: objects and
    actors, which are themselves no limits; ``limits``: what `relative.limits_in` found.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> from chuandao.text.grammar.relative import limits_in
    >>> text = "对投资5000万元以上的项目，为60周岁以上老年人，在城市建成区"
    >>> found = limits_in(text, lexicon())
    >>> [text[a:b] for a, b in scopes_of(Piece(text, text), [], found, [], lexicon())]
    ['投资5000万元以上的项目', '60周岁以上老年人', '城市建成区']
    """
    words, mask = piece.words, piece.mask
    sure = [(x.start, x.end) for x in limits if x.kind == "scope"]
    found = [
        _about(piece, span, lexicon)
        for span in about
        if _limits(piece.text(span)) and _kind_ends(lexicon).search(piece.text(span))
    ]
    found += [m.span() for m in _AGE.finditer(words)]
    found += [m.span() for m in _words(lexicon).finditer(mask)]
    found += _groups(mask, list(taken), _measured(piece), lexicon)
    if "、" in mask:
        found += [_list_span(m) for m in _COUNTED.finditer(mask)]
    for form in (_PLACE, _AROUND, _GRADED, _BUILT):
        found += [m.span() for m in form.finditer(mask)]
    found += [m.span("what" if m["what"] else "bound") for m in _ONLY.finditer(words)]
    found += _english(words)
    rest = [trim(mask, a, b) for a, b in found]
    return apart([*sure, *(s for s in rest if all(s[1] <= a or s[0] >= b for a, b in sure))])


def areas_in(mask: str) -> list[Span]:
    """Return the areas that a distance gives (周邊200米範圍內), whose number is no target.

    Examples
    --------
    >>> text = "学校周边200米范围内的工地"
    >>> [text[a:b] for a, b in areas_in(text)]
    ['学校周边200米范围内']
    """
    found = [m.span() for m in _AROUND.finditer(mask)] if _NEAR.search(mask) else []
    return found + [s for s in _english(mask) if _DIGIT.search(mask, *s)]


def _list_span(match: re.Match[str]) -> Span:
    """Return the span of a counted list without the preposition or verb before its first item."""
    first = match["list"].split("、")[0]
    lead = re.match(
        r"(?:.*(?:在|对(?!象)|将|围绕|聚焦|面向|向|为)|推进|推动|加快|支持|编制|整治)", first
    )
    return match.start() + (lead.end() if lead else 0), match.end()


def _english(words: str) -> list[Span]:
    if not _LATIN.search(words):
        return []
    return [
        m.span() for m in _ENGLISH_SCOPE.finditer(words)
        if not _NO_ENGLISH.search(words, max(0, m.start() - 8), m.start())
    ]  # fmt: skip


def _groups(mask: str, taken: list[Span], measured: list[Span], lexicon: Lexicon) -> list[Span]:
    """Return kinds of people, firms and places, not where one is all that is acted on."""
    found = []
    for match in _group_words(lexicon).finditer(mask):
        start, end = match.span()
        opens = _opens(mask, start, end, lexicon)
        if any(a <= start < b for a, b in measured):
            continue
        before = _PREFIX.search(mask, max(0, start - 6), start)
        start = before.start() if before else start
        others = _AND_OTHERS.match(mask, end)
        end = others.end() if others else end
        if not opens and any(a <= start and end <= b and end >= b - 1 for a, b in taken):
            continue
        inside = _PEOPLE.search(mask, start, end) and any(a == start and end < b for a, b in taken)
        if (
            others
            or opens
            or _LED.search(mask, max(0, start - 4), start)
            or (inside and not _clause(mask, start, end, lexicon))
        ):
            found.append((start, end))
    return _listed(mask, found)


def _clause(mask: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a kind of people is the subject of a clause, as after 支持 and 鼓励."""
    verb = verb_at(mask, end, lexicon)
    return (verb is not None and verb.kind in {"strong", "light"}) or bool(
        _CAUSES.search(mask, max(0, start - 3), start)
    )


def _measured(piece: Piece) -> list[Span]:
    """Return the metrics of the targets up to their numbers."""
    return [
        (start, at) for (start, _), (at, _) in zip(piece.metrics, piece.quantities, strict=True)
    ]


def _opens(mask: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a noun opens its phrase and something is said of it."""
    if start and mask[start - 1] not in "，。；：、◇▁\t\n ■":
        return False
    verb = verb_at(mask, end, lexicon)
    if verb:
        return verb.kind != "weak"
    return bool(functions(lexicon).match(mask, end) or _SAID.match(mask, end))


def _listed(mask: str, spans: list[Span]) -> list[Span]:
    """Join kinds that stand in one list: 殘疾人、脫貧人口等群體."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and mask[joined[-1][1] : start] in {"、", "和", "及", "与", "或"}:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


@cache
def _kind_ends(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of what ends as a kind of people, firms, places or things does."""
    kinds = [word for word, place in lexicon.scopes if place in {"head", "group", "opening"}]
    return re.compile(
        rf"(?:{any_of(kinds)}|隐患|贷款|标段|问题户|等|方|业|类)(?:（[^（）]*）)?(?:的|开展|实施|实行)?$"
    )


@cache
def _group_words(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(trie_of(word for word, place in lexicon.scopes if place == "group"))


@cache
def _words(lexicon: Lexicon) -> re.Pattern[str]:
    anywhere = trie_of(word for word, place in lexicon.scopes if place == "anywhere")
    opening = trie_of(word for word, place in lexicon.scopes if place == "opening")
    return re.compile(
        rf"(?:(?<=[，。；对在])|(?<=其中)|(?<=面向)|^)(?P<opening>{opening})(?=[推探开实一禁严应要须可不提优按必])"
        rf"|(?P<any>{anywhere})"
    )


def _limits(words: str) -> bool:
    if words.startswith(("把", "将", "实现", "全面", "推动", "促进")):
        return False
    return not words.endswith("的") and not _OUT.search(words) and len(words) > 2  # noqa: PLR2004


def _about(piece: Piece, span: Span, lexicon: Lexicon) -> Span:
    """Leave 符合条件的 at the front of a scope to the conditions."""
    first = piece.text(span)
    cut = first.find("的", 3)
    if cut > 0 and not first[cut:].endswith(("项目", "企业", "人员", "家庭")):
        span = (span[0], span[0] + cut)
    for position in range(span[0] + 3, span[1] - 1):
        verb = verb_at(piece.mask, position, lexicon)
        if verb and verb.kind == "strong" and len(verb.word) > 1 and "的" not in first:
            span = (span[0], position)
            break
    quality = re.match(r"(?:有|具备|符合|通过|能够通过)[^的，]{1,12}的", piece.text(span))
    return (span[0] + quality.end(), span[1]) if quality else span
