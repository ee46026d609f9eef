import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.stats.shrinkage import shrunk_shares
from chuandao.stats.two_groups import downweighted, gross, gross_by_chance, raised


def test_gross_errors_are_told_about_as_often_as_they_are_there():
    rng = np.random.default_rng(1)
    wild = rng.random(50_000) < 0.03
    residual = rng.normal(size=50_000) * np.where(wild, 3.0, 1.0)
    p = gross(residual, np.ones(50_000), np.ones(50_000), share=0.03, factor=3.0)
    for low, high in ((0.0, 0.1), (0.3, 0.7), (0.9, 1.0)):
        here = (p >= low) & (p <= high)
        assert abs(wild[here].mean() - p[here].mean()) < 0.05


def test_raised_reporters_are_told_about_as_often_as_they_are_there():
    rng = np.random.default_rng(2)
    high = rng.random(50_000) < 0.05
    residual = rng.normal(0, 0.05, 50_000) + high * np.abs(rng.normal(0, 0.2, 50_000))
    p = raised(residual, np.full(50_000, 0.0025), share=0.05, spread=0.2)
    for low, top in ((0.0, 0.1), (0.3, 0.7), (0.9, 1.0)):
        here = (p >= low) & (p <= top)
        assert abs(high[here].mean() - p[here].mean()) < 0.05


@given(st.floats(-50, 50), st.floats(-50, 50))
@settings(deadline=None)
def test_a_higher_report_is_never_less_suspect(one, other):
    low, high = sorted((one, other))
    p = raised(np.array([low, high]), np.ones(2), share=0.05, spread=2.0)
    assert p[0] <= p[1] + 1e-12


@given(st.floats(0, 1), st.floats(0.01, 10), st.floats(0, 100))
@settings(deadline=None)
def test_a_weight_lies_between_usual_and_doubted(p, noise, extra):
    added = downweighted(np.array([p]), np.array([noise]), np.array([extra]))[0]
    assert -1e-12 <= added <= extra + 1e-9


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=1, max_size=12))
@settings(deadline=None)
def test_shrunk_shares_lie_between_their_own_and_the_common_one(groups):
    n = np.array([float(size) for _, size in groups])
    share = np.array([min(hits, size) / size for hits, size in groups])
    common = (share * n).sum() / n.sum()
    found = shrunk_shares(share, n)
    assert (np.abs(found - common) <= np.abs(share - common) + 1e-9).all()
    assert ((found - common) * (share - common) >= -1e-9).all()


def test_shares_that_differ_by_more_than_chance_keep_most_of_it():
    rng = np.random.default_rng(3)
    true = rng.beta(2, 2, 400)
    share = rng.binomial(8, true) / 8
    found = shrunk_shares(share, np.full(400, 8.0))
    assert ((found - true) ** 2).mean() < 0.85 * ((share - true) ** 2).mean()


def test_usual_errors_are_called_gross_as_often_as_chance_has_it():
    rng = np.random.default_rng(4)
    variance, noise = rng.uniform(1, 3, 200_000), np.full(200_000, 0.8)
    prior = {"share": 0.03, "factor": 3.0}
    residual = rng.normal(size=200_000) * np.sqrt(variance)
    called = np.count_nonzero(gross(residual, variance, noise, **prior) >= 0.5)
    expected = gross_by_chance(variance, noise, least=0.5, **prior)
    assert abs(called - expected) < 4 * np.sqrt(expected)
