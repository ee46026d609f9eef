"""One document file into plain text, or a clear word why not."""

import hashlib
import os
import stat
from dataclasses import replace
from pathlib import Path

from chuandao.catalog.thresholds import threshold
from chuandao.errors import DocumentError, Place
from chuandao.sources.documents.decode import decode
from chuandao.sources.documents.docx import read_docx
from chuandao.sources.documents.extracted import Content, Extracted, Format
from chuandao.sources.documents.grading import secrecy_mark
from chuandao.sources.documents.html import declared_encoding, is_html, read_html
from chuandao.sources.documents.kinds import kind_of
from chuandao.sources.documents.ofd import read_ofd
from chuandao.sources.documents.pdf import read_pdf
from chuandao.sources.documents.quality import is_binary, quality_of
from chuandao.sources.documents.txt import text_content

FILE_BYTES = 64 << 20
_MEGABYTE = 1 << 20


def read_document(path: Path) -> Extracted:
    """Return the text of one document file: .txt, .html or .docx, by content, never by name.

    Parameters
    ----------
    path : Path

    Raises
    ------
    DocumentError
        It cannot be read, must not be read (``graded_document``) or is not whole enough
        (``unreadable_text``). Nothing of it is kept.

    Examples
    --------
    >>> import tempfile
    >>> file = Path(tempfile.mkdtemp(), "通知.doc")
    >>> _ = file.write_bytes("关于做好防汛工作的通知".encode("gb18030"))
    >>> found = read_document(file)
    >>> found.text, found.format, found.encoding
    ('关于做好防汛工作的通知', 'txt', 'gb18030')
    """
    try:
        return _read(_bytes_of(path), path.name)
    except DocumentError as error:
        problem = error.problem
        place = replace(problem.place, file=path.name)
        raise DocumentError(error.code, place, **problem.parameters) from error.__cause__
    except RecursionError:
        raise DocumentError("damaged_document", Place(path.name)) from None


def _read(data: bytes, file: str) -> Extracted:
    form, content = _content_of(data)
    if mark := secrecy_mark(content.text) or secrecy_mark(content.margins):
        raise DocumentError("graded_document", mark=mark)
    if not content.text.strip():
        raise DocumentError("no_text")
    quality = quality_of(content.text)
    if quality.share < threshold("text_quality_min"):
        first = quality.damages[0]
        raise DocumentError(
            "unreadable_text",
            Place(start=first.start, end=first.end),
            quality=int(100 * quality.share),
        )
    return Extracted(
        file=file,
        text=content.text,
        format=form,
        encoding=content.encoding,
        content_hash=hashlib.sha256(data).hexdigest(),
        quality=quality.share,
        notes=(
            *(replace(note, place=Place(file)) for note in content.notes),
            *quality.notes(file),
        ),
    )


def _content_of(data: bytes) -> tuple[Format, Content]:
    kind = kind_of(data)
    if kind == "docx":
        return "docx", read_docx(data)
    if kind == "pdf":
        return "pdf", read_pdf(data)
    if kind == "ofd":
        return "ofd", read_ofd(data)
    if kind == "encrypted":
        raise DocumentError("encrypted_document")
    if kind != "text":
        raise DocumentError(f"not_read_{kind}")
    decoded = decode(data, declared_encoding(data))
    if is_binary(decoded.text):
        raise DocumentError("not_read_binary")
    return ("html", read_html(decoded)) if is_html(decoded.text) else ("txt", text_content(decoded))


def _bytes_of(path: Path) -> bytes:
    try:
        found = path.stat()
        _check(found)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise DocumentError("file_not_found") from error
    except OSError as error:
        raise DocumentError("document_unreadable") from error
    if not data:
        raise DocumentError("document_empty")
    return data


def _check(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise DocumentError("document_is_folder")
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError("document_not_a_file")
    if found.st_size > FILE_BYTES:
        raise DocumentError(
            "document_too_large",
            size=-(-found.st_size // _MEGABYTE),
            limit=FILE_BYTES // _MEGABYTE,
        )
