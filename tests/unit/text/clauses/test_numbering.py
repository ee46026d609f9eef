"""The numbers in front of paragraphs."""

import pytest

from chuandao.text.canonical import plain
from chuandao.text.clauses.numbering import inline_items, marker


@pytest.mark.parametrize(
    ("line", "style", "numbers"),
    [
        ("第二编 分则", "part", (2,)),
        ("第三章 监督管理", "chapter", (3,)),
        ("第一节 一般规定", "section", (1,)),
        ("第十二条 县级以上人民政府应当将所需经费列入预算。", "article", (12,)),
        ("第3条 本办法适用于", "article", (3,)),
        ("一、总体要求", "han", (1,)),
        ("二十一、附则", "han", (21,)),
        ("（三）壮大主导产业。", "han_brackets", (3,)),
        ("（十二）强化督导", "han_brackets", (12,)),
        ("1.推进改革", "arabic", (1,)),
        ("2、加强领导", "arabic", (2,)),
        ("3. 开展培训", "arabic", (3,)),
        ("1.2.3 建立台账", "dotted", (1, 2, 3)),
        ("2.1 建设冷库", "dotted", (2, 1)),
        ("（4）公示七天", "arabic_brackets", (4,)),
        ("5）按月通报", "arabic_brackets", (5,)),
        ("①强化宣传", "circled", (1,)),
        ("⑫其他", "circled", (12,)),
        ("Section 4. Reporting", "section", (4,)),
        ("Article 7 Each county shall", "article", (7,)),
        ("（a）maintain a register", "letter", (1,)),
        ("b） publish the list", "letter", (2,)),
        ("（iv）report quarterly", "roman", (4,)),
        ("㈢壮大主导产业。", "han_brackets", (3,)),
        ("⒉加强领导", "arabic", (2,)),
        ("⑷公示七天", "arabic_brackets", (4,)),
        ("一 、总体要求", "han", (1,)),
        ("二. 重点任务", "han", (2,)),
        ("（ 三 ）保障措施", "han_brackets", (3,)),
        ("1.1建设冷库", "dotted", (1, 1)),
        ("二是压实责任。", "first", (2,)),
        ("第二款 前款所称", "paragraph", (2,)),
        ("Chapter 3 Duties", "chapter", (3,)),
        ("Part II General", "part", (2,)),
        ("Sec. 12. Definitions", "section", (12,)),
        ("Art. 7 Each county shall", "article", (7,)),
    ],
)
def test_every_style_of_number_is_read(line, style, numbers):
    found = marker(line)
    assert found is not None
    assert (found.style, found.numbers) == (style, numbers)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("  （一）工作目标。", "工作目标。"),
        ("1.  加强领导", "加强领导"),
        ("第五条　经费由财政承担", "经费由财政承担"),
        ("(2) 公示七天", "公示七天"),
        ("2①目标", "①目标"),
    ],
)
def test_the_marker_ends_where_the_words_begin(line, words):
    line = plain(line)
    assert line[marker(line).end :] == words


def test_a_digit_before_a_circled_number_is_two_numbers():
    assert marker("2①目标").numbers == (2,)


@pytest.mark.parametrize(
    "line",
    [
        "1.2万亩茶园",
        "2.5%的增速",
        "2025年底前完成",
        "3个工作日内办结",
        "三年内建成",
        "一是加强领导；二是压实责任。",
        "第三方评估机构由市发改委选定。",
        "第一书记要驻村。",
        "十四五期间，全市新建茶园。",
        "百分之三十以上",
        "100户以上的村",
        "",
        "   ",
        "全市特色产业产值达到120亿元。",
        "3.5公里道路改造",
        "1.5亿元专项资金",
        "12.6平方米的门面",
        "一是否达标由第三方认定",
        "2025.3.12印发",
        "Part of the fund goes to villages.",
    ],
)
def test_a_quantity_or_a_phrase_is_no_number(line):
    assert marker(line) is None


def test_coarse_numbers_rank_before_fine_ones():
    lines = ["第一章 总则", "第一条 为了", "一、要求", "（一）目标", "1.建设", "（1）改造", "①清单"]
    ranks = [marker(line).rank for line in lines]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_items_that_run_on_in_one_paragraph_are_found():
    line = "会议议定以下事项：（一）成立工作专班。（二）按月调度。（三）年底评估。"
    assert [line[at : at + 3] for at in inline_items(line)] == ["（一）", "（二）", "（三）"]


@pytest.mark.parametrize(
    "line",
    [
        "按照《意见》第（二）项、第（三）项执行。",
        "由市财政局（一）承担。",
        "（二）成立专班。（三）按月调度。",
        "（一）成立专班，由副市长任组长。",
        "落实省《意见》（一）（二）两项要求。",
    ],
)
def test_references_and_single_items_are_no_run(line):
    assert inline_items(line) == []


def test_arabic_items_that_run_on_after_a_heading_are_found():
    line = "（一）收运体系。1.建分拣中心6座。2.配车30辆，每车2.5吨。3.全年运行。"
    assert [line[at : at + 2] for at in inline_items(line)] == ["1.", "2.", "3."]


def test_decimals_and_dates_are_no_run():
    assert inline_items("投资1.2亿元。2.5万人受益。3.15期间检查。") == []


def test_the_coarsest_of_two_sequences_is_taken_first():
    line = "（一）收运。1.建站。2.配车。（二）宣传。入户。"
    assert [line[at : at + 3] for at in inline_items(line)] == ["（一）", "（二）"]
