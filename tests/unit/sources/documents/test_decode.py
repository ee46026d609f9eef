"""Encodings of plain text files."""

import codecs

import pytest

from chuandao.sources.documents import read_document
from chuandao.sources.documents.decode import decode

SIMPLIFIED = "各县（市、区）人民政府：\r\n　　一、2025年底前建成36个基地，不低于98%。\r\n"
TRADITIONAL = "各縣（市、區）人民政府：\r\n一、應於年底前建成三十六個基地，確保資金到位。\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_simplified_text_is_exactly_the_file(write, encoding):
    found = read_document(write(SIMPLIFIED.encode(encoding)))
    assert (found.text, found.encoding, found.format) == (SIMPLIFIED, encoding, "txt")


def test_big5_is_told_from_gb18030():
    assert decode(TRADITIONAL.encode("big5")).text == TRADITIONAL


def test_traditional_text_in_gb18030_is_not_taken_for_big5():
    assert decode(TRADITIONAL.encode("gb18030")).text == TRADITIONAL


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"\x84\x31\x95\x33", "gb18030"),
    ],
)
def test_byte_order_mark_is_obeyed_and_left_out(write, mark, encoding):
    found = read_document(write(mark + SIMPLIFIED.encode(encoding)))
    assert (found.text, found.encoding) == (SIMPLIFIED, encoding)


def test_utf16_without_a_mark_is_read():
    assert decode(SIMPLIFIED.encode("utf-16-le")).text == SIMPLIFIED


def test_one_broken_byte_of_utf8_does_not_turn_the_text_into_another():
    data = (SIMPLIFIED * 5).encode()[:-2] + b"\xe4"
    found = decode(data)
    assert found.encoding == "utf-8"
    assert found.damaged == 1


def test_one_broken_byte_of_gb18030_is_marked(write):
    found = read_document(write((SIMPLIFIED * 5).encode("gb18030") + b"\xff"))
    assert found.text.startswith(SIMPLIFIED)
    assert "bytes_not_read" in {note.code for note in found.notes}


def test_english_in_a_windows_code_page_is_not_read_as_chinese():
    text = "The county’s “one-stop” window – open to all – saves 30 % of the time. " * 3
    assert decode(text.encode("cp1252")).text == text


def test_rare_characters_outside_the_basic_plane_survive(write):
    text = "云山县镕䶮茶叶合作社、㛃溪村、𠮷田" * 3
    assert read_document(write(text.encode("gb18030"))).text == text


def test_claim_of_gb2312_reads_characters_beyond_it():
    text = "朱镕基、㛃溪村的镕䶮合作社"
    assert decode(text.encode("gb18030"), "gb2312").text == text


def test_false_claim_of_gb2312_is_seen_through():
    assert decode(SIMPLIFIED.encode(), "gb2312") == decode(SIMPLIFIED.encode())
