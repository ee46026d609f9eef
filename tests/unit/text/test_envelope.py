"""The envelope of a document."""

from datetime import date

import pytest

from chuandao.text.envelope import envelope, numbers_equal, tier_of_issuer
from chuandao.text.layout import layout

PAGE = """云岭市人民政府文件
云政发{number}
云岭市人民政府关于推进生活垃圾分类的实施意见
各县（市、区）人民政府，市政府各部门、各直属机构：
{body}
云岭市人民政府
二〇二五年四月八日
"""


def read(body="一、目标。回收率达到35%以上。", number="〔2025〕21号"):
    return envelope(layout(PAGE.format(body=body, number=number)))


def test_every_part_of_a_full_envelope_is_found():
    found = read()
    assert found.issuer == "云岭市人民政府"
    assert found.number == "云政发〔2025〕21号"
    assert found.title == "云岭市人民政府关于推进生活垃圾分类的实施意见"
    assert found.dated == date(2025, 4, 8)
    assert not found.forwarded


@pytest.mark.parametrize(
    "number",
    [
        "〔2025〕21号",
        "[2025]21号",
        "【2025】21号",
        "（2025）21号",
        "(2025) 21号",
        "〔2025〕 第21号",
        "﹝２０２５﹞２１號",
    ],
)
def test_every_bracket_of_a_number_gives_one_form(number):
    assert read(number=number).number == "云政发〔2025〕21号"


def test_addressees_are_parted_but_their_brackets_kept():
    assert read().addressees == ("各县（市、区）人民政府", "市政府各部门", "各直属机构")


def test_what_is_not_there_is_empty():
    found = envelope(layout("一、按时报送。\n二、每月调度。"))
    assert (found.issuer, found.number, found.addressees, found.dated) == ("", "", (), None)


def test_the_signature_date_is_the_date_not_one_in_the_text():
    assert read("一、自2025年1月1日起执行。").dated == date(2025, 4, 8)


def test_the_date_of_a_web_page_without_signature_is_that_of_its_metadata():
    page = "发布时间：2025-05-19\n关于茶产业的通知\n各村：\n一、种茶200亩。"
    assert envelope(layout(page)).dated == date(2025, 5, 19)


def test_minutes_without_another_title_are_named_by_their_head():
    page = (
        "柳河镇镇长办公会议纪要\n〔2025〕2号\n时间：2025年7月16日\n会议议定：\n一、安排资金8万元。"
    )
    assert envelope(layout(page)).title == "柳河镇镇长办公会议纪要"


def test_a_transmittal_is_forwarded():
    page = (
        "南塘街道办事处关于转发《临湖区实施方案》的通知\n各社区：\n"
        "现将《临湖区实施方案》（临政发〔2025〕7号）转发给你们，请认真贯彻执行。\n南塘街道办事处\n2025年4月21日\n"
    )
    assert envelope(layout(page)).forwarded


def test_a_document_that_only_names_another_is_not_forwarded():
    assert not read("根据《省意见》（省政发〔2025〕2号），制定本意见。").forwarded


@pytest.mark.parametrize(
    "opening",
    [
        "根据《{t}》（{n}），结合实际，制定本方案。",
        "按照《{t}》（{n}）要求，现通知如下。",
        "为贯彻落实《{t}》（{n}）精神，制定如下措施。",
        "現將《{t}》（{n}）轉發給你們，請認真貫徹執行。",
        "为落实省委《{t}》（{n}），提出如下意见。",
    ],
)
def test_a_document_that_the_text_carries_out_is_cited_as_answered(opening):
    title, number = "特色产业发展意见", "清政发〔2025〕18号"
    text = opening.format(t=title, n=number)
    (citation,) = read(text).citations
    assert (citation.title, citation.number, citation.answered) == (title, number, True)


def test_every_document_of_a_chain_is_answered():
    text = "根据《土地管理法》和《特色产业发展意见》（清政发〔2025〕18号），制定本方案。"
    assert [citation.answered for citation in read(text).citations] == [True, True]


def test_a_document_named_in_passing_is_not_answered():
    text = "一、编制。市农业农村局负责编印《种植技术手册》，免费发放。"
    assert [citation.answered for citation in read(text).citations] == [False]


def test_a_document_named_by_its_number_alone_is_cited():
    (citation,) = read("为认真贯彻永政办发〔2025〕14号文件精神，提出如下意见。").citations
    assert (citation.title, citation.number, citation.answered) == (
        "",
        "永政办发〔2025〕14号",
        True,
    )


def test_a_citation_points_at_its_words():
    text = "根据《特色产业发展意见》（清政发〔2025〕18号），制定本方案。"
    page = PAGE.format(body=text, number="〔2025〕21号")
    (citation,) = envelope(layout(page)).citations
    assert page[citation.start : citation.end] == "《特色产业发展意见》（清政发〔2025〕18号）"


def test_a_title_within_a_title_is_kept_whole():
    (citation,) = read("按照《关于印发《茶产业规划》的通知》，制定本方案。").citations
    assert citation.title == "关于印发《茶产业规划》的通知"


def test_a_bracket_that_is_no_number_is_not_one():
    (citation,) = read("根据《土地管理法》（以下简称《土地法》的不算），制定本方案。").citations[:1]
    assert citation.number == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("清政发〔2025〕18号", "清政发[2025]18号", True),
        ("清政发〔2025〕18号", "清政发（2025）第18号", True),
        ("清政发〔2025〕18号", "清政发〔2025〕81号", False),
        ("清政发〔2025〕18号", "清政办发〔2025〕18号", False),
        ("清政发〔2025〕18号", "清政发〔2024〕18号", False),
        ("", "", False),
    ],
)
def test_numbers_are_the_same_whatever_their_brackets(one, other, same):
    assert numbers_equal(one, other) is same


@pytest.mark.parametrize(
    ("issuer", "tier"),
    [
        ("清河市人民政府", 0),
        ("中共清河市委办公室", 0),
        ("清河市农业农村局", 0),
        ("清河市住房和城乡建设局办公室", 0),
        ("云山县乡村振兴局", 1),
        ("云山县人民政府办公室", 1),
        ("临湖区人民政府", 1),
        ("云山县特色产业发展领导小组办公室", 1),
        ("柳河镇人民政府", 2),
        ("茶坪乡党政办公室", 2),
        ("古城镇人民政府", 2),
        ("南塘街道办事处", 2),
        ("王家沟村村民委员会", 3),
        ("东风社区居委会", 3),
        ("产业专班", None),
        ("", None),
    ],
)
def test_the_issuers_name_tells_its_tier(issuer, tier):
    assert tier_of_issuer(issuer) == tier
