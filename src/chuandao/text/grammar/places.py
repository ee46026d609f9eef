"""Where in particular: named places, firms, projects, and people with a role on the ground.

A local thing ends in a word of places (``local_words.csv``, kind ``suffix``; for firms also
``firm``) and holds a proper name before it: a word that the segmenter's dictionary tags as a name
or does not know, or one of the words that places are named after (kind ``name``). In a list that
is counted (青石溝、老鷹巖兩處) every member is one where any of them is, and so are both ends of a
road (趙莊至白塔縣道). In English it is a capitalised name that is none of a unit.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from chuandao.text.grammar.phrases import Piece, Span, apart
from chuandao.text.lexicon import Lexicon, trie_of

_LONGEST = 14
_NAME_TAGS = frozenset({"ns", "nr", "nrt", "nrfg"})
_PASSED_TAGS = frozenset(
    {
        "n",
        "ns",
        "nr",
        "nrt",
        "nrfg",
        "nz",
        "a",
        "ng",
        "zg",
        "s",
        "f",
        "vn",
        "j",
        "b",
        "g",
        "an",
        "l",
        "t",
        "i",
        "nt",
        "tg",
    }
)
_COMMON_LETTERS = frozenset(
    "巡旧危煤中试智慧清修存量湖江海沿着两去非居住城镇丘陵段口等各街库渠堤坝岸塘井沟坡地级型新老大小县市区镇乡村省组期批个"
    "条座处所有无各全每该本我其上下中内外前后东西南北高低长短多少主副总分正农工商学水电气路桥河湖山林田土地房屋楼院厂店所站点线"
    "网园场馆校班级类种项件份名位人户家年月日时双单公私国民军党团政法医药食品车船机器械材料旁处边间里距且使派互认到从往和美末报跨投迎错避"
    "建修改设拆治管护查补推办用挖挂种停拉看进报请是要可能会让给打做抓守保防次数值选好搞做抓干促稳强冷热起立出"
)
_NO_PLACE_NAMES = frozenset({"新建", "丘陵", "山区", "临水", "沿海", "普惠", "高山"})
_FIRM_END = re.compile(r"(?:公司|集团|股份|厂|合作社|农场|化工|港务)$")
_COMMON = re.compile(
    r"^(?:普惠性?|本|我|全|各|该|每|某|一|二|三|两|几|多|其|此|这|那|有|无|新|老|大|小|重点|重大|主要|相关|省|市|县|区|镇|乡|村|国家|中央"
    r"|地方|城|农|工业|农业|商业|科技|文化|教育|旅游|经济|生态|绿色|智慧|数字|现代|特色|示范|试点|高新|民生|民营|国有|行政|自然"
    r"|易地|美丽|和美|城市|城镇|农村|乡村|社会|公共|基础|沿|所|上|下|东|西|南|北|中心|主|副|山|河|湖|江|溪|海|丘陵|建成|居住"
    r"|新建|中试|过度|入|清|搞|报|社区|基地|工程|公园|平台|市场|园区|片区|小区|建设|改造|标准|田园|综合体|文明|化工|古|野|老旧"
    r"|后|前|修|路|提质|派|双车道|青年"
    r"|高峰|拉闸|陡坡|大坝|平稳过渡|清江|清岸|错避峰|项目|企业|通|互认|街|桥|楼|厂|场|站|点|公路|铁路|水库|流域|景区|矿|矿山|煤矿|学校|医院|污水|处理|垃圾)+$"
)
_JOIN = r"[、和及与]"
_ITEM = r"(?:(?![和与及])[\u4e00-\u9fff■]){2,10}?"
_COUNTED = re.compile(
    rf"(?P<list>{_ITEM}(?:{_JOIN}{_ITEM}){{1,8}})(?:等?[两二三四五六七八九十]|等\d{{1,2}})"
    r"(?:处|家|座|所|条|个(?![类方环阶])|区|村|镇|乡|县|岛|港)"
)
_LEAD = re.compile(
    r".*(?:在|对(?!象)|将|把|围绕|聚焦|到|至|向|为|于|由|从|与|以|依托|支持|推进|推动|加快|落实|编制|实施|完成|改造|整治|最远的)"
)
_ROAD = re.compile(
    r"(?:(?:[\u4e00-\u9fff]{2}|[\u4e00-\u9fff]{2,4}?[村镇庄乡])至(?:[\u4e00-\u9fff]{2}(?=[、县省国公高段路铁])|[\u4e00-\u9fff]{2,4}?)"
    r"[、和]?){1,4}(?=县道|省道|国道|乡道|公路|高速|铁路|段|道路|路段)"
)
_TAIL = re.compile(
    r"(?:(?:新材料|电子|食品|精密)?产业园)?(?:[一二三四五]期|[东西南北][区段]|险工险段|地质灾害隐患点|集市段)"
)
_GAP = re.compile(r"(?![^、]*[和与及至对将在])[\u4e00-\u9fff]{0,4}")
_FAIR = re.compile(
    r"第[一二三四五六七八九十\d]{1,3}届[\u4e00-\u9fff■]{2,12}?(?:节|博览会|展览会|论坛|大赛|运动会)"
)
_OLD = re.compile(
    r"(?:找|向|给|跟|到|由)?(?P<old>老[张王李赵刘陈杨黄周吴徐孙胡朱高林何郭马罗韩])(?![年人])"
)
_ENGLISH = re.compile(
    r"(?:(?<=\bat\s)|(?<=\bin\s)|(?<=\bin\sthe\s)|(?<=\bnear\s)|(?<=\balong\s)|(?<=\bof\s)|(?<=\band\s)|(?<=\bthe\s)|(?<=\bfrom\s)"
    r"|(?<=\badjoin\s))(?P<name>(?:River\s|Lake\s|Mount\s)?[A-Z][a-z]{2,}(?:\s[A-Z][a-z]+){0,2}"
    r"(?:\s(?:protection\szone|industrial\sestates?|valley|district|estate|reservoir|wetland|village|harbour|market|quarry))?)"
)
_ENGLISH_ROLES = re.compile(
    r"\b(?:reservoir\skeepers?|village\sdoctors?|grid\s(?:workers?|members?)|forest\srangers?|river\swardens?"
    r"|village\s(?:heads?|secretar(?:y|ies))|park\swardens?|caretakers?)\b",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(
    r"\b(?:Bureaus?|Committees?|Commission(?:ers)?|Departments?|Boards?|Offices?|Teams?|Agency|Trust|Council|Panel|Authority|Government"
    r"|Ministry|Inspectorate|Fund|Plan|Scheme|Act|Exchange|Works|Bank|Union|Party|Congress|Court|Health|Development|Reform|Housing|Water|Natural|Human|Public|Civil|Social|Emergency|Education|Finance|Works"
    r"|Division|Section|Centre|Service|Corps|Affairs|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Monday|Friday|Chinese|Internet|Article|Annex|Schedule|Notice|State|People)\b"
)
_NAMED_AFTER = re.compile(
    r"\s(?:protection|industrial|valley|village|town|townships?|districts?|zone|Colliery|areas?)\b|[,.;)\t]|$|\s(?:and|is|are|be|in|shall|must|may"
    r"|where|exceed|will|should|to|for|on)\b"
)

_LATIN = re.compile(r"[a-z]{2} [A-Za-z]{2}")
Token = tuple[int, str, str]


@dataclass(frozen=True)
class _Words:
    """What the grammar looks up, compiled once a lexicon."""

    suffixes: frozenset[str]
    firms: frozenset[str]
    names: frozenset[str]
    roles: re.Pattern[str]


@cache
def _words(lexicon: Lexicon) -> _Words:
    def of(kind: str) -> frozenset[str]:
        return frozenset(word for word, what in lexicon.local if what == kind)

    person = (
        r"(?:[老小阿][\u4e00-\u9fff]{1,2}"
        r"|[李王张刘陈杨黄周吴徐孙胡朱林何郭马罗][\u4e00-\u9fff]{2}(?=负责|负|要|每))?"
    )
    roles = (
        rf"(?:(?<![市县镇乡村])(?<!级)|(?<=村))(?:[\u4e00-\u9fff]{{1,3}}村)?(?:{trie_of(of('role'))}"
        rf"|河长(?<!级河长)){person}"
    )
    return _Words(of("suffix"), of("firm"), of("name"), re.compile(roles))


def locals_of(
    piece: Piece, roles: Iterable[Span], actors: Iterable[Span], lexicon: Lexicon
) -> list[Span]:
    """Return the named places, firms, projects and people with a role on the ground.

    ``roles``, ``actors``: units that have a role or act, which are no local things; firms that
    act are.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> text = "疏浚沣河干流，改造老旧小区，网格员每日巡查青石沟、老鹰岩两处隐患点"
    >>> [text[a:b] for a, b in locals_of(Piece(text, text), [], [], lexicon())]
    ['沣河干流', '网格员', '青石沟', '老鹰岩']
    """
    known = _words(lexicon)
    people = [m.span() for m in known.roles.finditer(piece.mask)]
    people += [m.span() for m in _ENGLISH_ROLES.finditer(piece.words)]
    people += [m.span("old") for m in _OLD.finditer(piece.mask)]
    found = _joined(piece.mask, _named(piece.tagged, known))
    listed = _COUNTED.finditer(piece.mask) if re.search(_JOIN, piece.mask) else iter(())
    for match in listed:
        found += _members(piece, match, found)
    if "至" in piece.mask:
        found += [s for m in _ROAD.finditer(piece.mask) for s in _ends_of(m)]
    found += [m.span() for m in _FAIR.finditer(piece.words)]
    units = [*roles, *(a for a in actors if not _FIRM_END.search(piece.text(a)))]
    found = [s for s in found if all(s[1] <= a or s[0] >= b for a, b in units)]
    return apart([*people, *found, *_english(piece.words)])


def _named(tagged: tuple[Token, ...], known: _Words) -> list[Span]:
    """Return the runs of tokens that end in a word of places and hold a proper name."""
    found: list[Span] = []
    for index, (at, word, tag) in enumerate(tagged):
        end = at + len(word)
        ends = _suffix_of(word, known)
        if len(ends) < len(word) and not _is_name(word, ends, tag, known):
            ends = ""
        firm = word in known.firms and _stands_alone(tagged, index)
        if not ends and not firm:
            continue
        start = _start(tagged, index, ends, known)
        if start is not None and _is_proper(tagged, start, end):
            found.append((start, end))
    return found


def _is_proper(tagged: tuple[Token, ...], start: int, end: int) -> bool:
    """Return whether a run is more than words of kinds (文明城市, 農村公路)."""
    run = [(w, t) for a, w, t in tagged if start <= a < end]
    phrase = "".join(w for w, _ in run)
    named = any(
        t == "ns"
        and w not in _NO_PLACE_NAMES
        and len(w) > 1
        and w != phrase
        and w[0] not in "市县区镇乡省全城农"
        for w, t in run
    )
    return len(phrase) > 1 and (named or not _COMMON.match(phrase))


def _suffix_of(word: str, known: _Words) -> str:
    """Return the word of places that a token is or, for a name, ends in (龍潭, 湖景區)."""
    for size in range(len(word), 0, -1):
        if word[-size:] in known.suffixes:
            return word[-size:]
    return ""


def _is_name(word: str, ends: str, tag: str, known: _Words) -> bool:
    """Tell 龍潭 and 白沙河, names in the dictionary, from 高峰 and 過渡."""
    return tag in _NAME_TAGS or (ends != "" and word[: -len(ends)] in known.names)


def _stands_alone(tagged: tuple[Token, ...], index: int) -> bool:
    """Return whether nothing goes on after a word of trades: 雲漢化工兩家, 鑫源鋰電三期."""
    if index + 1 >= len(tagged):
        return True
    return bool(
        re.match(r"[、，。；等两三四五六七八九二一\d和与及]|公司|集团|股份", tagged[index + 1][1])
    )


def _start(tagged: tuple[Token, ...], index: int, ends: str, known: _Words) -> int | None:
    """Return where the name before a word of places begins; None where nothing is named."""
    at, word, tag = tagged[index]
    start = at if len(word) > max(1, len(ends)) and ends and tag in _NAME_TAGS else None
    if start is None and ends and len(word) > len(ends) and word[: -len(ends)] in known.names:
        start = at
    end = at + len(word)
    for begin, other, kind in reversed(tagged[:index]):
        single = len(other) == 1
        if end - begin > _LONGEST or not re.match(r"[\u4e00-\u9fff]", other):
            break
        if kind not in _PASSED_TAGS and not (
            single
            and other not in _COMMON_LETTERS
            and kind not in {"p", "c", "d", "u", "uj", "r", "x"}
        ):
            if other in known.names:
                start = begin
                continue
            break
        named = (
            kind in _NAME_TAGS
            and other not in _NO_PLACE_NAMES
            and (not single or other not in _COMMON_LETTERS)
        )
        if (
            named
            or other in known.names
            or (single and other not in _COMMON_LETTERS and (kind != "n" or ends == "公司"))
        ):
            start = begin
    return start


def _joined(mask: str, spans: list[Span]) -> list[Span]:
    """Join names that overlap or follow one another, with what still belongs to the last."""
    result: list[Span] = []
    for start, end in sorted(spans):
        tail = _TAIL.match(mask, end)
        until = tail.end() if tail else end
        if result and (start <= result[-1][1] or _GAP.fullmatch(mask[result[-1][1] : start])):
            result[-1] = (result[-1][0], max(until, result[-1][1]))
        else:
            result.append((start, until))
    return result


def _members(piece: Piece, match: re.Match[str], found: list[Span]) -> list[Span]:
    """Return the members of a counted list where one of them is named."""
    position = match.start("list")
    spans: list[Span] = []
    for part in re.split(_JOIN, match["list"]):
        lead = _LEAD.match(part) if not spans else None
        begin = position + (lead.end() if lead else 0)
        if not spans:
            begin = _behind_verbs(piece.tagged, begin, position + len(part))
            begin = next((a for a, _ in found if begin < a < position + len(part)), begin)
        spans.append((begin, position + len(part)))
        position += len(part) + 1
    named = any(a < e and s < b for a, b in spans for s, e in found) or any(
        t[2] in _NAME_TAGS and any(a <= t[0] < b for a, b in spans) for t in piece.tagged
    )
    return [s for s in spans if s[1] - s[0] > 1] if named else []


def _behind_verbs(tagged: tuple[Token, ...], start: int, end: int) -> int:
    """Return where the first member of a list begins behind what leads to it (巡查|青石沟)."""
    leads = (at + len(w) for at, w, t in tagged if start <= at < end - 1 and t in {"v", "p", "d"})
    return max([start, *(until for until in leads if until < end - 1)])


def _ends_of(match: re.Match[str]) -> list[Span]:
    lead = _LEAD.match(match[0].split("至")[0])
    begin = lead.end() if lead else 0
    return [
        (match.start() + m.start(), match.start() + m.end())
        for m in re.finditer(r"[^至、和]+", match[0])
        if m.start() >= begin and not m[0].endswith(("委会", "政府"))
    ] + ([(match.start() + begin, match.start() + match[0].index("至"))] if begin else [])


def _english(words: str) -> list[Span]:
    if not _LATIN.search(words):
        return []
    return [
        m.span("name") for m in _ENGLISH.finditer(words)
        if not _NO_PLACE.search(m["name"]) and not _unit_follows(words, m.end())
        and _NAMED_AFTER.match(words, m.end())
    ]  # fmt: skip


def _unit_follows(words: str, position: int) -> bool:
    return bool(re.match(r"\s[A-Z]", words[position : position + 2]))
