"""How fast clauses are counted and pairs scored, beside plain methods on the same blocks.

    python benchmarks/bench_links_speed.py

All in CPU seconds of one core, the best of three runs after one that is not counted (what takes
more than two seconds is run once); the machine's noise falls on all methods alike, so the ratios
tell more than the figures.
Blocks: every direct pair of documents of the written cascades (real pairs too, where their texts
are at hand), and one block of all upper against all lower clauses of these. Ours: canonical form
of each clause; counting the clauses of each document once; the features of every pair; their
probabilities; the labels of the accepted links. scikit-learn: TF-IDF of character 1-3-grams,
fitted on each block, cosine. rapidfuzz: partial_ratio.
"""

import time
from collections.abc import Callable

from rapidfuzz import fuzz
from rapidfuzz.process import cdist
from sklearn.feature_extraction.text import TfidfVectorizer

from bench_trace import understood
from cascade_truth import cascades
from chuandao.cascade.tracing.linking import judging, likeness
from chuandao.cascade.tracing.linking.likeness import Compared, clause_profile
from chuandao.cascade.tracing.linking.links import find_links, probabilities
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.text.canonical import canonical
from chuandao.text.likeness.features import pair_features
from chuandao.text.likeness.words import words_of
from chuandao.text.similarity import common

Block = tuple[tuple[Clause, ...], tuple[Clause, ...]]
RUNS, LONG = 3, 2.0  # what takes longer is run once


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


def seconds(work: Callable[[], object], anew: Callable[[], None] = lambda: None) -> float:
    """Return the CPU seconds that some work takes at best, each time with nothing kept."""
    spent = []
    for _ in range(RUNS + 1):
        anew()
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
        if spent[-1] > LONG:
            return spent[-1]
    return min(spent[1:])


def nothing_counted() -> None:
    """Forget what was counted of clauses and documents."""
    for kept in (words_of, common, likeness._passage, likeness._profile):  # noqa: SLF001
        kept.cache_clear()


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
    texts = [clause.compared for side in documents.values() for clause in side]
    print(f"{name}: {len(found)} blocks, {pairs} pairs, {len(texts)} clauses")
    held = {key: clause_profile(side) for key, side in documents.items()}
    laid = [(held[id(upper)], held[id(lower)]) for upper, lower in found]
    seen = [pair_features(*block) for block in laid]
    told(
        {
            "canonical form": seconds(lambda: [canonical(text) for text in texts]),
            "counting": seconds(
                lambda: [clause_profile(side) for side in documents.values()], nothing_counted
            ),
        },
        len(texts),
        "clauses/s",
    )
    told(
        {
            "features and scores": seconds(
                lambda: [probabilities(pair_features(*block)) for block in laid]
            ),
            "   scores alone": seconds(lambda: [probabilities(one) for one in seen]),
            "scikit-learn TF-IDF": seconds(lambda: [sklearn_block(block) for block in found]),
            "rapidfuzz": seconds(lambda: [fuzz_block(block) for block in found]),
        },
        pairs,
        "pairs/s",
    )


def told(spent: dict[str, float], count: int, unit: str) -> None:
    """Print seconds and speeds, each beside the first."""
    first = next(iter(spent.values()))
    for title, own in spent.items():
        speed = count / max(own, 1e-9)
        print(f"   {title:21}{own:8.3f} s {speed:12.0f} {unit:10}{own / first:7.2f} x")


def measure_labels(found: list[Block]) -> None:
    """Print how many links are labelled in a second: all new, and all known before."""
    compared = [(Compared(upper), Compared(lower)) for upper, lower in found]
    linked = [
        (upper, lower, link)
        for (upper, lower), sides in zip(found, compared, strict=True)
        for link in find_links(*sides, "parent")
        if link.rank == 1
    ]
    clauses = {c.id: c for upper, lower, _ in linked for c in (*upper, *lower)}
    pairs = [(clauses[link.upper], clauses[link.lower]) for *_, link in linked]
    spent = {
        "labels, all new": seconds(
            lambda: [judging.judged(*pair) for pair in pairs],
            judging._judged.cache_clear,  # noqa: SLF001
        ),
        "labels, known before": seconds(lambda: [judging.judged(*pair) for pair in pairs]),
    }
    told(spent, len(pairs), "links/s")


def main() -> None:
    """Measure and print."""
    found = blocks()
    measure("as they come", found)
    measure_labels(found)
    uppers = {clause.id: clause for upper, _ in found for clause in upper}
    lowers = {clause.id: clause for _, lower in found for clause in lower}
    measure("one large block", [(tuple(uppers.values()), tuple(lowers.values()))])


if __name__ == "__main__":
    main()
