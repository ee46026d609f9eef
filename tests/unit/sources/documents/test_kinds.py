"""What is not read, and that each refusal says why and what to do."""

import pytest

from chuandao.errors import DocumentError
from chuandao.messages import LANGUAGES
from chuandao.sources.documents import files, read_document
from chuandao.sources.documents.kinds import kind_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def code_of(path) -> str:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    for language in LANGUAGES:
        assert caught.value.render(language)
        assert caught.value.problem.hint(language)
    return caught.value.code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "document_empty"),
        (b" \r\n\t", "no_text"),
        (b"PAR1" + bytes(20), "not_read_sheet"),
        (b"%PDF-1.7\n1 0 obj", "damaged_document"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted_document"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "not_read_slides"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(20), "not_read_archive"),
        (b"Rar!\x1a\x07" + bytes(20), "not_read_archive"),
        (b"MIME-Version: 1.0\r\n", "damaged_document"),
        (bytes(range(256)) * 8, "not_read_binary"),
        (b"PK\x03\x04 not really", "damaged_document"),
    ],
)
def test_unread_kind_has_a_code_and_a_hint(write, data, code):
    assert code_of(write(data, "a.docx")) == code


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("ppt/presentation.xml", "not_read_slides"),
        ("a.txt", "not_read_archive"),
    ],
)
def test_other_archives_are_told_apart(write, make_zip, entry, code):
    assert code_of(write(make_zip({entry: b"<a/>"}), "a.docx")) == code


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (b"%PDF-1.7\n1 0 obj", "pdf"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "word_xml"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "flat_docx"),
        (b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n", "web_archive"),
        (b"Note: a text\r\nMatter: whatever\r\n", "text"),
        (b"BMW 2025", "text"),
    ],
)
def test_kind_is_told_by_content(data, kind):
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("entries", "kind"),
    [
        ({"OFD.xml": b"<a/>"}, "ofd"),
        ({"xl/workbook.xml": b"<a/>"}, "xlsx"),
        ({"[Content_Types].xml": b"application/x.spreadsheetml.sheet.main+xml"}, "xlsx"),
        ({"[Content_Types].xml": b"application/x.wordprocessingml.document.main+xml"}, "docx"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "odt"),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, "ods"),
        ({"xl/notes.txt": b"a", "b.docx": b"b"}, "archive"),
    ],
)
def test_kind_of_a_zip_is_told_by_its_parts(make_zip, entries, kind):
    assert kind_of(make_zip(entries)) == kind


def test_docx_is_known_by_content_when_named_doc(write, make_docx):
    data = make_docx("<w:p><w:r><w:t>通知</w:t></w:r></w:p>")
    found = read_document(write(data, "通知.doc"))
    assert (found.format, found.text, found.file) == ("docx", "通知", "通知.doc")


def test_missing_file_folder_and_odd_names(tmp_path):
    assert code_of(tmp_path / "none.txt") == "file_not_found"
    assert code_of(tmp_path) == "document_is_folder"
    assert code_of(tmp_path / "a\0b") == "file_not_found"
    assert code_of(tmp_path / ("长" * 200)) == "document_unreadable"


def test_file_without_permission(write, monkeypatch):
    path = write(b"abc")

    def refuse(_self):
        raise PermissionError

    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(DocumentError) as caught:
        files.load(path)
    assert caught.value.code == "document_unreadable"


def test_large_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(files.FILE_BYTES + 1)  # a hole: nothing of it is on the disk
    assert code_of(path) == "document_too_large"


def test_zip_bomb_is_refused(write, make_zip):
    data = make_zip({"word/document.xml": b"<a>" + b" " * (5 << 20) + b"</a>"})
    assert code_of(write(data)) == "archive_too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_any_encoding(write, make_zip, encoding):
    words = f"""<?xml version="1.0" encoding="{encoding}"?>
    <!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>"""
    assert (
        code_of(write(make_zip({"word/document.xml": words.encode(encoding)}))) == "unsafe_document"
    )


def test_truncated_docx_is_damaged(write, make_docx):
    data = make_docx("<w:p/>")
    assert code_of(write(data[: len(data) // 2])) == "damaged_document"


def test_deeply_nested_tables_end_in_text_or_a_clear_error(write, make_docx):
    opened, closed = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    words = "<w:p><w:r><w:t>深</w:t></w:r></w:p>"
    assert read_document(write(make_docx(opened * 60 + words + closed * 60))).text == "深"
    assert code_of(write(make_docx(opened * 500 + words + closed * 500))) == "damaged_document"


def test_hash_is_of_the_bytes_not_of_the_text(write):
    plain, marked = write("通知".encode(), "a"), write("\ufeff通知".encode(), "b")
    first, second = read_document(plain), read_document(marked)
    assert first.text == second.text
    assert first.content_hash != second.content_hash
