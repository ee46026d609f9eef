"""Fit the link scorer on the planted links of the example case, and say how well it does.

    python scripts/fit_scorer.py            prints the cross-validated figures and the weights
    python scripts/fit_scorer.py --write    writes the weights into the catalogue

Logistic regression with an L2 penalty. Each lower document is left out in turn; its links are
then decided as the product decides them, and precision, recall and F1 are pooled.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import chuandao as cd
from chuandao.cascade.tracing.links import FEATURES, chosen, features

ROOT = Path(__file__).parents[1]
TRUTH = ROOT / "tests" / "truth" / "qinghe" / "links.csv"
SCORER = ROOT / "src" / "chuandao" / "catalog" / "scorer.csv"
PENALTY = 1.0
Vector = NDArray[np.float64]


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


def blocks() -> list[tuple[str, Vector, NDArray[np.bool_]]]:
    """Return for each labelled pair: lower document, features (uppers, lowers, k), truth."""
    truth = true_links()
    documents = {d.id: d for d in cd.trace(cd.read(cd.examples.qinghe)).documents}
    pairs = sorted({(u.partition("#")[0], v.partition("#")[0]) for u, v in truth})
    found = []
    for upper, lower in pairs:
        uppers, lowers = documents[upper].clauses, documents[lower].clauses
        held = features(uppers, lowers)
        linked = np.array([[(u.id, v.id) in truth for v in lowers] for u in uppers])
        found.append((lower, np.stack([held[name] for name in FEATURES], axis=-1), linked))
    return found


def fit(x: Vector, y: NDArray[np.bool_]) -> Vector:
    """Return intercept and weights of a penalised logistic regression."""
    design = np.c_[np.ones(len(x)), x]

    def loss(weights: Vector) -> tuple[float, Vector]:
        odds = design @ weights
        shrunk = PENALTY * np.r_[0.0, weights[1:]]
        value = np.sum(np.logaddexp(0, odds) - y * odds) + shrunk @ weights / 2
        return float(value), design.T @ (1 / (1 + np.exp(-odds)) - y) + shrunk

    return np.asarray(minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B").x)


def flat(found: list[tuple[str, Vector, NDArray[np.bool_]]]) -> tuple[Vector, NDArray[np.bool_]]:
    """Return the pairs of some blocks as one matrix of features and one vector of truth."""
    x = np.concatenate([held.reshape(-1, len(FEATURES)) for _, held, _ in found])
    return x, np.concatenate([linked.ravel() for _, _, linked in found])


def cross_validated(found: list[tuple[str, Vector, NDArray[np.bool_]]]) -> tuple[int, int, int]:
    """Return true positives, predicted and true links, each document left out in turn."""
    right = predicted = true = 0
    for lower in sorted({name for name, _, _ in found}):
        weights = fit(*flat([block for block in found if block[0] != lower]))
        for _, held, linked in (block for block in found if block[0] == lower):
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
    found = blocks()
    right, predicted, true = cross_validated(found)
    print(f"left out in turn: precision {right / predicted:.3f}, recall {right / true:.3f}, ", end="")
    print(f"F1 {2 * right / (predicted + true):.3f} over {true} links")
    weights = fit(*flat(found))
    for name, weight in zip(("intercept", *FEATURES), weights, strict=True):
        print(f"{name:10} {weight:7.3f}")
    if asked.write:
        write(weights)


if __name__ == "__main__":
    main()
