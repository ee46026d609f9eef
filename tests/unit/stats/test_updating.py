"""Readings taken in one by one against a fit of everything at once."""

from dataclasses import replace

import numpy as np
import pytest

from chuandao.stats.smoothing.collapse import collapse
from chuandao.stats.smoothing.posterior import marginals
from chuandao.stats.smoothing.smoother import coefficients, upward
from chuandao.stats.smoothing.updating import Current
from chuandao.stats.smoothing.variances import Point

PLACE = np.array([-0.3, 0.2, -0.6, 0.1])


def with_more(data, groups, rows):
    """Return data and groups with readings (node, source, group, response, known) added."""
    node, source, group, response, known = (np.array(part) for part in zip(*rows, strict=True))
    data = replace(
        data,
        node=np.append(data.node, node),
        source=np.append(data.source, source),
        response=np.append(data.response, response),
    )
    groups = replace(
        groups,
        noise=np.append(groups.noise, group),
        known=np.append(groups.known, known),
        extra_noise=np.append(groups.extra_noise, np.zeros(len(rows))),
    )
    return data, groups


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("wild", [False, True])
def test_readings_taken_in_change_all_as_if_fitted_with_them(seed, wild, problem):
    data, groups = problem(seed, wild=wild)
    rng, variance = np.random.default_rng(seed), np.exp(2 * PLACE)
    rows = [
        (int(node), int(rng.integers(0, 4)), 2 + k % 2, float(rng.normal()), 0.1 * (k % 3))
        for k, node in enumerate(rng.integers(0, len(data.forest), 12))
    ]
    current = Current(collapse(data, groups), variance)
    for row in rows:
        current.known(row[0])
        current.add(*row)
    whole = collapse(*with_more(data, groups, rows))
    found = coefficients(whole, upward(whole, variance))
    exact = marginals(whole, [Point(1.0, PLACE, found)])
    assert np.abs(current.coefficients[0] - found.mean).max() < 1e-8
    assert np.abs(current.coefficients[1] - found.covariance).max() < 1e-8
    for node in range(len(data.forest)):
        known = current.known(node)
        assert abs(known.mean - exact.state[node]) < 1e-8
        assert abs(known.variance - exact.state_variance[node]) < 1e-8


def test_a_node_without_evidence_may_get_some(problem):
    data, groups = problem(2)
    kept = data.node != int(data.node.max())
    node = int(data.node.max())
    data = replace(
        data, node=data.node[kept], source=data.source[kept], response=data.response[kept]
    )
    groups = replace(
        groups,
        noise=groups.noise[kept],
        known=groups.known[kept],
        extra_noise=groups.extra_noise[kept],
    )
    current = Current(collapse(data, groups), np.exp(2 * PLACE))
    before = current.known(node)
    current.add(node, 0, 2, before.mean + 1.0, 0.0)
    after = current.known(node)
    assert before.mean < after.mean < before.mean + 1
    assert after.variance < before.variance
