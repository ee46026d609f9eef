"""PDF files beyond their text: locks, damage, scans, marks, attachments."""

import contextlib
import io
import random
import resource

import pypdfium2
import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents import read_document
from chuandao.sources.documents.pages import pdf as reader
from chuandao.sources.documents.pages.pdf import read_pdf


@pytest.fixture
def canvas():
    from drawn_pdf import font
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()

    def make(**options):
        drawing = Canvas(file, pagesize=(595, 842), **options)
        drawing.setFont(font(), 12)
        drawing.file = file
        return drawing

    return make


def _done(drawing) -> bytes:
    drawing.save()
    return drawing.file.getvalue()


def _codes(content) -> dict[str, object]:
    return {note.code: note.parameters for note in content.notes}


def _lines(drawing, lines, x=90, y=700, step=20):
    for place, line in enumerate(lines):
        drawing.drawString(x, y - place * step, line)


@pytest.fixture
def picture():
    """Return a grey picture that has to be recognised."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("L", (600, 850), 200))


def test_a_password_to_open_is_refused(canvas):
    from reportlab.lib.pdfencrypt import StandardEncryption

    drawing = canvas(encrypt=StandardEncryption("open", "own"))
    drawing.drawString(90, 700, "各县")
    with pytest.raises(DocumentError) as raised:
        read_pdf(_done(drawing))
    assert raised.value.code == "encrypted_document"


def test_an_owner_password_alone_does_not_hinder_reading(canvas):
    from reportlab.lib.pdfencrypt import StandardEncryption

    drawing = canvas(encrypt=StandardEncryption("", "own", canCopy=0))
    drawing.drawString(90, 700, "各县（市、区）人民政府")
    assert read_pdf(_done(drawing)).text == "各县（市、区）人民政府"


def test_type_struck_twice_is_read_once(canvas):
    drawing = canvas()
    for shift in (0, 0.3):
        drawing.drawString(90 + shift, 700, "关于防汛工作的通知")
    assert read_pdf(_done(drawing)).text == "关于防汛工作的通知"


def test_hidden_words_without_a_scan_are_left_out_and_counted(canvas):
    drawing = canvas()
    drawing.drawString(90, 700, "看得见的内容")
    drawing.drawString(90, 650, "看不见", mode=3)
    found = read_pdf(_done(drawing))
    assert found.text == "看得见的内容"
    assert _codes(found)["hidden_text_dropped"]["count"] == 1


def test_hidden_words_over_a_scan_are_its_text_layer(canvas, picture):
    drawing = canvas()
    drawing.drawImage(picture, 0, 0, 595, 842)
    for place in range(4):
        drawing.drawString(
            90, 700 - 20 * place, f"第{place}项任务由市发展改革委牵头负责落实到位并按月报送", mode=3
        )
    found = read_pdf(_done(drawing))
    assert "市发展改革委牵头" in found.text
    assert _codes(found)["text_layer_by_scanner"]["pages"] == "1"


def test_a_scan_without_a_recogniser_is_not_read(canvas, picture, monkeypatch):
    monkeypatch.setattr(reader, "can_recognise", lambda: False)
    drawing = canvas()
    drawing.drawImage(picture, 0, 0, 595, 842)
    with pytest.raises(DocumentError) as raised:
        read_pdf(_done(drawing))
    assert raised.value.code == "pages_without_text"


@pytest.mark.parametrize(("pages", "is_read"), [(4, False), (12, True)])
def test_one_scanned_page_is_named_or_stops_the_reading_by_its_share(
    canvas, picture, monkeypatch, pages, is_read
):
    monkeypatch.setattr(reader, "can_recognise", lambda: False)
    drawing = canvas()
    for _ in range(pages - 1):
        drawing.setFont("STSong-Light", 12)
        drawing.drawString(90, 500, "各县（市、区）人民政府要认真组织实施。")
        drawing.showPage()
    drawing.drawImage(picture, 0, 0, 595, 842)
    data = _done(drawing)
    if is_read:
        assert _codes(read_pdf(data))["pages_not_read"]["pages"] == str(pages)
    else:
        with pytest.raises(DocumentError):
            read_pdf(data)


def test_an_attached_file_is_named(canvas):
    drawing = canvas()
    drawing.drawString(90, 700, "见附件")
    document = pypdfium2.PdfDocument(_done(drawing))
    document.new_attachment("任务分解表.xlsx").set_data(b"data")
    file = io.BytesIO()
    document.save(file)
    document.close()
    assert _codes(read_pdf(file.getvalue()))["attachments_not_read"]["names"] == "任务分解表.xlsx"


def test_words_of_a_filled_form_are_read(canvas):
    drawing = canvas()
    drawing.drawString(90, 700, "Name:")
    drawing.acroForm.textfield(name="a", value="Qinghe County", x=150, y=690, width=200, height=24)
    assert "Qinghe County" in read_pdf(_done(drawing)).text


def test_a_slanted_watermark_is_taken_out_and_kept_for_the_secrecy_check(canvas):
    drawing = canvas()
    drawing.drawString(90, 700, "各县（市、区）人民政府")
    drawing.saveState()
    drawing.translate(200, 300)
    drawing.rotate(45)
    drawing.drawString(0, 0, "征求意见稿")
    drawing.restoreState()
    found = read_pdf(_done(drawing))
    assert found.text == "各县（市、区）人民政府"
    assert found.margins == "征求意见稿"


def test_a_secrecy_mark_in_a_running_head_refuses_the_document(canvas, tmp_path):
    drawing = canvas()
    for _ in range(2):
        drawing.setFont("STSong-Light", 12)
        drawing.drawString(90, 800, "机密★5年")
        drawing.drawString(90, 500, "各县（市、区）人民政府要认真组织实施。")
        drawing.showPage()
    path = tmp_path / "a.pdf"
    path.write_bytes(_done(drawing))
    with pytest.raises(DocumentError) as raised:
        read_document(path)
    assert raised.value.code == "graded_document"


def test_radicals_are_read_as_the_characters_they_look_like(canvas):
    drawing = canvas()
    drawing.setFont("STSong-Light", 12)
    drawing.drawString(90, 700, "长期")
    from chuandao.sources.documents.pages.characters import seen

    assert "".join(map(seen, "⻓期⼈⺠")) == "长期人民"
    assert read_pdf(_done(drawing)).text == "长期"


def test_sideways_words_are_not_lost(canvas):
    drawing = canvas()
    _lines(drawing, ["各县（市、区）人民政府要认真组织实施。"] * 3)
    drawing.saveState()
    drawing.translate(60, 300)
    drawing.rotate(90)
    drawing.drawString(0, 0, "牵头单位")
    drawing.restoreState()
    assert "牵头单位" in read_pdf(_done(drawing)).text


def _sound(data: bytes) -> None:
    """Read it: a document error is as good as a text."""
    with contextlib.suppress(DocumentError):
        assert isinstance(read_pdf(data).text, str)


@pytest.mark.parametrize("tenth", range(10))
def test_a_truncated_file_gives_an_error_or_a_text(tenth, monkeypatch):
    from drawn_pdf import drawn
    from officialese import ALL_SHORT

    monkeypatch.setattr(reader, "can_recognise", lambda: False)
    data = drawn(ALL_SHORT)
    _sound(data[: len(data) * tenth // 10])


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_give_an_error_or_a_text(seed):
    _sound(b"%PDF-1.7\n" + random.Random(seed).randbytes(20_000))  # noqa: S311 - a seed, no secret


@pytest.mark.parametrize("seed", range(40))
def test_flipped_bytes_give_an_error_or_a_text(seed, monkeypatch):
    from drawn_pdf import drawn
    from officialese import ALL_SHORT

    monkeypatch.setattr(reader, "can_recognise", lambda: False)
    chance = random.Random(seed)  # noqa: S311 - a seed, no secret
    data = bytearray(drawn(ALL_SHORT))
    for _ in range(30):
        data[chance.randrange(len(data))] = chance.randrange(256)
    _sound(bytes(data))


def _raw(objects: list[str]) -> bytes:
    """Return a PDF out of objects; the first is the catalogue."""
    body = "%PDF-1.7\n" + "".join(f"{i} 0 obj\n{o}\nendobj\n" for i, o in enumerate(objects, 1))
    return f"{body}trailer\n<</Root 1 0 R /Size {len(objects) + 1}>>\n%%EOF".encode()


def test_a_deep_tree_of_pages_gives_an_error_or_a_text():
    depth = 3000
    nodes = [f"<</Type/Pages/Kids[{i + 3} 0 R]/Count 1>>" for i in range(depth)]
    _sound(_raw(["<</Type/Catalog/Pages 2 0 R>>", *nodes, "<</Type/Page/MediaBox[0 0 9 9]>>"]))


def test_a_tree_of_pages_that_bites_its_tail_gives_an_error_or_a_text():
    _sound(_raw(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 9>>"]))


@pytest.mark.parametrize("box", ["0 0 1e30 1e30", "0 0 200000 200000", "0 0 0 0", "9 9 1 1"])
def test_an_absurd_page_size_gives_an_error_or_a_text(box):
    page = f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Resources<<>>/Contents 4 0 R>>"
    content = "<</Length 33>>\nstream\nBT /F1 12 Tf (a) Tj ET 0 0 9 9 re S\nendstream"
    pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
    _sound(_raw(["<</Type/Catalog/Pages 2 0 R>>", pages, page, content]))


@pytest.mark.soak
def test_five_thousand_pages_stay_under_a_gigabyte():
    from drawn_pdf import Pen, font
    from officialese import NOTICE

    pen = Pen(font(), 12, head="清河市人民政府公报")
    while pen.page < 5000:
        for block in NOTICE:
            pen.block(block)
    found = read_pdf(pen.done())
    assert len(found.text) > 4_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1 << 20
