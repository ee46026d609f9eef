"""Which departments of different places are the same kind of office."""

import re

from chuandao.cascade.units import UnitTree
from chuandao.catalog.usual_duties import office_words
from chuandao.diagnosis.coordination.departments import seat_of

_OF_PLACE = re.compile(r"^.{1,8}?[省市县縣区區旗](?=.{2,})")


def kind_of_office(name: str, units: UnitTree) -> str:
    """Return what an office is called everywhere: its name without place, branch as bureau.

    Parameters
    ----------
    name : str
        A name as an event log has it, or the code of a unit.
    units : UnitTree
    """
    named = units.name(name) if name in units else name
    plain = _without_place(named, units)
    for branch, bureau in office_words("branch").items():
        if plain == branch:
            return named
        plain = plain.replace(branch, bureau)
    return plain


def _without_place(name: str, units: UnitTree) -> str:
    """Return a name without the units of the case it begins with, one after the other."""
    seat = seat_of(name, units)
    for unit in (seat, units.root):
        place = units.name(unit)
        if name.startswith(place) and len(name) > len(place) + 1:
            name = name[len(place) :]
    found = _OF_PLACE.match(name)
    known = found and units.candidates(found[0])
    name = name[found.end() :] if found and known else name
    for word in office_words("place"):
        name = name.removeprefix(word)
    return name


def written(name: str, units: UnitTree) -> str:
    """Return a department as it is called: a unit by its name, another as it stands."""
    return units.name(name) if name in units else name
