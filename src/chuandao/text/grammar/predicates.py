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
from dataclasses import replace

from chuandao.text.grammar.actors import agent_end, take_actors, without_adverbs
from chuandao.text.grammar.agents import is_agent
from chuandao.text.grammar.objects import objects_of, pair
from chuandao.text.grammar.parsed import Parsed, Predicate, State
from chuandao.text.grammar.phrases import BLANK, Piece, Span, functions, trim
from chuandao.text.grammar.prepositions import PREPOSITION, prepositional_end, verb_directly
from chuandao.text.grammar.subjects import BY_UNIT, NOMINAL, NOUN_LIKE, in_metric, subject_end
from chuandao.text.grammar.verb_phrases import (
    BAN,
    GOES_IN,
    HALTS,
    MODAL,
    OBLIGES,
    is_helper,
    modal_ahead,
    verbs_in,
)
from chuandao.text.grammar.verbs import Verb, verb_at, verb_of
from chuandao.text.lexicon import Lexicon

_PAST = re.compile(r"去年|上年(?![的同均])|今年以来|截至目前|近年来|过去[一二三五几]年")
_LIGHT = re.compile(
    r"给予|开展|实行|实施|进行|予以|加以|建立|落实|采取|作出|提供|享受|推行|发放|安排"
)
_NOUN_BEHIND = re.compile(
    r"(?:期限|标准|方案|价款|资金|对象|经费|费用|企业|单位|机构|人员|工作|事项|进度|情况|协议|许可|合同|制度|机制|政策|条件"
    r"|时限|频次|比例|价格|范围|数量|质量|能力|水平|项目|设施|场所|主体|收入|成本|结果|程序|要求|责任|费|房|款)"
    r"(?=[可须应要由为分每原予在按不随限◇自从一是]|优先|免|均|全部|统一)"
)
_ANY = re.compile(r"一切|任何|各种|各类|各项|所有|其他|以任何")
_MEANWHILE = re.compile(
    r"(?:过程|期间|工作)?(?:中|前|后|时)(?=不得|严禁|不准|应|须|要|可|原则上|必须|一律|不再|由|先)"
)
_NO_THING = re.compile(
    r"至少|最[多少高低]|频次|率|.|先进|优秀|全[部破]|[不未].{0,6}|一[天次遍]|干一天"
)
_PUT_INTO = re.compile(r"作为|纳入|列入|计入|归入|并入|融入|贯穿")
_NAMES_WHOM = frozenset({"对", "对于", "为", "面向", "针对"})
_NEEDS_AN_END = frozenset(
    {"同", "与", "给", "用", "凭", "当", "自", "因", "视", "利用", "运用", "采用", "采取"}
)
_BY_WHOM = re.compile(
    r"[^，\d]{2,20}?(?=按|对|根据|在|从|以(?![上下内外及])|向|依法|统一|负责|给予|予以)"
)
_TAKES_IN = frozenset({"纳入", "列入", "计入", "归入", "编入", "并入", "融入"})
_IDIOM = 4
_PLACED = frozenset({"设在", "设于", "位于"})
_AREA = re.compile(r"全[市县区省镇乡国州]|其中|今年|明年|每年|本年度|下一步")
_RECIPIENT = re.compile(r"^(?:市|县|区|省|镇|乡|党|司法|公安|纪检)")


def parse(piece: Piece, lexicon: Lexicon) -> Parsed:
    """Return the predicates and actors of a piece.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
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
        state = State(start, end, about=pending)
        _phrase(piece, state, parsed, lexicon)
        if not state.found and state.topic and piece.mask[start - 1 : start] == "、":
            _one_more(parsed, state.topic)
        topic = state.topic
        if topic and NOMINAL.search(piece.mask[slice(*topic)]):
            topic = None
        pending = None if state.found else state.about or topic
    return parsed


def _one_more(parsed: Parsed, topic: Span) -> None:
    """Add a noun of an enumeration with quantities (编织袋20万条、冲锋舟12艘) to its verb."""
    if parsed.predicates and parsed.predicates[-1].objects:
        last = parsed.predicates[-1]
        parsed.predicates[-1] = replace(last, objects=(*last.objects, topic))


def _phrase(piece: Piece, state: State, parsed: Parsed, lexicon: Lexicon) -> None:
    while state.position < state.end:
        before = state.position
        over = next((until for at, until in piece.quantities if at == before), None)
        if over and not verb_of(piece, before, lexicon):
            state.position = over
            continue
        if _step_over(piece, state, parsed, lexicon):
            continue
        if _preposition(piece, state, parsed, lexicon):
            continue
        verb = _opening_verb(piece, state, lexicon)
        aside = _MEANWHILE.match(piece.mask, verb.end) if verb else None
        if aside:
            state.position, state.stepped = aside.end(), True
        elif verb:
            _predicate(piece, verb, state, parsed, lexicon)
        elif not _subject(piece, state, parsed, lexicon):
            break
        if state.position <= before:
            break


def _step_over(piece: Piece, state: State, parsed: Parsed, lexicon: Lexicon) -> bool:  # noqa: PLR0911
    match = functions(lexicon).match(piece.mask, state.position, state.end)
    if not match:
        return False
    verb = verb_of(piece, state.position, lexicon)
    if verb and verb.end > match.end() and piece.mask[verb.end : verb.end + 1] != "的":
        return False
    if verb and verb.end == match.end() and not is_helper(piece, verb, state, lexicon):
        return False
    if match[0] in NOUN_LIKE and not verb_of(piece, match.end(), lexicon):
        return False
    if match[0] == "将" and (
        not verb_of(piece, match.end(), lexicon)
        or _PUT_INTO.search(piece.mask, match.end() + 2, state.end)
    ):
        return False
    if match.end() not in piece.tokens and match.end() < state.end and len(match[0]) == 1:
        return False
    span = match.span()
    parsed.functions.append(span)
    if BAN.fullmatch(match[0]) or match[0] in HALTS:
        state.banned = True
    elif state.found and OBLIGES.fullmatch(match[0]):
        state.banned, state.modal = False, None
    if MODAL.fullmatch(match[0]) or match[0] == "允许":
        state.modal = state.modal or span
    state.position = match.end()
    state.stepped = True
    return True


def _preposition(piece: Piece, state: State, parsed: Parsed, lexicon: Lexicon) -> bool:
    match = PREPOSITION.match(piece.mask, state.position, state.end)
    if not match or not _is_preposition(piece, match):
        return False
    word, after = match[0], piece.mask[match.end() : state.end]
    start = match.end() + len(after) - len(after.lstrip(BLANK))
    if after.startswith(BLANK) and (word not in _NAMES_WHOM or verb_of(piece, start, lexicon)):
        state.position = match.end()
        return True
    verb_here = verb_of(piece, state.position, lexicon)
    if verb_here and verb_here.end > match.end():
        return False
    if word in {"为", "为了"} and verb_directly(piece, match.end(), state.end, lexicon):
        state.position = state.end
        return True
    stop = prepositional_end(piece, word, start, state.end, lexicon)
    if stop is None and word in _NEEDS_AN_END:
        return False
    stop = state.end if stop is None else stop
    if word == "由":
        stop = _agent_stop(piece, start, stop, lexicon)
    _keep_phrase(piece, word, (start, stop), state, parsed, lexicon)
    state.position = stop
    return True


def _is_preposition(piece: Piece, match: re.Match[str]) -> bool:
    """Return whether a preposition is a word of its own here, and no part of a longer one."""
    by_unit = BY_UNIT.match(piece.mask, match.start())
    if match.start() not in piece.tokens and not by_unit:
        return False
    whole = match.end() in piece.tokens or by_unit or match[0] in {"把", "将"}
    return len(match[0]) > 1 or bool(whole)


def _agent_stop(piece: Piece, start: int, stop: int, lexicon: Lexicon) -> int:
    """Return where the name after 由 ends."""
    name = _BY_WHOM.match(piece.mask, start, stop)
    return name.end() if name and is_agent(name[0]) else agent_end(piece, start, stop, lexicon)


def _keep_phrase(
    piece: Piece, word: str, span: Span, state: State, parsed: Parsed, lexicon: Lexicon
) -> None:
    span = trim(piece.mask, *span)
    if span[0] >= span[1]:
        return
    if word in {"把", "将"}:
        baseline = re.search(r"(?:由|从)(?=[\d零一二三四五六七八九十百两])", piece.text(span))
        state.taken = (span[0], span[0] + baseline.start()) if baseline else span
    elif word in {"对", "对于", "面向", "针对", "为", "给"}:
        state.about = span if word in {"对", "对于"} else state.about
        parsed.about.append(span)
    elif word == "由" and not piece.text(span)[0].isdigit():
        take_actors(piece, span, parsed, lexicon, surely=True)


def _opening_verb(piece: Piece, state: State, lexicon: Lexicon) -> Verb | None:  # noqa: PLR0911
    verb = verb_of(piece, state.position, lexicon)
    if verb is None or verb.end > state.end:
        return _banned_phrase(piece, state)
    rest = piece.mask[verb.end : state.end]
    if verb.kind == "guess" and not (state.modal or state.banned or state.taken):
        return None
    if rest.startswith("的") or modal_ahead(piece, verb.end, state.end) >= 0:
        return None
    bounded = verb.end in piece.tokens or verb.end == state.end
    if len(verb.word) == 1 and not bounded:
        return _banned_phrase(piece, state)
    if state.banned or state.taken or state.modal:
        return verb
    if in_metric(piece, verb) or (not state.stepped and _NOUN_BEHIND.match(piece.mask, verb.end)):
        return None
    if verb.kind == "weak":
        ready = state.stepped and bounded
        return verb if ready or _weak_opens(piece, verb, state, lexicon) else None
    if verb.kind in {"strong", "light"} and _names_metric(piece, verb, state):
        return None
    return verb


def _banned_phrase(piece: Piece, state: State) -> Verb | None:
    """Return the phrase that a ban names where the lexicon has no verb for it (粗暴执法)."""
    if not state.banned or state.found:
        return None
    ban = state.modal and re.fullmatch("严禁|禁止|杜绝", piece.text(state.modal))
    if ban and state.modal and _ANY.match(piece.mask, state.position):
        return Verb(piece.text(state.modal), "strong", *state.modal)
    match = re.compile(r"[\u4e00-\u9fff]{2,6}(?=[、，]|$)").match(
        piece.mask[: state.end], state.position
    )
    return Verb(match[0], "strong", *match.span()) if match else None


def _weak_opens(piece: Piece, verb: Verb, state: State, lexicon: Lexicon) -> bool:
    rest = (verb.end, state.end)
    if verb.end not in piece.tokens and verb.end < state.end:
        return False
    if verb.end == state.end:
        return state.topic is not None or state.about is not None
    if piece.mask[verb.end] in "、和与及" and not state.about:
        return False
    aside = PREPOSITION.search(piece.mask, verb.end + 2, state.end)
    if aside and aside[0] in {"在", "由", "按", "向"} and aside.start() in piece.tokens:
        return False
    later = [v for v in verbs_in(piece, *rest, lexicon) if v.kind != "weak"]
    joined = later and re.search(r"[、并和且后]", piece.mask[verb.end : later[0].start])
    return not later or bool(joined)


def _is_idiom(verb: Verb, lexicon: Lexicon) -> bool:
    """Tell 因地制宜, which works on nothing, from a pair of verbs (排查整治)."""
    if len(verb.word) < _IDIOM:
        return False
    first = verb_at(verb.word, 0, lexicon)
    halves = verb_at(verb.word[:2], 0, lexicon) and verb_at(verb.word[2:], 0, lexicon)
    return first is not None and not halves


def _names_metric(piece: Piece, verb: Verb, state: State) -> bool:
    """Tell 新增公务用车比例不低于80% (a metric) from 新增学位3600个 (something to be done)."""
    for at, _ in piece.quantities:
        if verb.end < at <= state.end:
            return bool(
                NOMINAL.search(
                    re.sub(
                        r"(?:提高|提升|达到|稳定|保持|控制|降低|下降|不)$",
                        "",
                        piece.mask[verb.end : at],
                    )
                )
            )
    return False


def _subject(piece: Piece, state: State, parsed: Parsed, lexicon: Lexicon) -> bool:
    stop = subject_end(piece, state, lexicon)
    span = without_adverbs(piece, trim(piece.mask, state.position, stop), lexicon)
    if _AREA.fullmatch(piece.text(span)):
        span = (stop, stop)
    if span[0] < span[1] and not take_actors(piece, span, parsed, lexicon, surely=False):
        state.topic = span
        parsed.topics.append(span)
    state.position = stop
    state.stepped = False
    return stop < state.end


def _predicate(piece: Piece, verb: Verb, state: State, parsed: Parsed, lexicon: Lexicon) -> None:
    verb = pair(piece, verb, state, lexicon)
    objects, state.position = objects_of(piece, verb, state, lexicon)
    goes_in = verb.word in GOES_IN
    if verb.word in _PLACED or verb.word in _TAKES_IN or (goes_in and (state.taken or state.topic)):
        objects = []
    objects = [
        o
        for o in objects
        if not (goes_in and (is_agent(piece.text(o)) or _RECIPIENT.match(piece.text(o))))
    ]
    if state.taken:
        objects = [state.taken]
    elif not objects:
        topic = None if _is_idiom(verb, lexicon) or verb.word in _PLACED else state.topic
        given = topic or (state.about if not _LIGHT.fullmatch(verb.word) else None)
        near = any(verb.start <= at <= verb.end + 4 for at, _ in piece.quantities)
        named = state.topic is not None and bool(NOMINAL.search(piece.mask[slice(*state.topic)]))
        measured = verb.kind == "reach" or (near and named)
        objects = [given] if given and not (measured and given == state.topic) else []
    objects = [o for o in objects if not _NO_THING.fullmatch(piece.text(o))]
    parsed.predicates.append(
        Predicate((verb.start, verb.end), tuple(objects), state.banned, state.modal)
    )
    state.found = True
    state.taken = state.topic = state.about = None
