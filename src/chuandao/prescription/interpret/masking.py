"""Words of a document made anonymous: no unit, place or number stays by which it is known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.cascade.units import UnitTree

_SUFFIX = re.compile(
    r"(?:特别行政区|自治[州县区]|地区|街道办事处|街道|社区|居委会|村委会|[省市县区镇乡村])$"
)
_SOME = {"village": "某村", "unit": "某地"}
_LEAST = 2
_PLACES = re.compile(r"某地(?:某地|、某地|[省市县区镇乡村])*")
_VILLAGES = re.compile(r"某村(?:某村|、某村|和某村)*")


@dataclass(frozen=True)
class Masking:
    """Replaces the names of units in words.

    Parameters
    ----------
    names : tuple of str
        Longest first.

    Examples
    --------
    >>> Masking(("张庄村", "柳河镇", "柳河")).masked("柳河镇要求张庄村必须上新项目")
    '某地要求某村必须上新项目'
    """

    names: tuple[str, ...]

    def masked(self, words: str, local: Iterable[str] = ()) -> str:
        """Return words without the names, and without further ``local`` names."""
        for name in sorted({*local, *self.names}, key=lambda name: (-len(name), name)):
            if name in words:
                words = words.replace(name, _SOME["village" if name.endswith("村") else "unit"])
        return _VILLAGES.sub(_SOME["village"], _PLACES.sub(_SOME["unit"], words))


def masking_of(units: UnitTree, unit: str) -> Masking:
    """Return what hides a unit: its names and those of the units above (not the root) and below."""
    names: set[str] = set()
    for code in {unit, *units.ancestors(unit), *units.subtree(unit)}:
        if code != units.root:
            full = units.name(code)
            names |= {full, _SUFFIX.sub("", full)}
    kept = {name for name in names if len(name) >= _LEAST}
    return Masking(tuple(sorted(kept, key=lambda name: (-len(name), name))))
