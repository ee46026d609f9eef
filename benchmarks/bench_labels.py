"""How well labels and changes are told on true links, each group of texts left out of the fitting.

    python benchmarks/bench_labels.py                 written, real and example, per label
    python benchmarks/bench_labels.py --by tier       also by tier, script, group
    python benchmarks/bench_labels.py --shipped       the shipped weights, which have seen the texts
    python benchmarks/bench_labels.py --errors 20     wrong labels with their words

The labeller is given the true pairs, so the linker has no part in it. ``macro`` is the mean F1 of
the primary label over the labels that occur; ``any`` counts a primary label that is among the true
ones; ``all labels`` is the F1 of all labels, primary or not.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from chuandao.cascade.tracing.linking.judging import (
    Judged,
    change_scorer,
    judged,
    judged_pair,
    label_scorer,
    seen,
)
from chuandao.cascade.tracing.understanding.understood import Clause
from chuandao.text.canonical import plain
from chuandao.text.difference.change import Change
from chuandao.text.difference.labels import LABELS, LabelScorer
from chuandao.text.difference.seen import Seen
from chuandao.text.difference.telling import ChangeScorer
from label_pairs import Pair, beside, pairs

Scorers = tuple[LabelScorer, ChangeScorer]

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))


def outcomes(
    held: Sequence[Pair], found: Sequence[Seen], scorers: Mapping[str, Scorers]
) -> list[Judged]:
    """Return what the product says of every pair, by the scorers of its group."""
    shipped = label_scorer(), change_scorer()
    return [
        judged_pair(one, *scorers.get(pair.group, shipped))
        for pair, one in zip(held, found, strict=True)
    ]


def speed(held: Sequence[Pair]) -> str:
    """Return links a CPU second; then with what hangs on one clause alone at hand; then copies."""
    around = beside(list(held))
    scorers = label_scorer(), change_scorer()

    def anew(pair: Pair, above: Sequence[Clause], below: Sequence[Clause]) -> Judged:
        return judged_pair(seen(pair.upper, pair.lower, above, below, pair.own), *scorers)

    def through(pair: Pair, above: Sequence[Clause], below: Sequence[Clause]) -> Judged:
        return judged(pair.upper, pair.lower, above, below, pair.own)

    spent = []
    for way in (through, anew, through):
        started = time.process_time()
        for pair, (above, below) in zip(held, around, strict=True):
            way(pair, above, below)
        spent.append(len(held) / (time.process_time() - started))
    first, again, copies = (f"{links:,.0f}" for links in spent)
    return f"links a CPU second: {first}; clauses seen before: {again}; copies of pairs: {copies}"


def f1_of(said: Sequence[str], true: Sequence[str], label: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of one label."""
    right = sum(s == t == label for s, t in zip(said, true, strict=True))
    precision = right / max(1, sum(s == label for s in said))
    recall = right / max(1, sum(t == label for t in true))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def macro(said: Sequence[str], true: Sequence[str]) -> float:
    """Return the mean F1 over the labels that occur."""
    return float(np.mean([f1_of(said, true, label)[2] for label in LABELS if label in true]))


def report(
    held: Sequence[Pair],
    pairs_seen: Sequence[Seen],
    scorers: Mapping[str, Scorers],
    by: str = "",
    errors: int = 0,
) -> None:
    """Print the figures of each kind of text."""
    found = outcomes(held, pairs_seen, scorers)
    for kind in ("written", "real", "example"):
        chosen = [(p, j) for p, j in zip(held, found, strict=True) if p.kind == kind]
        if chosen:
            _kind(kind, chosen, by)
    wrong = [
        (p, j)
        for p, j in zip(held, found, strict=True)
        if j[0].labels[0] != p.labels[0] and p.kind == "written"
    ]
    for pair, (named, _) in wrong[:errors]:
        print(f"{named.labels} for {pair.labels} {pair.key}")
        print(f"   U {pair.upper.text}\n   L {pair.lower.text}")


def _kind(kind: str, chosen: list[tuple[Pair, Judged]], by: str) -> None:
    said = [j[0].labels[0] for _, j in chosen]
    true = [p.labels[0] for p, _ in chosen]
    right = np.mean([s == t for s, t in zip(said, true, strict=True)])
    among = np.mean([s in p.labels for s, (p, _) in zip(said, chosen, strict=True)])
    print(f"{kind}: {len(chosen)} links; right {right:.3f}; any {among:.3f}")
    print(f"   macro-F1 {macro(said, true):.3f}; all labels F1 {_all_labels(chosen):.3f}")
    doubt = [j[0].doubtful for _, j in chosen]
    sure = [s == t for s, t, d in zip(said, true, doubt, strict=True) if not d]
    print(f"   doubtful {np.mean(doubt):.3f}; right where not doubtful {np.mean(sure):.3f}")
    for label in (name for name in LABELS if name in true):
        precision, recall, f1 = f1_of(said, true, label)
        print(
            f"   {label:13} P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}  ({true.count(label)})"
        )
    _confusion(said, true)
    if by:
        for value in sorted({getattr(p, by) for p, _ in chosen}):
            at = [i for i, (p, _) in enumerate(chosen) if getattr(p, by) == value]
            part = macro([said[i] for i in at], [true[i] for i in at])
            print(f"   {value:34} macro-F1 {part:.3f}  ({len(at)})")
    if kind == "written":
        _changes(chosen)


def _all_labels(chosen: list[tuple[Pair, Judged]]) -> float:
    right = sum(len({*j[0].labels} & {*p.labels}) for p, j in chosen)
    return 2 * right / sum(len(j[0].labels) + len(p.labels) for p, j in chosen)


def _confusion(said: Sequence[str], true: Sequence[str]) -> None:
    count = Counter(zip(true, said, strict=True))
    print("   true \\ said  " + " ".join(f"{label[:6]:>6}" for label in LABELS))
    for label in (name for name in LABELS if name in true):
        print(f"   {label:13} " + " ".join(f"{count[label, other]:6}" for other in LABELS))


def _changes(chosen: list[tuple[Pair, Judged]]) -> None:
    """Print P, R and F1 of the changes by attribute, and by attribute and direction.

    Units are one attribute; shares of a total are told too, and counted. ``words``: of the kinds
    rightly told, in how many the words told overlap the true ones.
    """
    right, said, true = Counter(), Counter(), Counter()
    placed = 0
    for pair, (_, moved) in chosen:
        wanted = {_unit(*change[:2]) for change in pair.changes or ()}
        given = {_unit(change.attribute, change.direction) for change in moved}
        right.update(wanted & given)
        said.update(given)
        true.update(wanted)
        placed += sum(_placed(kind, pair, moved) for kind in wanted & given)
    print(f"   changes {_figures(right.total(), said.total(), true.total())}")
    print(f"   words overlap in {placed} of {right.total()} rightly told")
    for attribute in sorted({attribute for attribute, _ in true}):
        at = [kind for kind in said | true if kind[0] == attribute]
        sums = (sum(count[kind] for kind in at) for count in (right, said, true))
        print(f"      {attribute:12} {_figures(*sums)}")
        for kind in sorted(kind for kind in at if true[kind]):
            print(f"         {kind[1]:9} {_figures(right[kind], said[kind], true[kind])}")


def _figures(right: int, said: int, true: int) -> str:
    precision, recall = right / max(1, said), right / max(1, true)
    f1 = 2 * right / max(1, said + true)
    return f"P {precision:.2f} R {recall:.2f} F1 {f1:.3f} said {said:4} true {true:4}"


def _placed(kind: tuple[str, str], pair: Pair, moved: Sequence[Change]) -> bool:
    """Return whether words told of a kind stand in, or hold, those of the truth."""
    told = [
        words
        for change in moved
        if _unit(change.attribute, change.direction) == kind
        for side, found in (
            (pair.upper.wording.side, change.upper),
            (pair.lower.wording.side, change.lower),
        )
        if found and (words := plain(side.said(found)).strip())
    ]
    named = (change for change in pair.changes or () if _unit(*change[:2]) == kind)
    true = [plain(words) for change in named for words in change[2:]]
    return any(w in t or t in w for w in filter(None, true) for t in told)


def _unit(attribute: str, direction: str) -> tuple[str, str]:
    return ("unit" if attribute in {"lead", "responsible", "cooperate"} else attribute, direction)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--by", choices=["tier", "script", "group"], default="")
    parser.add_argument("--shipped", action="store_true", help="the weights of the catalogue")
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes")
    asked = parser.parse_args()
    from fit_labels import left_out, seen_pairs

    held = pairs()
    print(speed(held))
    found = seen_pairs(held)
    scorers = {} if asked.shipped else left_out(held, found)
    report(held, found, scorers, asked.by, asked.errors)


if __name__ == "__main__":
    main()
