"""Does the alignment score tell copied English passages from chance, and are copies grouped?

    CHUANDAO_REAL_DATA=… python benchmarks/bench_english_reuse.py

Passage pairs of US state bills, labelled 0 unrelated, 1 related, 2 copied: area under the curve of
labels 1 and 2 against 0, with its interval by bootstrap over the left bills (pairs of one bill are
not independent), for the score that came with the pairs, alignment with all words alike, and
alignment by rarity. Rarity is counted over the bills of the other file, so no pair is used to score
a pair. Then the bills in groups of copies, clustered by average linkage of the rarity-weighted
share of word triples of the smaller bill that the other has: the adjusted Rand index (Hubert &
Arabie 1985) at every cut, for a cut chosen in hindsight flatters.
"""

import csv
import gzip
import json
import os
import time
from collections import Counter
from itertools import combinations
from math import comb
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from scipy.stats import rankdata

from chuandao.text.copying.alignment import Rarity, alignment, rarity, tokens

CUTS = (0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2)
DRAWS = 1000
WORDS = 3


def main() -> None:
    """Print both measurements."""
    folder = Path(os.environ["CHUANDAO_REAL_DATA"]) / "english_reuse"
    bills = [bill for bill in read_bills(folder) if bill.get("text")]
    pairs(folder, rarity(bill["text"] for bill in bills))
    groups(bills)


def read_bills(folder: Path) -> list[dict[str, str]]:
    """Return the bills; one of them has no text."""
    with gzip.open(folder / "labeled_bills.json.gz", "rt", encoding="utf-8") as stream:
        return list(json.load(stream).values())


def pairs(folder: Path, weigh: Rarity) -> None:
    """Print how well each score tells pairs labelled 1 and 2 from those labelled 0."""
    path = folder / "training_data_alignment_classifier.csv"
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = list(csv.DictReader(stream))
    truth = np.array([int(row["label"]) > 0 for row in rows])
    source = np.array([row["left_doc_id"] for row in rows])
    start = time.process_time()
    even = Rarity(1, {})
    scores = {
        "score that came with the pairs": [float(row["score"]) for row in rows],
        "alignment, all words alike": [alignment(r["left"], r["right"], even) for r in rows],
        "alignment by rarity": [alignment(r["left"], r["right"], weigh) for r in rows],
    }
    print(f"{len(rows)} pairs, {truth.sum()} related or copied")
    for name, score in scores.items():
        low, high = interval(np.array(score), truth, source)
        print(f"  {name:32} AUC {auc(np.array(score), truth):.3f} ({low:.3f} to {high:.3f})")
    print(f"  {2 * len(rows) / (time.process_time() - start):,.0f} alignments a CPU second")


def auc(score: np.ndarray, truth: np.ndarray) -> float:
    """Return the chance that a related pair scores above an unrelated one."""
    ranks, ones = rankdata(score), int(truth.sum())
    zeros = len(truth) - ones
    return float((ranks[truth].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def interval(score: np.ndarray, truth: np.ndarray, source: np.ndarray) -> tuple[float, float]:
    """Return a 95 % interval of the area by bootstrap over the bills that pairs come from."""
    chance = np.random.default_rng(7)
    held = [np.flatnonzero(source == name) for name in np.unique(source)]
    found = []
    for _ in range(DRAWS):
        rows = np.concatenate([held[at] for at in chance.integers(0, len(held), len(held))])
        found.append(auc(score[rows], truth[rows]))
    return float(np.quantile(found, 0.025)), float(np.quantile(found, 0.975))


def groups(bills: list[dict[str, str]]) -> None:
    """Print how far clusters are the groups, at every cut."""
    alike = likeness([bill["text"] for bill in bills])
    match = np.array([int(bill["match"]) for bill in bills])
    grouped = np.flatnonzero(match)
    singly = np.where(match > 0, match, -np.arange(len(match)))
    print(f"{len(bills)} bills with text, {len(grouped)} in groups of copies")
    print("  cut     in groups    all, those without a group one by one    all, those as a group")
    for cut in CUTS:
        whole = clusters(alike, cut)
        part = clusters(alike[np.ix_(grouped, grouped)], cut)
        print(
            f"  {cut:.2f}    {rand(match[grouped], part):.3f}        {rand(singly, whole):.3f}"
            f"                                   {rand(match, whole):.3f}"
        )


def likeness(texts: list[str]) -> np.ndarray:
    """Return, for every two bills, the share of the smaller one's word triples in the other."""
    read = [tokens(text) for text in texts]
    held = [{w[at : at + WORDS] for at in range(len(w) - WORDS + 1)} for w in read]
    seen = Counter(triple for bill in held for triple in bill)
    worth = {t: np.log((len(texts) + 1) / (count + 0.5)) for t, count in seen.items()}
    total = [sum(worth[t] for t in sorted(bill)) for bill in held]
    alike = np.eye(len(texts))
    for one, other in combinations(range(len(texts)), 2):
        common = sum(worth[t] for t in sorted(held[one] & held[other]))
        alike[one, other] = alike[other, one] = common / min(total[one], total[other])
    return alike


def clusters(alike: np.ndarray, cut: float) -> np.ndarray:
    """Return the cluster of each bill, two clusters joined while the mean likeness is a cut."""
    apart = np.clip(1 - alike, 0, 1)
    np.fill_diagonal(apart, 0)
    tree = linkage(squareform(apart, checks=False), "average")
    return np.asarray(fcluster(tree, 1 - cut, "distance"))


def rand(truth: np.ndarray, found: np.ndarray) -> float:
    """Return the adjusted Rand index of two partitions."""
    both = sum(
        comb(n, 2) for n in Counter(zip(truth.tolist(), found.tolist(), strict=True)).values()
    )
    one = sum(comb(n, 2) for n in Counter(truth.tolist()).values())
    other = sum(comb(n, 2) for n in Counter(found.tolist()).values())
    chance = one * other / comb(len(truth), 2)
    return (both - chance) / ((one + other) / 2 - chance)


if __name__ == "__main__":
    main()
