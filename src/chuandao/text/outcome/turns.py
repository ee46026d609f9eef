"""Changes seen part by part: a ban turned into a demand, a permit for a notice, a scope cut."""

import re
from collections.abc import Iterator

from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change, Side
from chuandao.text.lexicon import Lexicon
from chuandao.text.outcome.parts import Part, matched, parts
from chuandao.text.outcome.wording import cues, kept, tokens

_LEAST = 2  # tokens that a ban must name
_DONE = 0.4  # share of what is banned above that a part below must name to demand it
_SAID = 0.7  # share of a demand that the upper clause states itself
_KEPT = 0.5
_OF_IT = 0.6  # share of the lower part that the upper one must have said
_NOTICE = re.compile(r"备案|告知|登记|承诺制|give notice|notify|register")
_PERMIT = re.compile(
    r"审批|预审|会审|初审|核准|许可|联合审查|(?:同意|批准|审核|合格)(?:书|证)?后|permit|approval|licence|consent"
)
_LIST = re.compile(
    r"[^，。；：、（）\s]{2,12}(?:、[^，。；：、（）\s]{2,12})+"
    r"(?:(?:和|及|或者?|以及)[^，。；：、（）\s]{2,12})?"
)
_SPLIT = re.compile(r"、|和|及|或者?|以及")
_MADE_TO = re.compile(
    r"一律|必须|务必|全部|统一|都要|强制|要求|须|每[天日周月季年]|实行|不论|无论|停止|当场|名次|排名|通报"
    r"|\bmust\b|\bwill\b|\bfee\b|\beach\b|\bevery\b"
)


def reversals(upper: Side, lower: Side) -> Iterator[Change]:
    """Yield what the upper clause forbids or spares and a part of the lower one demands."""
    asked = [part for part in parts(lower.words) if not part.banned]
    stated = " ".join(part.words for part in parts(upper.words) if not part.banned)
    for part in parts(upper.words):
        if len(tokens(part.banned)) < _LEAST:
            continue
        best = max(asked, key=lambda other: kept(part.banned, other.words), default=None)
        if (
            best
            and kept(part.banned, best.words) >= _DONE
            and _MADE_TO.search(best.words.lower())
            and kept(best.words, stated) < _SAID
            and kept(part.words, lower.words) < 1
        ):
            yield Change(
                "safeguards",
                "reversed",
                "change.reversed",
                _found(upper, part),
                _found(lower, best),
            )


def permits(upper: Side, lower: Side) -> Iterator[Change]:
    """Yield a permit that stands where the upper clause asks for a notice only."""
    if _PERMIT.search(_asked(upper)):
        return
    notice = next((p for p in parts(upper.words) if _NOTICE.search(p.words.lower())), None)
    permit = next((p for p in parts(lower.words) if _PERMIT.search(p.words.lower())), None)
    if notice and permit:
        reason = "change.permit_for_notice"
        yield Change(
            "instruments", "stricter", reason, _found(upper, notice), _found(lower, permit)
        )


def _asked(side: Side) -> str:
    return " ".join(part.words for part in parts(side.words) if not part.banned).lower()


def burdens(upper: Side, lower: Side, lexicon: Lexicon) -> Iterator[Change]:
    """Yield sanctions that the lower clause adds."""
    known = cues(upper.words, lexicon).get("sanction", frozenset())
    for part in parts(lower.words):
        fresh = cues(part.words, lexicon).get("sanction", frozenset()) - known
        if any(len(word) > 1 for word in fresh) and kept(part.words, upper.words) < _KEPT:
            reason = "change.sanction_added"
            yield Change("instruments", "added", reason, None, _found(lower, part))
            return


def scope_cuts(upper: Side, lower: Side) -> Iterator[Change]:
    """Yield enumerations of which only a part is left in a part that is otherwise kept."""
    pairs = {part.start: match for part, match in matched(upper.words, lower.words)}
    for match in _LIST.finditer(upper.words):
        items = _items(match[0])
        held = [item for item in items if kept(item, lower.words) >= _KEPT]
        part = next((p for p in parts(upper.words) if p.start <= match.start() < p.end), None)
        other = pairs.get(part.start) if part else None
        if part is None or other is None:
            continue
        if (
            0 < len(held) < len(items)
            and kept(other.words, part.words) >= _OF_IT
            and _rest_kept(part.words.replace(match[0], "，"), other.words)
        ):
            place = Found(match[0], upper.start + match.start(), upper.start + match.end())
            yield Change("scope", "laxer", "change.scope_cut", place, _found(lower, other))


def _items(listed: str) -> list[str]:
    """Return the items of an enumeration without the sentence that hangs on the first and last."""
    items = [item for item in _SPLIT.split(listed) if len(item) > 1]
    width = min(map(len, items), default=0)
    return [items[0][-width:], *items[1:-1], items[-1][:width]] if len(items) > 1 else items


def _rest_kept(rest: str, lower: str) -> bool:
    return not tokens(rest) or kept(rest, lower) >= _KEPT


def _found(side: Side, part: Part) -> Found:
    return Found(part.words, side.start + part.start, side.start + part.end)
