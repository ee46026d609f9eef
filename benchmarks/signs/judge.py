"""Findings held against what was planted: which were found, which were told without being there."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from signs.city import City, Planted

SIZES = ("city", "county", "township", "village")
_OF_DEPARTMENTS = frozenset({"D1", "D2", "D3", "D4"})


@dataclass(frozen=True)
class Told:
    """A finding as it is judged: where, of what, and all words it or its rows hold."""

    id: str
    sign: str
    unit: str
    task: str
    words: str
    code: str


@dataclass
class Tally:
    """Counts of one sign at one size."""

    planted: dict[str, int] = field(default_factory=dict)
    found: dict[str, int] = field(default_factory=dict)
    told: int = 0
    follow: int = 0
    false: int = 0
    clean_units: int = 0
    clean_false: int = 0


def told(tables: Mapping[str, pl.DataFrame], folder: Path) -> list[Told]:
    """Return the findings with the words of the rows they rest on."""
    files = {path.name: _lines(path) for path in folder.glob("*.csv")}
    rows: dict[str, list[str]] = {}
    for one in tables["finding_evidence"].iter_rows(named=True):
        held = files.get(one["file"] or "", [])
        line = held[one["row"] - 1] if one["row"] and one["row"] <= len(held) else ""
        rows.setdefault(one["finding"], []).append(f"{one['file']} {line}")
    return [
        _told(one, rows.get(one["finding"], [])) for one in tables["findings"].iter_rows(named=True)
    ]


def _lines(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [" ".join(row) for row in csv.reader(stream)]


def _told(row: Mapping[str, object], rows: Sequence[str]) -> Told:
    parameters = row["parameters"]
    said = [str(p["value"]) for p in parameters] if isinstance(parameters, list) else []
    words = " ".join((str(row["finding"]), *said, *rows))
    facts = (str(row["finding"]), str(row["sign"]), str(row["unit"]), str(row["task"] or ""))
    return Told(*facts, words, f"{row['code']} {' '.join(said)}")


def answers(one: Told, there: Planted) -> bool:
    """Return whether a finding speaks of what was planted."""
    if one.sign != there.sign or one.unit not in there.units:
        return False
    if there.task and one.task not in ("", there.task):
        return False
    return all(any(word in one.words for word in group) for group in there.about)


def count(
    tallies: dict[tuple[str, str], Tally], city: City, found: Sequence[Told]
) -> tuple[list[Planted], list[Told]]:
    """Add a city to the tallies; return what was missed and what was told falsely."""
    missed = []
    planted = [there for there in city.truth if there.strength != "side"]
    for there in planted:
        tally = tallies.setdefault((there.sign, there.size), Tally())
        tally.planted[there.strength] = tally.planted.get(there.strength, 0) + 1
        hit = any(answers(one, there) for one in found)
        tally.found[there.strength] = tally.found.get(there.strength, 0) + hit
        missed += [] if hit else [there]
    false = [one for one in found if not any(answers(one, there) for there in city.truth)]
    for one in found:
        tally = tallies.setdefault((one.sign, _size(city, one.unit)), Tally())
        if city.planting:
            tally.told += 1
            tally.follow += one not in false and not any(answers(one, t) for t in planted)
            tally.false += one in false
    if not city.planting:
        _count_clean(tallies, city, false)
    return missed, false


def _count_clean(tallies: dict[tuple[str, str], Tally], city: City, false: Iterable[Told]) -> None:
    """Count the units of a clean city of which a sign is told, among all of their tier."""
    units: dict[tuple[str, str], set[str]] = {}
    for one in false:
        units.setdefault((one.sign, _size(city, one.unit)), set()).add(one.unit)
    for key in {*tallies, *units}:
        tally = tallies.setdefault(key, Tally())
        tally.clean_units += opportunities(city, *key)
        tally.clean_false += len(units.get(key, ()))


def opportunities(city: City, sign: str, size: str) -> int:
    """Return how many units of a size a sign might be told of."""
    tier = SIZES.index(size)
    held = [u for u in city.units.values() if u.tier == tier]
    return len(held) if sign in _OF_DEPARTMENTS else sum(u.kind != "部门" for u in held)


def _size(city: City, unit: str) -> str:
    return SIZES[city.units[unit].tier] if unit in city.units else "city"


def wilson(right: int, of: int) -> tuple[float, float]:
    """Return the 95 % bounds of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    z = 1.959964
    middle = (right + z * z / 2) / (of + z * z)
    half = z / (of + z * z) * math.sqrt(right * (of - right) / of + z * z / 4)
    return max(0.0, middle - half), min(1.0, middle + half)


def compare(pairs: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Return correlation, bias and root of the mean squared error of (true, told) deficits."""
    n = len(pairs)
    if n < 3:
        return {"n": n}
    mean_true, mean_told = (sum(p[i] for p in pairs) / n for i in (0, 1))
    squares = [sum((p[i] - m) ** 2 for p in pairs) for i, m in ((0, mean_true), (1, mean_told))]
    both = sum((a - mean_true) * (b - mean_told) for a, b in pairs)
    scale = math.sqrt(squares[0] * squares[1])
    return {
        "n": n,
        "r": both / scale if scale else 0.0,
        "bias": mean_told - mean_true,
        "rmse": math.sqrt(sum((b - a) ** 2 for a, b in pairs) / n),
    }
