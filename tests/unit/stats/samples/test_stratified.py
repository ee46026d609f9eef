"""A sample in which every member has the same, known chance."""

import numpy as np
import pytest

from chuandao.stats.samples.stratified import allocated, drawn, weighted_mean


@pytest.mark.parametrize("seed", range(20))
def test_each_stratum_gets_its_share_rounded_down_or_up(seed):
    sizes, count = [3, 11, 7, 1], 9
    found = allocated(sizes, count, np.random.default_rng(seed))
    assert sum(found) == count
    for size, number in zip(sizes, found, strict=True):
        assert abs(number - count * size / sum(sizes)) < 1


def test_on_average_each_stratum_gets_its_exact_share():
    sizes = [3, 11, 7, 1]
    chance = np.random.default_rng(5)
    mean = np.mean([allocated(sizes, 9, chance) for _ in range(4000)], axis=0)
    assert mean == pytest.approx(9 * np.array(sizes) / 22, abs=0.03)


def test_every_member_is_drawn_with_the_same_probability():
    strata, chance = [0, 0, 0, 1, 1, 2], np.random.default_rng(7)
    counts = np.zeros(6)
    for _ in range(6000):
        counts[drawn(strata, 2, chance)] += 1
    assert counts / 6000 == pytest.approx(np.full(6, 2 / 6), abs=0.03)


def test_the_weighted_mean_of_unequal_chances_is_without_bias():
    values, chance = np.array([0.2, 0.4, 0.9, 0.5]), np.random.default_rng(9)
    probability = np.array([0.8, 0.4, 0.4, 0.4])
    totals = []
    for _ in range(8000):
        seen = chance.random(4) < probability
        totals.append((values[seen] / probability[seen]).sum())
    assert np.mean(totals) == pytest.approx(values.sum(), abs=0.03)
    assert weighted_mean(values, np.full(4, 0.5)) == pytest.approx(values.mean())


def test_more_than_there_are_is_refused():
    with pytest.raises(ValueError, match="3"):
        allocated([1, 1], 3, np.random.default_rng(0))
