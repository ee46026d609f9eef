"""How well links, labels and drops are told, beside three baselines, on cascades of known truth.

    python benchmarks/bench_trace.py                 every cascade, figures by kind
    python benchmarks/bench_trace.py --noise 1       4 % of each lower document's letters replaced
    python benchmarks/bench_trace.py --errors 20     wrong links and labels with their words

Truth: see `cascade_truth`. A clause of the product stands for the clauses of the truth of which it
holds at least half, else for the one it lies in; where it stands for several, the pair that is true
counts. Links are those of direct parents, and skip-level ones where the truth has them; those that
the product draws by rule along two accepted links, to compare with the root, claim no source and
are not counted. ``drops``: clauses called dropped against those that the truth calls so;
``own drops``: the same with the true links given, so that what is judged is only whose duty a
clause is; ``partial``: of the clauses truly linked and found so, those called partial;
``unanswered``: clauses without any accepted link against those that nothing answers, whosever duty
they are.
``link+label``: a link counts when its primary label is right too. The baselines take the
threshold that is best for them on the very cascades they are judged on.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import TfidfVectorizer

from cascade_truth import Cascade, Document, Key, cascades, unseen_cascades
from chuandao.cascade.tracing.decisions.decision import document_of
from chuandao.cascade.tracing.documents import Traced, trace_documents
from chuandao.cascade.tracing.duty.judging import duties_of
from chuandao.cascade.tracing.duty.surroundings import Answers
from chuandao.cascade.tracing.linking.likeness import Compared
from chuandao.cascade.tracing.linking.links import Link
from chuandao.cascade.tracing.statuses import Status, statuses
from chuandao.cascade.tracing.understanding.understood import Understood, understand
from chuandao.sources.documents import Extracted
from chuandao.sources.models import SentenceModel

LABELS = (
    "faithful", "localised", "strengthened", "verbatim", "summarised", "narrowed", "weakened",
    "sloganised", "substituted",
)  # fmt: skip
DAMAGE = 0.04
Named = dict[str, list[tuple[str, str]]]


@dataclass
class Score:
    """Counts of what was right, said and true."""

    right: int = 0
    said: int = 0
    true: int = 0

    def add(self, said: set, true: set) -> None:
        """Count two sets against each other."""
        self.right += len(said & true)
        self.said += len(said)
        self.true += len(true)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0 where nothing is right."""
        return 2 * self.right / (self.said + self.true) if self.said + self.true else 0.0

    def __str__(self) -> str:
        """Return precision, recall, F1 and the number of true ones."""
        precision = self.right / self.said if self.said else 0.0
        recall = self.right / self.true if self.true else 0.0
        return f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  ({self.true} true)"


@dataclass
class Tally:
    """All scores of some cascades."""

    links: Score = field(default_factory=Score)
    labelled: Score = field(default_factory=Score)
    drops: Score = field(default_factory=Score)
    own_drops: Score = field(default_factory=Score)
    partial: Score = field(default_factory=Score)
    unanswered: Score = field(default_factory=Score)
    shown: Score = field(default_factory=Score)
    label: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    reached: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))


def damaged(document: Document, seed: int) -> Document:
    """Return a document of which 4 % of the letters were replaced by others of its own."""
    chance = random.Random(f"{document.id} {seed}")  # noqa: S311
    pool = [letter for letter in document.text if letter.isalpha()]
    text = "".join(
        chance.choice(pool) if letter.isalpha() and chance.random() < DAMAGE else letter
        for letter in document.text
    )
    return replace(document, text=text)


def understood(document: Document) -> Understood:
    """Return a document of the truth as the product understands it."""
    read = Extracted(f"{document.id}.txt", document.text, "txt", "utf-8", "", 1.0)
    return understand(read, document.id)


def names(document: Document, read: Understood) -> dict[str, list[str]]:
    """Return the truth's names of the clauses that each clause of the product stands for."""
    held = {}
    for clause in read.clauses:
        shared = {
            name: min(end, clause.end) - max(start, clause.start)
            for name, (start, end) in document.clauses.items()
        }
        inside = [n for n, (a, b) in document.clauses.items() if 2 * shared[n] >= b - a]
        around = max(shared, key=lambda name: shared[name])
        if inside or 2 * shared[around] >= clause.end - clause.start:
            held[clause.id] = inside or [around]
    return held


def traced(cascade: Cascade, model: SentenceModel | None = None) -> tuple[Traced, Named]:
    """Return the trace of a cascade with its true parents, and clause code to truth's clauses."""
    read = [understood(document) for document in cascade.documents]
    declared = {d.id: d.parents for d in cascade.documents if d.parents}
    named = {
        code: [(document.id, name) for name in held]
        for document, one in zip(cascade.documents, read, strict=True)
        for code, held in names(document, one).items()
    }
    return trace_documents(read, declared, model=model), named


def said_links(trace: Traced, named: Named, cascade: Cascade) -> tuple[dict, set]:
    """Return key -> labels of the accepted links, and the keys of all links shown."""
    wanted = {d.id: set(d.parents) for d in cascade.documents}
    for upper, _, lower, _ in cascade.links:
        wanted[lower].add(upper)
    accepted: dict[Key, tuple[str, ...]] = {}
    shown = set()
    for link in trace.links:
        if link.source == "rule":
            continue
        pairs = [(*u, *v) for u in named.get(link.upper, ()) for v in named.get(link.lower, ())]
        keys = [k for k in pairs if k in cascade.links] or pairs[:1]
        for key in (k for k in keys if k[0] in wanted[k[2]]):
            shown.add(key)
            if link.rank == 1:
                accepted.setdefault(key, link.labels)
    return accepted, shown


def said_drops(statuses: Iterable[Status], named: Named, wanted: str = "dropped") -> set:
    """Return (upper document, clause, lower document) of every clause of a status."""
    return {
        (*name, status.document)
        for status in statuses
        if status.status == wanted
        for name in named.get(status.upper, ())
    }


def own_statuses(trace: Traced, named: Named, cascade: Cascade) -> list[Status]:
    """Return the statuses that the product gives where it is told the true links."""
    codes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code, held in named.items():
        for name in held:
            codes[name].append(code)
    links = [
        Link(upper, lower, "parent", 1.0, 1, labels)
        for key, labels in cascade.links.items()
        for upper in codes[key[:2]]
        for lower in codes[key[2:]]
    ]
    pairs = [(parent, d.id) for d in cascade.documents for parent in d.parents]
    compared = {document.id: Compared(document.clauses) for document in trace.documents}
    judged = duties_of(compared, trace.documents, pairs, Answers.by_links(links, trace.likeliest))
    return [
        status
        for (upper, lower), duties in judged.items()
        for status in statuses(
            duties,
            [x for x in links if document_of(x.upper) == upper and document_of(x.lower) == lower],
        )
    ]


def count(cascade: Cascade, tally: Tally, model: SentenceModel | None = None) -> dict:
    """Add a cascade to a tally; return what was said."""
    trace, named = traced(cascade, model)
    accepted, shown = said_links(trace, named, cascade)
    true = cascade.links
    tally.links.add(set(accepted), set(true))
    tally.shown.add(shown & set(true), set(true))
    tally.labelled.add(
        {(k, v[0]) for k, v in accepted.items()}, {(k, v[0]) for k, v in true.items()}
    )
    for key in accepted.keys() & true.keys():
        for label in LABELS:
            one = {key} if accepted[key][0] == label else set()
            other = {key} if true[key][0] == label else set()
            tally.label[label].add(one, other)
    for key, labels in true.items():
        tally.reached[labels[0]].add({key} & accepted.keys(), {key})
    wanted = {k for k, status in cascade.drops.items() if status == "dropped"}
    judged = {(k[0], k[2]) for k in (*cascade.drops, *true)}
    said = said_drops(trace.statuses, named)
    tally.drops.add({k for k in said if (k[0], k[2]) in judged}, wanted)
    own = said_drops(own_statuses(trace, named, cascade), named)
    tally.own_drops.add({k for k in own if (k[0], k[2]) in judged}, wanted)
    linked = {k[:3] for k in true} & {k[:3] for k in accepted}
    partial = {k for k, status in cascade.drops.items() if status == "partial"}
    tally.partial.add(said_drops(trace.statuses, named, "partial") & linked, partial & linked)
    answered = {k[:3] for k in accepted}
    known = {(*k[:3],) for k in true} | set(cascade.drops)
    silent = {k for k, status in cascade.drops.items() if status != "partial"}
    tally.unanswered.add(known - answered, silent)
    return {"true": true, "accepted": accepted}


def baseline(chosen: list[Cascade], how: str) -> Score:
    """Return the links of a plain method (hungarian, best or fuzz) at its best threshold."""
    pairs = [
        (upper, lower, {k for k in cascade.links if (k[0], k[2]) == (upper.id, lower.id)})
        for cascade in chosen
        for lower in cascade.documents
        for upper in cascade.documents
        if upper.id in lower.parents
    ]
    rated = [(_plain(upper, lower, how), true) for upper, lower, true in pairs]
    scores = []
    for floor in np.arange(0.0, 0.8, 0.02):
        score = Score()
        for links, true in rated:
            score.add({key for key, alike in links if alike >= floor}, true)
        scores.append(score)
    return max(scores, key=lambda score: score.f1)


def _plain(upper: Document, lower: Document, how: str) -> list[tuple[Key, float]]:
    rows, columns = list(upper.clauses), list(lower.clauses)
    above = [upper.text[a:b] for a, b in upper.clauses.values()]
    below = [lower.text[a:b] for a, b in lower.clauses.values()]
    if how == "fuzz":
        alike = np.array([[fuzz.partial_ratio(u, v) / 100 for v in below] for u in above])
    else:
        weights = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True)
        held = weights.fit_transform([*above, *below])
        alike = (held[: len(above)] @ held[len(above) :].T).toarray()
    chosen = (
        list(zip(*linear_sum_assignment(-alike), strict=True))
        if how == "hungarian"
        else [(int(alike[:, j].argmax()), j) for j in range(len(columns))]
    )
    return [((upper.id, rows[i], lower.id, columns[j]), float(alike[i, j])) for i, j in chosen]


def report(kind: str, chosen: list[Cascade], errors: int) -> None:
    """Print the figures of some cascades."""
    tally = Tally()
    mistakes = []
    for cascade in chosen:
        before = (tally.links.right, tally.links.said, tally.links.true)
        said = count(cascade, tally)
        after = (tally.links.right, tally.links.said, tally.links.true)
        part = Score(*(b - a for a, b in zip(before, after, strict=True)))
        print(f"   {cascade.name:36} links {part}")
        mistakes += _mistakes(cascade, said)
    print(f"{kind}: {len(chosen)} cascades")
    print(f"   links       {tally.links}")
    print(f"   shown three {tally.shown}")
    print(f"   link+label  {tally.labelled}")
    print(f"   drops       {tally.drops}")
    print(f"   own drops   {tally.own_drops}")
    print(f"   partial     {tally.partial}")
    print(f"   unanswered  {tally.unanswered}")
    held = [label for label in LABELS if tally.label[label].true]
    macro = float(np.mean([tally.label[label].f1 for label in held])) if held else 0.0
    print(f"   label macro-F1 on linked pairs {macro:.3f}")
    for label in (name for name in LABELS if tally.reached[name].true):
        reached = tally.reached[label]
        linked = f"linked {reached.right} of {reached.true}"
        print(f"      {label:13} {tally.label[label]}  {linked}")
    for how in ("hungarian", "best", "fuzz"):
        print(f"   baseline {how:10} {baseline(chosen, how)}")
    for line in mistakes[:errors]:
        print(line)


def _mistakes(cascade: Cascade, said: dict) -> list[str]:
    texts = {d.id: d for d in cascade.documents}

    def words(document: str, clause: str) -> str:
        start, end = texts[document].clauses[clause]
        return texts[document].text[start:end]

    lines = []
    for key in sorted(said["true"].keys() ^ said["accepted"].keys()):
        what = "missed" if key in said["true"] else "false "
        label = said["true"].get(key) or said["accepted"].get(key)
        lines.append(f"{what} {key} {label}\n   U {words(*key[:2])}\n   L {words(*key[2:])}")
    for key in sorted(said["true"].keys() & said["accepted"].keys()):
        wanted, given = said["true"][key], said["accepted"][key]
        if wanted[0] != given[0]:
            lines.append(
                f"label  {key} {given} for {wanted}\n   U {words(*key[:2])}\n   L {words(*key[2:])}"
            )
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes")
    parser.add_argument("--noise", type=int, default=0, help="damage lower documents; a seed")
    parser.add_argument("--only", default="", help="names that contain this")
    parser.add_argument("--unseen", action="store_true", help="those that nothing is fitted on")
    asked = parser.parse_args()
    every = unseen_cascades() if asked.unseen else cascades()
    held = [cascade for cascade in every if asked.only in cascade.name]
    if asked.noise:
        held = [
            replace(
                c, documents=tuple(damaged(d, asked.noise) if d.parents else d for d in c.documents)
            )
            for c in held
        ]
    for kind in ("written", "real", "unseen"):
        if chosen := [cascade for cascade in held if cascade.kind == kind]:
            report(kind, chosen, asked.errors)


if __name__ == "__main__":
    main()
