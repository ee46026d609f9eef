"""A clause is read once wherever its words stand."""

from datetime import date

import pytest

from chuandao.cascade.tracing.linking.judging import judged
from chuandao.cascade.tracing.understanding import wordings
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted

BODY = "新建冷库6座，保鲜茶叶。"


def read(body, name="a", head="关于发展茶叶的通知", dated="2025年3月1日"):
    page = f"{head}\n各村：\n一、{body}\n柳河镇人民政府\n{dated}"
    return understand(Extracted(f"{name}.txt", page, "txt", "utf-8", "", 1.0), name)


def only(document):
    (clause,) = document.clauses
    return clause


@pytest.fixture(autouse=True)
def nothing_kept():
    wordings._KEPT.clear()


def said(clause):
    """Return what a clause says, every place counted from where it begins."""
    held = [wordings.moved(one, -clause.start) for one in clause.commitments]
    return [repr(one) + repr(one.measured) + repr(one.dated) for one in held]


def test_clauses_of_the_same_words_share_one_wording_and_keep_their_own_places():
    one, other = only(read(BODY)), only(read(BODY, "b", "关于做好春季茶叶产销工作的通知"))
    assert one.wording is other.wording
    assert one.start != other.start
    for clause, document in (
        (one, read(BODY)),
        (other, read(BODY, "b", "关于做好春季茶叶产销工作的通知")),
    ):
        (target,) = clause.commitments[0].targets
        assert document.text[target.start : target.end].endswith("6座")


@pytest.mark.parametrize(
    ("body", "shared"),
    [
        ("保鲜茶叶，办好茶市。", True),
        ("2026年底前新建冷库6座。", True),
        ("三个月内新建冷库6座。", False),
        ("本月底前报送方案。", False),
    ],
)
def test_a_wording_is_shared_over_dates_unless_its_deadline_is_counted_from_them(body, shared):
    one = only(read(body, dated="2025年3月1日"))
    other = only(read(body, "b", dated="2025年4月20日"))
    assert (one.wording is other.wording) == shared


@pytest.mark.parametrize(
    "body",
    [
        "年底前新建冷库6座。",
        "5月底前完成。",
        "三个月内完成。",
        "2024年新建冷库6座，已全部完成。",
        "今年新建冷库6座。",
    ],
)
@pytest.mark.parametrize(
    "days", [("2025年3月1日", "2025年6月20日"), ("2025年3月1日", "2024年3月1日")]
)
def test_what_was_read_before_never_changes_what_is_read_now(body, days):
    first, second = days
    read(body, dated=first)
    after = only(read(body, dated=second))
    wordings._KEPT.clear()
    assert said(after) == said(only(read(body, dated=second)))


def test_no_watched_date_is_left_in_what_was_read():
    clause = only(read("三个月内新建冷库6座，即日起公开。"))
    days = [term.by for one in clause.commitments for term in one.dated if term.by]
    assert days
    assert all(type(day) is date for day in days)


def test_a_link_of_copied_clauses_is_judged_once_and_placed_in_each():
    upper = only(read("新建冷库6座，必须公开。", "u"))
    one = only(read("新建冷库3座。", "a"))
    other = only(read("新建冷库3座。", "b", "关于做好春季茶叶产销工作的通知"))
    (named, found), (again, placed) = judged(upper, one), judged(upper, other)
    assert named == again
    shifted = [change.lower.start - other.start for change in placed if change.lower]
    assert shifted == [change.lower.start - one.start for change in found if change.lower]
    assert [change.upper for change in placed] == [change.upper for change in found]


def test_no_more_wordings_are_kept_than_agreed(monkeypatch):
    monkeypatch.setattr(wordings, "_MOST_KEPT", 2)
    for number in range(5):
        read(f"新建冷库{number + 2}座。")
    assert len(wordings._KEPT) == 2
