"""Which unit of the case a department is, where tables give it by name or code."""

from collections.abc import Iterable, Mapping

from chuandao.cascade.tracing.parentage.issuers import resolve_issuer
from chuandao.cascade.units import UnitTree


def known_departments(names: Iterable[str], units: UnitTree) -> Mapping[str, str]:
    """Return name to code for those names that mean exactly one unit of the case."""
    found = {}
    for name in dict.fromkeys(names):
        code = name if name in units else resolve_issuer(name, units, units.root).unit
        if code:
            found[name] = code
    return found


def place_of(code: str, units: UnitTree) -> str:
    """Return the unit within which another has its roles: its superior, the root for the root."""
    return units.parent(code) or code


def seat_of(name: str, units: UnitTree) -> str:
    """Return the unit that a department is named after (東屏區人社局: 東屏區), else the root."""
    for end in range(len(name) - 1, 1, -1):
        codes = units.candidates(name[:end])
        if len(codes) == 1:
            return codes[0]
    return units.root
