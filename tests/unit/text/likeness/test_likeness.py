"""How alike passages are: words, n-grams, what speaks for a link, which pairs are taken."""

from itertools import pairwise

import numpy as np
import pytest

from chuandao.cascade.tracing.linking.likeness import background
from chuandao.cascade.tracing.linking.links import probabilities, scorer
from chuandao.text.likeness.choice import accepted, ranks
from chuandao.text.likeness.compare import (
    best_of,
    best_parts,
    containment,
    containment_of_other,
    cosine,
    here,
    lead,
    mean_of,
    rivalry,
)
from chuandao.text.likeness.counts import (
    counted,
    figure_buckets,
    gram_buckets,
    gram_rows,
    spelled,
    word_buckets,
)
from chuandao.text.likeness.features import pair_features
from chuandao.text.likeness.odds import logistic
from chuandao.text.likeness.profile import Passage, items_of, profile
from chuandao.text.likeness.rows import SCRATCH
from chuandao.text.likeness.words import is_latin, words_of

PASSAGES = [
    "",
    "我县各镇建设茶园3个。",
    "發展茶葉 Tea Gardens",
    "The councils shall publish 5 permits",
]
ONES = np.ones(1 << 18, dtype=np.float32)


def matrix(*texts):
    return counted(map(gram_buckets, texts), ONES)


def features(uppers, lowers):
    known = background()
    sides = [
        [p if isinstance(p, Passage) else Passage(p) for p in side] for side in (uppers, lowers)
    ]
    return pair_features(profile(sides[0], known), profile(sides[1], known))


def test_traditional_and_simplified_fall_into_the_same_buckets():
    assert gram_buckets("發展茶葉產業").tolist() == gram_buckets("发展茶叶产业").tolist()
    assert word_buckets("推進政務服務改革").tolist() == word_buckets("推进政务服务改革").tolist()


def test_english_words_are_compared_by_their_stems_without_function_words():
    assert words_of("The councils shall publish permits") == words_of("council publishes a permit")


def test_english_runs_over_words_not_over_single_letters():
    assert is_latin("a permit for £85")
    assert not is_latin("5G基站")
    assert set(gram_buckets("permit")) & set(gram_buckets("permits"))
    assert not set(gram_buckets("cat")) & set(gram_buckets("dog"))


def test_a_number_is_one_whole_and_no_part_of_a_name():
    assert set(figure_buckets("1,280户")) == set(figure_buckets("共1280户"))
    assert not set(figure_buckets("128户")) & set(figure_buckets("1280户"))
    assert len(figure_buckets("A1. PM2.5")) == 0


def test_the_members_of_a_list_are_parts_of_their_own():
    assert items_of("研究大数据智能、群体智能、自主无人系统。") == [
        "研究大数据智能",
        "群体智能",
        "自主无人系统",
    ]


def test_cosine_of_a_passage_with_itself_is_one_and_with_nothing_zero():
    held = matrix("发展茶叶", "")
    assert cosine(held, held).round(6).tolist() == [[1.0, 0.0], [0.0, 0.0]]


def test_containment_is_one_sided():
    short, long = matrix("茶叶"), matrix("茶叶加工")
    assert containment(short, long)[0, 0] == pytest.approx(1)
    assert containment(long, short)[0, 0] < 0.5


def test_what_stands_everywhere_in_two_documents_weighs_less_than_what_stands_once():
    one, other = here(matrix("智能茶叶", "智能河道"), matrix("智能"))
    weights = dict(zip(one.indices, one.data, strict=True))
    common, rare = gram_buckets("智能", (2,))[0], gram_buckets("茶叶", (2,))[0]
    assert weights[common] < weights[rare]
    assert other.shape[1] == one.shape[1]


def test_the_lead_of_a_single_candidate_is_its_own_likeness():
    assert lead(np.array([[0.4]]), 0).tolist() == [[0.4]]


def test_every_feature_of_the_scorer_is_measured_and_every_measure_has_a_weight():
    assert set(features(["发展茶叶"], ["发展茶叶"])) == set(scorer()) - {"intercept"}


def test_all_features_are_finite_even_where_passages_are_empty():
    found = features(["", "发展茶叶产业"], ["", "3"])
    assert all(np.isfinite(held).all() and held.shape == (2, 2) for held in found.values())


def test_a_clause_of_a_list_is_found_where_only_its_name_stands():
    uppers = [
        Passage("研究超越人类视觉的感知获取方法。", heading="跨媒体感知计算理论"),
        Passage("研究量子模式与内在机制。", heading="量子智能计算理论"),
    ]
    lowers = ["加强大数据智能、跨媒体感知计算、类脑计算等基础理论研究。"]
    inside = features(uppers, lowers)["heading_in_lower"]
    assert inside[0, 0] > inside[1, 0]


def test_a_row_meets_the_clause_that_states_its_number_and_no_other_row():
    row = Passage("云山县\t48公里", is_row=True)
    found = features(
        [row], ["建设生态沟渠48公里。", Passage("河口镇\t48公里", is_row=True), "栽树。"]
    )
    assert found["row_figures"].tolist() == [[1.0, 0.0, 0.0]]


def test_a_reworded_clause_is_likelier_linked_than_another_one():
    uppers = ["建立畅通的投诉热线，5个工作日内答复群众。", "新建冷库6座，保鲜茶叶和果品。"]
    lowers = ["群众打投诉热线反映的问题，5个工作日内答复。", "茶叶果品冷库今年再建2座。"]
    found = probabilities(features(uppers, lowers))
    assert found[0, 0] > 0.5 > found[1, 0]
    assert found[1, 1] > 0.5 > found[0, 1]


def test_two_upper_clauses_may_feed_one_lower_clause():
    taken = accepted(np.array([[0.9], [0.5], [0.2]]), 0.4, 0.4, 0.15)
    assert taken.ravel().tolist() == [True, True, False]


def test_a_leftover_pair_is_taken_only_if_each_is_the_others_likeliest():
    left = np.array([[0.9, 0.1, 0.0], [0.0, 0.2, 0.3], [0.0, 0.25, 0.1]])
    assert accepted(left, 0.4, 0.4, 0.15).tolist() == [
        [True, False, False],
        [False, False, True],
        [False, True, False],
    ]


def test_nothing_is_taken_where_everything_is_impossible():
    assert not accepted(np.zeros((3, 2)), 0.4, 0.4, 0.15).any()


def test_alternatives_are_ranked_by_probability_and_at_most_two():
    probability = np.array([[0.9], [0.3], [0.2], [0.1]])
    taken = np.array([[True], [False], [False], [False]])
    assert ranks(probability, taken, 0.05) == [[(0, 1), (1, 2), (2, 3)]]


def test_counting_many_passages_at_once_counts_each_as_alone():
    held = spelled(PASSAGES, PASSAGES)
    together = gram_rows([(passage,) for passage in PASSAGES], (1, 3), held, ONES)
    alone = matrix(*PASSAGES)
    assert [sorted(row) for row in rows_of(together)] == [sorted(row) for row in rows_of(alone)]
    assert [tuple(held.words[passage]) for passage in PASSAGES] == [words_of(p) for p in PASSAGES]


def rows_of(rows):
    pairs = list(zip(rows.indices.tolist(), rows.data.round(9).tolist(), strict=True))
    return [pairs[a:b] for a, b in pairwise(rows.indptr.tolist())]


def test_containment_of_the_other_side_is_containment_turned_round():
    one, other = matrix("茶叶", "茶叶加工"), matrix("茶叶加工", "河道")
    assert containment_of_other(one, other).tolist() == containment(other, one).T.tolist()


def test_the_best_and_the_mean_of_groups_are_the_same_along_either_axis():
    found = np.array([[0.1, 0.9, 0.4], [0.5, 0.2, 0.3]])
    owner = np.array([0, 0, 1])
    for grouped in (best_of, mean_of):
        along_rows = grouped(np.ascontiguousarray(found.T), owner, 2)
        assert grouped(found, owner, 2, axis=1).tolist() == along_rows.T.tolist()
    assert best_of(found, owner, 2, axis=1).tolist() == [[0.9, 0.4], [0.5, 0.3]]


def test_what_says_something_of_one_side_only_counts_for_every_pair_of_it():
    found = {"row": np.broadcast_to(np.array([[0.0], [1.0]]), (2, 2)), "cell": np.eye(2)}
    even = {"row": np.array(found["row"]), "cell": np.eye(2)}
    weights = {"row": 0.7, "cell": -0.4}
    assert logistic(found, weights, 0.1) == pytest.approx(logistic(even, weights, 0.1))


def test_the_best_parts_are_the_best_of_the_cosines_of_all_parts():
    one = matrix("发展茶叶", "整治河道", "建设冷库")
    other = matrix("发展茶叶产业", "河道清淤", "无关", "冷库")
    owners = np.array([0, 0, 1]), np.array([0, 1, 1, 1])
    by_one, by_other = best_parts(one, other, owners, (2, 2))
    every = cosine(one, other)
    assert by_one == pytest.approx(best_of(every, owners[0], 2))
    assert by_other == pytest.approx(best_of(every, owners[1], 2, axis=1))


@pytest.mark.parametrize("axis", [0, 1])
def test_a_lead_is_told_beside_the_share_of_the_best(axis):
    found = np.array([[0.2, 0.8, 0.8], [0.4, 0.02, 0.6]])
    share, leads = rivalry(found, axis, 0.1)
    assert leads.tolist() == lead(found, axis).tolist()
    best = np.maximum(found.max(axis=axis, keepdims=True), 0.1)
    assert share == pytest.approx(found / best)


def test_many_pairs_are_added_up_to_what_few_are():
    found = {"a": np.linspace(0, 1, 40000).reshape(200, 200), "b": np.eye(200)}
    weights = {"a": 1.5, "b": -0.5}
    whole = logistic(found, weights, 0.1)
    part = logistic({name: held[:50, :50] for name, held in found.items()}, weights, 0.1)
    assert whole[:50, :50] == pytest.approx(part, abs=1e-12)


def test_nothing_is_left_in_the_scratch_that_loops_share():
    features(["发展茶叶产业，保鲜茶叶。", ""], ["发展茶叶", "整治河道"])
    assert not SCRATCH.any()
