"""Laws of the Rasch model: who comes first changes nothing, and more right answers mean more."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.stats.rasch import fit_rasch

seeds = st.integers(0, 10_000)


def made(seed):
    chance = np.random.default_rng(seed)
    answers = (chance.random((20, 5)) < 0.6).astype(float)
    answers[chance.random(answers.shape) < 0.1] = np.nan
    answers[0] = [1, 0, 1, 0, 1]
    return answers, np.repeat([0, 1], 10), chance


@given(seeds)
@settings(deadline=None, max_examples=15)
def test_the_order_of_takers_and_items_changes_nothing(seed):
    answers, group, chance = made(seed)
    rows, columns = chance.permutation(20), chance.permutation(5)
    one = fit_rasch(answers, group)
    other = fit_rasch(answers[np.ix_(rows, columns)], group[rows])
    assert np.allclose(one.difficulty[columns], other.difficulty, atol=1e-3)
    assert np.allclose(one.ability[rows], other.ability, atol=1e-3)
    assert np.allclose(one.mean, other.mean, atol=1e-3)


@given(seeds)
@settings(deadline=None, max_examples=15)
def test_difficulties_sum_to_zero_and_errors_are_positive(seed):
    model = fit_rasch(*made(seed)[:2])
    assert abs(model.difficulty.sum()) < 1e-9
    assert (model.difficulty_se > 0).all()
    assert (model.ability_se > 0).all()


@given(seeds)
@settings(deadline=None, max_examples=15)
def test_right_and_wrong_turned_round_turn_the_scale_round(seed):
    answers, group, _ = made(seed)
    one, other = fit_rasch(answers, group), fit_rasch(1 - answers, group)
    assert np.allclose(one.difficulty, -other.difficulty, atol=1e-3)
    assert np.allclose(one.mean, -other.mean, atol=1e-3)


@given(seeds)
@settings(deadline=None, max_examples=15)
def test_the_sum_of_right_answers_is_all_that_counts_for_an_ability(seed):
    answers, group, _ = made(seed)
    answers = np.nan_to_num(answers)
    model = fit_rasch(answers, group)
    for g in (0, 1):
        held = group == g
        by_sum = {}
        for total, ability in zip(answers[held].sum(axis=1), model.ability[held], strict=True):
            assert abs(by_sum.setdefault(total, ability) - ability) < 1e-9
        assert [by_sum[total] for total in sorted(by_sum)] == sorted(by_sum.values())
