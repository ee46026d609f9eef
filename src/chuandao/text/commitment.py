"""What a clause commits its readers to: who, how much, by when, how strongly."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import TypeVar

from chuandao.text.clauses import ClauseText
from chuandao.text.deadlines import Deadline, deadlines
from chuandao.text.deontic import deontic_words
from chuandao.text.lexicon import Lexicon, words_pattern
from chuandao.text.quantities import Target, targets
from chuandao.text.responsibility import Named, responsibilities, units_of

_PIECE_END = re.compile(r"[。；;！]|(?<=[A-Za-z])\.(?=\s)")
_ADDRESSED = re.compile(
    r"各(?:县|市|区|乡|镇|街道|村|社区)(?:（[^（）]{1,8}）)?(?:人民政府|街道|社区|部门)?(?:、各[^，。；、：（要应]{1,8})*"
)
_SUBJECT = re.compile(
    r"(?:^|(?<=[。；，]))\s*(?!由|按|经|报|向|对|以|在|从|为)((?:[\u4e00-\u9fff]{1,14}?"
    r"(?:局|委|办公室|政府|专班|领导小组|街道办事处|管委会|服务中心|工作站|村民委员会|村委会))"
    r"(?:[、和及][\u4e00-\u9fff]{1,14}?(?:局|委|办公室|政府|专班|管委会|服务中心))*)"
    r"(?=要|应|须|负责|每|对|20\d\d年|于|按|会同|组织|制定|牵头|在|将|会|统一|给予|安排)"
)
_LOCAL = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:村|社区|组|合作社|基地|园区|河|湖|山)(?=[、，。；（）等的]|$)"
)
_NO_NAME = re.compile(  # 各村, 有关社区, 农民合作社, 种养基地, 河湖: nobody's in particular
    r"(?:[各全每本该的个等到求农乡政然关]村|[各全每本该的个等到关]社区|[小个各全的]组"
    r"|[的民家入股到个各]合作社|[化范产养植的个各设建训]基地|[业技流的个各产]园区"
    r"|[沿各治清护]河|河湖|[上下出荒青]山)$"
)
_Placed = TypeVar("_Placed", Target, Deadline)
_NO_VALUE = "▁"  # where a deadline stood: a boundary of every phrase


@dataclass(frozen=True)
class Found:
    """A value read from the text, with its place in code points."""

    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Commitment:
    """What one piece of a clause commits to; every field a tuple of `Found`, empty where none.

    Not yet extracted, and so always empty: ``actor`` beyond address markers, ``action``,
    ``object``, ``scope``.
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


FIELDS = tuple(
    item.name
    for item in fields(Commitment)
    if item.name not in {"start", "end", "measured", "dated"}
)


def commitments(
    words: str, clause: ClauseText, lexicon: Lexicon, dated: date | None = None
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
    """
    spans = [(clause.start, clause.end)] if clause.cells else _pieces(words, clause)
    found = [_commitment(words, a, b, lexicon, dated) for a, b in spans]
    named = _named(words, clause, lexicon)
    if not found:
        return ()
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


def _pieces(words: str, clause: ClauseText) -> list[tuple[int, int]]:
    spans, position = [], clause.words_start
    for match in [*_PIECE_END.finditer(words, clause.words_start, clause.end), None]:
        end = match.end() if match else clause.end
        if words[position:end].strip():
            spans.append((position, end))
        position = end
    return spans


def _commitment(
    words: str, start: int, end: int, lexicon: Lexicon, dated: date | None
) -> Commitment:
    piece = words[start:end]
    measured = tuple(_moved(t, start) for t in targets(_undated(piece, lexicon, dated), lexicon))
    terms = tuple(_moved(d, start) for d in deadlines(piece, lexicon, dated))
    strengths = deontic_words(piece, lexicon)
    return Commitment(
        start=start,
        end=end,
        actor=_actors(piece, start),
        polarity=_polarity(strengths, piece, start),
        targets=tuple(Found(t.render(), t.start, t.end) for t in measured),
        deadline=tuple(Found(d.value, d.start, d.end) for d in terms),
        deontic=tuple(Found(str(s), start + a, start + b) for s, a, b in strengths),
        conditions=_listed(lexicon.conditions, piece, start),
        safeguards=_listed(lexicon.safeguards, piece, start),
        instruments=_listed(lexicon.instruments, piece, start),
        local=_locals(piece, start),
        measured=measured,
        dated=terms,
    )


def _undated(piece: str, lexicon: Lexicon, dated: date | None) -> str:
    """Blank the deadlines so that 3个月内 is not also read as a quantity."""
    for term in deadlines(piece, lexicon, dated):
        piece = piece[: term.start] + _NO_VALUE * (term.end - term.start) + piece[term.end :]
    return piece


def _moved(found: _Placed, by: int) -> _Placed:
    return replace(found, start=found.start + by, end=found.end + by)


def _polarity(strengths: list[tuple[int, int, int]], piece: str, start: int) -> tuple[Found, ...]:
    refrains = re.compile(r"不得|严禁|禁止|不准|不允许|绝不|杜绝|防止|避免|不搞")
    found = refrains.search(piece)
    if found:
        return (Found("refrain", start + found.start(), start + found.end()),)
    permits = [(a, b) for strength, a, b in strengths if strength == -2]  # noqa: PLR2004
    if permits and all(strength < 0 for strength, _, _ in strengths):
        return (Found("permit", start + permits[0][0], start + permits[0][1]),)
    return (Found("do", start + strengths[0][1], start + strengths[0][2]),) if strengths else ()


def _actors(piece: str, start: int) -> tuple[Found, ...]:
    subjects = [Found(m[1], start + m.start(1), start + m.end(1)) for m in _SUBJECT.finditer(piece)]
    return tuple(sorted((*_matches(_ADDRESSED, piece, start), *subjects), key=lambda f: f.start))


def _locals(piece: str, start: int) -> tuple[Found, ...]:
    return tuple(f for f in _matches(_LOCAL, piece, start) if not _NO_NAME.search(f.value))


def _matches(pattern: re.Pattern[str], piece: str, start: int) -> tuple[Found, ...]:
    return tuple(Found(m[0], start + m.start(), start + m.end()) for m in pattern.finditer(piece))


def _listed(words: tuple[str, ...], piece: str, start: int) -> tuple[Found, ...]:
    return _matches(words_pattern(words), piece, start)


def _named(words: str, clause: ClauseText, lexicon: Lexicon) -> list[Named]:
    found = []
    for cell in clause.cells:
        role = next((role for role, word in lexicon.roles if word[:2] in cell.heading), None)
        if role and "人" not in cell.heading:
            found += units_of(words[cell.start : cell.end], cell.start, role)
    if found:
        return found
    body = words[clause.words_start : clause.end]
    by = clause.words_start
    return [
        Named(named.role, named.name, named.start + by, named.end + by)
        for named in responsibilities(body, lexicon)
    ]


def _with_units(first: Commitment, named: list[Named]) -> Commitment:
    def of(role: str) -> tuple[Found, ...]:
        return tuple(Found(n.name, n.start, n.end) for n in named if n.role == role)

    return replace(first, lead=of("lead"), responsible=of("responsible"), cooperate=of("cooperate"))


def _binds(found: Commitment) -> bool:
    return any(getattr(found, name) for name in FIELDS)
