"""Fit the link scorer on cascades of known truth, and say how well it does on unseen ones.

    CHUANDAO_REAL_DATA=folder python scripts/fit_scorer.py            prints figures and weights
    CHUANDAO_REAL_DATA=folder python scripts/fit_scorer.py --write    writes them into the catalogue
    … --decisions CASE [CASE …]    learns from what persons decided in these cases too

Truth: the example city, the written cascades and, where their texts are at hand, the real pairs
(``tests/truth``). Logistic regression with an L2 penalty on standardised features. Beside whole
documents it sees excerpts of a few clauses and excerpts of documents that have nothing to do with
each other, drawn with a fixed seed, so that "the best of a bad lot" is not taken for a link.

Every figure is of cascades left out: all documents of one cascade (of one policy of the example
city) are set aside, the scorer is fitted on the others, and links are decided as the product does.
"""

import argparse
import csv
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import chuandao as cd
from chuandao.cascade.tracing.linking.likeness import clause_profile
from chuandao.cascade.tracing.linking.links import copied, decided
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.text.canonical import plain
from chuandao.text.likeness.features import pair_features
from chuandao.text.likeness.words import is_latin

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))
from bench_trace import names, understood  # noqa: E402
from candidates import FIRST, as_words  # noqa: E402
from cascade_truth import Cascade, cascades  # noqa: E402
from decided_blocks import decided_cells  # noqa: E402

CITY = ROOT / "tests" / "truth" / "qinghe" / "links.csv"
SCORER = ROOT / "src" / "chuandao" / "catalog" / "scorer.csv"
PENALTY = 30.0
WEIGHT = {"city": 0.5, "written": 1.5, "real": 1.5, "decided": 1.5}
MOST = 100  # no cascade weighs more than one of so many links
EXCERPTS, STRANGERS, EXCERPT_WEIGHT = 1, 60, 0.3
SEED = 20261123
HAN, MIXED = re.compile(r"[\u3400-\u9fff]"), 0.02
Vector = NDArray[np.float64]
Labels = dict[tuple[int, int], str]


@dataclass(frozen=True, eq=False)
class Block:
    """A pair of documents: features (uppers, lowers, k) and what is linked, with its label."""

    group: str
    kind: str
    tiers: str
    uppers: tuple[Clause, ...]
    lowers: tuple[Clause, ...]
    held: Vector
    linked: NDArray[np.bool_]
    labels: Labels
    past: bool
    weight: float = 1.0


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def stacked(uppers: Sequence[Clause], lowers: Sequence[Clause]) -> Vector:
    """Return the features of every pair, in the order of their names."""
    found = pair_features(clause_profile(uppers), clause_profile(lowers))
    return np.stack([found[name] for name in sorted(found)], axis=-1)


def city_blocks() -> list[Block]:
    """Return the pairs of documents of the example city, by the policy they carry out."""
    truth = {
        (f"{r['upper_document']}#{r['upper_path']}", f"{r['lower_document']}#{r['lower_path']}"): r[
            "labels"
        ].partition(";")[0]
        for r in rows(CITY)
    }
    read = {d.id: d for d in cd.trace(cd.read(cd.examples.qinghe)).documents}
    pairs = sorted({tuple(clause.partition("#")[0] for clause in pair) for pair in truth})
    above: dict[str, list[str]] = defaultdict(list)
    for upper, lower in pairs:
        above[lower].append(upper)
    return [
        block(
            f"city: {root(lower, above)}",
            "city",
            f"{read[upper].tier}>{read[lower].tier}",
            read[upper].clauses,
            read[lower].clauses,
            lambda u, v: truth.get((u.id, v.id), ""),
            past=upper.startswith("city") and len(above[lower]) > 1,
        )
        for upper, lower in pairs
    ]


def root(document: str, above: dict[str, list[str]]) -> str:
    """Return the city's document that a document comes from."""
    while above.get(document):
        document = min(above[document], key=lambda code: code.startswith("city"))
    return document


def cascade_blocks(cascade: Cascade) -> list[Block]:
    """Return the pairs of documents of a cascade, as the product reads them."""
    read = {d.id: understood(d) for d in cascade.documents}
    named = {d.id: names(d, read[d.id]) for d in cascade.documents}
    direct = {(parent, d.id) for d in cascade.documents for parent in d.parents}

    def label(u: Clause, v: Clause) -> str:
        keys = [
            (u.document, one, v.document, other)
            for one in named[u.document].get(u.id, ())
            for other in named[v.document].get(v.id, ())
        ]
        return next((cascade.links[k][0] for k in keys if k in cascade.links), "")

    return [
        block(
            cascade.name,
            cascade.kind,
            f"{read[upper].tier}>{read[lower].tier}",
            read[upper].clauses,
            read[lower].clauses,
            label,
            past=(upper, lower) not in direct,
        )
        for upper, lower in sorted(direct | {(k[0], k[2]) for k in cascade.links})
    ]


def block(
    group: str,
    kind: str,
    tiers: str,
    uppers: Sequence[Clause],
    lowers: Sequence[Clause],
    label: Callable[[Clause, Clause], str],
    *,
    past: bool,
) -> Block:
    """Return a pair of documents with its features and its truth."""
    told = {(i, j): label(u, v) for i, u in enumerate(uppers) for j, v in enumerate(lowers)}
    labels = {pair: name for pair, name in told.items() if name}
    linked = np.zeros((len(uppers), len(lowers)), dtype=bool)
    for pair in labels:
        linked[pair] = True
    held = stacked(uppers, lowers)
    return Block(group, kind, tiers, tuple(uppers), tuple(lowers), held, linked, labels, past)


def weighed(found: list[Block]) -> list[Block]:
    """Return blocks with their weights: by kind, and no cascade more than `MOST` links."""
    links: dict[str, int] = defaultdict(int)
    for one in found:
        links[one.group] += int(one.linked.sum())
    return [
        Block(
            **{
                **one.__dict__,
                "weight": WEIGHT[one.kind]
                * (min(1.0, MOST / links[one.group]) if one.kind != "city" else 1.0),
            }
        )
        for one in found
    ]


def excerpts(found: list[Block]) -> list[Block]:
    """Return small excerpts of blocks, and excerpts of documents of different cascades."""
    random = np.random.default_rng(SEED)
    drawn = []
    for one in found:
        for _ in range(EXCERPTS):
            up, low = few(random, len(one.uppers)), few(random, len(one.lowers))
            held = stacked([one.uppers[i] for i in up], [one.lowers[j] for j in low])
            drawn.append(part(one, held, one.linked[np.ix_(up, low)]))
    for _ in range(STRANGERS):
        one, other = (found[i] for i in random.choice(len(found), 2, replace=False))
        if one.group != other.group:
            up, low = few(random, len(one.uppers)), few(random, len(other.lowers))
            held = stacked([one.uppers[i] for i in up], [other.lowers[j] for j in low])
            drawn.append(part(one, held, np.zeros(held.shape[:2], dtype=bool)))
    return drawn


def few(random: np.random.Generator, count: int) -> list[int]:
    """Return the places of one to five clauses, in order."""
    size = min(count, int(random.integers(1, 6)))
    return sorted(int(at) for at in random.choice(count, size, replace=False))


def part(one: Block, held: Vector, linked: NDArray[np.bool_]) -> Block:
    """Return an excerpt of a block."""
    return Block(
        one.group, one.kind, "", (), (), held, linked, {}, past=False, weight=EXCERPT_WEIGHT
    )


def fit(found: list[Block]) -> Vector:
    """Return intercept and weights of a penalised logistic regression, for raw features."""
    x = np.concatenate([one.held.reshape(-1, one.held.shape[-1]) for one in found])
    y = np.concatenate([one.linked.ravel() for one in found]).astype(float)
    w = np.concatenate([np.full(one.linked.size, one.weight) for one in found])
    mean, spread = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-6)
    design = np.c_[np.ones(len(x)), (x - mean) / spread]

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = design @ weights
        shrunk = PENALTY * np.r_[0.0, weights[1:]]
        value = np.sum(w * (np.logaddexp(0, odds) - y * odds)) + shrunk @ weights / 2
        return float(value), design.T @ (w * (1 / (1 + np.exp(-odds)) - y)) + shrunk

    start = np.zeros(design.shape[1])
    found_ = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    raw = found_[1:] / spread
    return np.r_[found_[0] - raw @ mean, raw]


def judged(one: Block, weights: Vector) -> Vector:
    """Return the probability of every pair of a block, at least that of a copy."""
    by_features = 1 / (1 + np.exp(-(weights[0] + one.held @ weights[1:])))
    return np.maximum(by_features, copied(*map(clause_profile, (one.uppers, one.lowers))))


def left_out(found: list[Block], small: list[Block]) -> list[tuple[Block, Vector]]:
    """Return every block with its probabilities by a scorer that saw nothing of its cascade."""
    told = []
    for group in sorted({one.group for one in found}):
        weights = fit([one for one in (*found, *small) if one.group != group])
        told += [(one, judged(one, weights)) for one in found if one.group == group]
    return told


def decided_by_persons(cases: Sequence[Path]) -> list[Block]:
    """Return what persons decided in some cases; it is learnt from, never measured on."""
    return [
        Block(
            f"decided: {case.name}", "decided", "", (), (), held, linked, {}, past=False,
            weight=WEIGHT["decided"],
        )
        for case in cases
        for held, linked in decided_cells(case, stacked)
    ]  # fmt: skip


def script(one: Block) -> str:
    """Return in what a pair of documents is written."""
    words = "".join(clause.text for clause in one.lowers)
    if is_latin(words):
        return "English"
    changed = sum(
        a != b and HAN.match(a) is not None for a, b in zip(words, plain(words), strict=True)
    )
    return "Traditional" if changed > MIXED * len(words) else "Simplified"


def report(told: list[tuple[Block, Vector]]) -> None:
    """Print precision, recall and F1 by kind, cascade, tiers, script; recall by label."""
    direct = [(one, decided(p, one.uppers, one.lowers)) for one, p in told if not one.past]
    for title, key in (
        ("kind", lambda one: one.kind),
        ("cascade", lambda one: one.group),
        ("tiers (written)", lambda one: one.tiers if one.kind == "written" else ""),
        ("script", script),
    ):
        print(title)
        for value in sorted({key(one) for one, _ in direct} - {""}):
            print(f"   {value:34} {figures([d for d in direct if key(d[0]) == value])}")
    print(f"true links among the first {FIRST} candidates")
    for value in sorted({key for one, _ in told for key in (one.kind, one.group)}):
        chosen = [(o.linked, p) for o, p in told if value in {o.kind, o.group} and not o.past]
        print(f"   {value:34} {as_words(chosen)}")
    print("label, written cascades: linked of true")
    reached: dict[str, list[bool]] = defaultdict(list)
    for one, taken in direct:
        if one.kind == "written":
            for pair, name in one.labels.items():
                reached[name].append(bool(taken[pair]))
    for name, hits in sorted(reached.items()):
        print(f"   {name:14} {sum(hits)} of {len(hits)}")


def figures(chosen: list[tuple[Block, NDArray[np.bool_]]]) -> str:
    """Return precision, recall and F1 of some blocks as words."""
    right = sum(int((taken & one.linked).sum()) for one, taken in chosen)
    said = max(sum(int(taken.sum()) for _, taken in chosen), 1)
    true = max(sum(int(one.linked.sum()) for one, _ in chosen), 1)
    f1 = 2 * right / (said + true)
    return f"P {right / said:.3f}  R {right / true:.3f}  F1 {f1:.3f}  ({true} true)"


def write(weights: dict[str, float], real: int, persons: int) -> None:
    """Write the weights into the catalogue, with the meanings that stand there."""
    meanings = {row["feature"]: row["meaning_en"] for row in rows(SCORER)}
    source = f"scripts/fit_scorer.py: example city, written cascades, {real} real pairs"
    source += f", {persons} decided pairs" if persons else ""
    with SCORER.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("feature", "weight", "date", "reference", "meaning_en"))
        for name, weight in weights.items():
            writer.writerow((name, f"{weight:.4f}", "2026-11-25", source, meanings.get(name, "")))


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write into the catalogue")
    parser.add_argument("--decisions", nargs="*", type=Path, default=[], help="decided cases")
    asked = parser.parse_args()
    known = cascades()
    found = weighed([*city_blocks(), *(one for c in known for one in cascade_blocks(c))])
    persons = decided_by_persons(asked.decisions)
    small = [*excerpts(found), *persons]
    report(left_out(found, small))
    sample = pair_features(*(clause_profile(c) for c in (found[0].uppers, found[0].lowers)))
    weights = dict(zip(("intercept", *sorted(sample)), fit([*found, *small]), strict=True))
    for name, weight in weights.items():
        print(f"{name:30} {weight:8.3f}")
    if asked.write:
        count = sum(one.linked.size for one in persons)
        write(weights, sum(c.kind == "real" for c in known), count)


if __name__ == "__main__":
    main()
