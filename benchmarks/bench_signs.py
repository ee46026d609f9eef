"""Power and false findings of the signs of four causes, on made cities with planted signs.

Run ``python benchmarks/bench_signs.py [--seeds FIRST COUNT] [--signs R1,C5] [--told]``. Each seed
gives a planted and a clean city (``simulate_signs.py``). Seeds 1 to 50 are for building; 1000 to
1049 are looked at once, before a release.

Power: share of the planted signs found, weak / middle / strong. False share: findings of planted
cities that are neither planted nor a consequence of it, among all; after it, how many are told as
a consequence. Clean: units of clean cities of which the sign is told, per 100 units. Bounds:
Wilson, 95 %. Deficits: told against true, by unit, task and quarter.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import polars as pl

import chuandao as cd
from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.trace import Trace
from signs.city import STRENGTHS, City, Planted
from signs.folder import write
from signs.judge import SIZES, Tally, Told, compare, count, told, wilson
from simulate_signs import simulate

_DAY = date(2025, 12, 31)
_CAUSES = ("resources", "capacity", "appraisal", "coordination")
Pairs = dict[str, list[tuple[float, float]]]
_Signed = TypeVar("_Signed", Planted, Told)


def main() -> None:
    """Judge the seeds asked for and print the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seeds", type=int, nargs=2, default=(1, 5), metavar=("FIRST", "COUNT"))
    asked.add_argument("--signs", default="", help="codes of signs, with commas; default all")
    asked.add_argument("--told", action="store_true", help="list what was missed and falsely told")
    given = asked.parse_args()
    tallies: dict[tuple[str, str], Tally] = {}
    pairs: Pairs = {cause: [] for cause in _CAUSES}
    wanted = dict.fromkeys(_CAUSES, 0)
    judged = 0.0
    for seed in range(given.seeds[0], given.seeds[0] + given.seeds[1]):
        for planting in (True, False):
            city = simulate(seed, planting=planting)
            tables, found, seconds = _diagnosed(city)
            judged += seconds
            missed, false = count(tallies, city, _of(found, given.signs))
            _pair(city, tables["deficits"], pairs, wanted)
            if given.told:
                _list(city, _of(missed, given.signs), false)
    _signs(tallies, given.signs)
    _deficits(pairs, wanted)
    print(f"CPU seconds: {time.process_time():.0f}, of them diagnosing {judged:.0f}")


def _of(rows: Iterable[_Signed], signs: str) -> list[_Signed]:
    return [row for row in rows if not signs or row.sign in signs.split(",")]


def _diagnosed(city: City) -> tuple[dict[str, pl.DataFrame], list[Told], float]:
    """Return the tables and findings of the four causes, and the CPU seconds diagnosing took."""
    with tempfile.TemporaryDirectory(prefix="signs-") as made:
        folder = Path(made, "case")
        write(city, folder, Path(made, "truth"))
        case = cd.read(folder)
        began = time.process_time()
        tables = dict(cd.diagnose(case, Trace(trace_documents([])), as_of=_DAY).tables)
        seconds = time.process_time() - began
        found = [one for one in told(tables, folder) if one.sign[0] in "RCAD"]
    return tables, found, seconds


def _pair(city: City, deficits: pl.DataFrame, pairs: Pairs, wanted: dict[str, int]) -> None:
    """Set the deficits told beside the true ones: of the same period, or of all time."""
    columns = ("unit", "task", "period", "cause", "deficit")
    said = {tuple(row[:4]): row[4] for row in deficits.select(columns).iter_rows()}
    for row in city.deficits:
        unit, task, period, cause = (str(row[c]) for c in columns[:4])
        wanted[cause] += 1
        value = said.get((unit, task, period, cause), said.get((unit, task, None, cause)))
        if value is not None:
            pairs[cause].append((float(str(row["deficit"])), float(value)))


def _list(city: City, missed: list[Planted], false: list[Told]) -> None:
    kind = "planted" if city.planting else "clean"
    for there in missed:
        unit = city.units[there.units[0]].name
        facts = f"{there.sign} {there.size} {there.strength} {unit} {there.task}"
        more = f"{there.about[:1]} {there.measure} {there.statistic}"
        print(f"seed {city.seed} {kind} missed: {facts} {more}")
    for one in false:
        print(f"seed {city.seed} {kind} false: {one.id} {one.code}"[:300])


def _signs(tallies: dict[tuple[str, str], Tally], signs: str) -> None:
    heads = ("weak", "middle", "strong", "false share", "clean, per 100 units")
    print(f"{'sign':14s}", "".join(f"{head:28s}" for head in heads))
    order = sorted(tallies, key=lambda key: (key[0], SIZES.index(key[1])))
    for sign, size in order:
        tally = tallies[sign, size]
        if signs and sign not in signs.split(","):
            continue
        cells = [_share(tally.found.get(s, 0), tally.planted.get(s, 0)) for s in STRENGTHS]
        cells.append(f"{_share(tally.false, tally.told)}{f', {tally.follow}' * bool(tally.told)}")
        cells.append(_share(tally.clean_false, tally.clean_units, 100))
        print(f"{sign:4s} {size:9s}", "".join(f"{cell:28s}" for cell in cells))


def _share(right: int, of: int, times: int = 1) -> str:
    """Return a share with its counts and bounds; of nothing, a dash."""
    if not of:
        return "-"
    low, high = (times * bound for bound in wilson(right, of))
    return f"{right}/{of} {times * right / of:.2f} ({low:.2f}-{high:.2f})"


def _deficits(pairs: Pairs, wanted: dict[str, int]) -> None:
    print("\ndeficits      told/true rows   correlation   bias     RMSE")
    for cause, held in pairs.items():
        facts = compare(held)
        figures = (
            f"{facts['r']:8.3f} {facts['bias']:12.4f} {facts['rmse']:9.4f}" if "r" in facts else "-"
        )
        print(f"{cause:13s} {len(held):6d}/{wanted[cause]:<8d} {figures}")


if __name__ == "__main__":
    main()
