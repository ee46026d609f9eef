"""From the rows of the table ``units`` to one tree: what does not hang together is set aside."""

from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from chuandao.cascade.assembly.aside import place_of, set_aside
from chuandao.cascade.tree.parents import Parents, resolve_parents
from chuandao.cascade.tree.shape import Mask, Reach, cycles, reach
from chuandao.errors import Place, Problem

_TOLD = 10
_IN_LINE = 6


@dataclass(frozen=True)
class UnitRows:
    """The rows of one tree, those set aside, and what was found.

    ``frame`` is empty where no tree can be made of the rows at all.
    """

    frame: pl.DataFrame
    set_aside: pl.DataFrame
    problems: list[Problem] = field(default_factory=list)


def one_tree(units: pl.DataFrame) -> UnitRows:
    """Return the rows of the one tree that the units make.

    A root that is its own parent is mended aloud. Units in a cycle, units whose parent is not
    in the table, further roots, and all units below these, are set aside.

    Parameters
    ----------
    units : table ``units``, no code twice
    """
    rows = units.sort("unit")
    if rows.height == 0:
        return UnitRows(rows, set_aside("units", rows, _codes([])))
    named = resolve_parents(rows)
    found = reach(named.positions)
    root, problems = _root(rows, named, found)
    if root in named.faults:
        named = replace(named, faults={at: f for at, f in named.faults.items() if at != root})
    if root is None:
        return _rejected(rows, np.zeros(rows.height, dtype=bool), found, named, problems)
    rows = rows.with_columns(parent=named.codes).with_columns(
        parent=pl.when(pl.col("unit") == rows["unit"][root]).then(None).otherwise(pl.col("parent"))
    )
    inside = (found.top == root) & ~found.endless
    return _rejected(rows, inside, found, named, problems)


def _rejected(
    rows: pl.DataFrame, inside: Mask, found: Reach, named: Parents, problems: list[Problem]
) -> UnitRows:
    outside = np.flatnonzero(~inside)
    codes = [_code(int(at), found, named) for at in outside]
    kept = rows.filter(pl.Series(inside))
    aside = set_aside("units", rows.filter(pl.Series(~inside)), _codes(codes))
    told = [
        *problems,
        *_cycle_problems(rows, found, named),
        *_parent_problems(rows, named),
        *_followers(rows, inside, found, named),
    ]
    return UnitRows(kept, aside, told)


def _codes(codes: list[str]) -> pl.Series:
    return pl.Series([[code] for code in codes], dtype=pl.List(pl.String))


def _code(at: int, found: Reach, named: Parents) -> str:
    if found.on_cycle[at]:
        return "unit_cycle"
    if at in named.faults:
        return named.faults[at].code
    return "second_root" if found.top[at] == at else "unit_below_set_aside"


def _root(rows: pl.DataFrame, named: Parents, found: Reach) -> tuple[int | None, list[Problem]]:
    """Return the one unit without a parent; of several the lowest tier's, largest, first."""
    stated = [at for at in named.without.tolist() if at not in named.faults]
    if not stated:
        return _root_of_extract(rows, named)
    sizes = np.bincount(found.top[~found.endless], minlength=rows.height)
    tiers = rows["tier"].to_list()
    root = min(stated, key=lambda at: (tiers[at], -int(sizes[at]), at))
    others = [at for at in stated if at != root]
    problems = [_second_root(rows, at, root, int(sizes[at])) for at in others[:_TOLD]]
    if len(others) > _TOLD:
        parameters = {"count": len(others) - _TOLD, "root": rows["unit"][root]}
        problems.append(Problem("more_roots", "error", _place(rows, others[_TOLD]), parameters))
    if root in named.own:
        problems.append(_mended(rows, root))
    return root, problems


def _root_of_extract(rows: pl.DataFrame, named: Parents) -> tuple[int | None, list[Problem]]:
    """Find the top of an extract: it names a superior that was not extracted."""
    tiers = rows["tier"].to_list()
    tops = [at for at, fault in named.faults.items() if fault.code == "unknown_parent"]
    lowest = [at for at in tops if tiers[at] == min(tiers[top] for top in tops)]
    if len(lowest) != 1:
        return None, [Problem("no_root", "fatal", place_of(rows.row(0, named=True)))]
    root = lowest[0]
    parameters = {name: rows[name][root] for name in ("unit", "name", "parent")}
    return root, [Problem("root_of_extract", "note", _place(rows, root, "parent"), parameters)]


def _mended(rows: pl.DataFrame, root: int) -> Problem:
    parameters = {"unit": rows["unit"][root], "name": rows["name"][root]}
    return Problem("root_own_parent", "note", _place(rows, root, "parent"), parameters)


def _second_root(rows: pl.DataFrame, at: int, root: int, size: int) -> Problem:
    parameters = {
        "unit": rows["unit"][at],
        "name": rows["name"][at],
        "root": rows["unit"][root],
        "root_name": rows["name"][root],
        "below": size - 1,
    }
    return Problem("second_root", "error", _place(rows, at, "parent"), parameters)


def _cycle_problems(rows: pl.DataFrame, found: Reach, named: Parents) -> list[Problem]:
    members = cycles(named.positions, found.on_cycle)
    return [_cycle(rows, line) for line in members[:_TOLD]]


def _cycle(rows: pl.DataFrame, line: list[int]) -> Problem:
    names = [f"{rows['unit'][at]} {rows['name'][at]}" for at in [*line, line[0]]]
    shown = names if len(names) <= _IN_LINE else [*names[: _IN_LINE - 1], "…", names[-1]]
    parameters = {"count": len(line), "line": " → ".join(shown)}
    return Problem("unit_cycle", "error", _place(rows, line[0], "parent"), parameters)


def _parent_problems(rows: pl.DataFrame, named: Parents) -> list[Problem]:
    problems = [_parent_problem(rows, at, named) for at in sorted(named.faults)[:_TOLD]]
    if len(named.faults) > _TOLD:
        at = sorted(named.faults)[_TOLD]
        parameters = {"count": len(named.faults) - _TOLD, "code": "unknown_parent"}
        problems.append(Problem("and_more", "error", _place(rows, at, "parent"), parameters))
    return problems


def _parent_problem(rows: pl.DataFrame, at: int, named: Parents) -> Problem:
    fault = named.faults[at]
    parameters = {"unit": rows["unit"][at], "name": rows["name"][at], **fault.parameters(rows)}
    near = fault.code == "unknown_parent" and parameters["nearest"]
    code = "unknown_parent_near" if near else fault.code
    return Problem(code, "error", _place(rows, at, "parent"), parameters)


def _followers(rows: pl.DataFrame, inside: Mask, found: Reach, named: Parents) -> list[Problem]:
    """How many units fell out only because the unit above them did."""
    below = [
        int(at)
        for at in np.flatnonzero(~inside)
        if _code(int(at), found, named) == "unit_below_set_aside"
        and (found.endless[at] or int(found.top[at]) in named.faults)
    ]
    if not below:
        return []
    first = _place(rows, below[0])
    return [Problem("unit_below_set_aside", "error", first, {"count": len(below)})]


def _place(rows: pl.DataFrame, at: int, column: str = "") -> Place:
    return place_of(rows.row(at, named=True), column)
