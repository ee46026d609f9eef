"""Indices of documents and units, and what is left of a task tier by tier."""

from dataclasses import replace

import polars as pl
import pytest

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.indices.family import family
from chuandao.cascade.tracing.indices.frames import SCHEMAS, index_frames
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.catalog.tables import result_tables
from chuandao.catalog.values import values
from chuandao.sources.documents import Extracted

CITY = """清河市人民政府关于垃圾分类的意见
各县：
为做好工作，制定本意见。
一、总体目标
到2026年底，全市生活垃圾回收利用率达到35%以上。
二、建设收运体系
（一）新建分拣中心6座，购置运输车辆40辆，2026年6月底前完成。
（二）不得强制向居民收费，不得以罚代管。
（三）每季度在政府网站公布收运线路和处理去向。
清河市人民政府
2025年3月12日"""
COPY = """云山县人民政府关于垃圾分类的方案
各乡镇：
根据《清河市人民政府关于垃圾分类的意见》，制定本方案。
一、总体目标
到2026年底，全县生活垃圾回收利用率达到35%以上。
二、建设收运体系
（一）新建分拣中心6座，购置运输车辆40辆，2026年6月底前完成。
（二）不得强制向居民收费，不得以罚代管。
（三）每季度在政府网站公布收运线路和处理去向。各县（市、区）要抓好落实。
云山县人民政府
2025年4月11日"""
OWN = """东屏区人民政府关于垃圾分类的方案
各街道：
根据《清河市人民政府关于垃圾分类的意见》，制定本方案。
一、建设
（一）在东屏老城改造两座分拣中心，由区城管局牵头，2026年3月底前完成。
（二）由区财政安排专门经费，居民无须缴费。
（三）各街道每日报送台账。
东屏区人民政府
2025年5月6日"""
TOWN = """石桥镇人民政府关于垃圾分类的方案
各村：
根据《云山县人民政府关于垃圾分类的方案》，制定本方案。
一、新建分拣中心1座，购置运输车辆4辆，2026年6月底前完成。
石桥镇人民政府
2025年6月6日"""
TEXTS = {
    "city": (CITY, "1", 0),
    "copy": (COPY, "11", 1),
    "own": (OWN, "12", 1),
    "town": (TOWN, "111", 2),
}


def read(name, text, unit, tier):
    found = understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)
    return replace(found, unit=unit, tier=tier)


def traced(order=tuple(TEXTS), texts=TEXTS):
    return trace_documents([read(name, *texts[name]) for name in order])


TRACED = traced()
FRAMES = index_frames(TRACED)


def index(document, name, frames=FRAMES):
    rows = frames["text_indices"].filter(document=document, index=name)
    return rows.row(0, named=True) if rows.height else None


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_tables_have_the_columns_and_values_of_the_catalogue(name):
    schema, table = result_tables()[name], FRAMES[name]
    assert table.columns == [column.name for column in schema.columns]
    assert not table.select(schema.key).is_duplicated().any()
    for column in schema.columns:
        if column.domain:
            assert set(table[column.name]) <= {v.value for v in values(column.domain).values}


def test_a_copy_is_copied_from_above_and_a_plan_of_ones_own_is_not():
    assert index("copy", "copy_vertical")["value"] > 0.85
    assert index("own", "copy_vertical")["value"] < 0.2


def test_what_both_siblings_took_from_the_city_is_not_copied_from_each_other():
    twin = {**TEXTS, "own": (COPY.replace("云山县", "东屏区"), "12", 1)}
    frames = index_frames(traced(texts=twin))
    assert index("own", "copy_horizontal", frames)["value"] < 0.15
    assert index("own", "sibling_homogeneity", frames)["value"] > 0.8


def test_a_county_that_still_addresses_counties_is_counted():
    assert index("copy", "undigested_markers")["value"] == 1
    assert index("own", "undigested_markers")["value"] == 0


def test_a_reporting_duty_that_nobody_asked_for_is_a_burden():
    added = {item.lower.partition("#")[0]: item.kind for item in TRACED.added}
    assert index("own", "burden_added")["value"] == (added.get("own") == "reporting")


def test_the_lag_counts_days_from_the_parent():
    assert index("copy", "forwarding_lag")["value"] == 30
    assert index("town", "forwarding_lag")["value"] == 56


def test_a_document_dated_before_its_parent_has_no_lag():
    early = {**TEXTS, "copy": (COPY.replace("2025年4月11日", "2025年2月11日"), "11", 1)}
    frames = index_frames(traced(texts=early))
    assert index("copy", "forwarding_lag", frames) is None


def test_shares_lie_within_their_intervals():
    held = FRAMES["text_indices"].drop_nulls("low")
    assert held.height > 10
    assert (
        held.select((pl.col("low") <= pl.col("value")) & (pl.col("value") <= pl.col("high")))
        .to_series()
        .all()
    )


def test_coverage_is_higher_where_more_was_deployed():
    assert index("copy", "coverage")["value"] > index("town", "coverage")["value"]
    assert index("copy", "specifics_kept")["value"] > 0.8


def test_a_goal_found_again_is_purpose_carried():
    kinds = {c.path: c.kind for d in TRACED.documents if d.id == "city" for c in d.clauses}
    assert "goal" in kinds.values()
    assert index("copy", "purpose_carried")["value"] == 1.0


def test_the_root_has_no_indices():
    assert FRAMES["text_indices"].filter(document="city").height == 0


def test_a_unit_with_two_documents_has_its_clauses_pooled():
    two = {**TEXTS, "own": (OWN, "11", 1)}
    frames = index_frames(traced(texts=two))
    pooled = frames["unit_indices"].filter(unit="11", index="coverage").row(0, named=True)
    one, other = (index(name, "coverage", frames)["value"] for name in ("copy", "own"))
    assert min(one, other) <= pooled["value"] <= max(one, other)


def test_documents_of_one_unit_are_no_siblings():
    two = {**TEXTS, "own": (OWN, "11", 1)}
    assert family(traced(texts=two)).beside["own"] == ()
    assert family(TRACED).beside["own"] == ("copy",)


def test_everything_over_a_document_is_above_it():
    assert family(TRACED).above["town"] == ("copy", "city")


def test_a_task_is_described_over_all_documents_that_answer_it():
    rows = FRAMES["task_indices"].filter(task="city#2.1", index="localisation")
    linked = {
        link.lower
        for link in TRACED.links
        if link.rank == 1
        and link.relation == "parent"
        and "city#2.1" in TRACED.tasks.get(link.upper, ())
    }
    borne = {
        link.lower
        for link in TRACED.links
        if link.lower in linked and link.rank == 1 and "localised" in link.labels
    }
    assert len(linked) > 1
    assert rows["value"].to_list() == [pytest.approx(len(borne) / len(linked), abs=1e-6)]


def survival_of(task):
    rows = FRAMES["survival"].filter(task=task).sort("tier").to_dicts()
    return [(row["tier"], row["at_risk"], row["kept"]) for row in rows]


def covered(upper, document):
    return any(
        s.upper == upper and s.document == document and s.status == "covered"
        for s in TRACED.statuses
    )


def test_a_task_is_followed_from_tier_to_tier():
    task = "city#2.1"
    kept = sum(covered(task, name) for name in ("copy", "own"))
    assert survival_of(task)[0] == (1, 2, kept)
    assert survival_of(task)[1][:2] == (2, 1)


def test_a_unit_whose_parent_lost_the_task_is_not_at_risk_below():
    for row in FRAMES["survival"].filter(pl.col("tier") == 2).to_dicts():
        assert covered(row["task"], "copy")


def test_survival_never_rises_on_the_way_down():
    for _, held in FRAMES["survival"].sort("tier").group_by("task", maintain_order=True):
        left = held["survival"].to_list()
        assert left == sorted(left, reverse=True)


def test_the_order_of_lower_documents_changes_no_index():
    other = index_frames(traced(("city", "town", "own", "copy")))
    assert all(FRAMES[name].equals(other[name]) for name in SCHEMAS)


def test_a_trace_without_lower_documents_has_empty_tables():
    alone = index_frames(traced(("city",)))
    assert [table.height for table in alone.values()] == [0] * len(SCHEMAS)


def counties(targets):
    """Return the trace of five counties that took up so many households each."""
    city = "清河市人民政府关于改厕的意见\n各县：\n一、改造农村户厕5000户，2026年底前完成。\n清河市人民政府\n2025年3月12日"
    documents = [read("city", city, "1", 0)]
    for at, target in enumerate(targets):
        text = f"{'东西南北中'[at]}山县人民政府关于改厕的方案\n各乡镇：\n根据《清河市人民政府关于改厕的意见》，制定本方案。\n一、改造农村户厕{target}户，2026年底前完成。\n2025年4月1日"
        documents.append(read(f"c{at}", text, f"1{at}", 1))
    return trace_documents(documents)


POPULATION = {"10": 100_000, "11": 200_000, "12": 400_000, "13": 700_000, "14": 900_000}


@pytest.mark.parametrize(
    ("targets", "verdict"),
    [
        ((1000,) * 5, "uniform"),
        ((210, 420, 850, 1500, 1900), "tailored"),
        ((900, 100, 1500, 200, 700), "cannot_tell"),
    ],
)
def test_totals_are_judged_against_the_population(targets, verdict):
    frames = index_frames(counties(targets), POPULATION)
    assert frames["uniform_targets"]["verdict"].to_list() == [verdict]
    assert (index("city", "uniform_targets", frames) is None) == (verdict == "cannot_tell")


def test_without_population_no_target_is_judged():
    assert index_frames(counties((1000,) * 5))["uniform_targets"].height == 0
