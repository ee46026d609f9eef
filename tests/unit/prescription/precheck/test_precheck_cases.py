"""Drafts as an office writes them, and what is said of each (tests/cases/precheck)."""

from pathlib import Path

import pytest

CASES = sorted((Path(__file__).parents[3] / "cases" / "precheck").glob("*.yaml"))


@pytest.mark.parametrize("file", CASES, ids=[file.stem for file in CASES])
def test_the_draft_is_told_as_written(file, case_drafts, tmp_path):
    told, found = case_drafts.run(file, tmp_path)
    assert list(case_drafts.differences(told, found)) == []
    assert told["what"]
