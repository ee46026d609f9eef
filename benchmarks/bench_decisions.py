"""How decisions follow a revised document: clauses taken out, renumbered, letters replaced.

Run ``python benchmarks/bench_decisions.py``; every clause of the example case counts as decided.
"""

import random
from collections import Counter
from collections.abc import Sequence

import chuandao as cd
from chuandao.cascade.tracing.decisions.decision import passage_of
from chuandao.cascade.tracing.from_files import understand_files
from chuandao.catalog.thresholds import threshold
from chuandao.text.copying.carrying import Passage, carry, digest

SEED = 7
TAKEN_OUT = 0.1
REPLACED = (0.0, 0.04, 0.1, 0.2)


def main() -> None:
    """Print, for each share of letters replaced, what became of the decisions."""
    documents, _ = understand_files([cd.examples.qinghe / "documents"])
    held = [[passage_of(clause) for clause in document.clauses] for document in documents]
    print("| letters replaced | right | set aside | wrong | gone, set aside | gone, carried |")
    for share in REPLACED:
        rng = random.Random(SEED)  # noqa: S311
        found: Counter[str] = Counter()
        for passages in held:
            found += _revised(passages, share, rng)
        there = found["right"] + found["aside"] + found["wrong"]
        gone = found["gone aside"] + found["gone carried"]
        print(
            f"| {share:.0%} | {found['right']} of {there} | {found['aside']} | {found['wrong']} "
            f"| {found['gone aside']} of {gone} | {found['gone carried']} |"
        )


def _revised(passages: Sequence[Passage], share: float, rng: random.Random) -> Counter[str]:
    """Return what became of the passages of one document in its revised edition."""
    letters = "".join(passage.words for passage in passages)
    now: list[Passage] = []
    places: dict[Passage, int] = {}
    for passage in passages:
        if rng.random() >= TAKEN_OUT:
            words = "".join(
                rng.choice(letters) if rng.random() < share else letter for letter in passage.words
            )
            places[passage] = len(now)
            now.append(Passage(str(len(now) + 1), digest(words), words))
    found = carry(passages, now, threshold("decision_carried"), threshold("decision_alike"))
    return Counter(_fate(found[passage].at, places.get(passage)) for passage in passages)


def _fate(at: int | None, place: int | None) -> str:
    if place is None:
        return "gone aside" if at is None else "gone carried"
    return "right" if at == place else "aside" if at is None else "wrong"


if __name__ == "__main__":
    main()
