"""Where a subject ends: at the next modal, preposition or verb that is no part of its name."""

import re

from chuandao.text.grammar.agents import is_agent
from chuandao.text.grammar.parsed import State
from chuandao.text.grammar.phrases import BLANK, Piece, functions
from chuandao.text.grammar.prepositions import PREPOSITION
from chuandao.text.grammar.verb_phrases import modal_ahead, verbs_in
from chuandao.text.grammar.verbs import Verb, verb_of
from chuandao.text.lexicon import Lexicon

NOMINAL = re.compile(
    r"(?:率|数|规模|面积|收入|产值|价格|成本|总额|能耗|比例|占比|期限|时间|周期"
    r"|系数|强度|浓度|覆盖面|比重|水平|满意度|数量|频次|密度|增速|幅度|余额|总量"
    r"|里程碑)$"
)
NOUN_LIKE = frozenset(
    (
        "重点", "一般", "集中", "规范", "专项", "专题", "动态", "首次", "直接", "公开", "创新",
        "示范", "试点",
        "全程", "全域", "统一", "全面", "综合", "独立", "联合", "平稳", "健康", "科学", "一体",
        "一次性", "定点",
        "就近", "线上", "线下", "网上", "现场", "优先", "全部", "电话", "书面", "免费",
        "临时", "系统", "整体",
        "实时", "一体化", "自愿", "有效", "高标准", "高质量", "高水平",
    )
)  # fmt: skip
BY_UNIT = re.compile(r"由(?=[市县区省镇乡各](?!于))")


def in_metric(piece: Piece, verb: Verb) -> bool:
    """Tell 质押融资登记额突破20亿元 (the verb is part of what is measured)."""
    if verb.kind == "light":
        return False
    return any(
        start <= verb.start
        and verb.end < at
        and piece.mask[verb.end] not in "每不最至"
        and (start < verb.start or NOMINAL.search(piece.mask[verb.end : at]) is not None)
        for (at, _), (start, _) in zip(piece.quantities, piece.metrics, strict=True)
    )


def subject_end(piece: Piece, state: State, lexicon: Lexicon) -> int:  # noqa: C901, PLR0911
    """Return where the subject that begins at the state's position ends."""
    last = modal_ahead(piece, state.position, state.end) - 1
    for position in range(state.position + 1, state.end):
        letter = piece.mask[position]
        if letter == BLANK:
            return position
        if BY_UNIT.match(piece.mask, position) and position > last:
            return position
        if position not in piece.tokens or position <= last:
            continue
        if any(at == position for at, _ in piece.quantities):
            return position
        verb = verb_of(piece, position, lexicon)
        if verb and verb.kind == "guess":
            continue
        if verb and _breaks_subject(piece, verb, state):
            return position
        if verb and verb.kind != "weak":
            continue
        match = functions(lexicon).match(piece.mask, position, state.end)
        if (
            match
            and (not verb or verb.end <= match.end())
            and not _noun_like(piece, match, lexicon)
        ):
            return position
        found = PREPOSITION.match(piece.mask, position, state.end)
        if found and position + len(found[0]) in piece.tokens and piece.mask[position - 1] != "的":
            return position
    weak = [v for v in verbs_in(piece, state.position + 2, state.end, lexicon) if v.kind == "weak"]
    if (
        weak
        and weak[-1].end == state.end
        and piece.mask[weak[-1].start - 1] not in "、的和"
        and not state.topic
    ):
        return weak[-1].start
    return state.end


def _breaks_subject(piece: Piece, verb: Verb, state: State) -> bool:
    """Return whether a verb behind a noun phrase is its predicate."""
    bounded = verb.end in piece.tokens or verb.end == state.end
    if verb.end > state.end or not bounded or piece.mask.startswith("的", verb.end):
        return False
    if piece.mask[verb.start - 1] in "的、" or in_metric(piece, verb):
        return False
    if verb.kind == "weak":
        return len(verb.word) == 1 and is_agent(piece.text((state.position, verb.start)))
    return True


def _noun_like(piece: Piece, match: re.Match[str], lexicon: Lexicon) -> bool:
    """Tell adverbs from the same word inside a noun phrase (重点企业, 一般工业项目)."""
    if match.end() not in piece.tokens:
        return True
    after = verb_of(piece, match.end(), lexicon)
    if after and after.kind in {"strong", "reach"} and len(after.word) > 1:
        return False
    return match[0] in NOUN_LIKE and not verb_like(piece, match.end())


def verb_like(piece: Piece, position: int) -> bool:
    """Return whether a predicate could begin here: a place where the segmenter splits."""
    return position in piece.tokens and piece.mask[position : position + 1] in {
        "开",
        "推",
        "建",
        "完",
        "落",
        "实",
        "清",
        "乘",
    }
