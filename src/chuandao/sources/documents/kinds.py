"""What a document file is, told by its content and never by its name."""

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
    (b"MIME-Version:", "web_archive"),
)
_BITMAP_HEADER = 54
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "sheet"),
    ("Book", "sheet"),
    ("PowerPoint Document", "slides"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_WORD_XML = (b'progid="Word.Document"', b"<w:wordDocument", b"<pkg:package", b"<uof:UOF")
_HEAD = 4096


def kind_of(data: bytes) -> str:
    """Return what the bytes are.

    Returns
    -------
    str
        ``docx`` or ``text`` (plain or HTML), which are read; or ``pdf``, ``ofd``, ``doc``
        (also .wps), ``encrypted``, ``sheet``, ``slides``, ``odt``, ``rtf``, ``word_xml``,
        ``web_archive``, ``image``, ``archive``, ``binary``, which are not.

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
    if any(mark in head for mark in _WORD_XML):
        return "word_xml"
    marked = next((kind for mark, kind in _MARKS if head.startswith(mark)), "text")
    return "text" if head.startswith(b"BM") and not _is_bitmap(data) else marked


def _ole(data: bytes) -> str:
    return next((k for stream, k in _OLE_STREAMS if stream.encode("utf-16-le") in data), "binary")


def _is_bitmap(data: bytes) -> bool:
    return len(data) >= _BITMAP_HEADER and data[6:10] == bytes(4)


def _zip(data: bytes) -> str:
    archive = Archive(data)
    names = archive.names
    if "word/document.xml" in names or _is_word(archive):
        return "docx"
    if "ofd.xml" in names:
        return "ofd"
    if "mimetype" in names and b"opendocument.text" in archive.read("mimetype"):
        return "odt"
    folders = {name.partition("/")[0] for name in names}
    return "sheet" if "xl" in folders else "slides" if "ppt" in folders else "archive"


def _is_word(archive: Archive) -> bool:
    return any(
        kind == "officeDocument" and part.startswith("word/") for kind, part in archive.parts("")
    )
