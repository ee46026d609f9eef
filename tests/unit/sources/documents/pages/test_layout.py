"""Lines into paragraphs, rows into tables, and what is no text."""

import pytest

from chuandao.sources.documents.pages.layout import lay_out
from chuandao.sources.documents.pages.lines import glue, runs_of
from chuandao.sources.documents.pages.page import Glyph, Rule, Sheet
from chuandao.sources.documents.pages.tables import tables_of

SIZE = 10.0
LEFT, WIDE = 70.0, 400.0
FULL = "坚持问题导向和目标导向相统一对标先进地区聚焦企业全生命周期着力破解办事难办事慢"


def glyphs(text, x=LEFT, y=100.0, size=SIZE):
    found, at = [], x
    for letter in text:
        wide = size if ord(letter) > 255 else size / 2
        if letter != " ":
            found.append(Glyph(at, y, at + wide, y + size, size, letter))
        at += wide
    return found


def sheet(*lines, number=1, rules=()):
    """Return a page; a line is (text, x, y) and maybe its size."""
    found = [glyph for line in lines for glyph in glyphs(*line)]
    tables, rest = tables_of(found, rules)
    return Sheet(number, 595, 842, [*tables, *runs_of(rest)], list(rules))


def down(*texts, y=120.0, pitch=16.0, indent=0.0):
    return [(text, LEFT + (indent if i == 0 else 0), y + pitch * i) for i, text in enumerate(texts)]


def text(*sheets):
    return lay_out(list(sheets)).text


def test_full_lines_are_one_paragraph():
    first = FULL[:38]
    assert text(sheet(*down(first, FULL[:40], "到位。", indent=20))) == first + FULL[:40] + "到位。"


def test_a_short_line_ends_a_paragraph():
    lines = down(FULL[:40], "到位。", FULL[:40], "落实。")
    assert text(sheet(*lines)).count("\n") == 1


def test_a_paragraph_goes_on_over_a_page():
    one = sheet(*down(FULL[:40], FULL[:40], "到位。", FULL[:40]), number=1)
    two = sheet(*down("按时报送。", FULL[:40], "落实。"), number=2)
    assert FULL[:40] + "按时报送。" in text(one, two)


def test_an_indented_line_begins_a_paragraph_though_the_one_before_is_full():
    lines = [*down(FULL[:40], FULL[:39] + "。"), ("（一）加强领导", LEFT + 20, 152)]
    assert text(sheet(*lines)).endswith("\n（一）加强领导")


def test_words_in_brackets_at_the_beginning_of_a_line_do_not_begin_a_paragraph():
    lines = down(FULL[:38] + "按第", "（二）项执行并于年底前完成。")
    assert text(sheet(*lines)) == FULL[:38] + "按第（二）项执行并于年底前完成。"


def test_a_signature_and_its_date_stay_lines_of_their_own():
    lines = [*down(FULL[:40], "落实。"), ("清河市人民政府", 330, 200), ("2025年2月18日", 335, 216)]
    assert text(sheet(*lines)).split("\n")[1:] == ["清河市人民政府", "2025年2月18日"]


def test_a_raised_mark_belongs_to_its_line():
    line = (
        glyphs("每立方米20m", y=100)
        + glyphs("3", x=LEFT + 55, y=98.4, size=6)
        + glyphs("以上", x=LEFT + 59)
    )
    assert text(Sheet(1, 595, 842, list(runs_of(line)), [])) == "每立方米20m3以上"


def test_letters_set_far_apart_are_one_word():
    assert text(sheet(("通", 250, 100, 20), ("知", 310, 100, 20))) == "通知"


def test_words_parted_by_a_wide_gap_keep_a_space():
    assert text(sheet(("第一章", 200, 100), ("总则", 250, 100))) == "第一章 总则"


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("imple-", "mentation", "implementation"),
        ("well-", "2025", "well-2025"),
        ("20", "25年", "2025年"),
        ("（2025", "—2027年）", "（2025—2027年）"),
        ("the public", "service", "the public service"),
    ],
)
def test_lines_are_glued_as_they_are_written(first, second, whole):
    assert glue(first, second) == whole


def test_repeated_heads_and_counted_numbers_are_taken_out():
    pages = [
        sheet(
            ("清河市公报", LEFT, 40, 8), *down(FULL[:40], "落实。"), (f"{n}", 290, 800, 8), number=n
        )
        for n in (1, 2, 3)
    ]
    laid = lay_out(pages)
    assert laid.text.count("\n") == 2
    assert laid.margins == "清河市公报"
    assert (laid.counts["page_numbers_dropped"], laid.counts["running_heads_dropped"]) == (3, 3)


def test_annexes_that_open_at_the_same_height_stay():
    pages = [sheet((f"附件{n}", LEFT, 90), *down(FULL[:40], "落实。"), number=n) for n in (1, 2, 3)]
    assert [line for line in text(*pages).split("\n") if "附件" in line] == [
        "附件1",
        "附件2",
        "附件3",
    ]


def test_a_year_at_the_foot_of_one_page_is_no_page_number():
    assert text(sheet(*down(FULL[:40], "落实。"), ("2025", 290, 800))).endswith("2025")


def grid(xs, ys, *, without=()):
    rules = [Rule(xs[0], y, xs[-1], y) for y in ys] + [Rule(x, ys[0], x, ys[-1]) for x in xs]
    return [rule for rule in rules if rule not in without]


def test_ruled_cells_become_rows_and_wrapped_words_are_joined():
    rules = grid((70, 150, 300), (100, 130, 160))
    page = sheet(
        ("任务", 75, 105),
        ("单位", 155, 105),
        ("建设", 75, 132),
        ("厂房", 75, 145),
        ("市工信局", 155, 138),
        rules=rules,
    )
    assert text(page) == "任务\t单位\n建设厂房\t市工信局"


def test_a_merged_cell_is_repeated_in_its_rows():
    rules = [Rule(70, 100, 300, 100), Rule(70, 160, 300, 160), Rule(150, 130, 300, 130)]
    rules += [Rule(x, 100, x, 160) for x in (70, 150, 300)]
    page = sheet(("经济", 75, 120), ("增速", 155, 105), ("总额", 155, 140), rules=rules)
    assert text(page) == "经济\t增速\n经济\t总额"


def test_a_heading_repeated_on_the_next_page_is_dropped():
    rules = grid((70, 150, 300), (130, 160, 190))
    pages = [
        sheet(
            ("任务", 75, 140),
            ("单位", 155, 140),
            (words, 75, 170),
            ("市工信局", 155, 170),
            rules=rules,
            number=n,
        )
        for n, words in ((1, "甲"), (2, "乙"))
    ]
    assert text(*pages) == "任务\t单位\n甲\t市工信局\n乙\t市工信局"


def test_two_tables_on_one_page_stay_two():
    rules = [*grid((70, 150, 300), (130, 160, 190)), *grid((70, 150, 300), (230, 260, 290))]
    lines = [(f"{a}{y}", x, y) for y in (140, 170, 240, 270) for a, x in (("甲", 75), ("乙", 155))]
    assert text(sheet(*lines, rules=rules)).count("\n") == 3


def test_a_frame_about_text_is_no_table():
    rules = grid((60, 520), (90, 300))
    assert text(sheet(*down(FULL[:40], "落实。"), rules=rules)) == FULL[:40] + "落实。"


def test_aligned_cells_without_rules_become_rows():
    rows = [
        ("类别", "单位", "目标"),
        ("增速", "%", "6左右"),
        ("总额", "亿元", "440"),
        ("就业", "万人", "3.2"),
    ]
    lines = [
        (word, x, 120 + 20 * i)
        for i, row in enumerate(rows)
        for word, x in zip(row, (70, 200, 330), strict=True)
    ]
    assert text(sheet(*lines)) == "\n".join("\t".join(row) for row in rows)


def test_the_left_column_is_read_before_the_right():
    left = [FULL[i : i + 18] for i in range(6)]
    right = [FULL[::-1][i : i + 18] for i in range(6)]
    lines = [(line, 70, 120 + 16 * i) for i, line in enumerate(left)]
    lines += [(line, 280, 120 + 16 * i) for i, line in enumerate(right)]
    read = text(sheet(*lines)).replace("\n", "")
    assert read == "".join(left) + "".join(right)


def test_a_footnote_waits_until_the_paragraph_has_ended():
    body = down(FULL[:40], FULL[:40], FULL[:40], y=600)
    one = sheet(*body, ("①指上年数据。", LEFT, 700, 7), number=1)
    two = sheet(*down("按时报送。", FULL[:40], "落实。"), number=2)
    lines = text(one, two).split("\n")
    assert lines[0].endswith("按时报送。")
    assert lines[1] == "①指上年数据。"


def test_rows_between_level_rules_are_told_apart_though_cells_stand_in_their_middle():
    rules = [Rule(70, y, 470, y) for y in (115, 135, 175, 215)]
    lines = [("序号", 75, 120), ("任务", 150, 120), ("单位", 350, 120)]
    for n, y in ((1, 140), (2, 180)):
        lines += [
            (f"{n}", 75, y + 8),
            ("全面梳理各级政务服务", 150, y),
            ("事项并公布", 150, y + 16),
        ]
        lines.append(("市数据局", 350, y + 8))
    row = "\t全面梳理各级政务服务事项并公布\t市数据局"
    assert text(sheet(*lines, rules=rules)) == f"序号\t任务\t单位\n1{row}\n2{row}"


def test_bullets_beside_their_words_are_no_table():
    lines = []
    for n in range(3):
        y = 120 + 32 * n
        lines += [("•", 70, y), (FULL[:36], 90, y), ("到位。", 90, y + 16)]
    assert text(sheet(*lines)) == "\n".join([f"• {FULL[:36]}到位。"] * 3)


def test_a_quotation_set_in_on_both_sides_is_one_paragraph():
    lines = [*down(FULL[:40], "落实。"), *((FULL[:35], 90, 170 + 16 * i) for i in range(3))]
    assert text(sheet(*lines)).split("\n")[-1] == FULL[:35] * 3


def test_the_number_of_a_single_page_in_the_middle_below_the_text_is_left_out():
    laid = lay_out([sheet(*down(FULL[:40], "落实。"), ("13", 293, 800))])
    assert laid.text.endswith("落实。")
    assert laid.counts["page_numbers_dropped"] == 1


def test_ragged_lines_go_on_where_paragraphs_are_indented():
    ragged = [FULL[:34], FULL[:37], FULL[:32], "到位。"]
    lines = [*down(*ragged, indent=20), *down(*ragged, y=184, indent=20)]
    assert text(sheet(*lines)) == "\n".join(["".join(ragged)] * 2)


def test_what_a_browser_prints_around_the_text_is_left_out_and_counted():
    lines = [
        "首页|政务公开|互动交流",
        "关于防汛工作的通知",
        "各县要抓好落实。",
        "相关解读",
        "一图读懂",
    ]
    page = sheet(
        ("https://www.example.gov.cn/art/1.html", LEFT, 800, 7.0),
        *[(line, LEFT, 120 + 30 * n) for n, line in enumerate(lines)],
        *[(FULL[:40] + "。", LEFT, y) for y in (300, 330)],
    )
    laid = lay_out([page])
    assert laid.text == "关于防汛工作的通知\n各县要抓好落实。"
    assert laid.counts["web_page_lines_dropped"] == 4
