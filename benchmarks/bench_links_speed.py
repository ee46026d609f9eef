"""How fast pairs of clauses are scored, beside plain methods on the same blocks, in CPU seconds.

    python benchmarks/bench_links_speed.py

Blocks: every direct pair of documents of the written cascades (real pairs too, where their texts
are at hand), and one block of all upper against all lower clauses of these. Ours: counting the
clauses of each document once, then the features and probabilities of every pair.
scikit-learn: TF-IDF of character 1-3-grams, fitted on each block, cosine. rapidfuzz: partial_ratio.
"""

import time
from collections.abc import Callable

from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from sklearn.feature_extraction.text import TfidfVectorizer

from bench_trace import understood
from cascade_truth import cascades
from chuandao.cascade.tracing.likeness import clause_profile
from chuandao.cascade.tracing.links import probabilities
from chuandao.cascade.tracing.understood import Clause
from chuandao.text.likeness.features import pair_features
from chuandao.text.likeness.words import words_of
from chuandao.text.similarity import common

Block = tuple[tuple[Clause, ...], tuple[Clause, ...]]


def blocks() -> list[Block]:
    """Return the clauses of every pair of a document and its parent."""
    found = []
    for cascade in cascades():
        read = {d.id: understood(d) for d in cascade.documents}
        found += [
            (read[parent].clauses, read[d.id].clauses)
            for d in cascade.documents
            for parent in d.parents
        ]
    return found


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def sklearn_block(block: Block) -> object:
    """Score a block as TF-IDF cosine."""
    texts = [[clause.compared for clause in side] for side in block]
    weights = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
    held = weights.fit_transform([*texts[0], *texts[1]])
    return (held[: len(texts[0])] @ held[len(texts[0]) :].T).toarray()


def fuzz_block(block: Block) -> object:
    """Score a block by partial_ratio."""
    texts = [[clause.compared for clause in side] for side in block]
    return cdist(*texts, scorer=fuzz.partial_ratio, workers=1)


def measure(name: str, found: list[Block]) -> None:
    """Print the CPU seconds of each method on some blocks."""
    pairs = sum(len(upper) * len(lower) for upper, lower in found)
    documents = {id(side): side for block in found for side in block}
    words_of.cache_clear()
    common.cache_clear()
    held = {}
    counted = seconds(lambda: held.update({k: clause_profile(v) for k, v in documents.items()}))
    scored = seconds(
        lambda: [
            probabilities(pair_features(held[id(upper)], held[id(lower)])) for upper, lower in found
        ]
    )
    clauses = sum(map(len, documents.values()))
    print(f"{name}: {len(found)} blocks, {pairs} pairs, {clauses} clauses")
    print(f"   counting clauses   {counted:7.2f} s   {clauses / counted:10.0f} clauses/s")
    told = {
        "scoring pairs": scored,
        "scikit-learn TF-IDF": seconds(lambda: [sklearn_block(block) for block in found]),
        "rapidfuzz": seconds(lambda: [fuzz_block(block) for block in found]),
    }
    for title, spent in told.items():
        print(f"   {title:19}{spent:7.2f} s   {pairs / max(spent, 1e-9):10.0f} pairs/s")


def main() -> None:
    """Measure and print."""
    found = blocks()
    _ = [clause.compared for block in found for side in block for clause in side]
    measure("as they come", found)
    uppers = {clause.id: clause for upper, _ in found for clause in upper}
    lowers = {clause.id: clause for _, lower in found for clause in lower}
    measure("one large block", [(tuple(uppers.values()), tuple(lowers.values()))])


if __name__ == "__main__":
    main()
