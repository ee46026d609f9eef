"""A lower document as the clauses above it see it: levels, names, whom it addresses itself."""

import re
from collections.abc import Iterable

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.cascade.units import UnitTree
from chuandao.text.canonical import plain
from chuandao.text.duty.bodies import level_of, level_of_text, place_names
from chuandao.text.duty.evidence import Setting

_OFFICE = re.compile(r"(?:^|[省市县区镇乡])([\u4e00-\u9fff]{2,8}?)(?:局|厅|部|委员会|委)$")
_NOT_OFFICES = re.compile(r"政府|党|村民|居民|安全生产|管理")
_STREETS, _RURAL = re.compile("街道"), re.compile("镇|乡|村")


def setting_of(
    upper: Understood,
    lower: Understood,
    siblings: Iterable[Understood] = (),
    units: UnitTree | None = None,
) -> Setting:
    """Return how a lower document stands to an upper one.

    Parameters
    ----------
    upper, lower : Understood
    siblings : iterable of Understood
        The documents of the same tier under the same upper one.
    units : UnitTree, optional
        With it, also the siblings that issued nothing.
    """
    above, below = _levels(upper, lower)
    own = _names(lower, units)
    others = {
        name
        for document in siblings
        if _level(document) == _level(lower)
        for name in _names(document, units)
    } | set(_of_tree(lower, units))
    towns = " ".join(lower.envelope.addressees)
    return Setting(
        upper_level=above,
        lower_level=below,
        own=own,
        above=_names(upper, units),
        siblings=tuple(sorted(n for n in others - {*own, *_names(upper, units)} if len(n) > 1)),
        is_urban=bool(_STREETS.search(towns)) and not _RURAL.search(towns),
        office=_office(lower),
    )


def _levels(upper: Understood, lower: Understood) -> tuple[int, int]:
    """Return the levels of two issuers; one that is not told stands beside the other."""
    above, below = _level(upper), _level(lower)
    if above is None:
        above = 0 if below is None else below - 1
    if below is None or below <= above:
        below = above + 1
    return above, below


def _level(document: Understood) -> int | None:
    """Return the level of the issuer; where no issuer is named, that of which the text speaks."""
    told = level_of(plain(document.envelope.issuer))
    told = document.tier if told is None else told
    return level_of_text(plain(document.text)) if told is None else told


def _names(document: Understood, units: UnitTree | None) -> tuple[str, ...]:
    told = place_names(plain(document.envelope.issuer))
    if units is not None and document.unit in units:
        return tuple(dict.fromkeys((plain(units.name(document.unit)), *told)))
    return told


def _of_tree(lower: Understood, units: UnitTree | None) -> list[str]:
    if units is None or lower.unit not in units or (above := units.parent(lower.unit)) is None:
        return []
    return [plain(units.name(unit)) for unit in units.children(above) if unit != lower.unit]


def _office(document: Understood) -> str:
    found = _OFFICE.search(plain(document.envelope.issuer))
    return found[1] if found and not _NOT_OFFICES.search(found[1]) else ""
