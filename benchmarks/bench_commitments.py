"""How well are commitments read? Precision, recall and F1 of every field on labelled sentences.

    python benchmarks/bench_commitments.py [FILE.yaml ...] [--errors FIELD] [--by script]

Files hold records as docs/reference/commitments.md describes them (by default all of
tests/truth/commitments/). A value counts as right by the rule at the end of that page. Also
prints how many clauses a second are read on one core.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from chuandao.cascade.tracing.understanding.marked import placed_found, placed_marked, read_record
from chuandao.text.commitment.agreement import Count, Placed, agreement
from chuandao.text.commitment.commitment import FIELDS

TRUTH = Path(__file__).parents[1] / "tests" / "truth" / "commitments"
ROUNDS = 5


def main() -> None:
    """Print the figures of each file and of all together."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--errors", default="", help="list the errors of a field, or of 'all'")
    parser.add_argument("--by", default="script", choices=["script", "policy", "kind"])
    asked = parser.parse_args()
    files = asked.files or sorted(TRUTH.glob("*.yaml"))
    records = [r for file in files for r in yaml.safe_load(file.read_text(encoding="utf-8"))]
    print_table(measure(records, asked.errors))
    groups = sorted({record[asked.by] for record in records})
    for group in groups if len(groups) > 1 else ():
        print(f"\n{asked.by} = {group}")
        print_table(measure([r for r in records if r[asked.by] == group]))
    print(f"\n{speed(records):,.0f} clauses per second")


def measure(records: Iterable[dict[str, Any]], errors: str = "") -> dict[str, Count]:
    """Return the count of every field over records; list errors of one field on the way."""
    counts: dict[str, Count] = defaultdict(Count)
    for record in records:
        found = read_record(record)
        for field in FIELDS:
            count, wrong, missed = agreement(
                field, placed_found(found, field), placed_marked(record, field)
            )
            counts[field] += count
            if errors in {field, "all"} and (wrong or missed):
                print_errors(record, field, wrong, missed)
    return counts


def print_errors(
    record: dict[str, Any], field: str, wrong: list[Placed], missed: list[Placed]
) -> None:
    """Print what was found wrongly (+) and what was missed (-) in one record."""
    text = record["text"]
    print(f"{record['id']} {field}: {text}")
    for sign, values in (("+", wrong), ("-", missed)):
        for value in values:
            print(f"   {sign} {text[value.start : value.end]!r} {value.form}")


def print_table(counts: dict[str, Count]) -> None:
    """Print one row a field."""
    print(f"{'field':<12}{'P':>6}{'R':>6}{'F1':>6}{'found':>7}{'marked':>7}{'right':>7}")
    for field in FIELDS:
        c = counts[field]
        print(
            f"{field:<12}{c.precision:6.2f}{c.recall:6.2f}{c.f1:6.2f}"
            f"{c.found:7}{c.marked:7}{c.right:7}"
        )


def speed(records: list[dict[str, Any]]) -> float:
    """Return how many sentences are read a second."""
    for record in records:
        read_record(record)
    begin = time.process_time()
    for _ in range(ROUNDS):
        for record in records:
            read_record(record)
    return ROUNDS * len(records) / (time.process_time() - begin)


if __name__ == "__main__":
    main()
