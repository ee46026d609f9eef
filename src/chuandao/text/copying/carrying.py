"""Carrying a mark from one edition of a text to the next: the same words, moved, or edited."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from chuandao.text.canonical import canonical, plain
from chuandao.text.similarity import sameness

How = Literal["same", "moved", "edited", "unverified", "gone", "changed", "ambiguous"]

_FIGURES = re.compile(r"\d+(?:\.\d+)?%?|[零〇一二两三四五六七八九十百千万亿]+")


@dataclass(frozen=True, order=True)
class Passage:
    """A clause as it stands or stood: its path, the hash of its words, the words.

    ``digest`` and ``words`` are empty where only the path was noted.
    """

    path: str
    digest: str = ""
    words: str = ""


@dataclass(frozen=True)
class Carried:
    """Where a passage is now: ``at`` counts the present ones, None where it has no place.

    ``how``: same (path and words), moved (words, another path), edited (most alike, likeness
    at least as asked), unverified (only the path was noted); without a place: gone (nothing
    like it), changed (something like it, but not enough), ambiguous (several as much so).
    ``figures``: whether the numbers in it are still the same.
    """

    at: int | None
    how: How
    likeness: float = 0.0
    figures: bool = True


def digest(words: str) -> str:
    """Return the hash of a text in canonical form, 16 hexadecimal digits.

    Script, width, spaces and case do not count.

    Examples
    --------
    >>> digest("發展 茶葉產業１個") == digest("发展茶叶产业1个")
    True
    """
    return hashlib.sha256(canonical(words).text.encode()).hexdigest()[:16]


def carry(
    old: Iterable[Passage], present: Sequence[Passage], least: float, slight: float = 0.0
) -> dict[Passage, Carried]:
    """Return where each passage of an older edition stands among the present ones.

    Parameters
    ----------
    old : iterable of Passage
        Of one document; their order changes nothing.
    present : sequence of Passage
        The clauses of the document as it is now.
    least : float
        Least likeness (0–1, by edit distance) at which an edited passage is the same one.
    slight : float
        Likeness below which nothing like it is there at all.

    Notes
    -----
    Equal words win over equal paths. Two passages of different paths never come to the same
    place: one that is there word for word keeps it, then the more alike.

    Examples
    --------
    >>> before = Passage("2", digest("建设茶园3个，年底前完成"), "建设茶园3个，年底前完成")
    >>> now = [Passage("1", digest("总要求"), "总要求"), Passage("3", before.digest, before.words)]
    >>> carry([before], now, 0.7)[before]
    Carried(at=1, how='moved', likeness=1.0, figures=True)
    >>> carry([before], now[:1], 0.7)[before].how
    'gone'
    """
    wanted = sorted(set(old))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, passage in enumerate(present):
        places[passage.digest].append(at)
    found = {passage: _exact(passage, present, places) for passage in wanted}
    sure = {p: c for p, c in found.items() if c is not None}
    taken = {c.at: p.path for p, c in sure.items() if c.at is not None}
    rest = [p for p in wanted if found[p] is None]
    return sure | _edited(rest, present, taken, least, slight)


def _exact(
    passage: Passage, present: Sequence[Passage], places: dict[str, list[int]]
) -> Carried | None:
    """Return the place of a passage that needs no judging, None where it must be judged."""
    here = next((at for at, now in enumerate(present) if now.path == passage.path), None)
    if not passage.digest:
        return Carried(None, "gone") if here is None else Carried(here, "unverified", 1.0)
    same = places.get(passage.digest, [])
    if here in same:
        return Carried(here, "same", 1.0)
    if len(same) == 1:
        return Carried(same[0], "moved", 1.0)
    return Carried(None, "ambiguous", 1.0) if same else None


def _edited(
    passages: Sequence[Passage],
    present: Sequence[Passage],
    taken: dict[int, str],
    least: float,
    slight: float,
) -> dict[Passage, Carried]:
    """Give the most alike pairs first; what is left has changed too much, or is gone."""
    rated = sorted(
        (-sameness(passage.words, now.words), passage, at)
        for passage in passages
        for at, now in enumerate(present)
    )
    found: dict[Passage, Carried] = {}
    best: dict[Passage, float] = {}
    for rate, passage, at in rated:
        best.setdefault(passage, -rate)
        free = taken.get(at, passage.path) == passage.path
        if passage not in found and -rate >= least and free:
            taken[at] = passage.path
            same = _figures(passage.words) == _figures(present[at].words)
            found[passage] = Carried(at, "edited", round(-rate, 4), same)
    for passage in passages:
        likeness = round(best.get(passage, 0.0), 4)
        how: How = "changed" if likeness >= max(slight, 0.01) else "gone"
        found.setdefault(passage, Carried(None, how, likeness))
    return found


def _figures(words: str) -> Counter[str]:
    return Counter(_FIGURES.findall(plain(words)))
