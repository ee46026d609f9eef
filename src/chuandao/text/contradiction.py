"""Whether two passages of documents in force contradict each other: values, dates, do and do not.

Precision comes first: what two passages are about must be the same both ways, in the name of
what is measured or asked and in the words around it; conditions, exceptions, other scopes and
other dates make two matters of it. What is not surely the same is passed over.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from chuandao.text.commitment.commitment import Commitment, Found
from chuandao.text.difference.target_match import Stated, comparable
from chuandao.text.numbers.quantities import Target
from chuandao.text.similarity import covered

_EXCEPTION = re.compile(
    r"除外|除[^，。；]{1,24}外|未经|擅自|违规|违法|非法|不符合|符合[^，。；]{1,16}的|情形|特殊|原则上|确需"
    r"|例外|另有规定|试点|\b(?:except|unless|without|unlawful|where|if|provided|pilot)\b",
    re.IGNORECASE,
)
_CIPHERS = re.compile(r"[\d.%〇零一二三四五六七八九十百千万亿两]+")
_STANDING = re.compile(r"时限|期限|标准|限额|上限|下限|费率|税率|门槛|\b(?:fee|rate of|standard)\b")
_TERM_WORDS = re.compile(
    r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|末|年底)?(?:以)?前?|到\d{4}年底?|年底前?|\b20\d\d\b"
)
_SHORTEST = 4  # letters of a name or object that tells one matter from another
_ENGLISH_SHORTEST = 12
_SMALL_WORDS = (
    "a an the of to in by for and or shall must should may not no be is are will at on its"
)
_ENGLISH_SMALL = frozenset(_SMALL_WORDS.split())
_APART = 31  # days from which on two dates for one matter differ
_FLOORS = frozenset({"ge", "gt", "eq", "about", "range"})
_CAPS = frozenset({"le", "lt"})
_DO = frozenset({"do", "permit"})


@dataclass(frozen=True)
class Saying:
    """One piece of a clause: its words, what it commits to, its targets, where it stands.

    ``year``: of its document, for values that name no year of their own; None: not known.
    """

    document: str
    place: str
    words: str
    commitment: Commitment
    stated: tuple[Stated, ...] = ()
    year: int | None = None


@dataclass(frozen=True)
class Contradiction:
    """Two sayings on one matter that cannot both hold: kind value, deadline or deontic.

    ``said`` and ``other_said``: the places of the words, (start, end) in code points.
    """

    kind: str
    one: Saying
    other: Saying
    said: tuple[int, int]
    other_said: tuple[int, int]


def contradictions(sayings: Sequence[Saying], name: float, words: float) -> list[Contradiction]:
    """Return the pairs of sayings of different documents that contradict each other.

    Parameters
    ----------
    sayings : sequence of Saying
    name, words : float
        Least share, both ways, of what is measured or asked, and of the words around it, from
        which on two sayings are about one matter.

    Notes
    -----
    Pairs are looked for among sayings whose names share one of their rarer pairs of letters
    (prefix filter for set similarity: Bayardo, Ma & Srikant 2007), so that many documents do not
    have to be laid beside each other word by word.
    """
    found = []
    for one, other in _candidates(sayings, name):
        if one.document != other.document and (found_ := _between(one, other, name, words)):
            found.append(found_)
    return sorted(found, key=lambda c: (c.one.document, c.said, c.other.document, c.other_said))


def _between(one: Saying, other: Saying, name: float, words: float) -> Contradiction | None:
    return (
        _by_value(one, other, name, words)
        or _by_deontic(one, other, name, words)
        or _by_deadline(one, other, name, words)
    )


def same(one: str, other: str, least: float) -> bool:
    """Return whether two names are alike both ways, and long enough to tell.

    Examples
    --------
    >>> same("设施农业用地备案时限", "设施农业用地备案时限", 0.85), same("时限", "时限", 0.85)
    (True, False)
    """
    if min(len(one), len(other)) < (_ENGLISH_SHORTEST if one.isascii() else _SHORTEST):
        return False
    if one.isascii() and not _told_words(one) ^ _told_words(other) <= _ENGLISH_SMALL:
        return False  # pairs of letters do not tell one English word from another
    return min(covered(one, [other]), covered(other, [one])) >= least


def _told_words(words: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", words.lower()))


def _bare(words: str) -> str:
    """Return words without numbers and dates: what they are about."""
    return _CIPHERS.sub("", _TERM_WORDS.sub("", words))


def _by_value(one: Saying, other: Saying, name: float, words: float) -> Contradiction | None:
    for a in one.stated:
        for b in other.stated:
            if (
                _clash(a.target, b.target)
                and same(_bare(a.name), _bare(b.name), name)
                and same(_bare(a.words), _bare(b.words), words)
                and _same_setting(one, other)
                and (_same_time(one, other) or (_lasts(a) and _lasts(b)))
            ):
                said = (a.target.at or a.target.start, a.target.end)
                return Contradiction("value", one, other, said, (b.target.at, b.target.end))
    return None


def _clash(one: Target, other: Target) -> bool:
    """Return whether two values for one metric cannot both be what is asked."""
    if not comparable(one, other) or one.of != other.of or one.value == other.value:
        return False
    if one.upper or other.upper:
        return False
    a, b = one.comparator, other.comparator
    if a in _CAPS and b in _FLOORS:
        return one.value < other.value
    if b in _CAPS and a in _FLOORS:
        return other.value < one.value
    return (a in _CAPS) == (b in _CAPS)


def _same_setting(one: Saying, other: Saying) -> bool:
    """Return whether two sayings hold for the same years, the same cases and the same people."""
    if _EXCEPTION.search(one.words) or _EXCEPTION.search(other.words):
        return False
    a, b = one.commitment, other.commitment
    fields = ("scope", "local", "conditions")
    alike = all(_values(getattr(a, f)) == _values(getattr(b, f)) for f in fields)
    return alike and _years(a) == _years(b)


def _same_time(one: Saying, other: Saying) -> bool:
    """Return whether two values are surely of one year: both name it, or their documents are.

    A value without a year in the plan of one year is another matter than that of the next.
    """
    named = any(d.by for d in one.commitment.dated) and any(d.by for d in other.commitment.dated)
    return named or (one.year is not None and one.year == other.year)


def _lasts(stated: Stated) -> bool:
    """Return whether a value is a standing rule (a term, a rate, a standard), of no one year."""
    return stated.target.dimension.startswith("processing") or bool(_STANDING.search(stated.name))


def _values(found: Sequence[Found]) -> frozenset[str]:
    return frozenset(one.value for one in found)


def _years(found: Commitment) -> frozenset[str]:
    days = {str(one.by.year) for one in found.dated if one.by}
    return frozenset(days or {one.value for one in found.dated})


def _by_deontic(one: Saying, other: Saying, name: float, words: float) -> Contradiction | None:
    for action, asked, thing in _asked(one.commitment):
        for other_action, other_asked, other_thing in _asked(other.commitment):
            opposite = (asked in _DO) != (other_asked in _DO)
            if (
                opposite
                and action.value == other_action.value
                and same(thing.value, other_thing.value, name)
                and same(one.words, other.words, words)
                and _same_setting(one, other)
            ):
                said = (min(action.start, thing.start), max(action.end, thing.end))
                ends = (other_action, other_thing)
                other_said = (min(e.start for e in ends), max(e.end for e in ends))
                return Contradiction("deontic", one, other, said, other_said)
    return None


def _asked(found: Commitment) -> Iterator[tuple[Found, str, Found]]:
    """Yield the one action and object of a piece that asks one thing only."""
    if len(found.action) == len(found.object) == len(found.asked) == 1 and not found.measured:
        yield found.action[0], found.asked[0], found.object[0]


def _by_deadline(one: Saying, other: Saying, name: float, words: float) -> Contradiction | None:
    a, b = _one_day(one.commitment), _one_day(other.commitment)
    if a is None or b is None or abs((a[0] - b[0]).days) < _APART:
        return None
    held = (one.commitment, other.commitment)
    things = [c.object[0].value if len(c.object) == 1 else "" for c in held]
    actions = [_values(c.action) for c in held]
    values = [frozenset(t.value for t in c.measured) for c in held]
    if (
        values[0] == values[1]
        and actions[0] == actions[1]
        and same(things[0], things[1], name)
        and same(_bare(one.words), _bare(other.words), words)
        and _same_but_years(one, other)
    ):
        return Contradiction("deadline", one, other, a[1], b[1])
    return None


def _same_but_years(one: Saying, other: Saying) -> bool:
    bare = [s for s in (one, other) if not _EXCEPTION.search(s.words)]
    fields = ("scope", "local", "conditions")
    a, b = one.commitment, other.commitment
    return len(bare) == len((one, other)) and all(
        _values(getattr(a, f)) == _values(getattr(b, f)) for f in fields
    )


def _one_day(found: Commitment) -> tuple[date, tuple[int, int]] | None:
    """Return the last day of a piece that names one only, and where."""
    named = [one for one in found.dated if one.by and one.kind in {"by", "at"}]
    if len(named) != 1 or len(found.dated) != 1 or named[0].by is None:
        return None
    return named[0].by, (named[0].start, named[0].end)


def _candidates(sayings: Sequence[Saying], name: float) -> Iterator[tuple[Saying, Saying]]:
    """Yield each pair of sayings whose names share one of their rarer pairs of letters."""
    names = [[_pairs(words) for words in _names(saying)] for saying in sayings]
    frequency = Counter(pair for held in names for one in held for pair in one)
    keyed: defaultdict[str, list[int]] = defaultdict(list)
    for at, held in enumerate(names):
        for pair in sorted({p for one in held for p in _prefix(one, frequency, name)}):
            keyed[pair].append(at)
    seen: set[tuple[int, int]] = set()
    for places in keyed.values():
        seen.update((a, b) for i, a in enumerate(places) for b in places[i + 1 :])
    yield from ((sayings[a], sayings[b]) for a, b in sorted(seen))


def _names(saying: Saying) -> list[str]:
    metrics = [_bare(one.name) for one in saying.stated]
    return [*metrics, *(one.value for one in saying.commitment.object)]


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def _prefix(pairs: frozenset[str], frequency: Mapping[str, int], least: float) -> list[str]:
    """Return so many of the rarest pairs that names alike enough share one of them."""
    ranked = sorted(pairs, key=lambda pair: (frequency[pair], pair))
    return ranked[: len(ranked) - ceil(least * len(ranked)) + 1]
