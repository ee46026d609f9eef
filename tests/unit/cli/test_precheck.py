"""`chuandao precheck` from the command line."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from chuandao.cli.main import app
from chuandao.messages import LANGUAGES, render

DRAFT = """清河市人民政府关于改善农村供水的意见
各县（市、区）人民政府：
一、建设集中供水站。新建集中供水站36座，供水保障率达到95%以上。
二、各村每日17时前报送供水台账，未完成的实行“一票否决”。（责任单位：市水利局）
"""


@pytest.fixture
def draft(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, "utf-8")
    return path


def run(*words):
    return CliRunner().invoke(app, ["precheck", *(str(word) for word in words)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_remarks_and_what_is_in_order_are_printed(draft, language):
    done = run(draft, "--lang", language)
    assert done.exit_code == 0
    assert "一票否决" in done.stdout
    assert render("precheck.check.vague", language) in done.stdout
    assert render("precheck.needed.case", language) in done.stdout


def test_the_sheet_is_written_as_word(draft, tmp_path):
    assert run(draft, "-o", tmp_path / "sheet.docx", "--lang", "zh-Hans").exit_code == 0
    with zipfile.ZipFile(tmp_path / "sheet.docx") as archive:
        text = archive.read("word/document.xml").decode()
    assert "制发前预检意见单" in text
    assert "＿＿＿" in text


def test_json_on_standard_output_is_pure(draft):
    told = json.loads(run(draft, "--json", "-").stdout)
    assert told["counts"]["must"] == 4


def test_a_file_that_is_not_there_ends_with_a_hint_and_exit_code_1(draft):
    done = run("none.docx", "--lang", "en")
    assert done.exit_code == 1
    assert "none.docx" in done.stderr


def test_a_secret_draft_is_refused(draft):
    draft.write_text("机密★10年\n" + DRAFT, "utf-8")
    assert run(draft).exit_code == 1


def test_a_draft_without_clauses_is_refused(draft):
    draft.write_text("。\n", "utf-8")
    done = run(draft, "--lang", "en")
    assert done.exit_code == 1


def test_a_case_that_is_not_there_is_named(draft):
    assert run(draft, "--case", "nowhere", "--lang", "en").exit_code == 1
