"""Whether a document asks those below for a document of their own."""

import pytest

from chuandao.cascade.tracing.duty.asked import asks_below
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted


def read(clause):
    text = f"清河市人民政府关于茶叶的意见\n各县（市、区）人民政府：\n一、{clause}"
    return understand(Extracted("a.txt", text, "txt", "utf-8", "", 1.0), "a")


@pytest.mark.parametrize(
    ("clause", "level"),
    [
        ("各县（市、区）要于5月底前制定实施方案并报市政府。", 1),
        ("各縣（市、區）要制定具體實施方案。", 1),
        ("各乡镇制定工作方案，明确责任人。", 2),
    ],
)
def test_a_plan_that_a_tier_is_to_draw_up_is_asked(clause, level):
    assert asks_below(read(clause), level)


@pytest.mark.parametrize(
    ("clause", "level"),
    [
        ("各县（市、区）要抓好落实。", 1),
        ("各县（市、区）要制定实施方案。", 2),
        ("各乡镇不另行制定实施方案，把任务列入工作安排即可。", 2),
        ("市农业农村局制定实施方案。", 1),
    ],
)
def test_what_asks_another_tier_or_nobody_asks_for_none(clause, level):
    assert not asks_below(read(clause), level)
