"""Truly linked pairs of clauses with their labels and changes: what the labeller is judged on.

A clause of the truth is taken as the product reads it: its own words, parsed as one clause. So the
labeller is judged apart from the linker. Groups are the cascades, the policies of the example case
and the real pairs; a group is left out whole where weights are fitted.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import chuandao as cd
from cascade_truth import ROOT, WRITTEN, Cascade, Document, Key, cascades
from chuandao.cascade.tracing.linking.judging import own_field
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.tracing.understanding.understood import Clause, Understood, understand
from chuandao.sources.documents import Extracted, read_documents
from chuandao.sources.documents.expand import source_of
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.commitment import commitments
from chuandao.text.difference.change import Side

SINGLE = ROOT / "tests" / "truth" / "pairs" / "pairs.csv"
EXAMPLE = ROOT / "tests" / "truth" / "qinghe" / "links.csv"


@dataclass(frozen=True)
class Pair:
    """A true link.

    ``changes``: (attribute, direction, upper words, lower words) of the truth, None where it gives
    none; ``own``: the words of the lower document's own field.
    """

    group: str
    kind: str
    tier: str
    script: str
    key: Key
    upper: Clause
    lower: Clause
    labels: tuple[str, ...]
    changes: frozenset[tuple[str, str, str, str]] | None
    own: frozenset[str] = frozenset()


def pairs() -> list[Pair]:
    """Return every true link of which both clauses were found by the reader."""
    found = [pair for cascade in cascades() for pair in _of_cascade(cascade)]
    return [*found, *_of_example(), *_single()]


def _single() -> Iterator[Pair]:
    """Yield the pairs written one by one; the unit tests hold them too, so they prove nothing."""
    for at, row in enumerate(_rows(SINGLE)):
        upper, lower = (_clause(row[side], f"{side}-{at}") for side in ("upper", "lower"))
        key = (upper.document, "1", lower.document, "1")
        labels = tuple(row["labels"].split(";"))
        yield Pair("pairs", "pairs", "", script(row["lower"]), key, upper, lower, labels, None)


def _clause(text: str, document: str) -> Clause:
    words = plain(text)
    item = ClauseText("1", 0, len(words), 0, "task", "")
    held = commitments(words, item, lexicon(), date(2025, 3, 12))
    side = Side(words, 0, held)
    return Clause(f"{document}#1", document, "1", 0, len(words), "task", "", text, side, held)


def beside(held: list[Pair]) -> list[tuple[tuple[Clause, ...], tuple[Clause, ...]]]:
    """Return for every pair the other uppers of its lower, and the other lowers of its upper.

    Only within one pair of documents, as the tracer links them.
    """
    uppers: defaultdict[tuple, dict[str, Clause]] = defaultdict(dict)
    lowers: defaultdict[tuple, dict[str, Clause]] = defaultdict(dict)
    for pair in held:
        uppers[pair.group, pair.key[0], pair.lower.id][pair.upper.id] = pair.upper
        lowers[pair.group, pair.key[2], pair.upper.id][pair.lower.id] = pair.lower
    return [
        (
            tuple(c for i, c in uppers[p.group, p.key[0], p.lower.id].items() if i != p.upper.id),
            tuple(c for i, c in lowers[p.group, p.key[2], p.upper.id].items() if i != p.lower.id),
        )
        for p in held
    ]


def _of_cascade(cascade: Cascade) -> Iterator[Pair]:
    tiers = _tiers(cascade.name)
    changes = _changes(WRITTEN / cascade.name / "changes.csv")
    whole = {d.id: _understood(d).clauses for d in cascade.documents}
    read = {d.id: _clauses(d, whole[d.id]) for d in cascade.documents}
    scripts = {d.id: script(d.text) for d in cascade.documents}
    own = cache(lambda above, below: own_field(whole[above], whole[below]))
    for key, labels in cascade.links.items():
        upper, lower = read[key[0]].get(key[1]), read[key[2]].get(key[3])
        if upper and lower:
            yield Pair(
                cascade.name, cascade.kind, tiers.get(key[2], "lower"), scripts[key[2]], key,
                upper, lower, labels, None if changes is None else frozenset(changes.get(key, ())),
                own(key[0], key[2]),
            )  # fmt: skip


def _understood(document: Document) -> Understood:
    return understand(Extracted("a.txt", document.text, "txt", "utf-8", "", 1.0), document.id)


def _clauses(document: Document, clauses: tuple[Clause, ...]) -> dict[str, Clause]:
    found = {}
    for name, (start, end) in document.clauses.items():
        shared = [(min(end, c.end) - max(start, c.start), c) for c in clauses]
        most, clause = max(shared, key=lambda item: item[0], default=(0, None))
        if clause is not None and most > 0:
            found[name] = clause
    return found


def script(text: str) -> str:
    """Return en, Hant or Hans, by the letters of a text."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    if len(han) < len(text) / 5:
        return "en"
    return "Hant" if sum(text.count(c) for c in "為實務區縣設應員") > len(han) / 200 else "Hans"


def _tiers(name: str) -> dict[str, str]:
    file = WRITTEN / name / "documents.csv"
    return {r["document"]: r["tier"] for r in _rows(file)} if file.exists() else {}


def _changes(file: Path) -> dict[Key, set[tuple[str, str, str, str]]] | None:
    if not file.exists():
        return None
    found: defaultdict[Key, set[tuple[str, str, str, str]]] = defaultdict(set)
    for r in _rows(file):
        key = (r["upper_document"], r["upper"], r["lower_document"], r["lower"])
        found[key].add((r["attribute"], r["direction"], r["upper_words"], r["lower_words"]))
    return found


def _of_example() -> Iterator[Pair]:
    case = cd.read(cd.examples.qinghe)  # read, not traced: that would ask for the labeller
    documents = {
        code: understand(reading.extracted, code)
        for code, path in case.document_files.items()
        for reading in read_documents([source_of(path)])
        if reading.extracted
    }
    by_id = {c.id: c for d in documents.values() for c in d.clauses}
    links = _rows(EXAMPLE)
    above = {r["lower_document"]: r["upper_document"] for r in links}
    own = cache(lambda one, two: own_field(documents[one].clauses, documents[two].clauses))
    for r in links:
        upper = by_id.get(f"{r['upper_document']}#{r['upper_path']}")
        lower = by_id.get(f"{r['lower_document']}#{r['lower_path']}")
        if upper and lower:
            key = (r["upper_document"], r["upper_path"], r["lower_document"], r["lower_path"])
            tier = documents[r["lower_document"]].tier
            yield Pair(
                f"example {_root(r['upper_document'], above)}", "example", str(tier), "Hans", key,
                upper, lower, tuple(r["labels"].split(";")), None, own(key[0], key[2]),
            )  # fmt: skip


def _root(document: str, above: dict[str, str]) -> str:
    seen = set()
    while document in above and document not in seen:
        seen.add(document)
        document = above[document]
    return document


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
