"""The command interpret: on a bare document, on a case, on what it cannot be made for."""

import json

import pytest
from typer.testing import CliRunner

from chuandao.cli.main import app
from chuandao.messages import LANGUAGES

OPINION = """清安市人民政府关于发展茶叶的意见
各县（市、区）人民政府：
一、建设茶园。2026年底前建成3个，不得强制流转土地。（牵头单位：市农业农村局）
二、加强服务。每季度开展一次技术服务，鼓励合作社参与。
"""


@pytest.fixture
def opinion(tmp_path, monkeypatch):
    monkeypatch.setenv("CHUANDAO_LANG", "en")
    path = tmp_path / "opinion.txt"
    path.write_text(OPINION, encoding="utf-8")
    return path


def run(*words):
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert "Traceback" not in done.output
    return done


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_alone_gives_papers_page_and_tables(opinion, tmp_path, language):
    done = run("interpret", opinion, "-o", tmp_path / "kit", "--lang", language)
    assert done.exit_code == 0
    names = {path.name for path in (tmp_path / "kit").iterdir()}
    assert names == {
        "interpretation.docx", "interpretation.html", "test.docx", "test-answers.docx", "tables"
    }  # fmt: skip
    assert "interpretation.docx" in done.stdout.replace("\n", "")


def test_as_json_it_is_pure_and_writes_nothing(opinion, tmp_path):
    done = run("interpret", opinion, "-o", tmp_path / "kit", "--json", "-")
    assert set(json.loads(done.stdout)) >= {"interpretation_rules", "comprehension_test"}
    assert not (tmp_path / "kit").exists()


def test_a_unit_without_a_case_is_told_what_to_give(opinion):
    done = run("interpret", opinion, "--unit", "柳河镇")
    assert done.exit_code == 2
    assert "case folder" in done.stderr


def test_a_file_that_is_not_there_is_said(tmp_path):
    assert run("interpret", tmp_path / "none.docx").exit_code == 1
