"""How alike two passages are."""

import numpy as np
import pytest

from chuandao.text.similarity import alike, common, commons, covered, likeness, sameness

TEA = "支持龙头企业建设标准化茶园，到2026年底面积达到1.2万亩。"
TEA_LOWER = "到2026年底建成标准化茶园3000亩，支持龙头企业扩产。"
RIVER = "开展河道清淤，汛期前完成清淤12公里。"


def test_a_passage_is_wholly_like_itself():
    alike = likeness([TEA], [TEA])
    for matrix in (alike.cosine, alike.in_upper, alike.in_lower):
        assert matrix[0, 0] == pytest.approx(1)


def test_a_related_passage_is_more_alike_than_another_matter():
    alike = likeness([TEA, RIVER], [TEA_LOWER])
    assert alike.cosine[0, 0] > 2 * alike.cosine[1, 0]


def test_script_width_and_spacing_make_no_difference():
    alike = likeness(["發展特色產業 ２０２５"], ["发展特色产业2025"])
    assert alike.cosine[0, 0] == pytest.approx(1)


def test_a_part_is_contained_in_the_whole():
    whole, part = TEA, "支持龙头企业建设标准化茶园"
    alike = likeness([whole], [part])
    assert alike.in_upper[0, 0] == pytest.approx(1)
    assert alike.in_lower[0, 0] < 1


def test_the_shape_is_uppers_by_lowers():
    alike = likeness([TEA, RIVER, TEA_LOWER], [TEA, RIVER])
    assert alike.cosine.shape == alike.in_upper.shape == alike.in_lower.shape == (3, 2)


def test_swapping_the_sides_transposes_and_swaps_the_containments():
    uppers, lowers = [TEA, RIVER], [TEA_LOWER, "加强组织领导。"]
    there, back = likeness(uppers, lowers), likeness(lowers, uppers)
    np.testing.assert_allclose(there.cosine, back.cosine.T)
    np.testing.assert_allclose(there.in_upper, back.in_lower.T)


def test_an_empty_passage_is_like_nothing():
    alike = likeness(["", TEA], ["", "。"])
    assert not alike.cosine.any()
    assert not alike.in_upper.any()


def test_rare_words_weigh_more_than_common_ones():
    uppers = ["加强组织领导，建设茶园", "加强组织领导，清理河道", "加强组织领导，培训教师"]
    alike = likeness(uppers, ["茶园", "加强组织"])
    assert alike.cosine[0, 0] > alike.cosine[0, 1] - 0.2
    assert alike.cosine[0].argmax() in {0, 1}
    assert alike.cosine[:, 0].argmax() == 0


def test_the_words_found_in_several_others_are_covered():
    assert covered("发展茶叶产业", ["发展茶叶", "茶叶产业"]) == 1
    assert covered("发展茶叶产业", []) == 0
    assert covered("", ["发展"]) == 0


def test_more_passages_never_cover_less():
    assert covered(TEA, [TEA_LOWER, RIVER]) >= covered(TEA, [TEA_LOWER])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全县建设3个茶园。", "全镇建设3个茶园。"),
        ("我市各县要抓好落实", "我县各镇要抓好落实"),
        ("加强领导，压实责任。", "加强领导；压实责任"),
        ("云山县人民政府负责", "石桥镇人民政府负责"),
    ],
)
def test_names_of_tiers_and_punctuation_make_no_difference_to_sameness(one, other):
    assert sameness(one, other) == 1


def test_sameness_is_symmetric_and_falls_with_every_edit():
    assert sameness(TEA, TEA_LOWER) == sameness(TEA_LOWER, TEA)
    assert sameness("建设茶园三千亩", "建设茶园五千亩") < 1


def test_common_form_has_no_punctuation_and_no_tier():
    assert common("全县各镇：“要”抓好、落实！") == common("全市各县要抓好落实")


def test_many_passages_keep_every_value_between_zero_and_one():
    words = [TEA, TEA_LOWER, RIVER, "", "a", "加强领导" * 30]
    alike = likeness(words, words[::-1])
    for matrix in (alike.cosine, alike.in_upper, alike.in_lower):
        assert (matrix >= 0).all()
        assert (matrix <= 1 + 1e-9).all()


def test_passages_brought_to_common_form_together_are_as_alone():
    passages = [
        "",
        "清河市；",
        "建在柳河镇",
        "各县（市、区）要抓好\n",
        "發展 Tea\uffff茶葉",
        "ﬁne ㎡",
    ]
    assert commons(passages) == [common(passage) for passage in passages]
    assert commons(passages[:4]) == [common(passage) for passage in passages[:4]]


@pytest.mark.parametrize(
    ("one", "other"), [(TEA, TEA_LOWER), (TEA, RIVER), (TEA, TEA), ("", TEA), ("茶茶茶叶", "茶叶")]
)
def test_the_cosine_of_two_passages_alone_is_that_of_their_matrix(one, other):
    assert alike(one, other) == pytest.approx(likeness([one], [other]).cosine[0, 0])
