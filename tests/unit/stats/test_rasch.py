"""What the Rasch model recovers, and how sure it is of it."""

import numpy as np
import pytest
from scipy.special import expit

from chuandao.stats.rasch import fit_rasch


def simulated(seed, takers=60, items=8, groups=3, missing=0.1):
    chance = np.random.default_rng(seed)
    difficulty = chance.normal(0, 1, items)
    difficulty -= difficulty.mean()
    mean = chance.normal(0, 0.7, groups)
    group = np.repeat(np.arange(groups), takers // groups)
    ability = mean[group] + chance.normal(size=len(group))
    right = chance.random((len(group), items)) < expit(ability[:, None] - difficulty)
    answers = right.astype(float)
    answers[chance.random(answers.shape) < missing] = np.nan
    return answers, group, difficulty, mean, ability


@pytest.fixture(scope="module")
def runs():
    return [(simulated(seed), fit_rasch(*simulated(seed)[:2])) for seed in range(40)]


def covers(runs, of):
    """Return how often 95 % intervals held the truth; some 300 to 2,400 of them."""
    held = [abs(value - truth) < 1.96 * error for value, truth, error in (of(*r) for r in runs)]
    return float(np.mean(np.concatenate(held)))


def test_intervals_of_difficulties_cover_the_truth(runs):
    share = covers(runs, lambda made, model: (model.difficulty, made[2], model.difficulty_se))
    assert 0.93 <= share <= 0.98


def test_intervals_of_abilities_cover_the_truth(runs):
    share = covers(runs, lambda made, model: (model.ability, made[4], model.ability_se))
    assert 0.93 <= share <= 0.97


def test_intervals_of_group_means_cover_the_truth(runs):
    share = covers(runs, lambda made, model: (model.mean, made[3], model.mean_se))
    assert 0.90 <= share <= 0.99


def test_difficulties_have_no_lean(runs):
    apart = np.concatenate([model.difficulty - made[2] for made, model in runs])
    truth = np.concatenate([made[2] for made, _ in runs])
    assert 0.9 < np.polyfit(truth, truth + apart, 1)[0] < 1.1


def test_mean_squares_are_near_one_where_the_model_holds(runs):
    infit, outfit, score = (
        np.concatenate(part) for part in zip(*(m.fit for _, m in runs), strict=True)
    )
    assert 0.93 < infit.mean() < 1.05
    assert 0.93 < outfit.mean() < 1.05
    assert (score > 2.58).mean() < 0.02


def test_an_item_answered_at_random_does_not_fit():
    answers, group, *_ = simulated(3, takers=300, missing=0)
    answers[:, 2] = np.random.default_rng(9).random(len(answers)) < 0.5
    infit, _, score = fit_rasch(answers, group).fit
    assert infit.argmax() == 2
    assert score[2] > 2.58


def test_an_item_that_all_got_right_keeps_a_finite_difficulty():
    answers, group, *_ = simulated(4, missing=0)
    answers[:, 0] = 1
    model = fit_rasch(answers, group)
    assert np.isfinite(model.difficulty).all()
    assert model.difficulty.argmin() == 0


def test_takers_of_whom_all_is_wrong_keep_a_finite_mean():
    model = fit_rasch(np.zeros((12, 4)))
    assert np.isfinite(model.mean).all()
    assert model.expected()[0][0] < 0.1


def test_groups_are_judged_by_the_same_items_whichever_they_were_given():
    answers, group, *_ = simulated(5, takers=400, groups=2, missing=0)
    hard = np.nanmean(answers, axis=0).argsort()
    mean = fit_rasch(answers, group).mean
    answers[np.ix_(group == 0, np.isin(np.arange(8), hard[:4]))] = np.nan  # only easy items left
    assert fit_rasch(answers, group).mean == pytest.approx(mean, abs=0.35)


def test_the_expected_share_is_near_the_observed_one():
    answers, group, *_ = simulated(6, takers=300, missing=0)
    expected, error = fit_rasch(answers, group).expected()
    observed = np.array([answers[group == g].mean() for g in range(3)])
    assert (abs(expected - observed) < 2 * error).all()
