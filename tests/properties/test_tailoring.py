"""Laws of telling tailored from uniform treatment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from chuandao.stats.tailoring.dependence import dependence
from chuandao.stats.tailoring.verdict import Rule, Treated, tailoring

RULE = Rule(bound=0.2, step=0.05, order=0.5, reach=0.5, least=10)
SUBJECTS = st.integers(3, 60).flatmap(
    lambda n: st.tuples(
        hnp.arrays(np.float64, n, elements=st.integers(0, 50).map(float)),
        hnp.arrays(np.float64, n, elements=st.integers(0, 4).map(float)),
    )
)


@given(SUBJECTS)
def test_turning_the_scale_of_severity_turns_the_dependence(subjects):
    severity, level = subjects
    one, other = dependence(severity, level), dependence(-severity, level)
    assert (one is None) == (other is None)
    if one is not None:
        assert one.value == pytest.approx(-other.value)
        assert one.error == pytest.approx(other.error)


@given(SUBJECTS)
def test_only_orders_matter(subjects):
    severity, level = subjects
    assert dependence(severity, level) == dependence(np.exp(severity / 9), 10 * level**3)


@given(SUBJECTS, st.randoms(use_true_random=False))
def test_the_order_of_subjects_changes_nothing(subjects, rng):
    severity, level = subjects
    turned = list(range(len(level)))
    rng.shuffle(turned)
    one, other = dependence(severity, level), dependence(severity[turned], level[turned])
    assert (one is None) == (other is None)
    if one is not None:
        assert one.value == pytest.approx(other.value)
        assert one.error == pytest.approx(other.error)


@given(SUBJECTS)
def test_uniform_is_said_only_below_the_bound_and_of_enough_subjects(subjects):
    severity, level = subjects
    found = tailoring([Treated({"s": severity}, level)], RULE)[0]
    if found.verdict == "uniform":
        assert found.high < RULE.bound
        assert found.subjects >= RULE.least
    if found.verdict == "tailored":
        assert found.low > 0


@given(SUBJECTS)
def test_bounds_hold_the_dependence_between_them(subjects):
    severity, level = subjects
    found = tailoring([Treated({"s": severity}, level)], RULE)[0]
    if found.dependence is not None:
        assert found.low <= found.dependence <= found.high
