"""The bytes of one document file into plain text, or a clear word why not."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from chuandao.catalog.thresholds import threshold
from chuandao.errors import DocumentError, Place
from chuandao.sources.documents.decode import decode
from chuandao.sources.documents.extracted import Content, Extracted, Format
from chuandao.sources.documents.grading import secrecy_mark, secrecy_mark_of_name
from chuandao.sources.documents.kinds import kind_of
from chuandao.sources.documents.quality import is_binary, quality_of
from chuandao.sources.documents.word.docx import read_docx

Reader = Callable[[bytes], Content]


def read_bytes(data: bytes, file: str) -> Extracted:
    """Return the text of one document file, told by its content and never by its name.

    This runs where the file may do harm only to itself: callers want ``read_document``.

    Parameters
    ----------
    data : bytes
        The whole file.
    file : str
        How messages name it; a mark of secrecy in it refuses the document too.

    Raises
    ------
    DocumentError
        It cannot be read, must not be read (``graded_document``) or is not whole enough
        (``unreadable_text``). Nothing of it is kept.

    Examples
    --------
    >>> found = read_bytes("关于做好防汛工作的通知".encode("gb18030"), "通知.doc")
    >>> found.text, found.format, found.encoding
    ('关于做好防汛工作的通知', 'txt', 'gb18030')
    """
    try:
        return _read(data, file)
    except DocumentError as error:
        problem = error.problem
        place = replace(problem.place, file=file)
        raise DocumentError(error.code, place, **problem.parameters) from error.__cause__
    except RecursionError:
        raise DocumentError("damaged_document", Place(file)) from None


def _read(data: bytes, file: str) -> Extracted:
    refuse_graded_name(file)
    if not data:
        raise DocumentError("document_empty")
    form, content = _content_of(data)
    refuse_graded(content.text, content.margins)
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
    if content.sureness < threshold("recognition_sureness_min"):
        raise DocumentError("recognised_too_poorly", sureness=int(100 * content.sureness))
    return Extracted(
        file=file,
        text=content.text,
        format=form,
        encoding=content.encoding,
        content_hash=hashlib.sha256(data).hexdigest(),
        quality=quality.share * content.sureness,
        margins=content.margins,
        notes=(
            *(replace(note, place=replace(note.place, file=file)) for note in content.notes),
            *quality.notes(file),
        ),
    )


def refuse_graded_name(file: str) -> None:
    """Refuse a document whose name, or that of an archive or folder around it, bears such a mark.

    Raises
    ------
    DocumentError
        ``graded_document``.
    """
    for part in file.replace("\\", "/").split("/"):
        if mark := secrecy_mark_of_name(PurePosixPath(part).stem):
            raise DocumentError("graded_document", mark=mark)


def refuse_graded(*texts: str) -> None:
    """Refuse a document that bears a mark of secrecy in any of these texts.

    Raises
    ------
    DocumentError
        ``graded_document``.
    """
    for text in texts:
        if mark := secrecy_mark(text):
            raise DocumentError("graded_document", mark=mark)


def _content_of(data: bytes) -> tuple[Format, Content]:
    kind = kind_of(data)
    if kind == "encrypted":
        raise DocumentError("encrypted_document")
    if kind == "text":
        return _written(data)
    if reader := _READERS.get(kind):
        form, read = reader
        return form, read(data)
    raise DocumentError(f"not_read_{kind}")


def _written(data: bytes) -> tuple[Format, Content]:
    from chuandao.sources.documents.txt import text_content
    from chuandao.sources.documents.web.html import declared_encoding, is_html, read_html

    decoded = decode(data, declared_encoding(data))
    if is_binary(decoded.text):
        raise DocumentError("not_read_binary")
    return ("html", read_html(decoded)) if is_html(decoded.text) else ("txt", text_content(decoded))


def _lazy(module: str, name: str) -> Reader:
    """Return a reader that is imported when the first file of its kind comes."""

    def read(data: bytes) -> Content:
        from importlib import import_module

        reader: Reader = getattr(import_module(f"chuandao.sources.documents.{module}"), name)
        return reader(data)

    return read


# What reads each kind. A new kind of file: a row here and one in kinds.py.
_READERS: Mapping[str, tuple[Format, Reader]] = {
    "docx": ("docx", read_docx),
    "flat_docx": ("docx", _lazy("word.flat_docx", "read_flat_docx")),
    "doc": ("doc", _lazy("outside.convert", "read_doc")),
    "rtf": ("rtf", _lazy("outside.convert", "read_rtf")),
    "odt": ("odt", _lazy("outside.convert", "read_odt")),
    "word_xml": ("word_xml", _lazy("outside.convert", "read_word_xml")),
    "uof": ("uof", _lazy("outside.convert", "read_uof")),
    "xlsx": ("xlsx", _lazy("sheets.workbooks", "read_xlsx")),
    "xls": ("xls", _lazy("outside.convert", "read_xls")),
    "ods": ("ods", _lazy("outside.convert", "read_ods")),
    "pdf": ("pdf", _lazy("pages.pdf", "read_pdf")),
    "ofd": ("ofd", _lazy("pages.ofd", "read_ofd")),
    "image": ("image", _lazy("outside.pictures", "read_picture")),
    "web_archive": ("html", _lazy("web.web_archive", "read_web_archive")),
}
