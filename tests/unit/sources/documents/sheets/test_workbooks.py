"""Workbooks as documents: rows as lines, as the workbook shows them."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents.read import read_bytes
from chuandao.sources.documents.sheets.workbook_values import format_of, shown


def book_of(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def read(book):
    written = io.BytesIO()
    book.save(written)
    return read_bytes(written.getvalue(), "台账.xlsx")


def test_rows_are_lines_and_cells_are_parted_by_tabs():
    found = read(book_of(Sheet1=[["序号", "任务"], [1, "修路\n架桥"], [None, None], [2, "清淤"]]))
    assert found.text == "序号\t任务\n1\t修路 架桥\n2\t清淤"
    assert found.format == "xlsx"


def test_sheets_with_names_of_their_own_are_headed_by_them():
    found = read(
        book_of(任务清单=[["甲", "乙"]], Sheet2=[["丙", "丁"]], 空表=[], 台账=[["戊", "己"]])
    )
    assert found.text == "任务清单\n甲\t乙\n丙\t丁\n台账\n戊\t己"


def test_one_sheet_needs_no_heading():
    assert read(book_of(任务清单=[["甲", "乙"]])).text == "甲\t乙"


def test_merged_cells_are_repeated_downward_and_stand_once_across():
    book = book_of(
        Sheet1=[
            ["任务分解表", None, None],
            ["类别", "任务", "单位"],
            ["水利", "甲", "一局"],
            [None, "乙", "二局"],
        ]
    )
    book.active.merge_cells("A1:C1")
    book.active.merge_cells("A3:A4")
    assert read(book).text == "任务分解表\n类别\t任务\t单位\n水利\t甲\t一局\n水利\t乙\t二局"


def test_an_empty_cell_keeps_its_place():
    assert (
        read(book_of(Sheet1=[["a", "b", "c"], [1, None, 3], [None, 2, 3]])).text
        == "a\tb\tc\n1\t\t3\n\t2\t3"
    )


def test_dates_shares_and_decimals_are_as_shown():
    book = book_of(
        Sheet1=[
            ["期限", date(2025, 6, 30), datetime(2025, 6, 30, 9, 5), 0.85, 3.5, 1e6, 0.1 + 0.2]  # noqa: DTZ001
        ]
    )
    sheet = book.active
    sheet["B1"].number_format = "yyyy/m/d"
    sheet["D1"].number_format = "0%"
    sheet["E1"].number_format = "#,##0.00"
    assert read(book).text == "期限\t2025-06-30\t2025-06-30 09:05\t85%\t3.50\t1000000\t0.3"


def test_a_formula_without_a_kept_value_is_empty_not_its_words():
    assert read(book_of(Sheet1=[["合计", "=1+1"], ["甲", "乙"]])).text == "合计\n甲\t乙"


def test_hidden_sheets_are_left_out_and_counted_but_hidden_rows_are_read():
    book = book_of(台账=[["甲", "乙"], ["丙", "丁"]], 代码=[["1", "2"]])
    book["代码"].sheet_state = "hidden"
    book["台账"].row_dimensions[2].hidden = True
    found = read(book)
    assert found.text == "甲\t乙\n丙\t丁"
    assert [(n.code, n.parameters["count"]) for n in found.notes] == [("hidden_sheets_left_out", 1)]


@pytest.mark.parametrize("place", ["first cell", "second sheet", "sheet name", "header", "comment"])
def test_a_graded_workbook_is_refused(place):
    book = book_of(一=[["任务清单"], ["甲", "乙"]], 二=[["台账"]])
    if place == "first cell":
        book["一"].insert_rows(1)
        book["一"]["A1"] = "机密★1年"
    elif place == "second sheet":
        book["二"].insert_rows(1)
        book["二"]["A1"] = "内部资料 注意保存"
    elif place == "sheet name":
        book["二"].title = "秘密"
    elif place == "header":
        book["一"].oddHeader.left.text = "机密"
    else:
        book["一"]["A1"].comment = openpyxl.comments.Comment("机密★10年", "a")
    with pytest.raises(DocumentError) as caught:
        read(book)
    assert caught.value.code == "graded_document"


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        ("45838", 'yyyy"年"m"月"d"日"', "2025年6月30日"),
        ("45838", "[$-804]yyyy年m月;@", "2025年6月"),
        ("45838", "m月d日", "6月30日"),
        ("45838.5", "yyyy-mm-dd hh:mm", "2025-06-30 12:00"),
        ("0.5", "h:mm", "12:00"),
        ("0.123", "0.0%", "12.3%"),
        ("-5", "0.0_ ;[Red]-0.0", "-5.0"),
        ("1E-7", "General", "0.0000001"),
        ("12345678901234567", "General", "12345678901234600"),
        ("text", "0", "text"),
        ("-1", "yyyy-m-d", "-1"),
        ("1e999", "General", "inf"),
    ],
)
def test_a_number_is_shown_in_its_format(value, number_format, words):
    assert shown(value, number_format) == words


@pytest.mark.parametrize(
    ("identifier", "words"),
    [(14, "2025-06-30"), (31, "2025年6月30日"), (57, "2025年6月"), (9, "4583800%"), (0, "45838")],
)
def test_built_in_formats_are_known(identifier, words):
    assert shown("45838", format_of(identifier, {})) == words
