"""Targets from tier to tier: changes of intensive measures, shares of totals."""

import pytest

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.frames import trace_frames
from chuandao.cascade.tracing.targets.ratchets import ratchets
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted

HEADS = {
    "city": "云安市人民政府关于提升农产品质量的意见\n各县：\n",
    "north": "北河县人民政府关于提升农产品质量的方案\n各乡镇：\n",
    "south": "南河县人民政府关于提升农产品质量的方案\n各乡镇：\n",
    "town": "柳树镇人民政府关于提升农产品质量的安排\n各村：\n",
}
PARENTS = {"north": ["city"], "south": ["city"], "town": ["north"]}
RATE = "一、提高检测水平，主要农产品例行监测合格率达到{}%以上，结果按月公开。\n"
DAYS = "二、简化用地备案，设施农业用地备案办理时限压缩至{}个工作日以内，全程网上办理。\n"
AREA = "三、扩大种植规模，全域新增标准化茶园面积{}亩，连片发展。\n"


def traced(**texts):
    documents = [
        understand(Extracted(f"{n}.txt", HEADS[n] + text, "txt", "utf-8", "", 1.0), n)
        for n, text in texts.items()
    ]
    return trace_documents(documents, {k: v for k, v in PARENTS.items() if k in texts})


def rows(**texts):
    return {(row.measure, row.document): row for row in ratchets(traced(**texts))}


def test_a_rate_that_is_raised_is_stricter_on_its_step_and_since_the_beginning():
    found = rows(city=RATE.format(90), north=RATE.format(95), town=RATE.format(99))
    town = found["%", "town"]
    assert town.direction == "stricter"
    assert town.step_change == pytest.approx(4 / 95)
    assert town.cumulated_change == pytest.approx(0.1)


def test_a_term_that_is_cut_is_stricter():
    north = rows(city=DAYS.format(5), north=DAYS.format(3))["个工作日", "north"]
    assert (north.direction, north.step_change) == ("stricter", pytest.approx(0.4))


def test_a_rate_that_is_lowered_is_laxer():
    north = rows(city=RATE.format(98), north=RATE.format(95))["%", "north"]
    assert north.direction == "laxer"
    assert north.step_change < 0


def test_a_value_passed_on_is_the_same():
    north = rows(city=RATE.format(98), north=RATE.format(98))["%", "north"]
    assert (north.direction, north.step_change) == ("same", 0.0)


def test_a_part_of_a_total_is_a_share_and_never_laxer():
    north = rows(city=AREA.format(30000), north=AREA.format(9000))["亩", "north"]
    assert (north.direction, north.share) == ("", pytest.approx(0.3))
    assert north.step_change is None


def test_more_than_the_whole_total_is_stricter():
    north = rows(city=AREA.format(30000), north=AREA.format(36000))["亩", "north"]
    assert (north.direction, north.step_change) == ("stricter", pytest.approx(0.2))


@pytest.mark.parametrize(
    ("parts", "named"),
    [((10000, 20000), "fits"), ((10000, 15000), "shortfall"), ((15000, 20000), "over")],
)
def test_the_parts_of_all_units_are_held_against_the_total(parts, named):
    found = rows(city=AREA.format(30000), north=AREA.format(parts[0]), south=AREA.format(parts[1]))
    city = found["亩", "city"]
    assert (city.allocation, city.given_by, city.given_of) == (named, 2, 2)


def test_a_shortfall_is_not_told_while_a_unit_states_no_part():
    found = rows(city=AREA.format(30000), north=AREA.format(9000), south=RATE.format(98))
    assert found["亩", "city"].allocation == ""


def test_things_that_each_unit_is_asked_for_are_compared_directly():
    times = "四、全年组织开展质量安全技术培训{}次，覆盖生产主体。\n"
    found = rows(city=times.format(4), north=times.format(4), south=times.format(4))
    assert found["次", "north"].direction == "same"
    assert found["次", "city"].allocation == ""


def test_a_cap_that_becomes_a_floor_is_reversed():
    cap = "五、规范检查，对同一企业的现场检查每年不超过1次，实行扫码入企。\n"
    floor = "五、强化检查，对同一企业的现场检查每年不少于2次，实行扫码入企。\n"
    assert rows(city=cap, north=floor)["次", "north"].direction == "reversed"


def test_samples_kept_longer_are_stricter():
    kept = "六、完善食品留样制度，集中用餐单位食品留样{}小时，专人管理。\n"
    found = rows(city=kept.format(48), north=kept.format(72))
    assert found["小时", "north"].direction == "stricter"


def test_a_number_beside_the_name_of_a_unit_is_its_own():
    city = "三、扩大种植规模，新增标准化茶园面积北河县2800亩、南河县1200亩，连片发展。\n"
    north = rows(city=city, north=AREA.format(3600))["亩", "north"]
    assert (north.direction, north.step_change) == ("stricter", pytest.approx(800 / 2800))


def test_a_metric_that_is_stated_twice_is_followed_once():
    twice = RATE.format(98) + "七、加强抽检，主要农产品例行监测合格率达到98%以上，覆盖各县。\n"
    found = ratchets(traced(city=twice, north=RATE.format(99)))
    assert len({row.chain for row in found}) == 1


def test_other_metrics_with_the_same_unit_of_measure_are_no_chain():
    other = "一、发展电商，农产品网络零售额占比达到30%以上，培育本地网店。\n"
    assert not rows(city=RATE.format(98), north=other)


def test_the_table_says_where_each_value_stands():
    found = traced(city=RATE.format(90), north=RATE.format(95))
    table = trace_frames(found)["ratchets"]
    texts = {document.id: document.text for document in found.documents}
    words = [texts[r["document"]][r["start"] : r["end"]] for r in table.to_dicts()]
    assert all(said in word for said, word in zip(("90%", "95%"), words, strict=True))


def test_the_order_of_lower_documents_changes_nothing():
    texts = {"city": AREA.format(30000), "north": AREA.format(9000), "south": AREA.format(9500)}
    other = {name: texts[name] for name in ("city", "south", "north")}
    one, two = (trace_frames(traced(**given))["ratchets"] for given in (texts, other))
    assert one.drop("position").sort("document").equals(two.drop("position").sort("document"))


def test_both_scripts_give_the_same_changes():
    plain = rows(city=RATE.format(90), north=RATE.format(95))["%", "north"]
    other = RATE.format(95).replace("测", "測").replace("检", "檢").replace("达", "達")
    assert rows(city=RATE.format(90), north=other)["%", "north"].step_change == plain.step_change
