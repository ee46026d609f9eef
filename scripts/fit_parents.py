"""Fit the probability that a document answers to one it does not name, and say how well it does.

    python scripts/fit_parents.py            prints the figures, each document left out in turn
    python scripts/fit_parents.py --write    writes the weights into the catalogue

Truth: the parents that the example case declares, that its texts name, and whose clauses its
planted links join. Logistic regression with an L2 penalty; what the texts name is not seen. Beside
all candidates it sees, for every document, the candidates without the true parents, and one of
them alone, drawn with a fixed seed, so that the best of a bad lot is not taken for a parent.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import chuandao as cd
from chuandao.cascade.tracing.parentage.parent_scorer import FEATURES, features
from chuandao.cascade.tracing.parentage.shelf import Shelf
from chuandao.catalog.thresholds import threshold

ROOT = Path(__file__).parents[1]
LINKS = ROOT / "tests" / "truth" / "qinghe" / "links.csv"
SCORER = ROOT / "src" / "chuandao" / "catalog" / "parent_scorer.csv"
PENALTY = 0.1
SEED = 20261125
LEAST = threshold("parent_inferred")
DATE = "2026-11-25"
MEANINGS = {
    "intercept": "log odds with every feature at 0",
    "likeness": "mean share of the lower clauses found in their best upper clause",
    "of_best": "that share over the best among all candidates",
    "margin": "that share less the median of all candidates",
    "title": "cosine of the topics of the titles",
    "mentions": "the text names the candidate's place",
}
Vector = NDArray[np.float64]


def data() -> tuple[list[str], Vector, NDArray[np.bool_], NDArray[np.bool_]]:
    """Return a row a candidate pair: lower document, features, truth, seen among all others."""
    trace = cd.trace(cd.read(cd.examples.qinghe))
    documents = trace.documents
    shelf = Shelf(documents)
    truth = planted()
    for lower, parents in trace.traced.parents.items():
        truth |= {(p.document, lower) for p in parents if p.basis != "inferred"}
    random = np.random.default_rng(SEED)
    names: list[str] = []
    rows: list[Vector] = []
    right: list[bool] = []
    whole: list[bool] = []
    for document in documents:
        candidates = shelf.may_be_above(document)
        false = [other for other in candidates if (other.id, document.id) not in truth]
        alone = [false[int(random.integers(len(false)))]] if false else []
        for shown in (candidates, false, alone):
            rows.extend(features(document, shown))
            names.extend([document.id] * len(shown))
            right.extend((other.id, document.id) in truth for other in shown)
            whole.extend([shown is candidates] * len(shown))
    return names, np.array(rows), np.array(right), np.array(whole)


def planted() -> set[tuple[str, str]]:
    """Return the pairs of documents that planted links join."""
    with LINKS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return {(row["upper_document"], row["lower_document"]) for row in rows}


def fit(x: Vector, y: NDArray[np.bool_]) -> Vector:
    """Return intercept and weights of a penalised logistic regression."""
    design = np.c_[np.ones(len(x)), x]

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = design @ weights
        shrunk = PENALTY * np.r_[0.0, weights[1:]]
        value = np.sum(np.logaddexp(0, odds) - y * odds) + shrunk @ weights / 2
        return float(value), design.T @ (1 / (1 + np.exp(-odds)) - y) + shrunk

    return np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x)


def left_out(names: list[str], x: Vector, y: NDArray[np.bool_]) -> Vector:
    """Return the probability of every pair, its lower document left out of the fit."""
    lower = np.array(names)
    told = np.zeros(len(y))
    for name in sorted(set(names)):
        weights = fit(x[lower != name], y[lower != name])
        told[lower == name] = 1 / (1 + np.exp(-(weights[0] + x[lower == name] @ weights[1:])))
    return told


def report(names: list[str], told: Vector, y: NDArray[np.bool_]) -> None:
    """Print how well the probabilities tell parents, and how far they can be taken at their word."""
    lower = np.array(names)
    children = [name for name in sorted(set(names)) if y[lower == name].any()]
    first = sum(bool(y[lower == n][told[lower == n].argmax()]) for n in children)
    taken = told >= LEAST
    print(f"{len(y)} pairs, {int(y.sum())} true, {len(children)} documents with a parent")
    print(f"likeliest candidate is a parent: {first} of {len(children)}")
    print(f"at {LEAST}: precision {y[taken].mean():.3f}, recall {(taken & y).sum() / y.sum():.3f}")
    print(
        f"Brier score {np.mean((told - y) ** 2):.4f} (base rate alone {y.mean() * (1 - y.mean()):.4f})"
    )
    for low, high in ((0, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.01)):
        held = (told >= low) & (told < high)
        if held.any():
            print(
                f"  {low:.1f}-{min(high, 1):.1f}: {held.sum():5d} pairs, true {y[held].mean():.2f}, said {told[held].mean():.2f}"
            )


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write into the catalogue")
    asked = parser.parse_args()
    names, x, y, whole = data()
    told = left_out(names, x, y)
    report([name for name, seen in zip(names, whole, strict=True) if seen], told[whole], y[whole])
    bad = told[~whole]
    print(f"without a true parent: {(bad >= LEAST).sum()} of {len(bad)} pairs said to be one")
    weights = dict(zip(("intercept", *FEATURES), fit(x, y), strict=True))
    for name, weight in weights.items():
        print(f"{name:10} {weight:7.3f}")
    if asked.write:
        with SCORER.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(["feature", "weight", "date", "reference", "meaning_en"])
            for name, weight in weights.items():
                reference = "fitted on the example case"
                writer.writerow([name, f"{weight:.3f}", DATE, reference, MEANINGS[name]])


if __name__ == "__main__":
    main()
