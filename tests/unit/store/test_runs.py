"""Runs are immutable snapshots; the latest is the one kept last."""

import polars as pl
import pytest

from chuandao.errors import UsageError
from chuandao.store.lake import write_tables
from chuandao.store.runs import find_run, keep_run, read_run, run_id, runs_folder

TABLES = {"tiers": pl.DataFrame({"tier": [0, 1], "efficacy": [1.0, 0.8]})}


def test_the_same_inputs_and_parameters_give_the_same_run(tmp_path):
    first = keep_run(tmp_path, TABLES, {"fingerprint": "a", "seed": 1})
    assert keep_run(tmp_path, TABLES, {"seed": 1, "fingerprint": "a"}) == first


def test_a_run_that_is_kept_is_never_written_again(tmp_path):
    _, folder = keep_run(tmp_path, TABLES, {"fingerprint": "a"})
    keep_run(tmp_path, {"tiers": TABLES["tiers"].head(1)}, {"fingerprint": "a"})
    assert read_run(folder)[0]["tiers"].height == 2


def test_latest_names_the_run_kept_last(tmp_path):
    keep_run(tmp_path, TABLES, {"fingerprint": "a"})
    code, folder = keep_run(tmp_path, TABLES, {"fingerprint": "b"})
    assert find_run(tmp_path) == folder
    assert find_run(tmp_path, code[:6]) == folder


def test_an_unknown_run_names_those_that_are_kept(tmp_path):
    code, _ = keep_run(tmp_path, TABLES, {"fingerprint": "a"})
    with pytest.raises(UsageError) as error:
        find_run(tmp_path, "zzz")
    assert code in str(error.value)


def test_without_any_run_the_hint_says_what_to_do(tmp_path):
    with pytest.raises(UsageError) as error:
        find_run(tmp_path)
    assert "chuandao checkup" in error.value.hint


def test_a_workbook_keeps_its_runs_beside_it(tmp_path):
    book = tmp_path / "case.xlsx"
    book.write_bytes(b"")
    assert runs_folder(book) == tmp_path / ".chuandao" / "case" / "runs"


def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError):
        write_tables(tmp_path, TABLES, {})
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_writing_again_replaces_an_earlier_result_and_leaves_nothing_behind(tmp_path):
    write_tables(tmp_path / "out", {**TABLES, "old": TABLES["tiers"]}, {"version": "0"})
    write_tables(tmp_path / "out", TABLES, {"version": "1"})
    names = sorted(file.name for file in (tmp_path / "out").iterdir())
    assert names == ["run.json", "tiers.parquet"]
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_tables(tmp_path / name, TABLES, {"version": "0"})
    one, two = ((tmp_path / n / "tiers.parquet").read_bytes() for n in ("one", "two"))
    assert one == two


def test_the_code_of_a_run_does_not_hang_on_the_order_of_its_facts():
    assert run_id({"a": 1, "b": 2}) == run_id({"b": 2, "a": 1})
