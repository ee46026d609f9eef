"""A Word file in one XML (``pkg:package``, flat OPC): its parts put into an archive, then read."""

import io
import zipfile
from base64 import b64decode
from binascii import Error as BinasciiError

from lxml import etree

from chuandao.errors import DocumentError
from chuandao.sources.documents.archive import parse_xml
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.word.docx import read_docx
from chuandao.sources.documents.word.wordml import Element, attribute


def read_flat_docx(data: bytes) -> Content:
    """Return the text of a Word file that is saved as one XML (``.xml``).

    Raises
    ------
    DocumentError
        ``damaged_document``, ``unsafe_document``.
    """
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for part in parse_xml(data).iter("{*}part"):
            name = (attribute(part, "name") or "").lstrip("/")
            if name and name not in archive.NameToInfo:
                archive.writestr(zipfile.ZipInfo(name), _bytes_of(part))
    return read_docx(written.getvalue())


def _bytes_of(part: Element) -> bytes:
    held = next(part.iter("{*}xmlData", "{*}binaryData"), None)
    if held is None:
        return b""
    if str(held.tag).endswith("xmlData"):
        return b"".join(etree.tostring(child, encoding="utf-8") for child in held)
    try:
        return b64decode(held.text or "")
    except BinasciiError as error:
        raise DocumentError("damaged_document") from error
