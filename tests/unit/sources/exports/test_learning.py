"""Learning an export: a mapping that can be read back, and what is left to say in it."""

import pytest
from export_makers import HOTLINE, case_with
from typer.testing import CliRunner

import chuandao as cd
from chuandao.cli.main import app
from chuandao.errors import ChuandaoError
from chuandao.sources.exports import mapping_of
from chuandao.sources.exports.learn import learnt
from chuandao.sources.exports.sheets import opened
from chuandao.sources.exports.write import mapping_text

STAFF = "云山县2025年6月人员情况,,,\n单位,编制人数,在编在岗,所属年月\n茶坪乡,30,26,2025年6月\n"


def grid_of(path, text):
    path.write_text(text, "utf-8")
    return opened(path, path.name).grids[0]


def test_a_proposal_names_the_table_and_its_columns(tmp_path):
    found = learnt(grid_of(tmp_path / "a.csv", STAFF), {})
    into = found.mapping.into[0]
    assert not found.ready
    assert into.table == "staff"
    assert {name: fill.headings[0] for name, fill in into.columns.items()} == {
        "unit": "单位",
        "posts": "编制人数",
        "in_post": "在编在岗",
        "month": "所属年月",
    }


@pytest.mark.parametrize("text", [STAFF, HOTLINE])
def test_a_mapping_that_was_written_reads_back_the_same(tmp_path, text):
    found = learnt(grid_of(tmp_path / "a.csv", text), {"云山县": "云山县", "茶坪乡": "茶坪乡"})
    again = mapping_of(mapping_text(found))
    assert (again.recognise, again.into) == (found.mapping.recognise, found.mapping.into)


def test_a_unit_not_in_the_case_stands_with_the_nearest_as_a_remark(tmp_path):
    found = learnt(grid_of(tmp_path / "a.csv", HOTLINE), {"云山县": "云山县", "茶坪乡": "茶坪乡"})
    assert '"云山县茶坪乡" = ""  # 茶坪乡?' in mapping_text(found)


def test_an_unknown_table_is_refused(tmp_path):
    with pytest.raises(ChuandaoError, match="stuff"):
        learnt(grid_of(tmp_path / "a.csv", STAFF), {}, "stuff")


def test_rows_without_a_known_heading_are_not_guessed(tmp_path):
    assert learnt(grid_of(tmp_path / "a.csv", "甲,乙\n1,2\n"), {}) is None


def test_what_was_learnt_is_used_and_a_word_left_empty_leaves_its_rows_out(tmp_path):
    folder = case_with(tmp_path / "c", 热线=HOTLINE)
    export = folder / "exports" / "热线.csv"
    done = CliRunner().invoke(app, ["learn", str(export), "--case", str(folder)])
    assert done.exit_code == 0, done.output
    mapping = folder / "mappings" / "热线.toml"
    mapping.write_text(
        mapping.read_text("utf-8").replace('"企业开办" = ""', '"企业开办" = "T10"'), "utf-8"
    )
    rows = cd.read(folder).tables["evidence"].select("unit", "task", "period", "value").rows()
    assert rows == [("12", "T10", "2025Q2", 0.5), ("12", "T10", "2025Q3", 1.0)]


def test_a_mapping_that_is_there_is_not_overwritten(tmp_path):
    folder = case_with(tmp_path / "c", 热线=HOTLINE)
    asked = ["learn", str(folder / "exports" / "热线.csv"), "--case", str(folder), "--lang", "en"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    again = CliRunner().invoke(app, asked)
    assert again.exit_code == 1
    assert "not overwritten" in again.output


def test_a_broken_mapping_is_said_and_the_export_still_read_by_a_ready_one(tmp_path):
    folder = case_with(tmp_path / "c", 热线=HOTLINE)
    (folder / "mappings").mkdir()
    (folder / "mappings" / "x.toml").write_text("name = ", "utf-8")
    case = cd.read(folder)
    assert "mapping_broken" in [problem.code for problem in case.problems]
    assert case.tables["evidence"].height == 2
