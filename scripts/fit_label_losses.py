"""What a label of the tracer is worth: expected loss given the label, and the deficits' reliability.

    python scripts/fit_label_losses.py            prints both
    python scripts/fit_label_losses.py --write    writes them into the catalogue

Measured on the planted truth of the example case: every upper clause that the author linked or
dropped has a true loss (the weight of its true label); every one has a label by the tracer. The
expected loss of a label is the mean true loss of the clauses that bear it, shrunk towards the
overall mean by PRIOR pseudo-counts. This uses the confusion matrix of the labeller directly, as an
error that is not classical asks for. The reliability is the squared correlation of the deficits
made of expected losses with those made of true losses, over units and tasks; it is measured on
the same texts as the losses, so it is an upper bound. The labeller used here has not seen the
example case: it is fitted on the other labelled texts alone.
"""

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import numpy as np

import chuandao as cd
import fit_labels
from chuandao.cascade.tracing import judging
from chuandao.diagnosis.answers import Answer, answers, loss_weights
from chuandao.text.difference.labels import LabelScorer

ROOT = Path(__file__).parents[1]
TRUTH = ROOT / "tests" / "truth" / "qinghe"
CATALOG = ROOT / "src" / "chuandao" / "catalog"
PRIOR = 4.0


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def true_losses() -> dict[tuple[str, str], float]:
    """Return the planted loss of every (upper clause, lower document) that was judged."""
    weights = loss_weights()
    losses: dict[tuple[str, str], float] = {}
    for row in rows(TRUTH / "links.csv"):
        key = (f"{row['upper_document']}#{row['upper_path']}", row["lower_document"])
        loss = max(weights[label] for label in row["labels"].split(";"))
        losses[key] = min(loss, losses.get(key, 1.0))
    for row in rows(TRUTH / "drops.csv"):
        if row["status"] == "dropped":
            key = (f"{row['upper_document']}#{row['upper_path']}", row["lower_document"])
            losses.setdefault(key, 1.0)
    return losses


def unseen_labeller() -> LabelScorer:
    """Return the labeller fitted without the example case."""
    held = [pair for pair in fit_labels.pairs() if pair.kind != "example"]
    return fit_labels.fit(held, fit_labels.seen(held))


def judged() -> list[tuple[Answer, float]]:
    """Return every answer of the tracer that has a planted loss, with that loss."""
    scorer = unseen_labeller()
    judging.label_scorer = lambda: scorer  # type: ignore[assignment]
    case = cd.read(cd.examples.qinghe)
    truth = true_losses()
    found = answers(case, cd.trace(case))
    keys = ((answer, (answer.upper.id, answer.document.id)) for answer in found)
    return [(answer, truth[key]) for answer, key in keys if key in truth]


def expected(held: list[tuple[Answer, float]]) -> dict[str, tuple[float, int]]:
    """Return the expected loss and the count of every primary label."""
    by_label: defaultdict[str, list[float]] = defaultdict(list)
    for answer, loss in held:
        by_label[answer.labels[0]].append(loss)
    mean = float(np.mean([loss for _, loss in held]))
    return {
        label: (
            (sum(by_label[label]) + PRIOR * mean) / (len(by_label[label]) + PRIOR),
            len(by_label[label]),
        )
        for label in loss_weights()
    }


def reliability(held: list[tuple[Answer, float]], losses: dict[str, tuple[float, int]]) -> float:
    """Return the squared correlation of expected and true deficits over units and tasks."""
    pairs: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for answer, loss in held:
        for task in answer.tasks:
            pairs[answer.unit, task].append((losses[answer.labels[0]][0], loss))
    means = np.array([np.mean(both, axis=0) for both in pairs.values()])
    return float(np.corrcoef(means[:, 0], means[:, 1])[0, 1] ** 2)


def write(losses: dict[str, tuple[float, int]], share: float) -> None:
    """Write the expected losses and the reliability into the catalogue."""
    held = rows(CATALOG / "label_weights.csv")
    for row in held:
        row["expected"], row["count"] = (
            f"{losses[row['label']][0]:.3f}",
            str(losses[row["label"]][1]),
        )
    with (CATALOG / "label_weights.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(held[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(held)
    file = CATALOG / "thresholds.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    name = "understanding_reliability,"
    lines = [
        ",".join([line.split(",")[0], f"{share:.2f}", *line.split(",")[2:]])
        if line.startswith(name)
        else line
        for line in lines
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write into the catalogue")
    asked = parser.parse_args()
    held = judged()
    losses = expected(held)
    for label, (loss, count) in losses.items():
        print(
            f"{label:13} design {loss_weights()[label]:.2f}  expected {loss:.3f}  clauses {count}"
        )
    share = reliability(held, losses)
    print(f"reliability of the understanding deficit: {share:.3f} over {len(held)} clauses")
    if asked.write:
        write(losses, share)


if __name__ == "__main__":
    main()
