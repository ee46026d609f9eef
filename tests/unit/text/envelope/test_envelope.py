"""The envelope of a document."""

from datetime import date

import pytest

from chuandao.text.envelope.envelope import envelope, numbers_equal, tier_of_issuer
from chuandao.text.layout.layout import layout

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


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("此件发至县处级", False),
        ("（此件不公开）", False),
        ("此件依申请公开", False),
        ("（此件主动公开）", True),
        ("此件公开发布", True),
        ("公开方式：不予公开", False),
    ],
)
def test_a_document_says_whether_it_is_open(line, told):
    assert (
        envelope(layout(PAGE.format(number="〔2025〕1号", body="要求。") + line)).open_to_public
        is told
    )


@pytest.mark.parametrize("word", ["特急", "特 急", "特　急", "加 急"])
def test_urgency_is_read_however_its_letters_are_set(word):
    found = envelope(layout(f"{word}\n" + PAGE.format(number="〔2025〕1号", body="要求。")))
    assert found.urgency == "".join(word.split())
    assert found.issuer == "云岭市人民政府"


@pytest.mark.parametrize("above", ["附件", "附件3", "任务台账"])
def test_a_label_or_a_sheets_name_is_no_part_of_the_title(above):
    page = f"{above}\n云岭市督查室2025年渡口整治任务台账\n序号\t任务\n1\t整治渡口3处\n"
    found = envelope(layout(page))
    assert found.title == "云岭市督查室2025年渡口整治任务台账"
    assert found.issuer == "云岭市督查室"


def test_an_english_order_has_issuer_number_subject_and_what_it_supersedes():
    page = (
        "COUNTY OF ASHFORD\nOffice of the Commissioner\nExecutive Order No. 2024-03\nMay 2, 2024\n"
        "To: All Departments\nSubject: Ferry safety\nSection 1. Each pier shall be inspected.\n"
        "This order supersedes Executive Order No. 2019-08.\nAda Poe, Acting Commissioner\n"
    )
    found = envelope(layout(page))
    assert found.issuer == "COUNTY OF ASHFORD, Office of the Commissioner"
    assert (found.number, found.title) == ("Executive Order No. 2024-03", "Ferry safety")
    assert [one.number for one in found.repeals] == ["Executive Order No. 2019-08"]
    assert found.has_signer


def test_a_traditional_letter_names_issuer_and_copies_once():
    page = "云岭市水利局函\n云岭市水利局關於檢查渡口的通知\n各站：\n請檢查。\n正本：各站\n副本：秘書處\n"
    found = envelope(layout(page))
    assert found.issuers == ("云岭市水利局",)
    assert (found.addressees, found.copies_to) == (("各站",), ("秘书处",))


def test_the_meeting_that_passed_a_document_is_read_from_its_opening():
    body = "《渡口办法》已经2025年3月6日市人民政府第9次常务会议审议通过，现印发给你们。"
    assert read(body).decided_at_meeting == date(2025, 3, 6)


def test_a_label_of_an_annex_over_a_number_and_a_title_is_one_annex():
    page = PAGE.format(number="〔2025〕1号", body="请落实。\n附件：关于修渡口的通知")
    page += "附件\n江政发〔2025〕9号\n关于修渡口的通知\n各县：\n请修。\n"
    assert [one.title for one in envelope(layout(page)).annexes] == ["关于修渡口的通知"]


def test_a_number_in_another_cell_takes_no_words_of_its_neighbour():
    page = "渡口任务台账\n序号\t任务\t依据\n1\t修渡口\t〔2025〕9号\n2\t建码头\t云政发〔2025〕3号\n"
    assert [one.number for one in envelope(layout(page)).citations] == ["云政发〔2025〕3号"]
