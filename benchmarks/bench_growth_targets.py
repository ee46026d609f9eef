"""Is the year's growth target of every work report found, and not taken for another figure?

    CHUANDAO_REAL_DATA=… python benchmarks/bench_growth_targets.py [--all]

Reads the State Council's reports of 2000 to 2025, prints for each year what it is read to aim at,
with the words quoted, and judges that against ``growth_targets.csv``, which was written down from
the reports before anything was run. Also prints what the report says of results and of the plan
period, to show that they are not confused.
"""

import argparse
import csv
import gzip
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

from chuandao.cascade.tracing.understanding.horizon_cues import growth_metric, horizon_cues
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.layout.layout import layout
from chuandao.text.times.year_targets import (
    Placed,
    of_metric,
    placed_targets,
    planned_year,
    year_targets,
)

TRUTH = Path(__file__).with_name("growth_targets.csv")
REPORTS = Path("state_council", "reports_2000_2025.jsonl.gz")


def main() -> None:
    """Read the reports and print what was found, and how much of it is right."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every figure of growth, with its role")
    asked = parser.parse_args()
    reports = read_reports(Path(os.environ["CHUANDAO_REAL_DATA"]) / REPORTS)
    judged = []
    for row in csv.DictReader(TRUTH.read_text("utf-8").splitlines()):
        year = int(row["year"])
        if year not in reports:
            print(f"{year}  (not in the collection)")
            continue
        figures = growth(reports[year])
        right = judge(figures, row)
        judged.append((bool(row["low"]), right))
        tell(year, figures, right=right, everything=asked.all)
    stating = [right for states, right in judged if states]
    silent = [right for states, right in judged if not states]
    print(f"years that state a target: {sum(stating)} of {len(stating)} right")
    print(f"years that state none:     {sum(silent)} of {len(silent)} right")


def read_reports(path: Path) -> dict[int, dict[str, Any]]:
    """Return the reports by year."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return {report["year"]: report for report in map(json.loads, stream)}


def growth(report: dict[str, Any]) -> tuple[Placed, ...]:
    """Return every figure of economic growth in a report with what time it speaks of."""
    words = plain(report["content"])
    found = clauses(layout(report["content"]), lexicon())
    year = planned_year(report["title"], None)
    return of_metric(placed_targets(words, found, lexicon(), horizon_cues(), year), growth_metric())


def judge(figures: tuple[Placed, ...], row: dict[str, str]) -> bool:
    """Return whether the year's and the plan's target are the true ones, wherever named."""
    first = [figure_of(placed) for placed in year_targets(figures)]
    plans = {placed.low for placed in figures if placed.horizon.role == "plan"}
    if row["plan"] and Decimal(row["plan"]) not in plans:
        return False
    if not row["low"]:
        return not first
    high = Decimal(row["high"]) if row["high"] else None
    same_value = {(low, upper) for low, upper, _ in first} == {(Decimal(row["low"]), high)}
    return same_value and first[0][2] == row["comparator"]


def figure_of(placed: Placed) -> tuple[Decimal, Decimal | None, str]:
    """Return the figure of a target: lower end, upper end of a range, sign."""
    return placed.low, placed.high, placed.sign


def tell(year: int, figures: tuple[Placed, ...], *, right: bool, everything: bool) -> None:
    """Print one year."""
    aims = list(dict.fromkeys(p.quote for p in year_targets(figures)))
    print(f"{year}  {'right' if right else 'WRONG'}  year: {aims[0] if aims else 'none stated'}")
    for aim in aims[1:]:
        print(f"             again: {aim}")
    for role in ("plan", "result", "past_target", "baseline", "open"):
        quotes = [p.quote for p in figures if p.horizon.role == role]
        shown = quotes if everything else quotes[:3]
        if shown:
            print(f"             {role}: {' | '.join(shown)}")


if __name__ == "__main__":
    main()
