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
