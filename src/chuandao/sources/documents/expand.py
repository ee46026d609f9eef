"""Files and folders as the user names them into single files, in a fixed order."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chuandao.errors import Place, Problem
from chuandao.sources.documents.members import is_junk


@dataclass(frozen=True)
class Source:
    """A file to read.

    Attributes
    ----------
    path : Path
        The file on disk.
    name : str
        How the user sees it: what they typed, and the way from there
        (``papers/archive.zip/inner/notice.docx``).
    indices : tuple of int
        Inside an archive, the place of each entry on the way down; empty for a file on disk.
    size : int
        Bytes, where known without opening it.
    inside : str
        Inside an archive, the names on the way down.
    """

    path: Path
    name: str
    indices: tuple[int, ...] = ()
    size: int = 0
    inside: str = ""

    @property
    def file(self) -> str:
        """The name without the folder on disk: ``archive.zip/inner/notice.docx``."""
        return f"{self.path.name}/{self.inside}" if self.inside else self.path.name


def expand(
    paths: Iterable[Path], *, on_note: Callable[[Problem], None] = lambda _: None
) -> list[Source]:
    """Return the files that are named, and those in the folders that are named, at any depth.

    Folders are walked in the order of their names; links to folders are not followed. Hidden
    files and lock files (``~$…``) are passed over and counted in a note for each folder named.
    A file in a folder that was named by itself, or lies in another folder named, stands once.
    Archives are opened when they are read, by what they are and not by their name.

    Parameters
    ----------
    paths : iterable of Path
    on_note : callable
        Called with what the user should know (``files_passed_over``,
        ``folder_unreadable``, ``folder_without_documents``).

    Examples
    --------
    >>> [source.name for source in expand([Path("notice.docx")])]
    ['notice.docx']
    """
    found: list[Source] = []
    given = list(paths)
    named = {_real(path) for path in given if not _is_folder(path)}
    for path in given:
        if not _is_folder(path):
            found.append(source_of(path))
            continue
        walked = list(_Walk(path, on_note).files())
        if not walked:
            on_note(Problem("folder_without_documents", "warning", Place(str(path))))
        for source in walked:
            if (real := _real(source.path)) not in named:
                named.add(real)
                found.append(source)
    return found


class _Walk:
    """A walk through one folder."""

    def __init__(self, folder: Path, on_note: Callable[[Problem], None]) -> None:
        self._folder = folder
        self._on_note = on_note
        self._passed_over = 0

    def files(self) -> Iterator[Source]:
        for folder, folders, names in os.walk(self._folder, onerror=self._unreadable):
            kept = sorted(name for name in names if not is_junk(name))
            self._passed_over += len(names) - len(kept)
            folders[:] = sorted(name for name in folders if not is_junk(name))
            yield from (source_of(Path(folder, name)) for name in kept)
        if self._passed_over:
            count = {"count": self._passed_over}
            self._on_note(Problem("files_passed_over", "note", Place(str(self._folder)), count))

    def _unreadable(self, error: OSError) -> None:
        place = Place(str(error.filename or self._folder))
        self._on_note(Problem("folder_unreadable", "error", place))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return str(path)


def source_of(path: Path) -> Source:
    """Return a file on disk as a source, named as it was given."""
    try:
        return Source(path, str(path), size=path.stat().st_size)
    except (OSError, ValueError):
        return Source(path, str(path))
