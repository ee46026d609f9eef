"""What a file is, told by its content and never by its name."""

from pathlib import Path
from typing import Literal

Content = Literal["text", "workbook", "parquet", "old_workbook", "compressed", "binary", "empty"]

_HEAD = 65536
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_COMPRESSED = (
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
)
_PDF = b"%PDF-"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - {7, 8, 9, 10, 11, 12, 13, 26, 27})
_WORKBOOK_PART = "xl/workbook.xml"


def content_of(path: Path) -> Content:
    """Return what the bytes of a file are.

    Returns
    -------
    str
        ``text`` (of whatever encoding), ``workbook`` (xlsx), ``parquet``, ``old_workbook``
        (xls, or a workbook locked by a password), ``compressed``, ``binary``, ``empty``.

    Examples
    --------
    >>> content_of(Path(__file__))
    'text'
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\x00"):
        return "empty"
    if head.startswith(b"PK\x03\x04"):
        return "workbook" if _is_workbook(path) else "compressed"
    return _by_mark(head)


def _by_mark(head: bytes) -> Content:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(_OLE):
        return "old_workbook"
    if head.startswith(_COMPRESSED):
        return "compressed"
    return "text" if _looks_like_text(head) and not head.startswith(_PDF) else "binary"


def _looks_like_text(head: bytes) -> bool:
    if head.startswith(_WIDE_MARKS):
        return True
    return len(head.translate(None, _CONTROL)) == len(head) or is_wide(head)


def is_wide(head: bytes) -> bool:
    r"""Return whether bytes without a mark look like UTF-16: commas and line ends with zeros.

    Examples
    --------
    >>> is_wide("a,b\n1,2\n".encode("utf-16-le")), is_wide(b"a,b\n")
    (True, False)
    """
    return any(
        head.count(b"\x00") and _mostly(head, encoding) for encoding in ("utf-16-le", "utf-16-be")
    )


def _mostly(head: bytes, encoding: str) -> bool:
    whole = head[: len(head) // 2 * 2]
    text = whole.decode(encoding, errors="replace")
    odd = sum(1 for sign in text if sign == "\ufffd" or (sign < " " and sign not in "\t\r\n"))
    return ("\n" in text or "," in text) and odd == 0 and "\ue000" not in text


def _is_workbook(path: Path) -> bool:
    import zipfile

    try:
        with zipfile.ZipFile(path) as archive:
            return _WORKBOOK_PART in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False
