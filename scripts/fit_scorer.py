"""Fit the link scorer on the planted links of the example case, and say how well it does.

    python scripts/fit_scorer.py            prints the cross-validated figures and the weights
    python scripts/fit_scorer.py --write    writes the weights into the catalogue

Logistic regression with an L2 penalty. Beside whole documents it sees small excerpts of a few
clauses, drawn with a fixed seed, and excerpts of documents that have nothing to do with each other,
so that "the best of a bad lot" is not taken for a link. Each lower document is left out in turn; its links are
then decided as the product decides them, and precision, recall and F1 are pooled.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import chuandao as cd
from chuandao.cascade.tracing.links import FEATURES, chosen, features
from chuandao.cascade.tracing.understood import Clause

ROOT = Path(__file__).parents[1]
TRUTH = ROOT / "tests" / "truth" / "qinghe" / "links.csv"
SCORER = ROOT / "src" / "chuandao" / "catalog" / "scorer.csv"
PENALTY = 1.0
EXCERPTS = 4  # small excerpts drawn from each pair of documents
SEED = 20261123
Vector = NDArray[np.float64]
Block = tuple[str, Vector, NDArray[np.bool_]]


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def true_links() -> set[tuple[str, str]]:
    """Return the planted links as (upper clause, lower clause)."""
    return {
        (
            f"{row['upper_document']}#{row['upper_path']}",
            f"{row['lower_document']}#{row['lower_path']}",
        )
        for row in rows(TRUTH)
    }


def blocks() -> tuple[list[Block], list[Block]]:
    """Return whole pairs of documents, and excerpts of them, as blocks."""
    truth = true_links()
    documents = {d.id: d for d in cd.trace(cd.read(cd.examples.qinghe)).documents}
    pairs = sorted({(u.partition("#")[0], v.partition("#")[0]) for u, v in truth})
    random = np.random.default_rng(SEED)
    whole, excerpts = [], []
    for upper, lower in pairs:
        uppers, lowers = documents[upper].clauses, documents[lower].clauses
        whole.append(block(lower, uppers, lowers, truth))
        for _ in range(EXCERPTS):
            few = excerpt(random, uppers), excerpt(random, lowers)
            excerpts.append(block(lower, *few, truth))
    return whole, excerpts


def excerpt(random: np.random.Generator, clauses: Sequence[Clause]) -> list[Clause]:
    """Return one to five clauses of a document, in order."""
    size = min(len(clauses), int(random.integers(1, 6)))
    return [clauses[at] for at in sorted(random.choice(len(clauses), size, replace=False))]


def block(
    lower: str, uppers: Sequence[Clause], lowers: Sequence[Clause], truth: set[tuple[str, str]]
) -> Block:
    """Return lower document, features (uppers, lowers, k), truth (uppers, lowers)."""
    held = features(uppers, lowers)
    linked = np.array([[(u.id, v.id) in truth for v in lowers] for u in uppers])
    return lower, np.stack([held[name] for name in FEATURES], axis=-1), linked


def fit(x: Vector, y: NDArray[np.bool_]) -> Vector:
    """Return intercept and weights of a penalised logistic regression."""
    design = np.c_[np.ones(len(x)), x]

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = design @ weights
        shrunk = PENALTY * np.r_[0.0, weights[1:]]
        value = np.sum(np.logaddexp(0, odds) - y * odds) + shrunk @ weights / 2
        return float(value), design.T @ (1 / (1 + np.exp(-odds)) - y) + shrunk

    return np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x)


def flat(found: list[Block]) -> tuple[Vector, NDArray[np.bool_]]:
    """Return the pairs of some blocks as one matrix of features and one vector of truth."""
    x = np.concatenate([held.reshape(-1, len(FEATURES)) for _, held, _ in found])
    return x, np.concatenate([linked.ravel() for _, _, linked in found])


def cross_validated(whole: list[Block], excerpts: list[Block]) -> tuple[int, int, int]:
    """Return true positives, predicted and true links, each document left out in turn."""
    right = predicted = true = 0
    for lower in sorted({name for name, _, _ in whole}):
        weights = fit(*flat([b for b in (*whole, *excerpts) if b[0] != lower]))
        for _, held, linked in (b for b in whole if b[0] == lower):
            probability = 1 / (1 + np.exp(-(weights[0] + held @ weights[1:])))
            for column in range(linked.shape[1]):
                accepted = [r for r, rank in chosen(probability[:, column]) if rank == 1]
                right += int(linked[accepted, column].sum())
                predicted += len(accepted)
            true += int(linked.sum())
    return right, predicted, true


def write(weights: Vector) -> None:
    """Write the weights into the catalogue."""
    held = rows(SCORER)
    values = dict(zip(("intercept", *FEATURES), weights, strict=True))
    for row in held:
        row["weight"] = f"{values[row['feature']]:.3f}"
    with SCORER.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(held[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(held)


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write into the catalogue")
    asked = parser.parse_args()
    whole, excerpts = blocks()
    right, predicted, true = cross_validated(whole, excerpts)
    print(
        f"left out in turn: precision {right / predicted:.3f}, recall {right / true:.3f}, ", end=""
    )
    print(f"F1 {2 * right / (predicted + true):.3f} over {true} links")
    weights = fit(*flat([*whole, *excerpts]))
    for name, weight in zip(("intercept", *FEATURES), weights, strict=True):
        print(f"{name:10} {weight:7.3f}")
    if asked.write:
        write(weights)


if __name__ == "__main__":
    main()
