"""Laws of weights shrunk by noise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chuandao.stats.multitask.incentives import best_weights, shrunk_weights

seeds = st.integers(0, 100_000)


def drawn(seed):
    chance = np.random.default_rng(seed)
    count = int(chance.integers(1, 12))
    return chance.random(count) + 0.01, chance.random(count), float(chance.uniform(0, 5))


@given(seeds)
def test_weights_are_shares_and_equal_noise_changes_nothing(seed):
    priority, noise, aversion = drawn(seed)
    weights = shrunk_weights(priority, noise, aversion)
    assert weights.min() > 0
    assert weights.sum() == pytest.approx(1)
    same = shrunk_weights(priority, np.full_like(noise, 0.3), aversion)
    assert np.allclose(same, priority / priority.sum())


@given(seeds)
def test_more_noise_in_one_task_never_raises_its_weight(seed):
    priority, noise, aversion = drawn(seed)
    noisier = noise.copy()
    noisier[0] += 0.5
    one, other = (shrunk_weights(priority, held, aversion)[0] for held in (noise, noisier))
    assert other <= one + 1e-12


@given(seeds)
def test_where_tasks_cost_apart_the_whole_model_says_the_same(seed):
    priority, noise, aversion = drawn(seed)
    whole = best_weights(priority, np.eye(len(noise)), np.diag(noise**2), aversion)
    assert np.allclose(shrunk_weights(priority, noise, aversion), whole)


def test_weights_of_nothing_are_refused():
    with pytest.raises(ValueError, match="0"):
        shrunk_weights(np.zeros(2), np.zeros(2), 1.0)
