"""What a clause commits its readers to: who, how much, by when, how strongly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date

from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.clauses.column_kinds import roles_of_columns, says_no_duty
from chuandao.text.commitment.piece_fields import Calendar, fields_of
from chuandao.text.commitment.responsibility import Named, role_phrases, units_of
from chuandao.text.envelope.persons import is_person
from chuandao.text.grammar.phrases import Span
from chuandao.text.lexicon import Lexicon
from chuandao.text.numbers.quantities import Target
from chuandao.text.times.cell_terms import cell_terms, is_term_heading
from chuandao.text.times.deadlines import Deadline
from chuandao.text.times.horizon import Cues
from chuandao.text.times.spans_of_time import WorkingDays

_BRACKETED = re.compile(r"（(?:[^（）\n]|（[^（）\n]{0,40}）){0,300}）")
_HEADING = " / "  # between the headings of a clause
_PROGRESS = re.compile(
    r"进展|进度(?!安排|要求|计划|目标)|(?:完成|落实|办理|推进|整改|实施)(?:情况|状态)|^状态$|目前|当前|progress|status",
    re.IGNORECASE,
)
_ABOUT_IT = re.compile(r"责任人|负责人|联系人|经办|领导|电话|联系方式|依据|来源|^序号$|^编号$")
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
    `chuandao.text.commitment.substance`).
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
    cues: Cues | None = None,
    *,
    persons: bool = False,
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
    cues : Cues, optional
        Words of time and mood; with them and a date last year's results are no targets.
    persons : bool
        Keep persons who are named (陳建國同志) among those who act; units always are.

    Notes
    -----
    Pieces end at 。 and ；. A bracket of responsible units at the end of a clause belongs to
    all its pieces and is given with the first; a table row is one piece.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
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
    calendar = _with_cells(
        words, clause, lexicon, Calendar(dated, working_days, cues=cues, headings=_headings(clause))
    )
    found = [
        _commitment(
            words, span, roles, lexicon,
            replace(calendar, before=words[clause.words_start : span[0]]),
        )
        for span in spans
    ]  # fmt: skip
    found[0] = _with_units(found[0], named)
    if not persons:
        found = [_without_persons(item) for item in found]
    return tuple(item for item in found if _binds(item))


def moved(found: Commitment, by: int) -> Commitment:
    """Return a commitment at another place: every offset so many code points further on.

    Examples
    --------
    >>> moved(Commitment(0, 2, object=(Found("x", 0, 1),)), 10).object
    (Found(value='x', start=10, end=11),)
    """
    if not by:
        return found
    places = {
        name: tuple(Found(one.value, one.start + by, one.end + by) for one in held)
        for name in FIELDS
        if (held := getattr(found, name))
    }
    return Commitment(
        found.start + by,
        found.end + by,
        measured=tuple(
            replace(t, start=t.start + by, end=t.end + by, at=t.at + by) for t in found.measured
        ),
        dated=tuple(replace(d, start=d.start + by, end=d.end + by) for d in found.dated),
        asked=found.asked,
        specificity=found.specificity,
        slogan=found.slogan,
        **places,
    )


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


def _headings(clause: ClauseText) -> tuple[str, ...]:
    return tuple(clause.heading.split(_HEADING)) if clause.heading else ()


def _with_cells(words: str, clause: ClauseText, lexicon: Lexicon, calendar: Calendar) -> Calendar:
    """Return the calendar with what the cells of a table row say by their headings."""
    base = clause.start
    told = [(c.start - base, c.end - base) for c in clause.cells if _is_told(c.heading)]
    since = calendar.dated
    if since and any(_PROGRESS.search(cell.heading) for cell in clause.cells):
        since = since.replace(month=1, day=1)  # a ledger is later than the days it speaks of
    terms: list[Deadline] = []
    for cell in clause.cells:
        if is_term_heading(cell.heading):
            said = words[cell.start : cell.end]
            shift = cell.start - base
            read = cell_terms(said, lexicon, since, calendar.working_days)
            terms += [replace(t, start=t.start + shift, end=t.end + shift) for t in read]
    return replace(calendar, terms=tuple(terms), told=tuple(told))


def _is_told(heading: str) -> bool:
    """Return whether the cells of a column only tell: progress, persons, sources."""
    return bool(_PROGRESS.search(heading) or _ABOUT_IT.search(heading))


def _named(words: str, clause: ClauseText, lexicon: Lexicon) -> tuple[list[Named], list[Span]]:
    """Return the units with roles of a clause and the spans that only say who does it."""
    found: list[Named] = []
    roles: list[Span] = []
    columns = roles_of_columns(cell.heading for cell in clause.cells)
    for cell, role in zip(clause.cells, columns, strict=True):
        if role:
            found += units_of(words[cell.start : cell.end], cell.start, role)
        if role or says_no_duty(cell.heading):
            roles.append((cell.start, cell.end))
    if found:
        return found, roles
    by = clause.words_start
    named, spans = role_phrases(words[by : clause.end], lexicon)
    roles += [(a + by, b + by) for a, b in spans]
    return [replace(n, start=n.start + by, end=n.end + by) for n in named], roles


def _with_units(first: Commitment, named: list[Named]) -> Commitment:
    def of(role: str) -> tuple[Found, ...]:
        return tuple(Found(n.name, n.start, n.end) for n in named if n.role == role)

    return replace(first, lead=of("lead"), responsible=of("responsible"), cooperate=of("cooperate"))


def _without_persons(found: Commitment) -> Commitment:
    def units(name: str) -> tuple[Found, ...]:
        return tuple(one for one in getattr(found, name) if not is_person(one.value))

    return replace(
        found,
        actor=units("actor"),
        lead=units("lead"),
        responsible=units("responsible"),
        cooperate=units("cooperate"),
    )


def _binds(found: Commitment) -> bool:
    return any(getattr(found, name) for name in FIELDS)
