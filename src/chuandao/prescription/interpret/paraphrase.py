"""What a clause below made of the clause above, in a few words of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.text.clauses.headings import split_heading

_BREAK = re.compile(r"[，。；;！：\n\t]|,(?=\s)|(?<=[a-z])\.(?=\s)")
_TRIMMED = " \t\u3000，。；;、（）()"
_NUMBERED = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[）).、．]\s*)+")
_DIGIT = re.compile(r"\d|[一二三四五六七八九十百千万]{2,}")
_LEAST, _MOST = 4, 36
_BINDING = 2


@dataclass(frozen=True)
class Telling:
    """A phrase of the lower clause that tells best what it asks, and where it stands."""

    words: str
    start: int
    end: int


def telling(
    clause: Clause, marked: Sequence[tuple[int, int]] = (), *, least: float = 0.0
) -> Telling | None:
    """Return the phrase of a clause that tells best what it demands; None where none does.

    Parameters
    ----------
    clause : Clause
    marked : sequence of (start, end)
        Places known to depart from the clause above: what overlaps them tells most.
    least : float
        Least score: 1 asks for strict wording or a marked place.

    Notes
    -----
    A phrase that overlaps a marked place comes first, then strict wording (必須, 一律), then
    the heading; figures and great length speak against a phrase, since it is to be passed on
    as a reading and not as the order of one place.
    """
    phrases = _phrases(clause)
    scored = [(_score(clause, one, marked), -at, one) for at, one in enumerate(phrases)]
    best = max(scored, key=lambda item: item[:2], default=None)
    return best[2] if best and best[0] > 0 and best[0] >= least else None


def _phrases(clause: Clause) -> list[Telling]:
    text, base = clause.text, clause.start
    found, position = [], 0
    for match in [*_BREAK.finditer(text), None]:
        stop = match.start() if match else len(text)
        raw = text[position:stop]
        start = position + len(raw) - len(raw.lstrip(_TRIMMED))
        words = raw.strip(_TRIMMED)
        if number := _NUMBERED.match(words):
            start += number.end()
            words = words[number.end() :]
        if len(words) >= _LEAST:
            found.append(Telling(words, base + start, base + start + len(words)))
        position = match.end() if match else len(text)
    return found


def _score(clause: Clause, one: Telling, marked: Sequence[tuple[int, int]]) -> float:
    strengths = [
        int(found.value)
        for held in clause.commitments
        for found in held.deontic
        if one.start <= found.start < one.end
    ]
    score = 4.0 * any(a < one.end and one.start < b for a, b in marked)
    score += max((s for s in strengths if s >= _BINDING), default=0)
    heading, rest = split_heading(clause.side.words.strip())
    if rest and one.words and one.words in heading:
        score += 1.5 if strengths else 0.5
    score -= 1.0 * bool(_DIGIT.search(one.words))
    return score - max(0, len(one.words) - _MOST) / 10
