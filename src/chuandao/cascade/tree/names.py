"""Which units bear a name: exactly, or in another script or spelling."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from chuandao.catalog.words import fold, fold_all

_NEAR = 60


@dataclass(frozen=True, eq=False)
class UnitNames:
    """The names and codes of a tree's units, by position.

    Examples
    --------
    >>> names = UnitNames(["柳河镇", "Liuhe Town"], ["11", "12"])
    >>> names.bearing("柳河鎮"), names.bearing("liuhe town"), names.nearest("柳河乡镇")
    ([0], [1], 0)
    """

    names: Sequence[str]
    codes: Sequence[str]

    def bearing(self, name: str) -> list[int]:
        """Return the positions of the units that bear a name, in order."""
        if name.isdigit():
            return []
        return self._exact.get(name) or self._folded.get(fold(name)) or []

    def nearest(self, given: str) -> int | None:
        """Return the position of the unit whose code or name looks most like what was given."""
        from rapidfuzz import fuzz, process

        word = given.strip()
        among = self.codes if word.isdigit() else self.names
        found = process.extractOne(word, among, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return int(found[2]) if found else None

    @cached_property
    def _exact(self) -> Mapping[str, list[int]]:
        return _grouped(self.names)

    @cached_property
    def _folded(self) -> Mapping[str, list[int]]:
        return _grouped(fold_all(list(self.names)))


def _grouped(names: Sequence[str]) -> Mapping[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        found[name].append(at)
    return MappingProxyType(dict(found))
