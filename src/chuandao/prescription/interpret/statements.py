"""A clause taken apart into what must, may and must not be done, in its own words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.task_table.task_cells import task_cells
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.interpretation import cue_words
from chuandao.prescription.interpret.model import MAY, MUST, MUST_NOT, Quote, Statement
from chuandao.text.clauses.headings import split_heading
from chuandao.text.commitment.commitment import Commitment, Found
from chuandao.text.commitment.responsibility import role_phrases
from chuandao.text.grammar.agents import is_unit

_BREAK = re.compile(r"[，；;。]|,(?=\s)|(?<=[A-Za-z0-9)])\.(?=\s|$)")
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)|“[^“”]*”|《[^《》]*》|「[^「」]*」")
_LEADS_ON = re.compile(
    r"(?:的|之前|之后|以后)$|^(?:对|在|凡|如|若|当|按|经|依托|结合|根据|where\b|if\b|for\b)"
)
_ABLE = re.compile(
    r"[高强強低不]可|可[^以，]{1,4}[性化]"
)  # what can be done with a thing, no permission
_ENGLISH_HEADING = re.compile(r"[A-Z][A-Za-z ,'-]{2,60}\.(?=\s+\S)")
_MODAL = re.compile(r"\b(?:shall|must|may|will|should|is|are|be)\b")
_CONDITION = re.compile(r"的$|^(?:where|if)\b")
_TRIMMED = " \t\n\u3000，。；;、,."
_LEAST = 2
_OFFICE = re.compile(
    r"(?:局|[委办辦厅廳署府处處科站所]|委员会|委員會|部|部门|部門|[单單]位|银行|銀行|[镇鎮乡鄉村县縣区區市级級地州省盟旗]|街道|机关|機關|法院|检察院|檢察院"
    r"|[）)]|联席会议|聯席會議)$|^[市县縣区區省州镇鎮乡鄉].{2,}(?:中心|社|院|会|會|行|队|隊)$"
)
_NO_OFFICE = re.compile(
    r"[的了为為将將]|^(?:加强|加強|组成|組成|建立|推动|推動)|(?:试验区|試驗區|示范区|示範區|园区|園區)$"
)
_GROUP = re.compile(
    r"各(?:[县縣]（市、[区區]）|[县縣][区區]|[区區][县縣]|[乡鄉]?[镇鎮]（街道）|[乡鄉][镇鎮]|[镇鎮]街|地|[级級]|有[关關]部[门門]|部[门門]|[单單]位"
    r"|成[员員][单單]位|[县縣]|市|[区區]|街道)(?:人民政府)?"
)
_ADVICE = -1

Span = tuple[int, int]


@dataclass(frozen=True)
class Phrase:
    """Words between two marks, with what they ask; ``mode`` is empty where they ask nothing."""

    start: int
    end: int
    mode: str
    words: str


def statements_of(document: Understood, clause: Clause) -> tuple[Statement, ...]:
    r"""Return what a clause asks, cut where one mode gives way to another.

    Parameters
    ----------
    document : Understood
    clause : Clause
        One of its clauses.

    Notes
    -----
    Each passage is the document's own, whole phrases only. The heading, and brackets and
    phrases that only say who does it, are left out: they are told apart.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "关于茶叶的意见\n各镇：\n一、建茶园。年底前建成3个，鼓励入股，不得强制流转。"
    >>> read = understand(Extracted("a.txt", page, "txt", "utf-8", "", 1.0), "a")
    >>> [(one.mode, one.quote.words) for one in statements_of(read, read.clauses[0])]
    [('must', '年底前建成3个'), ('may', '鼓励入股'), ('must_not', '不得强制流转')]
    """
    if clause.cells:
        return _of_row(document, clause)
    begin = _body(clause)
    roles = _roles(clause)
    found: list[Statement] = []
    for piece in clause.commitments:
        if piece.end <= begin:
            continue
        phrases = _phrases(document.text, (max(piece.start, begin), piece.end), piece, roles)
        for mode, span in _runs(phrases):
            found.append(_statement(document, clause, mode, span, piece))
    return tuple(one for one in found if len(one.quote.words) > _LEAST)


def quoted(document: Understood, path: str, start: int, end: int) -> Quote:
    """Return the words of a document at a place, without the marks around them."""
    words = document.text[start:end]
    left = len(words) - len(words.lstrip(_TRIMMED))
    kept = words.strip(_TRIMMED)
    return Quote(document.id, path, start + left, start + left + len(kept), kept)


def _body(clause: Clause) -> int:
    """Return where the words after the heading of a clause begin."""
    words = clause.side.words
    lead = len(words) - len(words.lstrip())
    if opening := english_heading(words):
        return clause.side.start + lead + len(opening)
    heading, rest = split_heading(words.strip())
    if not heading or not rest:
        return clause.side.start
    return clause.side.start + lead + len(words.strip()) - len(rest)


def english_heading(words: str) -> str:
    """Return the short first sentence that is a heading in English; nothing where there is none.

    Examples
    --------
    >>> english_heading("Build growing bases. Counties shall build 36 bases.")
    'Build growing bases.'
    >>> english_heading("Counties shall report. Towns shall not.")
    ''
    """
    found = _ENGLISH_HEADING.match(words.strip())
    return found[0] if found and not _MODAL.search(found[0]) else ""


def _roles(clause: Clause) -> list[Span]:
    by = clause.side.start
    return [(a + by, b + by) for a, b in role_phrases(clause.side.words, lexicon())[1]]


def _of_row(document: Understood, clause: Clause) -> tuple[Statement, ...]:
    """Return the row of a table as one thing to be done: its name, else its measures."""
    cells = task_cells(clause)
    named = cells.measures or cells.name
    if named is None:
        return ()
    held = tuple(clause.commitments)
    quote = quoted(document, clause.path, named.start, named.end)
    return (
        Statement(
            MUST,
            quote,
            places_of(document, clause, dated(f for one in held for f in one.deadline)),
            places_of(document, clause, (f for one in held for f in one.targets)),
        ),
    )


def _phrases(text: str, span: Span, piece: Commitment, roles: Sequence[Span]) -> list[Phrase]:
    begin, end = span
    closed = [m.span() for m in _BRACKETS.finditer(text, begin, end)]
    found, position = [], begin
    for match in [*_BREAK.finditer(text, begin, end), None]:
        if match and any(a < match.start() < b for a, b in closed):
            continue
        stop = match.start() if match else end
        if text[position:stop].strip(_TRIMMED) and not _only_roles(text, (position, stop), roles):
            mode = _mode(text, (position, stop), piece)
            found.append(Phrase(position, stop, mode, text[position:stop].strip(_TRIMMED)))
        position = match.end() if match else end
    return found


def _only_roles(text: str, span: Span, roles: Iterable[Span]) -> bool:
    """Return whether a phrase says nothing but who does it."""
    left = set(range(*span))
    for a, b in roles:
        left -= set(range(a, b))
    return not "".join(text[at] for at in sorted(left)).strip(_TRIMMED + "（）()")


def _mode(text: str, span: Span, piece: Commitment) -> str:
    """Return what a phrase asks by its own verbs and words of obligation.

    A ban that only bounds a number is a target; a condition asks nothing by itself.
    """
    words = text[slice(*span)].lower()
    asked = [a for a, verb in zip(piece.asked, piece.action, strict=True) if _in(verb, span)]
    banned = "refrain" in asked or any(word in words for word in cue_words("ban"))
    if banned and not _limits(span, piece):
        return MUST_NOT
    condition = bool(_CONDITION.search(words.strip(_TRIMMED)))
    if "permit" in asked and not condition and not _ABLE.search(words):
        return MAY
    if any(_in(found, span) for found in piece.targets):
        return MUST
    if condition:
        return ""
    return MAY if _advises(text, span, piece) else MUST if asked else ""


def _advises(text: str, span: Span, piece: Commitment) -> bool:
    """Return whether a phrase only encourages or allows, by its words of obligation."""
    if _ABLE.search(text[slice(*span)]):
        return False
    held = (f for f in piece.deontic if _in(f, span) and int(f.value) <= _ADVICE)
    return any(text[f.start : f.end].lower() in cue_words("may") for f in held)


def _limits(span: Span, piece: Commitment) -> bool:
    """Return whether the ban of a phrase only bounds a number (不得超过5%): that is a target."""
    return any(_in(found, span) for found in piece.targets) and not any(
        _in(found, span) for found in piece.safeguards
    )


def _in(found: Found, span: Span) -> bool:
    return span[0] <= found.start < span[1]


def _runs(phrases: Sequence[Phrase]) -> list[tuple[str, Span]]:
    """Return stretches of phrases of one mode; what asks nothing goes with its neighbour."""
    modes = [phrase.mode for phrase in phrases]
    if not any(modes):
        return []
    first = next(mode for mode in modes if mode)
    runs: list[tuple[str, Span]] = []
    for at, phrase in enumerate(phrases):
        before = runs[-1][0] if runs else first
        following = next((mode for mode in modes[at:] if mode), before)
        leads = not runs or _LEADS_ON.search(phrase.words)
        mode = phrase.mode or (following if leads else before)
        if runs and runs[-1][0] == mode:
            runs[-1] = (mode, (runs[-1][1][0], phrase.end))
        else:
            runs.append((mode, (phrase.start, phrase.end)))
    return runs


def _statement(
    document: Understood, clause: Clause, mode: str, span: Span, piece: Commitment
) -> Statement:
    return Statement(
        mode,
        quoted(document, clause.path, *span),
        places_of(document, clause, dated(f for f in piece.deadline if _in(f, span))),
        places_of(document, clause, (f for f in piece.targets if _in(f, span))),
        _actors(document.text[slice(*span)], (f for f in piece.actor if _in(f, span))),
    )


def _actors(words: str, found: Iterable[Found]) -> tuple[str, ...]:
    """Return the units that a passage names as acting: its subjects, else how it opens."""
    named = [f.value for f in found if is_office(f.value)]
    opened = _GROUP.match(words.lstrip(_TRIMMED))
    return tuple(dict.fromkeys(named or ([opened[0]] if opened else [])))


def is_office(name: str) -> bool:
    """Return whether a name is one of an office or of a group of them.

    Examples
    --------
    >>> [is_office(name) for name in ("市财政局", "各县（市、区）", "项目的单位", "龙头企业")]
    [True, True, False, False]
    >>> is_office("the finance bureau")
    True
    """
    if name.isascii():
        return bool(name)
    return is_unit(name) and bool(_OFFICE.search(name)) and not _NO_OFFICE.search(name)


def dated(found: Iterable[Found]) -> Iterable[Found]:
    """Yield the deadlines that can be held to: not those that only say in due course."""
    return (one for one in found if not one.value.startswith("vague"))


def places_of(document: Understood, clause: Clause, found: Iterable[Found]) -> tuple[Quote, ...]:
    """Return values as the document writes them, those that stand side by side as one."""
    joined: list[Span] = []
    for value in sorted(found, key=lambda f: f.start):
        if joined and joined[-1][1] == value.start:
            joined[-1] = (joined[-1][0], value.end)
        elif not joined or value.start >= joined[-1][1]:
            joined.append((value.start, value.end))
    return tuple(quoted(document, clause.path, *_closed(document.text, span)) for span in joined)


def _closed(text: str, span: Span) -> Span:
    """Return a span without what stands before a bracket that is opened and not closed in it."""
    begin, end = span
    words = text[begin:end]
    opened = max(words.rfind("（"), words.rfind("("))
    if opened >= 0 and not any(mark in words[opened:] for mark in "）)"):
        return begin + opened + 1, end
    return span
