"""Policy concepts (主題詞) that a passage speaks of, by their terms and near-synonyms (近義詞)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

_SIGNS: dict[int, int | str] = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
_SIGNS |= dict.fromkeys(map(ord, '「『"'), "“") | dict.fromkeys(map(ord, "」』"), "”")
_DEPARTMENT = re.compile(  # 市场监管|局 names who, not what
    r"(?:服务|管理|监督|监管|发展|工作|保障)*(?:局(?![面部势限])|厅|委员会|部门|分局|领导小组|指挥部|所(?=[对的、，。：由和]|\d|$))"
)
_HEAD = 2  # a term is found by its first two letters


@dataclass(frozen=True)
class ConceptTerm:
    """A term of a concept in plain form; ``weight`` 0–1 says how surely it means the concept.

    ``not_in``: longer words in which its letters are another matter (中医 in 集中医疗).
    """

    concept: str
    term: str
    weight: float = 1.0
    not_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class ConceptFound:
    """A concept found in a passage: by which term, and where (code points)."""

    concept: str
    term: str
    start: int
    end: int
    weight: float = 1.0


@dataclass(frozen=True, eq=False)
class Concepts:
    """The concepts that are looked for, by their terms."""

    terms: tuple[ConceptTerm, ...]

    @cached_property
    def meanings(self) -> Mapping[str, tuple[tuple[str, float], ...]]:
        """What each term means: (concept, weight).

        A term of several concepts is shared among them: each has its weight over their number.
        """
        meant: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        count = Counter(folded(term.term) for term in self.terms)
        for term in self.terms:
            word = folded(term.term)
            meant[word].append((term.concept, term.weight / count[word]))
        return {word: tuple(sorted(meanings)) for word, meanings in meant.items()}

    @cached_property
    def hiding(self) -> Mapping[str, tuple[tuple[int, str], ...]]:
        """The longer words that hide each term: how far before it they begin, and the word."""
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for term in self.terms:
            word = folded(term.term)
            for longer in map(folded, term.not_in):
                found[word] += [(m.start(), longer) for m in re.finditer(re.escape(word), longer)]
        return {word: tuple(sorted(hidden)) for word, hidden in found.items()}

    @cached_property
    def lengths(self) -> Mapping[tuple[str, ...], tuple[int, ...]]:
        """How long the terms are that begin with two letters, the longest first."""
        found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
        for word in self.meanings:
            found[tuple(word[:_HEAD])].add(len(word))
        return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}


def folded(words: str) -> str:
    """Return words as they are looked up: small letters, one kind of quotation mark, same length.

    Examples
    --------
    >>> folded("「GDP」")
    '“gdp”'
    """
    return words.translate(_SIGNS)


def concepts_in(words: str, concepts: Concepts) -> tuple[ConceptFound, ...]:
    """Return the concepts that a plain text names, in order.

    Parameters
    ----------
    words : str
        In plain form (see `chuandao.text.canonical.plain`).
    concepts : Concepts

    Notes
    -----
    From the left, the longest term at each place is taken, and nothing inside it: 不動產登記
    is not also 不動產. The name of a department (市場監管局) names no concept. An English term
    is a whole word, with or without an ``s``.

    Examples
    --------
    >>> known = Concepts((
    ...     ConceptTerm("registry", "不动产登记"),
    ...     ConceptTerm("property", "不动产"),
    ...     ConceptTerm("tcm", "中医", not_in=("集中医",)),
    ... ))
    >>> [(f.concept, f.start, f.end) for f in concepts_in("办理不动产登记，集中医疗资源", known)]
    [('registry', 2, 7)]
    """
    looked = folded(words)
    lengths, meanings = concepts.lengths, concepts.meanings
    found: list[ConceptFound] = []
    free = 0  # everything before it is taken
    for start, head in enumerate(pairwise(looked)):
        if head not in lengths or start < free:
            continue
        for size in lengths[head]:
            term = looked[start : start + size]
            if term in meanings and _is_meant(looked, start, term, concepts):
                free = start + len(term)
                found += [
                    ConceptFound(concept, term, start, free, weight)
                    for concept, weight in meanings[term]
                ]
                break
    return tuple(found)


def _is_meant(words: str, start: int, term: str, concepts: Concepts) -> bool:
    hidden = concepts.hiding.get(term, ())
    if _DEPARTMENT.match(words, start + len(term)) or not _stands_alone(words, start, term):
        return False
    return not any(
        start >= before and words.startswith(longer, start - before) for before, longer in hidden
    )


def _stands_alone(words: str, start: int, term: str) -> bool:
    """Tell a Latin term from a part of a word or number: energy in synergy, 12345 in 123456."""
    if _latin(term[0]) and start and _latin(words[start - 1]):
        return False
    end = start + len(term)
    if not _latin(term[-1]) or end >= len(words) or not _latin(words[end]):
        return True
    plural = words[end] == "s" and term[-1].isalpha()
    return plural and not (end + 1 < len(words) and _latin(words[end + 1]))


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def concept_overlap(
    upper: Iterable[ConceptFound],
    lower: Iterable[ConceptFound],
    rarity: Mapping[str, float] | None = None,
) -> float:
    """Return how far two passages speak of the same concepts, 0–1.

    Parameters
    ----------
    upper, lower : iterables of ConceptFound
        What `concepts_in` found in each. A concept counts once, with its surest term.
    rarity : mapping of concept to weight, optional
        How telling a concept is, e.g. its inverse document frequency in the case. Concepts
        that it does not name, and all without it, weigh 1.

    Returns
    -------
    float
        The weighted Jaccard index (Ruzicka): shared weight over joint weight. 0 where either
        passage names no concept: nothing then speaks for a link, nor against one.

    Examples
    --------
    >>> hall, online = ConceptFound("hall", "大厅", 0, 2), ConceptFound("online", "网办", 2, 4)
    >>> one = (hall, online)
    >>> concept_overlap(one, (hall,)), concept_overlap(one, one), concept_overlap(one, ())
    (0.5, 1.0, 0.0)
    """
    one, other = _surest(upper), _surest(lower)
    if not one or not other:
        return 0.0
    worth = rarity or {}
    joint = [
        (worth.get(name, 1.0), one.get(name, 0.0), other.get(name, 0.0))
        for name in sorted(one.keys() | other.keys())
    ]
    whole = sum(value * max(a, b) for value, a, b in joint)
    return sum(value * min(a, b) for value, a, b in joint) / whole if whole else 0.0


def _surest(found: Iterable[ConceptFound]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for item in found:
        weights[item.concept] = max(item.weight, weights.get(item.concept, 0.0))
    return weights
