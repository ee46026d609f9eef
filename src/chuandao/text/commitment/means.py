"""By what means: 專項資金, 臺賬, 平臺.

Means are noun phrases whose last word stands in ``catalog/lexicon/means.csv``, taken with what
stands right before it in its phrase.
"""

import re
from functools import cache

from chuandao.text.grammar.phrases import Piece, Span, apart, trim
from chuandao.text.grammar.verbs import verb_at
from chuandao.text.lexicon import Lexicon, any_of, trie_of

_LONGEST = 16
_STOP = re.compile(
    r"[，。；：、的和与及或对将把由为在向以按从◇\t\n ]|给予|以及|[按参依]照|了|（"
    r"|申领|组建|使用|申请|写进|出台|签订|设立|成立|享受"
    r"|领取|可(?!持续)|凭|全额|严格|一律"
    r"|依法|不予|免予|协商|获得?|不少于|不超过|\d"
)
_NO_MEANS_AFTER = re.compile(
    r"(?:项目(?!资金|库)|机构|标准按|对象|期限|办公室|政策|化|性|员|率|额|者|费|管理办法|工作|体系建设|能力|水平|质量|力度|机构"
    r"|市场|行业|产业|结构|中心|站|对象|需求)"
)
_NO_MEANS = re.compile(r"体制机制|所需|本|其|该|结余|相关|严禁|不得|回收")
_ENGLISH_VERB = re.compile(r"\b(?:may|shall|must|to|will|should|not)\s$", re.IGNORECASE)
_TOO_BARE = frozenset({"资金", "经费", "制度", "机制", "系统", "平台", "贷款", "方案", "协议"})
_BY_MEANS = re.compile(r"(?:通过|运用|纳入|列入|采用|采取|凭|依托|从)[^，。；]{0,10}$")


def means_of(piece: Piece, verbs: list[Span], objects: list[Span], lexicon: Lexicon) -> list[Span]:
    """Return the means named in a piece, with what stands right before their last word.

    Words of kind ``firm`` count anywhere, those of kind ``weak`` only at the end of an object
    or after 通过, 纳入 and the like.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
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
        if match[0].isascii() and _ENGLISH_VERB.search(piece.words, 0, start):
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
    before = re.search(r"(?:\b[A-Za-z-]+\s){1,2}$", words[max(0, start - 40) : start])
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
    han = trie_of(word for word, _ in lexicon.means if not word.isascii())
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
