"""The signs of whose duty a clause is."""

import pytest

from chuandao.text.duty.cues import cue_patterns
from chuandao.text.duty.evidence import Said, Setting, evidence

CUES = cue_patterns(
    [("rural", "农村"), ("vertical", "税务局"), ("money", "资金"), ("money", "grant")]
)
COUNTY = Setting(0, 1, own=("云山县", "云山"), above=("清河市", "清河"), siblings=("汀岚县",))


def signs(words, setting=COUNTY, **more):
    held = evidence(Said(words, **more), setting, CUES)
    return {
        name: words[span[0] : span[1]] for name, (value, span) in held.items() if value and span
    }


@pytest.mark.parametrize(
    ("words", "sign", "said"),
    [
        ("市大数据局建设平台。", "own_act", "市大数据局"),
        ("各县要抓好。", "addressed", "各县"),
        ("各县抓好，各乡镇配合。", "those_below", "各乡镇"),
        ("推进培训。（责任单位：市民政局）", "only_offices", "市民政局"),
        ("汀岚县新建水厂。", "names_sibling", "汀岚县"),
        ("石坪县新建水厂。", "names_other", "石坪县"),
        ("云山县新建水厂。", "names_it", "云山县"),
        ("办税由市税务局负责。", "vertical_office", "税务局"),
        ("各县要制定实施方案。", "plan_asked", "制定实施方案"),
        ("建设市级智慧平台。", "own_level", "建设市级"),
        ("安排专项资金。", "on_money", "资金"),
        ("A grant is paid.", "on_money", "grant"),
    ],
)
def test_a_sign_stands_with_its_words(words, sign, said):
    assert signs(words)[sign] == said


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("市大数据局牵头，各县要配合。", "own_act"),
        ("云山县、汀岚县新建水厂。", "names_sibling"),
        ("各县（市、区）新建水厂。", "names_other"),
        ("办税由市税务局、市财政局负责。", "vertical_office"),
        ("制定进人计划。", "plan_asked"),
    ],
)
def test_what_looks_like_a_sign_and_is_none(words, sign):
    assert sign not in signs(words)


def test_rural_matters_tell_only_where_there_are_no_villages():
    town = Setting(0, 1, own=("城中区",), is_urban=True)
    assert signs("改善农村供水。", town)["rural_in_town"] == "农村"
    assert "rural_in_town" not in signs("改善农村供水。")


def test_a_clause_for_other_offices_is_told_from_the_office_of_the_issuer():
    office = Setting(0, 1, own=("云山县",), office="教育")
    assert "other_office" in signs("推进治水。（责任单位：市水利局）", office)
    assert "other_office" not in signs("推进办学。（责任单位：市教育局、市财政局）", office)


def test_bodies_in_a_row_of_a_table_do_not_act():
    assert "own_act" not in signs("市水利局\t40公里", is_row=True)
