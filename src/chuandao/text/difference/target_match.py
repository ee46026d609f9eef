"""Which target of a lower clause answers which one of the upper clause: by what is measured."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chuandao.text.canonical import canonical
from chuandao.text.numbers.quantities import Target
from chuandao.text.similarity import common, covered

_STEPS = frozenset({"by", "cut"})
_PHRASE = re.compile(r"(?:[^，。；：、,;:.\n\t（）]|\.(?=\S))*")
_STOP = re.compile(r"[，。；：,;:\n\t]|\.(?=\s)")
_NUMBERED = re.compile(r"[\d百]")
_EACH_UNIT = re.compile(r"每一?个?(?:县|市|区|乡|镇|街道|村|社区)")
_CONCEPT, _EQUAL, _ALONE, _PLACES_ASIDE = 0.6, 0.25, 0.5, 0.8


@dataclass(frozen=True)
class Stated:
    """A target where it stands: the words about it, the policy concepts in them.

    ``alone``: no other target of its clause has the same unit of measure.
    """

    target: Target
    words: str
    concepts: frozenset[str] = frozenset()
    alone: bool = False

    @property
    def name(self) -> str:
        """What is measured: the metric, else the words before the number."""
        return self.target.metric or _NUMBERED.split(self.words, maxsplit=1)[0]


def phrase_of(words: str, target: Target, offset: int = 0) -> str:
    """Return the words around a target, up to the next stop on either side.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.reading import lexicon
    >>> from chuandao.text.numbers.quantities import targets
    >>> words = "加快审批，一般事项办理时限压缩至3天以内，全程公开"
    >>> phrase_of(words, targets(words, lexicon())[0])
    '一般事项办理时限压缩至3天以内'
    """
    start, end = target.start - offset, target.end - offset
    before = max((stop.end() for stop in _STOP.finditer(words, 0, start)), default=0)
    after = _PHRASE.match(words, end)
    return words[before : after.end() if after else end].strip()


def alike(upper: Stated, lower: Stated) -> float:
    """Return how surely two targets measure the same thing, 0–1; 0 where they cannot.

    The unit of measure must be the same, and both be levels or both be changes; a value for
    each village is not one for the whole.
    """
    one, other = upper.target, lower.target
    if not comparable(one, other):
        return 0.0
    named = _named(upper.name, lower.name)
    if upper.concepts & lower.concepts:
        named = max(named, _CONCEPT)
    around = max(covered(upper.words, [lower.words]), covered(lower.words, [upper.words]))
    if upper.alone and lower.alone and not (one.metric and other.metric):
        named = max(named, _ALONE)
    likely = one.value == other.value and not one.additive and max(named, around) >= _ALONE
    equal = _EQUAL if likely else 0.0
    return min(1.0, max(named, 0.5 * named + 0.5 * around) + equal)


def comparable(one: Target, other: Target) -> bool:
    """Return whether two targets are of one measure and one sort."""
    same = one.measure == other.measure and one.dimension == other.dimension
    whole = one.of == other.of or _of(one) == _of(other)
    return same and whole and (one.comparator in _STEPS) == (other.comparator in _STEPS)


def _of(target: Target) -> str:
    """Return what a target is of; what each unit is asked for is the whole of that unit's own."""
    own = target.of == "share" or _EACH_UNIT.match(target.of)
    return "whole" if own else target.of


def matched(
    uppers: Sequence[Stated], lowers: Sequence[Stated], least: float
) -> list[tuple[int, int]]:
    """Return pairs of places (upper, lower) of the same metric, each target once, surest first."""
    rated = sorted(
        (-alike(upper, lower), i, j)
        for i, upper in enumerate(uppers)
        for j, lower in enumerate(lowers)
    )
    pairs: list[tuple[int, int]] = []
    taken_upper: set[int] = set()
    taken_lower: set[int] = set()
    for rate, i, j in rated:
        if -rate >= least and i not in taken_upper and j not in taken_lower:
            pairs.append((i, j))
            taken_upper.add(i)
            taken_lower.add(j)
    return sorted(pairs)


def small_is_strict(upper: Target, lower: Target, words: str, keeping: re.Pattern[str]) -> bool:
    """Return whether the smaller value of a metric asks for more.

    Caps and terms of handling do; terms of keeping (records kept 2 years) do not.

    Parameters
    ----------
    upper, lower : Target
    words : str
        The words about the lower target, and the upper one's.
    keeping : pattern
        Words by which a term is to be kept up, not kept under.
    """
    signs = {upper.comparator, lower.comparator}
    if signs & _STEPS:
        return False
    if upper.dimension == "rank" or signs & {"le", "lt"}:
        return True
    term = upper.dimension.startswith("processing")
    return term and not signs & {"ge", "gt"} and not keeping.search(words)


def _named(one: str, other: str) -> float:
    """Return how alike two names of metrics are; names of places count little."""
    if canonical(one).text == canonical(other).text:
        return 1.0 if one else 0.0
    a, b = common(one), common(other)
    if not a or not b:
        return 0.0
    if a == b:
        return _PLACES_ASIDE
    return max(covered(a, [b]), covered(b, [a]))
