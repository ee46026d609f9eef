"""Laws of comparing targets from tier to tier."""

import math

from hypothesis import assume, given
from hypothesis import strategies as st

from chuandao.stats.ratcheting import allocation, share_given, stricter_by

VALUES = st.floats(0.01, 1e9)


@given(VALUES, VALUES)
def test_what_is_stricter_for_a_floor_is_laxer_for_a_cap(above, here):
    floor = stricter_by(above, here, small_is_strict=False)
    cap = stricter_by(above, here, small_is_strict=True)
    assert floor == -cap


@given(VALUES, st.floats(0.01, 100), VALUES)
def test_the_unit_of_measure_changes_nothing(above, factor, here):
    one = stricter_by(above, here, small_is_strict=False)
    other = stricter_by(above * factor, here * factor, small_is_strict=False)
    assert math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)


@given(st.floats(0.01, 1e4), st.floats(0.01, 1e4), st.floats(0.01, 1e4))
def test_steps_multiply_to_the_whole_change(first, second, third):
    steps = [
        1 + stricter_by(first, second, small_is_strict=False),
        1 + stricter_by(second, third, small_is_strict=False),
    ]
    whole = 1 + stricter_by(first, third, small_is_strict=False)
    assert math.isclose(math.prod(steps), whole, rel_tol=1e-6, abs_tol=1e-9)


@given(st.lists(VALUES, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_parts_changes_nothing(parts, rng):
    turned = list(parts)
    rng.shuffle(turned)
    assert share_given(100.0, parts) == share_given(100.0, turned)


@given(st.lists(VALUES, min_size=1, max_size=8))
def test_parts_that_make_up_the_total_fit_it(parts):
    total = sum(parts)
    assume(total > 0)
    assert allocation(share_given(total, parts), 0.95, 1.05) == "fits"
