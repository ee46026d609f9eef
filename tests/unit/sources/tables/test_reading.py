"""One table from one file: encodings, delimiters, workbooks, and cells as offices write them."""

import datetime as dt
import json
import zipfile
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from chuandao.catalog.tables import Column, TableSchema, input_tables
from chuandao.errors import ChuandaoError
from chuandao.sources.tables import read_table, sheets_of

SPENDING = input_tables()["spending"]
CSV = "单位,支出日期,支出金额\n柳河县,2025-03-01,100\n"


def written(folder, content, name="spending.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(folder, rows, name="spending.xlsx"):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def codes(table):
    return [problem.code for problem in table.problems]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_table_reads_alike_in_every_encoding(tmp_path, encoding):
    table = read_table(written(tmp_path, CSV.encode(encoding)), SPENDING)
    assert table.frame["unit"].to_list() == ["柳河县"]
    assert ("encoding_read" in codes(table)) == (not encoding.startswith("utf-8"))


@pytest.mark.parametrize("sign", [",", "\t", ";", "，"])
def test_a_table_reads_alike_with_every_delimiter(tmp_path, sign):
    table = read_table(written(tmp_path, CSV.replace(",", sign)), SPENDING)
    assert table.frame["amount"].to_list() == [Decimal("100.00")]


def test_a_semicolon_file_may_have_commas_in_its_amounts(tmp_path):
    table = read_table(written(tmp_path, "unit;spent;amount\nA;2025-03-01;1,234.50\n"), SPENDING)
    assert table.frame["amount"].to_list() == [Decimal("1234.50")]


def test_a_workbook_named_csv_is_read_as_what_it_is(tmp_path):
    path = workbook(tmp_path, [["单位", "支出日期", "支出金额"], ["A", dt.date(2025, 3, 1), 1.5]])
    renamed = path.rename(tmp_path / "spending.csv")
    table = read_table(renamed, SPENDING)
    assert table.frame["spent"].to_list() == [dt.date(2025, 3, 1)]
    assert codes(table) == ["file_is_workbook"]


def test_rows_are_numbered_as_the_spreadsheet_shows_them(tmp_path):
    text = (
        'unit,spent,amount\nA,2025-03-01,1\n\nB,2025-03-02,2\n"C\nc",2025-03-03,3\nD,2025-03-04,4\n'
    )
    table = read_table(written(tmp_path, text), SPENDING)
    assert table.frame["origin_row"].to_list() == [2, 4, 5, 6]


def test_a_workbook_may_begin_below_and_right_of_its_corner(tmp_path):
    rows = [[], [None, None, "unit", "spent", "amount"], [None, None, "A", "2025-03-01", 5]]
    table = read_table(workbook(tmp_path, rows), SPENDING)
    assert table.frame.select("unit", "amount", "origin_row").rows() == [("A", Decimal("5.00"), 3)]


def test_an_error_of_the_spreadsheet_is_no_empty_cell(tmp_path):
    path = workbook(tmp_path, [["unit", "spent", "amount"], ["A", "2025-03-01", "#N/A"]])
    table = read_table(path, SPENDING)
    assert table.set_aside["codes"].to_list() == [["cell_in_error"]]


def test_an_empty_cell_is_missing_and_not_nought(tmp_path):
    table = read_table(
        written(tmp_path, "unit,month,in_post,posts\nA,2025-03,5,\n"), input_tables()["staff"]
    )
    assert table.frame["posts"].to_list() == [None]


def test_a_row_set_aside_keeps_its_cells(tmp_path):
    table = read_table(written(tmp_path, "单位,支出日期,支出金额\n柳河县,x,y\n"), SPENDING)
    assert table.set_aside["codes"].to_list() == [["bad_date", "bad_money"]]
    assert json.loads(table.set_aside["raw"][0]) == {
        "单位": "柳河县",
        "支出日期": "x",
        "支出金额": "y",
    }


def test_a_row_of_totals_is_set_aside_with_a_note_only(tmp_path):
    table = read_table(written(tmp_path, CSV + "合  计,,100\n"), SPENDING)
    assert table.frame.height == 1
    assert [(p.code, p.severity) for p in table.problems] == [("total_row", "note")]


def test_a_comma_inside_a_text_does_not_shift_cells_in_silence(tmp_path):
    table = read_table(
        written(tmp_path, "unit,spent,amount\nA,2025-03-01,5,6\nB,2025-03-01,5\n"), SPENDING
    )
    assert table.frame["unit"].to_list() == ["B"]
    assert table.set_aside["codes"].to_list() == [["too_many_cells"]]


def test_a_quotation_that_never_closes_is_found_where_it_opens(tmp_path):
    table = read_table(
        written(tmp_path, CSV + '"山阳县,2025-03-02,200\n石桥乡,2025-03-02,300\n'), SPENDING
    )
    assert [(p.code, p.place.row) for p in table.problems] == [("open_quote", 3)]
    assert table.frame.height == 1


def test_the_unit_of_money_above_the_table_counts(tmp_path):
    text = "资金支出表,,\n,,单位：万元\n单位,支出日期,支出金额\nA,2025-03-01,1.5\n"
    table = read_table(written(tmp_path, text), SPENDING)
    assert table.frame["amount"].to_list() == [Decimal("15000.00")]
    assert "unit_converted" in codes(table)


def test_a_heading_in_wan_yuan_does_not_multiply_land(tmp_path):
    text = "unit,task,resource,amount（万元）\nA,T1,资金,2\nA,T1,土地,3\n"
    table = read_table(written(tmp_path, text), input_tables()["needs"])
    assert table.frame["amount"].to_list() == [Decimal("20000.00")]
    assert table.set_aside["codes"].to_list() == [["money_unit_elsewhere"]]


def test_words_in_merged_cells_hold_for_all_their_rows_and_amounts_do_not(tmp_path):
    book = openpyxl.Workbook()
    for row in (["unit", "spent", "amount"], ["A", "2025-03-01", 5], [None, "2025-03-02", 6]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    book.save(tmp_path / "s.xlsx")
    table = read_table(tmp_path / "s.xlsx", SPENDING)
    assert table.frame["unit"].to_list() == ["A", "A"]
    assert codes(table) == ["merged_filled"]


def test_states_levels_and_percentages_of_evidence_become_numbers(tmp_path):
    text = (
        "unit,task,period,source,value,scale,levels\n"
        "A,T1,2025,督查,已完成,状态,\nA,T2,2025,督查,良,等级,差|中|良|优\nA,T3,2025,督查,85%,比例,\n"
        "A,T4,2025,督查,很好,等级,差|中|良|优\n"
    )
    table = read_table(written(tmp_path, text), input_tables()["evidence"])
    assert table.frame["value"].to_list() == [3.0, 3.0, 0.85]
    assert table.set_aside["codes"].to_list() == [["bad_number"]]


def test_what_was_read_is_written_to_parquet_and_read_back_alike(tmp_path):
    text = "unit,name,tier,parent,industries\n1,清河市,0,,茶叶；旅游\n11,柳河县,1,1,\n"
    units = input_tables()["units"]
    first = read_table(written(tmp_path, text, "units.csv"), units)
    first.frame.write_parquet(tmp_path / "units.parquet")
    again = read_table(tmp_path / "units.parquet", units)
    origin = ["origin_file", "origin_sheet", "origin_row"]
    assert again.frame.drop(origin).equals(first.frame.drop(origin))
    assert again.problems == ()


def test_times_without_an_offset_are_those_of_the_case(tmp_path):
    text = (
        "case,activity,department,start,complete\nC1,受理,局,2025-03-01 08:00,2025-03-01T09:00Z\n"
    )
    table = read_table(written(tmp_path, text), input_tables()["events"], time_zone="Asia/Shanghai")
    row = table.frame.row(0, named=True)
    assert row["start"] == dt.datetime(2025, 3, 1, 0, tzinfo=dt.UTC)
    assert row["complete"] == dt.datetime(2025, 3, 1, 9, tzinfo=dt.UTC)


def test_a_family_of_columns_is_taken_whole(tmp_path):
    text = "unit,subject,campaign,severity_dust,severity_noise,action,action_level\nA,s1,环保,3,1,限产,2\n"
    table = read_table(written(tmp_path, text), input_tables()["treatments"])
    assert table.frame.select("severity_dust", "severity_noise").row(0) == (3.0, 1.0)


def test_a_code_a_spreadsheet_shortened_is_refused(tmp_path):
    table = read_table(written(tmp_path, "unit,spent,amount\n9.90221E+11,2025-03-01,5\n"), SPENDING)
    assert table.set_aside["codes"].to_list() == [["digits_lost"]]


def test_many_faults_of_one_kind_are_told_ten_times_and_counted(tmp_path):
    rows = "".join(f"A,2025-03-01,x{i}\n" for i in range(1000))
    table = read_table(written(tmp_path, "unit,spent,amount\n" + rows), SPENDING)
    assert (len(table.problems), table.set_aside.height) == (11, 1000)
    assert table.problems[-1].parameters["count"] == 990


def test_an_unknown_heading_is_left_out_and_its_nearest_named(tmp_path):
    table = read_table(written(tmp_path, "unit,spent,amount,sorce\nA,2025-03-01,5,x\n"), SPENDING)
    assert table.problems[0].parameters["nearest"] == "source"
    assert "sorce" not in table.frame.columns


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\xef\xbb\xbf \r\n", "file_empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "file_binary"),
        (b"%PDF-1.7 text", "file_binary"),
        (b"PK\x03\x04 not a workbook", "file_compressed"),
        (b"\x1f\x8b\x08\x00abc", "file_compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook_old"),
        (b"PAR1 broken", "parquet_broken"),
        (b"a,b\n\x81\xff\x81\xff\n", "encoding_unknown"),
    ],
)
def test_a_file_is_told_by_its_content(tmp_path, content, code):
    found = sheets_of(written(tmp_path, content))
    assert [problem.code for problem in found.problems] == [code]
    assert found.sheets == ()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_damaged_workbook_is_said_to_be(tmp_path, part):
    sound, damaged = workbook(tmp_path, [["unit", "spent", "amount"]]), tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(sound) as given, zipfile.ZipFile(damaged, "w") as made:
        for name in given.namelist():
            content = given.read(name)
            made.writestr(name, content[: len(content) // 2] if name == part else content)
    table = read_table(damaged, SPENDING)
    assert codes(table) == ["workbook_broken"]


def test_no_heading_at_all_says_what_is_needed(tmp_path):
    table = read_table(written(tmp_path, "1,2,3\n4,5,6\n"), SPENDING)
    assert codes(table) == ["heading_missing"]
    assert "单位" in table.problems[0].hint("zh-Hans")


def test_a_missing_file_or_sheet_is_an_error_with_a_place(tmp_path):
    with pytest.raises(ChuandaoError, match="no such file"):
        read_table(tmp_path / "no.csv", SPENDING)
    with pytest.raises(ChuandaoError, match="no sheet 'x'"):
        read_table(workbook(tmp_path, [["unit"]]), SPENDING, sheet="x")


def test_a_table_without_rows_is_a_table(tmp_path):
    table = read_table(written(tmp_path, "unit,spent,amount\n"), SPENDING)
    assert (table.frame.height, table.problems) == (0, ())
    assert table.frame.schema["amount"] == pl.Decimal(18, 2)


def test_share_columns_refuse_a_bare_percentage(tmp_path):
    schema = TableSchema("t", columns=(Column("share", "share"),))
    table = read_table(written(tmp_path, "share\n85%\n0.85\n85\n"), schema)
    assert table.frame["share"].to_list() == [0.85, 0.85]
    assert table.set_aside["codes"].to_list() == [["share_out_of_range"]]
