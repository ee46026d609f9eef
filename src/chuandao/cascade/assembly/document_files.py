"""The files that the table ``documents`` names: whether they exist, within the case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

import polars as pl

from chuandao.cascade.assembly.aside import place_of
from chuandao.cascade.assembly.telling import tell
from chuandao.errors import Problem

_NEAR = 70


def document_files(
    documents: pl.DataFrame, folder: Path
) -> tuple[Mapping[str, Path], list[Problem]]:
    """Return the file of each document that is there, and what is wrong with the others.

    A path that leaves the case folder, by ``..``, an absolute path or a link, is refused.
    """
    rows = documents.filter(pl.col("file").is_not_null())
    inside = folder.resolve()
    found = {
        str(document): _within(inside, str(file))
        for document, file in rows.select("document", "file").rows()
    }
    files = {document: path for document, path in found.items() if path and path.is_file()}
    outside = [document for document, path in found.items() if path is None]
    missing = [document for document, path in found.items() if path and not path.is_file()]
    problems = [
        *_told(rows, outside, "document_outside"),
        *_missing(rows, missing, folder),
        *_shared(rows, files),
    ]
    return files, problems


def _within(folder: Path, file: str) -> Path | None:
    written = PurePosixPath(file.replace("\\", "/"))
    if written.is_absolute() or ":" in written.parts[0]:
        return None
    try:
        path = (folder / written).resolve()
    except (OSError, ValueError):
        return None
    return path if path.is_relative_to(folder) else None


def _told(rows: pl.DataFrame, documents: list[str], code: str) -> Iterable[Problem]:
    chosen = rows.filter(pl.col("document").is_in(pl.Series(documents, dtype=pl.String).implode()))
    return tell(chosen, code, "error", "file", _words)


def _words(row: dict[str, object]) -> dict[str, object]:
    return {"document": row["document"], "value": row["file"]}


def _missing(rows: pl.DataFrame, documents: list[str], folder: Path) -> Iterable[Problem]:
    for problem in _told(rows, documents, "document_missing"):
        nearest = _nearest(str(problem.parameters.get("value", "")), folder)
        if problem.code != "document_missing" or not nearest:
            yield problem
        else:
            parameters = {**problem.parameters, "nearest": nearest}
            yield Problem("document_missing_near", "error", problem.place, parameters)


def _nearest(file: str, folder: Path) -> str:
    from rapidfuzz import fuzz, process

    beside = folder / PurePosixPath(file).parent
    if not beside.is_dir() or not beside.resolve().is_relative_to(folder.resolve()):
        return ""
    names = sorted(entry.name for entry in beside.iterdir() if entry.is_file())
    name = PurePosixPath(file).name
    found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return (PurePosixPath(file).parent / str(found[0])).as_posix() if found else ""


def _shared(rows: pl.DataFrame, files: Mapping[str, Path]) -> Iterable[Problem]:
    by_file: defaultdict[Path, list[str]] = defaultdict(list)
    for document, path in sorted(files.items()):
        by_file[path].append(document)
    for documents in by_file.values():
        if len(documents) > 1:
            row = rows.filter(pl.col("document") == documents[1]).row(0, named=True)
            parameters = {"documents": ", ".join(documents), "value": row["file"]}
            yield Problem("document_shared", "warning", place_of(row, "file"), parameters)
