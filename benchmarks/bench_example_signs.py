"""The planted signs of the example city, found and not found, and what is told beside them.

The truth (tests/truth/qinghe) was written by an author who saw none of the code that is judged. A
finding answers a planted sign where it stands at the planted unit or at a superior of it, for the
same task or for none. R2, D2 and A3 follow the planted deficits densely: signs_dense.csv says of
which pairs they must be told (yes) and of which they must not (no); of others they may.

Run ``python benchmarks/bench_example_signs.py``; about a quarter of a minute.
"""

import time
from collections import defaultdict
from pathlib import Path

import polars as pl

import chuandao as cd

TRUTH = Path(__file__).resolve().parents[1] / "tests" / "truth" / "qinghe"
CAUSES = ("R", "C", "A", "D", "E")


def main() -> None:
    """Print a row a sign."""
    begun = time.process_time()
    case = cd.read(cd.examples.qinghe)
    found = cd.diagnose(case, cd.trace(case)).tables["findings"]
    planted = pl.read_csv(TRUTH / "signs.csv", infer_schema=False)
    dense = pl.read_csv(TRUTH / "signs_dense.csv", infer_schema=False)
    print(f"{'sign':5} {'planted':>8} {'found':>6} {'told':>6} {'beside':>7}  missed or beside")
    for sign in sorted({*planted["sign"], *found["sign"]}):
        if sign[0] in CAUSES and sign != "C4":
            print(row(case, sign, planted, dense, found))
    print(f"{time.process_time() - begun:.0f} CPU s")


def row(
    case: cd.Case, sign: str, planted: pl.DataFrame, dense: pl.DataFrame, found: pl.DataFrame
) -> str:
    """Return the counts of one sign, and what was missed or told beside."""
    listed = dense.filter(sign=sign)
    wanted = pairs(
        pl.concat([planted.filter(sign=sign), listed.filter(there="yes")], how="diagonal")
    )
    told = pairs(found.filter(sign=sign))
    near = defaultdict(list)
    for unit, task in told:
        near[unit].append(task)
    missed = [pair for pair in wanted if not answered(case, pair, near)]
    if listed.height:
        beside = sorted(set(told) & set(pairs(listed.filter(there="no"))))
    else:
        places = {place for unit, _ in wanted for place in (unit, *case.units.ancestors(unit))}
        beside = [(unit, task) for unit, task in told if unit not in places]
    names = [f"-{case.units.name(u)} {t}".strip() for u, t in missed]
    names += [f"+{case.units.name(u)} {t}".strip() for u, t in beside]
    counts = (len(wanted), len(wanted) - len(missed), len(told), len(beside))
    return "{:5} {:>8} {:>6} {:>6} {:>7}  ".format(sign, *counts) + ", ".join(names[:8])


def pairs(table: pl.DataFrame) -> list[tuple[str, str]]:
    """Return unit and task of each row, the task empty where it names none."""
    return [(row["unit"], row["task"] or "") for row in table.to_dicts()]


def answered(case: cd.Case, pair: tuple[str, str], near: dict[str, list[str]]) -> bool:
    """Return whether a finding at the unit or above it is of the task, or of none."""
    unit, task = pair
    for place in (unit, *case.units.ancestors(unit)):
        if any(not task or other in {"", task} for other in near.get(place, [])):
            return True
    return False


if __name__ == "__main__":
    main()
