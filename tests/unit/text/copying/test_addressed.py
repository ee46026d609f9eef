"""To whom a document speaks, and whether that is still its parent's reader."""

import pytest

from chuandao.text.copying.addressed import markers, undigested


@pytest.mark.parametrize(
    "words",
    [
        "各县（市、区）",
        "各区县",
        "各市、县、区",
        "各区（市）县",
        "各县市区",
        "each county",
        "all districts",
    ],
)
def test_counties_are_addressed_in_many_forms(words):
    text = f"{words}要抓好落实" if words[0] == "各" else f"{words} shall act"
    assert [(tier, text[a:b]) for tier, a, b in markers(text)] == [(1, words)]


@pytest.mark.parametrize("words", ["各乡镇（街道）", "各镇街道", "各乡（镇）", "各街道办事处"])
def test_townships_are_addressed_in_many_forms(words):
    assert [(tier, words[a:b]) for tier, a, b in markers(words)] == [(2, words)]


@pytest.mark.parametrize(
    "words",
    [
        "各市场主体",
        "各县直部门",
        "各区域中心",
        "各村民小组",
        "各街道路口",
        "各镇属企业",
        "各区位",
        "各县级部门",
    ],
)
def test_other_things_are_no_address(words):
    assert markers(words) == ()


def test_a_title_that_is_quoted_addresses_nobody():
    assert markers("按照《各县（市、区）考核办法》执行") == ()


@pytest.mark.parametrize(("tier", "count"), [(0, 0), (1, 1), (2, 2), (3, 3)])
def test_what_is_undigested_depends_on_the_tier_of_the_document(tier, count):
    assert len(undigested("各县区、各乡镇、各村都要报送", tier)) == count
