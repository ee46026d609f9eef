"""Changes told part by part: what has no counterpart, and how matching parts differ.

A part runs from comma to comma (`chuandao.text.outcome.parts`). A part that the other clause does
not have is told by what stands in it: a number, a term, a ban, a benefit, a sanction, a name.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from chuandao.text.commitment.commitment import Found
from chuandao.text.difference.change import Change, Side
from chuandao.text.lexicon import Lexicon
from chuandao.text.outcome.amounts import Amount, amounts, rate, rhythm
from chuandao.text.outcome.parts import Part, changed_amounts, matched, parts
from chuandao.text.outcome.wording import cues, kept, names, share_of, tokens
from chuandao.text.times.deadlines import Deadline

_GONE = 0.34  # share of a part's tokens below which the other clause does not have it
_NAMED = 0.5
_SOME = 0.2  # share of what is banned that a part below must name to turn it round
_PRESSING = ("force", "burden", "sanction", "approval")
_PERIODS = frozenset({"day", "hour"})
_TERMS = _PERIODS | {"year"}  # 三年内 says when, not how much
_DATED = re.compile(
    r"\d+月|\d+日(?!报)|年底|年内|月底|季度末|汛前|汛期前|开学前|[“]十[三四五六]五[”]末"
    r"|\b(?:by|before|until|from) (?:the end of )?(?:\d{1,2} )?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|20\d\d)",
    re.IGNORECASE,
)
_VAGUE_TERM = re.compile(
    r"及时|逐步|适时|尽快|尽早|限期|视情|分批|稳步|积极推进"
    r"|as soon as|in due course|gradually|once "
)
_CONDITION = re.compile(
    r"有条件|具备条件|条件(?:成熟|允许|具备)|符合条件|视\S{0,4}(?:情况|财力|实际)"
    r"|须?经\S{2,20}(?:同意|核准|审核|批准|合格)"
    r"|凭\S{2,12}|(?:同意|核准|批准|合格|审核|验收)后|方可"
    r"|写\S{0,4}(?:承诺|保证)书|另交|须提前|报\S{2,8}(?:核准|审批|批准)"
    r"|\bsubject to\b|\bwhere (?:their|resources|possible|funds)\b"
    r"|\bonly (?:if|after|when)\b|\bunless\b|\bexcept\b",
    re.IGNORECASE,
)
_SUPPORT = re.compile(
    r"补助|补贴|奖励|减免|免收|免费|贴息|减半|资助|无偿|代办|专项资金|经费|保费|退款|试用|评价|目录|清单|平台|名册"
    r"|兜底|承担|列支|grant|free of charge|rent|subsid|fund|halved|paid|refund|compensat",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:填报|报送|上报|汇总|打卡|上传照片|台账|进展表|日报|周报|月报|书面检[查讨]|书面说明|returns?\b|report|photograph)"
)
_WIDER = re.compile(r"所有|不分|不论|全部|一律|全覆盖|逐户|\b(?:all|every|any|no)\b")
_LIMITED = re.compile(
    r"规模以上|规上|重点|骨干|优质|示范|区属|市属|县属|白名单|名单内|部分|首批|先行|较多|主导|户籍"
    r"|符合条件|周岁以上|只对|仅对|限于|其中|\bonly\b|\bon \w+ \w+ (?:street|road)|\bfewer than\b"
    r"|\blarge\b|\bselected\b|\bpriority\b|\bprincipal\b"
)
_LOOSE = re.compile(
    r"逐步|逐年|持续|不断|进一步|提高|提升|改善|明显|扩大|增加|力争|按(?:有关)?规定|适当|适度|相应|基本|努力|积极"
    r"|妥善|视|\b(?:more|some|appropriate|suitable|continue|improve|better|regular|as \w+ allow)\w*"
)
_FIRM = re.compile(r"以上|不少于|不低于|至少|达到|全部|100%|at least|not less than|no fewer")
_ABOUT = re.compile(r"左右|基本|力争|约|不超过|up to|about|around|some")
_AT_MOST = re.compile(r"不超过|不多于|最多|至多|no more than|at most|should not|must not")
_SPARED = re.compile(
    r"自愿|自主|协商|听取|简化|减半|不超过|互认|备案|保留|light|voluntar|notice|choose|consult"
)
_GROUP = re.compile(
    r"\d+(?:\.\d+)?(?:万|亿)?(?:元|人|吨\S{0,3}|周岁|户|米|公里)(?:以上|以下|以内)|不足\d+人|千人以[上下]"
    r"|(?:fewer|less|more|smaller) than \d+"
)


_FORMS = (
    ("dated", _DATED), ("soon", _VAGUE_TERM), ("condition", _CONDITION), ("support", _SUPPORT),
    ("report", _REPORT), ("wider", _WIDER), ("limited", _LIMITED), ("loose", _LOOSE),
    ("firm", _FIRM), ("about", _ABOUT), ("at most", _AT_MOST), ("spared", _SPARED),
    ("group", _GROUP),
)  # fmt: skip
Kinds = tuple[frozenset[str], frozenset[str]]


def piece_changes(upper: Side, lower: Side, lexicon: Lexicon) -> Iterator[Change]:
    """Yield what the parts of two clauses tell of their changes; the same may be told twice.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> above = Side("建立台账，24小时内报告结果，企业免费使用", 0, ())
    >>> below = Side("建立台账，2小时内报告结果", 0, ())
    >>> [(c.attribute, c.direction) for c in piece_changes(above, below, lexicon())]
    [('instruments', 'omitted'), ('deadline', 'stricter'), ('targets', 'stricter')]
    """
    above, below = parts(upper.words), parts(lower.words)
    whole_above, whole_below = tokens(upper.words), tokens(lower.words)
    for part in above:
        if share_of(part.tokens, whole_below) < _GONE:
            yield from _omitted(upper, part, lexicon)
    for part in below:
        if share_of(part.tokens, whole_above) < _NAMED:
            yield from _added(upper, lower, part, lexicon)
    for one, two in matched(upper.words, lower.words):
        yield from _shifted(upper, lower, one, two, lexicon)
    yield from _turned(upper, lower, lexicon)
    yield from _scopes(upper, lower)
    yield from _hedged(upper, lower, lexicon)


@lru_cache(maxsize=100_000)
def kinds_of(words: str, lexicon: Lexicon) -> frozenset[str]:
    """Return what stands in a part: number, term, support, sanction, report, group, and the like.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> sorted(kinds_of("每季度报送一次", lexicon()))
    ['each', 'number', 'report', 'term']
    >>> "number" in kinds_of("三年内", lexicon()), "term" in kinds_of("三年内", lexicon())
    (False, True)
    """
    held, lowered = amounts(words), words.lower()
    told = {kind for kind, form in _FORMS if form.search(lowered)}
    if any(a.unit not in _TERMS for a in held):
        told.add("number")
    if any(a.unit in _PERIODS for a in held):
        told.add("period")
    if rhythm(words) is not None:
        told.add("each")
    if told & {"period", "each", "dated"}:
        told.add("term")
    if any(len(word) > 1 for word in cues(words, lexicon).get("sanction", ())):
        told.add("sanction")
    return frozenset(told)


def _with_ban(part: Part, lexicon: Lexicon) -> frozenset[str]:
    kinds = kinds_of(part.words, lexicon)
    return kinds | {"ban"} if part.banned else kinds


def _omitted(upper: Side, part: Part, lexicon: Lexicon) -> Iterator[Change]:
    kinds = _with_ban(part, lexicon)
    told = (
        ("ban", "safeguards", "change.safeguards_omitted"),
        ("support", "instruments", "change.instruments_omitted"),
        ("number", "targets", "change.target_omitted"),
        ("term", "deadline", "change.deadline_omitted"),
        ("group", "scope", "change.scope_omitted"),
        ("condition", "conditions", "change.condition_removed"),
    )
    place = _place(upper, part)
    for kind, attribute, reason in told:
        if kind in kinds:
            direction = "stricter" if attribute == "conditions" else "omitted"
            yield Change(attribute, direction, reason, place, None)
    if not kinds & {"ban", "support", "number"}:
        yield Change("action", "omitted", "change.action_omitted", place, None)


def _added(upper: Side, lower: Side, part: Part, lexicon: Lexicon) -> Iterator[Change]:
    kinds, place = _with_ban(part, lexicon), _place(lower, part)
    if any(kept(name, upper.words) < _NAMED for name in names(part.words)):
        yield Change("local", "added", "change.local_added", None, place)
    told = (
        ("sanction", "instruments", "change.sanction_added"),
        ("report", "instruments", "change.report_added"),
        ("condition", "conditions", "change.condition_added"),
        ("ban", "safeguards", "change.safeguards_added"),
        ("term", "deadline", "change.deadline_added"),
    )
    for kind, attribute, reason in told:
        if kind in kinds:
            direction = "laxer" if attribute == "conditions" else "added"
            yield Change(attribute, direction, reason, None, place)


def _shifted(upper: Side, lower: Side, one: Part, two: Part, lexicon: Lexicon) -> Iterator[Change]:
    above, below = _place(upper, one), _place(lower, two)
    for before, after in changed_amounts(one, two):
        yield from _amount(before, after, above, below)
    kinds = kinds_of(one.words, lexicon), kinds_of(two.words, lexicon)
    yield from _vague(one, two, kinds, above, below)
    if "each" in kinds[0] & kinds[1]:
        yield from _rate(one, two, kinds, above, below)
    if "term" in kinds[0] and "term" not in kinds[1] and "soon" in kinds[1]:
        yield Change("deadline", "laxer", "change.deadline_vague", above, below)
    yield from _day(upper, lower, one, two)
    fresh = _cue(two, "hedge", lexicon) - _cue(one, "hedge", lexicon)
    if fresh and not _cue(one, "hedge", lexicon):
        yield Change("deontic", "laxer", "change.hedge_added", above, below)
    if _cue(one, "hedge", lexicon) and _cue(two, "force", lexicon) - _cue(one, "force", lexicon):
        yield Change("deontic", "stricter", "change.deontic_stronger", above, below)
    said, says = kinds
    if "limited" in says - said:
        yield Change("scope", "laxer", "change.scope_limited", above, below)
    if "wider" in says - said:
        yield Change("scope", "stricter", "change.scope_widened", above, below)
    if "support" in said and fresh:
        yield Change("instruments", "laxer", "change.instrument_optional", above, below)


def _amount(before: Amount, after: Amount, above: Found, below: Found) -> Iterator[Change]:
    way = before.against(after)
    if way == "value_share":
        return
    stricter = way == "value_stricter"
    direction = "stricter" if stricter else "laxer"
    if before.unit in _PERIODS:
        reason = "change.deadline_earlier" if stricter else "change.deadline_later"
        yield Change("deadline", direction, reason, above, below)
    reason = "change.target_higher" if stricter else "change.target_lower"
    yield Change("targets", direction, reason, above, below)


def _rate(one: Part, two: Part, kinds: Kinds, above: Found, below: Found) -> Iterator[Change]:
    """Compare how often a year something happens; oftener than at most is turned round."""
    before, after = rate(one.words), rate(two.words)
    if before is None or after is None or before == after:
        return
    faster = after > before
    reason = "change.deadline_oftener" if faster else "change.deadline_rarer"
    direction = "stricter" if faster else "laxer"
    yield Change("deadline", direction, reason, above, below)
    yield Change("targets", direction, reason, above, below)
    if faster and "at most" in kinds[0]:
        yield Change("safeguards", "reversed", "change.reversed", above, below)


def _vague(one: Part, two: Part, kinds: Kinds, above: Found, below: Found) -> Iterator[Change]:
    """Tell a number that became words, words that became a number, a floor that became loose."""
    before, after = amounts(one.words), amounts(two.words)
    if before and not after and "loose" in kinds[1]:
        yield Change("targets", "laxer", "change.target_vague", above, below)
    if after and not before and "loose" in kinds[0]:
        yield Change("targets", "stricter", "change.target_stated", above, below)
    if "firm" in kinds[0] - kinds[1] and "about" in kinds[1]:
        same = {(a.value, a.unit) for a in before} & {(a.value, a.unit) for a in after}
        if same:
            yield Change("targets", "laxer", "change.target_vague", above, below)


def _day(upper: Side, lower: Side, one: Part, two: Part) -> Iterator[Change]:
    """Compare the last day named in either of two matching parts."""
    before, after = (
        max((d for d in _within(side, part) if d.by), key=lambda d: d.by or date.min, default=None)
        for side, part in ((upper, one), (lower, two))
    )
    if before and after and before.by and after.by and before.by != after.by:
        earlier = after.by < before.by
        reason = "change.deadline_earlier" if earlier else "change.deadline_later"
        places = (Found(d.value, d.start, d.end) for d in (before, after))
        yield Change("deadline", "stricter" if earlier else "laxer", reason, *places)


def _within(side: Side, part: Part) -> list[Deadline]:
    start, end = side.start + part.start, side.start + part.end
    return [d for d in side.deadlines if start <= d.start < end]


def _turned(upper: Side, lower: Side, lexicon: Lexicon) -> Iterator[Change]:
    """Yield what the upper clause bans or spares, and a part below that presses for some of it."""
    asked = [part for part in parts(lower.words) if not part.banned]
    for part in parts(upper.words):
        if not part.banned and "spared" not in kinds_of(part.words, lexicon):
            continue
        best, share = _best(tokens(part.banned or part.words), asked)
        if best is None or share < _SOME:
            continue
        if any(_cue(best, kind, lexicon) - _cue(part, kind, lexicon) for kind in _PRESSING):
            above, below = _place(upper, part), _place(lower, best)
            yield Change("safeguards", "reversed", "change.reversed", above, below)
            yield Change("safeguards", "replaced", "change.safeguards_replaced", above, below)


def _best(wanted: frozenset[str], among: Sequence[Part]) -> tuple[Part | None, float]:
    """Return the first part that has most of some tokens, and which share of them."""
    best, most = None, 0
    for part in among:
        if (count := len(wanted & part.tokens)) > most:
            best, most = part, count
    return best, most / len(wanted) if wanted else 0.0


def _hedged(upper: Side, lower: Side, lexicon: Lexicon) -> Iterator[Change]:
    """Yield hedges new or gone between parts that share too few words to match."""
    above, below = parts(upper.words), parts(lower.words)
    hedged = {part: _cue(part, "hedge", lexicon) for part in (*above, *below)}
    for two in (part for part in below if hedged[part]):
        shares = [(share_of(part.tokens, two.tokens), -part.start, part) for part in above]
        share, _, one = max(shares, key=lambda item: item[:2], default=(0.0, 0, two))
        if _SOME / 2 <= share < _GONE and not hedged[one]:
            places = _place(upper, one), _place(lower, two)
            yield Change("deontic", "laxer", "change.hedge_added", *places)
    for one in (part for part in above if hedged[part]):
        match, share = _best(one.tokens, below)
        if match and share >= _SOME and not hedged[match]:
            places = _place(upper, one), _place(lower, match)
            yield Change("deontic", "stricter", "change.deontic_stronger", *places)


def _scopes(upper: Side, lower: Side) -> Iterator[Change]:
    """Yield scopes named above that the lower clause does not name, or names others for."""
    given = [s for s in lower.found("scope") if kept(s.value, upper.words) < _NAMED]
    for scope in upper.found("scope"):
        if kept(scope.value, lower.words) >= _NAMED:
            continue
        yield Change("scope", "omitted", "change.scope_omitted", scope, None)
        if given:
            other = max(given, key=lambda s: (kept(s.value, scope.value), -s.start))
            yield Change("scope", "replaced", "change.scope_replaced", scope, other)
            yield Change("scope", "laxer", "change.scope_limited", scope, other)


def _cue(part: Part, kind: str, lexicon: Lexicon) -> frozenset[str]:
    return cues(part.words, lexicon).get(kind, frozenset())


def _place(side: Side, part: Part) -> Found:
    return Found(part.words, side.start + part.start, side.start + part.end)
