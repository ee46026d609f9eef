"""Who does what to what: a shallow grammar over the phrases of a piece.

Method. A phrase is read from the left. Words that stand before a verb and are none (modals,
adverbs, terms, roles) are stepped over. A preposition takes its noun phrase along: 把/将 gives
the object, 对 the object or the scope, 由 the actor; 按照, 以, 通过, 在 … are passed over up to
their closing word or to the main verb. What then begins with a verb of the lexicon is the
predicate; what does not is a subject that runs to the next modal, preposition or verb: an actor
where it ends as names of units and people do, else a topic, which is the object of a verb that
has none. The object runs from the verb to the end of the phrase, less quantities; 并 + verb, and
、 + a verb that opens predicates, begin a new one. A verb inside a relative clause (… 的 + noun)
or inside an object clause (支持企业开展…) opens none. Words begin where the segmenter says so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from chuandao.text.agents import is_agent, listed
from chuandao.text.lexicon import Lexicon
from chuandao.text.phrases import BLANK, Piece, Span, functions, trim
from chuandao.text.verbs import Verb, verb_at

_BAN = re.compile(r"不得|严禁|禁止|不准|不允许|绝不|不许|不再|不能|不可|不宜|不应|杜绝|不|别|勿")
_MODAL = re.compile(r"应当|应|要|须|必须|不得|可以|可|不准|严禁|禁止|务必|一律")
_CLOSERS = {
    "在": r"(?:之?[中内下上前后时间际]|期间|方面|基础上|前提下|过程中|领域|环节|范围内|地区|区域|同时|阶段)",
    "以": r"(?:为[^，、]{1,8}$|为(?:重点|主|目标|抓手|契机|导向|载体|依托|核心|基础|主线|牵引|统领|支撑|突破口|单位|由|名)|(?:等|的)?(?:方式|形式|名义)|等)",
    "通过": r"(?:等|的)*(?:方式|形式|手段|途径|渠道|办法|措施|载体)",
    "按照": r"(?:的|等)*(?:要求|原则|规定|标准|程序|分工|职责|部署|思路|模式|办法|方式|比例|顺序|规范|权限|进度|计划|机制|流程|精神|安排)",
    "根据": r"(?:的|等)*(?:要求|原则|规定|标准|程序|情况|实际|需要|需求|结果|特点)",
    "采取": r"(?:等|的)*(?:方式|形式|手段|办法|措施|模式)",
}
for _same, _other in (
    ("按", "按照"), ("依照", "按照"), ("遵照", "按照"), ("依据", "根据"), ("采用", "采取"), ("结合", "根据"),
    ("于", "在"), ("从", "在"), ("自", "在"), ("当", "在"), ("视", "根据"), ("参照", "按照"), ("遵循", "按照"),
    ("运用", "通过"), ("利用", "通过"), ("依托", "通过"), ("借助", "通过"), ("用", "通过"), ("本着", "按照"),
    ("围绕", "根据"), ("立足", "根据"), ("针对", "根据"), ("凭", "根据"), ("因", "根据"), ("随着", "根据"), ("聚焦", "根据"), ("基于", "根据"),
):  # fmt: skip
    _CLOSERS[_same] = _CLOSERS[_other]
_PREPOSITION = re.compile(
    r"把|将|对于|对|由|为了|为|向|给|同|与|跟|面向|" + "|".join(sorted(_CLOSERS, key=len, reverse=True))
)
_PAST = re.compile(r"去年|上年(?!的|同)|今年以来|截至目前|近年来|过去[一二三五几]年")
_LIGHT = re.compile(r"给予|开展|实行|实施|进行|予以|加以|建立|落实|采取|作出|提供|享受|推行|发放|安排")
_GIVES = re.compile(r"给予|开展|实行|实施|进行|予以|加以")
_NOMINAL = re.compile(r"(?:率|数|规模|面积|收入|产值|价格|成本|总额|能耗|比例|占比|期限|时间|周期|系数|强度|浓度|覆盖面|比重|水平|满意度|数量|频次|密度|增速|幅度|余额|总量|里程碑)$")
_JOIN = re.compile(r"、|(?<![合兼归吞撤火一])并(?!轨|网|购|联|行|非|发症|处|点|存|举|重)且?|，|或者|或|以及|及(?!时|其|格)|和(?!谐|平|解|美)|(?<![而])且|再(?!生|造|制|贷|就|利|保|次|度|担)|(?<=[\u4e00-\u9fff])(?=报(?:市|县|省|区|镇|乡|上级))|后(?!续|备|期|方|台|勤|果|者|代|扶)|同时")
_AND = frozenset({"", "并", "并且", "且", "同时", "再", "后"})
_FIRST = frozenset({"、", "和", "或", "或者", "及", "以及"})
_GOES_IN = frozenset(
    "纳入 列入 计入 归入 并入 融入 编入 移送 报送 报 上报 抄送 送 送达 交 移交 转移 倾斜 设 延伸 列支 贯穿 摆 转化 下沉 落户 报告 抄告 通报至 讲 进入 接入到 上传 报批 报备 转办 交办".split()
)
_INTO_VERB_ONLY = frozenset({"予以", "加以", "进行", "得以"})
_OPENS = frozenset({"鼓励", "支持", "引导", "提倡", "允许", "探索", "加快", "加大", "争取", "确保", "保证", "加强"})
_ASPECT = re.compile(r"了|着|好(?=[^的转])|起(?=[^来步点])|出(?=[^台让租资售])")
_NO_OBJECT = re.compile(r"^(?:到|至|在|于|为|成|给|以)(?!位)")
_IDIOM = 4  # letters of a predicate that needs no object: 挂号销号
_PAID_BY = re.compile(r"(?<![自理缘])由(?=[^，。；\d]{1,12}(?:财政|局|委|政府|部门|单位|中心|集体|银行|公司|机构|物业))")
_BY_UNIT = re.compile(r"由(?=[市县区省镇乡各](?!于))")
_ACTS = re.compile(r"应|要|须|必须|不得|可|不准|严禁|务必|负责|牵头|会同|每|将|按|对|以|在|向|组织|统筹|制定|及时|切实")
_PLACE_END = re.compile(r"(?:中心|室|站|区|馆|院|平台|厂|网|县|村)$")
_AREA = re.compile(r"全[市县区省镇乡国州]|其中|今年|明年|每年|本年度|下一步")
_SMALL = re.compile(r"^(?:不?(?:少于|低于)?[一两几]|多|若干|首|每)(?:个|次|批|遍|场|项|张|份|支|套|名|条|家|所)")
_TAIL = re.compile(r"(?:到位|完毕|干净|一次|一遍|到户|到人|上来|下去|起来|出来|进来|在前|不力)$")
_RECIPIENT = re.compile(r"^(?:市|县|区|省|镇|乡|党|司法|公安|纪检)")


@dataclass(frozen=True)
class Predicate:
    """A predicate: its verb, its objects, who does it, and the words before it."""

    verb: Span
    objects: tuple[Span, ...] = ()
    banned: bool = False
    modal: Span | None = None


@dataclass
class Parsed:
    """What the grammar found in a piece; ``functions``: the words stepped over before verbs."""

    predicates: list[Predicate] = field(default_factory=list)
    actors: list[Span] = field(default_factory=list)
    functions: list[Span] = field(default_factory=list)
    about: list[Span] = field(default_factory=list)
    topics: list[Span] = field(default_factory=list)


@dataclass
class _State:
    """What is known while one phrase is read."""

    position: int
    end: int
    topic: Span | None = None
    taken: Span | None = None
    about: Span | None = None
    banned: bool = False
    modal: Span | None = None
    found: bool = False
    stepped: bool = False


def parse(piece: Piece, lexicon: Lexicon) -> Parsed:
    """Return the predicates and actors of a piece.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> words = "各县要加快建设分拣中心，并将台账报送市专班"
    >>> found = parse(Piece(words, words), lexicon())
    >>> [words[a:b] for a, b in (p.verb for p in found.predicates)]
    ['建设', '报送']
    >>> [words[a:b] for p in found.predicates for a, b in p.objects], found.actors
    (['分拣中心', '台账'], [(0, 2)])
    """
    parsed = Parsed()
    pending: Span | None = None
    for start, end in piece.segments:
        if _PAST.search(piece.mask, start, end):
            continue
        state = _State(start, end, about=pending)
        _phrase(piece, state, parsed, lexicon)
        if not state.found and state.topic and piece.mask[start - 1 : start] == "、":
            _one_more(parsed, state.topic)
        pending = None if state.found else state.about or state.topic
    return parsed


def _one_more(parsed: Parsed, topic: Span) -> None:
    """Add a noun of an enumeration with quantities (编织袋20万条、冲锋舟12艘) to its verb."""
    if parsed.predicates and parsed.predicates[-1].objects:
        last = parsed.predicates[-1]
        parsed.predicates[-1] = replace(last, objects=(*last.objects, topic))


def _phrase(piece: Piece, state: _State, parsed: Parsed, lexicon: Lexicon) -> None:
    while state.position < state.end:
        before = state.position
        over = next((until for at, until in piece.quantities if at == before), None)
        if over and not verb_at(piece.mask, before, lexicon):
            state.position = over
            continue
        if _step_over(piece, state, parsed, lexicon):
            continue
        if _preposition(piece, state, parsed, lexicon):
            continue
        verb = _opening_verb(piece, state, lexicon)
        if verb:
            _predicate(piece, verb, state, parsed, lexicon)
        elif not _subject(piece, state, parsed, lexicon):
            break
        if state.position <= before:
            break


def _step_over(piece: Piece, state: _State, parsed: Parsed, lexicon: Lexicon) -> bool:
    match = functions(lexicon).match(piece.mask, state.position, state.end)
    if not match:
        return False
    verb = verb_at(piece.mask, state.position, lexicon)
    if verb and verb.end > match.end() and piece.mask[verb.end : verb.end + 1] != "的":
        return False
    if verb and verb.end == match.end() and not _is_helper(piece, verb, state, lexicon):
        return False
    if match[0] == "将" and not verb_at(piece.mask, match.end(), lexicon):
        return False
    if match.end() not in piece.tokens and match.end() < state.end and len(match[0]) == 1:
        return False
    span = match.span()
    parsed.functions.append(span)
    state.banned = state.banned or bool(_BAN.fullmatch(match[0]))
    if _MODAL.fullmatch(match[0]) or match[0] in {"允许"}:
        state.modal = state.modal or span
    state.position = match.end()
    state.stepped = True
    return True


def _is_helper(piece: Piece, verb: Verb, state: _State, lexicon: Lexicon) -> bool:
    """Tell 加快 before a verb (加快建设) and a ban from the verb itself (加快发展方式转变)."""
    if verb.word in _INTO_VERB_ONLY:
        return verb_at(piece.mask, verb.end, lexicon) is not None
    if _BAN.fullmatch(verb.word):
        return verb.word not in {"杜绝", "防止"}
    ahead = piece.mask[verb.end : verb.end + 1]
    if verb.word in {"探索", "允许"} and (ahead in "将把在从以由对按" or ahead == BLANK):
        return True
    position = verb.end
    while match := functions(lexicon).match(piece.mask, position, state.end):
        position = match.end()
    after = verb_at(piece.mask, position, lexicon)
    if after is None or (after.end >= state.end and after.kind == "weak"):
        return False
    if after.end not in piece.tokens and after.end < state.end:
        return False
    rest = piece.mask[after.end : after.end + 1]
    if verb.word in _OPENS or position > verb.end:
        return after.kind != "weak" or (rest not in "的、和" and verb.word not in {"加强", "加大"})
    return after.kind not in {"weak", "causative"} and rest != "的"


def _preposition(piece: Piece, state: _State, parsed: Parsed, lexicon: Lexicon) -> bool:
    match = _PREPOSITION.match(piece.mask, state.position, state.end)
    by_unit = _BY_UNIT.match(piece.mask, state.position)
    if not match or (state.position not in piece.tokens and not by_unit):
        return False
    word = match[0]
    if piece.mask[match.end() : match.end() + 1] == BLANK:
        state.position = match.end()
        return True
    verb_here = verb_at(piece.mask, state.position, lexicon)
    if verb_here and verb_here.end > match.end():
        return False
    if word in {"为", "为了"} and _verb_directly(piece, match.end(), state.end, lexicon):
        state.position = state.end
        return True
    start, stop = match.end(), _prepositional_end(piece, word, match.end(), state.end, lexicon)
    if stop is None:
        if word in {"同", "与", "给", "用", "凭", "当", "自", "因", "视", "利用", "运用", "采用", "采取"}:
            return False
        stop = state.end
    if word == "由":
        name = re.compile(r"[^，、\d]{2,16}?(?=按|对|根据|在|从|以|向|依法|统一|负责|给予|予以)").match(piece.mask, start, stop)
        stop = name.end() if name and is_agent(name[0]) else stop
    _keep_phrase(piece, word, (start, stop), state, parsed)
    state.position = stop
    return True


def _keep_phrase(piece: Piece, word: str, span: Span, state: _State, parsed: Parsed) -> None:
    span = trim(piece.mask, *span)
    if span[0] >= span[1]:
        return
    if word in {"把", "将"}:
        state.taken = span
    elif word in {"对", "对于", "面向", "针对", "为", "给"}:
        state.about = span if word in {"对", "对于"} else state.about
        parsed.about.append(span)
    elif word == "由" and not piece.text(span)[0].isdigit():
        _take_actors(piece, span, parsed, surely=True)


def _verb_directly(piece: Piece, position: int, end: int, lexicon: Lexicon) -> bool:
    while match := functions(lexicon).match(piece.mask, position, end):
        position = match.end()
    verb = verb_at(piece.mask, position, lexicon)
    return verb is not None and verb.kind in {"strong", "light", "causative", "reach"}


def _prepositional_end(
    piece: Piece, word: str, start: int, end: int, lexicon: Lexicon
) -> int | None:
    closer = _CLOSERS.get(word)
    if closer:
        match = re.compile(rf"[^，◇]{{1,90}}?{closer}").match(piece.mask, start, end)
        if match and (match.end() == end or match.end() in piece.tokens or word == "以"):
            return match.end()
    blank = piece.mask.find(BLANK, start + 1, end)
    if blank >= 0 and word not in {"把", "将"}:
        verb = _main_verb(piece, start + 1, blank, lexicon)
        return verb.start if verb else blank
    verb = _main_verb(piece, start + 1, end, lexicon, plain=word in {"把", "将"})
    return verb.start if verb else None


def _main_verb(
    piece: Piece, start: int, end: int, lexicon: Lexicon, *, plain: bool = False
) -> Verb | None:
    """Return the verb that governs what stands before it, not one of a relative clause."""
    verbs = list(_verbs(piece, start, end, lexicon))
    moved = next((v for v in verbs if plain and _moves(piece, v)), None)
    if moved:
        return _before_adverbs(piece, moved, start, lexicon)
    last = piece.mask.rfind("的", start, end)
    firm = [v for v in verbs if v.kind != "weak"]
    after = [v for v in firm if v.start > last]
    if after:
        return _before_adverbs(piece, after[0], start, lexicon)
    light = [v for v in firm if _GIVES.fullmatch(v.word) or plain]
    if light:
        return _before_adverbs(piece, light[0], start, lexicon)
    ats = {at for at, _ in piece.quantities}
    weak = [v for v in verbs if v.start > last and (v.end == end or plain or v.end in ats)]
    if not weak:
        return None
    chosen = _before_adverbs(piece, weak[-1], start, lexicon)
    counted = weak[-1].end in ats
    return chosen if plain or counted or chosen.start < weak[-1].start else None


def _moves(piece: Piece, verb: Verb) -> bool:
    """Return whether a verb says where what 将 names goes: 纳入, 出租给, 压缩为, 摆在."""
    goal = re.compile(r"在|到|为|成|至|入|给|上(?!级|市|报)|于").match(piece.mask, verb.end)
    counted = any(at == verb.start for at, _ in piece.quantities)
    return goal is not None or counted or verb.word in _GOES_IN


def _before_adverbs(piece: Piece, verb: Verb, start: int, lexicon: Lexicon) -> Verb:
    """Return the verb as beginning with its adverbs, so that they are no part of a noun."""
    begin = verb.start
    for position in sorted((t for t in piece.tokens if start <= t < verb.start), reverse=True):
        match = functions(lexicon).match(piece.mask, position, begin)
        if not match or match.end() != begin or (len(match[0]) == 1 and match[0] not in "均都也先再要应须可不将"):
            break
        begin = position
    return Verb(verb.word, verb.kind, begin, verb.end)


def _verbs(piece: Piece, start: int, end: int, lexicon: Lexicon) -> Iterator[Verb]:
    position = start
    while position < end:
        verb = verb_at(piece.mask, position, lexicon) if position in piece.tokens else None
        whole = verb and (verb.end in piece.tokens or verb.end == end)
        if verb and whole and verb.end <= end and not piece.mask.startswith("的", verb.end):
            yield verb
            position = verb.end
        else:
            position += 1


def _opening_verb(piece: Piece, state: _State, lexicon: Lexicon) -> Verb | None:
    verb = verb_at(piece.mask, state.position, lexicon)
    if verb is None or verb.end > state.end:
        return _banned_phrase(piece, state)
    rest = piece.mask[verb.end : state.end]
    if rest.startswith("的") or _modal_ahead(piece, verb.end, state.end) >= 0:
        return None
    bounded = verb.end in piece.tokens or verb.end == state.end
    if len(verb.word) == 1 and not bounded:
        return _banned_phrase(piece, state)
    if state.banned or state.taken or state.modal:
        return verb
    if _in_metric(piece, verb):
        return None
    if verb.kind == "weak":
        ready = state.stepped and bounded
        return verb if ready or _weak_opens(piece, verb, state, lexicon) else None
    if verb.kind in {"strong", "light"} and _names_metric(piece, verb, state):
        return None
    return verb


def _in_metric(piece: Piece, verb: Verb) -> bool:
    """Tell 质押融资登记额突破20亿元 (the verb is part of what is measured)."""
    if verb.kind == "light":
        return False
    return any(
        start <= verb.start
        and verb.end < at
        and piece.mask[verb.end] not in "每不最至"
        and (start < verb.start or _NOMINAL.search(piece.mask[verb.end : at]) is not None)
        for (at, _), (start, _) in zip(piece.quantities, piece.metrics, strict=True)
    )


def _banned_phrase(piece: Piece, state: _State) -> Verb | None:
    """Return the phrase that a ban names where the lexicon has no verb for it (粗暴执法)."""
    if not state.banned or state.found:
        return None
    match = re.compile(r"[\u4e00-\u9fff]{2,6}(?=[、，]|$)").match(piece.mask[: state.end], state.position)
    return Verb(match[0], "strong", *match.span()) if match else None


def _modal_ahead(piece: Piece, start: int, end: int) -> int:
    """Return where a modal stands after a subject that holds verbs (从事养殖的农户应当…)."""
    payer = _PAID_BY.search(piece.mask, start + 2, end)
    if payer and payer.start() in piece.tokens:
        return payer.start()
    for modal in _MODAL.finditer(piece.mask, start + 2, end):
        whole = modal.start() in piece.tokens and modal.end() in piece.tokens
        if whole and piece.mask[modal.start() - 1] not in "并且、和但而均都也":
            return modal.start()
    return -1


def _weak_opens(piece: Piece, verb: Verb, state: _State, lexicon: Lexicon) -> bool:
    rest = (verb.end, state.end)
    if verb.end not in piece.tokens and verb.end < state.end:
        return False
    if verb.end == state.end:
        return state.topic is not None or state.about is not None
    if piece.mask[verb.end] in "、和与及" and not state.about:
        return False
    aside = _PREPOSITION.search(piece.mask, verb.end + 2, state.end)
    if aside and aside[0] in {"在", "由", "按", "向"} and aside.start() in piece.tokens:
        return False
    later = [v for v in _verbs(piece, *rest, lexicon) if v.kind != "weak"]
    joined = later and re.search(r"[、并和且后]", piece.mask[verb.end : later[0].start])
    return not later or bool(joined)


def _names_metric(piece: Piece, verb: Verb, state: _State) -> bool:
    """Tell 新增公务用车比例不低于80% (a metric) from 新增学位3600个 (something to be done)."""
    for at, _ in piece.quantities:
        if verb.end < at <= state.end:
            return bool(_NOMINAL.search(re.sub(r"(?:提高|提升|达到|稳定|保持|控制|降低|下降|不)$", "", piece.mask[verb.end : at])))
    return False


def _subject(piece: Piece, state: _State, parsed: Parsed, lexicon: Lexicon) -> bool:
    stop = _subject_end(piece, state, lexicon)
    span = trim(piece.mask, state.position, stop)
    if _AREA.fullmatch(piece.text(span)):
        span = (stop, stop)
    if span[0] < span[1] and not _take_actors(piece, span, parsed, surely=False):
        state.topic = span
        parsed.topics.append(span)
    state.position = stop
    state.stepped = False
    return stop < state.end


def _subject_end(piece: Piece, state: _State, lexicon: Lexicon) -> int:
    last = _modal_ahead(piece, state.position, state.end) - 1
    for position in range(state.position + 1, state.end):
        letter = piece.mask[position]
        if letter == BLANK:
            return position
        if _BY_UNIT.match(piece.mask, position) and position > last:
            return position
        if position not in piece.tokens or position <= last:
            continue
        if any(at == position for at, _ in piece.quantities):
            return position
        verb = verb_at(piece.mask, position, lexicon)
        if verb and _breaks_subject(piece, verb, state):
            return position
        if verb and verb.kind != "weak":
            continue
        match = functions(lexicon).match(piece.mask, position, state.end)
        if match and (not verb or verb.end <= match.end()) and not _noun_like(piece, match):
            return position
        found = _PREPOSITION.match(piece.mask, position, state.end)
        if found and position + len(found[0]) in piece.tokens and piece.mask[position - 1] != "的":
            return position
    weak = [v for v in _verbs(piece, state.position + 2, state.end, lexicon) if v.kind == "weak"]
    if weak and weak[-1].end == state.end and piece.mask[weak[-1].start - 1] not in "、的和" and not state.topic:
        return weak[-1].start
    return state.end


def _breaks_subject(piece: Piece, verb: Verb, state: _State) -> bool:
    """Return whether a verb behind a noun phrase is its predicate."""
    bounded = verb.end in piece.tokens or verb.end == state.end
    if verb.end > state.end or not bounded or piece.mask.startswith("的", verb.end):
        return False
    if piece.mask[verb.start - 1] in "的、" or _in_metric(piece, verb):
        return False
    if verb.kind == "weak":
        return len(verb.word) == 1 and is_agent(piece.text((state.position, verb.start)))
    return True


def _noun_like(piece: Piece, match: re.Match[str]) -> bool:
    """Tell adverbs from the same word inside a noun phrase (重点企业, 一般工业项目)."""
    if match.end() not in piece.tokens:
        return True
    return match[0] in {"重点", "一般", "集中", "规范", "专项", "专题", "动态", "首次", "直接", "公开", "创新", "示范", "试点", "全程", "全域", "统一", "全面", "综合", "独立", "联合", "平稳", "健康", "科学", "一体", "一次性", "定点", "就近", "线上", "线下", "网上", "现场", "优先", "全部", "电话", "书面", "免费", "临时", "系统", "整体", "实时", "一体化", "自愿", "有效", "高标准", "高质量", "高水平", "动态"} and not verb_like(piece, match.end())


def verb_like(piece: Piece, position: int) -> bool:
    """Return whether a predicate could begin here: a place where the segmenter splits."""
    return position in piece.tokens and piece.mask[position : position + 1] in {"开", "推", "建", "完", "落", "实", "清", "乘"}


def _take_actors(piece: Piece, span: Span, parsed: Parsed, *, surely: bool) -> bool:
    start, end = span
    last = piece.mask.rfind("的", start, end)
    if last >= 0:
        start = last + 1
    names = [n for n in listed(piece.words, start, end) if n[1] > n[0]]
    texts = [piece.text(n).removeprefix("请").removeprefix("凡") for n in names]
    if not names or not all(is_agent(t) or (surely and len(t) <= 12 and not re.search(r"[\d]", t)) for t in texts):  # noqa: PLR2004
        return False
    if any(t.startswith("每") for t in texts):
        return False
    after = piece.mask[end : end + 24].lstrip(BLANK)
    if not surely and _PLACE_END.search(texts[-1]) and not _ACTS.match(after):
        return False
    if after.startswith(("设在", "设于", "位于")):
        return False
    parsed.actors += names
    return True


def _predicate(
    piece: Piece, verb: Verb, state: _State, parsed: Parsed, lexicon: Lexicon
) -> None:
    verb = _pair(piece, verb, state, lexicon)
    objects, state.position = _objects(piece, verb, state, lexicon)
    goes_in = verb.word in _GOES_IN
    if goes_in and state.taken or goes_in and state.topic:
        objects = []
    objects = [o for o in objects if not (goes_in and (is_agent(piece.text(o)) or _RECIPIENT.match(piece.text(o))))]
    if state.taken:
        objects = [state.taken]
    elif not objects:
        given = state.topic or (state.about if not _LIGHT.fullmatch(verb.word) else None)
        near = any(verb.start <= at <= verb.end + 4 for at, _ in piece.quantities)
        named = state.topic is not None and bool(_NOMINAL.search(piece.mask[slice(*state.topic)]))
        measured = verb.kind == "reach" or (near and named)
        objects = [given] if given and not (measured and given == state.topic) else []
    parsed.predicates.append(Predicate((verb.start, verb.end), tuple(objects), state.banned, state.modal))
    state.found = True
    state.taken = state.topic = state.about = None


def _pair(piece: Piece, verb: Verb, state: _State, lexicon: Lexicon) -> Verb:
    """Join two verbs that stand together before one object (改造提升, 研究解决)."""
    after = verb_at(piece.mask, verb.end, lexicon)
    if verb.kind not in {"strong", "weak"} or not after or after.kind not in {"strong", "reach"}:
        return verb
    if len(verb.word) != 2 or len(after.word) != 2 or after.end >= state.end:  # noqa: PLR2004
        return verb
    if piece.mask[after.end] in "的、和，" or verb.end not in piece.tokens:
        return verb
    return Verb(verb.word + after.word, verb.kind, verb.start, after.end)


def _objects(
    piece: Piece, verb: Verb, state: _State, lexicon: Lexicon
) -> tuple[list[Span], int]:
    """Return the objects of a verb and where reading goes on."""
    start = verb.end
    aspect = _ASPECT.match(piece.mask, start, state.end)
    if aspect and verb.kind != "causative":
        start = aspect.end()
    cut, onward = _object_end(piece, verb, start, state, lexicon)
    if _NO_OBJECT.match(piece.mask[start:cut]) and not verb.word.endswith(("于", "为")):
        return [], onward
    return list(_without_quantities(piece, start, cut)), onward


def _object_end(
    piece: Piece, verb: Verb, start: int, state: _State, lexicon: Lexicon
) -> tuple[int, int]:
    clause = verb.kind == "causative" and _has_clause(piece, start, state.end, lexicon)
    for match in _JOIN.finditer(piece.mask, start, state.end):
        if match.start() not in piece.tokens:
            continue
        if _opens_next(piece, match, start, state, clause, lexicon):
            return match.start(), match.end()
    return state.end, state.end


def _has_clause(piece: Piece, start: int, end: int, lexicon: Lexicon) -> bool:
    return any(v.kind != "weak" for v in _verbs(piece, start + 1, end, lexicon))


def _opens_next(
    piece: Piece, match: re.Match[str], start: int, state: _State, clause: bool, lexicon: Lexicon  # noqa: FBT001
) -> bool:
    position = match.end()
    moved = False
    for at, until in piece.quantities:
        if at == position:
            position, moved = until, True
    while step := functions(lexicon).match(piece.mask, position, state.end):
        word = verb_at(piece.mask, position, lexicon)
        if word and word.end > step.end():
            break
        if word and word.end == step.end() and not verb_at(piece.mask, step.end(), lexicon):
            break
        position, moved = step.end(), True
    verb = verb_at(piece.mask, position, lexicon)
    empty = not piece.mask[start : match.start()].strip()
    rest = piece.mask[verb.end : state.end] if verb else ""
    if match[0] in _AND:
        if match[0] in {"后", "再"} and (not verb or verb.kind == "weak"):
            return False
        return not clause and (verb is not None or (moved and _PREPOSITION.match(piece.mask, position) is not None))
    if verb is None or verb.end > state.end or rest.startswith("的"):
        return False
    if empty:
        return True
    if clause or not rest:
        return not clause and verb.kind != "weak" and (state.banned or len(verb.word) >= _IDIOM)
    if match[0] == "、":
        ahead = piece.mask[verb.end]
        listing = ahead in "、和及与的" or (verb.kind == "weak")
        return not listing
    return (moved or state.banned) and match[0] in {"或", "或者"} and verb.kind != "weak"


def _without_quantities(piece: Piece, start: int, end: int) -> Iterator[Span]:
    """Yield the noun phrases between the quantities of an object."""
    inside = [(at, until) for at, until in piece.quantities if at < end and until > start]
    position = start
    if not inside:
        yield from _noun_phrase(piece, start, end)
        return
    for at, until in inside:
        yield from _noun_phrase(piece, position, max(at, position))
        position = until
    if position < end and (inside[-1][0] <= start + 1 or len(inside) == 1 or not piece.mask[start:inside[0][0]].strip()):
        tail = piece.mask[position:end]
        if not re.match(r"[、（]", tail) and inside[0][0] <= start + 2:  # noqa: PLR2004
            yield from _noun_phrase(piece, position, end)


def _noun_phrase(piece: Piece, start: int, end: int) -> Iterator[Span]:
    start, end = trim(piece.mask, start, end)
    small = _SMALL.match(piece.mask[start:end])
    start += small.end() if small else 0
    tail = _TAIL.search(piece.mask[start:end])
    if tail and tail.start():
        end = start + tail.start()
    start, end = trim(piece.mask, start, end)
    rest = piece.mask[start:end]
    if rest.strip("一个次的以上左右内") and not re.fullmatch(r"(?:力度|以上|以下|左右|以内|不|至|到)", rest):
        yield start, end
