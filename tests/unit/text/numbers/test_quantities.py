"""Targets with a number."""

from decimal import Decimal
from itertools import pairwise

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.numbers.quantities import targets


def read(words):
    return targets(words, lexicon())


def one(words):
    (found,) = read(words)
    return found


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("回收利用率不低于35%", "ge"),
        ("回收利用率不得低于35%", "ge"),
        ("回收利用率达到35%", "ge"),
        ("回收利用率达35%以上", "ge"),
        ("回收利用率35%及以上", "ge"),
        ("回收利用率至少35%", "ge"),
        ("回收利用率提高到35%", "ge"),
        ("闲置率不超过35%", "le"),
        ("闲置率控制在35%以内", "le"),
        ("闲置率降至35%", "le"),
        ("闲置率压减到35%", "le"),
        ("闲置率35%以下", "le"),
        ("利用率提高35%", "by"),
        ("利用率增长35%", "by"),
        ("闲置率压减35%", "cut"),
        ("闲置率下降35%", "cut"),
        ("利用率35%左右", "about"),
        ("利用率为35%", "eq"),
    ],
)
def test_every_comparator_is_read(words, comparator):
    found = one(words)
    assert (found.comparator, found.value, found.measure) == (comparator, 35, "%")


def test_cut_by_and_cut_to_are_different_targets():
    assert one("审批事项压减30%").comparator != one("审批事项压减到30%").comparator


@pytest.mark.parametrize(
    ("words", "value", "dimension"),
    [
        ("产值达到120亿元", 12_000_000_000, "money"),
        ("投资5000万元以上", 50_000_000, "money"),
        ("投资5千万元以上", 50_000_000, "money"),
        ("种植面积达到1.2万亩", 12_000, "area"),
        ("种植面积达到800公顷", 12_000, "area"),
        ("增收三百二十元以上", 320, "money"),
        ("培训1,200人次", 1200, "visits"),
        ("每亩补助３００元", 300, "money"),
        ("办理时限压缩至3个工作日以内", 3, "processing_time"),
        ("满意度达到九成以上", 90, "ratio"),
        ("达标率达到百分之九十五", 95, "ratio"),
        ("PM2.5浓度控制在35微克/立方米以内", 35, "concentration"),
        ("单位能耗下降2.5个百分点", Decimal("2.5"), "ratio_change"),
        ("at least 95 percent of households", 95, "ratio"),
    ],
)
def test_values_are_brought_to_the_unit_of_their_dimension(words, value, dimension):
    found = one(plain(words))
    assert (found.value, found.dimension) == (value, dimension)


def test_values_of_one_dimension_bear_one_unit():
    assert one("面积达到15亩").measure == one("面积达到1公顷").measure


def test_the_present_state_is_no_target():
    found = one("回收利用率由2024年的28%提高到35%")
    assert (found.metric, found.comparator, found.value) == ("回收利用率", "ge", 35)


def test_reduced_to_is_a_limit():
    assert (one("闲置率降低至5%以下").comparator, one("闲置率降低5%").comparator) == ("le", "cut")


def test_a_third_is_a_share_and_no_count_of_points():
    found = one("不少于三分之一的村")
    assert (found.comparator, str(found.number), found.unit) == ("ge", "33.33", "%")


@pytest.mark.parametrize(
    ("words", "comparator", "value"),
    [
        ("满意率九成以上", "ge", 90),
        ("产值翻一番", "by", 100),
        ("村级覆盖面实现全覆盖", "ge", 100),
        ("陈案清零", "le", 0),
        ("检查事项减半", "cut", 50),
    ],
)
def test_set_phrases_have_a_value(words, comparator, value):
    found = one(words)
    assert (found.comparator, found.value) == (comparator, value)


@pytest.mark.parametrize(
    "words",
    [
        "清政发〔2025〕18号文件要求",
        "根据2024年统计数据",
        "实施“123456”工作法",
        "“十四五”时期",
        "加强PM2.5治理",
        "按照第三批试点要求",
        "用好12345热线",
        "开通48小时热线",
        "委托第三方开展评估",
        "达到Ⅲ类水体标准",
        "落实双随机一公开",
        "推行一网通办",
        "党的二十大精神",
        "《2025年度10项民生实事》",
        "坚持一张蓝图绘到底",
        "2025年3月1日起",
        "第5条规定",
    ],
)
def test_what_only_looks_like_a_quantity_is_no_target(words):
    assert read(words) == []


def test_the_metric_is_what_stands_before_the_number():
    found = read("到2026年底，产值达到5.2亿元以上，农产品抽检合格率不低于98%")
    assert [target.metric for target in found] == ["产值", "农产品抽检合格率"]


def test_the_thing_counted_is_the_metric():
    assert one("新建标准化茶园12个").metric == "标准化茶园"
    assert one("不少于12个标准化茶园").metric == "标准化茶园"


def test_the_larger_of_a_range_is_not_a_second_target():
    assert len(read("亩均增收300—500元")) == 1


def test_totals_add_up_but_rates_levels_and_amounts_per_unit_do_not():
    assert one("新建茶园3000亩").additive
    assert one("培育经营主体1200户").additive
    assert not one("合格率达到98%").additive
    assert not one("每亩补助300元").additive
    assert not one("户均增收500元").additive
    assert not one("产值增加5000元").additive
    assert not one("办理时限压缩至3个工作日").additive


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("合格率达到98%", "rate"),
        ("新建茶园3000亩", "count"),
        ("产值增长10%", "change by"),
        ("办理时限压缩至3个工作日", "change to"),
    ],
)
def test_the_kind_of_a_target_follows_from_unit_and_comparator(words, kind):
    assert one(words).kind == kind


def test_targets_come_in_order_and_do_not_overlap():
    words = "建成基地12个、冷库3座，培训500人次，合格率98%以上，满意率九成以上，总产值突破2亿元"
    found = read(words)
    assert len(found) == 6
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_target_points_at_its_words():
    words = "到2026年底，合格率不低于98%，其他照旧"
    found = one(words)
    assert words[found.start : found.end] == "合格率不低于98%"


def test_the_common_form_names_metric_sign_value_and_unit():
    assert one("冷库库容控制在500立方米以内").render().startswith("冷库库容 ≤ 500 ")
    assert one("合格率不低于98%").render() == "合格率 ≥ 98 %"


@pytest.mark.parametrize(
    "words", ["共七部分14条，主要包括下列内容", "分为3个部分20项", "全文共5章32条", "本办法分六章"]
)
def test_the_parts_of_a_text_are_no_targets(words):
    assert not read(words)


def test_a_bracket_that_opens_before_the_number_is_no_part_of_the_metric():
    assert one("给予财政补助（最高200万元）").metric == "财政补助"


def test_the_half_of_a_term_is_no_part_of_the_metric():
    (money,) = (
        t for t in read("力争两年、确保两年半实现全县特色产业产值46亿元") if t.measure == "元"
    )
    assert money.metric == "特色产业产值"
