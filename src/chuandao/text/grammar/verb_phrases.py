"""Verbs in a phrase: which words lead up to one, and where a modal governs what stands before."""

import re
from collections.abc import Iterator

from chuandao.text.grammar.parsed import State
from chuandao.text.grammar.phrases import ABLE, BLANK, Piece, functions
from chuandao.text.grammar.verbs import Verb, verb_of
from chuandao.text.lexicon import Lexicon

BAN = re.compile(
    r"不得|严禁|禁止|不准|不允许|绝不|不许|不再|不予|暂不|一律不|不能|不可|不宜|不应|杜绝|不|别|勿"
)
HALTS = frozenset({"停止", "暂停", "中止"})
OBLIGES = re.compile(r"应当|应|要|须|必须|务必|可以|可|鼓励|支持")
MODAL = re.compile(rf"应当|应|要|须|必须|不得|可以|可(?!{ABLE})|不准|严禁|禁止|务必|一律")
GOES_IN = frozenset(
    [
        "作为",
        "纳入",
        "列入",
        "计入",
        "归入",
        "并入",
        "融入",
        "编入",
        "移送",
        "报送",
        "报",
        "上报",
        "抄送",
        "送",
        "送达",
        "交",
        "移交",
        "转移",
        "倾斜",
        "设",
        "延伸",
        "列支",
        "贯穿",
        "摆",
        "转化",
        "下沉",
        "落户",
        "报告",
        "抄告",
        "通报至",
        "讲",
        "进入",
        "接入到",
        "上传",
        "报批",
        "报备",
        "转办",
        "交办",
    ]
)
_INTO_VERB_ONLY = frozenset({"予以", "加以", "进行", "得以"})
_OPENS = frozenset(
    {
        "鼓励",
        "支持",
        "引导",
        "提倡",
        "允许",
        "探索",
        "停止",
        "加快",
        "加大",
        "争取",
        "确保",
        "保证",
        "加强",
    }
)
_PAID_BY = re.compile(
    r"(?<![自理缘])由(?=[^，。；\d]{1,12}(?:财政|局|委|政府|部门|单位|中心|集体"
    r"|银行|公司|机构|物业))"
)


def is_helper(piece: Piece, verb: Verb, state: State, lexicon: Lexicon) -> bool:  # noqa: PLR0911
    """Tell 加快 before a verb (加快建设) and a ban from the verb itself (加快发展方式转变)."""
    if verb.word in _INTO_VERB_ONLY:
        return verb_of(piece, verb.end, lexicon) is not None
    if BAN.fullmatch(verb.word):
        return verb.word not in {"杜绝", "防止"}
    ahead = piece.mask[verb.end : verb.end + 1]
    if verb.word in {"探索", "允许"} and (ahead in "将把在从以由对按" or ahead == BLANK):
        return True
    position = verb.end
    while match := functions(lexicon).match(piece.mask, position, state.end):
        position = match.end()
    after = verb_of(piece, position, lexicon)
    if after is None or (after.end >= state.end and after.kind == "weak"):
        return False
    if after.end not in piece.tokens and after.end < state.end:
        return False
    rest = piece.mask[after.end : after.end + 1]
    if verb.word in _OPENS or position > verb.end:
        return after.kind != "weak" or (rest not in "的、和" and verb.word not in {"加强", "加大"})
    return after.kind not in {"weak", "causative"} and rest != "的"


def before_adverbs(piece: Piece, verb: Verb, start: int, lexicon: Lexicon) -> Verb:
    """Return the verb as beginning with its adverbs, so that they are no part of a noun."""
    begin = verb.start
    for position in sorted((t for t in piece.tokens if start <= t < verb.start), reverse=True):
        match = functions(lexicon).match(piece.mask, position, begin)
        if (
            not match
            or match.end() != begin
            or (len(match[0]) == 1 and match[0] not in "均都也先再要应须可不将")
        ):
            break
        begin = position
    return Verb(verb.word, verb.kind, begin, verb.end)


def verbs_in(piece: Piece, start: int, end: int, lexicon: Lexicon) -> Iterator[Verb]:
    """Yield the verbs of a phrase that are whole words and stand before no 的."""
    position = start
    while position < end:
        verb = verb_of(piece, position, lexicon) if position in piece.tokens else None
        whole = verb and (
            verb.end in piece.tokens or verb.end == end or piece.mask[verb.end] in "到至为在"
        )
        if verb and whole and verb.end <= end and not piece.mask.startswith("的", verb.end):
            yield verb
            position = verb.end
        else:
            position += 1


def modal_ahead(piece: Piece, start: int, end: int) -> int:
    """Return where a modal stands after a subject that holds verbs (从事养殖的农户应当…)."""
    payer = _PAID_BY.search(piece.mask, start + 2, end)
    if payer and payer.start() in piece.tokens:
        return payer.start()
    for modal in MODAL.finditer(piece.mask, start + 2, end):
        whole = modal.start() in piece.tokens and modal.end() in piece.tokens
        if whole and piece.mask[modal.start() - 1] not in "并且、和但而均都也":
            return modal.start()
    return -1
