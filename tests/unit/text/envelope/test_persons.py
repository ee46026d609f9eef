"""Names of persons among those who act."""

import pytest

from chuandao.text.envelope.persons import is_column_of_persons, is_person


@pytest.mark.parametrize(
    "name",
    [
        "陈建国同志",
        "尤经理",
        "李副县长",
        "欧阳明主任",
        "市财政局局长冯志远",
        "县长张某",
        "县水利局王局长",
    ],
)
def test_a_family_name_with_a_title_is_a_person(name):
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "市财政局", "各县（市、区）人民政府", "县委书记", "村党支部书记", "负责同志", "高校校长", "石桥镇镇长",
        "高新区", "方正集团", "万达公司", "项目经理", "常务副县长", "副主任", "党员干部", "白马镇人民政府",
    ],
)  # fmt: skip
def test_units_posts_and_groups_are_no_persons(name):
    assert not is_person(name)


@pytest.mark.parametrize(
    ("heading", "held"), [("手机", True), ("责任领导", True), ("参保人数", False)]
)
def test_a_column_of_persons_is_told_by_its_heading(heading, held):
    assert is_column_of_persons(heading) is held
