"""Other word processors' files: LibreOffice turns them into .docx or .xlsx, which we read.

It runs with a profile of its own, macros off, in a private folder that goes with it.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from chuandao.errors import DocumentError
from chuandao.sources.documents.archive import Archive, has_doctype
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.ole import is_locked
from chuandao.sources.documents.outside.programs import found, run
from chuandao.sources.documents.word.docx import read_docx

_ZIP = b"PK"
_HEAD = 4096
_BLANK = b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""


def can_convert() -> bool:
    """Return whether LibreOffice is here."""
    return bool(_program())


def converted(data: bytes, suffix: str, to: str) -> bytes:
    """Return a file in another format, by LibreOffice.

    Parameters
    ----------
    data : bytes
        The whole file.
    suffix : str
        The ending that its kind usually bears, without the dot.
    to : {"docx", "xlsx"}

    Raises
    ------
    DocumentError
        ``libreoffice_missing``, ``converter_failed``, ``document_timeout``; and
        ``encrypted_document``, ``unsafe_document``, ``archive_too_large`` before it is started.
    """
    program = _program()
    if not program:
        raise DocumentError("libreoffice_missing", kind=suffix)
    with tempfile.TemporaryDirectory(prefix="chuandao-convert-") as folder:
        given, made = Path(folder, f"document.{suffix}"), Path(folder, "made")
        given.write_bytes(data)
        made.mkdir()
        flags = ("--headless", "--norestore", "--nolockcheck", "--nodefault")
        profile = f"-env:UserInstallation={_profile(folder).as_uri()}"
        outward = ("--convert-to", to, "--outdir", str(made), str(given))
        run("convert", [program, *flags, profile, *outward])
        result = made / f"document.{to}"
        if not result.is_file():
            raise DocumentError("converter_failed", program="LibreOffice")
        return result.read_bytes()


def _program() -> str:
    return found("soffice", "libreoffice")


def _profile(folder: str) -> Path:
    """Return a profile; one serves a reading process for all its files."""
    home = Path(os.environ.get("CHUANDAO_READING_FOLDER") or folder, "profile")
    if not (home / "user").is_dir():
        (home / "user").mkdir(parents=True)
        (home / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    return home


def _check(data: bytes) -> None:
    """Refuse what LibreOffice should not be given."""
    if data.startswith(_ZIP):
        archive = Archive(data)
        archive.check()
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise DocumentError("encrypted_document")
    elif is_locked(data):
        raise DocumentError("encrypted_document")
    elif data[:_HEAD].lstrip(_BLANK).startswith(b"<") and has_doctype(data):
        raise DocumentError("unsafe_document")


def _document(suffix: str) -> Callable[[bytes], Content]:
    def read(data: bytes) -> Content:
        _check(data)
        return read_docx(converted(data, suffix, "docx"))

    return read


def _workbook(suffix: str) -> Callable[[bytes], Content]:
    def read(data: bytes) -> Content:
        from chuandao.sources.documents.sheets.workbooks import read_xlsx

        _check(data)
        return read_xlsx(converted(data, suffix, "xlsx"))

    return read


read_doc = _document("doc")
read_rtf = _document("rtf")
read_odt = _document("odt")
read_word_xml = _document("xml")
read_uof = _document("uot")
read_xls = _workbook("xls")
read_ods = _workbook("ods")
