"""The verb match: what may be moved, what is never touched, what is told."""

import csv
import random
from decimal import Decimal

import numpy as np
import polars as pl
import pytest

import chuandao as cd
from chuandao.errors import UsageError

UNITS = [
    ("单位代码", "单位名称", "层级", "上级单位"),
    ("99", "清河市", 0, ""),
    ("9901", "柳河县", 1, "99"),
    ("9902", "山阳县", 1, "99"),
    ("990101", "城关镇", 2, "9901"),
    ("990201", "白水镇", 2, "9902"),
]
TASKS = [
    ("任务编号", "任务名称", "权重", "领域"),
    ("T1", "种养基地", 2, "产业"),
    ("T2", "质量品牌", 1, "产业"),
    ("T3", "一网通办", 1, "营商"),
]
NEEDS = ("单位", "任务", "资源种类", "需求量", "起始日期", "截止日期")
MEANS = ("单位", "任务", "资源种类", "自有数量", "起始日期")
SENT = (
    "下达编号", "下达单位", "接收单位", "任务", "资源种类", "下达数量", "使用限制", "限定层级",
    "下达日期", "到位日期", "到位数量",
)  # fmt: skip
DAY = "2025-06-30"


def case_of(folder, **tables):
    whole = {"units": UNITS, "tasks": TASKS} | tables
    for name, rows in whole.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return cd.read(folder)


def need(unit, task, amount, kind="资金", until="2025-12-31"):
    return (unit, task, kind, amount, "2025-01-01", until)


def sent(number, unit, task, amount, *, limit="专项", tier=0, by="99", arrived="2025-03-20"):
    here = amount if arrived else ""
    return (
        f"TR-{number}",
        by,
        unit,
        task,
        "资金",
        amount,
        limit,
        tier,
        "2025-03-10",
        arrived,
        here,
    )


def matched(folder, needs, transfers, **asked):
    means = asked.pop("means", ())
    more = {"means": [MEANS, *means]} if means else {}
    more |= {"spending": asked.pop("spending")} if "spending" in asked else {}
    case = case_of(folder, needs=[NEEDS, *needs], transfers=[SENT, *transfers], **more)
    return cd.match(case, **({"as_of": DAY, "limit": 1.0, "least": 0} | asked))


LACKING = [need("9901", "T1", 200_000), need("9902", "T3", 200_000)]
RICH = [sent(1, "9901", "T1", 400_000), sent(2, "9902", "T3", 60_000)]


def moved(found):
    rows = found.tables["reallocation"]
    return [tuple(row) for row in rows.select("from", "from_task", "to", "task", "rule").rows()]


def test_a_surplus_that_the_city_bound_goes_where_it_is_lacking(tmp_path):
    found = matched(tmp_path, LACKING, RICH)
    assert moved(found) == [("9901", "T1", "9902", "T3", "own_restriction")]
    assert found.tables["reallocation"]["amount"].to_list() == [Decimal(140_000)]
    assert found.parameters["after"] > found.parameters["before"]


def test_what_the_province_earmarked_is_never_moved_to_another_task(tmp_path):
    rich = [sent(1, "9901", "T1", 400_000, tier=-1), RICH[1]]
    assert moved(matched(tmp_path, LACKING, rich)) == []


def test_what_the_province_earmarked_may_go_to_another_unit_for_the_same_task(tmp_path):
    needs = [*LACKING, need("9902", "T1", 100_000)]
    rich = [sent(1, "9901", "T1", 400_000, tier=-1), RICH[1]]
    assert moved(matched(tmp_path, needs, rich)) == [("9901", "T1", "9902", "T1", "same_task")]


def test_a_block_of_the_province_stays_in_its_field(tmp_path):
    needs = [*LACKING, need("9902", "T2", 100_000)]
    rich = [sent(1, "9901", "T1", 400_000, limit="切块", tier=-1), RICH[1]]
    assert moved(matched(tmp_path, needs, rich)) == [("9901", "T1", "9902", "T2", "same_field")]


def test_an_earmark_passed_on_by_a_county_stays_the_provinces(tmp_path):
    rich = [
        sent(1, "9901", "T1", 400_000, tier=-1),
        sent(3, "990101", "T1", 300_000, by="9901", tier=1),
        RICH[1],
    ]
    needs = [*LACKING, need("990101", "T1", 10_000)]
    assert all(row[4] != "own_restriction" for row in moved(matched(tmp_path, needs, rich)))


def test_own_means_and_general_transfers_of_counties_are_theirs(tmp_path):
    means = [("9901", "T1", "资金", 400_000, "2025-01-01")]
    general = [sent(1, "9901", "", 400_000, limit="一般性", tier=""), RICH[1]]
    assert moved(matched(tmp_path, LACKING, general, means=means)) == []


def test_a_county_moves_what_it_bound_itself_and_nothing_of_the_citys(tmp_path):
    needs = [need("9901", "T1", 50_000), need("990101", "T1", 50_000), need("990101", "T3", 90_000)]
    means = [("9901", "", "资金", 300_000, "2025-01-01")]
    rich = [
        sent(1, "990101", "T3", 300_000, by="9901", tier=1),
        sent(2, "9901", "T1", 300_000),
    ]
    found = matched(tmp_path, needs, rich, means=means, decider="柳河县")
    assert moved(found) == [("990101", "T3", "990101", "T1", "own_restriction")]


def test_no_more_than_the_limit_of_an_account_is_moved(tmp_path):
    found = matched(tmp_path, LACKING, RICH, limit=0.1)
    assert found.tables["reallocation"]["amount"].sum() == Decimal(40_000)


def test_what_is_spent_or_due_already_stays(tmp_path):
    spent = [
        ("单位", "任务", "支出日期", "资金来源", "支出金额"),
        ("9901", "T1", "2025-05-01", "TR-1", 370_000),
    ]
    found = matched(tmp_path, LACKING, RICH, spending=spent)
    assert found.tables["reallocation"]["amount"].sum() == Decimal(30_000)
    due = [need("9901", "T1", 400_000, until=DAY), LACKING[1]]
    (tmp_path / "two").mkdir()
    assert moved(matched(tmp_path / "two", due, RICH)) == []


def test_money_for_which_no_need_is_stated_is_told_and_not_moved(tmp_path):
    found = matched(tmp_path, LACKING, [*RICH, sent(3, "990201", "T1", 500_000)])
    assert "990201" not in {row[0] for row in moved(found)}
    assert [one.code for one in found.warnings] == ["match_no_need_stated"]
    held = found.tables["match_coverage"].filter(pl.col("unit") == "990201")
    assert held["binds"].to_list() == ["no_need"]


def test_money_does_not_go_where_posts_bind(tmp_path):
    needs = [*LACKING, need("9902", "T3", 10, "编制", "")]
    means = [("9902", "T3", "编制", 3, "2025-01-01")]
    found = matched(tmp_path, needs, RICH, means=means)
    assert found.tables["bottlenecks"].select("unit", "task", "resource", "share").rows() == [
        ("9902", "T3", "headcount", 0.3)
    ]
    assert found.tables["reallocation"]["amount"].sum() < Decimal(10_000)


def test_new_funds_come_from_nowhere_and_are_called_so(tmp_path):
    found = matched(tmp_path, LACKING, [RICH[1]], added=50_000)
    assert {(row[0], row[1], row[4]) for row in moved(found)} == {(None, None, "added")}
    assert found.tables["reallocation"]["amount"].sum() == Decimal(50_000)


def test_no_grant_is_below_the_least(tmp_path):
    needs = [need(unit, "T3", amount) for unit, amount in (("9902", 90_000), ("990101", 4_000))]
    found = matched(tmp_path, [LACKING[0], *needs], [RICH[0]], least=10_000)
    got = found.tables["reallocation"].group_by("to", "task").agg(pl.col("amount").sum())
    assert got.height
    assert got["amount"].min() >= Decimal(10_000)


def drawn(seed):
    """Draw a city: needs, transfers of the city and the province, own means."""
    draw = random.Random(seed)  # noqa: S311
    places = [(u[0], t[0]) for u in UNITS[2:] for t in TASKS[1:]]
    needs = [need(u, t, draw.randrange(20, 300) * 1000) for u, t in places if draw.random() < 0.9]
    sends = [
        sent(at, u, t, draw.randrange(5, 250) * 1000, tier=draw.choice([0, 0, -1]),
             limit=draw.choice(["专项", "切块"]), arrived=draw.choice(["2025-03-20", ""]))
        for at, (u, t) in enumerate(places)
    ]  # fmt: skip
    return needs, sends


@pytest.mark.parametrize("seed", range(8))
def test_no_pot_gives_more_than_it_holds_and_no_earmark_is_broken(tmp_path, seed):
    needs, sends = drawn(seed)
    found = matched(tmp_path, needs, sends, added=20_000, limit=0.6)
    rows = found.tables["reallocation"]
    topics = {task[0]: task[3] for task in TASKS[1:]}
    account = {(s[2], s[3]): s for s in sends}
    for row in rows.filter(pl.col("from").is_not_null()).to_dicts():
        source = account[row["from"], row["from_task"]]
        assert row["transfers"] == [source[0]]
        if source[7] < 0:
            assert row["task"] == row["from_task"] or (
                source[6] == "切块" and topics[row["task"]] == topics[row["from_task"]]
            )
    out = rows.group_by("from", "from_task").agg(pl.col("amount").sum()).rows()
    for unit, task, amount in out:
        assert amount <= (account[unit, task][5] * 0.6 if unit else 20_000) + 0.01
    cover = found.tables["match_coverage"]
    assert cover["received"].sum() == rows["amount"].sum()
    assert cover["given_up"].sum() == rows.filter(pl.col("from").is_not_null())["amount"].sum()


@pytest.mark.parametrize("seed", range(5))
def test_more_money_never_lowers_coverage(tmp_path, seed):
    needs, sends = drawn(seed)
    after = []
    for at, added in enumerate((0, 50_000, 200_000)):
        (tmp_path / str(at)).mkdir()
        after.append(matched(tmp_path / str(at), needs, sends, added=added).parameters["after"])
    assert np.diff(after).min() >= -2e-4  # rounding to 100 yuan


@pytest.mark.parametrize("seed", range(5))
def test_the_plan_reaches_its_bound_but_for_rounding(tmp_path, seed):
    needs, sends = drawn(seed)
    of = matched(tmp_path, needs, sends, added=30_000).parameters
    assert of["before"] < of["after"] <= of["bound"]
    assert of["bound"] - of["after"] < 0.01


def test_the_same_case_gives_the_same_tables():
    case = cd.read(cd.examples.qinghe)
    one, two = (cd.match(case, as_of="2025-10-31", least=0).tables for _ in range(2))
    assert all(one[name].equals(two[name]) for name in one)


def test_every_table_has_the_columns_of_the_catalogue():
    from chuandao.catalog.tables import result_tables

    found = cd.match(cd.read(cd.examples.qinghe), added=1_000_000)
    for name, table in found.tables.items():
        assert table.columns == [column.name for column in result_tables()[name].columns]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"added": -1}, "match_added"),
        ({"limit": 1.5}, "match_limit"),
        ({"least": -5}, "match_least"),
        ({"weighting": "x"}, "match_weighting"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, code):
    with pytest.raises(UsageError) as caught:
        cd.match(cd.read(cd.examples.qinghe), **asked)
    assert caught.value.code == code


def test_without_needs_there_is_nothing_to_match(tmp_path):
    with pytest.raises(UsageError) as caught:
        cd.match(case_of(tmp_path, transfers=[SENT, *RICH]), as_of=DAY)
    assert caught.value.code == "match_no_needs"
