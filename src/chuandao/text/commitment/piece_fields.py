"""The fields of one piece: each parser is asked in turn and its values are put together."""

import re
from dataclasses import dataclass
from datetime import date

from chuandao.text.commitment.deontic import deontic_words
from chuandao.text.commitment.limits import conditions_of, events_about
from chuandao.text.commitment.means import means_of
from chuandao.text.commitment.safeguards import safeguards_of
from chuandao.text.commitment.substance import slogan_share, specificity
from chuandao.text.grammar.english_actors import english_actors
from chuandao.text.grammar.english_predicates import EnglishPredicate, english_predicates
from chuandao.text.grammar.parsed import Parsed
from chuandao.text.grammar.phrases import Piece, Span, blanked, masked_names
from chuandao.text.grammar.places import locals_of
from chuandao.text.grammar.polarity import polarity_by_action, polarity_of
from chuandao.text.grammar.predicates import parse
from chuandao.text.grammar.relative import Limit, limits_in
from chuandao.text.grammar.scopes import areas_in, scopes_of
from chuandao.text.lexicon import Lexicon
from chuandao.text.numbers.quantities import Target, targets
from chuandao.text.numbers.results import phrases_of, told_figures
from chuandao.text.times.deadlines import Deadline, deadlines
from chuandao.text.times.horizon import Context, Cues
from chuandao.text.times.spans_of_time import WorkingDays

_NO_VALUE = "▁"  # where a deadline stood: a boundary of every phrase
_WHILE = re.compile(r"[^，。；]{2,40}的同时(?=，)")
_BRACKET = re.compile(r"[（〔\[](?:[^（）]|（[^（）]*）)*[）〕\]]")
_NEEDS_PLACE = re.compile(r"[\u4e00-\u9fff]")
_ANY_ONE = re.compile(r"单个|每|各|其他|全部|相关|有关|一批|重大|重点")
_KIND_OF = re.compile(r"(?:项目|企业|家庭|居住区|路段|对象|岗位|人群|车辆|老人|户)$")
_BAN_WIDTH = 9  # letters of "shall not"
_FREE = frozenset({"原则上", "力争", "争取"})

Value = tuple[str, int, int]


@dataclass(frozen=True)
class Calendar:
    """The document's date and what counts its working days; of a table row, what its cells say.

    ``cues``: the words that tell results from targets; ``before``: the clause before the
    piece, under ``headings``.
    ``terms``: deadlines read from cells of their own; ``told``: cells that tell of progress and
    hold nothing that is asked. Both have the offsets of the piece.
    """

    dated: date | None = None
    working_days: WorkingDays | None = None
    terms: tuple[Deadline, ...] = ()
    told: tuple[Span, ...] = ()
    cues: Cues | None = None
    before: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class PieceFields:
    """What was read out of one piece; offsets are those of the piece.

    ``asked``: do, refrain or permit of each value of ``action``.
    """

    values: dict[str, list[Value]]
    measured: tuple[Target, ...]
    dated: tuple[Deadline, ...]
    specificity: float
    slogan: float
    asked: tuple[str, ...] = ()


def fields_of(words: str, roles: list[Span], lexicon: Lexicon, calendar: Calendar) -> PieceFields:
    """Return the fields of a piece in plain form.

    ``roles``: the spans that only say who does it, which hold nothing else.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> read = fields_of("各县应当新建分拣中心6座", [], lexicon(), Calendar())
    >>> [found[0][0] for name, found in read.values.items() if found]
    ['各县', '新建', 'do', '分拣中心', '分拣中心 = 6 座', '2']
    """
    roles = [*_whole_brackets(words, roles), *calendar.told]
    names = masked_names(words)
    limits = limits_in(blanked(names, roles), lexicon)
    terms = _terms(words, lexicon, calendar)
    terms = [t for t in terms if not any(x.start <= t.start < x.tie for x in limits)]
    spans = [(t.start, t.end - 2 * words.endswith("坚持", 0, t.end)) for t in terms]
    conditions = conditions_of(words, blanked(names, roles), limits, lexicon)
    free = blanked(
        words, [*roles, *spans, *_no_targets(limits, conditions), *areas_in(names)], _NO_VALUE
    )
    measured = tuple(targets(free, lexicon))
    results = _results(words, measured, calendar)
    measured = tuple(t for t in measured if t not in results)
    opening = [(x.start, x.tie) for x in limits if x.opens]
    aside = [*conditions, *opening, *_subordinate(names), *phrases_of(words, results)]
    mask = blanked(names, [*roles, *spans, *aside])
    quantities = tuple((t.at, t.end) for t in measured)
    metrics = tuple((t.start, t.at) for t in measured)
    whole = Piece(words, names, quantities, metrics)
    piece = Piece(words, mask, quantities, metrics, whole)
    parsed = parse(piece, lexicon) if _NEEDS_PLACE.search(words) else Parsed()
    english = english_predicates(words, lexicon)
    asked = polarity_by_action(words, parsed.predicates, english)
    values = _values(piece, whole, parsed, english, limits, lexicon, roles)
    values["targets"] = [(t.render(), t.start, t.end) for t in measured]
    values["deadline"] = [(d.value, d.start, d.end) for d in terms]
    values["conditions"] = _said(words, sorted({*conditions, *events_about(piece, parsed.about)}))
    return PieceFields(
        {name: values[name] for name in _ORDER},
        measured,
        tuple(terms),
        specificity(words, values, len(terms), len(measured)),
        slogan_share(words, lexicon),
        tuple(asked[start, end] for _, start, end in values["action"]),
    )


def _results(words: str, measured: tuple[Target, ...], calendar: Calendar) -> list[Target]:
    """Return the figures that tell of results; without the document's year none can be told."""
    if not measured or calendar.cues is None or calendar.dated is None:
        return []
    said, at = calendar.before + words, len(calendar.before)
    around = Context(calendar.headings, year=calendar.dated.year)
    return told_figures(said, at, measured, calendar.cues, around)


def _terms(words: str, lexicon: Lexicon, calendar: Calendar) -> list[Deadline]:
    """Return the deadlines of a piece; those of cells of their own come before what words say."""
    found = deadlines(words, lexicon, calendar.dated, calendar.working_days)
    taken = [*calendar.told, *((t.start, t.end) for t in calendar.terms)]
    free = [t for t in found if all(t.end <= a or t.start >= b for a, b in taken)]
    return sorted([*free, *calendar.terms], key=lambda term: term.start)


_ORDER = (
    "actor", "action", "polarity", "object", "targets", "deadline", "deontic", "scope",
    "conditions", "safeguards", "instruments", "local",
)  # fmt: skip


def _values(
    piece: Piece,
    whole: Piece,
    parsed: Parsed,
    english: list[EnglishPredicate],
    limits: list[Limit],
    lexicon: Lexicon,
    roles: list[Span],
) -> dict[str, list[Value]]:
    words = piece.words
    named = locals_of(whole, roles, parsed.actors, lexicon)
    actions = [p.verb for p in parsed.predicates] + [p.verb for p in english]
    objects = [_with_limit(o, limits) for p in parsed.predicates for o in p.objects]
    objects += [p.object for p in english if p.object]
    actors = parsed.actors + [
        actor
        for p in english
        for actor in english_actors(words, p.subject)
        if all(actor[1] <= a or actor[0] >= b for a, b in roles)
    ]
    return {
        "actor": _said(words, sorted(set(actors))),
        "action": _said(words, sorted(set(actions))),
        "polarity": polarity_of(words, parsed.predicates, english, lexicon),
        "object": _said(words, sorted(set(objects))),
        "deontic": _deontic(piece, parsed, lexicon),
        "scope": _said(
            words,
            scopes_of(
                whole,
                _limiting(piece, parsed, objects, named),
                limits,
                [*objects, *actors],
                lexicon,
            ),
        ),
        "safeguards": _said(words, _bans(words, safeguards_of(whole, lexicon), lexicon)),
        "instruments": _said(words, means_of(piece, actions, objects, lexicon)),
        "local": _said(words, named),
    }


def _limiting(piece: Piece, parsed: Parsed, objects: list[Span], named: list[Span]) -> list[Span]:
    """Return what 对 and the like name, and topics that limit: no objects, no named places."""
    taken = [*objects, *named]
    events = {a for a, _ in events_about(piece, parsed.about)}
    about = [
        *parsed.about,
        *(
            t
            for t in parsed.topics
            if _KIND_OF.search(piece.text(t)) and not _ANY_ONE.match(piece.text(t))
        ),
    ]
    return [
        (a, b) for a, b in about
        if a not in events and all(b <= x or a >= y for x, y in taken)
    ]  # fmt: skip


def _with_limit(span: Span, limits: list[Limit]) -> Span:
    """Return an object with the phrase before it that limits it, where it begins its clause."""
    before = next((x for x in limits if x.tie == span[0] and x.opens and x.kind == "scope"), None)
    return (before.start, span[1]) if before else span


def _no_targets(limits: list[Limit], conditions: list[Span]) -> list[Span]:
    return [*((x.start, x.tie) for x in limits if x.threshold), *conditions]


def _whole_brackets(words: str, roles: list[Span]) -> list[Span]:
    """Return the spans with the bracket of units that each stands in."""
    brackets = [m.span() for m in _BRACKET.finditer(words)]
    within = [b for b in brackets if any(b[0] < r[1] and r[0] < b[1] for r in roles)]
    return [*roles, *within]


def _subordinate(mask: str) -> list[Span]:
    return [m.span() for m in _WHILE.finditer(mask)]


def _said(words: str, spans: list[Span]) -> list[Value]:
    return [(words[a:b], a, b) for a, b in spans if b > a]


def _bans(words: str, spans: list[Span], lexicon: Lexicon) -> list[Span]:
    """Leave out limits (shall not exceed 30 mph), which are targets and no safeguards."""
    limits = [m.span() for m in lexicon.limit.finditer(words)]
    return [s for s in spans if not any(a < s[0] + _BAN_WIDTH and s[0] < b for a, b in limits)]


def _deontic(piece: Piece, parsed: Parsed, lexicon: Lexicon) -> list[Value]:
    """Return the words of obligation that govern something that is to be done."""
    governing = [p.verb for p in parsed.predicates] + parsed.functions
    banned = [p.verb for p in parsed.predicates if p.banned]
    found = []
    names = masked_names(piece.words)
    limits = [m.span() for m in lexicon.limit.finditer(names) if not m[0].isascii()]
    for strength, start, end in deontic_words(names, lexicon):
        word = names[start:end]
        if word == "一律" and re.search(r"(?:不得|严禁|不准|不搞|禁止)[^，。；]*$", names[:start]):
            continue
        governs = any(a <= start and end <= b for a, b in governing)
        if word not in _FREE and any(a <= start and end <= b for a, b in limits):
            continue
        if strength < 0 and any(a <= start and end <= b for a, b in banned):
            continue  # 不予支持 does not encourage
        leans = abs(strength) == 1 or word in {"可", "要", "应", "须"}
        if leans and not governs and word not in _FREE and not word.isascii():
            continue
        found.append((str(strength), start, end))
    return found
