"""Learn the background of official language: rarity of n-grams and words, vectors of words.

    CHUANDAO_REAL_DATA=folder python scripts/learn_background.py

Corpus: the work reports of the State Council 2000–2025 and, for English, bills of US states (see
docs/explanation/links.md). Only counts and vectors are kept, no sentence. Vectors: positive
pointwise mutual information within six words, context counts to the power .75, cut to 64
dimensions by a singular value decomposition, the mean taken out (Bullinaria & Levy 2007; Levy,
Goldberg & Dagan 2015, Improving distributional similarity with lessons learned from word
embeddings). Words seen at least four times have one.
"""

import gzip
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds

from chuandao.text.canonical import plain
from chuandao.text.likeness.counts import gram_buckets, word_buckets
from chuandao.text.likeness.rows import BUCKETS
from chuandao.text.likeness.words import words_of

TARGET = Path(__file__).parents[1] / "src" / "chuandao" / "catalog" / "background"
WINDOW, LEAST, SIZE, SMOOTH = 6, 4, 64, 0.75
SHORTEST, SHORTEST_ENGLISH = 8, 30


def sentences(data: Path) -> Iterator[str]:
    """Yield the sentences of the corpus."""
    reports = data / "state_council" / "reports_2000_2025.jsonl.gz"
    with gzip.open(reports, "rt", encoding="utf-8") as stream:
        for line in stream:
            for words in re.split("[。；\n]", plain(json.loads(line)["content"])):
                if len(words) >= SHORTEST:
                    yield words
    with gzip.open(
        data / "english_reuse" / "labeled_bills.json.gz", "rt", encoding="utf-8"
    ) as bills:
        texts = [bill.get("text", "") for bill in json.load(bills).values()]
    for text in texts:
        for words in re.split(r"(?<=[a-z0-9])[.;:]\s", " ".join(text.split())):
            if len(words) >= SHORTEST_ENGLISH:
                yield words[:2000]


def rarity(rows: list[NDArray[np.int32]]) -> NDArray[np.float32]:
    """Return ln((1 + n) / (1 + df)) by bucket."""
    seen = np.zeros(BUCKETS)
    for buckets in rows:
        seen[np.unique(buckets)] += 1
    return np.log((1 + len(rows)) / (1 + seen)).astype(np.float16)


def vectors(corpus: list[tuple[str, ...]]) -> tuple[list[str], NDArray[np.float16]]:
    """Return the vocabulary, the most frequent word first, and a vector of length 1 each."""
    counts = Counter(word for words in corpus for word in words)
    known = sorted((w for w, n in counts.items() if n >= LEAST), key=lambda w: (-counts[w], w))
    row = {word: at for at, word in enumerate(known)}
    together: defaultdict[tuple[int, int], float] = defaultdict(float)
    for words in corpus:
        at = [row[word] for word in words if word in row]
        for i, one in enumerate(at):
            for distance, other in enumerate(at[i + 1 : i + 1 + WINDOW], 1):
                together[one, other] += 1 / distance
                together[other, one] += 1 / distance
    pairs = sorted(together)
    rows, columns = np.array(pairs).T
    weights = np.array([together[pair] for pair in pairs])
    own = np.bincount(rows, weights, minlength=len(known))
    context = own**SMOOTH
    mutual = np.log(weights * context.sum() / (own[rows] * context[columns]))
    kept = mutual > 0
    matrix = sparse.csr_matrix((mutual[kept], (rows[kept], columns[kept])), shape=(len(known),) * 2)
    left, values, _ = svds(matrix, k=SIZE, v0=np.ones(len(known)))
    found = left * np.sqrt(values)
    found -= found.mean(axis=0)
    return known, (found / np.linalg.norm(found, axis=1, keepdims=True)).astype(np.float16)


def main() -> None:
    """Learn and write."""
    found = list(sentences(Path(os.environ["CHUANDAO_REAL_DATA"])))
    grams = rarity([gram_buckets(words) for words in found])
    words = rarity([word_buckets(words) for words in found])
    vocabulary, meaning = vectors([words_of(words) for words in found])
    TARGET.mkdir(exist_ok=True)
    np.savez_compressed(TARGET / "background.npz", grams=grams, words=words, vectors=meaning)
    (TARGET / "vocabulary.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    print(f"{len(found)} sentences, {len(vocabulary)} words with a vector of {SIZE}")


if __name__ == "__main__":
    main()
