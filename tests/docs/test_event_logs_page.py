"""The numbers of the page on event logs, worked out by the code it explains."""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination import handovers
from chuandao.stats.samples.medians import exceeding, median_ranks
from chuandao.stats.samples.ratios import ratios

PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "event-logs.md").read_text("utf-8")
EXAMPLE = re.findall(r"^\| (B\d) \| (\S+ \S+) \| (\S+) \| (\S+) \|$", PAGE, re.MULTILINE)


@pytest.fixture
def examined(tmp_path):
    """Return what is said of the five cases of the page."""
    head = "办件编号,所属单位,办理环节,办理部门,开始时间,办结时间,办理期限,任务\n"
    lines = [
        f"{case},县,初审,甲局,2025-05-12 00:00,2025-05-12 12:00,2025-05-23,T1\n"
        f"{case},县,会审,乙局,{begun},{begun},2025-05-23,T1\n"
        for case, begun, _, _ in EXAMPLE
    ]
    (tmp_path / "events.csv").write_text(head + "".join(lines), "utf-8")
    units = "单位代码,单位名称,层级,上级单位\n1,市,0,\n11,县,1,1\n"
    (tmp_path / "units.csv").write_text(units, "utf-8")
    case = cd.read(tmp_path)
    return handovers.examine(case, Trace(Traced((), {}, (), (), ())), date(2025, 6, 30))


def test_the_example_has_its_five_cases():
    assert len(EXAMPLE) == 5


def test_the_deficit_of_the_example_is_that_worked_out(examined):
    (deficit,) = examined.deficits
    assert deficit.deficit == pytest.approx(0.18)
    assert "9 / 50 = **0.18**" in PAGE


def test_the_error_of_the_example_is_that_worked_out():
    lost = np.array([float(row[3]) for row in EXAMPLE])
    _, error, _ = ratios(lost, np.full(5, 10.0), np.zeros(5, int), 1)
    assert error[0] == pytest.approx(0.12)
    assert "**0.12**" in PAGE


def test_waits_of_the_example_are_those_of_the_table(examined):
    told = examined.tables["handovers"].row(0, named=True)
    waits = sorted(float(row[2]) for row in EXAMPLE)
    assert (told["median_days"], told["lost_days"]) == (waits[2], 9.0)
    assert told["verdict"] == "cannot_tell"


def test_the_chances_of_the_page_are_those_of_the_tests():
    shown = [
        exceeding(np.array([12]), np.array([12]))[0],
        exceeding(np.array([10]), np.array([12]))[0],
        exceeding(np.array([6]), np.array([15]), 0.1)[0],
    ]
    assert all(f"**{value:.4f}**" in PAGE for value in shown)
    assert [int(at[0]) for at in median_ranks(np.array([12]))] == [2, 9]


def test_ranges_of_the_page_are_those_of_the_catalogue():
    wait, back = reference_range("handover_excess"), reference_range("returned_share")
    assert (wait.attention, wait.severe, wait.full, wait.least) == (1, 4, 14, 10)
    assert (back.normal, back.attention, back.severe, back.full) == (0.1, 0.15, 0.3, 0.6)
    assert (threshold("handover_days"), threshold("coordination_fdr")) == (1, 0.05)
