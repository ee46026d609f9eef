"""What is asked of a piece, and of each of its actions."""

import pytest

from chuandao.cascade.tracing.understanding.marked import read_record


def asked(text):
    (found,) = read_record({"text": text, "kind": "task", "dated": None})
    return found.polarity[0].value, list(
        zip((a.value for a in found.action), found.asked, strict=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        "对失信商户不予补助，取消评优资格",
        "不再新建燃油泵站",
        "暂停审批采石项目",
        "停止审批采石项目",
        "不准占用盲道",
        "No trader shall block a fire lane",
    ],
)
def test_a_piece_that_withholds_or_stops_is_refrain(text):
    assert asked(text)[0] == "refrain"


def test_an_obligation_beside_a_ban_stays_to_be_done():
    polarity, actions = asked("商场必须设置母婴室，不得占用盲道")
    assert polarity == "refrain"
    assert actions == [("设置", "do"), ("占用", "refrain")]


def test_an_english_duty_beside_a_ban_stays_to_be_done():
    _, actions = asked("The Clinic must not sell records and shall report thefts to the Board.")
    assert actions == [("sell", "refrain"), ("report", "do")]


def test_a_permission_beside_an_english_ban_is_a_permission():
    _, actions = asked("Owners must not discharge sewage, and may apply for grants.")
    assert actions == [("discharge", "refrain"), ("apply", "permit")]


def test_leave_not_to_punish_is_a_permission():
    assert asked("城管部门可以不予处罚")[0] == "permit"


def test_an_english_limit_is_no_banned_action():
    (found,) = read_record({"text": "Speed shall not exceed 20 km/h.", "kind": "", "dated": None})
    assert (found.action, [t.value for t in found.targets]) == ((), ["≤ 20 公里/小时"])
