"""Draw links of the real pairs at random, to be judged by a person who did not write the code.

    python benchmarks/draw_links.py [--seed 20261125] [--count 10]

Prints what the product says of each drawn link and the words on both sides. The verdicts on one
such draw are in docs/explanation/judged-links.md. Reads CHUANDAO_REAL_DATA; says so where it is not
set.
"""

import argparse
import os
import random
from pathlib import Path

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.from_files import trace_files
from chuandao.cascade.tracing.linking.links import Link

PAIRS = Path("real_pairs")


def drawn(traced: Traced, seed: int, count: int) -> list[Link]:
    """Return so many of the accepted links, in the order of the text; all if there are fewer."""
    accepted = sorted(
        (link for link in traced.links if link.rank == 1), key=lambda k: (k.lower, k.upper)
    )
    chance = random.Random(seed)  # noqa: S311
    return [
        accepted[at]
        for at in sorted(chance.sample(range(len(accepted)), min(count, len(accepted))))
    ]


def tell(traced: Traced, link: Link) -> None:
    """Print a link with its words."""
    words = {clause.id: clause.text for one in traced.documents for clause in one.clauses}
    print(f"{link.upper} -> {link.lower}  {link.probability:.2f}  {', '.join(link.labels)}")
    print(f"   upper: {words[link.upper]}\n   lower: {words[link.lower]}")
    for change in link.changes:
        upper, lower = change.upper, change.lower
        sides = f"{upper.value if upper else '-'} => {lower.value if lower else '-'}"
        print(f"   {change.attribute} {change.direction}: {sides}")


def main() -> None:
    """Draw and print, a pair after the other."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=20261125)
    parser.add_argument("--count", type=int, default=10)
    asked = parser.parse_args()
    data = os.environ.get("CHUANDAO_REAL_DATA", "")
    if not data:
        print("not drawn: CHUANDAO_REAL_DATA names no folder with real_pairs")
        return
    for folder in sorted((Path(data) / PAIRS).iterdir()):
        traced = trace_files(folder / "upper.txt", [folder / "lower.txt"]).traced
        print(f"== {folder.name}")
        for link in drawn(traced, asked.seed, asked.count):
            tell(traced, link)


if __name__ == "__main__":
    main()
