"""The engine: SQL over frames and Parquet files, the same rows every time."""

from pathlib import Path

import polars as pl
import pytest

from chuandao.errors import UsageError
from chuandao.store.engine import query

ROWS = pl.DataFrame({"case": ["a", "b", "a"], "days": [1, 2, None]})


def test_frames_are_read_by_name():
    found = query("SELECT count(*) AS n FROM rows", {"rows": ROWS})
    assert found.rows() == [(3,)]


def test_parquet_files_are_read_by_name(tmp_path):
    ROWS.write_parquet(tmp_path / "rows.parquet")
    found = query("SELECT days FROM rows ORDER BY ALL", {"rows": tmp_path / "rows.parquet"})
    assert found["days"].to_list() == [1, 2, None]


def test_a_quote_in_a_path_is_no_sql(tmp_path):
    file = tmp_path / "it's.parquet"
    ROWS.write_parquet(file)
    assert query("SELECT count(*) AS n FROM rows", {"rows": file}).rows() == [(3,)]


def test_parameters_stand_by_name():
    found = query('SELECT "case" FROM rows WHERE days > $least', {"rows": ROWS}, least=1)
    assert found["case"].to_list() == ["b"]


def test_a_missing_file_is_named():
    with pytest.raises(UsageError, match="absent"):
        query("SELECT 1", {"rows": Path("absent.parquet")})


def test_variables_of_the_program_cannot_be_read():
    import duckdb

    secret = ROWS
    with pytest.raises(duckdb.CatalogException):
        query("SELECT * FROM secret", {"rows": secret})


def test_the_same_query_gives_the_same_rows_whatever_the_row_order():
    sql = 'SELECT "case", sum(days)::BIGINT AS d FROM rows GROUP BY ALL ORDER BY ALL'
    assert query(sql, {"rows": ROWS}).equals(query(sql, {"rows": ROWS.reverse()}))


def test_nothing_is_written_beside(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    query("SELECT 1 AS one", {"rows": ROWS})
    assert list(tmp_path.iterdir()) == []
