"""Files made to harm: each is a line in the list of unread files, and the batch ends."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from chuandao.errors import DocumentError
from chuandao.messages import LANGUAGES
from chuandao.sources.documents import read_documents, unread_reason
from chuandao.sources.documents.outside.convert import can_convert

ENTITIES = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
PAGE_OUTSIDE = '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
ENDINGS = ("docx", "doc", "wps", "rtf", "odt", "xlsx", "xls", "ods", "html", "mht", "txt", "zip", "png", "xml", "uot")  # fmt: skip
NEEDS_LIBREOFFICE = pytest.mark.skipif(
    not can_convert(), reason="LibreOffice is not installed: apt install libreoffice-writer"
)


MEASURE = """
import resource, sys
from pathlib import Path
from chuandao.sources.documents import read_documents
from chuandao.sources.documents.isolation import pool
for reading in read_documents(map(Path, sys.argv[1:]), jobs=2):
    print(reading.problem.code if reading.problem else "read")
pool.close_idle()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def codes_of(tmp_path, files):
    """Read files as one batch that ends with a good one; return their codes (or ``read``)."""
    paths = []
    for name, data in files.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    paths.append(tmp_path / "last.txt")
    paths[-1].write_bytes("最后一份通知照常读取".encode())
    *readings, last = read_documents(paths, jobs=2)
    assert last.extracted
    assert last.extracted.text == "最后一份通知照常读取"
    for reading in readings:
        if reading.problem:
            assert reading.problem.place.file == str(reading.source.name)
            assert all(reading.problem.render(language) for language in LANGUAGES)
            assert all(reading.problem.hint(language) for language in LANGUAGES)
            assert unread_reason(reading.problem.code)
    return {r.source.path.name: r.problem.code if r.problem else "read" for r in readings}


def swollen(entry, head, tail, size):
    """Return a zip whose entry holds ``size`` letters between a head and a tail."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open(entry, "w", force_zip64=True) as stream:
            stream.write(head)
            for _ in range(size >> 20):
                stream.write(b"A" * (1 << 20))
            stream.write(tail)
        archive.writestr("xl/workbook.xml", WORKBOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", WORKBOOK_LINKS)
    return written.getvalue()


WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" r:id="r1"/></sheets></workbook>'
)
WORKBOOK_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = (
    (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>'
    ),
    b"</t></is></c></row></sheetData></worksheet>",
)
WORD = (
    (
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body><w:p><w:r><w:t>"
    ),
    b"</w:t></w:r></w:p></w:body></w:document>",
)


def test_a_cell_and_a_paragraph_of_a_gigabyte_are_refused(tmp_path):
    files = {
        "cell.xlsx": swollen("xl/worksheets/sheet1.xml", *SHEET, 1 << 30),
        "words.docx": swollen("word/document.xml", *WORD, 1 << 30),
    }
    assert set(codes_of(tmp_path, files).values()) == {"archive_too_large"}


def test_words_just_under_the_limit_of_an_entry_end_clearly(tmp_path, make_zip):
    noise = np.random.default_rng(7).choice(np.frombuffer(b"abcdefgh ", "u1"), 30 << 20).tobytes()
    paragraphs = b"</w:t></w:r></w:p><w:p><w:r><w:t>".join(
        noise[place : place + 1000] for place in range(0, len(noise) // 2, 1000)
    )
    files = {
        "one.docx": make_zip({"word/document.xml": WORD[0] + noise + WORD[1]}),
        "many.docx": make_zip({"word/document.xml": WORD[0] + paragraphs + WORD[1]}),
    }
    assert codes_of(tmp_path, files) == {"one.docx": "damaged_document", "many.docx": "read"}


def test_a_bomb_in_a_zip_of_files_is_refused_alone(tmp_path, make_zip):
    bomb = make_zip({"a.txt": bytes(40 << 20), "b.txt": "通知".encode()})
    (tmp_path / "a.zip").write_bytes(bomb)
    first, second = read_documents([tmp_path / "a.zip"], jobs=1)
    assert first.problem.code == "archive_too_large"
    assert second.extracted.text == "通知"


def test_entities_are_never_resolved(tmp_path, make_zip):
    word = f"{ENTITIES}<w:document xmlns:w='x'><w:body>&c;</w:body></w:document>".encode()
    odt = {"mimetype": b"application/vnd.oasis.opendocument.text"}
    sheet = WORKBOOK_LINKS.encode()
    files = {
        "a.docx": make_zip({"word/document.xml": word}),
        "b.docx": make_zip(
            {"word/document.xml": word.replace(ENTITIES.encode(), OUTSIDE.encode())}
        ),
        "c.odt": make_zip({**odt, "content.xml": f"{ENTITIES}<a>&c;</a>".encode()}),
        "d.odt": make_zip({**odt, "content.xml": f"{OUTSIDE}<a>&a;</a>".encode()}),
        "e.xlsx": make_zip(
            {
                "xl/workbook.xml": WORKBOOK.encode(),
                "xl/_rels/workbook.xml.rels": sheet,
                "xl/worksheets/sheet1.xml": f"{OUTSIDE}<a>&a;</a>".encode(),
            }
        ),
        "f.xml": f'<?xml version="1.0"?>{OUTSIDE}<pkg:package xmlns:pkg="x">&a;</pkg:package>'.encode(),
        "g.xml": f'<?xml version="1.0"?>{OUTSIDE}<w:wordDocument xmlns:w="x">&a;</w:wordDocument>'.encode(),
    }
    assert set(codes_of(tmp_path, files).values()) == {"unsafe_document"}


def test_entities_of_a_web_page_are_not_resolved(tmp_path):
    page = tmp_path / "a.html"
    page.write_text(f"{PAGE_OUTSIDE}<html><body><p>前&a;后</p></body></html>", "utf-8")
    [reading] = read_documents([page])
    assert reading.extracted.text.endswith("前&a;后")
    assert Path("/etc/hostname").read_text("utf-8").strip() not in reading.extracted.text


def test_deep_nesting_ends(tmp_path, make_docx, make_zip):
    deep = 100_000
    opened = "".join(f'<w:sdt w:n="{n * 7919 % 99991}">' for n in range(deep))
    files = {
        "a.docx": make_docx(opened + "</w:sdt>" * deep),
        "b.html": b"<html><body>" + b"<div>" * deep + "通知".encode() + b"</div>" * deep,
        "c.html": b"<html><body>" + b"<table><tr><td>" * deep + "通知".encode(),
        "d.html": b"<html><body>" + b"<ul><li>" * 3000 + "通知".encode(),
        "e.rtf": b"{\\rtf1 " + b"{" * 50_000 + b"a" + b"}" * 50_000 + b"}",
    }
    found = codes_of(tmp_path, {n: d for n, d in files.items() if can_convert() or n != "e.rtf"})
    assert found["a.docx"] == "damaged_document"
    assert set(found.values()) <= {
        "read",
        "damaged_document",
        "converter_failed",
        "document_crashed",
        "no_text",
    }


def test_random_bytes_under_each_ending_are_listed(tmp_path):
    random = np.random.default_rng(1)
    files = {f"a.{ending}": random.bytes(5000) for ending in ENDINGS}
    assert set(codes_of(tmp_path, files).values()) <= {"not_read_binary", "unreadable_text"}


def test_the_right_first_bytes_and_then_noise_are_listed(tmp_path):
    random = np.random.default_rng(2)
    heads = {
        "a.docx": b"PK\x03\x04",
        "a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
        "a.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
        "a.png": b"\x89PNG\r\n\x1a\n",
        "a.jpg": b"\xff\xd8\xff\xe0",
        "a.rar": b"Rar!\x1a\x07\x00",
        "a.7z": b"7z\xbc\xaf\x27\x1c",
        "a.mht": b"MIME-Version: 1.0\r\n\r\n",
    }
    found = codes_of(tmp_path, {name: head + random.bytes(5000) for name, head in heads.items()})
    assert "read" not in found.values()
    assert found["a.docx"] == "damaged_document"
    assert found["a.rar"] == found["a.7z"] == "not_read_archive"


@pytest.mark.parametrize("ending", ["docx", "xlsx", "html", "mht", "xml", "zip"])
def test_a_file_cut_at_each_tenth_is_listed_or_read_to_there(tmp_path, corpus, ending):
    known = {s.name.rpartition(".")[2]: s.data for s in corpus.samples()}
    known["zip"] = corpus.zip_of({"a.docx": known["docx"]})
    whole = known[ending]
    files = {f"{tenth}.{ending}": whole[: len(whole) * tenth // 10] for tenth in range(10)}
    codes = set(codes_of(tmp_path, files).values())
    assert codes <= {"read", "document_empty", "damaged_document", "no_text", "unreadable_text"}
    if ending in {"docx", "xlsx", "zip", "xml"}:
        assert "read" not in codes


@NEEDS_LIBREOFFICE
def test_an_old_word_file_cut_short_is_listed_or_read_to_there(tmp_path, corpus):
    whole = corpus.by_libreoffice(corpus.docx_of(corpus.SIMPLIFIED, []), "docx", "doc")
    files = {f"{tenth}.doc": whole[: len(whole) * tenth // 10] for tenth in (1, 5, 9)}
    codes = set(codes_of(tmp_path, files).values())
    assert codes <= {
        "read",
        "converter_failed",
        "no_text",
        "not_read_binary",
        "damaged_document",
        "unreadable_text",
    }


@NEEDS_LIBREOFFICE
def test_passwords_are_told_before_a_converter_is_started(tmp_path, corpus, make_zip):
    doc = bytearray(corpus.by_libreoffice(corpus.docx_of(corpus.SIMPLIFIED, []), "docx", "doc"))
    doc[_word_stream(doc) + 11] |= 0x01  # FibBase.fEncrypted
    odt = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": b"<a><manifest:encryption-data/></a>",
    }
    package = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    )
    files = {"a.doc": bytes(doc), "b.odt": make_zip(odt), "c.docx": package, "d.xlsx": package}
    assert set(codes_of(tmp_path, files).values()) == {"encrypted_document"}


def _word_stream(doc):
    return doc.index(b"\xec\xa5")  # FibBase.wIdent


def test_a_zip_that_would_unpack_to_gigabytes_is_refused(tmp_path):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in range(80):
            archive.writestr(f"{name}.txt", b"")
    data = bytearray(written.getvalue())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 24 : place + 28] = (60 << 20).to_bytes(4, "little")
        place = data.find(b"PK\x01\x02", place + 1)
    (tmp_path / "a.zip").write_bytes(bytes(data))
    [reading] = read_documents([tmp_path / "a.zip"])
    assert reading.problem.code == "archive_too_large"


def test_no_reading_process_ever_holds_a_gigabyte(tmp_path, make_zip):
    """Measured from a small process: a child counts what its parent held when it was started."""
    random = np.random.default_rng(3)
    noise = random.choice(np.frombuffer(b"abcdefgh ", "u1"), 30 << 20).tobytes()
    cells = b"".join(
        b'<row><c t="inlineStr"><is><t>%d</t></is></c></row>' % n for n in range(600_000)
    )
    sheet = SHEET[0].partition(b"<row")[0] + cells + b"</sheetData></worksheet>"
    files = {
        "a.docx": make_zip({"word/document.xml": WORD[0] + noise + WORD[1]}),
        "b.html": b"<html><body>" + b"<div><p>a" * 1_000_000,
        "c.txt": noise,
        "d.xlsx": make_zip(
            {
                "xl/workbook.xml": WORKBOOK.encode(),
                "xl/_rels/workbook.xml.rels": WORKBOOK_LINKS.encode(),
                "xl/worksheets/sheet1.xml": sheet,
            }
        ),
        "e.mht": b"MIME-Version: 1.0\r\n" + b"a: b\r\n" * 1_000_000,
        "f.rtf": b"{\\rtf1 " + b"{\\b a" * 200_000,
        "g.bmp": b"BM" + bytes(16) + (50_000).to_bytes(4, "little") * 2 + bytes(40),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *(str(tmp_path / name) for name in files)],
        capture_output=True,
        text=True,
        check=True,
        timeout=500,
    )
    *codes, largest = done.stdout.split()
    assert len(codes) == len(files)
    assert int(largest) < 1 << 20  # kilobytes


def test_a_problem_of_a_file_is_the_same_alone_and_in_a_batch(tmp_path, make_zip):
    from chuandao.sources.documents import read_document

    path = tmp_path / "a.docx"
    path.write_bytes(make_zip({"word/document.xml": b"<a"}))
    [reading] = read_documents([path])
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert caught.value.code == reading.problem.code
