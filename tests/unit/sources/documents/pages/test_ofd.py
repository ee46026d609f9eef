"""OFD files (GB/T 33190-2016): distances, templates, marks, damage."""

import contextlib
import random

import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents.pages import ofd as reader
from chuandao.sources.documents.pages.ofd import read_ofd
from chuandao.sources.documents.pages.ofd_xml import deltas

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'
LINE = "各县（市、区）人民政府要认真组织实施。"


@pytest.fixture
def make():
    from ofd_maker import ofd

    return ofd


@pytest.fixture
def words():
    from ofd_maker import text_object

    def at(text=LINE, y=60.0, x=30.0, size=4.0, **options):
        return text_object(text, x, y, size, **options)

    return at


def _codes(content) -> dict[str, object]:
    return {note.code: note.parameters for note in content.notes}


def test_repeated_distances_are_unfolded():
    assert deltas("4 g 3 5 6") == [4.0, 5.0, 5.0, 5.0, 6.0]


@pytest.mark.parametrize("stated", ["g 18 4", " ".join(["4"] * 18), "4", ""])
def test_however_distances_are_stated_the_line_is_read(make, words, stated):
    assert read_ofd(make([words(deltas=stated)])).text == LINE


def test_absurd_repetition_is_not_unfolded(make, words):
    assert read_ofd(make([words(deltas="g 999999999 4")])).text == LINE


def test_objects_are_read_by_place_not_by_order(make, words):
    page = words("第二行。", 80) + words("第一行。", 60)
    assert read_ofd(make([page])).text == "第一行。\n第二行。"


def test_type_struck_twice_is_read_once(make, words):
    assert read_ofd(make([words() + words(x=30.1)])).text == LINE


def test_words_of_a_template_stand_in_their_place(make, words):
    made = make([words("正文内容。", 90)], template=words("清河市人民政府文件", 60))
    assert read_ofd(made).text == "清河市人民政府文件\n正文内容。"


def test_a_turned_object_is_read_upright(make):
    turned = (
        '<ofd:TextObject ID="1" Boundary="30 30 10 100" Size="4" CTM="0 1 -1 0 10 0">'
        '<ofd:TextCode X="0" Y="4" DeltaX="g 5 4">各县要抓落实</ofd:TextCode></ofd:TextObject>'
    )
    assert read_ofd(make([turned])).text == "各县要抓落实"


def test_words_in_a_composite_object_are_read(make, words):
    unit = (
        f'<ofd:Res {NS}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="8" Width="200" '
        f'Height="50"><ofd:Content>{words()}</ofd:Content></ofd:CompositeGraphicUnit>'
        "</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    use = '<ofd:CompositeObject ID="3" Boundary="0 0 200 50" ResourceID="8"/>'
    assert read_ofd(make([use], extra={"Doc_0/DocumentRes.xml": unit})).text == LINE


def test_hidden_words_are_left_out_and_counted(make, words):
    found = read_ofd(make([words() + words("看不见", 90, extra='Visible="false"')]))
    assert found.text == LINE
    assert _codes(found)["hidden_text_dropped"]["count"] == 1


def test_words_of_a_watermark_annotation_are_kept_for_the_secrecy_check(make, words):
    note = f'<ofd:Annot Type="Watermark"><ofd:Appearance>{words("内部资料")}</ofd:Appearance></ofd:Annot>'
    found = read_ofd(
        make(
            [words()],
            document="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
            extra={
                "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {NS}><ofd:Page PageID="10">'
                "<ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>",
                "Doc_0/Annots/Page_0/Annotation.xml": f"<ofd:PageAnnot {NS}>{note}</ofd:PageAnnot>",
            },
        )
    )
    assert (found.text, found.margins) == (LINE, "内部资料")
    assert _codes(found)["annotations_dropped"]["count"] == 1


def test_attached_files_are_named_and_seals_counted(make, words):
    found = read_ofd(
        make(
            [words()],
            body="<ofd:Signatures>Doc_0/Signs/Signatures.xml</ofd:Signatures>",
            document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
            extra={
                "Doc_0/Signs/Signatures.xml": f'<ofd:Signatures {NS}><ofd:Signature ID="1"/></ofd:Signatures>',
                "Doc_0/Attachs/Attachments.xml": f'<ofd:Attachments {NS}><ofd:Attachment ID="1" '
                'Name="任务分解表.xlsx"><ofd:FileLoc>a.xlsx</ofd:FileLoc></ofd:Attachment></ofd:Attachments>',
            },
        )
    )
    codes = _codes(found)
    assert codes["attachments_not_read"]["names"] == "任务分解表.xlsx"
    assert codes["signatures_not_checked"]["count"] == 1


def test_a_missing_page_among_many_is_named(make, words):
    found = read_ofd(make([words()] * 12, missing=[3]))
    assert _codes(found)["pages_not_read"]["pages"] == "4"


def test_a_file_without_its_pages_is_damaged(make, words):
    with pytest.raises(DocumentError) as raised:
        read_ofd(make([words()], missing=[0]))
    assert raised.value.code == "damaged_document"


def test_a_missing_template_does_not_hinder_reading(make, words):
    page = f'<ofd:Page {NS}><ofd:Template TemplateID="77"/><ofd:Content><ofd:Layer>{words()}</ofd:Layer></ofd:Content></ofd:Page>'
    assert read_ofd(make([""], extra={"Doc_0/Pages/Page_0/Content.xml": page})).text == LINE


def test_a_picture_alone_is_a_scan(make, monkeypatch):
    monkeypatch.setattr(reader, "can_recognise", lambda: False)
    image = '<ofd:ImageObject ID="4" Boundary="0 0 210 297" ResourceID="7"/>'
    with pytest.raises(DocumentError) as raised:
        read_ofd(make([image]))
    assert raised.value.code == "pages_without_text"


def test_an_encrypted_file_says_so(make, words):
    with pytest.raises(DocumentError) as raised:
        read_ofd(make([words()], extra={"Encryptions.xml": "<a/>"}))
    assert raised.value.code == "encrypted_document"


def test_entities_are_refused(make):
    evil = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ofd:Page {NS}>&x;</ofd:Page>'
    with pytest.raises(DocumentError) as raised:
        read_ofd(make([""], extra={"Doc_0/Pages/Page_0/Content.xml": evil}))
    assert raised.value.code == "unsafe_document"


def test_a_zip_bomb_is_refused(make):
    bomb = b"<a>" + b" " * (40 << 20) + b"</a>"
    with pytest.raises(DocumentError) as raised:
        read_ofd(make([""], extra={"Doc_0/Pages/Page_0/Content.xml": bomb}))
    assert raised.value.code == "archive_too_large"


def test_blocks_nested_deeply_end(make, words):
    deep = "<ofd:PageBlock>" * 200 + words("太深") + "</ofd:PageBlock>" * 200
    assert read_ofd(make([words() + deep])).text == LINE


@pytest.mark.parametrize("seed", range(30))
def test_flipped_bytes_give_an_error_or_a_text(make, words, seed):
    chance = random.Random(seed)  # noqa: S311 - a seed, no secret
    data = bytearray(make([words() * 3] * 3))
    for _ in range(10):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(DocumentError):
        assert isinstance(read_ofd(bytes(data)).text, str)


@pytest.mark.parametrize("seed", range(30))
def test_numbers_gone_wild_give_an_error_or_a_text(make, words, seed):
    chance = random.Random(seed)  # noqa: S311 - a seed, no secret
    wild = ["nan", "inf", "1e300", "-1e300", "", "x", "0"]
    page = words(deltas=chance.choice(wild), extra=f'CTM="{" ".join(chance.choices(wild, k=6))}"')
    page += f'<ofd:TextObject Boundary="{" ".join(chance.choices(wild, k=4))}" Size="{chance.choice(wild)}"><ofd:TextCode X="{chance.choice(wild)}" Y="1">甲</ofd:TextCode></ofd:TextObject>'
    page += f'<ofd:PathObject Boundary="0 0 9 9"><ofd:AbbreviatedData>M {chance.choice(wild)} 0 L 9 {chance.choice(wild)} Z</ofd:AbbreviatedData></ofd:PathObject>'
    assert LINE in read_ofd(make([page + words(y=90)])).text


@pytest.mark.parametrize("tenth", range(1, 10))
def test_a_truncated_file_is_damaged(make, words, tenth):
    data = make([words()])
    with pytest.raises(DocumentError):
        read_ofd(data[: len(data) * tenth // 10])


def test_a_corrupt_page_is_an_error_of_the_document(make, words):
    broken = f"<ofd:Page {NS}><ofd:Content>"
    with pytest.raises(DocumentError) as raised:
        read_ofd(make([words()], extra={"Doc_0/Pages/Page_0/Content.xml": broken}))
    assert raised.value.code == "damaged_document"


def test_figures_set_a_full_em_apart_are_one_number(make, words):
    line = "2025年10月底前完成投资18.6亿元。"
    steps = " ".join(["4"] * (len(line) - 1))
    assert read_ofd(make([words(line, deltas=steps)])).text == line
