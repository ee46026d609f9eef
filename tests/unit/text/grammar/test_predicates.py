"""Who does what to what."""

import pytest

from chuandao.cascade.tracing.understanding.marked import read_record


def read(words, name):
    found = read_record({"text": words, "kind": "task", "dated": None})
    return [value.value for item in found for value in getattr(item, name)]


@pytest.mark.parametrize(
    ("words", "actions", "objects"),
    [
        ("加快建设分拣中心", ["建设"], ["分拣中心"]),
        ("建立健全长效机制", ["建立健全"], ["长效机制"]),
        ("完善流程、优化服务", ["完善", "优化"], ["流程", "服务"]),
        ("加强水源保护、管网改造和水质监测", ["加强"], ["水源保护、管网改造和水质监测"]),
        ("制定方案并组织验收", ["制定", "组织"], ["方案", "验收"]),
        ("将闲置校舍出租给合作社", ["出租"], ["闲置校舍"]),
        ("将台账报县水利局", ["报"], ["台账"]),
        ("把信访工作纳入年度考核", ["纳入"], ["信访工作"]),
        ("对隐患逐一排查", ["排查"], ["隐患"]),
        ("支持企业开展技术改造", ["支持"], ["企业开展技术改造"]),
        ("鼓励采用新技术", ["采用"], ["新技术"]),
        ("新建标准化茶园12个", ["新建"], ["标准化茶园"]),
        ("配备2名全科医生", ["配备"], ["全科医生"]),
        ("合格率达到98%", ["达到"], []),
        ("所需经费由县财政负担，破损路面应当及时修复", ["修复"], ["破损路面"]),
        ("予以通报批评", ["通报批评"], []),
        ("不得强迫搬迁", ["强迫"], ["搬迁"]),
    ],
)
def test_each_predicate_has_its_verb_and_object(words, actions, objects):
    assert read(words, "action") == actions
    assert read(words, "object") == objects


@pytest.mark.parametrize(
    ("words", "actors"),
    [
        ("各县（市、区）要建立台账", ["各县（市、区）"]),
        ("由县级以上人民政府责令拆除", ["县级以上人民政府"]),
        ("学校和教师不得组织补课", ["学校", "教师"]),
        ("市、县两级给予补助", ["市、县两级"]),
        ("森林覆盖率达到60%", []),
        ("老旧小区改造加快推进", []),
    ],
)
def test_only_those_who_can_act_are_actors(words, actors):
    assert read(words, "actor") == actors


def test_a_unit_with_a_role_is_no_actor():
    assert read("由市教育局牵头，推进校舍改造", "actor") == []


def test_a_verb_inside_a_relative_clause_opens_no_predicate():
    assert read("从事养殖的农户应当建设粪污设施", "action") == ["建设"]


def test_a_purpose_is_no_action():
    assert read("为深入贯彻上级精神，制定本方案", "action") == ["制定"]


def test_last_years_doing_is_no_action():
    assert read("去年新建泵站3座，今年要新建泵站5座", "action") == ["新建"]


def test_both_scripts_and_english_have_predicates():
    assert read("完善監管機制", "action") == ["完善"]
    english = "Village committees must not close service counters."
    assert read(english, "action") == ["close"]
    assert read(english, "polarity") == ["refrain"]
    assert read(english, "actor") == ["Village committees"]
