"""What protects those below from a harmful way of doing it: 不搞一刀切, 保留线下窗口.

A ban is a safeguard where what it bans hurts those below (``harms.csv``, effect ``harm``); a ban
on misuse by the addressee (挤占挪用, effect ``misuse``) is none. What is to be kept for them
(保留人工窗口, effect ``keep``) is one too.
"""

import re
from functools import cache

from chuandao.text.grammar.phrases import Piece, Span, apart
from chuandao.text.lexicon import Lexicon, trie_of

_BAN = re.compile(
    r"(?:不得|严禁|禁止|不准|不允许|绝不|坚决防止|防止|避免|杜绝|坚决不|不搞|不再"
    r"|不许|不能|不宜|不)(?!低于|少于|超过|高于|多于|断|同意见|足|折不扣|力|动产"
    r"|良|到位|仅|含)"
)
_KEEP = re.compile(
    r"(?:保留|留出|留足)[^，。；]{0,12}(?:线下|人工|现金|窗口|渠道|传统|误时|老年"
    r"|绿色通道|过渡期|缓冲|空间|通道)[^，。；]*|尊重[^，。；]{1,12}意愿[^，。；]*"
    r"|非必要不[^，。；]+"
)
_ENGLISH = re.compile(
    r"\b(?:(?:must|shall|should|to)\skeep\s[^.;]*?(?:open|staffed|paper|counters?|cash|telephone|offline)[^.;]*?(?=,\sand\s|\sand\smust|[.;]|$)"
    r"|(?:paper|cash|staffed|telephone|offline)\s[^.;,]{2,40}?\s(?:are\sto\sbe|is\sto\sbe|must\sbe|shall\sbe)\s(?:kept|accepted|retained|provided)"
    r"|\bno\s[^.;,]{3,40}?\s(?:is|are)\s(?:forced|compelled|required|charged|turned\saway|refused|excluded)"
    r"|must\snot|shall\snot|may\snot|should\snot|must\sbe\skept|no\s\w+\s(?:may"
    r"|shall)\sbe)\b[^.;]*?(?=,\sand\s|[.;]|$)",
    re.IGNORECASE,
)
_ALL_AT_ONCE = re.compile(r"一\w了之|不搞")


def safeguards_of(piece: Piece, lexicon: Lexicon) -> list[Span]:
    """Return the safeguards of a piece, each from its ban to the end of its phrase.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> text = "不得以环保为由一律关停，严禁挤占挪用，不搞一刀切"
    >>> [text[a:b] for a, b in safeguards_of(Piece(text, text), lexicon())]
    ['不得以环保为由一律关停', '不搞一刀切']
    """
    harm, misuse = _effects(lexicon)
    found: list[Span] = []
    for start, end in piece.segments:
        ban = _BAN.search(piece.mask, start, end)
        if not ban or (found and found[-1][1] > ban.start()):
            continue
        phrase = piece.words[ban.start() : end]
        if (harm.search(phrase) or _ALL_AT_ONCE.search(phrase)) and not misuse.search(phrase):
            found.append((ban.start(), end))
    found += [m.span() for m in _KEEP.finditer(piece.words)]
    found += [m.span() for m in _ENGLISH.finditer(piece.words)]
    return apart(found)


@cache
def _effects(lexicon: Lexicon) -> tuple[re.Pattern[str], re.Pattern[str]]:
    harm = trie_of(word for word, effect in lexicon.harms if effect == "harm")
    misuse = trie_of(word for word, effect in lexicon.harms if effect == "misuse")
    return re.compile(harm), re.compile(misuse)
