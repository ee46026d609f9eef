"""Changes seen part by part: bans turned round, permits, sanctions, scopes cut, shares of a clause."""

from datetime import date

import pytest

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.commitment.commitment import commitments
from chuandao.text.difference.change import Side
from chuandao.text.difference.difference import changes
from chuandao.text.outcome.amounts import amounts, rhythm
from chuandao.text.outcome.focus import focused
from chuandao.text.outcome.parts import parts
from chuandao.text.outcome.wording import edits, kept, new_names


def side(words):
    words = plain(words)
    clause = ClauseText("1", 0, len(words), 0, "task", "")
    return Side(words, 0, commitments(words, clause, lexicon(), date(2025, 3, 12)))


def reasons(upper, lower):
    found = changes(side(upper), side(lower), lexicon())
    return {change.reason for change in found}


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("不组织项目观摩排名。", "每季度组织一次项目观摩并公布名次。"),
        ("不強制安裝除塵系統。", "所有企業一律安裝除塵系統。"),
        ("They need not write plans of their own.", "Every town must write its own plans by June."),
    ],
)
def test_a_ban_in_other_words_that_is_demanded_below_is_reversed(upper, lower):
    assert "change.reversed" in reasons(upper, lower)


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("不组织项目观摩排名。", "不搞任何形式的项目观摩排名。"),
        ("不得向企业收取诊断费用。", "诊断费用由财政承担。"),
    ],
)
def test_a_ban_that_is_kept_is_not_reversed(upper, lower):
    assert "change.reversed" not in reasons(upper, lower)


def test_a_ban_is_not_reversed_by_its_own_words():
    words = side("不得以000000为由00一律")
    longer = side("不得以000000为由00一律。抓好落实")
    assert changes(words, words, lexicon()) == ()
    assert "reversed" not in {change.direction for change in changes(words, longer, lexicon())}


def test_a_permit_in_place_of_a_notice_is_named():
    assert "change.permit_for_notice" in reasons(
        "开办助餐点向街道备案即可。", "开办助餐点须经街道审批。"
    )


def test_a_permit_that_was_asked_above_is_no_change():
    assert "change.permit_for_notice" not in reasons(
        "经审批后向街道备案。", "须经街道审批，再行备案。"
    )


def test_a_sanction_of_its_own_is_named():
    assert "change.sanction_added" in reasons(
        "各村及时清理垃圾。", "各村及时清理垃圾，排名末位的约谈村主任。"
    )


def test_an_enumeration_cut_in_a_sentence_otherwise_kept_is_named():
    assert "change.scope_cut" in reasons(
        "对高龄、失能、独居老年人逐户开展居家改造。", "对高龄、失能老年人逐户开展居家改造。"
    )


def test_places_of_a_change_are_those_of_the_clause():
    upper, lower = side("抓好服务。不组织观摩排名。"), side("每月组织观摩排名。")
    found = [c for c in changes(upper, lower, lexicon()) if c.direction == "reversed"]
    assert [upper.said(change.upper) for change in found] == ["不组织观摩排名"]


def test_what_another_clause_answers_better_is_left_out_at_the_same_length():
    upper = side("建设冷库三座。培训果农五百人。")
    cold, farmers = side("年内建成冷库三座。"), side("年内培训果农五百人。")
    left = focused(upper, cold, [farmers])
    assert left.words.strip() == "建设冷库三座。"
    assert len(left.words) == len(upper.words)


def test_what_no_clause_answers_stays():
    upper = side("建设冷库三座。发放化肥补贴。")
    cold, other = side("年内建成冷库三座。"), side("整治河道。")
    assert focused(upper, cold, [other]) == upper


def test_a_clause_linked_to_nothing_else_stays_whole():
    upper = side("建设冷库三座。培训果农五百人。")
    assert focused(upper, side("整治河道。"), []) is upper


def test_words_for_numbers_are_numbers():
    assert {(a.value, a.unit) for a in amounts("三成、两周、within five days")} == {
        (30.0, "%"),
        (14.0, "day"),
        (5.0, "day"),
    }


@pytest.mark.parametrize(
    ("oftener", "rarer"), [("每天", "每周"), ("每月", "每季度"), ("weekly", "monthly")]
)
def test_an_oftener_rhythm_ranks_lower(oftener, rarer):
    assert rhythm(oftener) < rhythm(rarer)


def test_a_comparator_is_no_ban():
    assert [part.banned for part in parts("覆盖率不低于85%")] == [""]


def test_swapping_the_name_of_a_tier_makes_no_new_name():
    assert new_names("全市各县要建立台账", "全县各镇要建立台账") == 0


def test_equal_passages_have_no_edits_and_keep_all():
    made = edits("建设冷库三座", "建设冷库三座")
    assert (made["deleted"], made["inserted"], kept("建设冷库", "建设冷库三座")) == (0, 0, 1)
