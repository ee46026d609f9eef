"""Small cases typed as an office would: headings first, then rows."""

import csv

import pytest

import chuandao as cd

UNITS = [
    ["单位代码", "单位名称", "层级", "上级单位", "单位类别", "考核分类"],
    ["99", "清河市", 0, None, "政府", None],
    ["9901", "柳河县", 1, "99", "政府", None],
    ["9902", "山阳县", 1, "99", "政府", None],
    *[[f"99010{at}", f"柳{at}镇", 2, "9901", "政府", "山区"] for at in range(1, 7)],
    *[[f"99020{at}", f"山{at}镇", 2, "9902", "政府", "平原"] for at in range(1, 7)],
    ["990101001", "柳村", 3, "990101", "自治组织", None],
    ["99D1", "清河市农业农村局", 1, "99", "部门", None],
    ["99D2", "清河市财政局", 1, "99", "部门", None],
    ["99D3", "清河市自然资源局", 1, "99", "部门", None],
]
TASKS = [["任务编号", "任务名称", "来源公文"], *[[f"T{i}", f"任务{i}", "D"] for i in range(1, 5)]]


@pytest.fixture
def make_case(tmp_path):
    """Return what writes tables under their usual names and reads them as a case."""

    def make(**tables):
        held = {"units": UNITS, "tasks": TASKS, **tables}
        for name, rows in held.items():
            with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(rows)
        case = cd.read(tmp_path)
        assert case.set_aside.is_empty(), case.problems.render("en")
        return case

    return make
