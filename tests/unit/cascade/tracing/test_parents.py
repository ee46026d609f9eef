"""Which document a document answers to, and on what ground."""

from dataclasses import replace

import pytest

from chuandao.cascade.tracing.parentage.parents import Parent, find_parents, nearest
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted

BODY = "一、城区生活垃圾回收利用率达到35%以上，公共机构率先推行强制分类。\n二、新建分拣中心，配备分类运输车辆。"


def make(name, issuer, title, opening="", number="", day="", body=BODY):
    """Return a document as understood."""
    lines = [number, f"{issuer}{title}", "各有关单位：", opening, body, issuer, day]
    text = "\n".join(line for line in lines if line)
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


CITY = make(
    "city",
    "清河市人民政府",
    "关于生活垃圾分类的意见",
    number="清政发〔2025〕18号",
    day="2025年3月12日",
)


def parents_of(child, *others, declared=None):
    documents = [CITY, *others, child]
    return find_parents(documents, declared or {})[child.id]


def county(opening="", day="2025年5月6日", body=BODY, title="关于重点任务的方案"):
    return make("county", "云山县人民政府", title, opening, day=day, body=body)


def test_a_declared_parent_counts_as_it_is():
    child = county(body="一、组织征兵体检。")
    assert parents_of(child, declared={"county": ["city"]}) == (Parent("city", "declared", 1.0),)


@pytest.mark.parametrize(
    "opening",
    [
        "根据《清河市人民政府关于生活垃圾分类的意见》（清政发〔2025〕18号），制定本方案。",
        "按照《市政府意见》（清政发[2025]18号）要求，制定本方案。",
        "为贯彻落实《关于生活垃圾分类的意见》，制定本方案。",
        "為貫徹落實《關於生活垃圾分類的意見》，制定本方案。",
    ],
)
def test_a_parent_named_by_number_or_title_is_found(opening):
    assert parents_of(county(opening)) == (Parent("city", "named", 1.0),)


def test_a_number_that_differs_is_another_document():
    opening = "根据《关于生活垃圾分类的意见》（清政发〔2025〕81号），制定本方案。"
    assert all(parent.basis != "named" for parent in parents_of(county(opening)))


def test_a_declared_and_a_named_parent_are_both_kept():
    other = make("plan", "清河市人民政府", "关于环境整治的规划", body="一、整治环境。")
    opening = "根据《关于生活垃圾分类的意见》，制定本方案。"
    found = parents_of(county(opening), other, declared={"county": ["plan"]})
    assert {(p.document, p.basis) for p in found} == {("plan", "declared"), ("city", "named")}


def test_a_parent_nobody_names_is_inferred_with_a_probability():
    (parent,) = parents_of(county())
    assert (parent.document, parent.basis) == ("city", "inferred")
    assert 0 < parent.probability <= 1


def test_inference_is_only_for_those_with_no_other_ground():
    found = parents_of(county(), declared={"county": ["city"]})
    assert [parent.basis for parent in found] == ["declared"]


def test_a_bare_number_names_a_parent_too():
    opening = "认真贯彻清政发〔2025〕18号文件精神，制定本方案。"
    assert parents_of(county(opening)) == (Parent("city", "named", 1.0),)


def test_the_edition_that_is_repealed_is_no_parent():
    closing = "二、《关于生活垃圾分类的意见》（清政发〔2025〕18号）同时废止。"
    found = parents_of(county(body=f"一、适龄青年到户籍地报名体检。\n{closing}"))
    assert found == ()


def test_a_city_below_a_city_may_be_inferred_where_no_case_tells_the_tiers():
    child = make("county", "永宁市人民政府", "关于重点任务的方案", day="2025年5月6日")
    assert [parent.document for parent in parents_of(child)] == ["city"]


def test_a_document_later_than_its_child_is_no_parent():
    assert parents_of(county(day="2025年1月6日")) == ()
    named = "根据《关于生活垃圾分类的意见》，制定本方案。"
    assert parents_of(county(named, day="2025年1月6日")) == ()


def test_a_lower_tier_is_no_parent():
    village = make("village", "王家沟村村民委员会", "关于分类的通知", day="2025年1月2日")
    assert "village" not in {parent.document for parent in parents_of(county(), village)}


def test_another_matter_is_no_parent():
    assert parents_of(county(body="一、适龄青年到户籍地报名体检。")) == ()


def test_the_root_has_no_parent():
    assert find_parents([CITY, county()], {})["city"] == ()


def test_nobody_is_its_own_parent():
    opening = "根据《云山县人民政府关于重点任务的方案》，制定本方案。"
    assert "county" not in {parent.document for parent in parents_of(county(opening))}


def test_the_clauses_of_the_nearest_tier_are_to_be_answered():
    both = (Parent("city", "declared", 1.0), Parent("county", "declared", 1.0))
    assert nearest(both, {"city": 0, "county": 1}) == ("county",)
    assert nearest(both, {"city": 0, "county": 0}) == ("city", "county")
    assert nearest(both, {"city": None, "county": 1}) == ("city", "county")
    assert nearest((), {}) == ()


def test_a_second_copy_of_a_document_is_no_parent_of_the_first():
    again = replace(CITY, id="again")
    assert find_parents([CITY, again], {}) == {"city": (), "again": ()}
