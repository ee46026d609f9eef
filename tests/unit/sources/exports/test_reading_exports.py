"""Exports in a case's folder, read by the ready mappings."""

from decimal import Decimal

import polars as pl
from export_makers import (
    HOTLINE,
    NOTICES,
    PAYMENTS,
    SERVICE,
    appraisal_word,
    case_with,
    workbook,
)

import chuandao as cd


def codes(case):
    return [problem.code for problem in case.problems]


def test_a_notice_and_its_payments_become_one_transfer_each_and_what_is_left(tmp_path):
    folder = case_with(tmp_path / "c", 支付=PAYMENTS)
    workbook(folder / "exports" / "指标.xlsx", NOTICES, merged="A1:H1")
    table = cd.read(folder).tables["transfers"].sort("transfer")
    seen = table.select("transfer", "to_unit", "amount", pl.col("arrived").is_null()).rows()
    number = "清财农指〔2025〕12号"
    assert seen == [
        (f"{number}·临湖区", "11", Decimal("1600000.00"), False),
        (f"{number}·临湖区/0", "11", Decimal("600000.00"), True),
        (f"{number}·临湖区/2", "11", Decimal("1000000.00"), False),
        (f"{number}·云山县", "12", Decimal("4805000.00"), False),
        ("清财建指〔2025〕3号·云山县", "12", Decimal("200000.00"), False),
    ]


def test_what_was_returned_or_withdrawn_is_left_out_and_said(tmp_path):
    folder = case_with(tmp_path / "c", 支付=PAYMENTS)
    workbook(folder / "exports" / "指标.xlsx", NOTICES, merged="A1:H1")
    found = codes(cd.read(folder))
    assert found.count("export_rows_left_out") == 2
    assert found.count("export_totals") == 2


def test_a_caption_of_ten_thousands_is_converted_aloud_in_the_exports_own_words(tmp_path):
    folder = case_with(tmp_path / "c")
    workbook(folder / "exports" / "指标.xlsx", NOTICES, merged="A1:H1")
    case = cd.read(folder)
    said = next(problem for problem in case.problems if problem.code == "unit_converted")
    assert said.place.column == "下达金额"
    assert case.tables["transfers"]["amount"].sum() == Decimal("8005000.00")


def test_satisfaction_becomes_the_share_of_calls_that_were_judged(tmp_path):
    case = cd.read(case_with(tmp_path / "c", 热线=HOTLINE))
    rows = case.tables["evidence"].select("unit", "task", "period", "value", "n").rows()
    assert rows == [
        ("12", "企业开办", "2025Q2", 0.5, 2),
        ("12", "企业开办", "2025Q3", 1.0, 1),
    ]


def test_suspended_time_becomes_hours_that_do_not_count(tmp_path):
    case = cd.read(case_with(tmp_path / "c", 办件=SERVICE))
    events = case.tables["events"].sort("start")
    assert events["paused_hours"].to_list() == [None, 84.0]
    assert events["department"].to_list() == ["综合窗口", "县自然资源局"]


def test_an_appraisal_table_in_word_gives_points_and_vetoes(tmp_path):
    folder = case_with(tmp_path / "c")
    appraisal_word(folder / "exports" / "考核.docx")
    table = cd.read(folder).tables["appraisals"]
    assert set(table["scheme"]) == {"清河市2025年度县（市、区）综合考核指标表"}
    assert dict(table.select("indicator", "weight").rows())["地区生产总值增速"] == 15
    assert table.filter("veto")["indicator"].to_list() == ["安全生产"]


def test_every_row_keeps_its_place_in_the_export(tmp_path):
    case = cd.read(case_with(tmp_path / "c", 办件=SERVICE))
    origins = case.tables["events"].select("origin_file", "origin_row").unique().sort("origin_row")
    assert origins.rows() == [("exports/办件.csv", 2), ("exports/办件.csv", 3)]


def test_an_export_that_no_mapping_knows_is_said_and_the_rest_is_read(tmp_path):
    case = cd.read(case_with(tmp_path / "c", 未知="甲,乙\n1,2\n", 办件=SERVICE))
    lost = next(problem for problem in case.problems if problem.code == "export_unknown")
    assert lost.place.file == "exports/未知.csv"
    assert "learn" in lost.hint()
    assert case.tables["events"].height == 2


def test_a_damaged_word_file_is_said(tmp_path):
    folder = case_with(tmp_path / "c")
    appraisal_word(folder / "exports" / "a.docx")
    whole = (folder / "exports" / "a.docx").read_bytes()
    (folder / "exports" / "a.docx").write_bytes(whole[: len(whole) // 2])
    assert {"export_unreadable", "file_compressed"} & set(codes(cd.read(folder)))


def test_a_ledger_that_lists_units_gives_each_its_row(tmp_path):
    ledger = (
        "任务编号,任务事项,牵头单位,责任单位,配合单位,完成时限,进展状态,填报日期\n"
        "T01,建设标准化基地,市农业农村局,临湖区、云山县,市发展改革委,2025-12-31,序时推进,2025-06-28\n"
    )
    case = cd.read(case_with(tmp_path / "c", 台账=ledger))
    rows = case.tables["assignments"].select("unit", "role").sort("unit", "role").rows()
    assert rows == [
        ("11", "responsible"),
        ("12", "responsible"),
        ("D1", "cooperate"),
        ("D2", "lead"),
    ]
    assert case.tables["evidence"]["unit"].sort().to_list() == ["11", "12"]
    assert case.tables["tasks"]["name"].to_list() == ["建设标准化基地"]


def test_documents_received_are_counted_by_unit_and_month(tmp_path):
    register = (
        "收文编号,来文单位,收文单位,收文日期\n"
        "1,县委办,茶坪乡党政办,2025-06-02\n2,县政府办,茶坪乡,2025-06-09\n3,县委办,茶坪乡,2025-07-01\n"
    )
    table = cd.read(case_with(tmp_path / "c", 收文=register)).tables["workload"]
    rows = table.select("unit", pl.col("month").dt.month(), "item", "count").sort("month").rows()
    assert rows == [("121", 6, "document", 2), ("121", 7, "document", 1)]


def test_the_foot_of_a_table_is_no_record(tmp_path):
    signed = SERVICE + "审核人：某某,,,,,,,,\n"
    case = cd.read(case_with(tmp_path / "c", 办件=signed))
    assert case.tables["events"].height == 2
    assert "export_totals" in codes(case)
