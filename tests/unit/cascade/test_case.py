"""Reading a case: what is usable is used, what is not is said, the order of rows is no matter."""

import random
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from chuandao.cascade.case import UnusableCaseError, read
from chuandao.errors import CaseError

ORIGIN = ["origin_file", "origin_sheet", "origin_row"]
FILES = {
    "units.csv": "unit,name,tier,parent\n1,清河市,0,\n11,柳河县,1,1\n12,山阳县,1,1\n111,城关镇,2,11\n121,城关镇,2,12\n",
    "tasks.csv": "task,name\nT1,一网通办\nT2,特色产业\n",
    "spending.csv": "unit,task,spent,source,amount\n11,T1,2025-03-01,,100\n12,T1,2025-03-01,,100\n11,,2025-03-01,x,100\n"
    "11,T1,2025-03-02,,7\n11,T1,2025-03-02,a,7\n99,T1,2025-03-02,,7\n",
    "means.csv": "unit,task,resource,amount,from\n11,,资金,1,2025-01-01\n11,T1,资金,1,\n11,T1,土地,2,\n11,T1,土地,3,\n12,T9,编制,1,\n",
    "documents.csv": "document,unit,number,implements\nD2,11,,D1；国发〔2024〕1号\nD1,1,清政发〔2025〕1号,\nD3,12,,清政发〔2025〕1号\n",
}


def written(folder, files=FILES):
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())
    return folder


def shuffled(folder, seed):
    chance = random.Random(seed)  # noqa: S311  # an order, not a secret
    folder.mkdir()
    for name, text in FILES.items():
        heading, *rows = text.splitlines()
        chance.shuffle(rows)
        (folder / name).write_text("\n".join([heading, *rows]) + "\n", "utf-8")
    return folder


def test_the_order_of_rows_changes_nothing(tmp_path):
    first = read(written(tmp_path))
    for seed in range(5):
        again = read(shuffled(tmp_path / str(seed), seed))
        assert list(again.tables) == list(first.tables)
        for name, frame in first.tables.items():
            assert again.tables[name].drop(ORIGIN).equals(frame.drop(ORIGIN)), name
        assert again.units.codes == first.units.codes
        assert sorted(again.set_aside["raw"]) == sorted(first.set_aside["raw"])
        named = [case.settings.name for case in (first, again)]
        assert named == [tmp_path.name, str(seed)]


def test_the_fingerprint_knows_what_is_said_and_not_in_which_order(tmp_path):
    settings = 'name = "x"\n'
    (written(tmp_path) / "case.toml").write_text(settings, "utf-8")
    (shuffled(tmp_path / "other", 7) / "case.toml").write_text(settings, "utf-8")
    first, again = read(tmp_path), read(tmp_path / "other")
    assert first.fingerprint == again.fingerprint
    (tmp_path / "other" / "tasks.csv").write_text("task,name\nT1,一网通办\nT2,特色农业\n", "utf-8")
    assert read(tmp_path / "other").fingerprint != first.fingerprint


def test_the_fingerprint_knows_the_files_of_documents(tmp_path):
    files = {**FILES, "documents.csv": "document,unit,file\nD1,1,d.txt\n", "d.txt": "一"}
    first = read(written(tmp_path, files)).fingerprint
    (tmp_path / "d.txt").write_text("二", "utf-8")
    assert read(tmp_path).fingerprint != first


def test_a_folder_and_a_workbook_of_the_same_tables_read_alike(tmp_path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in FILES.items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for line in text.splitlines():
            sheet.append([cell or None for cell in line.split(",")])
    book.save(tmp_path / "case.xlsx")
    (tmp_path / "case").mkdir()
    one, other = read(tmp_path / "case.xlsx"), read(written(tmp_path / "case"))
    for name, frame in other.tables.items():
        assert one.tables[name].drop(ORIGIN).equals(frame.drop(ORIGIN)), name


def test_every_row_knows_where_it_came_from(tmp_path):
    case = read(written(tmp_path))
    row = case.tables["means"].row(0, named=True)
    assert [row[name] for name in ORIGIN] == ["means.csv", "", 2]


def test_rows_kept_and_rows_set_aside_are_all_the_rows(tmp_path):
    case = read(written(tmp_path))
    rows = {name: text.count("\n") - 1 for name, text in FILES.items()}
    kept = {f"{name}.csv": frame.height for name, frame in case.tables.items()}
    aside = dict(case.set_aside["origin_file"].value_counts().rows())
    assert rows == {name: kept[name] + aside.get(name, 0) for name in rows}


def test_a_document_may_be_cited_by_its_number_and_outside_ones_are_kept(tmp_path):
    case = read(written(tmp_path))
    cited = case.tables["documents"].filter(pl.col("document") == "D2")["implements"].item()
    assert cited.to_list() == ["D1", "国发〔2024〕1号"]
    outside = [p.parameters["value"] for p in case.problems.of_code("reference_outside")]
    assert outside == ["国发〔2024〕1号"]


def test_references_to_a_table_that_was_not_given_are_not_examined(tmp_path):
    files = {name: text for name, text in FILES.items() if name != "tasks.csv"}
    case = read(written(tmp_path, files))
    assert case.tables["means"].height == 3
    assert {p.severity for p in case.problems.of_code("reference_unexamined")} == {"note"}


def test_one_table_may_stand_in_several_files(tmp_path):
    parts = {
        "spending.csv": "unit,spent,amount\n11,2025-03-01,1\n",
        "支出情况.csv": "单位,支出日期,支出金额\n12,2025-03-01,2\n",
    }
    case = read(written(tmp_path, {**FILES, **parts}))
    assert case.tables["spending"]["origin_file"].to_list() == ["spending.csv", "支出情况.csv"]
    assert len(case.problems.of_code("table_in_parts")) == 1


def test_a_path_that_leads_out_by_a_link_is_refused(tmp_path):
    outside = tmp_path / "secret.txt"
    outside.write_text("x", "utf-8")
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside)
    files = {
        "units.csv": FILES["units.csv"],
        "documents.csv": "document,unit,file\nD1,1,link.txt\nD2,1,C:\\x.txt\nD3,1,/etc/passwd\n",
    }
    case = read(written(folder, files))
    assert len(case.problems.of_code("document_outside")) == 3
    assert dict(case.document_files) == {}


@pytest.mark.parametrize(
    ("files", "code", "words"),
    [
        ({}, "units_absent", "no table of units"),
        ({"units.csv": "unit,name\n1,x\n"}, "column_missing", "units.csv"),
        ({"units.csv": "unit,name,tier,parent\n1,x,y,\n"}, "bad_integer", "row 2"),
        ({"units.csv": "unit,name,tier,parent\n1,x,0,2\n2,y,1,1\n"}, "no_root", "can be the root"),
        ({"units.csv": "\x00\x01\x02"}, "file_binary", "units.csv"),
    ],
)
def test_a_case_without_any_unit_says_why(tmp_path, files, code, words):
    with pytest.raises(CaseError) as raised:
        read(written(tmp_path, files))
    assert (raised.value.code, words in str(raised.value)) == (code, True)
    assert raised.value.hint
    assert isinstance(raised.value, UnusableCaseError)


def test_a_path_that_is_not_there_is_said():
    with pytest.raises(CaseError, match="no such folder or workbook"):
        read(Path("no") / "such")


def test_a_case_and_its_problems_print_as_short_tables(tmp_path):
    case = read(written(tmp_path))
    assert "UnitTree: 5 units in 3 tiers" in repr(case)
    problems = case.check("2025-12-31")
    assert repr(problems).startswith("Check: 4 errors")
    assert problems._repr_html_().startswith("<p>Check")
    assert problems.to_frame("zh-Hans").height == len(problems)
    severities = [problem.severity for problem in problems]
    assert severities == sorted(severities, key=["fatal", "error", "warning", "note"].index)
    assert problems.counts["error"] == 4


def test_reading_changes_nothing_in_the_case(tmp_path):
    written(tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    read(tmp_path).check()
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_columns_are_named_as_the_file_itself_heads_them(tmp_path):
    files = {**FILES, "spending.csv": "单位,支出日期,支出金额\n99,2025-03-01,1\n11,2026-03-01,-1\n"}
    problems = read(written(tmp_path, files)).check("2025-12-31")
    columns = {p.code: p.place.column for p in problems if p.place.file == "spending.csv"}
    assert columns == {
        "unknown_unit": "单位",
        "after_as_of": "支出日期",
        "amount_negative": "支出金额",
    }


def test_the_latest_day_is_what_happened_and_not_what_is_planned(tmp_path):
    files = {**FILES, "assignments.csv": "task,unit,role,due\nT1,11,牵头,2099-12-31\n"}
    assert str(read(written(tmp_path, files)).latest_day) == "2025-03-02"


def test_a_workbook_may_bring_its_settings_in_a_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "units"
    for line in FILES["units.csv"].splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    sheet = book.create_sheet("设置")
    for row in (
        ["name", "清河"],
        ["mandate.basis", "计划"],
        ["sources.审计", "基准"],
        ["sources.督查", "x"],
    ):
        sheet.append(row)
    book.save(tmp_path / "case.xlsx")
    case = read(tmp_path / "case.xlsx")
    assert (case.settings.name, case.settings.mandate.basis) == ("清河", "计划")
    assert case.settings.anchors == ("audit",)
    assert [p.code for p in case.problems] == ["setting_not_share"]


@pytest.mark.parametrize(
    ("values", "doubted"), [(("0.85", "1"), True), (("0.85", "90"), False), (("0", "0"), False)]
)
def test_percentages_all_below_one_are_doubted(tmp_path, values, doubted):
    heading = "unit,task,period,source,value,scale\n"
    rows = "".join(f"1{at},T1,2025,督查,{value},百分比\n" for at, value in enumerate(values, 1))
    problems = read(written(tmp_path, {**FILES, "evidence.csv": heading + rows})).check()
    assert bool(len(problems.of_code("percent_below_one"))) == doubted
