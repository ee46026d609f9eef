"""What changed between an upper clause and the lower one linked to it, by attribute."""

import re

from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change, Side
from chuandao.text.difference.terms import deadline_changes
from chuandao.text.lexicon import Lexicon
from chuandao.text.numbers.quantities import Target
from chuandao.text.outcome.turns import burdens, permits, reversals, scope_cuts
from chuandao.text.similarity import covered

_FORBIDDEN = re.compile(
    r"(?:不搞|不得|严禁|不准|防止|避免|杜绝|禁止)[“「]?(?:以[^，。；]{2,16}?(?:为名|为由|名义)[，,]?)?"
    r"(?:借[^，。；]{2,10}?(?:之名|名义|机))?([^，。；、”」]{3,14})"
)
_NEGATION = re.compile(r"不|严禁|禁止|防止|避免|杜绝|免")
_STRONG = re.compile(r"必须|一律|务必|全部|统一|都要|强制|要求")
_NEAR = 10  # letters before a phrase in which its 必须 or its 不得 stands
_SAME_METRIC = 0.25  # share of a metric's character pairs that makes it the same metric
_MOSTLY = 0.6
_MANY_THINGS = {"count", "items", "pieces", "kinds", "classes", "times", "terms", "batches"}
_STRONGEST = 3  # of a ban or a must
_STEP = 2  # deontic words this far apart change the force of a sentence


def changes(upper: Side, lower: Side, lexicon: Lexicon) -> tuple[Change, ...]:
    """Return the changes from an upper to a lower clause, in the order of their attributes.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> from chuandao.text.clauses.clauses import ClauseText
    >>> from chuandao.text.commitment.commitment import commitments
    >>> def side(words):
    ...     clause = ClauseText("1", 0, len(words), 0, "task", "")
    ...     return Side(words, 0, commitments(words, clause, lexicon()))
    >>> found = changes(side("合格率不低于98%，必须公开"), side("合格率不低于95%，必须公开"),
    ...                 lexicon())
    >>> [(change.attribute, change.direction, change.reason) for change in found]
    [('targets', 'laxer', 'change.target_lower')]
    """
    if upper.words == lower.words:
        return ()
    return (
        *_target_changes(upper, lower),
        *deadline_changes(upper.deadlines, lower.deadlines),
        *_deontic_changes(upper, lower, lexicon),
        *_unit_changes(upper, lower),
        *scope_cuts(upper, lower),
        *_listed_changes(upper, lower, "instruments"),
        *permits(upper, lower),
        *burdens(upper, lower, lexicon),
        *_condition_changes(upper, lower),
        *_safeguard_changes(upper, lower),
        *_local_changes(upper, lower),
    )


def _place(target: Target) -> Found:
    return Found(target.render(), target.start, target.end)


def _target_changes(upper: Side, lower: Side) -> list[Change]:
    left = list(lower.targets)
    found: list[Change] = []
    for target in upper.targets:
        match = _counterpart(target, left)
        if match is None:
            found.append(
                Change("targets", "omitted", "change.target_omitted", _place(target), None)
            )
            continue
        left.remove(match)
        found += _compared(target, match)
    return found + [
        Change("targets", "added", "change.target_added", None, _place(target)) for target in left
    ]


def _counterpart(target: Target, among: list[Target]) -> Target | None:
    alike = [
        (other.value == target.value, covered(target.metric, [other.metric]), -index, other)
        for index, other in enumerate(among)
        if other.dimension == target.dimension and other.comparator != "none"
    ]
    likely = [
        item for item in alike if item[1] >= _SAME_METRIC or (item[0] and not target.additive)
    ]
    if not likely and len(alike) == 1 and not target.metric:
        likely = alike
    return max(likely)[3] if likely else _share_of(target, among)


def _share_of(total: Target, among: list[Target]) -> Target | None:
    """Return the part of an additive total that a lower clause took, told by its measure alone.

    Only measures of their own (亩, 户, 元, 吨): 个 and 项 count too many different things.
    """
    if not total.additive or total.dimension in _MANY_THINGS:
        return None
    parts = [t for t in among if t.dimension == total.dimension and t.value <= total.value]
    return max(parts, key=lambda t: (t.value, -t.start), default=None)


def _compared(upper: Target, lower: Target) -> list[Change]:
    if upper.value == lower.value:
        return []
    more = lower.value > upper.value
    if upper.comparator == "le" and lower.comparator == "ge" and more:
        reason = "change.cap_to_floor"
        return [Change("targets", "reversed", reason, _place(upper), _place(lower))]
    if upper.comparator == "le" and upper.dimension == "money" and not more:
        return []  # within the cap that was set
    if upper.additive and not more:
        return [Change("targets", "replaced", "change.apportioned", _place(upper), _place(lower))]
    small_is_strict = upper.comparator == "le" or upper.dimension.startswith("processing")
    stricter = more != (small_is_strict and upper.comparator not in {"by", "cut"})
    direction, reason = ("stricter", "higher") if stricter else ("laxer", "lower")
    return [Change("targets", direction, f"change.target_{reason}", _place(upper), _place(lower))]


def _deontic_changes(upper: Side, lower: Side, lexicon: Lexicon) -> list[Change]:
    before, after = _strongest(upper), _strongest(lower)
    found: list[Change] = []
    said = {upper.said(word) for word in upper.found("deontic")}
    slight = after and before and lower.said(after) in said and int(before.value) < _STRONGEST
    if before and after and not slight and abs(int(after.value) - int(before.value)) >= _STEP:
        stricter = int(after.value) > int(before.value)
        direction, reason = ("stricter", "stronger") if stricter else ("laxer", "weaker")
        found.append(Change("deontic", direction, f"change.deontic_{reason}", before, after))
    return found + _hedges(upper, lower, lexicon)


def _strongest(side: Side) -> Found | None:
    words = side.found("deontic")
    return max(words, key=lambda word: (int(word.value), -word.start), default=None)


def _hedges(upper: Side, lower: Side, lexicon: Lexicon) -> list[Change]:
    """Name words such as 力爭, 原則上, 探索 slipped into what the upper clause says without."""
    hedges = {entry.word for entry in lexicon.deontic if entry.hedge}
    known = {upper.said(word) for word in upper.found("deontic")}
    new = [
        word
        for word in lower.found("deontic")
        if (said := lower.said(word)) in hedges
        and said not in known
        and covered(_sentence(lower, word), [upper.words]) >= _MOSTLY
    ]
    return [Change("deontic", "laxer", "change.hedge_added", None, word) for word in new[:1]]


def _sentence(side: Side, found: Found) -> str:
    """Return the piece of a clause in which a value stands."""
    held = next(c for c in side.commitments if c.start <= found.start < c.end)
    return side.words[held.start - side.start : held.end - side.start]


def _unit_changes(upper: Side, lower: Side) -> list[Change]:
    found: list[Change] = []
    for role in ("lead", "responsible", "cooperate"):
        before, after = upper.found(role), lower.found(role)
        if before and not after and not any(lower.found(r) for r in ("lead", "responsible")):
            found.append(Change(role, "omitted", "change.unit_omitted", before[0], None))
        elif before and after and {b.value for b in before} != {a.value for a in after}:
            found.append(Change(role, "replaced", "change.unit_replaced", before[0], after[0]))
        elif after and not before:
            found.append(Change(role, "added", "change.unit_added", None, after[0]))
    return found


def _listed_changes(upper: Side, lower: Side, name: str) -> list[Change]:
    before = {value.value: value for value in reversed(upper.found(name))}
    after = {value.value: value for value in reversed(lower.found(name))}
    gone = [before[word] for word in sorted(before.keys() - after.keys())]
    come = [after[word] for word in sorted(after.keys() - before.keys())]
    return [
        *(Change(name, "omitted", f"change.{name}_omitted", value, None) for value in gone),
        *(Change(name, "added", f"change.{name}_added", None, value) for value in come),
    ]


def _condition_changes(upper: Side, lower: Side) -> list[Change]:
    found = []
    for change in _listed_changes(upper, lower, "conditions"):
        if change.upper is None:
            found.append(
                Change("conditions", "laxer", "change.condition_added", None, change.lower)
            )
        elif _still_said(upper, change.upper, lower):
            reason = "change.condition_removed"
            found.append(Change("conditions", "stricter", reason, change.upper, None))
    return found


def _still_said(upper: Side, condition: Found, lower: Side) -> bool:
    """Tell a condition taken away from a sentence taken away with its condition."""
    return covered(_sentence(upper, condition), [lower.words]) >= _MOSTLY


def _safeguard_changes(upper: Side, lower: Side) -> list[Change]:
    turned = _reversals(upper, lower) or list(reversals(upper, lower))
    return turned + [
        change
        for change in _listed_changes(upper, lower, "safeguards")
        if _is_news(change, turned, upper, lower)
    ]


def _is_news(change: Change, turned: list[Change], upper: Side, lower: Side) -> bool:
    """Tell a safeguard left out from one said in other words or already seen as reversed."""
    if change.upper is None:
        return covered(change.lower.value, [upper.words]) < _MOSTLY if change.lower else False
    again = any(t.upper and _overlap(t.upper, change.upper) for t in turned)
    return not again and covered(change.upper.value, [lower.words]) < _MOSTLY


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _reversals(upper: Side, lower: Side) -> list[Change]:
    """Find what the upper clause forbids and the lower one demands."""
    found = []
    for match in _FORBIDDEN.finditer(upper.words):
        demanded = _demanded(match[1], lower)
        if demanded:
            place = Found(match[0], upper.start + match.start(), upper.start + match.end())
            found.append(Change("safeguards", "reversed", "change.reversed", place, demanded))
    return found


def _demanded(forbidden: str, lower: Side) -> Found | None:
    least = max(4, round(_MOSTLY * len(forbidden)))
    for size in range(len(forbidden), least - 1, -1):
        for start in range(len(forbidden) - size + 1):
            phrase = forbidden[start : start + size]
            position = lower.words.find(phrase)
            before = lower.words[max(0, position - _NEAR) : position]
            if (
                position >= 0
                and _STRONG.search(before + forbidden)
                and not _NEGATION.search(before)
                and not _is_ban(lower.words, position)
                and not _NEGATION.match(phrase)
            ):
                begin = lower.start + position
                return Found(lower.words[position : position + size], begin, begin + size)
    return None


def _is_ban(words: str, position: int) -> bool:
    """Return whether a place lies within a ban of the clause's own."""
    return any(m.start() <= position < m.end() for m in _FORBIDDEN.finditer(words))


def _local_changes(upper: Side, lower: Side) -> list[Change]:
    known = {value.value for value in upper.found("local")}
    fresh = [value for value in lower.found("local") if value.value not in known]
    return [Change("local", "added", "change.local_added", None, value) for value in fresh]
