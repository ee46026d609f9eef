"""Two linked clauses laid beside each other part by part: what is cut, hedged, turned round, moved.

A part runs from comma to comma. Every part of the upper clause is compared with the part of the
lower one that shares most words with it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from chuandao.text.lexicon import Lexicon
from chuandao.text.outcome.amounts import Amount, amounts, rhythm
from chuandao.text.outcome.wording import cues, damped, kept, share_of, tokens

_PART = re.compile(
    r"[^，。；;！\n\t（）()]+?(?=[，。；;！\n\t（）()]|,\s|\.\s|\.$|$|\sand\s|\sbut\s)"
)
_BAN = re.compile(
    r"(?:不再|不得|不搞|不以|不能|不许|不准|不要求|不强制|不予|不宜|不向|不与|不由|不将|不把|不另|不|"
    r"严禁|禁止|防止|避免|杜绝|免收|免于|免(?!费)|无需|无须|未经)"
    r"|\b(?:must not|need not|may not|should not|shall not|will not|cannot"
    r"|is not to be|are not to be|not|no|nobody|never|"
    r"without|free of|instead of)\b",
    re.IGNORECASE,
)
_AS_COMPARATOR = re.compile(
    r"不(?:少于|低于|超过|高于|多于|足|断|同|早于|迟于|晚于|大于|小于|漏|动产|良)"
    r"|no (?:more|less|later|fewer)"
)
_ALIKE = 0.3
_LEAST = 2  # tokens that a part must share with its counterpart
_CUT = 0.3
_WHOLE = 0.75
_ITEMS = re.compile(
    r"[^，。；：、（）\s]{1,12}(?:、[^，。；：、（）\s]{1,12})+(?:(?:和|及|或者?|以及)[^，。；：、（）\s]{1,10})?"
)


@dataclass(frozen=True)
class Part:
    """One part of a clause: its words, its tokens, whether it bans or spares."""

    words: str
    tokens: frozenset[str]
    banned: str  # what follows the ban; empty where there is none
    start: int

    @property
    def end(self) -> int:
        """Where the part ends in the words of its clause."""
        return self.start + len(self.words)


@lru_cache(maxsize=100_000)
def parts(words: str) -> tuple[Part, ...]:
    """Return the parts of a clause.

    Examples
    --------
    >>> [(part.words, part.banned) for part in parts("建设茶园3个，不得强制流转土地。")]
    [('建设茶园3个', ''), ('不得强制流转土地', '强制流转土地')]
    """
    found = []
    for match in _PART.finditer(words):
        piece = match[0].strip()
        if held := tokens(piece):
            bare = _AS_COMPARATOR.sub(lambda m: "·" * len(m[0]), piece)
            ban = _BAN.search(bare)
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            found.append(Part(piece, held, _banned(piece, ban), start))
    return tuple(found)


def _banned(piece: str, ban: re.Match[str] | None) -> str:
    """Return what a part bans: in Chinese what follows the ban, in English the rest of the part."""
    if ban is None:
        return ""
    rest = piece[ban.end() :]
    return f"{piece[: ban.start()]} {rest}".strip() if ban[0].isascii() else rest


def laid_beside(upper: str, lower: str, lexicon: Lexicon) -> dict[str, float]:
    """Return what the parts of two clauses tell, by feature."""
    above, below = parts(upper), parts(lower)
    pairs = matched(upper, lower)
    return {
        **_extent(above, below, upper, lower),
        **_turned(above, below, pairs, lexicon),
        **_moved(pairs),
        "items_cut": _items_cut(upper, lower),
    }


@lru_cache(maxsize=1_000)
def matched(upper: str, lower: str) -> tuple[tuple[Part, Part], ...]:
    """Return each part of the upper words that has a counterpart below, with it."""
    below = parts(lower)
    pairs = ((part, _match(part, below)) for part in parts(upper))
    return tuple((part, match) for part, match in pairs if match is not None)


def _match(part: Part, among: tuple[Part, ...]) -> Part | None:
    """Return the first part of most overlap, where it is enough."""
    best, most, tokens_of = None, 0.0, part.tokens
    for other in among:
        shared = len(tokens_of & other.tokens)
        if shared and (overlap := shared / min(len(tokens_of), len(other.tokens))) > most:
            best, most = other, overlap
    if best is None or most < _ALIKE or len(tokens_of & best.tokens) < _LEAST:
        return None
    return best


def _extent(
    above: tuple[Part, ...], below: tuple[Part, ...], upper: str, lower: str
) -> dict[str, float]:
    whole_above, whole_below = tokens(upper), tokens(lower)
    left = [share_of(part.tokens, whole_below) for part in above]
    come = [share_of(part.tokens, whole_above) for part in below]
    return {
        "parts_cut": sum(share < _CUT for share in left) / max(1, len(left)),
        "parts_whole": sum(share >= _WHOLE for share in left) / max(1, len(left)),
        "parts_cut_count": damped(sum(share < _CUT for share in left)),
        "parts_new": sum(share < _CUT for share in come) / max(1, len(come)),
        "parts_copied": sum(share >= _WHOLE for share in come) / max(1, len(come)),
        "bans_cut": damped(sum(b < _CUT for b, p in zip(left, above, strict=True) if p.banned)),
    }


def _turned(
    above: tuple[Part, ...],
    below: tuple[Part, ...],
    pairs: Sequence[tuple[Part, Part]],
    lexicon: Lexicon,
) -> dict[str, float]:
    asked = " ".join(part.words for part in below if not part.banned)
    done = [kept(part.banned, asked) for part in above if len(tokens(part.banned)) > 1]
    spared = [p for p in above if p.banned]
    done_above = " ".join(part.words for part in above if not part.banned)
    banned_below = [kept(p.banned, done_above) for p in below if len(tokens(p.banned)) > 1]
    hedged = sum(bool(_fresh(one, two, "hedge", lexicon)) for one, two in pairs)
    return {
        "banned_done": max(done, default=0.0),
        "banned_count": damped(len(spared)),
        "asked_banned": max(banned_below, default=0.0),
        "ban_lost": damped(sum(bool(a.banned) and not b.banned for a, b in pairs)),
        "ban_new": damped(sum(bool(b.banned) and not a.banned for a, b in pairs)),
        "part_hedged": damped(hedged),
        "part_approval": float(any(_fresh(a, b, "approval", lexicon) for a, b in pairs)),
        "part_sanction": float(any(_fresh(a, b, "sanction", lexicon) for a, b in pairs)),
        "part_forced": float(any(_fresh(a, b, "force", lexicon) for a, b in pairs)),
    }


def _fresh(one: Part, other: Part, kind: str, lexicon: Lexicon) -> frozenset[str]:
    return cues(other.words, lexicon).get(kind, frozenset()) - cues(one.words, lexicon).get(
        kind, frozenset()
    )


def _moved(pairs: Sequence[tuple[Part, Part]]) -> dict[str, float]:
    """Count values of one unit that are stricter, laxer or a share in the matching part."""
    found = {"value_stricter": 0, "value_laxer": 0, "value_share": 0}
    faster = slower = 0
    for one, two in pairs:
        for before, after in changed_amounts(one, two):
            found[before.against(after)] += 1
        above, below = rhythm(one.words), rhythm(two.words)
        if above is not None and below is not None:
            faster += below < above
            slower += below > above
    counts = {name: float(count > 0) for name, count in found.items()}
    return counts | {"rhythm_faster": float(faster > 0), "rhythm_slower": float(slower > 0)}


def changed_amounts(one: Part, two: Part) -> list[tuple[Amount, Amount]]:
    """Return the amounts that changed: one of a unit on either side, the equal ones put by."""
    before, after = amounts(one.words), amounts(two.words)
    same = {(a.value, a.unit) for a in before} & {(a.value, a.unit) for a in after}
    above = [a for a in before if (a.value, a.unit) not in same]
    below = [a for a in after if (a.value, a.unit) not in same]
    return [
        (a, b)
        for a in above
        for b in below
        if a.unit == b.unit
        and sum(x.unit == a.unit for x in above) == 1
        and sum(x.unit == a.unit for x in below) == 1
    ]


def _items_cut(upper: str, lower: str) -> float:
    """Return the largest share of an enumeration that is gone while part of it is kept."""
    shares = []
    for match in _ITEMS.finditer(upper):
        held = [
            kept(item, lower) >= _ALIKE
            for item in re.split(r"、|和|及|或者?|以及", match[0])
            if len(item) > 1
        ]
        if any(held):
            shares.append(1 - sum(held) / len(held))
    return max(shares, default=0.0)
