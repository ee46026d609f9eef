"""Every command on the example case, from the command line, in three languages."""

import json
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from typer.testing import CliRunner

import chuandao as cd
from chuandao import __version__
from chuandao.cli.main import app
from chuandao.messages import LANGUAGES, render

DOCUMENTS = cd.examples.qinghe / "documents"
CITY, COUNTY, TOWN = (
    DOCUMENTS / name for name in ("city-18.docx", "yongning-14.txt", "taoyuan-7.txt")
)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHUANDAO_LANG", "en")


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done


def test_the_version_is_said():
    assert __version__ in run("--version").stdout


def test_without_a_command_the_commands_are_listed():
    done = run()
    for name in ("demo", "new", "check", "show", "tasks", "trace"):
        assert name in done.output


@pytest.mark.parametrize("name", ["demo", "new", "check", "show", "tasks", "trace"])
def test_every_command_explains_itself(name):
    done = run(name, "--help")
    assert done.exit_code == 0
    assert "--lang" in done.output


def test_new_writes_a_case_that_check_can_read(tmp_path):
    assert run("new", "mine").exit_code == 0
    assert any((tmp_path / "mine").iterdir())
    assert run("check", "mine").exit_code in {0, 1}


def test_check_finds_no_error_in_the_example():
    assert run("check", cd.examples.qinghe).exit_code == 0


def test_check_as_json_is_pure(tmp_path):
    problems = json.loads(run("check", cd.examples.qinghe, "--json", "-").stdout)
    assert isinstance(problems, list)


@pytest.mark.parametrize("language", LANGUAGES)
def test_show_says_what_was_understood(language):
    done = run("show", TOWN, "--lang", language)
    assert done.exit_code == 0
    assert render("show.issuer", language) in done.stdout
    assert "桃政发〔2025〕7号" in done.stdout


def test_show_as_json_is_pure_and_its_spans_hold():
    (record,) = json.loads(run("show", TOWN, "--json", "-").stdout)
    assert record["number"] == "桃政发〔2025〕7号"
    assert record["clauses"]
    for clause in record["clauses"]:
        assert record["text"][clause["start"] : clause["end"]].strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_show_writes_one_page_of_all_documents(language):
    done = run("show", CITY, TOWN, "none.docx", "--html", "p.html", "--lang", language)
    page = Path("p.html").read_text("utf-8")
    assert done.exit_code == 0
    assert "p.html" in done.stdout.replace("\n", "")
    assert page.count('<section class="document"') == 2
    assert "none.docx" in page
    assert render("show_page.gaps", language) in page


def test_show_fits_a_terminal_of_a_hundred_columns():
    from rich.cells import cell_len

    lines = run("show", CITY, TOWN, "--lang", "zh-Hans").stdout.splitlines()
    told = [line for line in lines if not line.startswith(str(DOCUMENTS))]
    assert max(cell_len(line) for line in told) <= 100


def test_show_tells_the_tree_field_by_field_and_what_was_not_understood():
    lines = [line.strip() for line in run("show", CITY, "--lang", "en").stdout.splitlines()]
    assert "二、重点任务" in lines
    assert any(line.startswith("2.1 摸清资源底数") for line in lines)
    assert any(line.startswith("Lead unit") or " Lead unit " in line for line in lines)
    assert any("Tasks without a target" in line for line in lines)


def test_show_as_json_tells_every_field_of_the_envelope_and_what_was_not_understood():
    (record,) = json.loads(run("show", CITY, "--json", "-").stdout)
    assert {"issuer", "number", "title", "addressees", "date", "citations", "notes"} <= set(record)
    assert record["headings"][0]["path"] == "1"
    assert "no_target" in record["not_understood"]


def test_show_goes_on_after_a_file_that_cannot_be_read():
    done = run("show", "none.docx", TOWN)
    assert done.exit_code == 0
    assert "none.docx" in done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_tasks_writes_a_workbook_that_comes_back(tmp_path, language):
    assert run("tasks", CITY, "-o", "t.xlsx", "--lang", language).exit_code == 0
    sheet = openpyxl.load_workbook("t.xlsx").worksheets[0]
    assert sheet.title == render("tasks.sheet", language)
    assert run("tasks", "t.xlsx", "--case", "case", "--lang", language).exit_code in {0, 1}


def test_a_corrected_table_becomes_tables_of_the_case(tmp_path):
    run("tasks", CITY, "-o", "t.xlsx")
    assert run("tasks", "t.xlsx").exit_code == 0
    tasks, assignments = (pl.read_csv(f"{name}.csv") for name in ("tasks", "assignments"))
    assert tasks.height > 20
    assert set(assignments["task"]) <= set(tasks["task"])


def test_tasks_as_json_is_pure():
    rows = json.loads(run("tasks", CITY, "--json", "-").stdout)
    assert rows[0]["task"] == "city-18-1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_trace_sums_up_in_every_language(language):
    done = run(
        "trace", CITY, COUNTY, "--parent", "yongning-14.txt=city-18.docx", "--lang", language
    )
    assert done.exit_code == 0
    assert render("summary.clauses", language) in done.stdout
    assert render("cli.trace_note", language).split("。")[0].split(".")[0] in done.stdout


def test_trace_as_json_is_pure_and_of_schema_1():
    record = json.loads(run("trace", CITY, COUNTY, "--json", "-").stdout)
    assert record["schema"] == 1
    assert {document["id"] for document in record["documents"]} == {"city-18", "yongning-14"}


def test_trace_as_json_stays_pure_where_a_file_cannot_be_read():
    done = run("trace", CITY, COUNTY, "none.pdf", "--json", "-")
    record = json.loads(done.stdout)
    assert [item["file"] for item in record["unread"]] == ["none.pdf"]
    assert "none.pdf" in done.stderr


def test_trace_writes_json_page_and_tables(tmp_path):
    done = run(
        "trace", CITY, COUNTY, TOWN, "--json", "t.json", "--html", "t.html", "--out", "tables"
    )
    assert done.exit_code == 0
    assert json.loads((tmp_path / "t.json").read_text("utf-8"))["links"]
    assert "<html" in (tmp_path / "t.html").read_text("utf-8")
    assert pl.read_parquet("tables/links.parquet").height
    assert json.loads((tmp_path / "tables" / "run.json").read_text())["verb"] == "trace"


def test_a_second_run_replaces_its_own_tables():
    for _ in range(2):
        assert run("trace", CITY, TOWN, "--out", "tables").exit_code == 0


def branch(folder):
    """Write three documents and one quarter of the example as a case: the whole takes long."""
    shutil.copytree(cd.examples.qinghe, folder)
    table = folder / "documents.csv"
    heading, *rows = table.read_text("utf-8").splitlines()
    kept = [row for row in rows if row.split(",")[0] in {"city-18", "yongning-14", "taoyuan-7"}]
    table.write_text("\n".join([heading, *kept]) + "\n", "utf-8")
    evidence = folder / "evidence.csv"
    heading, *rows = evidence.read_text("utf-8").splitlines()
    kept = [row for row in rows if "2026Q1" in row and ("inspection" in row or "public" in row)]
    evidence.write_text("\n".join([heading, *kept]) + "\n", "utf-8")
    return folder


def test_the_demo_gives_the_example_its_checkup(tmp_path, monkeypatch):
    monkeypatch.setattr(cd.examples, "qinghe", branch(tmp_path / "case"))
    done = run("demo")
    assert done.exit_code == 0
    assert str(tmp_path / "demo" / "report.html") in done.stdout
    assert (tmp_path / "demo" / "brief.docx").exists()
    assert (tmp_path / "demo" / "trace.html").exists()
    assert pl.read_parquet(tmp_path / "demo" / "tables" / "documents.parquet").height == 3


def test_the_demo_takes_a_result_of_the_same_inputs_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(cd.examples, "qinghe", branch(tmp_path / "case"))
    run("demo")
    assert render("cli.run_reused", "en") in run("demo").stdout


@pytest.fixture
def checked(tmp_path):
    """Return a branch of the example that has had its checkup."""
    folder = branch(tmp_path / "case")
    assert run("checkup", folder, "--out", tmp_path / "papers").exit_code == 0
    return folder


def test_a_checkup_keeps_its_run_and_writes_its_papers(tmp_path, checked):
    runs = list((checked / ".chuandao" / "runs").glob("*/run.json"))
    assert len(runs) == 1
    assert (tmp_path / "papers" / "report.html").read_text("utf-8").startswith("<!")
    assert (tmp_path / "papers" / "brief.docx").read_bytes()[:2] == b"PK"


def test_a_checkup_again_keeps_the_same_run(checked):
    run("checkup", checked, "--out", "again")
    assert len(list((checked / ".chuandao" / "runs").glob("*/run.json"))) == 1


def test_a_units_sheet_is_written_by_name(checked):
    done = run("report", checked, "--unit", "桃园镇", "--out", "sheets")
    assert done.exit_code == 0
    assert len(list(Path("sheets").glob("桃园镇-*.docx"))) == 1


def test_a_run_compared_with_itself_shows_no_new_finding(checked):
    done = run("compare", checked, "latest", "latest", "--json", "-")
    assert json.loads(done.stdout)["findings"] == []


def test_measuring_without_evidence_is_refused_in_two_lines(tmp_path):
    folder = branch(tmp_path / "case")
    (folder / "evidence.csv").unlink(missing_ok=True)
    done = run("measure", folder)
    assert done.exit_code in {1, 2}
    assert "evidence" in done.stderr


def test_the_doctor_finds_this_machine_sound():
    assert run("doctor").exit_code == 0


def test_the_language_of_the_system_is_the_default(monkeypatch):
    monkeypatch.delenv("CHUANDAO_LANG")
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert render("show.issuer", "zh-Hant") in run("show", TOWN).stdout


def small_case(folder):
    """Write a case of one city and one county with a document each."""
    (folder / "documents").mkdir(parents=True)
    for name, source in (("city-18", CITY), ("yongning-14", COUNTY)):
        shutil.copy(source, folder / "documents" / f"{name}{source.suffix}")
    (folder / "units.csv").write_text(
        "unit,name,tier,parent\n1,清河市,0,\n11,永宁市,1,1\n", "utf-8"
    )
    (folder / "documents.csv").write_text(
        "document,file,unit,implements\ncity-18,documents/city-18.docx,1,\n"
        "yongning-14,documents/yongning-14.txt,11,city-18\n",
        "utf-8",
    )
    return folder


def fill_in(path, decision):
    """Decide the first row of a sheet as a person would, and return its clauses."""
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    page["F3"], page["H3"], page["C5"] = "reviewer", "2026-01-15", decision
    book.save(path)
    return page["N5"].value, page["O5"].value


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Reject"), ("zh-Hans", "否定"), ("zh-Hant", "否定")]
)
def test_decisions_go_out_and_come_back_and_win(language, word):
    case = small_case(Path("case"))
    assert run("decisions", case, "-o", "links.xlsx", "--lang", language).exit_code == 0
    upper, lower = fill_in("links.xlsx", word)
    done = run("decisions", "links.xlsx", "--case", case, "--lang", language)
    assert done.exit_code == 0
    assert pl.read_csv(case / "decisions.csv")["decision"].to_list() == ["reject"]
    links = cd.trace(cd.read(case)).tables["links"].select("upper", "lower").rows()
    assert (upper, lower) not in links


def test_reading_a_sheet_back_twice_changes_nothing():
    case = small_case(Path("case"))
    run("decisions", case, "-o", "links.xlsx")
    fill_in("links.xlsx", "Accept")
    run("decisions", "links.xlsx", "--case", case)
    first = (case / "decisions.csv").read_bytes()
    run("decisions", "links.xlsx", "--case", case)
    assert (case / "decisions.csv").read_bytes() == first


def test_a_sheet_without_a_case_is_asked_for_one():
    run("trace", CITY, COUNTY, "--review", "links.xlsx")
    done = run("decisions", "links.xlsx")
    assert done.exit_code == 2
    assert "--case" in done.output


def test_decisions_win_where_documents_are_traced_alone():
    run("trace", CITY, COUNTY, "--review", "links.xlsx")
    upper, lower = fill_in("links.xlsx", "Reject")
    run("trace", CITY, COUNTY, "--decisions", "links.xlsx", "--json", "trace.json")
    record = json.loads(Path("trace.json").read_text("utf-8"))
    assert (upper, lower) not in {(link["upper"], link["lower"]) for link in record["links"]}
    assert [one["decision"] for one in record["decided"]] == ["reject"]


def test_a_decision_that_lost_its_place_is_told_with_its_reason():
    run("trace", CITY, COUNTY, "--review", "links.xlsx")
    fill_in("links.xlsx", "Reject")
    done = run("trace", CITY, TOWN, "--decisions", "links.xlsx")
    assert done.exit_code == 0
    assert "Document not at hand" in done.output


def test_measuring_writes_tables_text_and_a_page(tmp_path):
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "units.csv").write_text(
        "unit,name,tier,parent\n1,市,0,\n11,甲县,1,1\n12,乙县,1,1\n", "utf-8"
    )
    rows = [f"1{k},T,2025,inspection,0.{9 - k},share,200" for k in (1, 2)]
    head = "unit,task,period,source,value,scale,n"
    (folder / "evidence.csv").write_text("\n".join([head, *rows, ""]), "utf-8")
    page = tmp_path / "summary.html"
    options = ("--html", page, "--unit", "乙县", "--out", tmp_path / "out", "--lang", "en")
    done = run("measure", folder, *options)
    assert done.exit_code == 0
    assert "Efficacy and retention by tier" in done.stdout
    assert "乙县" in page.read_text("utf-8")
    assert (tmp_path / "out" / "efficacy.parquet").exists()
