"""How well copied wording is told in English: pairs of passages, and groups of bills.

    CHUANDAO_REAL_DATA=folder python benchmarks/bench_english.py

Pairs: 398 passages of US state bills labelled 0 (boilerplate), 1, 2 (shared substance); area under
the curve of our alignment, of the plain alignment score that came with them, and of the rarity of
the shared words alone. Bills: grouped by average linkage of the cosine of their words,
weighted by rarity, cut at several likenesses; adjusted Rand index against the model law they were
copied from. The rarity of words was learnt from these bills, without labels.
"""

import csv
import gzip
import json
import os
from pathlib import Path

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.metrics import adjusted_rand_score, roc_auc_score

from chuandao.cascade.tracing.likeness import background
from chuandao.text.likeness.alignment import alignment
from chuandao.text.likeness.compare import cosine, here, shared
from chuandao.text.likeness.counts import counted, word_buckets


def pairs(folder: Path) -> None:
    """Print how well scores tell boilerplate from shared substance."""
    path = folder / "training_data_alignment_classifier.csv"
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        rows = list(csv.DictReader(stream))
    true = [int(row["label"]) > 0 for row in rows]
    known = background()
    sides = [counted((word_buckets(r[s]) for r in rows), known.words) for s in ("left", "right")]
    scores = {
        "alignment by rarity": [alignment(r["left"], r["right"], known) for r in rows],
        "plain alignment": [float(r["score"]) for r in rows],
        "rarity of shared words": shared(*sides).diagonal(),
    }
    print(f"{len(rows)} pairs, {sum(true)} of substance")
    for name, score in scores.items():
        print(f"   {name:24} AUC {roc_auc_score(true, score):.3f}")


def bills(folder: Path) -> None:
    """Print how well groups of bills that copy one model law are found."""
    with gzip.open(folder / "labeled_bills.json.gz", "rt", encoding="utf-8") as stream:
        held = [bill for bill in json.load(stream).values() if bill.get("text")]
    true = [str(bill["match"]) for bill in held]
    words = counted((word_buckets(bill["text"]) for bill in held), background().words)
    alike = cosine(*here(words, words))
    far = np.clip(1 - (alike + alike.T) / 2, 0, 1)
    np.fill_diagonal(far, 0)
    tree = linkage(squareform(far, checks=False), "average")
    print(f"{len(held)} bills of {len(set(true))} groups")
    for least in (0.05, 0.08, 0.1, 0.12, 0.15, 0.2):
        found = fcluster(tree, 1 - least, "distance")
        told = f"ARI {adjusted_rand_score(true, found):.3f}, {found.max()} groups"
        print(f"   likeness >= {least:.2f}: {told}")


def main() -> None:
    """Measure and print."""
    folder = Path(os.environ["CHUANDAO_REAL_DATA"]) / "english_reuse"
    pairs(folder)
    bills(folder)


if __name__ == "__main__":
    main()
