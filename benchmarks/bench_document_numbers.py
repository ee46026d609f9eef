"""How many real document numbers are read into issuer mark, year and number?

    CHUANDAO_REAL_DATA=... python benchmarks/bench_document_numbers.py [--list] [--sample N]

Prints, over ``doc_numbers``: cells without any number, true numbers, those read whole, those
whose year and number a second reader (digits only, no pattern of ours) reads alike, and every
irregular class with its count. ``--list`` prints every irregular cell; ``--sample`` prints N
distinct cells drawn with a fixed seed, to be judged by eye.
"""

import argparse
import csv
import gzip
import os
import re
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from chuandao.text.canonical import plain
from chuandao.text.envelope.number import DocumentNumber, parse_document_number

SEED = 20261125


def cells() -> list[str]:
    """Return the cells of the column, as published."""
    path = Path(os.environ["CHUANDAO_REAL_DATA"], "doc_numbers", "doc_numbers.csv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        return [row["doc_number"] for row in csv.DictReader(stream)]


def by_digits(cell: str) -> tuple[int, int] | None:
    """Return year and number by the digits alone: the first run, and the next."""
    runs = [int(run) for run in re.findall(r"[0-9]+", cell)]
    return (runs[0], runs[1]) if len(runs) == 2 else None


def main() -> None:
    """Read every cell and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="print every irregular cell")
    parser.add_argument("--sample", type=int, default=0, help="print cells to judge by eye")
    asked = parser.parse_args()
    given = cells()
    begun = time.perf_counter()
    read = [(cell, parse_document_number(plain(cell))) for cell in given]
    spent = time.perf_counter() - begun
    report(read, spent)
    if asked.list:
        listed(read)
    distinct = sorted({cell for cell, number in read if number})
    drawn = np.random.default_rng(SEED).choice(len(distinct), asked.sample, replace=False)
    for cell in (distinct[at] for at in drawn):
        number = parse_document_number(plain(cell))
        print(cell.strip(), "=>", number and (number.mark, number.year, number.number))


def report(read: list[tuple[str, DocumentNumber | None]], spent: float) -> None:
    """Print the figures."""
    true = [(cell, number) for cell, number in read if number]
    whole = [(cell, number) for cell, number in true if number.complete]
    alike = [by_digits(cell) == (number.year, number.number) for cell, number in whole]
    orders = sum(number.form == "order" for _, number in whole)
    empty = sum(not cell.strip() for cell, _ in read)
    print(f"cells {len(read):,}, empty {empty:,}, no number {len(read) - len(true) - empty:,}")
    print(f"true numbers {len(true):,}, read whole {len(whole):,} ({len(whole) / len(true):.2%})")
    print(f"second reader agrees on year and number: {sum(alike):,} of {len(whole) - orders:,}")
    print(f"issuer marks {len({number.mark for _, number in whole}):,}; {spent:.2f} s")
    for reason, count in Counter(n.irregular or "regular" for _, n in true).most_common():
        print(f"  {reason:20} {count:6,}")


def listed(read: list[tuple[str, DocumentNumber | None]]) -> None:
    """Print the irregular cells by reason."""
    classes: defaultdict[str, list[str]] = defaultdict(list)
    for cell, number in read:
        if number and number.irregular:
            classes[number.irregular].append(f"{cell.strip()} => {number.text or '-'}")
    for reason, found in classes.items():
        print(f"\n{reason}", *found, sep="\n  ")


if __name__ == "__main__":
    main()
