"""A zip archive opened with care: no bombs, no locked entries, no entities in its XML."""

import io
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from lzma import LZMAError
from pathlib import Path

from lxml import etree

from chuandao.errors import DocumentError

ENTRY_BYTES = 32 << 20
TOTAL_BYTES = 128 << 20
ENTRIES = 10_000
RATIO = 300
_SMALL = 1 << 20
_LOCKED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
)


class Archive:
    """The entries of a zip archive that is held in memory.

    Raises
    ------
    DocumentError
        ``damaged_document``, ``encrypted_document``, ``archive_too_large``,
        ``unsafe_document`` (XML that declares a document type, hence entities).
    """

    def __init__(self, data: bytes | Path) -> None:
        try:
            self._zip = zipfile.ZipFile(data if isinstance(data, Path) else io.BytesIO(data))
        except _BROKEN as error:
            raise DocumentError("damaged_document") from error
        if len(self._entries) > ENTRIES:
            raise DocumentError("archive_too_large")

    @cached_property
    def _entries(self) -> dict[str, zipfile.ZipInfo]:
        return {_plain(entry.filename): entry for entry in self._zip.infolist()}

    @property
    def names(self) -> frozenset[str]:
        """Names of the entries, with forward slashes and in lower case."""
        return frozenset(self._entries)

    def read(self, name: str) -> bytes:
        """Return the bytes of an entry; empty where there is no such entry."""
        entry = self._entries.get(_plain(name))
        return b"" if entry is None else self.bytes_of(entry, ENTRY_BYTES)

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        """The entries as they stand, in the archive's order."""
        return self._zip.infolist()

    def bytes_of(self, entry: zipfile.ZipInfo, limit: int) -> bytes:
        """Return the bytes of an entry, read only as far as the limit."""
        _check(entry, limit)
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(limit + 1)
        except _BROKEN as error:
            raise DocumentError("damaged_document") from error
        if len(data) > limit:
            raise DocumentError("archive_too_large")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """Return the root of an XML entry, or nothing where there is no such entry."""
        data = self.read(name)
        return parse_xml(data) if data else None

    def check(self) -> None:
        """Refuse an archive that another program is to open: swollen, locked or unsafe entries.

        Raises
        ------
        DocumentError
            ``archive_too_large``, ``encrypted_document``, ``unsafe_document`` or
            ``damaged_document``.
        """
        if sum(entry.file_size for entry in self.members) > TOTAL_BYTES:
            raise DocumentError("archive_too_large")
        for entry in self.members:
            data = self.bytes_of(entry, ENTRY_BYTES)
            if entry.filename.lower().endswith((".xml", ".rels", ".rdf")) and has_doctype(data):
                raise DocumentError("unsafe_document")

    def parts(self, of: str) -> list[tuple[str, str]]:
        """Return (kind, entry) of the parts that an entry refers to; ``""`` is the package."""
        return [(kind, part) for _, kind, part in self._relations(of)]

    def links(self, of: str) -> dict[str, str]:
        """Return the entry that each identifier of a relationship stands for."""
        return {identifier: part for identifier, _, part in self._relations(of)}

    def _relations(self, of: str) -> list[tuple[str, str, str]]:
        folder, base = posixpath.split(of)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = () if root is None else root.iter("{*}Relationship")
        return [
            (
                link.get("Id") or "",
                (link.get("Type") or "").rpartition("/")[2],
                _target(folder, link.get("Target") or ""),
            )
            for link in found
            if link.get("TargetMode") != "External" and link.get("Target")
        ]


def parse_xml(data: bytes) -> etree._Element:
    """Return the root element; refuse a document type, resolve no entity, fetch nothing.

    Examples
    --------
    >>> parse_xml(b"<a>1</a>").text
    '1'
    """
    if has_doctype(data):
        raise DocumentError("unsafe_document")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error
        raise DocumentError("damaged_document") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DocumentError("unsafe_document")
    return root


def has_doctype(data: bytes) -> bool:
    """Return whether XML declares a document type near its beginning, hence perhaps entities.

    Examples
    --------
    >>> has_doctype(b"<!DOCTYPE a>"), has_doctype(b"<a/>")
    (True, False)
    """
    return b"<!doctype" in data[: 2 * _SMALL].replace(b"\x00", b"").lower()


def _check(entry: zipfile.ZipInfo, limit: int) -> None:
    if entry.flag_bits & _LOCKED:
        raise DocumentError("encrypted_document")
    swollen = entry.file_size > _SMALL and entry.file_size > RATIO * max(entry.compress_size, 1)
    if entry.file_size > limit or swollen:
        raise DocumentError("archive_too_large")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _target(folder: str, target: str) -> str:
    return _plain(posixpath.normpath(target if target[:1] == "/" else f"{folder}/{target}"))
