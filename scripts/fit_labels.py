"""Fit the labeller on the truly linked pairs of the labelled texts, and say how well it does.

    python scripts/fit_labels.py            prints the figures, each group left out in turn
    python scripts/fit_labels.py --write    writes the weights, fitted on all groups

Multinomial logistic regression with an L2 penalty over `chuandao.text.outcome.features`. Pairs of
the example case, one author's plants, count less; rare labels count more, by the power BALANCE of
their rarity. The figures are those of ``benchmarks/bench_labels.py``.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from chuandao.cascade.tracing.judging import bounds  # noqa: E402
from chuandao.cascade.tracing.reading import lexicon  # noqa: E402
from chuandao.text.difference.difference import changes  # noqa: E402
from chuandao.text.difference.labels import LABELS, LabelScorer  # noqa: E402
from chuandao.text.outcome.features import features  # noqa: E402
from chuandao.text.outcome.focus import focused  # noqa: E402
from label_pairs import Pair, beside, pairs  # noqa: E402

FILE = ROOT / "src" / "chuandao" / "catalog" / "label_scorer.csv"
PENALTY = 100.0
BALANCE = 0.7
TINY = 1e-6
KINDS = {"written": 1.0, "real": 0.7, "example": 0.4, "pairs": 1.0}
Matrix = NDArray[np.float64]


def seen(held: Sequence[Pair]) -> list[dict[str, float]]:
    """Return the features of every pair, as the product sees it beside its other links."""
    found = []
    for pair, (above, below) in zip(held, beside(list(held)), strict=True):
        upper = focused(pair.upper.side, pair.lower.side, [c.side for c in below])
        lower = focused(pair.lower.side, pair.upper.side, [c.side for c in above])
        moved = changes(upper, lower, lexicon())
        count = (len(above), len(below))
        found.append(features(upper, lower, moved, lexicon(), bounds(), count))
    return found


def fit(held: Sequence[Pair], found: Sequence[dict[str, float]]) -> LabelScorer:
    """Return the labeller fitted on some pairs; copies are told by rule and left out."""
    names = tuple(found[0])
    rest = [at for at, pair in enumerate(held) if pair.labels[0] != "verbatim"]
    held, found = [held[at] for at in rest], [found[at] for at in rest]
    x = np.array([[one[name] for name in names] for one in found])
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale < TINY] = 1.0
    design = np.c_[np.ones(len(x)), (x - mean) / scale]
    truth = np.array([[pair.labels[0] == label for label in LABELS] for pair in held], dtype=float)
    share = weights_of(held, truth)

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(design.shape[1], len(LABELS))
        odds = design @ weights
        odds -= odds.max(axis=1, keepdims=True)
        log = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        shrunk = PENALTY * np.r_[np.zeros((1, len(LABELS))), weights[1:]]
        value = -np.sum(share[:, None] * truth * log) + np.sum(shrunk * weights) / 2
        return float(value), (design.T @ (share[:, None] * (np.exp(log) - truth)) + shrunk).ravel()

    start = np.zeros(design.shape[1] * len(LABELS))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    weights = best.x.reshape(design.shape[1], len(LABELS))
    return LabelScorer(names, mean, scale, weights[1:], weights[0])


def weights_of(held: Sequence[Pair], truth: Matrix) -> Matrix:
    """Return the weight of every pair, with mean 1."""
    share = np.array([KINDS[pair.kind] for pair in held])
    totals = np.maximum(1.0, share @ truth)
    share = share * (truth @ totals**-BALANCE)
    return np.asarray(share / share.mean())


def left_out(held: Sequence[Pair], found: Sequence[dict[str, float]]) -> dict[str, LabelScorer]:
    """Return for every group the labeller fitted on all the others."""
    scorers = {}
    for group in sorted({pair.group for pair in held} - {"pairs"}):
        rest = [at for at, pair in enumerate(held) if pair.group != group]
        scorers[group] = fit([held[at] for at in rest], [found[at] for at in rest])
    return scorers


def write(scorer: LabelScorer) -> None:
    """Write the weights into the catalogue."""
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["feature", "mean", "scale", *LABELS, "reference", "date"])
        origin = ["scripts/fit_labels.py on the labelled cascades", "2026-11-25"]
        rows = zip(scorer.names, scorer.mean, scorer.scale, scorer.weights, strict=True)
        writer.writerow(["intercept", 0, 1, *(f"{w:.4f}" for w in scorer.intercept), *origin])
        for name, mean, scale, weights in rows:
            numbers = (f"{w:.4f}" for w in weights)
            writer.writerow([name, f"{mean:.4f}", f"{scale:.4f}", *numbers, *origin])


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write into the catalogue")
    asked = parser.parse_args()
    held = pairs()
    found = seen(held)
    if asked.write:
        write(fit(held, found))
        return
    from bench_labels import report

    report(held, left_out(held, found))


if __name__ == "__main__":
    main()
