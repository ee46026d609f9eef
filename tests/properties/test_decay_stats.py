"""Laws of weights, cumulative sums, robustness and calibration."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chuandao.stats.calibration import calibrate
from chuandao.stats.panels.cusum import cusum
from chuandao.stats.robustness import robustness_value
from chuandao.stats.smoothing.nodewise import Nodewise, known
from chuandao.stats.smoothing.tree import forest
from chuandao.stats.weights import evidence_weights

trees = st.lists(st.integers(0, 10_000), min_size=1, max_size=20).map(
    lambda picks: np.array([-1, *(pick % (k + 1) for k, pick in enumerate(picks))])
)
series = arrays(float, st.tuples(st.integers(1, 8), st.integers(1, 3)), elements=st.floats(-5, 5))
measured = arrays(float, st.tuples(st.integers(2, 12), st.integers(1, 4)), elements=st.floats(0, 1))


@given(trees, st.integers(0, 20), st.integers(0, 10_000))
@settings(deadline=None)
def test_weights_of_evidence_are_those_of_the_smoother(parents, seed, pick):
    rng = np.random.default_rng(seed)
    laid = forest(parents)
    count = 2 * len(parents)
    node, response = rng.integers(0, len(laid), count), rng.normal(size=count)
    tree = Nodewise(laid, np.zeros((len(laid), 1)), node, response[:, None])
    q, r = rng.uniform(0.1, 1, len(laid)) * (laid.parents >= 0), rng.uniform(0.1, 1, count)
    own = pick % len(laid)
    weights = evidence_weights(laid, node, q, r, own)
    state = known(tree, q, r).state[own, 0]
    assert np.isclose(weights @ response, state, atol=1e-9)
    assert (weights >= 0).all()
    assert weights.sum() <= 1 + 1e-9


@given(series, st.floats(0, 2))
@settings(deadline=None)
def test_a_cumulative_sum_of_the_mirrored_series_is_mirrored(z, slack):
    fallen, risen = cusum(z, slack=slack)
    other_fallen, other_risen = cusum(-z, slack=slack)
    assert np.array_equal(fallen, other_risen)
    assert np.array_equal(risen, other_fallen)
    assert (fallen >= 0).all()


@given(series, st.floats(0, 2), st.floats(0, 1))
@settings(deadline=None)
def test_more_slack_never_raises_a_sum(z, slack, more):
    assert (cusum(z, slack=slack + more)[0] <= cusum(z, slack=slack)[0] + 1e-12).all()


@given(st.floats(0, 50), st.floats(0, 10), st.floats(3, 5000))
@settings(deadline=None)
def test_robustness_lies_between_0_and_1_and_grows_with_t(t, more, freedom):
    for alpha in (None, 0.05):
        less, greater = (robustness_value(v, freedom, alpha=alpha) for v in (t, t + more))
        assert 0 <= less <= greater + 1e-9 <= 1 + 1e-6
    assert robustness_value(t, freedom, alpha=0.05) <= robustness_value(t, freedom) + 1e-12


@given(measured, st.floats(0, 1), st.floats(0, 50))
@settings(deadline=None)
def test_a_calibrated_value_is_never_less_certain_than_its_spread(values, trust, pooled):
    found = calibrate(values, np.full(values.shape, trust), pooled=pooled)
    assert np.isfinite(found.expected).all()
    assert (found.variance >= 0).all()
    assert np.allclose(found.expected.mean(axis=0), values.mean(axis=0), atol=1e-9)


@given(measured)
@settings(deadline=None)
def test_groups_calibrated_alone_or_together_agree_without_pooling(values):
    group = np.arange(len(values)) % 2
    trust = np.full(values.shape, 0.7)
    together = calibrate(values, trust, group).expected
    for one in np.unique(group):
        alone = calibrate(values[group == one], trust[group == one]).expected
        assert np.allclose(together[group == one], alone, atol=1e-9)


@given(trees, st.integers(0, 20))
@settings(deadline=None)
def test_what_is_known_node_by_node_is_the_posterior_by_dense_matrices(parents, seed):
    rng = np.random.default_rng(seed)
    laid = forest(parents)
    size, count = len(laid), len(laid) + 3
    node, design = rng.integers(0, size, count), rng.normal(size=(count, 2))
    offsets, said = rng.normal(size=(size, 3)), np.column_stack([rng.normal(size=count), -design])
    q, r = rng.uniform(0.1, 1, size) * (laid.parents >= 0), rng.uniform(0.1, 1, count)
    found = known(Nodewise(laid, offsets, node, said), q, r)
    path = np.stack([laid.summed_down(np.eye(size)[k]) for k in range(size)], axis=1)
    prior, covariance = path @ offsets, (path * q) @ path.T
    total = covariance[np.ix_(node, node)] + np.diag(r)
    gain = np.linalg.solve(total, covariance[node]).T
    assert np.allclose(found.state, prior + gain @ (said - prior[node]), atol=1e-8)
    assert np.allclose(found.variance, np.diag(covariance - gain @ covariance[node]), atol=1e-8)
    apart = said - prior[node]
    assert np.allclose(found.gram, apart.T @ np.linalg.solve(total, apart), atol=1e-7)
    assert np.isclose(found.log_determinant, np.linalg.slogdet(total)[1], atol=1e-8)
