"""Where and when a commitment holds."""

import pytest

from chuandao.cascade.tracing.understanding.marked import read_record


def read(words, name):
    found = read_record({"text": words, "kind": "task", "dated": None})
    return [value.value for item in found for value in getattr(item, name)]


@pytest.mark.parametrize(
    ("words", "conditions"),
    [
        ("确需夜间施工的，应当提前公告", ["确需夜间施工的"]),
        ("有条件的乡镇可以先行先试", ["有条件的"]),
        ("除应急抢险外，一律停工", ["除应急抢险外"]),
        ("在不影响通行的前提下允许外摆", ["在不影响通行的前提下"]),
        ("未经批准，不得动工", ["未经批准"]),
        ("对弄虚作假的，予以通报", ["弄虚作假的"]),
        ("完善新的监管机制", []),
        ("建设未来产业园", []),
    ],
)
def test_a_condition_is_told_by_its_form(words, conditions):
    assert read(words, "conditions") == conditions


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("对投资5000万元以上的项目给予贴息", ["投资5000万元以上的项目"]),
        ("为60周岁以上老年人提供体检", ["60周岁以上老年人"]),
        ("城市建成区内禁止燃放", ["城市建成区内"]),
        ("推进规模以上工业企业改造", ["规模以上工业企业"]),
        ("培育企业10家以上", []),
    ],
)
def test_a_scope_limits_to_a_part(words, scope):
    assert read(words, "scope") == scope
