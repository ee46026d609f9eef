"""Clauses whose source is a document that the lower one never names."""

import pytest

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted

CITY = """临川市人民政府关于加快茶叶产业发展的实施意见
临政发〔2025〕3号
各县（市、区）人民政府：
一、主要任务
（一）扩大种植面积。2025年底前新建标准化茶园2万亩，改造低产茶园1万亩。
（二）培育龙头企业。支持茶叶加工企业技术改造，每县培育市级龙头企业3家。
（三）打造区域品牌。统一使用“临川春茶”公用品牌，每年举办采茶节1次。
2025年2月10日
"""
MINISTRY = """国家林业部关于推进古树名木保护工作的通知
林护发〔2024〕11号
各省林业厅：
一、工作要求
（一）建立古树名木档案。对树龄100年以上的古树逐株挂牌建档，明确管护责任人。
（二）开展抢救复壮。对濒危古树实行一树一策，及时支撑加固、治虫清腐。
2024年5月6日
"""
COUNTY = """平陵县人民政府关于印发加快茶叶产业发展实施方案的通知
平政发〔2025〕9号
各乡镇人民政府：
根据《临川市人民政府关于加快茶叶产业发展的实施意见》（临政发〔2025〕3号），制定本方案。
一、主要任务
（一）扩大种植面积。2025年底前新建标准化茶园4000亩，改造低产茶园2000亩。
（二）培育龙头企业。支持茶叶加工企业技术改造，培育市级龙头企业3家。
（三）打造区域品牌。统一使用“临川春茶”公用品牌，每年举办采茶节1次。
（四）建立古树茶档案。对树龄100年以上的古茶树逐株挂牌建档，明确管护责任人。
（五）修缮校舍。全县12所村小学更换课桌椅。
2025年4月1日
"""


def read(name, text):
    return understand(Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name)


@pytest.fixture(scope="module")
def traced():
    named = {"city": CITY, "ministry": MINISTRY, "county": COUNTY}
    return trace_documents([read(*one) for one in named.items()], {"county": ["city"]})


def test_a_clause_without_a_source_above_is_found_in_a_document_never_named(traced):
    found = [(link.upper, link.lower) for link in traced.links if link.relation == "other"]
    assert found == [("ministry#1.1", "county#1.4")]


def test_a_source_found_elsewhere_is_accepted_with_a_label_and_its_probability(traced):
    link = next(link for link in traced.links if link.relation == "other")
    assert link.rank == 1
    assert link.labels
    assert 0.6 <= link.probability < 1


def test_what_has_a_source_elsewhere_is_no_addition_and_the_rest_is(traced):
    assert [one.lower for one in traced.added] == ["county#1.5"]


def test_a_later_document_is_no_source():
    later = MINISTRY.replace("2024", "2026")
    named = {"city": CITY, "ministry": later, "county": COUNTY}
    traced = trace_documents([read(*one) for one in named.items()], {"county": ["city"]})
    assert not [link for link in traced.links if link.relation == "other"]
