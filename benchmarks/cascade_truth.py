"""Cascades with known links: documents as text, clauses as places in it, links, drops, additions.

Two kinds. Written ones stand in ``tests/truth/cascades``: a folder a cascade, its documents with a
tag (⟦c1⟧) before every clause; the tags are taken out on reading. Real ones are pairs of official
documents outside the repository (CHUANDAO_REAL_DATA), of which ``tests/truth/real_pairs`` holds
places and labels only.
"""

import csv
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
WRITTEN = ROOT / "tests" / "truth" / "cascades"
UNSEEN = ROOT / "tests" / "truth" / "cascades_unseen"
REAL = ROOT / "tests" / "truth" / "real_pairs"
_TAG = re.compile(r"⟦(\w+)⟧")

Span = tuple[int, int]
Key = tuple[str, str, str, str]  # upper document, upper clause, lower document, lower clause


@dataclass(frozen=True)
class Document:
    """A document: ``clauses`` maps the truth's name of a clause to its place in ``text``."""

    id: str
    text: str
    parents: tuple[str, ...]
    clauses: dict[str, Span]


@dataclass(frozen=True)
class Cascade:
    """Documents of one policy, the first the root, and what is true of their clauses.

    ``links``: to the labels, the first primary; ``drops``: (upper document, clause, lower
    document) to the status; ``added``: (document, clause).
    """

    name: str
    kind: str
    documents: tuple[Document, ...]
    links: dict[Key, tuple[str, ...]]
    drops: dict[tuple[str, str, str], str]
    added: frozenset[tuple[str, str]]


def unseen_cascades() -> list[Cascade]:
    """Return the cascades that no code is fitted on or mended by."""
    folders = [folder for folder in sorted(UNSEEN.iterdir()) if (folder / "links.csv").exists()]
    return [replace(_written(folder), kind="unseen") for folder in folders]


def cascades() -> list[Cascade]:
    """Return every written cascade, and every real pair whose texts are at hand."""
    written = [
        _written(folder) for folder in sorted(WRITTEN.iterdir()) if (folder / "links.csv").exists()
    ]
    data = os.environ.get("CHUANDAO_REAL_DATA", "")
    if not data:
        return written
    texts = Path(data) / "real_pairs"
    pairs = [folder for folder in sorted(REAL.iterdir()) if (folder / "links.csv").exists()]
    return written + [_real(folder, texts / folder.name) for folder in pairs]


def _written(folder: Path) -> Cascade:
    rows = _rows(folder / "documents.csv")
    documents = tuple(_tagged(row, folder / "documents" / Path(row["file"]).name) for row in rows)
    return _cascade(folder, "written", documents)


def _tagged(row: dict[str, str], path: Path) -> Document:
    text, clauses, started = "", {}, ("", 0)
    for part in re.split(r"(⟦\w+⟧)", path.read_text(encoding="utf-8")):
        if tag := _TAG.fullmatch(part):
            started = (tag[1], len(text))
            continue
        if started[0]:
            clauses[started[0]] = (started[1], started[1] + len(part.split("\n")[0]))
            started = ("", 0)
        text += part
    parents = tuple(filter(None, row["parents"].split(";")))
    return Document(row["document"], text, parents, clauses)


def _real(folder: Path, texts: Path) -> Cascade:
    rows = _rows(folder / "clauses.csv")
    documents = []
    for name, parents in (("upper", ()), ("lower", ("upper",))):
        text = (texts / f"{name}.txt").read_text(encoding="utf-8-sig")
        held = {
            r["clause"]: (int(r["start"]), int(r["end"])) for r in rows if r["document"] == name
        }
        documents.append(Document(name, text, parents, held))
    return _cascade(folder, "real", tuple(documents))


def _cascade(folder: Path, kind: str, documents: tuple[Document, ...]) -> Cascade:
    links = {
        (r["upper_document"], r["upper"], r["lower_document"], r["lower"]): tuple(
            r["labels"].split(";")
        )
        for r in _rows(folder / "links.csv")
    }
    drops = {
        (r["upper_document"], r["upper"], r["lower_document"]): r["status"]
        for r in _rows(folder / "drops.csv")
    }
    added = frozenset((r["document"], r["clause"]) for r in _rows(folder / "added.csv"))
    return Cascade(folder.name, kind, documents, links, drops, added)


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
