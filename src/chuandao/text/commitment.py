"""What a clause commits its readers to: who, how much, by when, how strongly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date

from chuandao.text.clauses import ClauseText
from chuandao.text.deadlines import Deadline
from chuandao.text.lexicon import Lexicon
from chuandao.text.phrases import Span
from chuandao.text.piece_fields import Calendar, fields_of
from chuandao.text.quantities import Target
from chuandao.text.responsibility import Named, role_phrases, units_of
from chuandao.text.spans_of_time import WorkingDays

_BRACKETED = re.compile(r"（(?:[^（）\n]|（[^（）\n]{0,40}）){0,300}）")
_PIECE_END = re.compile(r"[。；;！]|(?<=[A-Za-z])\.(?=\s)")


@dataclass(frozen=True)
class Found:
    """A value read from the text, with its place in code points."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Commitment:
    """What one piece of a clause commits to; every field a tuple of `Found`, empty where none.

    ``measured`` and ``dated`` are the targets and deadlines as values; ``asked`` says do, refrain
    or permit of each ``action``; ``specificity`` and ``slogan`` are shares 0–1 (see
    `chuandao.text.substance`).
    """

    start: int
    end: int
    actor: tuple[Found, ...] = ()
    lead: tuple[Found, ...] = ()
    responsible: tuple[Found, ...] = ()
    cooperate: tuple[Found, ...] = ()
    action: tuple[Found, ...] = ()
    polarity: tuple[Found, ...] = ()
    object: tuple[Found, ...] = ()
    targets: tuple[Found, ...] = ()
    deadline: tuple[Found, ...] = ()
    deontic: tuple[Found, ...] = ()
    scope: tuple[Found, ...] = ()
    conditions: tuple[Found, ...] = ()
    safeguards: tuple[Found, ...] = ()
    instruments: tuple[Found, ...] = ()
    local: tuple[Found, ...] = ()
    measured: tuple[Target, ...] = field(default=(), repr=False)
    dated: tuple[Deadline, ...] = field(default=(), repr=False)
    asked: tuple[str, ...] = field(default=(), repr=False)
    specificity: float = field(default=0.0, repr=False)
    slogan: float = field(default=0.0, repr=False)


FIELDS = tuple(
    item.name
    for item in fields(Commitment)
    if item.name not in {"start", "end", "measured", "dated", "asked", "specificity", "slogan"}
)


def commitments(
    words: str,
    clause: ClauseText,
    lexicon: Lexicon,
    dated: date | None = None,
    working_days: WorkingDays | None = None,
) -> tuple[Commitment, ...]:
    """Return the commitments of a clause, one per piece that binds somebody to something.

    Parameters
    ----------
    words : str
        The whole document in plain form; offsets are its code points.
    clause : ClauseText
    lexicon : Lexicon
    dated : date or None
        The document's date, from which relative deadlines are counted.
    working_days : callable, optional
        ``(day, count) -> day`` that knows the holidays.

    Notes
    -----
    Pieces end at 。 and ；. A bracket of responsible units at the end of a clause belongs to
    all its pieces and is given with the first; a table row is one piece.

    Examples
    --------
    >>> from chuandao.cascade.tracing.reading import lexicon
    >>> text = "力争到2026年底产值达到3亿元。（牵头单位：市农业农村局）"
    >>> clause = ClauseText("1", 0, len(text), 0, "task", "")
    >>> found = commitments(text, clause, lexicon())[0]
    >>> found.targets[0].value, found.deadline[0].value, found.lead[0].value, found.deontic[0].value
    ('产值 ≥ 3亿 元', 'by 2026-12-31', '市农业农村局', '-1')
    >>> found.action[0].value, found.polarity[0].value
    ('达到', 'do')
    """
    spans = [(clause.start, clause.end)] if clause.cells else _pieces(words, clause)
    if not spans:
        return ()
    named, roles = _named(words, clause, lexicon)
    found = [
        _commitment(words, span, roles, lexicon, Calendar(dated, working_days)) for span in spans
    ]
    found[0] = _with_units(found[0], named)
    return tuple(item for item in found if _binds(item))


def specifics(found: Iterable[Commitment]) -> int:
    """Return how many checkable specifics commitments hold: numbers, dates, units, instruments.

    Examples
    --------
    >>> specifics([Commitment(0, 1, targets=(Found("x", 0, 1),), deontic=(Found("2", 0, 1),))])
    1
    """
    checkable = ("lead", "responsible", "cooperate", "targets", "deadline", "instruments")
    return sum(
        sum(not value.value.startswith("vague") for value in getattr(item, name))
        for item in found
        for name in checkable
    )


def _pieces(words: str, clause: ClauseText) -> list[Span]:
    """Return the pieces of a clause; a ； inside brackets ends none."""
    brackets = [m.span() for m in _BRACKETED.finditer(words, clause.words_start, clause.end)]
    spans, position = [], clause.words_start
    for match in [*_PIECE_END.finditer(words, clause.words_start, clause.end), None]:
        if match and any(a < match.start() < b for a, b in brackets):
            continue
        end = match.end() if match else clause.end
        if words[position:end].strip():
            spans.append((position, end))
        position = end
    return spans


def _commitment(
    words: str, span: Span, roles: list[Span], lexicon: Lexicon, calendar: Calendar
) -> Commitment:
    start, end = span
    inside = [
        (max(a, start) - start, min(b, end) - start) for a, b in roles if a < end and b > start
    ]
    read = fields_of(words[start:end], inside, lexicon, calendar)
    return Commitment(
        start=start,
        end=end,
        measured=tuple(
            replace(t, start=t.start + start, end=t.end + start, at=t.at + start)
            for t in read.measured
        ),
        dated=tuple(replace(d, start=d.start + start, end=d.end + start) for d in read.dated),
        asked=read.asked,
        specificity=read.specificity,
        slogan=read.slogan,
        **{
            name: tuple(Found(value, start + a, start + b) for value, a, b in read.values[name])
            for name in read.values
        },
    )


def _named(words: str, clause: ClauseText, lexicon: Lexicon) -> tuple[list[Named], list[Span]]:
    """Return the units with roles of a clause and the spans that only say who does it."""
    found: list[Named] = []
    roles: list[Span] = []
    for cell in clause.cells:
        role = next((role for role, word in lexicon.roles if word[:2] in cell.heading), None)
        if role and "人" not in cell.heading:
            found += units_of(words[cell.start : cell.end], cell.start, role)
            roles.append((cell.start, cell.end))
    if found:
        return found, roles
    by = clause.words_start
    named, spans = role_phrases(words[by : clause.end], lexicon)
    return [replace(n, start=n.start + by, end=n.end + by) for n in named], [
        (a + by, b + by) for a, b in spans
    ]


def _with_units(first: Commitment, named: list[Named]) -> Commitment:
    def of(role: str) -> tuple[Found, ...]:
        return tuple(Found(n.name, n.start, n.end) for n in named if n.role == role)

    return replace(first, lead=of("lead"), responsible=of("responsible"), cooperate=of("cooperate"))


def _binds(found: Commitment) -> bool:
    return any(getattr(found, name) for name in FIELDS)
