"""What the draft asks of those below that the rules on burdens limit (E9 of the root)."""

import re
from collections.abc import Iterator

from chuandao.cascade.tracing.understanding.understood import Clause, Understood
from chuandao.catalog.precheck import Demand, demands, words_like
from chuandao.prescription.precheck.model import Checked, Part, Remark, quote_of
from chuandao.text.canonical import plain

CHECK = "burden"
_STOPS = "，。；：！\n"
_SENTENCE = "。；\n"
_NOT = re.compile(
    r"不(?!断|仅|但|只|少于|低于|超过)[\u4e00-\u9fff]{0,2}$|不[向让给对][^，。；]{0,10}$"
)
_QUOTED = re.compile(r"[《“「][^》”」]*[》”」]")


def examine_burdens(document: Understood) -> Part:
    """Return the demands on those below in any clause, annexes included.

    A demand that is forbidden, limited or abolished in the same phrase or by the words that
    open its sentence (不得…、…), one on firms or systems, and the name of a document in
    brackets are none.
    """
    remarks = tuple(
        remark
        for clause in document.clauses
        if not words_like("preamble").search(clause.path)
        for remark in _of_clause(document, clause)
    )
    wanting = {remark.places[0].path for remark in remarks}
    judged = [clause for clause in document.clauses if clause.commitments]
    paths = {clause.path for clause in judged} | wanting
    return Part(Checked(CHECK, len(paths), len(paths) - len(wanting)), remarks)


def _of_clause(document: Understood, clause: Clause) -> Iterator[Remark]:
    words = plain(clause.text)
    taken: list[tuple[int, int]] = []
    for demand in demands():
        for match in demand.pattern.finditer(words):
            span = match.span()
            if any(span[0] < b and a < span[1] for a, b in taken) or not _demanded(words, span):
                continue
            taken.append(span)
            yield _remark(document, clause, demand, span)
            break


def _remark(document: Understood, clause: Clause, demand: Demand, span: tuple[int, int]) -> Remark:
    place = quote_of(document, clause.path, clause.start + span[0], clause.start + span[1])
    told = {"words": place.words}
    return Remark(CHECK, demand.demand, demand.severity, (place,), told, demand.reference)


def _demanded(words: str, span: tuple[int, int]) -> bool:
    """Return whether a demand is made, rather than ruled out or made of others."""
    start, end = span
    if any(a <= start < b for a, b in (m.span() for m in _QUOTED.finditer(words))):
        opens = max(words.rfind(mark, 0, start) for mark in "“「") == start - 1
        if not opens:  # 《…月报》 is a name; “一票否决” a word that is meant
            return False
    begin = max(words.rfind(stop, 0, start) for stop in _STOPS) + 1
    stop = min((at for s in _STOPS if (at := words.find(s, end)) >= 0), default=len(words))
    sentence = max(words.rfind(mark, 0, start) for mark in _SENTENCE) + 1
    negated, others = words_like("negated"), words_like("of_others")
    opening = negated.match(words[sentence:start].lstrip())
    if opening or _NOT.search(words[begin:start]) or negated.search(words[begin : start + 3]):
        return False
    inside = negated.search(words[start:end]) or negated.search(words[end:stop])
    return not inside and not others.search(words[begin:stop])
