"""Words that leave open what is asked: of the catalogue, and those misread below before."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import Understood, clause_index
from chuandao.cascade.units import UnitTree
from chuandao.catalog.precheck import VagueWord, vague_words
from chuandao.catalog.thresholds import threshold
from chuandao.prescription.precheck.judged import Judged
from chuandao.prescription.precheck.model import CONSIDER, SHOULD, Checked, Part, Remark, quote_of
from chuandao.text.canonical import plain

CHECK = "vague"
_STOPS = "。；\n"
_MISREAD = frozenset({"substituted", "sloganised", "weakened", "narrowed", "summarised"})


def examine_vague(
    document: Understood,
    judged: Sequence[Judged],
    misread: Mapping[str, tuple[int, int]] | None,
) -> Part:
    """Return the vague words of the goals and tasks, each once, with all its places.

    Parameters
    ----------
    document, judged
    misread : mapping of word to (units that misread, units that read), or None without a case
        By `misread_words`: words of clauses that units below read otherwise than meant.
    """
    found: defaultdict[VagueWord, list[tuple[Judged, int, int]]] = defaultdict(list)
    for one in judged:
        for word, start, end in _in(one):
            found[word].append((one, start, end))
    remarks = tuple(_remark(document, w, places, misread) for w, places in found.items())
    wanting = {place.path for remark in remarks for place in remark.places}
    return Part(Checked(CHECK, len(judged), len(judged) - len(wanting)), remarks)


def _in(one: Judged) -> Iterator[tuple[VagueWord, int, int]]:
    """Yield the vague words of a clause that its own words do not explain."""
    taken: list[tuple[int, int]] = []
    for word in vague_words():
        for match in _pattern(word.word).finditer(one.words.lower()):
            free = all(match.end() <= a or match.start() >= b for a, b in taken)
            if free and not _explained(word, one.words, match.span()):
                taken.append(match.span())
                yield word, one.clause.start + match.start(), one.clause.start + match.end()


def _explained(word: VagueWord, words: str, span: tuple[int, int]) -> bool:
    """Return whether the sentence of a vague word says what the word leaves open."""
    begin = max(words.rfind(stop, 0, span[0]) for stop in _STOPS) + 1
    end = min((at for s in _STOPS if (at := words.find(s, span[1])) >= 0), default=len(words))
    return bool(word.explained and word.explained.search(words[begin:end]))


def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word))


def _remark(
    document: Understood,
    word: VagueWord,
    places: Sequence[tuple[Judged, int, int]],
    misread: Mapping[str, tuple[int, int]] | None,
) -> Remark:
    quotes = tuple(quote_of(document, one.row.path, a, b) for one, a, b in places)
    wrong, read = (misread or {}).get(word.word, (0, 0))
    known = wrong >= threshold("precheck_misread_units")
    told = {
        "words": quotes[0].words,
        "count": str(len(quotes)),
        "task": places[0][0].row.name.value,
        "units": str(wrong),
        "read": str(read),
    }
    kind = f"{word.gap}_misread" if known else word.gap
    return Remark(CHECK, kind, SHOULD if known else CONSIDER, quotes, told)


def misread_words(
    trace: Trace, units: UnitTree, but: frozenset[str]
) -> Mapping[str, tuple[int, int]]:
    """Return for each vague word how many units misread a clause with it, of how many that read.

    Parameters
    ----------
    trace : Trace
    units : UnitTree
    but : frozenset of document codes
        Documents that are left out: the draft itself.

    Notes
    -----
    By the accepted links to the root's documents; a unit counts once a word, as one that
    misread where any of its links bears such a label and is not doubtful.
    """
    roots = {d.id for d in trace.documents if d.unit == units.root} - but
    clauses = clause_index(trace.documents)
    unit_of = {d.id: d.unit for d in trace.documents}
    seen: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for link in trace.traced.links:
        upper = link.upper.partition("#")[0]
        unit = unit_of.get(link.lower.partition("#")[0], "")
        if link.rank != 1 or upper not in roots or not unit or not link.labels:
            continue
        wrong = link.labels[0] in _MISREAD and not link.doubtful
        said = plain(clauses[link.upper].text)
        for word in (w.word for w in vague_words() if w.word in said):
            seen[word][unit] = seen[word].get(unit, False) or wrong
    return {word: (sum(held.values()), len(held)) for word, held in seen.items()}
