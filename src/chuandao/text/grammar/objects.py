"""What a verb works on: from the verb to the end of its phrase, less quantities."""

import re
from collections.abc import Iterator

from chuandao.text.grammar.parsed import State
from chuandao.text.grammar.phrases import Piece, Span, functions, trim
from chuandao.text.grammar.prepositions import PREPOSITION
from chuandao.text.grammar.verb_phrases import GOES_IN, verbs_in
from chuandao.text.grammar.verbs import Verb, verb_of
from chuandao.text.lexicon import Lexicon

_JOIN = re.compile(
    r"、|(?<![合兼归吞撤火一])并(?!轨|网|购|联|行|非|发症|处|点|存|举|重)且?|，"
    r"|或者|或|以及|及(?!时|其|格)|和(?!谐|平|解|美)|(?<![而])且|再(?!生|造|制"
    r"|贷|就|利|保|次|度|担)|(?<=[\u4e00-\u9fff])(?=报(?:市|县|省|区|镇|乡|上级))"
    r"|后(?!续|备|期|方|台|勤|果|者|代|扶)|同时"
)
_AND = frozenset({"", "并", "并且", "且", "同时", "再", "后"})
_ASPECT = re.compile(r"了|着|好(?=[^的转])|起(?=[^来步点])|出(?=[^台让租资售])")
_NO_OBJECT = re.compile(r"^(?:到|至|在|于|为|成|给|以|向|由(?![^，]*的)|并)(?![位导上])")
_IDIOM = 4  # letters of a predicate that needs no object: 挂号销号
_SMALL = re.compile(
    r"^(?:不?(?:少于|低于)?[一两几]|多|若干|首|每)(?:个|次|批|遍|场|项|张|份|支|套|名|条|家|所)"
)
_TAIL = re.compile(r"(?:到位|完毕|干净|一次|一遍|到户|到人|上来|下去|起来|出来|进来|在前|不力)$")


def pair(piece: Piece, verb: Verb, state: State, lexicon: Lexicon) -> Verb:
    """Join two verbs that stand together before one object (改造提升, 研究解决)."""
    after = verb_of(piece, verb.end, lexicon)
    if verb.kind not in {"strong", "weak"} or not after or after.kind not in {"strong", "reach"}:
        return verb
    if after.word in GOES_IN:
        return verb
    if len(verb.word) != 2 or len(after.word) != 2 or after.end >= state.end:  # noqa: PLR2004
        return verb
    if after.end not in piece.tokens or after.kind == "weak":
        return verb
    if piece.mask[after.end] in "的、和，" or verb.end not in piece.tokens:
        return verb
    return Verb(verb.word + after.word, verb.kind, verb.start, after.end)


_AND_SO_ON = re.compile(r"[^、，]{0,6}等(?!级|待|候|于|额)")
_EMPTY = re.compile(
    r"(?:至少|最[长高多低少]|每[\u4e00-\u9fff]{1,3}|率|得|给予|不?(?:超过|低于|少于|高于)[^，。；、]*|一次性|以|按)*"
)


def objects_of(piece: Piece, verb: Verb, state: State, lexicon: Lexicon) -> tuple[list[Span], int]:
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
    piece: Piece, verb: Verb, start: int, state: State, lexicon: Lexicon
) -> tuple[int, int]:
    serial = verb_of(piece, start, lexicon)
    if state.topic and serial and serial.kind in {"strong", "reach"} and start in piece.tokens:
        return start, start
    clause = verb.kind == "causative" and _has_clause(piece, start, state.end, lexicon)
    for match in _JOIN.finditer(piece.mask, start, state.end):
        if match.start() not in piece.tokens:
            continue
        if _opens_next(piece, match, start, state, clause, lexicon):
            return match.start(), match.end()
    return state.end, state.end


def _has_clause(piece: Piece, start: int, end: int, lexicon: Lexicon) -> bool:
    return any(v.kind != "weak" for v in verbs_in(piece, start + 1, end, lexicon))


def _opens_next(  # noqa: PLR0911
    piece: Piece,
    match: re.Match[str],
    start: int,
    state: State,
    clause: bool,  # noqa: FBT001
    lexicon: Lexicon,
) -> bool:
    position, moved = _past_functions(piece, match.end(), state.end, lexicon)
    verb = verb_of(piece, position, lexicon)
    empty = not piece.mask[start : match.start()].strip()
    if match[0] in {"并", "并且"} and empty:
        return True
    if match[0] in _AND:
        if match[0] in {"后", "再"} and (not verb or verb.kind == "weak"):
            return False
        led = moved and PREPOSITION.match(piece.mask, position) is not None
        return not clause and (verb is not None or led)
    if verb is None or verb.end > state.end:
        return False
    rest = piece.mask[verb.end : state.end]
    if empty or rest.startswith("的"):
        return not rest.startswith("的")
    strong = verb.kind != "weak"
    if clause or not rest:
        return not clause and strong and (state.banned or moved or len(verb.word) >= _IDIOM)
    if match[0] == "、":
        return strong and not _lists_nouns(piece, verb, state.end, lexicon)
    return (moved or state.banned) and match[0] in {"或", "或者"} and strong


def _past_functions(piece: Piece, position: int, end: int, lexicon: Lexicon) -> tuple[int, bool]:
    """Return where quantities and function words end, and whether there were any."""
    moved = False
    for at, until in piece.quantities:
        if at == position:
            position, moved = until, True
    while step := functions(lexicon).match(piece.mask, position, end):
        word = verb_of(piece, position, lexicon)
        if word and word.end > step.end():
            break
        if word and word.end == step.end() and not verb_of(piece, step.end(), lexicon):
            break
        position, moved = step.end(), True
    return position, moved


def _lists_nouns(piece: Piece, verb: Verb, end: int, lexicon: Lexicon) -> bool:
    """Return whether what looks like a verb after 、 is one noun of a list."""
    if _AND_SO_ON.match(piece.mask, verb.end, end):
        return True
    return piece.mask[verb.end] in "、和及与的" and not _idiom_list(piece, verb, lexicon)


def _idiom_list(piece: Piece, verb: Verb, lexicon: Lexicon) -> bool:
    """Tell 建立清单、挂号销号、举一反三 from a list of nouns with 互联互通 in it."""
    after = verb_of(piece, verb.end + 1, lexicon)
    return len(verb.word) >= _IDIOM and after is not None and len(after.word) >= _IDIOM


def _without_quantities(piece: Piece, start: int, end: int) -> Iterator[Span]:
    """Yield the noun phrases of an object between its quantities, or behind the first."""
    inside = [(at, until) for at, until in piece.quantities if at < end and until > start]
    position = start
    named = False
    for at, until in inside:
        if not _EMPTY.fullmatch(piece.mask[position : max(at, position)].strip("、，")):
            yield from _noun_phrase(piece, position, max(at, position))
            named = True
        position = until
    if not named and position < end and (not inside or piece.mask[position] not in "、（"):
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
    if rest.strip("一个次的以上左右内") and not re.fullmatch(
        r"(?:力度|以上|以下|左右|以内|不|至|到)", rest
    ):
        yield start, end
