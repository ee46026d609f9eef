"""What the user can mend is said in two lines, with exit code 1 or 2, never a traceback."""

import pytest
from typer.testing import CliRunner

import chuandao as cd
from chuandao.cli.main import app
from chuandao.messages import LANGUAGES, render

CITY = str(cd.examples.qinghe / "documents" / "city-18.docx")
TOWN = str(cd.examples.qinghe / "documents" / "taoyuan-7.txt")
TEXT = "关于改厕的通知\n各村：\n一、2025年底前完成改厕300户，由镇农业服务中心牵头。\n"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 and nothing")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.xlsx").write_bytes(b"no workbook")


MISTAKES = [
    (["tasks", "none.docx"], 1),
    (["tasks", "broken.docx"], 1),
    (["tasks", "full"], 1),
    (["trace", "none.docx", "a.txt"], 1),
    (["trace", "broken.docx", "a.txt"], 1),
    (["trace", CITY, "a.txt", "--parent", "a.txt"], 2),
    (["trace", CITY, "a.txt", "--parent", "a.txt=nobody.txt"], 2),
    (["trace", CITY, "a.txt", "--out", "full"], 2),
    (["trace", CITY, "a.txt", "--out", "a.txt"], 2),
    (["trace", CITY, "a.txt", "--json", "full"], 1),
    (["trace", CITY, "a.txt", "--jobs", "2"], 2),
    (["trace", CITY, "--policies", "--out", "new", "--html", "a.html"], 2),
    (["trace", CITY, "a.txt", "--semantic", "none"], 2),
    (["check", "none"], 1),
    (["check", str(cd.examples.qinghe), "--as-of", "soon"], 2),
    (["new", "a.txt"], None),
    (["new", "full"], None),
]


def run(words, language="en"):
    return CliRunner().invoke(app, [*words, "--lang", language])


@pytest.mark.parametrize(
    ("words", "code"), MISTAKES, ids=[" ".join(w).replace("/", "_")[-50:] for w, _ in MISTAKES]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_is_said_in_two_lines_and_ends_with_its_code(words, code, language):
    done = run(words, language)
    assert isinstance(done.exception, SystemExit)
    assert "Traceback" not in done.output
    assert done.exit_code == code if code else done.exit_code in {1, 2}
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    if words[0] != "check" or code == 2:
        assert len(lines) == 2, lines
        assert lines[1].startswith("  ")
    assert done.output.strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mistake_is_said_in_the_users_language(language):
    done = run(["tasks", "none.docx"], language)
    assert render("file_not_found", language) in done.stderr
    assert render("file_not_found.hint", language) in done.stderr


@pytest.mark.parametrize(
    "words", [["trace", CITY], ["show"], ["wrong"], ["trace", CITY, TOWN, "--wrong"]]
)
def test_wrong_usage_ends_with_code_2(words):
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_show_fails_where_nothing_could_be_read():
    done = run(["show", "none.docx", "broken.docx"])
    assert done.exit_code == 1
    assert "none.docx" in done.stderr
    assert "broken.docx" in done.stderr


def test_a_task_table_without_headings_is_said(tmp_path):
    import openpyxl

    run(["tasks", "a.txt", "-o", "t.xlsx"])
    book = openpyxl.load_workbook("t.xlsx")
    book.worksheets[0].delete_rows(3)
    book.save("t.xlsx")
    done = run(["tasks", "t.xlsx"])
    assert done.exit_code == 1
    assert "t.xlsx" in done.stderr


def test_what_was_there_is_left_as_it_is(tmp_path):
    run(["trace", CITY, "a.txt", "--out", "full"])
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.txt"]


def test_nothing_half_written_is_left(tmp_path):
    run(["trace", CITY, "a.txt", "--out", "full", "--json", "t.json"])
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
