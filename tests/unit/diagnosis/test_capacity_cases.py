"""Situations of 執行能力 as an office meets them, and what is said of each (tests/cases)."""

from pathlib import Path

import pytest

from chuandao.diagnosis import capacity

CASES = sorted((Path(__file__).parents[2] / "cases" / "capacity").glob("*.yaml"))


@pytest.mark.parametrize("file", CASES, ids=[file.stem for file in CASES])
def test_the_case_is_told_as_written(file, case_files, tmp_path):
    assert case_files.run(file, capacity, tmp_path).differences() == []
