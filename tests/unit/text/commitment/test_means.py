"""By what means, and where in particular."""

import pytest

from chuandao.cascade.tracing.understanding.marked import read_record


def read(words, name):
    found = read_record({"text": words, "kind": "task", "dated": None})
    return [value.value for item in found for value in getattr(item, name)]


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("安排乡村振兴专项资金", ["乡村振兴专项资金"]),
        ("建立政策兑现台账", ["政策兑现台账"]),
        ("开展技能培训", ["技能培训"]),
        ("完善资金管理", []),
        ("所需资金自筹", []),
    ],
)
def test_means_are_taken_with_what_stands_before_them(words, means):
    assert read(words, "instruments") == means


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("疏浚沣河干流", ["沣河干流"]),
        ("建设沣溪源新材料产业园二期", ["沣溪源新材料产业园二期"]),
        ("改造老旧小区，建设美丽乡村示范村", []),
        ("网格员每日巡查", ["网格员"]),
    ],
)
def test_only_what_has_a_name_is_local(words, places):
    assert read(words, "local") == places
