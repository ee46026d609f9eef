"""Weights from figures alone, and what is wrong with them."""

import numpy as np
import pytest

from chuandao.stats.multitask.objective_weights import critic_weights, entropy_weights


@pytest.mark.parametrize("weights", [entropy_weights, critic_weights])
def test_they_add_up_to_one(weights):
    figures = np.random.default_rng(1).uniform(0.2, 0.9, (12, 5))
    assert weights(figures).sum() == pytest.approx(1)
    assert weights(figures).min() >= 0


@pytest.mark.parametrize("weights", [entropy_weights, critic_weights])
def test_noise_earns_weight(weights):
    chance = np.random.default_rng(2)
    true = np.tile(0.7 + 0.05 * chance.normal(size=(60, 1)), (1, 3))
    noisy = true + np.array([0.0, 0.05, 0.15]) * chance.normal(size=(60, 3))
    assert weights(np.clip(noisy, 0.01, None)).argmax() == 2


@pytest.mark.parametrize("weights", [entropy_weights, critic_weights])
def test_where_nothing_differs_all_weigh_alike(weights):
    assert weights(np.full((4, 2), 0.5)).tolist() == [0.5, 0.5]


def test_figures_without_a_share_are_refused():
    with pytest.raises(ValueError, match="2"):
        entropy_weights(np.array([[-1.0, 1.0], [1.0, 1.0]]))
