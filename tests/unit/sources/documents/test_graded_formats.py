"""A mark of secrecy refuses a document in every format, and nothing of it is kept."""

import tempfile
from pathlib import Path

import pytest

from chuandao.sources.documents import read_documents
from chuandao.sources.documents.isolation import pool
from chuandao.sources.documents.outside.convert import can_convert
from chuandao.sources.documents.outside.ocr import can_recognise

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
MARK = "机密★10年"
LINES = [MARK, "清河市人民政府文件", "关于做好有关工作的通知", "正文只此一句，不得外传。"]


def p(words):
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def graded(corpus, make_docx):
    """Return a graded document in every format that needs no other program."""
    box = f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(MARK)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    water = (
        f'<w:p><w:r><w:pict><v:shape><v:textpath string="{MARK}"/></v:shape></w:pict></w:r></w:p>'
    )
    cell = f"<w:tbl><w:tr><w:tc>{p(MARK)}</w:tc><w:tc>{p('特急')}</w:tc></w:tr></w:tbl>"
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in LINES) + "</body></html>"
    word = corpus.docx_of(LINES, [])
    return {
        "a.txt": "\n".join(LINES).encode("gb18030"),
        "b.html": page.encode(),
        "c.mht": corpus._web_archive(page),
        "d.docx": word,
        "e.docx": make_docx(box + p(LINES[3])),
        "f.docx": make_docx(p(LINES[3]), header=p(MARK)),
        "g.docx": make_docx(p(LINES[3]), header=water),
        "h.docx": make_docx(cell + p(LINES[3])),
        "i.xml": corpus.flat_docx(word),
        "j.zip": corpus.zip_of({"a.docx": word}),
        "（秘密）k.txt": LINES[3].encode(),
    }


def refused(folder, files):
    paths = []
    for name, data in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(data)
    readings = list(read_documents(paths, jobs=1))
    assert all(reading.extracted is None for reading in readings)
    words = [reading.problem.render("zh-Hans") for reading in readings]
    assert not any("不得外传" in word or "有关工作" in word for word in words)
    return {r.source.path.name: r.problem.code for r in readings}


def test_a_mark_refuses_every_format_of_our_own(tmp_path, corpus, make_docx):
    assert set(refused(tmp_path, graded(corpus, make_docx)).values()) == {"graded_document"}


@pytest.mark.skipif(
    not can_convert(), reason="LibreOffice is not installed: apt install libreoffice-writer"
)
def test_a_mark_refuses_what_libreoffice_opens_and_no_file_of_it_stays(tmp_path, corpus):
    word = corpus.docx_of(LINES, [])
    files = {
        f"a.{form}": corpus.by_libreoffice(word, "docx", form) for form in ("doc", "odt", "rtf")
    }
    assert set(refused(tmp_path, files).values()) == {"graded_document"}
    left = [
        path
        for process in pool._IDLE
        for path in Path(process._folder).rglob("*")
        if path.suffix in {".doc", ".docx", ".odt", ".rtf"}
    ]
    assert left == []
    pool.close_idle()
    assert not list(Path(tempfile.gettempdir()).glob("chuandao-convert-*"))


@pytest.mark.skipif(
    not can_recognise(),
    reason="tesseract with Chinese is not installed: apt install tesseract-ocr-chi-sim",
)
def test_a_mark_on_a_scan_refuses_it(tmp_path, corpus):
    pytest.importorskip("PIL")
    try:
        data = corpus.picture(["机密", *LINES[1:]], FONT)
    except OSError:
        pytest.skip("the font Noto Serif CJK is not installed: apt install fonts-noto-cjk")
    assert refused(tmp_path, {"a.png": data}) == {"a.png": "graded_document"}
