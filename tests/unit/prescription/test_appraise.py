"""Proposed weights: the stated priorities less noise; pilots with a life; tolerance; incentives."""

from datetime import date

import polars as pl
import pytest

import chuandao as cd
from chuandao.errors import UsageError
from chuandao.prescription.appraise.incentives import incentives
from chuandao.prescription.appraise.tolerance import left_out, score
from chuandao.prescription.appraise.weights import rounded

SCHEME = ["考核方案", "层级", "考核指标", "考核维度", "任务", "分值", "指标性质", "测量误差"]
DAY = date(2025, 12, 31)


def schemes(*rows):
    return [SCHEME, *[["乡镇综合考核", 2, *row] for row in rows]]


def priorities(**weights):
    return [["任务", "权重"], *weights.items()]


def proposed(case, **given):
    table = cd.appraise(case, as_of=DAY, **given).tables["weights_proposed"]
    return {
        (row["subject"], row["indicator"]): row
        for row in table.filter(pl.col("type") == "山区").to_dicts()
    }


PLAIN = schemes(
    ["甲", "质量", "T1", 80, "硬任务", 0],
    ["乙", "质量", "T2", 20, "硬任务", 0],
)


def test_without_noise_weights_are_the_priorities(make_case):
    found = proposed(make_case(appraisals=PLAIN, priorities=priorities(T1=30, T2=70)))
    assert found["T1", "甲"]["weight_proposed"] == 30
    assert found["T1", "甲"]["reason"] == "above_priority"
    assert found["T2", "乙"]["weight_proposed"] == 70
    assert found["T2", "乙"]["reason"] == "below_priority"


def test_what_is_measured_with_noise_weighs_less(make_case):
    noisy = schemes(
        ["甲", "质量", "T1", 80, "硬任务", 0.15],
        ["乙", "质量", "T2", 20, "硬任务", 0],
    )
    found = proposed(make_case(appraisals=noisy, priorities=priorities(T1=50, T2=50)))
    # noise as large as the assumed spread halves the weight: 25 to 50, a third to two thirds
    assert found["T1", "甲"]["weight_proposed"] == 33.5
    assert found["T1", "甲"]["noise_source"] == "stated"


def test_without_aversion_noise_lowers_nothing(make_case):
    noisy = schemes(["甲", "质量", "T1", 80, "硬任务", 0.15], ["乙", "质量", "T2", 20, "硬任务", 0])
    case = make_case(appraisals=noisy, priorities=priorities(T1=50, T2=50))
    assert proposed(case, aversion=0)["T1", "甲"]["weight_proposed"] == 50


def test_noise_is_taken_from_the_evidence_of_others_where_nothing_states_it(make_case):
    evidence = [["单位", "任务", "时段", "数据来源", "数值", "计分方式", "样本量", "标准误"]]
    for at in range(1, 7):
        for task, error in (("T1", 0.01), ("T2", 0.3)):
            told = 0.5 + 0.05 * at
            evidence.append([f"99010{at}", task, "2025Q3", "督查", told, "比例", 30, error])
            evidence.append([f"99010{at}", task, "2025Q3", "自报", 1.0, "比例", None, 9.0])
    bare = [row[:-1] for row in PLAIN]
    case = make_case(appraisals=bare, priorities=priorities(T1=50, T2=50), evidence=evidence)
    found = proposed(case)
    assert {row["noise_source"] for row in found.values()} == {"evidence"}
    assert found["T1", "甲"]["weight_proposed"] > found["T2", "乙"]["weight_proposed"]
    assert found["T1", "甲"]["sources"] == ["inspection", "self_report"]


def test_what_other_rules_fix_keeps_its_points_and_the_rest_is_held_to_its_share(make_case):
    scheme = schemes(
        ["安全生产", "安全", None, 10, "硬任务", None],
        ["地区生产总值增速", "增长", None, 60, "硬任务", None],
        ["甲", "质量", "T1", 30, "硬任务", 0],
    )
    found = proposed(make_case(appraisals=scheme, priorities=priorities(T1=1)), others=0.2)
    assert found["", "安全生产"]["weight_proposed"] == 10
    assert found["", "安全生产"]["reason"] == "by_rule"
    assert found["", "地区生产总值增速"]["weight_proposed"] == 20
    assert found["", "地区生产总值增速"]["reason"] == "no_priority"
    assert found["T1", "甲"]["weight_proposed"] == 70


def test_a_priority_that_nothing_measures_gets_a_row_without_indicator(make_case):
    found = proposed(make_case(appraisals=PLAIN, priorities=priorities(T1=25, T2=25, T3=50)))
    assert found["T3", ""]["reason"] == "no_indicator"
    assert found["T3", ""]["weight_now"] is None
    assert found["T3", ""]["weight_proposed"] > 0


def test_an_indicator_without_points_gets_those_of_its_priority(make_case):
    scheme = schemes(
        ["甲", "质量", "T1", 100, "硬任务", 0], ["乙", "质量", "T2", None, "硬任务", 0]
    )
    found = proposed(make_case(appraisals=scheme, priorities=priorities(T1=60, T2=40)))
    assert found["T2", "乙"]["reason"] == "unweighted"
    assert found["T2", "乙"]["weight_proposed"] == 40


def test_weights_that_agree_with_the_priorities_stay_to_the_decimal(make_case):
    scheme = schemes(
        ["甲", "质量", "T1", 59.7, "硬任务", 0], ["乙", "质量", "T2", 40.3, "硬任务", 0]
    )
    found = proposed(make_case(appraisals=scheme, priorities=priorities(T1=60, T2=40)))
    assert found["T1", "甲"]["weight_proposed"] == pytest.approx(59.7)
    assert found["T2", "乙"]["reason"] == "near_priority"


def test_every_sheet_adds_up_to_a_hundred(make_case):
    scheme = schemes(
        *[[f"指标{i}", "质量", f"T{i}", points, "软任务", None]
          for i, points in enumerate((13.3, 44.4, 21.1, 21.2), 1)]
    )  # fmt: skip
    case = make_case(appraisals=scheme, priorities=priorities(T1=3, T2=5, T3=7, T4=2))
    held = proposed(case).values()
    assert sum(row["weight_proposed"] for row in held) == pytest.approx(100)


def test_types_with_other_priorities_get_other_weights(make_case):
    stated = [
        ["考核分类", "任务", "权重"],
        ["山区", "T1", 30], ["山区", "T2", 70], ["平原", "T1", 90], ["平原", "T2", 10],
    ]  # fmt: skip
    case = make_case(appraisals=PLAIN, priorities=stated)
    table = cd.appraise(case, as_of=DAY).tables["weights_proposed"]
    first = table.filter(pl.col("subject") == "T1").sort("type")
    assert dict(first.select("type", "weight_proposed").rows()) == {"山区": 30.0, "平原": 90.0}


def test_priorities_by_dimension_weigh_dimensions_and_go_before_other_rules(make_case):
    scheme = schemes(
        ["安全生产", "安全", None, 10, "硬任务", 0],
        ["甲", "质量", None, 60, "硬任务", 0],
        ["乙", "质量", None, 30, "硬任务", 0],
    )
    stated = [["维度", "权重"], ["质量", 50], ["安全", 30], ["民生", 20]]
    found = proposed(make_case(appraisals=scheme, priorities=stated), aversion=0)
    assert found["safety", "安全生产"]["weight_proposed"] == 30
    assert found["livelihood", ""]["reason"] == "no_indicator"
    assert found["livelihood", ""]["weight_proposed"] == 20
    both = (found["quality", "甲"], found["quality", "乙"])
    assert sum(row["weight_proposed"] for row in both) == 50
    assert both[0]["weight_proposed"] > both[1]["weight_proposed"]


def test_without_stated_priorities_nothing_is_proposed_and_that_is_said(make_case):
    found = cd.appraise(make_case(appraisals=PLAIN), as_of=DAY)
    assert found.tables["weights_proposed"].is_empty()
    assert {problem.code for problem in found.warnings} == {"no_proposal"}


def test_without_schemes_the_tables_are_there_and_empty(make_case):
    found = cd.appraise(make_case(), as_of=DAY)
    assert found.tables["weights_proposed"].is_empty()
    assert [problem.code for problem in found.warnings] == ["no_schemes"]


@pytest.mark.parametrize(
    ("given", "code"), [({"others": 1.5}, "others_share"), ({"aversion": -1}, "aversion_negative")]
)
def test_an_option_out_of_range_is_refused(make_case, given, code):
    with pytest.raises(UsageError) as caught:
        cd.appraise(make_case(appraisals=PLAIN), **given)
    assert caught.value.code == code


def test_the_multi_task_optimum_sets_no_weight(make_case):
    case = make_case(appraisals=PLAIN, priorities=priorities(T1=30, T2=70))
    held = cd.appraise(case, as_of=DAY).tables
    methods = held["weights_compared"]["method"].unique().sort().to_list()
    assert methods == ["multitask", "now", "priorities", "shrunk"]
    assert "method" not in held["weights_proposed"].columns


PILOTS = ["试点名称", "试点单位", "试点阶段", "授权单位", "起始日期", "截止日期"]


def steps(case):
    return {
        row["pilot"]: (row["step"], row["overdue"])
        for row in cd.appraise(case, as_of=DAY).tables["pilot_steps"].to_dicts()
    }


def test_every_pilot_has_one_next_step(make_case):
    rows = [
        ["闲置", "990101", "授权", "市政府", "2025-01-01", "2025-12-01"],
        ["无期限", "990101", "试点", "市政府", "2025-06-01", None],
        ["到期", "990102", "试点", "市政府", "2025-01-01", "2025-11-30"],
        ["在途", "990102", "试点", "市政府", "2025-06-01", "2026-12-31"],
        ["待定", "990103", "评估", "市政府", "2025-06-01", "2026-02-01"],
        ["推广", "990103", "推广", "市政府", "2025-06-01", None],
        ["未来", "990104", "授权", "市政府", "2026-06-01", None],
    ]
    assert steps(make_case(pilots=[PILOTS, *rows])) == {
        "闲置": ("begin", True),
        "无期限": ("set_end", False),
        "到期": ("evaluate", True),
        "在途": ("none", False),
        "待定": ("decide", False),
        "推广": ("none", False),
    }


def test_a_pilot_stands_at_its_latest_stage(make_case):
    rows = [
        ["甲", "990101", "评估", "市政府", "2025-08-01", "2026-03-01"],
        ["甲", "990101", "试点", "市政府", "2025-01-01", "2025-08-01"],
    ]
    assert steps(make_case(pilots=[PILOTS, *rows])) == {"甲": ("decide", False)}


def test_the_register_says_what_counts_and_what_is_missing(make_case):
    rows = [
        ["事项编号", "单位", "认定机关", "认定结果", "认定日期", "任务", "纠正情况", "纠正日期"],
        ["A", "990101", "县纪委", "予以容错", "2025-08-01", "T1", "已返工", "2025-09-01"],
        ["B", "990102", "县纪委", "予以容错", "2025-08-02", None, None, None],
        ["C", "990103", "县纪委", "不予容错", "2025-08-03", None, "已整改", "2025-09-01"],
        ["D", "990104", "县纪委", "予以容错", "2026-08-03", "T1", None, None],
    ]
    table = cd.appraise(make_case(tolerance=rows), as_of=DAY).tables["tolerance_register"]
    held = {row["matter"]: (row["score"], row["missing"]) for row in table.to_dicts()}
    assert held == {
        "A": ("left_out", []),
        "B": ("left_out", ["task", "correction", "corrected"]),
        "C": ("counted", []),
    }
    assert left_out(table.to_dicts()) == {("990101", "T1")}


def test_a_matter_left_out_neither_lowers_nor_gives_points():
    points, results = {"T1": 60.0, "T2": 40.0}, {"T1": 0.0, "T2": 0.8}
    assert score(points, results, frozenset()) == pytest.approx(0.32)
    assert score(points, results, frozenset({"T1"})) == pytest.approx(0.8)
    assert score(points, results, frozenset({"T1", "T2"})) is None


def test_what_worked_is_told_without_villages_and_without_chance(make_case):
    kept = pl.DataFrame(
        {
            "unit": ["990101", "990102", "990101001"],
            "task": ["T1", "T1", "T1"],
            "period": [None, None, None],
            "excess": [0.3, 0.3, 0.9],
            "q_value": [0.01, 0.4, 0.001],
        },
        schema_overrides={"period": pl.String},
    )
    found = list(incentives(make_case(), {"retention": kept}, DAY))
    assert [(row["unit"], row["basis"]) for row in found] == [("990101", "kept_more")]


def test_points_are_rounded_by_largest_remainders():
    assert rounded([1.0, 2.6, 2.4], 6) == [1, 3, 2]
