"""The two common forms of a text."""

import pytest

from chuandao.text.canonical import canonical, plain, squeeze


@pytest.mark.parametrize(
    "text",
    [
        "力爭２０２５年達到９８％（以上）",
        "2①強化保障；㎡、℃、Ⅲ類水體",
        "後臺系統裡面的乾部",
        "皇后大道，鬱金香、製衣廠",
        "𠮷野家\u3000與\xa0微塑膠😀",
        "\ufeff關於\r\n通知\t表",
        "",
    ],
)
def test_plain_form_keeps_the_length(text):
    assert len(plain(text)) == len(text)


def test_traditional_and_simplified_have_one_plain_form():
    assert plain("發展特色產業，嚴禁層層加碼") == "发展特色产业，严禁层层加码"


def test_wide_digits_and_letters_become_half_width():
    assert plain("ＰＭ２．５下降１０％") == "PM2.5下降10%"


def test_half_width_brackets_become_wide():
    assert plain("(一)牽頭單位") == "（一）牵头单位"


def test_circled_numbers_stay_in_plain_form():
    assert plain("2①")[1] == "①"


def test_canonical_form_unites_width_case_script_and_spaces():
    assert canonical("ＳＭＡＲＴ 產　業").text == canonical("smart 产业").text


def test_a_space_between_latin_words_is_kept_once():
    assert canonical("Rural   Revitalisation 條例").text == "rural revitalisation条例"


@pytest.mark.parametrize("text", ["２①㎡ 全 市", "ﬁne 產業　Ａ", "  空 格  ", "a b"])
def test_every_canonical_character_knows_its_origin(text):
    form = canonical(text)
    assert len(form.offsets) == len(form.text)
    assert all(0 <= offset < len(text) for offset in form.offsets)
    assert list(form.offsets) == sorted(form.offsets)


def test_a_character_that_opens_into_two_keeps_one_offset():
    form = canonical("5㎡")
    assert form.text == "5m2"
    assert form.offsets == (0, 1, 1)


def test_squeezed_text_has_single_spaces_and_none_at_the_ends():
    assert squeeze("\n 牵头\t\u3000单位：  市发改委 ") == "牵头 单位： 市发改委"


def test_forms_of_hong_kong_are_simplified_too():
    assert plain("衞生") == plain("衛生") == "卫生"
