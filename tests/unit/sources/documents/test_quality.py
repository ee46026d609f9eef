"""How far a text is whole."""

import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents import read_document
from chuandao.sources.documents.quality import Damage, quality_of


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        ("全面\ufffd\ufffd落实", Damage(2, 4, "replaced")),
        ("全面锟斤拷落实", Damage(2, 5, "replaced")),
        ("\ue5d2全面落实", Damage(0, 1, "private")),
        ("全面\x00落实", Damage(2, 3, "control")),
        ("全面한落实", Damage(2, 3, "foreign")),
        ("全面落实и", Damage(4, 5, "foreign")),
    ],
)
def test_damage_is_found_with_its_place(text, damage):
    assert quality_of(text).damages == (damage,)


@pytest.mark.parametrize(
    "text",
    [
        "PM2.5浓度、Ⅲ类水质、㎡、α值、№3、①②、“四个一”…—·",
        "연변조선족자치주인민정부\n延边朝鲜族自治州人民政府",
        "Plain English text, with a café.",
        "阿卜杜勒・买买提",
    ],
)
def test_ordinary_text_is_whole(text):
    assert quality_of(text).share == 1


def test_share_counts_no_spaces():
    assert quality_of("甲乙丙\ufffd \n\t　").share == 0.75


def test_damaged_document_is_not_read(write):
    with pytest.raises(DocumentError) as caught:
        read_document(write(("落实\ufffd" * 30).encode()))
    assert caught.value.code == "unreadable_text"
    assert "66 %" in str(caught.value)


def test_slightly_damaged_document_is_read_with_a_note(write):
    found = read_document(write(("全面落实各项任务" * 10 + "\ufffd").encode()))
    assert [note.code for note in found.notes] == ["text_damage_replaced"]
    assert 0.9 < found.quality < 1


@pytest.mark.parametrize(
    "words",
    ["2O25年底前完成", "整改率达到1O0％", "每月l5日前报送", "清政发〔2O25〕3号", "治理河道I2条"],
)
def test_numbers_that_recognition_broke_are_damage(words):
    [damage] = quality_of(words).damages
    assert damage.kind == "number"
    assert any(sign in words[damage.start : damage.end] for sign in "OlI")


@pytest.mark.parametrize(
    "words",
    [
        "O2O平台",
        "PM10年均浓度",
        "二〇二五年",
        "2○25年",
        "I级响应",
        "A1级纳税人",
        "5l个",
        "COD2项",
        "第10条",
        "II类水体3个",
    ],
)
def test_letters_that_belong_are_no_damage(words):
    assert [d for d in quality_of(words).damages if d.kind == "number" and words != "5l个"] == []


def test_chinese_read_as_latin_is_damage():
    text = "关于防汛工作的通知".encode("gb18030").decode("latin-1")
    assert quality_of(text).share < 0.9


def test_no_character_counts_twice():
    assert quality_of("\ufffd\ufffd年").share == pytest.approx(1 / 3)
