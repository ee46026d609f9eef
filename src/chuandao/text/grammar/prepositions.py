"""What a preposition takes along (按照…要求, 以…为由, 对…, 将…), and the verb that follows it."""

import re

from chuandao.text.grammar.phrases import BLANK, Piece, functions
from chuandao.text.grammar.verb_phrases import GOES_IN, before_adverbs, verbs_in
from chuandao.text.grammar.verbs import Verb, verb_of
from chuandao.text.lexicon import Lexicon

_CLOSERS = {
    "在": (
        r"(?:之?[中内下上前后时间际]|期间|方面|基础上|前提下|过程中|领域|环节|范围内"
        r"|地区|区域|同时|阶段)"
    ),
    "以": (
        r"(?:为(?:重点|主|目标|抓手|契机|导向|载体|依托|核心|基础|主线|牵引|统领|支撑"
        r"|突破口|单位|由|名)|为[^，、]{1,8}$|(?:等|的)?(?:方式|形式|名义)|等)"
    ),
    "通过": r"(?:等|的)*(?:方式|形式|手段|途径|渠道|办法|措施|载体)",
    "按照": (
        r"(?:的|等)*(?:要求|原则|规定|标准|程序|分工|职责|部署|思路|模式|办法|方式"
        r"|比例|顺序|规范|权限|进度|计划|机制|流程|精神|安排)"
    ),
    "根据": r"(?:的|等)*(?:要求|原则|规定|标准|程序|情况|实际|需要|需求|结果|特点)",
    "采取": r"(?:等|的)*(?:方式|形式|手段|办法|措施|模式)",
}
_LIKE = {
    "在": "于 从 自 当",
    "按照": "按 依照 遵照 参照 遵循 本着",
    "根据": "依据 结合 视 围绕 立足 针对 凭 因 随着 聚焦 基于",
    "通过": "运用 利用 依托 借助 用",
    "采取": "采用",
}
_CLOSERS |= {other: _CLOSERS[word] for word, others in _LIKE.items() for other in others.split()}
PREPOSITION = re.compile(
    r"把|将|对于|对|由|为了|为|向|给|同|与|跟|面向|"
    + "|".join(sorted(_CLOSERS, key=len, reverse=True))
)
_REPORTS = re.compile(r"报(?=[市县省区镇乡上])(?!上级)")
_GIVES = re.compile(r"给予|开展|实行|实施|进行|予以|加以")


def verb_directly(piece: Piece, position: int, end: int, lexicon: Lexicon) -> bool:
    """Return whether a verb follows, adverbs stepped over (为|深入贯彻: a purpose)."""
    while match := functions(lexicon).match(piece.mask, position, end):
        position = match.end()
    verb = verb_of(piece, position, lexicon)
    return verb is not None and verb.kind in {"strong", "light", "causative", "reach"}


def prepositional_end(
    piece: Piece, word: str, start: int, end: int, lexicon: Lexicon
) -> int | None:
    """Return where the phrase of a preposition ends; None where nothing follows it."""
    closer = _CLOSERS.get(word)
    if closer:
        match = re.compile(rf"[^，◇]{{0,90}}?{closer}").match(piece.mask, start, end)
        if match and (match.end() == end or match.end() in piece.tokens or word == "以"):
            return match.end()
    blank = piece.mask.find(BLANK, start + 1, end)
    if blank >= 0 and word not in {"把", "将"}:
        verb = _main_verb(piece, start + 1, blank, lexicon)
        return verb.start if verb else blank
    verb = _main_verb(piece, start + 1, end, lexicon, plain=word in {"把", "将"})
    if verb and word in {"对", "对于"} and not _GIVES.match(piece.mask, verb.end - len(verb.word)):
        verb = _given(piece, verb, end, lexicon)
    return verb.start if verb else None


def _given(piece: Piece, verb: Verb, end: int, lexicon: Lexicon) -> Verb:
    """Return the verb that 对…进行 leads to, where the noun before it holds verbs too."""
    last = max(piece.mask.rfind("、", verb.end, end), piece.mask.rfind("等", verb.end, end))
    behind = verbs_in(piece, last, end, lexicon) if last >= 0 else iter(())
    return next((v for v in behind if _GIVES.fullmatch(v.word)), verb)


def _main_verb(
    piece: Piece, start: int, end: int, lexicon: Lexicon, *, plain: bool = False
) -> Verb | None:
    """Return the verb that governs what stands before it, not one of a relative clause."""
    verbs = list(verbs_in(piece, start, end, lexicon))
    ats = {at for at, _ in piece.quantities}
    sure = next((v for v in verbs if plain and (v.start in ats or v.word in GOES_IN)), None)
    reports = _REPORTS.search(piece.mask, start, end) if plain and not sure else None
    if reports:
        return Verb("报", "weak", *reports.span())
    moved = sure or next((v for v in verbs if plain and _moves(piece, v, start)), None)
    if moved:
        return before_adverbs(piece, moved, start, lexicon)
    last = piece.mask.rfind("的", start, end)
    firm = [v for v in verbs if v.kind != "weak"]
    after = [v for v in firm if v.start > last]
    if after:
        return before_adverbs(piece, after[0], start, lexicon)
    light = [v for v in firm if _GIVES.fullmatch(v.word) or plain]
    if light:
        return before_adverbs(piece, light[0], start, lexicon)
    weak = [v for v in verbs if v.start > last and (v.end == end or plain or v.end in ats)]
    if not weak:
        return None
    chosen = before_adverbs(piece, weak[-1], start, lexicon)
    counted = weak[-1].end in ats
    return chosen if plain or counted or chosen.start < weak[-1].start else None


def _moves(piece: Piece, verb: Verb, start: int) -> bool:
    """Return whether a verb says where what 将 names goes: 纳入, 出租给, 压缩为, 摆在."""
    goal = re.compile(r"在|到|为|成|至|入|给|上(?!级|市|报)|于").match(piece.mask, verb.end)
    return goal is not None and not re.search(r"从", piece.mask[start : verb.start])
