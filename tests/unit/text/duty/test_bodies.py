"""At which level a body stands, and what place it bears."""

import pytest

from chuandao.text.duty.bodies import level_of, level_of_text, place_names


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("国务院办公厅", -2),
        ("教育部", -2),
        ("国家市场监督管理总局", -2),
        ("云南省人民政府", -1),
        ("内蒙古自治区人民政府", -1),
        ("恩施土家族苗族自治州人民政府", 0),
        ("岩州市安全生产委员会", 0),
        ("市农业农村局", 0),
        ("深圳市南山区人民政府", 1),
        ("区城市管理局", 1),
        ("澜江高新技术产业开发区管理委员会", 1),
        ("石门桥街道办事处", 2),
        ("枫林县杉树乡人民政府", 2),
        ("大坪镇双井村村民委员会", 3),
        ("Harrowmere City Council", 0),
        ("Marlock Town Office", 2),
        ("Copper Row Neighbourhood Committee", 3),
    ],
)
def test_the_name_of_a_body_tells_its_level(body, level):
    assert level_of(body) == level


def test_a_body_without_a_place_has_no_level():
    assert level_of("工作专班") is None


def test_a_bureau_of_rural_affairs_is_no_village():
    assert level_of("云山县农业农村局") == 1


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("霁川市人民政府", ("霁川市", "霁川")),
        ("枫林县安全生产委员会", ("枫林县", "枫林")),
        ("桐岭街道机厂社区居民委员会", ("机厂社区", "机厂")),
        ("Quaysend Sub-district Office", ("Quaysend",)),
        ("教育部", ()),
    ],
)
def test_the_lowest_place_is_the_bodys_own(body, names):
    assert place_names(body) == names


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("我国发展人工智能，全国统筹。", -2),
        ("全省推广，我省各市落实。", -1),
        ("我市出台政策，全市统一。", 0),
        ("全县治理，我县落实。", 1),
        ("市场主体增多，全市场推广。", None),
    ],
)
def test_a_text_without_an_issuer_tells_its_level_by_how_it_speaks_of_itself(words, level):
    assert level_of_text(words) == level
