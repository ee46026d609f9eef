"""Who is to do it."""

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.commitment.responsibility import responsibilities, without_responsibilities


def named(words):
    """Return role → names, in order."""
    found = {}
    for unit in responsibilities(words, lexicon()):
        assert words[unit.start : unit.end] == unit.name
        found.setdefault(unit.role, []).append(unit.name)
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "新建分拣中心6座。（牵头单位：市城管局；配合单位：市财政局、市自然资源局）",
            {"lead": ["市城管局"], "cooperate": ["市财政局", "市自然资源局"]},
        ),
        (
            "新建分拣中心6座。（责任单位：市城管局，各县〔市、区〕人民政府）",
            {"responsible": ["市城管局", "各县〔市、区〕人民政府"]},
        ),
        ("（责任单位：各县（市、区）人民政府）", {"responsible": ["各县（市、区）人民政府"]}),
        ("牵头单位：市发展改革委\n", {"lead": ["市发展改革委"]}),
        (
            "（主办单位：县教育局；协办单位：县卫健局）",
            {"lead": ["县教育局"], "cooperate": ["县卫健局"]},
        ),
        (
            "（牵头部门：市水利局，配合部门：市住建局）",
            {"lead": ["市水利局"], "cooperate": ["市住建局"]},
        ),
    ],
)
def test_labelled_units_are_read_with_their_roles(words, expected):
    assert named(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "由市教育局牵头，市财政局、市住建局配合，推进校舍改造。",
            {"lead": ["市教育局"], "cooperate": ["市财政局", "市住建局"]},
        ),
        (
            "市农业农村局会同市财政局制定细则。",
            {"lead": ["市农业农村局"], "cooperate": ["市财政局"]},
        ),
        (
            "市水利局、市住建局按职责分工负责。",
            {"responsible": ["市水利局", "市住建局"]},
        ),
        ("日常监管由县市场监管局负责。", {"responsible": ["县市场监管局"]}),
        ("建设冷链体系。（市商务局负责）", {"responsible": ["市商务局"]}),
        ("由镇农业服务中心承担技术指导。", {"responsible": ["镇农业服务中心"]}),
    ],
)
def test_units_in_sentences_are_read_with_their_roles(words, expected):
    assert named(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "加强组织领导，健全工作机制。",
        "由于气候原因，工期顺延。",
        "全市经济运行总体平稳。",
        "对因此造成损失的，依法承担赔偿责任。",
        "",
    ],
)
def test_a_sentence_that_asks_no_unit_names_none(words):
    assert named(words) == {}


def test_a_unit_named_once_is_given_once():
    assert named("由市教育局牵头负责。") == {"lead": ["市教育局"]}


def test_the_bracket_of_units_is_blanked_at_the_same_length():
    words = "建设基地3个。（责任单位：市农业农村局，各县（市、区）人民政府）"
    blank = without_responsibilities(words, lexicon())
    assert len(blank) == len(words)
    assert blank.rstrip() == "建设基地3个。"


def test_a_bracket_of_the_matter_itself_is_kept():
    words = "推进农村厕所（无害化卫生厕所）改造。"
    assert without_responsibilities(words, lexicon()) == words


def test_the_person_in_charge_is_no_unit():
    assert "张三" not in str(named("（责任单位：市城管局；责任人：张三）"))


def test_named_persons_are_kept_only_when_asked_for():
    words = "（责任单位：市城管局；责任人：张三）"
    assert "张三" not in [unit.name for unit in responsibilities(words, lexicon())]
    asked = responsibilities(words, lexicon(), persons=True)
    assert [unit.name for unit in asked if unit.role == "person"] == ["张三"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("由市财政局商市国资委提出方案", {"lead": ["市财政局"], "cooperate": ["市国资委"]}),
        ("县水务局牵头、县发展改革局参与", {"lead": ["县水务局"], "cooperate": ["县发展改革局"]}),
        (
            "建设基地。（市民政局、各县（市、区）政府）",
            {"responsible": ["市民政局", "各县（市、区）政府"]},
        ),
        (
            "Led by the Water Bureau, with the Power Company in support, counties shall act.",
            {"lead": ["Water Bureau"], "cooperate": ["Power Company"]},
        ),
    ],
)
def test_units_are_read_in_every_way_of_naming_them(words, expected):
    assert named(words) == expected


def test_a_firm_that_is_to_be_supported_leads_nothing():
    assert named("支持龙头企业牵头组建联合体") == {}


def test_units_of_a_cell_stand_between_semicolons_too():
    found = responsibilities("排查隐患\t市教育局；市财政局\t年底前", lexicon())
    assert [one.name for one in found] == ["市教育局", "市财政局"]
    (alone,) = responsibilities("\t；县", lexicon())
    assert (alone.name, alone.start) == ("县", 2)
