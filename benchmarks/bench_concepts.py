"""How fast are policy concepts found, how many clauses name one, and is what is found meant?

    CHUANDAO_REAL_DATA=… python benchmarks/bench_concepts.py [--seed 1] [--sample 0]

Prints terms and concepts, the share of task clauses of the real documents that name a concept,
clauses read per second on one core, and, with ``--sample``, so many random matches in their
words, to be judged by eye.
"""

import argparse
import gzip
import json
import os
import random
import re
import time
from pathlib import Path

from chuandao.cascade.tracing.from_files import understand_files
from chuandao.cascade.tracing.understanding.policy_concepts import policy_concepts
from chuandao.catalog.concepts import areas, concepts, terms
from chuandao.text.canonical import plain
from chuandao.text.concepts import Concepts, concepts_in

AROUND = 14
RUNS = 3


def main() -> None:
    """Read the documents and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, default=0)
    asked = parser.parse_args()
    folder = Path(os.environ["CHUANDAO_REAL_DATA"])
    print(f"{len(concepts())} concepts in {len(areas())} areas, {len(terms())} terms")
    passages = [*clauses_of(folder), *sentences_of(folder)]
    speed(passages)
    show(passages, asked.sample, asked.seed)


def clauses_of(folder: Path) -> list[str]:
    """Return the clauses of the real pairs, having printed how many tasks name a concept."""
    passages, tasks, named = [], 0, 0
    for path in sorted(folder.glob("real_pairs/*/*.txt")):
        found = understand_files([path])[0][0].clauses
        own = [clause for clause in found if clause.kind == "task"]
        hits = sum(bool(concepts_in(clause.side.words, policy_concepts())) for clause in own)
        print(f"  {path.parent.name}/{path.name}: {hits} of {len(own)} task clauses")
        tasks, named = tasks + len(own), named + hits
        passages += [clause.side.words for clause in found]
    print(f"task clauses that name a concept: {named} of {tasks} ({named / tasks:.0%})")
    return passages


def sentences_of(folder: Path) -> list[str]:
    """Return the sentences of the work reports, having printed how many name a concept."""
    path = folder / "state_council" / "reports_2000_2025.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        texts = [plain(json.loads(line)["content"]) for line in stream]
    parts = (part.strip() for text in texts for part in re.split(r"(?<=[。；])|\n", text))
    sentences = [part for part in parts if len(part) > AROUND]
    hits = sum(bool(concepts_in(sentence, policy_concepts())) for sentence in sentences)
    print(f"sentences of work reports: {hits} of {len(sentences)} ({hits / len(sentences):.0%})")
    return sentences


def speed(passages: list[str]) -> None:
    """Print how many clauses are read in a second of processor time, the best of three runs."""
    known = policy_concepts()
    best = min(run(passages, known) for _ in range(RUNS))
    length = sum(map(len, passages)) / len(passages)
    print(f"{len(passages) / best:,.0f} clauses/s of {length:.0f} characters, on one core")


def run(passages: list[str], known: Concepts) -> float:
    """Return the seconds of processor time that it takes to read all passages once."""
    start = time.process_time()
    for passage in passages:
        concepts_in(passage, known)
    return time.process_time() - start


def show(passages: list[str], count: int, seed: int) -> None:
    """Print random matches in their words."""
    found = [(words, f) for words in passages for f in concepts_in(words, policy_concepts())]
    chance = random.Random(seed)  # noqa: S311  # a sample, not a secret
    for words, item in chance.sample(found, min(count, len(found))):
        before = words[max(0, item.start - AROUND) : item.start]
        after = words[item.end : item.end + AROUND]
        quote = f"{before}【{words[item.start : item.end]}】{after}".replace("\n", " ")
        print(f"{item.concept:24} {quote}")


if __name__ == "__main__":
    main()
