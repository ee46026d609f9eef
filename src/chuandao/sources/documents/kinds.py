"""What a document file is, told by its content and never by its name."""

import re

from chuandao.errors import DocumentError
from chuandao.sources.documents.archive import Archive

_MARKS = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"PAR1", "sheet"),
)
_BITMAP_HEADER = 54
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "slides"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_WORD_XML = (
    (b"<pkg:package", "flat_docx"),
    (b'progid="Word.Document"', "word_xml"),
    (b"<w:wordDocument", "word_xml"),
    (b"<uof:UOF", "uof"),
    ("<uof:\u529e\u516c\u6587\u4ef6".encode(), "uof"),
)
_OPEN_DOCUMENT = (
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"uof", "uof"),
)
_CONTENT_TYPES = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"ms-word.document.macroEnabled.main", "docx"),
    (b"ms-word.template.macroEnabledTemplate.main", "docx"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"ms-excel.sheet.macroEnabled.main", "xlsx"),
    (b"ms-excel.sheet.binary.macroEnabled.main", "xls"),
    (b"presentationml.presentation.main", "slides"),
    (b"presentationml.slideshow.main", "slides"),
)
_MAIN_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "slides"))
_MAIN = {"docx": "document.xml", "xlsx": "workbook.xml", "slides": "presentation.xml"}
_MAIL = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+", re.DOTALL)
_MAIL_FIELD = re.compile(rb"^(?:mime-version|content-type)\s*:", re.IGNORECASE | re.MULTILINE)
_HEAD = 4096


def kind_of(data: bytes) -> str:
    """Return what the bytes are.

    Returns
    -------
    str
        ``text`` (plain or HTML), ``docx``, ``flat_docx``, ``doc`` (also .wps), ``rtf``, ``odt``,
        ``word_xml``, ``uof``, ``xlsx``, ``xls``, ``ods``, ``pdf``, ``ofd``, ``web_archive``,
        ``image``, which have readers; or ``encrypted``, ``sheet``, ``slides``, ``archive``,
        ``binary``, which have none.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7"), kind_of("各县".encode())
    ('pdf', 'text')
    """
    head = data[:_HEAD].lstrip(b" \t\r\n\xef\xbb\xbf")
    if data.startswith(_OLE):
        return _ole(data)
    if data.startswith(_ZIP):
        return _zip(data)
    if xml := next((kind for mark, kind in _WORD_XML if mark in head), ""):
        return xml
    if _is_mail(head):
        return "web_archive"
    marked = next((kind for mark, kind in _MARKS if head.startswith(mark)), "text")
    return "text" if head.startswith(b"BM") and not _is_bitmap(data) else marked


def is_plain_archive(data: bytes) -> bool:
    """Return whether the bytes are a zip archive of files, not one document in a zip."""
    try:
        return data.startswith(_ZIP) and kind_of(data) == "archive"
    except DocumentError:
        return False


def _is_mail(head: bytes) -> bool:
    """Whether a web archive (.mht) begins: header fields with a MIME version or content type."""
    fields = _MAIL.match(head)
    return bool(fields and _MAIL_FIELD.search(fields[0]))


def _ole(data: bytes) -> str:
    return next((k for stream, k in _OLE_STREAMS if stream.encode("utf-16-le") in data), "binary")


def _is_bitmap(data: bytes) -> bool:
    return len(data) >= _BITMAP_HEADER and data[6:10] == bytes(4)


def _zip(data: bytes) -> str:
    archive = Archive(data)
    names = archive.names
    if "word/document.xml" in names:
        return "docx"
    if "ofd.xml" in names:
        return "ofd"
    if "mimetype" in names:
        told = archive.read("mimetype")
        return next((kind for mark, kind in _OPEN_DOCUMENT if mark in told), "archive")
    if office := _office(archive):
        return office
    return "archive"


def _office(archive: Archive) -> str:
    """Return what an Office Open XML package is, by its content types, else by its parts."""
    types = archive.read("[content_types].xml")
    declared = (kind for mark, kind in _CONTENT_TYPES if mark in types)
    parts = {part for kind, part in archive.parts("") if kind == "officeDocument"}
    held = (kind for part, kind in _MAIN_PARTS if any(p.startswith(part) for p in parts))
    named = (kind for part, kind in _MAIN_PARTS if f"{part}{_MAIN[kind]}" in archive.names)
    return next(declared, "") or next(held, "") or next(named, "")
