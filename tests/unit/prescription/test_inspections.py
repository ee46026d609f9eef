"""Where to look next: at random, with known chance, within the rules, never a village."""

import polars as pl
import pytest

import chuandao as cd
from chuandao.errors import UsageError

HEAD = ["单位", "任务", "时段", "数据来源", "数值", "计分方式", "样本量"]


def drawn(case, **given):
    return cd.inspections(case, as_of="2025-12-31", **{"count": 4, "seed": 1, **given})


def test_only_governments_of_the_lowest_tier_are_drawn(make_case):
    frame = drawn(make_case()).tables["inspection_frame"]
    assert frame.height == 12
    assert set(frame["tier"]) == {2}


def test_every_unit_has_the_same_chance_and_stands_for_one_over_it(make_case):
    sample = drawn(make_case()).tables["inspection_sample"]
    assert sample["probability"].to_list() == pytest.approx([4 / 12] * 4)
    assert sample["weight"].to_list() == pytest.approx([3.0] * 4)


def test_strata_are_drawn_in_proportion(make_case):
    sample = drawn(make_case()).tables["inspection_sample"]
    assert dict(sample["county"].value_counts().rows()) == {"9901": 2, "9902": 2}


def test_the_same_seed_draws_the_same_units_and_another_seed_others(make_case):
    case = make_case()
    first, again = (drawn(case, seed=3).tables["inspection_sample"] for _ in range(2))
    assert first.equals(again)
    assert any(
        drawn(case, seed=seed).tables["inspection_sample"]["unit"].to_list()
        != first["unit"].to_list()
        for seed in range(4, 8)
    )


def test_over_many_seeds_each_unit_is_drawn_as_often_as_its_probability_says(make_case):
    case = make_case()
    units = pl.concat([drawn(case, seed=s).tables["inspection_sample"] for s in range(120)])["unit"]
    share = units.value_counts()["count"] / 120
    assert len(share) == 12
    assert share.min() > 0.2
    assert share.max() < 0.47


def test_a_task_inspected_lately_is_left_alone_and_a_unit_without_another_is_left_out(make_case):
    rows = [HEAD]
    for at in range(1, 7):
        rows += [[f"99010{at}", task, "2025Q3", "督查", 0.8, "比例", 20] for task in ("T1", "T2")]
        rows.append([f"99020{at}", "T1", "2025Q3", "督查", 0.8, "比例", 20])
        rows.append([f"99020{at}", "T2", "2025Q3", "第三方评估", 0.8, "比例", 20])
    found = drawn(make_case(evidence=rows))
    reasons = dict(found.tables["inspection_frame"]["reason"].value_counts().rows())
    assert reasons == {"inspected_lately": 6, "open": 6}
    assert set(found.tables["inspection_sample"]["county"]) == {"9902"}
    assert found.tables["inspection_sample"]["tasks"].to_list() == [["T2"]] * 4


def test_after_the_days_of_rest_a_unit_may_be_drawn_again(make_case):
    rows = [HEAD, *[[f"99010{at}", "T1", "2025Q1", "督查", 0.8, "比例", 20] for at in range(1, 7)]]
    case = make_case(evidence=rows)
    assert "inspected_lately" in set(drawn(case).tables["inspection_frame"]["reason"])
    early = drawn(case, rest_days=100).tables["inspection_frame"]
    assert set(early["reason"]) == {"open"}


def test_more_than_may_be_drawn_lists_all_and_says_so(make_case):
    found = drawn(make_case(), count=40)
    assert found.tables["inspection_sample"].height == 12
    assert "inspection_fewer" in {problem.code for problem in found.warnings}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"count": 0}, "inspection_count"),
        ({"rest_days": -1}, "inspection_rest"),
        ({"tiers": [3]}, "inspection_nobody"),
    ],
)
def test_what_makes_no_sense_is_refused_and_no_village_is_ever_drawn(make_case, given, code):
    with pytest.raises(UsageError) as caught:
        drawn(make_case(), **given)
    assert caught.value.code == code


def test_sources_are_compared_on_the_same_units_tasks_and_periods(make_case):
    rows = [HEAD]
    for at in range(1, 7):
        for unit in (f"99010{at}", f"99020{at}"):
            rows.append([unit, "T1", "2025Q3", "督查", 0.7, "比例", 20])
            rows.append([unit, "T1", "2025Q3", "自报", 0.8 + at / 100, "比例", None])
            rows.append([unit, "T2", "2025Q3", "自报", 5.0, "比例", None])
    table = drawn(make_case(evidence=rows)).tables["sources_compared"]
    pairs = {(row["source"], row["against"]): row for row in table.to_dicts()}
    row = pairs.get(("self_report", "inspection")) or pairs["inspection", "self_report"]
    assert abs(row["difference"]) == pytest.approx(0.135)
    assert row["pairs"] == row["units"] == 12
    assert None in (row["sample_size"], row["against_size"])
    assert row["low"] < row["difference"] < row["high"]
