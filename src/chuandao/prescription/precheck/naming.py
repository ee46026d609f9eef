"""Which unit of the case a draft means by a name that begins with its tier (市財政局)."""

import re
from collections.abc import Iterable, Mapping

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.units import UnitTree
from chuandao.catalog.precheck import words_like
from chuandao.diagnosis.coordination.departments import known_departments
from chuandao.text.canonical import plain
from chuandao.text.grammar.agents import is_unit
from chuandao.text.grammar.verbs import verb_at

_SEAT = re.compile(r"^[省市县区旗镇乡](?=[\u4e00-\u9fff]{2})")


def known_units(names: Iterable[str], units: UnitTree) -> Mapping[str, str]:
    """Return name to code for the names that mean one unit of the case.

    The tier that a name begins with stands for the unit at the root: 市財政局 of 清河市 is
    清河市財政局.
    """
    wanted = list(dict.fromkeys(names))
    root = units.name(units.root)
    full = {name: _SEAT.sub(root, plain(name)) for name in wanted if _is_of(name, root)}
    known = known_departments([*wanted, *full.values()], units)
    found = {name: known.get(name) or known.get(full.get(name, "")) for name in wanted}
    return {name: code for name, code in found.items() if code}


def _is_of(name: str, root: str) -> bool:
    match = _SEAT.match(plain(name))
    return bool(match) and plain(root).endswith(match[0] if match else "")


def is_office(name: str) -> bool:
    """Return whether a name read as a unit's is that of an office, or of a whole tier of them.

    Examples
    --------
    >>> [is_office(name) for name in ("市财政局", "有关部门", "项目的单位", "组建产业联盟")]
    [True, False, False, False]
    """
    words = plain(name)
    if words.isascii():
        return not is_unspecific(name) and not words_like("no_office").search(words)
    told = is_unit(words) and "的" not in words and not words_like("no_office").search(words)
    return told and not is_unspecific(name) and verb_at(words, 0, lexicon()) is None


def is_unspecific(name: str) -> bool:
    """Return whether a name stands for no unit in particular (有關部門)."""
    return bool(words_like("unspecific").search(plain(name)))


def is_definite(name: str) -> bool:
    """Return whether a name ends as names of units do and means some of them in particular."""
    words = plain(name)
    return not is_unspecific(name) and (words.isascii() or is_unit(words))
