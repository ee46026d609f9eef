import numpy as np

from chuandao.stats.bunching import bunching

SHAPE = {"width": 0.01, "reach": 15, "missing": 3}


def spread(seed, count=800):
    return np.random.default_rng(seed).normal(0.95, 0.12, count)


def test_values_that_do_not_bunch_are_seldom_called_so():
    found = [bunching(spread(seed), 1.0, **SHAPE) for seed in range(300)]
    assert np.mean([f.p_value < 0.05 for f in found]) < 0.08
    assert 0.91 < np.mean([f.low <= 0 <= f.high for f in found]) < 0.99


def test_values_moved_up_to_the_threshold_are_found_with_their_share():
    inside = []
    for seed in range(50):
        values = spread(seed)
        moved = (values > 0.97) & (values < 1.0)
        true = moved.mean()
        found = bunching(np.where(moved, 1.0, values), 1.0, **SHAPE)
        assert found.p_value < 0.001
        inside.append(found.low <= true <= found.high)
    assert np.mean(inside) > 0.85


def test_a_threshold_far_from_all_values_has_no_answer():
    assert bunching(np.full(50, 0.2), 1.0, **SHAPE) is None
    assert bunching(np.empty(0), 1.0, **SHAPE) is None


def test_order_of_values_changes_nothing():
    values = spread(1)
    assert bunching(values, 1.0, **SHAPE) == bunching(values[::-1], 1.0, **SHAPE)
