"""How long must a run be to count as copied? Shares between related and unrelated documents.

    CHUANDAO_REAL_DATA=… python benchmarks/bench_copying.py

Every document of the real pairs against every other: the share of its words (preambles, set
phrases, quoted titles and names of places aside) in runs that the other has, by the length of the
run. Documents of one pair are related, all others speak of other matters. The same for the US
bills of which none is said to copy another. Then how fast the example case's copying is found.
"""

import gzip
import json
import os
import time
from itertools import combinations, permutations
from pathlib import Path

import numpy as np

import chuandao as cd
from chuandao.cascade.tracing.from_files import understand_files
from chuandao.cascade.tracing.indices.copies import copies
from chuandao.cascade.tracing.indices.family import family
from chuandao.cascade.tracing.statuses import FORMAL
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.copying.copying import Wording, copied, windows, wording

CHARACTERS = (6, 8, 10, 12, 14)
WORDS = (4, 6, 8, 10, 12)


def main() -> None:
    """Print the shares by the length of the run, and the speed."""
    folder = Path(os.environ["CHUANDAO_REAL_DATA"])
    chinese(folder)
    english(folder)
    speed()


def chinese(folder: Path) -> None:
    """Print the shares copied between the documents of the real pairs."""
    documents = {}
    for path in sorted(folder.glob("real_pairs/*/*.txt")):
        clauses = understand_files([path])[0][0].clauses
        free = [clause for clause in clauses if clause.kind not in FORMAL]
        told = [wording(clause.side.words, lexicon().set_phrases) for clause in free]
        documents[path.parent.name, path.stem] = told
    print("run    each lower document from its own upper one    unrelated: median, largest")
    for size in CHARACTERS:
        shares = {
            (one, other): share(documents[one], documents[other], size)
            for one, other in permutations(documents, 2)
        }
        own = [s for (a, b), s in shares.items() if a[0] == b[0] and a[1] == "lower"]
        far = [s for (a, b), s in shares.items() if a[0] != b[0]]
        related = "  ".join(f"{value:.3f}" for value in own)
        print(f"{size:3}    {related}    {np.median(far):.4f}  {max(far):.3f}")


def english(folder: Path) -> None:
    """Print the shares copied between bills of different groups, and within groups."""
    path = folder / "english_reuse" / "labeled_bills.json.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        bills = [bill for bill in json.load(stream).values() if bill.get("text")]
    told = [([wording(bill["text"])], bill["match"]) for bill in bills if int(bill["match"])]
    print("words  bills of one group: median, largest    of different groups: 95 %, largest")
    for size in WORDS:
        shares = [
            (share(one, other, size), a == b) for (one, a), (other, b) in combinations(told, 2)
        ]
        near = [value for value, same in shares if same]
        far = [value for value, same in shares if not same]
        print(
            f"{size:3}    {np.median(near):.3f}  {max(near):.3f}"
            f"    {np.quantile(far, 0.95):.4f}  {max(far):.3f}"
        )


def share(one: list[Wording], other: list[Wording], size: int) -> float:
    """Return the share of one document in runs that the other has."""
    known = windows(other, size)
    found = [copied(told, known, frozenset(), size) for told in one]
    return sum(part.above for part in found) / max(1, sum(part.free for part in found))


def speed() -> None:
    """Print how many clauses a CPU second are searched for copies, all siblings included."""
    trace = cd.trace(cd.read(cd.examples.qinghe))
    found = family(trace.traced)
    start = time.process_time()
    held = copies(found)
    seconds = time.process_time() - start
    clauses = sum(len(one.clauses) for one in held.values())
    print(f"{clauses} clauses of {len(held)} documents in {seconds:.2f} CPU seconds")


if __name__ == "__main__":
    main()
