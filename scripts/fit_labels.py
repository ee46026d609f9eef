"""Fit labels and changes on the truly linked pairs of the labelled texts; say how well it does.

    python scripts/fit_labels.py            prints the figures, each group left out in turn
    python scripts/fit_labels.py --write    writes the weights, fitted on all groups

Multinomial logistic regression with an L2 penalty over `chuandao.text.outcome.features`. Pairs of
the example case, one author's plants, count less, those written one by one more; rare labels count
more, by the power BALANCE of their rarity; of several labels the first counts for most. Changes are
told by a logistic regression over `chuandao.text.difference.telling`. The figures are those of
``benchmarks/bench_labels.py``.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from chuandao.cascade.tracing.linking.judging import seen  # noqa: E402
from chuandao.text.difference.labels import LABELS, LabelScorer  # noqa: E402
from chuandao.text.difference.seen import Seen  # noqa: E402
from chuandao.text.difference.telling import (  # noqa: E402
    ChangeScorer,
    Rated,
    of_link,
    rated_changes,
    with_labels,
)
from label_pairs import Pair, beside, pairs  # noqa: E402

FILE = ROOT / "src" / "chuandao" / "catalog" / "label_scorer.csv"
CHANGES = FILE.with_name("change_scorer.csv")
ORIGIN = ("scripts/fit_labels.py on the labelled cascades", "2026-11-25")
PENALTY = 500.0
CHANGE_PENALTY = 100.0
LEAST_SCALE = 0.15  # a feature that hardly varies is not blown up
SMALLEST = 5e-5
BALANCE = 0.7
PRIMARY = 0.6  # share of the first of several labels
TINY = 1e-6
KINDS = {"written": 1.0, "real": 1.0, "example": 0.4, "pairs": 2.0}
Matrix = NDArray[np.float64]
Scorers = tuple[LabelScorer, ChangeScorer]


def seen_pairs(held: Sequence[Pair]) -> list[Seen]:
    """Return every pair as the product sees it beside its other links."""
    return [
        seen(pair.upper, pair.lower, above, below, pair.own)
        for pair, (above, below) in zip(held, beside(list(held)), strict=True)
    ]


def fit(held: Sequence[Pair], pairs_seen: Sequence[Seen]) -> LabelScorer:
    """Return the labeller fitted on some pairs; copies are told by rule and left out."""
    found = [pair.features for pair in pairs_seen]
    names = tuple(found[0])
    rest = [at for at, pair in enumerate(held) if pair.labels[0] != "verbatim"]
    held, found = [held[at] for at in rest], [found[at] for at in rest]
    x = np.array([[one[name] for name in names] for one in found])
    mean, scale = x.mean(axis=0), x.std(axis=0)
    scale[scale < TINY] = 1.0
    design = np.c_[np.ones(len(x)), (x - mean) / scale]
    first = np.array([[pair.labels[0] == label for label in LABELS] for pair in held], dtype=float)
    share = weights_of(held, first)
    truth = np.array([shares_of(pair.labels) for pair in held])

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


def shares_of(labels: Sequence[str]) -> list[float]:
    """Return what each label of a pair counts for: PRIMARY the first, the rest shared."""
    rest = [label for label in labels[1:] if label != labels[0]]
    first = PRIMARY if rest else 1.0
    counts = {labels[0]: first, **dict.fromkeys(rest, (1 - first) / max(1, len(rest)))}
    return [counts.get(label, 0.0) for label in LABELS]


def weights_of(held: Sequence[Pair], truth: Matrix) -> Matrix:
    """Return the weight of every pair, with mean 1."""
    share = np.array([KINDS[pair.kind] for pair in held])
    totals = np.maximum(1.0, share @ truth)
    share = share * (truth @ totals**-BALANCE)
    return np.asarray(share / share.mean())


def fit_changes(
    held: Sequence[Pair], pairs_seen: Sequence[Seen], labellers: Mapping[str, LabelScorer]
) -> ChangeScorer:
    """Return the scorer of changes fitted on the pairs whose changes were labelled.

    Labels are told by labellers that have not seen the pair, as they will be of any new text.
    """
    rated = [
        (with_labels(one, link), _kind(pair, one.kind))
        for pair, link, found in _with_links(held, pairs_seen, labellers)
        for one in found
    ]
    names = sorted({name for features, _ in rated for name in features})
    place = {name: at for at, name in enumerate(names)}
    x = np.zeros((len(rated), len(names)))
    for row, (features, _) in enumerate(rated):
        for name, value in features.items():
            x[row, place[name]] = value
    scale = np.maximum(x.std(axis=0), LEAST_SCALE)
    model = LogisticRegression(C=1 / CHANGE_PENALTY, fit_intercept=False, max_iter=1000)
    model.fit(x / scale, [true for _, true in rated])
    return ChangeScorer(dict(zip(names, (model.coef_[0] / scale).tolist(), strict=True)))


def _with_links(
    held: Sequence[Pair], pairs_seen: Sequence[Seen], labellers: Mapping[str, LabelScorer]
) -> Iterator[tuple[Pair, dict[str, float], list[Rated]]]:
    """Yield the pairs whose changes were labelled, with what all their changes share."""
    for pair, one in zip(held, pairs_seen, strict=True):
        if pair.changes is not None:
            likely = labellers[pair.group].probabilities(one.features)
            yield pair, of_link(one, likely), rated_changes(one)


def _kind(pair: Pair, kind: tuple[str, str]) -> bool:
    """Return whether the truth names a change of this kind."""
    named = {(attribute, direction) for attribute, direction, *_ in pair.changes or ()}
    units = ("lead", "responsible", "cooperate") if kind[0] == "unit" else (kind[0],)
    return any((unit, kind[1]) in named for unit in units)


def left_out(held: Sequence[Pair], pairs_seen: Sequence[Seen]) -> dict[str, Scorers]:
    """Return for every group the scorers fitted on all the others."""
    labellers = {}
    groups = sorted({pair.group for pair in held} - {"pairs"})
    for group in groups:
        rest = [at for at, pair in enumerate(held) if pair.group != group]
        labellers[group] = fit([held[at] for at in rest], [pairs_seen[at] for at in rest])
    whole = fit_changes(held, pairs_seen, labellers)
    tellers = dict.fromkeys(groups, whole)
    for group in sorted({pair.group for pair in held if pair.changes is not None}):
        rest = [at for at, pair in enumerate(held) if pair.group != group]
        tellers[group] = fit_changes(
            [held[at] for at in rest], [pairs_seen[at] for at in rest], labellers
        )
    return {group: (labellers[group], tellers[group]) for group in groups}


def write(scorer: LabelScorer, teller: ChangeScorer) -> None:
    """Write the weights into the catalogue."""
    with CHANGES.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["feature", "weight", "reference", "date"])
        for name, weight in teller.weights.items():
            if abs(weight) >= SMALLEST:
                table.writerow([name, f"{weight:.4f}", ORIGIN[0], ORIGIN[1]])
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["feature", "mean", "scale", *LABELS, "reference", "date"])
        rows = zip(scorer.names, scorer.mean, scorer.scale, scorer.weights, strict=True)
        writer.writerow(["intercept", 0, 1, *(f"{w:.4f}" for w in scorer.intercept), *ORIGIN])
        for name, mean, scale, weights in rows:
            numbers = (f"{w:.4f}" for w in weights)
            writer.writerow([name, f"{mean:.4f}", f"{scale:.4f}", *numbers, *ORIGIN])


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write into the catalogue")
    asked = parser.parse_args()
    held = pairs()
    found = seen_pairs(held)
    scorers = left_out(held, found)
    if asked.write:
        labellers = {group: labeller for group, (labeller, _) in scorers.items()}
        write(fit(held, found), fit_changes(held, found, labellers))
        return
    from bench_labels import report

    report(held, found, scorers)


if __name__ == "__main__":
    main()
