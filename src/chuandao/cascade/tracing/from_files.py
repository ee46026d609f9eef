"""Documents alone, without a case: files in, understood documents and what was not read out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chuandao.cascade.tracing.decisions.decision import Decision
from chuandao.cascade.tracing.documents import Traced, trace_documents
from chuandao.cascade.tracing.understanding.understood import Understood, understand
from chuandao.errors import DocumentError, Place, Problem, UsageError
from chuandao.sources.documents import expand, read_documents
from chuandao.sources.models import SentenceModel


@dataclass(frozen=True)
class FileTrace:
    """The trace of some files, and the files that were not read with the reason of each."""

    traced: Traced
    unread: tuple[Problem, ...]


def understand_files(
    paths: Iterable[Path],
    *,
    after_each: Callable[[Path], None] = lambda _: None,
    on_note: Callable[[Problem], None] = lambda _: None,
    persons: bool = False,
) -> tuple[list[Understood], list[Problem]]:
    """Return the documents that were understood, and a problem for each that was not.

    Folders are walked and zip archives opened; their files come in the order of their names and
    of the archive. Files with the same bytes are read once and understood each. The code of a
    document is the name of its file without ending, made unique by ``~2``.

    Parameters
    ----------
    paths : iterable of Path
        Files, folders, zip archives of files.
    after_each : callable
        Called with every file once it was read.
    on_note : callable
        Called with what the user should know: how many hidden files were passed over.
    persons : bool
        Keep names of persons in the fields.

    Examples
    --------
    >>> documents, problems = understand_files([Path("no-such-file.docx")])
    >>> len(documents), problems[0].code
    (0, 'file_not_found')
    """
    documents: list[Understood] = []
    problems: list[Problem] = []
    taken: dict[str, int] = {}
    for reading in read_documents(expand(paths, on_note=on_note), on_note=on_note):
        if reading.problem:
            problems.append(reading.problem)
        if reading.extracted:
            name = reading.source.name
            code = _code(Path(name), taken)
            documents.append(understand(reading.extracted, code, name, persons=persons))
        after_each(Path(reading.source.name))
    return documents, problems


def understand_file(path: Path, *, persons: bool = False) -> Understood:
    """Return one document that was understood.

    Raises
    ------
    DocumentError
        It cannot be read, or is a folder or an archive.
    """
    documents, problems = understand_files([path], persons=persons)
    if not documents or documents[0].file != str(path):
        raise _unread(path, problems)
    return documents[0]


def trace_files(
    root: Path,
    lowers: Sequence[Path],
    parents: Sequence[tuple[str, str]] = (),
    *,
    decisions: Sequence[Decision] = (),
    after_each: Callable[[Path], None] = lambda _: None,
    on_note: Callable[[Problem], None] = lambda _: None,
    model: SentenceModel | None = None,
) -> FileTrace:
    """Return the trace of a root document and lower ones, given as files.

    Parameters
    ----------
    root : Path
        The document whose commitments are followed.
    lowers : sequence of Path
        Files, folders, zip archives; each file counts as an implementing document. What cannot
        be read is listed, and the rest goes on.
    parents : sequence of (lower, upper)
        Declared parents, by file name, path or code.
    decisions : sequence of Decision
        What a person decided before; it wins over what is found.
    after_each : callable
        Called with every file once it was read.
    on_note : callable
        Called with what the user should know: how many hidden files were passed over.
    model : SentenceModel, optional
        A sentence model that re-scores what the words leave uncertain.

    Raises
    ------
    DocumentError
        The root cannot be read.
    UsageError
        A declared parent names a file that is not among those given.
    """
    documents, problems = understand_files([root, *lowers], after_each=after_each, on_note=on_note)
    if not documents or documents[0].file != str(root):
        raise _unread(root, problems)
    unread = {name for problem in problems for name in _names(Path(problem.place.file))}
    declared = _declared(parents, documents, unread)
    traced = trace_documents(documents, declared, all_below=True, decisions=decisions, model=model)
    return FileTrace(traced, tuple(problems))


def _unread(path: Path, problems: Sequence[Problem]) -> DocumentError:
    """Return why a file was not read; a folder or archive is no one document."""
    own = next((problem for problem in problems if problem.place.file == str(path)), None)
    if own is None:
        code = "document_is_folder" if path.is_dir() else "archive_for_one_document"
        return DocumentError(code, Place(str(path)))
    return DocumentError(own.code, own.place, **own.parameters)


def _code(path: Path, taken: dict[str, int]) -> str:
    stem = path.stem.replace("#", "_").replace(" ", "_")
    taken[stem] = taken.get(stem, 0) + 1
    return stem if taken[stem] == 1 else f"{stem}~{taken[stem]}"


def _names(path: Path) -> tuple[str, ...]:
    return str(path), path.name, _code(path, {})


def _declared(
    parents: Sequence[tuple[str, str]], documents: Sequence[Understood], unread: set[str]
) -> dict[str, list[str]]:
    names: dict[str, str] = {}
    for document in documents:
        for name in (document.id, document.file, Path(document.file).name):
            names.setdefault(name, document.id)
    declared: dict[str, list[str]] = {}
    for lower, upper in parents:
        missing = [name for name in (lower, upper) if name not in names]
        if any(name in unread for name in missing):
            continue
        if missing:
            raise UsageError("parent_not_given", Place(missing[0]), known="、".join(sorted(names)))
        declared.setdefault(names[lower], []).append(names[upper])
    return declared
