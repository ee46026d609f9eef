"""Situations of sign A5 (數據異常待核) as an office meets them, and what is said of each (tests/cases)."""

from pathlib import Path

import pytest

from chuandao.diagnosis.appraisal import anomalies

FOLDER = Path(__file__).parents[2] / "cases" / "data_anomalies"
CASES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", CASES, ids=[file.stem for file in CASES])
def test_the_case_is_told_as_written(file, case_files, tmp_path):
    assert case_files.run(file, anomalies, tmp_path).differences() == []
