"""What changed between an upper clause and the lower one linked to it."""

from datetime import date

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.commitment import commitments
from chuandao.text.difference.change import Side
from chuandao.text.difference.difference import changes


def side(words, dated=date(2025, 3, 12), begin=0):
    """Return a clause as a side whose words begin at some place of its document."""
    words = plain(words)
    document = " " * begin + words
    clause = ClauseText("1", begin, len(document), begin, "task", "")
    return Side(words, begin, commitments(document, clause, lexicon(), dated))


def found(upper, lower):
    """Return the changes as (attribute, direction, reason)."""
    return [
        (change.attribute, change.direction, change.reason.removeprefix("change."))
        for change in changes(side(upper), side(lower), lexicon())
    ]


def reasons(upper, lower):
    return [reason for _, _, reason in found(upper, lower)]


CLAUSES = [
    "合格率不低于98%，2025年底前完成。（牵头单位：市农业农村局）",
    "不得以环保为由一律关停，具备条件的分类整改。",
    "鼓励社会资本参与，每季度通报一次。",
    "新建标准化茶园3万亩，每亩补助300元。",
]


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_does_not_differ_from_itself(clause):
    assert found(clause, clause) == []


@pytest.mark.parametrize("clause", CLAUSES)
def test_script_and_width_are_no_change(clause):
    wide = clause.replace("%", "％").replace("2025", "２０２５")
    assert found(clause, wide) == []


@pytest.mark.parametrize(
    ("upper", "lower", "direction"),
    [
        ("抽检合格率不低于97%", "抽检合格率不低于99%", "stricter"),
        ("抽检合格率不低于97%", "抽检合格率达到92%", "laxer"),
        ("审批时限压缩至5个工作日以内", "审批时限压缩至3个工作日以内", "stricter"),
        ("审批时限压缩至3个工作日以内", "审批时限压缩至7个工作日以内", "laxer"),
        ("检查频次压减30%", "检查频次压减50%", "stricter"),
        ("检查频次压减30%", "检查频次压减10%", "laxer"),
        ("居民收入增长8%以上", "居民收入增长6%以上", "laxer"),
        ("空置率控制在10%以内", "空置率控制在15%以内", "laxer"),
        ("每亩补助300元", "每亩补助200元", "laxer"),
    ],
)
def test_a_measure_that_does_not_add_up_is_compared_directly(upper, lower, direction):
    assert [(name, way) for name, way, _ in found(upper, lower)] == [("targets", direction)]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("全市新建标准化茶园3万亩", "全县新建标准化茶园9000亩"),
        ("培育经营主体1200户", "培育经营主体420户"),
        ("落实专项资金5000万元", "落实专项资金800万元"),
        ("新建四好农村路200公里", "新建四好农村路30公里"),
        ("新增养老床位3000张", "新增养老床位260张"),
        ("全市建成产地冷库45000立方米", "建成产地冷库14000立方米"),
    ],
)
def test_a_part_of_an_additive_total_is_apportioned_never_laxer(upper, lower):
    assert reasons(upper, lower) == ["apportioned"]
    assert all(direction == "replaced" for _, direction, _ in found(upper, lower))


def test_a_target_left_out_and_a_target_of_its_own_are_named():
    assert found("抽检合格率不低于97%", "新建冷库3座") == [
        ("targets", "omitted", "target_omitted"),
        ("targets", "added", "target_added"),
    ]


def test_an_equal_value_in_another_wording_is_no_change():
    assert found("满意率达到90%以上", "满意率九成以上") == []
    assert found("面积达到15000亩", "面积达到1.5万亩") == []


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("各镇必须公开账目", "各镇可以公开账目", "deontic_weaker"),
        ("各镇可以公开账目", "各镇必须公开账目", "deontic_stronger"),
        ("鼓励农户入股", "必须组织农户入股", "deontic_stronger"),
    ],
)
def test_a_word_that_binds_more_or_less_is_a_change(upper, lower, expected):
    assert expected in reasons(upper, lower)


@pytest.mark.parametrize("hedge", ["力争", "原则上", "探索", "逐步", "适时"])
def test_a_hedge_slipped_in_is_laxer(hedge):
    assert ("deontic", "laxer", "hedge_added") in found("建立首问负责制", f"{hedge}建立首问负责制")


def test_a_hedge_that_was_there_before_is_not_added():
    assert "hedge_added" not in reasons("力争建成冷库", "力争全面建成冷库")


@pytest.mark.parametrize(
    ("upper", "lower", "expected"),
    [
        ("（牵头单位：市农业农村局）建冷库", "建冷库", ("lead", "omitted", "unit_omitted")),
        ("建冷库", "建冷库（牵头单位：县商务局）", ("lead", "added", "unit_added")),
        (
            "建冷库（牵头单位：市农业农村局）",
            "建冷库（牵头单位：县商务局）",
            ("lead", "replaced", "unit_replaced"),
        ),
    ],
)
def test_units_left_out_added_or_replaced_are_named(upper, lower, expected):
    assert expected in found(upper, lower)


def test_instruments_gained_and_lost_are_named():
    assert found("设立专项资金，建立台账", "建立台账，开展培训") == [
        ("instruments", "omitted", "instruments_omitted"),
        ("instruments", "added", "instruments_added"),
    ]


def test_a_condition_slipped_in_is_laxer_and_one_taken_away_stricter():
    assert ("conditions", "laxer", "condition_added") in found(
        "各村建设分拣点，按日清运垃圾", "具备条件的各村建设分拣点，按日清运垃圾"
    )
    assert ("conditions", "stricter", "condition_removed") in found(
        "具备条件的各村建设分拣点，按日清运垃圾", "各村建设分拣点，按日清运垃圾"
    )


def test_a_sentence_taken_away_with_its_condition_is_not_stricter():
    assert "condition_removed" not in reasons(
        "建设冷库。确需占用耕地的，应当依法办理审批手续。", "建设冷库。"
    )


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("不得以环保为由一律关停小作坊", "对小作坊一律关停"),
        ("不得简单下达种植面积指标", "各村必须完成简单下达种植面积指标"),
        ("严禁强制流转农户土地", "统一强制流转农户土地"),
        ("不搞“统一品种”，尊重农民意愿", "各村必须统一品种"),
    ],
)
def test_what_is_forbidden_above_and_demanded_below_is_reversed(upper, lower):
    assert ("safeguards", "reversed", "reversed") in found(upper, lower)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("不得以环保为由一律关停小作坊", "防止一律关停小作坊"),
        ("严禁强制流转农户土地", "任何单位不得强制流转农户土地"),
        ("严禁强制流转农户土地", "土地流转由农户自愿决定"),
        ("不得擅自改变规划", "按规划建设"),
    ],
)
def test_what_stays_forbidden_is_not_reversed(upper, lower):
    assert "reversed" not in reasons(upper, lower)


def test_a_safeguard_left_out_is_named():
    assert ("safeguards", "omitted", "safeguards_omitted") in found(
        "因地制宜发展产业，不搞一刀切", "大力发展产业"
    )


def test_a_named_place_is_a_local_element():
    assert ("local", "added", "local_added") in found("建设冷库", "在云雾村、石门村建设冷库")


@pytest.mark.parametrize(
    "lower",
    [
        "各村、各社区建设冷库",
        "有关行政村、社区建设冷库",
        "沿河、河湖、农村等建设冷库",
        "组织农民合作社、示范基地建设冷库",
    ],
)
def test_places_without_a_name_are_no_local_element(lower):
    assert "local_added" not in reasons("建设冷库", lower)


def test_places_of_a_change_are_those_of_the_documents():
    upper, lower = "合格率不低于98%，必须公开", "合格率不低于95%，必须公开"
    (change,) = changes(side(upper, begin=7), side(lower, begin=31), lexicon())
    assert (change.upper.start, change.lower.start) == (7, 31)
    assert upper[change.upper.start - 7 : change.upper.end - 7] == "合格率不低于98%"


def test_a_side_with_nothing_there_is_none():
    (change,) = changes(side("建设冷库，合格率达到98%"), side("建设冷库"), lexicon())
    assert change.upper is not None
    assert change.lower is None


def test_changes_come_in_the_order_of_attributes():
    upper = "2025年底前合格率达到98%，必须公开，设立专项资金。（牵头单位：市商务局）"
    names = [name for name, _, _ in found(upper, "抓好落实")]
    assert names == sorted(
        names, key=["targets", "deadline", "deontic", "lead", "instruments"].index
    )


def test_swapping_the_sides_turns_stricter_into_laxer_and_added_into_omitted():
    turned = {"stricter": "laxer", "laxer": "stricter", "added": "omitted", "omitted": "added"}
    upper = "合格率达到98%，2025年底前完成，建立台账"
    lower = "合格率达到95%，2026年底前完成，建立名录"
    there = sorted((name, turned[way]) for name, way, _ in found(upper, lower))
    assert there == sorted((name, way) for name, way, _ in found(lower, upper))


def test_a_cap_turned_into_a_floor_is_a_reversal_not_a_laxer_target():
    found = changes(side("现场检查每年不超过1次。"), side("现场检查每年不少于2次。"), lexicon())
    assert [(c.attribute, c.direction) for c in found if c.attribute == "targets"] == [
        ("targets", "reversed")
    ]
