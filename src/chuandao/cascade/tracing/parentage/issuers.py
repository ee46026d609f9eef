"""Which unit of the tree issued a document, by the name that the document gives."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from chuandao.cascade.units import UnitCode, UnitTree
from chuandao.errors import Place, Problem
from chuandao.text.canonical import plain

_TOLD = 5  # candidates that a note names
_OFFICE = re.compile(r"(?:党政综合办公室|党政办公室|党政办|综合办公室|办公厅|办公室)$")
_GOVERNMENT = re.compile(r"(?:人民政府|政府|党政|委员会|委|党委|党工委)$")
_SELF_GOVERNING = re.compile(
    r"(?:村民委员会|村委会|居民委员会|居委会|村党支部|党支部|党总支|支部委员会)$"
)
_PARTY = re.compile(r"^(?:中国共产党|中共)")
_SAME_BODY = ((re.compile(r"发展和改革(?:委员会|委|局)|发改(?:委|局)"), "发展改革"),)


@dataclass(frozen=True)
class IssuerMatch:
    """The unit that a name means.

    ``unit`` is empty where none or several could be meant; ``candidates`` holds them all.
    ``via``: how the name leads there: ``name`` (its own), ``government`` (人民政府 of the unit),
    ``office`` (the office of its government or party committee), ``party`` (its party
    committee), ``self_governing`` (the committee of a village or community).
    """

    unit: UnitCode
    candidates: tuple[UnitCode, ...]
    via: str


def resolve_issuer(name: str, units: UnitTree, context: UnitCode | None = None) -> IssuerMatch:
    """Return the unit of the tree that an issuer's name means; several stay candidates.

    Parameters
    ----------
    name : str
        As the document gives it: 清河市人民政府, 雲山縣人民政府辦公室, 果園村村民委員會.
    units : UnitTree
    context : code, optional
        A unit near which the issuer is looked for first.
    """
    for word, via in _readings(plain(name).strip()):
        found = _candidates(word, units, context)
        if found:
            return IssuerMatch(found[0] if len(found) == 1 else "", found, via)
    return IssuerMatch("", (), "")


def _readings(name: str) -> Iterator[tuple[str, str]]:
    """Yield what a name may be called in the tree, the most literal first."""
    if not name:
        return
    yield name, "name"
    for pattern, word in _SAME_BODY:
        for ending in ("委", "局", "委员会"):
            if pattern.search(name):
                yield pattern.sub(word + ending, name), "name"
    yield from _of_committee(name)
    party = bool(_PARTY.match(name))
    secular = _PARTY.sub("", name)
    office = _OFFICE.sub("", secular)
    via = "office" if office != secular else "party" if party else "government"
    bare = _GOVERNMENT.sub("", office)
    for word in (office, bare, re.sub(r"办事处$", "", office)):
        if word and word != name:
            yield word, via


def _of_committee(name: str) -> Iterator[tuple[str, str]]:
    """Yield the village or community of a committee: 果園村村民委員會 is 果園村."""
    stem = _SELF_GOVERNING.sub("", name)
    if stem != name:
        yield stem, "self_governing"
        for ending in ("村", "社区"):
            if not stem.endswith(ending):
                yield stem + ending, "self_governing"


def _candidates(word: str, units: UnitTree, context: UnitCode | None) -> tuple[UnitCode, ...]:
    if word.isdigit():
        return ()
    found = units.candidates(word, context)
    for cut in range(2, len(word) - 1) if not found else ():
        above, below = word[:cut], word[cut:]
        found = units.candidates(f"{above}/{below}", context)
        if found:
            break
    return found


def contradicts(found: IssuerMatch, given: UnitCode, units: UnitTree) -> bool:
    """Return whether a document's own words name another unit than the one it was filed under.

    A bureau filed under its government, and an office under the unit it serves, do not.
    """
    if not found.unit or given not in units or found.unit == given:
        return False
    return found.unit not in units.ancestors(given) and given not in units.ancestors(found.unit)


def ambiguous(found: IssuerMatch, issuer: str, file: str, units: UnitTree) -> tuple[Problem, ...]:
    """Return the note that an issuer's name may be several units, if it may."""
    if len(found.candidates) < 2:  # noqa: PLR2004
        return ()
    paths = "; ".join(units.path(code) for code in found.candidates[:_TOLD])
    told = {"issuer": issuer, "count": len(found.candidates), "candidates": paths}
    return (Problem("issuer_ambiguous", "warning", Place(file), told),)
