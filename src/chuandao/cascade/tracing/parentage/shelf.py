"""Documents on a shelf (卷宗): looked up by number and title, told apart by day and tier."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from chuandao.cascade.tracing.parentage.naming import bare, names
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.text.envelope.citations import Citation
from chuandao.text.envelope.number import number_key

_UNKNOWN = -1


class Shelf:
    """Documents, indexed so that no question has to be put to every pair of them.

    Parameters
    ----------
    documents : sequence of Understood
        The first is the root where nothing else tells.
    """

    def __init__(self, documents: Sequence[Understood]) -> None:
        self.documents = tuple(documents)
        self.place = {document.id: at for at, document in enumerate(self.documents)}
        self._titled: dict[str, tuple[int, ...]] = {}

    def at(self, code: str) -> Understood:
        """Return a document by its code."""
        return self.documents[self.place[code]]

    def named(self, citation: Citation) -> list[Understood]:
        """Return the documents that a citation names (see `names`), in order."""
        key = number_key(citation.number)
        likely = {*self._numbered.get(key, ())} if key else set()
        likely.update(self._of_title(bare(citation.title)))
        return [d for at in sorted(likely) if names(citation, d := self.documents[at])]

    def cited_by(self, document: Understood) -> list[Understood]:
        """Return the documents that any citation of a document names, in order."""
        found = {d.id: d for cited in document.envelope.citations for d in self.named(cited)}
        return sorted(found.values(), key=lambda other: self.place[other.id])

    def may_be_above(self, child: Understood) -> list[Understood]:
        """Return the documents that may be a document's parent and stand above it by their tier.

        They are not later, no copies of it, and of a higher tier where both tiers are known. A
        root above a county-level city is let in: both are 市 by name, and no case tells the tiers.
        """
        day, tier = _day(child), _tier(child)
        free = np.ones(len(self.documents), dtype=bool)
        if day != _UNKNOWN:
            free &= self._days <= day
        if tier != _UNKNOWN:
            above = (self._tiers == _UNKNOWN) | (self._tiers < tier)
            if not self.documents[0].unit:
                above[0] |= self._tiers[0] <= tier
            free &= above
        free[list(self._texts[child.text])] = False
        if key := number_key(child.envelope.number):
            free[list(self._numbered.get(key, ()))] = False
        return [self.documents[at] for at in np.flatnonzero(free)]

    @cached_property
    def _numbered(self) -> dict[tuple[str, int | None, int | None], list[int]]:
        found = defaultdict(list)
        for at, document in enumerate(self.documents):
            if key := number_key(document.envelope.number):
                found[key].append(at)
        return found

    @cached_property
    def _titles(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for at, document in enumerate(self.documents):
            around = document.envelope
            for title in {bare(around.title), bare(around.inner_title)} - {""}:
                found[title].append(at)
        return found

    def _of_title(self, cited: str) -> tuple[int, ...]:
        """Return where a title or a part of it stands; every title is looked at once."""
        if cited and cited not in self._titled:
            fits = [at for t, at in self._titles.items() if cited in t or t in cited]
            self._titled[cited] = tuple(place for places in fits for place in places)
        return self._titled.get(cited, ())

    @cached_property
    def _texts(self) -> dict[str, list[int]]:
        found = defaultdict(list)
        for at, document in enumerate(self.documents):
            found[document.text].append(at)
        return found

    @cached_property
    def _days(self) -> NDArray[np.int64]:
        return np.array([_day(document) for document in self.documents], dtype=np.int64)

    @cached_property
    def _tiers(self) -> NDArray[np.int64]:
        return np.array([_tier(document) for document in self.documents], dtype=np.int64)


def _day(document: Understood) -> int:
    dated = document.envelope.dated
    return dated.toordinal() if dated else _UNKNOWN


def _tier(document: Understood) -> int:
    return _UNKNOWN if document.tier is None else document.tier
