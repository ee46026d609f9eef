"""The trace in a few lines: how many clauses of each document are linked, and how."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from chuandao.messages import render
from chuandao.report.tracing.names import shown_names

LABELS = (
    "faithful",
    "localised",
    "strengthened",
    "verbatim",
    "summarised",
    "narrowed",
    "weakened",
    "sloganised",
    "substituted",
)
_COLUMNS = ("document", "parents", "clauses", "changes")
_LAST = ("dropped", "added")


def headings(language: str) -> tuple[str, ...]:
    """Return the headings of the summary in a language."""
    named = [render(f"summary.{name}", language) for name in _COLUMNS]
    return (*named, *(render(f"label.{name}", language) for name in _LAST))


def summary_rows(trace: Mapping[str, Any], language: str) -> list[tuple[str, ...]]:
    """Return one row of words a document, in the order of the trace.

    Links are counted by their primary label, against the direct parents; *dropped* counts the
    parents' clauses not seen deployed. A document without parents shows its clauses alone.

    Examples
    --------
    >>> summary_rows({"documents": [], "links": [], "drops": [], "added": []}, "en")
    []
    """
    labels = Counter(
        (_document(link["lower"]), link["labels"][0])
        for link in trace["links"]
        if link["rank"] == 1 and link["relation"] == "parent"
    )
    drops = Counter(drop["document"] for drop in trace["drops"] if drop["status"] == "dropped")
    added = Counter(_document(item["lower"]) for item in trace["added"])
    names = shown_names((d["title"], d["file"], d["id"]) for d in trace["documents"])
    return [
        (
            name,
            "、".join(parent["document"] for parent in document["parents"]),
            str(len(document["clauses"])),
            _changes(labels, document["id"], language),
            str(drops[document["id"]] or ""),
            str(added[document["id"]] or ""),
        )
        for document, name in zip(trace["documents"], names, strict=True)
    ]


def _changes(labels: Counter[tuple[str, str]], document: str, language: str) -> str:
    counted = [(label, labels[document, label]) for label in LABELS]
    return "  ".join(f"{render(f'label.{name}', language)} {n}" for name, n in counted if n)


def _document(clause: str) -> str:
    return clause.partition("#")[0]
