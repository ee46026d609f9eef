"""By what means (專項資金, 臺賬, 平臺) and where in particular (named places, firms, projects).

Means are noun phrases whose last word stands in ``catalog/lexicon/means.csv``, taken with what
stands right before it in its phrase. Local things end in a word of places and begin with a
proper name, which is told by what it is not: none of its words are in the dictionary of the
segmenter, or they are names there.
"""

import re
from functools import cache

from chuandao.text.lexicon import Lexicon, any_of
from chuandao.text.phrases import Piece, Span, apart, trim
from chuandao.text.verbs import verb_at

_LONGEST = 16
_STOP = re.compile(r"[，。；：、的和与及或对将把由为在向以按从◇\t\n ]|给予|以及|不少于|不超过|\d")
_NO_MEANS_AFTER = re.compile(
    r"(?:办公室|政策|化|性|员|率|额|者|费|管理办法|工作|体系建设|能力|水平|质量|力度|机构"
    r"|市场|行业|产业|结构|中心|站|对象|需求)"
)
_NO_MEANS = re.compile(r"所需|本|其|该|结余|相关|严禁|不得|回收")
_TOO_BARE = frozenset({"资金", "经费", "制度", "机制", "系统", "平台", "贷款", "方案", "协议"})
_BY_MEANS = re.compile(r"(?:通过|运用|纳入|列入|采用|采取|凭|依托|从)[^，。；]{0,10}$")
_PLACES = (
    "村民小组|村|社区|镇|乡|街道|街|路|巷|桥|河|江|湖|溪|山|岭|坳|岛|湾|港|水库"
    "|灌区|流域|干流|支流|古城|古镇|古村|古街|片区|小区|园区|产业园|工业园|科技园"
    "|公园|景区|广场|市场"
    "|项目|工程|基地|沙场|石场|矿山|矿区|会馆|粮仓|祠堂|寺|庙|塔|楼|院|厂|公司"
    "|集团|大道|大桥|隧道|机场|码头|车站|渡口|蓄水池|滑坡点|隐患点|高速|铁路"
    "|茶谷|街巷|老街|文化街区|校区|大厦|新城|新区|开发区|县|市|区|轴承|机械|合作社"
    "|公告栏"
)
_PLACE = re.compile(rf"(?:{_PLACES})(?:[一二三四五]期|[东西南北]区|险工险段)?")
_ROLES = re.compile(
    r"(?:[\u4e00-\u9fff]{0,6}村)?(?:村民小组长|小组长|网格员|村会计|村支书|监委会主任"
    r"|理事长|工头|队长|水电工|驻村第一书记|村主任|护林员|河长|巡河员|保洁员|跳舞队长"
    r"|信息员|调解员|楼栋长|村医生|管水员|安全员)(?:[老小阿][\u4e00-\u9fff])?"
    r"|(?:找|向|给|跟|到|由)?(?P<old>老[张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗韩])(?![年人])"
)
_COMMON = re.compile(
    r"^(?:本|我|全|各|该|每|某|一|二|三|两|几|多|其|此|这|那|有|无|新|老|大|小"
    r"|重点|重大|主要|相关|省|市|县|区|镇|乡|村|国家|中央|地方|城|农|工业|农业"
    r"|商业|科技|文化|教育|旅游|经济|生态|绿色|智慧|数字|现代|特色|示范|试点|高新"
    r"|民生|民营|国有|行政|自然|易地|美丽|和美|城市|城镇|农村|乡村|社会|公共|基础"
    r"|沿|所|上|下|东|西|南|北|中心|主|副|山|河|湖|江|溪|海|丘陵|建成|居住|新建|中试|过度|智慧|入|清|搞|报|社区|基地|工程|公园|平台|市场|园区|片区|小区|建设|改造|标准)+$"
)
_VILLAGES = frozenset({"村", "镇", "乡"})
_KINDS_OF_VILLAGE = frozenset(
    (
        "行政", "自然", "中心", "建制", "重点", "示范", "贫困", "试点", "文明", "先进",
        "薄弱", "空壳",
        "城市", "农业", "特色", "工业", "生态", "旅游", "传统", "全国", "民俗", "移民",
        "民族", "美丽",
        "和美", "全市", "全县", "全省", "城关", "集体", "易地", "脱贫", "帮扶", "数字",
        "千年", "历史",
    )
)  # fmt: skip
_LONGEST_NAME = 10
_VERB_LETTERS = frozenset(
    "建修改设拆治清管护查补推办用挖挂种停拉看进到报请有是要可能会让使给打做抓守保防"
)
_NAME_TAGS = frozenset({"ns", "nr", "nrt", "nrfg"})
_NO_NAME_TAGS = frozenset({"x", "uj", "p", "c", "d", "r", "m", "u", "ul", "w", "v", "vd"})
_NO_NAME_WORDS = frozenset(
    [
        "的",
        "和",
        "与",
        "及",
        "对",
        "在",
        "把",
        "将",
        "由",
        "以",
        "为",
        "向",
        "从",
        "到",
        "改造",
        "建设",
        "支持",
        "打造",
        "依托",
        "保护",
        "修缮",
        "恢复",
        "启动",
        "推进",
        "疏浚",
    ]
)
_COMMON_LETTERS = frozenset(
    "巡旧危煤中试智慧清修存量湖江海沿着两去非居住城镇丘陵段口等各街库渠堤坝岸塘井沟坡地级型新老大小县市区镇乡村省组期批个条座处所有无各全每该本我其上下中内外前后东西南北高低长短多少主副总分正农工商学水电气路桥河湖山林田土地房屋楼院厂店所站点线网园场馆校班级类种项件份名位人户家年月日时双单公私国民军党团政法医药食品车船机器械材料"
)
_HEAD = re.compile(r"[\u4e00-\u9fff■]{1,14}$")


def means_of(piece: Piece, verbs: list[Span], objects: list[Span], lexicon: Lexicon) -> list[Span]:
    """Return the means named in a piece, with what stands right before their last word.

    Words of kind ``firm`` count anywhere, those of kind ``weak`` only at the end of an object
    or after 通过, 纳入 and the like.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> text = "安排乡村振兴专项资金，建立政策兑现台账"
    >>> [text[a:b] for a, b in means_of(Piece(text, text), [(0, 2), (11, 13)], [], lexicon())]
    ['乡村振兴专项资金', '政策兑现台账']
    """
    found: list[Span] = []
    kinds = dict(lexicon.means)
    for match in _heads(lexicon).finditer(piece.words):
        start, end = match.span()
        whole = end in piece.tokens or end == len(piece.mask) or match[0].isascii()
        if not whole or _NO_MEANS_AFTER.match(piece.mask, end):
            continue
        if kinds.get(match[0].lower()) == "weak" and not _is_means(piece, start, end, objects):
            continue
        begin = _phrase_start(piece, start, verbs, lexicon)
        if match[0] in _TOO_BARE and begin == start:
            continue
        if match[0].isascii():
            found.append(_english_phrase(piece.words, start, end))
        else:
            found.append((begin, end))
    trimmed = [trim(piece.mask, a, b) for a, b in found]
    return apart([s for s in trimmed if not _NO_MEANS.match(piece.text(s))])


def _is_means(piece: Piece, start: int, end: int, objects: list[Span]) -> bool:
    ends = any(
        a <= start and (end in (b, b + 1) or piece.mask[end : end + 1] in "、和")
        for a, b in objects
    )
    return ends or bool(_BY_MEANS.search(piece.mask[max(0, start - 12) : start]))


def _english_phrase(words: str, start: int, end: int) -> Span:
    before = re.search(r"(?:(?:public|[a-z-]+)\s){1,2}$", words[max(0, start - 40) : start])
    lead = before[0] if before else ""
    lead = re.sub(
        r"^(?:.*\b(?:the|a|an|on|of|its|with|and|to|from|in|for|by|attach|keep|set|up|under)\s)",
        "",
        lead,
    )
    after = re.match(r"\sof\s[a-z]+\s[a-z]+", words[end:])
    return start - len(lead), end + (after.end() if after else 0)


@cache
def _heads(lexicon: Lexicon) -> re.Pattern[str]:
    han = any_of(word for word, _ in lexicon.means if not word.isascii())
    latin = any_of(word for word, _ in lexicon.means if word.isascii())
    return re.compile(rf"{han}|\b(?:{latin})\b")


def _phrase_start(piece: Piece, position: int, verbs: list[Span], lexicon: Lexicon) -> int:
    begin = max(0, position - _LONGEST)
    cuts = [m.end() for m in _STOP.finditer(piece.mask, begin, position)]
    cuts += [b for _, b in verbs if begin <= b <= position]
    cuts += [b for _, b in piece.quantities if begin <= b <= position]
    for place in range(max([begin, *cuts]), position):
        verb = verb_at(piece.mask, place, lexicon)
        if verb and verb.kind in {"light", "causative"} and verb.end <= position:
            cuts.append(verb.end)
    start = max([begin, *cuts])
    while start > begin and piece.mask[start - 1].isdigit():
        start -= 1  # 24小时值班制度
    return start


def locals_of(piece: Piece, taken: list[Span]) -> list[Span]:
    """Return the named places, firms, projects and people with a role on the ground.

    ``taken``: spans of units with a role, which are no local things.

    Examples
    --------
    >>> text = "疏浚沣河干流，改造老旧小区，网格员每日巡查"
    >>> [text[a:b] for a, b in locals_of(Piece(text, text), [])]
    ['沣河干流', '网格员']
    """
    found = [(_role_start(m), m.end()) for m in _ROLES.finditer(piece.words)]
    tagged: list[tuple[int, str, str]] = []
    for match in _PLACE.finditer(piece.mask):
        tagged = tagged or _tagged(piece)
        start = _name_start(piece, match, tagged)
        if start is not None:
            found.append((start, match.end()))
    people = [m.span() for m in _ROLES.finditer(piece.words)]
    free = [s for s in found if s in people or all(s[1] <= a or s[0] >= b for a, b in taken)]
    return apart(_joined(piece, free))


def _role_start(match: re.Match[str]) -> int:
    return match.start("old") if match["old"] else match.start()


def _name_start(
    piece: Piece, match: re.Match[str], tagged: list[tuple[int, str, str]]
) -> int | None:
    """Return where the name before a word of places begins; None where nothing is named."""
    if match.end() not in piece.tokens and match.end() < len(piece.mask):
        return None
    end = match.start()
    start: int | None = None
    for begin, word, tag in reversed(tagged):
        if begin >= end:
            continue
        single = len(word) == 1
        stop = tag in _NO_NAME_TAGS and not (single and tag == "v" and word not in _VERB_LETTERS)
        if end - begin > _LONGEST_NAME or stop or word in _NO_NAME_WORDS:
            break
        named = begin + len(word) == end and match[0] in _VILLAGES and _may_name(word, tag)
        if named or tag in _NAME_TAGS or (single and word not in _COMMON_LETTERS):
            start = begin
    if start is None or _COMMON.match(piece.mask[start : match.end()]):
        return None
    return start


def _may_name(word: str, tag: str) -> bool:
    """Tell 云雾村 from 行政村 and 示范村, whose first word names a kind."""
    return len(word) > 1 and tag in {"n", "nz", "s"} and word not in _KINDS_OF_VILLAGE


def _tagged(piece: Piece) -> list[tuple[int, str, str]]:
    """Return (place, word, part of speech) with words out of the dictionary letter by letter."""
    import rjieba

    position = 0
    known: list[tuple[int, str, str]] = []
    for word, tag in rjieba.tag(piece.mask, False):  # noqa: FBT003 - the segmenter's own way
        known.append((position, word, tag))
        position += len(word)
    return known


def _joined(piece: Piece, spans: list[Span]) -> list[Span]:
    """Join names that follow one another (望潮区 + 老码头片区改造项目)."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if (
            result
            and start <= result[-1][1] + 6
            and _HEAD.fullmatch(piece.mask[result[-1][1] : end] or "、")
        ):
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result
