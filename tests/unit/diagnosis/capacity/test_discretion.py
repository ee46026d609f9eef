"""Discretion left above: who takes it up, who does not, and of whom it cannot be told."""

from dataclasses import replace
from datetime import date

import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.diagnosis.capacity import discretion
from chuandao.messages import LANGUAGES, render, to_traditional
from chuandao.sources.documents import Extracted

CITY = """清河市人民政府关于垃圾分类的意见
各县：
一、新建分拣中心六座并配套运输车辆四十辆，二〇二六年六月底前全部完成。
二、各县可结合实际自行确定收运频次、分类品种和投放时段。
三、鼓励各地先行先试，支持有条件的县开展试点，形成可复制的做法。
四、对改革中因缺乏经验出现的失误，符合规定的予以容错。
清河市人民政府
2025年3月12日"""
NAMED = "根据《清河市人民政府关于垃圾分类的意见》，制定本方案。\n一、"
COPY = CITY.replace("清河市人民政府", "云山县人民政府").replace("一、", NAMED, 1)
OWN = f"""云山县人民政府关于垃圾分类的方案
{NAMED}新建分拣中心一座并配套运输车辆七辆，二〇二六年六月底前完成。
二、山区十二个村改为每周收运两次，其余每日一次，由县城管局按季调整。
三、在桃源镇开展试点，先试厨余垃圾就地堆肥。
云山县人民政府
2025年4月20日"""
DULL = f"""云山县人民政府关于垃圾分类的方案
{NAMED}加快新建分拣中心，配套运输车辆。
二、提高认识，加强领导，压实责任，确保各项工作落到实处。
云山县人民政府
2025年4月20日"""
UNITS = "单位代码,单位名称,层级,上级单位\n1,清河市,0,\n2,云山县,1,1\n3,柳河县,1,1\n"


@pytest.fixture
def case(tmp_path):
    (tmp_path / "units.csv").write_text(UNITS, "utf-8")
    return cd.read(tmp_path)


def examined(case, below, tier=1, city=CITY):
    documents = [
        replace(understand(Extracted(f"{n}.txt", t, "txt", "utf-8", "", 1.0), n), unit=u, tier=at)
        for n, t, u, at in (("city", city, "1", 0), ("own", below, "2", tier))
    ]
    return discretion.examine(case, Trace(trace_documents(documents)), date(2025, 12, 31))


@pytest.mark.parametrize("turned", [str, to_traditional], ids=["simplified", "traditional"])
@pytest.mark.parametrize("below", [COPY, DULL], ids=["copied", "generalities"])
def test_a_county_that_uses_nothing_of_what_was_left_to_it_is_listed(case, below, turned):
    found = examined(case, turned(below), city=turned(CITY)).findings
    assert [(one.unit, one.sign, one.code, one.strength) for one in found] == [
        ("2", "C6", "finding.C6", "weak")
    ]
    assert found[0].parameters["offered"] == "3"
    assert all("{" not in render("finding.C6", tag, **found[0].parameters) for tag in LANGUAGES)


def test_the_finding_rests_on_the_words_that_offer(case):
    words = examined(case, DULL).findings[0].words
    assert ["自行确定" in CITY[w.start : w.end] for w in words] == [True, False, False]


def test_a_county_that_decides_for_its_own_places_has_taken_it_up(case):
    found = examined(case, OWN)
    assert found.findings == ()
    assert set(found.tables["discretion"].filter(unit="2")["verdict"]) == {"taken_up"}


def test_a_county_without_a_document_cannot_be_told(case):
    table = examined(case, COPY).tables["discretion"]
    assert table.filter(unit="3")["verdict"].to_list() == ["cannot_tell"]


def test_a_single_offer_is_too_few(case):
    city = CITY.replace("可结合实际自行确定", "要确定").replace(
        "先行先试，支持有条件的县开展试点", "比学赶超"
    )
    assert examined(case, DULL, city=city.replace("鼓励各地", "各地要")).findings == ()


def test_what_may_not_be_decided_is_no_offer(case):
    city = CITY.replace("可结合实际自行确定", "不得自行确定")
    counted = examined(case, DULL, city=city).tables["discretion"].filter(unit="2")
    offered = dict(counted.select("kind", "offered").iter_rows())
    assert offered["pilot"] == 1
    assert offered["discretion"] == 1


def test_english_offers_are_read(case):
    city = """Opinions of Qinghe City on waste sorting
1. Build six sorting centres by June 2026.
2. Counties may decide how often waste is collected, in the light of local conditions.
3. Counties may pilot composting and charge by weight.
"""
    below = "Plan of Yunshan County to carry out the Opinions of Qinghe City on waste sorting\n1. Build sorting centres.\n2. Strengthen leadership.\n"
    documents = [
        replace(understand(Extracted(f"{n}.txt", t, "txt", "utf-8", "", 1.0), n), unit=u, tier=at)
        for n, t, u, at in (("city", city, "1", 0), ("own", below, "2", 1))
    ]
    trace = Trace(trace_documents(documents, {"own": ["city"]}))
    found = discretion.examine(case, trace, date(2025, 12, 31))
    assert [one.code for one in found.findings] == ["finding.C6"]


def test_a_village_is_never_listed(tmp_path):
    lines = "单位代码,单位名称,层级,上级单位\n1,清河市,0,\n9,甲县,1,1\n8,乙镇,2,9\n2,王家沟村,3,8\n"
    (tmp_path / "units.csv").write_text(lines, "utf-8")
    assert examined(cd.read(tmp_path), COPY, tier=3).findings == ()
