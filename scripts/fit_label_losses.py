"""What a label of the tracer is worth: the true labels behind it, and the deficits' reliability.

    python scripts/fit_label_losses.py            prints both
    python scripts/fit_label_losses.py --write    writes them into the catalogue

Measured on the planted truth of the example case: every upper clause that the author linked or
dropped has a true label (of several links the one that loses least); every one has a label by the
tracer. What a label is worth is the mixture of true labels among the clauses that bear it, shrunk
towards the common mixture by PRIOR pseudo-counts; with the loss weights it gives the expected loss.
This uses the confusion matrix of the labeller directly, as an error that is not classical asks for. The reliability is the squared correlation of the deficits
made of expected losses with those made of true losses, over units and tasks; it is measured on
the same texts as the losses, so it is an upper bound. The labeller used here has not seen the
example case: it is fitted on the other labelled texts alone.
"""

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

import chuandao as cd
import fit_labels
from chuandao.cascade.tracing.linking import judging
from chuandao.diagnosis.answers import Answer, answers, loss_weights
from chuandao.text.difference.labels import LabelScorer
from chuandao.text.difference.telling import ChangeScorer

ROOT = Path(__file__).parents[1]
TRUTH = ROOT / "tests" / "truth" / "qinghe"
CATALOG = ROOT / "src" / "chuandao" / "catalog"
PRIOR = 4.0
ORIGIN = ("scripts/fit_label_losses.py on the planted truth of the example case", "2026-11-25")


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def true_labels() -> dict[tuple[str, str], str]:
    """Return the planted label of every (upper clause, lower document) that was judged."""
    weights = loss_weights()
    found: dict[tuple[str, str], str] = {}
    for row in rows(TRUTH / "links.csv"):
        key = (f"{row['upper_document']}#{row['upper_path']}", row["lower_document"])
        label = max(row["labels"].split(";"), key=lambda name: weights[name])
        if key not in found or weights[label] < weights[found[key]]:
            found[key] = label
    for row in rows(TRUTH / "drops.csv"):
        if row["status"] == "dropped":
            key = (f"{row['upper_document']}#{row['upper_path']}", row["lower_document"])
            found.setdefault(key, "dropped")
    return found


def unseen_scorers() -> tuple[LabelScorer, ChangeScorer]:
    """Return the scorers fitted without the example case."""
    held = [pair for pair in fit_labels.pairs() if pair.kind != "example"]
    seen = fit_labels.seen_pairs(held)
    labellers = {group: one for group, (one, _) in fit_labels.left_out(held, seen).items()}
    return fit_labels.fit(held, seen), fit_labels.fit_changes(held, seen, labellers)


def judged() -> list[tuple[Answer, str]]:
    """Return every answer of the tracer that has a planted label, with that label."""
    labeller, teller = unseen_scorers()
    judging.label_scorer = lambda: labeller  # type: ignore[assignment]
    judging.change_scorer = lambda: teller  # type: ignore[assignment]
    case = cd.read(cd.examples.qinghe)
    truth = true_labels()
    found = answers(case, cd.trace(case))
    keys = ((answer, (answer.upper.id, answer.document.id)) for answer in found)
    return [(answer, truth[key]) for answer, key in keys if key in truth]


def mixtures(held: list[tuple[Answer, str]]) -> dict[str, dict[str, float]]:
    """Return for every label that the tracer gives the share of each true label."""
    names = list(loss_weights())
    common = Counter(true for _, true in held)
    said = {name: Counter(true for a, true in held if a.labels[0] == name) for name in names}
    return {
        name: {
            true: (counts[true] + PRIOR * common[true] / len(held)) / (counts.total() + PRIOR)
            for true in names
        }
        for name, counts in said.items()
    }


def losses_of(mixture: dict[str, dict[str, float]]) -> dict[str, float]:
    """Return the expected loss of every label that the tracer gives."""
    weights = loss_weights()
    return {
        said: sum(share * weights[true] for true, share in shares.items())
        for said, shares in mixture.items()
    }


def reliability(held: list[tuple[Answer, str]], losses: dict[str, float]) -> float:
    """Return the squared correlation of expected and true deficits over units and tasks."""
    weights = loss_weights()
    pairs: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for answer, true in held:
        for task in answer.tasks:
            pairs[answer.unit, task].append((losses[answer.labels[0]], weights[true]))
    means = np.array([np.mean(both, axis=0) for both in pairs.values()])
    return float(np.corrcoef(means[:, 0], means[:, 1])[0, 1] ** 2)


def write(mixture: dict[str, dict[str, float]], share: float) -> None:
    """Write the mixtures and the reliability into the catalogue."""
    with (CATALOG / "label_confusion.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["said", "true", "share", "reference", "date"])
        for said, shares in mixture.items():
            for true, part in shares.items():
                writer.writerow([said, true, f"{part:.4f}", *ORIGIN])
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
    mixture = mixtures(held)
    losses = losses_of(mixture)
    for label, loss in losses.items():
        count = sum(answer.labels[0] == label for answer, _ in held)
        print(
            f"{label:13} design {loss_weights()[label]:.2f}  expected {loss:.3f}  clauses {count}"
        )
    share = reliability(held, losses)
    print(f"reliability of the understanding deficit: {share:.3f} over {len(held)} clauses")
    if asked.write:
        write(mixture, share)


if __name__ == "__main__":
    main()
