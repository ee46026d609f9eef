"""How well targets are followed down: labelled changes of targets in the written cascades.

Run ``python benchmarks/bench_ratchets.py``. Truth: ``tests/truth/cascades/*/changes.csv``, rows of
the attribute ``targets`` that are stricter or laxer and have a number on both sides.
"""

import csv
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.from_files import trace_files
from chuandao.cascade.tracing.targets.ratchets import Ratchet, ratchets

WRITTEN = Path(__file__).parents[1] / "tests" / "truth" / "cascades"
_TAG = re.compile(r"⟦\w+⟧")
_NUMBER = re.compile(r"\d|[一二三四五六七八九十]成|全部|全覆盖|per ?cent")
_CHANGES = frozenset({"stricter", "laxer", "reversed"})


def main() -> None:
    """Print what became of every labelled change, then the counts."""
    if not WRITTEN.exists():
        sys.exit(f"no cascades in {WRITTEN}")
    total: Counter[str] = Counter()
    for folder in sorted(path for path in WRITTEN.iterdir() if (path / "changes.csv").exists()):
        total += _judged(folder)
    print(dict(sorted(total.items())))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _judged(folder: Path) -> Counter[str]:
    traced = _traced(folder)
    found = [row for row in ratchets(traced) if row.above]
    texts = {document.id: document.text for document in traced.documents}
    counts: Counter[str] = Counter()
    right: set[tuple[str, int]] = set()
    for truth in _truth(folder):
        row = next(_answers(truth, found, texts), None)
        fate = _fate(truth, row, traced, texts)
        counts[fate] += 1
        right |= {(row.document, row.start)} if row else set()
        print(
            folder.name, truth["lower_document"], truth["upper_words"], truth["lower_words"], fate
        )
    more = {
        (row.document, row.start)
        for row in found
        if row.direction in _CHANGES and (row.document, row.start) not in right
    }
    counts["told, not labelled"] = len(more)
    return counts


def _traced(folder: Path) -> Traced:
    documents = _rows(folder / "documents.csv")
    with tempfile.TemporaryDirectory() as place:
        paths = [Path(place) / f"{row['document']}.txt" for row in documents]
        for row, path in zip(documents, paths, strict=True):
            path.write_text(_TAG.sub("", (folder / row["file"]).read_text("utf-8")), "utf-8")
        parents = [
            (row["document"], upper)
            for row in documents
            for upper in row["parents"].split(";")
            if upper
        ]
        return trace_files(paths[0], paths[1:], parents).traced


def _truth(folder: Path) -> list[dict[str, str]]:
    return [
        row
        for row in _rows(folder / "changes.csv")
        if row["attribute"] == "targets"
        and row["direction"] in {"stricter", "laxer"}
        and re.search(r"\d", row["upper_words"])
        and _NUMBER.search(row["lower_words"])
    ]


def _answers(
    truth: Mapping[str, str], found: list[Ratchet], texts: Mapping[str, str]
) -> Iterator[Ratchet]:
    """Yield the rows whose words stand in the labelled ones."""
    spans = _spans(truth["lower_words"], texts[truth["lower_document"]])
    for row in found:
        pair = (row.above, row.document) == (truth["upper_document"], truth["lower_document"])
        if pair and any(row.start < end and start < row.end for start, end in spans):
            yield row


def _spans(words: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(words), text)]


def _fate(
    truth: Mapping[str, str], row: Ratchet | None, traced: Traced, texts: Mapping[str, str]
) -> str:
    if row:
        return "right" if row.direction == truth["direction"] else "wrong, or a share"
    read = [
        any(
            target.start < end and start < target.end
            for document in traced.documents
            if document.id == truth[f"{side}_document"]
            for clause in document.clauses
            for target in clause.side.targets
            for start, end in _spans(truth[f"{side}_words"], texts[document.id])
        )
        for side in ("upper", "lower")
    ]
    return "missed: not matched or not linked" if all(read) else "missed: a number not read"


if __name__ == "__main__":
    main()
