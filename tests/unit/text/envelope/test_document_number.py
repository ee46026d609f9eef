"""Document numbers: issuer mark, year, number, and what is odd about them."""

import pytest

from chuandao.text.canonical import plain
from chuandao.text.envelope.number import (
    find_document_numbers,
    numbers_equal,
    parse_document_number,
)


def read(words):
    return parse_document_number(plain(words))


@pytest.mark.parametrize(
    "words",
    [
        "清政发〔2025〕18号",
        "清政發〔2025〕18號",
        "清政发[2025]18号",
        "清政发【2025】18号",
        "清政发（2025）18号",
        "清政发(2025) 18 号",
        "清政发〈2025〉18号",
        "清政发﹝２０２５﹞１８号",
        "清政发〔2025〕第18号",
        "清政发〔二〇二五〕十八号",
        "清政发〔2025〕\u200b18号\u200b",
        "清 政 发 〔2025〕 18 号",
        "发文字号：清政发〔2025〕18号",
        "文　号：清政发〔2025〕18号",
        "字号:清政发〔 2025 〕18号",
    ],
)
def test_every_usual_way_of_writing_gives_one_regular_number(words):
    found = read(words)
    assert found.key == ("清政发", 2025, 18)
    assert found.irregular == ""
    assert found.text == "清政发〔2025〕18号"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("国务院令第722号", ("国务院令", None, 722)),
        ("中华人民共和国主席令第七十三号", ("中华人民共和国主席令", None, 73)),
        ("粤府令第300号", ("粤府令", None, 300)),
        ("清河市人民政府令（第15号）", ("清河市人民政府令", None, 15)),
        ("公告2020年第3号", ("公告", 2020, 3)),
        ("清河市财政局公告2020年第3号", ("清河市财政局公告", 2020, 3)),
        ("交通运输部令2016年第62号", ("交通运输部令", 2016, 62)),
        ("清府令〔2015〕294号", ("清府令", 2015, 294)),
    ],
)
def test_orders_and_announcements_are_read_in_their_own_form(words, key):
    found = read(words)
    assert (found.key, found.irregular, found.complete) == (key, "", True)


@pytest.mark.parametrize(
    ("words", "reason", "text"),
    [
        ("清政发〔2025]18号", "brackets_mixed", "清政发〔2025〕18号"),
        ("清政发2025〕18号", "bracket_missing", "清政发〔2025〕18号"),
        ("清政发〔2025 18号", "bracket_missing", "清政发〔2025〕18号"),
        ("清政发2025年第18号", "bracket_missing", "清政发〔2025〕18号"),
        ("清政发〔2025〕018号", "leading_zero", "清政发〔2025〕18号"),
        ("清政发〔2025〕18", "ending_missing", "清政发〔2025〕18号"),
        ("清政发〔2025〕12、13号", "several", "清政发〔2025〕12号"),
        ("清政发〔2025〕12-15号", "range", "清政发〔2025〕12号"),
        ("的通知清政发〔2025〕18号", "words_before", "清政发〔2025〕18号"),
        ("清河市物价局清价经〔2025〕18号", "words_before", "清价经〔2025〕18号"),
        ("清政发〔2025〕18号 已废止", "words_after", "清政发〔2025〕18号"),
        ("〔2025〕6号", "no_mark", "〔2025〕6号"),
        ("其他〔2022〕99号", "no_mark", "〔2022〕99号"),
    ],
)
def test_an_irregular_number_says_what_is_odd_about_it(words, reason, text):
    found = read(words)
    assert (found.irregular, found.text) == (reason, text)


@pytest.mark.parametrize(
    "words",
    ["清政发〔2O25〕18号", "清政发〔2205〕18号", "清政发〔225〕18号", "清政发〔20255〕18号"],
)
def test_a_year_that_is_a_typing_error_is_not_guessed(words):
    found = read(words)
    assert (found.year, found.irregular, found.text) == (None, "year_not_readable", "")


@pytest.mark.parametrize("words", ["清政发202518号", "清政发〔2025〕号", "清政发〔2025〕X号"])
def test_what_cannot_be_parted_is_listed_as_unclear_without_any_part(words):
    found = read(words)
    assert (found.mark, found.year, found.number, found.irregular) == ("", None, None, "unclear")


@pytest.mark.parametrize(
    "words",
    [
        "",
        "  ",
        "无",
        "成文日期：2023年6月",
        "索引号：QH001/2020-01",
        "2025年5号线",
        "第三季度",
        "关于垃圾分类的意见（2025年修订）",
    ],
)
def test_what_is_no_number_is_none(words):
    assert read(words) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "根据国发〔2020〕3号和国办发〔2021〕4号、云政发〔2022〕5号，",
            ["国发〔2020〕3号", "国办发〔2021〕4号", "云政发〔2022〕5号"],
        ),
        ("认真贯彻永政办发〔2025〕14号文件精神", ["永政办发〔2025〕14号"]),
        ("按照清政发〔2025〕12、13号执行", ["清政发〔2025〕12号", "清政发〔2025〕13号"]),
        ("（国务院令第722号）自2020年1月1日起施行", ["国务院令第722号"]),
        ("详见清河市人民政府公告2020年第3号。", ["清河市人民政府公告2020年第3号"]),
        ("2025年18号楼、3号线和第12号台风", []),
        ("2025年第3季度完成12件", []),
        ("和政办发〔2020〕3号", ["和政办发〔2020〕3号"]),
        ("市委办发〔2020〕3号", ["市委办发〔2020〕3号"]),
        ("沪规划资源规〔2022〕4号", ["沪规划资源规〔2022〕4号"]),
        ("工信厅产业函〔2019〕119号", ["工信厅产业函〔2019〕119号"]),
        ("Under Yunzhengfa [2025] No. 11, townships shall report.", ["Yunzhengfa〔2025〕11号"]),
    ],
)
def test_numbers_in_running_text_are_found_without_the_words_around_them(text, found):
    assert [number.text for number in find_document_numbers(plain(text))] == found


def test_the_place_of_a_number_is_its_words():
    text = "按照国发〔2020〕3号和清政发 [2025] 18 号执行"
    places = [text[n.start : n.end] for n in find_document_numbers(text)]
    assert places == ["国发〔2020〕3号", "清政发 [2025] 18 号"]


def test_the_place_of_a_number_after_its_prefix_counts_from_the_start_of_the_words():
    words = "发文字号：清政发〔2025〕18号"
    found = parse_document_number(words)
    assert words[found.start : found.end] == "清政发〔2025〕18号"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("清政发〔2025〕18号", "清政发[2025] 第18号", True),
        ("清政发〔2025〕18号", "清政发〔2025〕018号", True),
        ("国务院令第722号", "国务院令第七百二十二号", True),
        ("清政发〔2025〕18号", "清政发〔2025〕81号", False),
        ("清政发〔2025〕18号", "清政办发〔2025〕18号", False),
        ("清政发〔2O25〕18号", "清政发〔2O25〕18号", False),
        ("", "", False),
    ],
)
def test_numbers_are_the_same_by_their_parts(one, other, same):
    assert numbers_equal(one, other) is same
