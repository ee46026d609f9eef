"""Fit the scorer that tells whose duty an unanswered clause is, and say how well it does.

    CHUANDAO_REAL_DATA=folder python scripts/fit_duties.py            prints the figures
    CHUANDAO_REAL_DATA=folder python scripts/fit_duties.py --write    writes weights into the catalogue

Two logistic regressions over the signs of ``catalog/duty_scorer.csv``. The first tells, of clauses
that truly nothing answers, which are the lower unit's own duty (dropped) and which are not; the
second (``answer``), of clauses that seem unanswered in the trace, which are answered after all.
There are few such clauses and many signs, so weights are not shrunk towards 0 but towards what a
reader of such documents expects of each sign (column ``prior``), and none may change its direction.

Every figure is of cascades left out: all documents of one cascade are set aside and the scorer is
fitted on the others. Thresholds are those of the catalogue, chosen on all.
"""

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "benchmarks"))

from chuandao.cascade.tracing.duty.scorer import Weight, weights  # noqa: E402
from chuandao.catalog.thresholds import threshold  # noqa: E402
from duty_cases import VIEWS, Case, cases  # noqa: E402

FILE = ROOT / "src" / "chuandao" / "catalog" / "duty_scorer.csv"
PENALTY = 30.0
WEIGHT = {"written": 1.0, "real": 1.0, "city": 0.5}
ANSWER = "answer."
Vector = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Seen:
    """Unanswered clauses as one view shows them; ``told``: those of which a rule tells."""

    cases: list[Case]
    duty: Vector
    answer: Vector
    told: NDArray[np.bool_]
    true: dict[str, int]

    def where(self, group: str) -> NDArray[np.bool_]:
        """Return which cases are of a cascade."""
        return np.array([case.group == group for case in self.cases])

    def status(self, status: str) -> NDArray[np.bool_]:
        """Return which cases truly have a status."""
        return np.array([case.status == status for case in self.cases])


def parts() -> tuple[list[Weight], list[Weight]]:
    """Return the weights of the duty and those of the missed answer."""
    known = weights()
    return (
        [w for w in known if not w.feature.startswith(ANSWER)],
        [w for w in known if w.feature.startswith(ANSWER)],
    )


def seen(view: str) -> Seen:
    """Return the unanswered clauses of a view with what the scorer sees of them."""
    known = cases(view)
    silent = [case for case in known if not case.answered]
    found = [case.duties.features(case.upper) for case in silent]
    duty, answer = (
        np.array([[one.get(w.feature, 0.0) for w in chosen] for one in found]) for chosen in parts()
    )
    told = np.array([case.upper in case.duties.ruled for case in silent])
    true: dict[str, int] = {}
    for case in known:
        true[case.group] = true.get(case.group, 0) + (case.status == "dropped")
    return Seen(silent, duty, answer, told, true)


def fit(x: Vector, y: Vector, w: Vector, chosen: Sequence[Weight]) -> Vector:
    """Return weights shrunk towards what was expected, none against its direction."""
    prior = np.array([one.prior for one in chosen])

    def loss(held: Vector) -> tuple[float, Vector]:
        odds, off = x @ held, held - prior
        value = np.sum(w * (np.logaddexp(0, odds) - y * odds)) + PENALTY * off @ off / 2
        return float(value), x.T @ (w * (1 / (1 + np.exp(-odds)) - y)) + PENALTY * off

    bounds = [bound(one) for one in chosen]
    return np.asarray(minimize(loss, prior.copy(), jac=True, method="L-BFGS-B", bounds=bounds).x)


def bound(weight: Weight) -> tuple[float | None, float | None]:
    """Return between what a weight may lie: a base anywhere, others on their side of 0."""
    if weight.feature.endswith(".base") or weight.prior == 0:
        return None, None
    return (0.0, None) if weight.prior > 0 else (None, 0.0)


def fitted(true: Seen, traced: Seen, left_out: str = "") -> tuple[Vector, Vector]:
    """Return the weights of duty and of missed answers, a cascade left out."""
    duty, answer = parts()
    own = ~true.told & ~true.where(left_out) & ~true.status("linked")
    all_ = ~traced.told & ~traced.where(left_out)
    return (
        fit(true.duty[own], true.status("dropped")[own] * 1.0, weighed(true, own), duty),
        fit(
            traced.answer[all_], traced.status("linked")[all_] * 1.0, weighed(traced, all_), answer
        ),
    )


def weighed(view: Seen, chosen: NDArray[np.bool_]) -> Vector:
    """Return how much each case counts: the example city's are one author's and count less."""
    return np.array([WEIGHT[case.kind] for case in view.cases])[chosen]


def probability(x: Vector, held: Vector) -> Vector:
    """Return probabilities."""
    return np.asarray(1 / (1 + np.exp(-(x @ held))))


def judged(true: Seen, traced: Seen, view: str) -> Vector:
    """Return the probability of dropped for every unanswered clause of a view, left out."""
    shown = true if view == "true" else traced
    found = np.zeros(len(shown.cases))
    for group in sorted({case.group for case in shown.cases}):
        duty, answer = fitted(true, traced, group)
        here = shown.where(group)
        found[here] = probability(shown.duty[here], duty)
        if view == "traced":
            found[here] *= 1 - probability(shown.answer[here], answer)
    found[shown.told] = 0
    return found


def report(true: Seen, traced: Seen) -> None:
    """Print precision, recall and F1 of dropped by kind and cascade, for both views."""
    for view, shown in zip(VIEWS, (true, traced), strict=True):
        said = judged(true, traced, view)
        print(f"links {view}")
        for title, key in (("", lambda c: c.kind), ("   ", lambda c: c.group)):
            for name in sorted({key(case) for case in shown.cases}):
                print(f"   {title}{name:36} {figures(shown, said, name, key)}")


def figures(shown: Seen, said: Vector, name: str, key) -> str:  # noqa: ANN001
    """Return precision, recall and F1 of dropped for some cases as words."""
    here = np.array([key(case) == name for case in shown.cases])
    groups = {case.group for case, chosen in zip(shown.cases, here, strict=True) if chosen}
    true = sum(shown.true[group] for group in groups)

    def f1(least: float) -> tuple[int, int, float]:
        called = here & (said >= least)
        right = int((called & shown.status("dropped")).sum())
        return right, int(called.sum()), 2 * right / max(1, called.sum() + true)

    right, called, score = f1(threshold("drop_accept"))
    other = " ".join(f"{least:.2f}:{f1(least)[2]:.3f}" for least in (0.2, 0.25, 0.35, 0.4, 0.45))
    return (
        f"P {right / max(1, called):.3f}  R {right / max(1, true):.3f}  F1 {score:.3f}  "
        f"({true} true)  {other}"
    )


def write(held: dict[str, float]) -> None:
    """Write the weights into the catalogue; priors and meanings stay."""
    with FILE.open(encoding="utf-8", newline="") as stream:
        known = list(csv.DictReader(stream))
    with FILE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(known[0]), lineterminator="\n")
        writer.writeheader()
        for row in known:
            weight = f"{held[row['feature']]:.3f}"
            source = "scripts/fit_duties.py: example city, written cascades, real pairs"
            writer.writerow({**row, "weight": weight, "reference": source})


def main() -> None:
    """Fit, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write into the catalogue")
    asked = parser.parse_args()
    true, traced = (seen(view) for view in VIEWS)
    report(true, traced)
    duty, answer = fitted(true, traced)
    names = [one.feature for chosen in parts() for one in chosen]
    held = dict(zip(names, [*duty, *answer], strict=True))
    for one in weights():
        print(f"{one.feature:32} {one.prior:6.2f} {held[one.feature]:6.2f}")
    if asked.write:
        write(held)


if __name__ == "__main__":
    main()
