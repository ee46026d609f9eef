"""The examples by hand of docs/explanation/match.md are what the code finds."""

import csv
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

import chuandao as cd
from chuandao.stats.matching.exact import solve
from chuandao.stats.matching.problem import Problem
from chuandao.stats.matching.segments import raising

PAGE = Path(__file__).parents[2] / "docs/explanation/match.md"
NEED, THERE = np.array([[100.0], [200.0]]), np.array([[60.0], [100.0]])
WEIGHT = np.array([[2 / 3], [1 / 3]])


def plan(most):
    segments = raising(NEED, THERE, np.array(most)[:, None], WEIGHT, np.zeros(2, int))
    pot = Problem(segments, np.array([50.0]), np.zeros(1, int), np.zeros(1, int), np.zeros(1, bool))
    found = solve(pot)
    got = np.zeros(2)
    np.add.at(got, segments.cell, segments.use[:, 0] * found.taken)
    return found, got


def shown(*figures):
    words = PAGE.read_text(encoding="utf-8")
    return all(f"**{figure}**" in words for figure in figures)


def test_two_townships_share_fifty():
    found, got = plan([1.0, 1.0])
    before = float((WEIGHT * THERE / NEED).sum())
    assert got.round(6).tolist() == [40.0, 10.0]
    assert (round(before, 3), round(before + found.value, 2)) == (0.567, 0.85)
    slopes = (WEIGHT / NEED)[:, 0].round(4).tolist()
    assert slopes == [0.0067, 0.0017]
    assert found.prices.round(4).tolist() == [0.0017]
    assert shown("0.567", "0.0067", "0.0017", "0.85")


def test_money_stops_where_land_binds():
    _, got = plan([0.8, 1.0])
    assert got.round(6).tolist() == [20.0, 30.0]


TABLES = {
    "units": [("单位代码", "单位名称", "层级", "上级单位"), ("99", "清河市", 0, ""),
              ("9901", "丙县", 1, "99"), ("9902", "丁县", 1, "99")],
    "needs": [("单位", "任务", "资源种类", "需求量", "起始日期", "截止日期"),
              ("9901", "T1", "资金", 600_000, "2025-01-01", "2025-06-30"),
              ("9901", "T1", "资金", 400_000, "2025-07-01", "2025-12-31"),
              ("9902", "T2", "资金", 900_000, "2025-01-01", "2025-12-31")],
    "means": [("单位", "任务", "资源种类", "自有数量", "起始日期"),
              ("9901", "T1", "资金", 300_000, "2025-01-01")],
    "transfers": [("下达编号", "下达单位", "接收单位", "任务", "资源种类", "下达数量", "使用限制", "限定层级",
                   "下达日期", "到位日期", "到位数量"),
                  ("TR-1", "99", "9901", "T1", "资金", 1_200_000, "专项", 0, "2025-03-10", "2025-03-20", 1_200_000)],
    "tasks": [("任务编号", "任务名称"), ("T1", "种养基地"), ("T2", "质量品牌")],
    "spending": [("单位", "任务", "支出日期", "资金来源", "支出金额"),
                 ("9901", "T1", "2025-05-01", "TR-1", 700_000)],
}  # fmt: skip


def test_three_tenths_of_what_the_city_bound_may_go(tmp_path):
    for name, rows in TABLES.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    found = cd.match(cd.read(tmp_path), as_of="2025-06-30")
    assert found.tables["reallocation"]["amount"].to_list() == [Decimal(360_000)]
    giver = found.tables["match_coverage"].row(0, named=True)
    assert giver["unit"] == "9901"
    assert (giver["before"], giver["after"]) == pytest.approx((1.0, 1.0))
    assert shown("36")
