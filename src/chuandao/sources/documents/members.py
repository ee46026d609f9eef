"""What lies in a zip archive of mixed files: its documents by name, read one at a time from it."""

import re
import struct
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from chuandao.errors import DocumentError
from chuandao.sources.documents.archive import ENTRIES, Archive
from chuandao.sources.documents.decode import decode
from chuandao.sources.documents.files import FILE_BYTES, load
from chuandao.sources.documents.kinds import is_plain_archive

DEPTH = 3
ARCHIVE_BYTES = 1 << 30
UNPACKED_BYTES = 4 << 30
_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_ZIP = b"PK"
_JUNK = re.compile(r"~\$|\.|__MACOSX$|Thumbs\.db$|desktop\.ini$", re.IGNORECASE)


@dataclass(frozen=True)
class Member:
    """One file in an archive: its place among the entries, its name there, its size."""

    index: int
    name: str
    size: int


@dataclass(frozen=True)
class Listing:
    """The files of an archive in order, and how many hidden or lock files were passed over."""

    members: tuple[Member, ...]
    skipped: int


def is_junk(name: str) -> bool:
    """Return whether a file is hidden, a lock file of Word (``~$``) or made by the system.

    Examples
    --------
    >>> is_junk("~$通知.docx"), is_junk("__MACOSX/a.docx"), is_junk("通知.docx")
    (True, True, False)
    """
    return any(_JUNK.match(part) for part in PurePosixPath(name).parts if part not in {".", ".."})


class Opened:
    """Files and archives that were opened last, so that a large archive is opened once."""

    def __init__(self) -> None:
        self._key: tuple[str, ...] = ()
        self._archive: Archive | None = None

    def bytes_or_listing(self, path: Path, indices: Sequence[int]) -> bytes | Listing:
        """Return the bytes of a file or member, or the listing where it is an archive.

        Parameters
        ----------
        path : Path
        indices : sequence of int
            The way down from the file: the place of each entry in the archive above it.

        Raises
        ------
        DocumentError
        """
        if not indices:
            return self._file(path)
        data = self._member(path, indices)
        if not is_plain_archive(data):
            return data
        if len(indices) >= DEPTH:
            raise DocumentError("archive_too_deep", limit=DEPTH)
        return listing(Archive(data))

    def _file(self, path: Path) -> bytes | Listing:
        archive = _large_archive(path)
        if archive is not None:
            return listing(archive)
        data = load(path)
        return listing(Archive(data)) if is_plain_archive(data) else data

    def _member(self, path: Path, indices: Sequence[int]) -> bytes:
        above = (str(path), *map(str, indices[:-1]))
        if self._key != above or self._archive is None:
            self._key, self._archive = above, self._opened(path, indices[:-1])
        members = self._archive.members
        if indices[-1] >= len(members):
            raise DocumentError("damaged_document")
        return self._archive.bytes_of(members[indices[-1]], FILE_BYTES)

    def _opened(self, path: Path, indices: Sequence[int]) -> Archive:
        return Archive(self._member(path, indices) if indices else path)


def listing(archive: Archive) -> Listing:
    """Return the files of an archive in its own order, folders and junk left out.

    Raises
    ------
    DocumentError
        ``archive_too_large``.
    """
    files = [(i, entry) for i, entry in enumerate(archive.members) if not entry.is_dir()]
    named = [Member(i, name_of(entry), entry.file_size) for i, entry in files]
    if sum(member.size for member in named) > UNPACKED_BYTES:
        raise DocumentError("archive_too_large")
    kept = tuple(member for member in named if not is_junk(member.name))
    return Listing(kept, len(named) - len(kept))


def name_of(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry: as UTF-8 where it says or is so, else in a Chinese encoding."""
    if entry.flag_bits & _UTF8_FLAG:
        return _clean(entry.filename)
    if told := _unicode_path(entry.extra):
        return _clean(told)
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeError:
        return _clean(entry.filename)
    return _clean(decode(raw).text)


def _unicode_path(extra: bytes) -> str:
    """Return the UTF-8 name that some packers put beside the one in the system's encoding."""
    while len(extra) >= struct.calcsize("<HH"):
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH:
            return extra[9 : 4 + size].decode("utf-8", "ignore")
        extra = extra[4 + size :]
    return ""


def _clean(name: str) -> str:
    """Return a name without ways up or to the root; nothing is written under it anyway."""
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."}) or "_"


def _large_archive(path: Path) -> Archive | None:
    """Return a zip archive too large to be held in memory, read from disk; else nothing."""
    try:
        size = path.stat().st_size
        if not FILE_BYTES < size <= ARCHIVE_BYTES or not path.is_file():
            return None
        with path.open("rb") as stream:
            if stream.read(2) != _ZIP:
                return None
    except (OSError, ValueError):
        return None
    archive = Archive(path)
    return archive if len(archive.names) <= ENTRIES else None
