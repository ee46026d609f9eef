"""Where links are cut: by what the probabilities of two documents promise."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from chuandao.text.likeness.choice import likeliest_cut

CHANCES = arrays(float, (4, 3), elements=st.floats(0.001, 0.999))


def test_sure_links_are_cut_higher_than_unsure_ones():
    sure, unsure = np.eye(4) * 0.95, np.full((4, 4), 0.3)
    assert likeliest_cut(sure, (0.0, 1.0), 1.0) > likeliest_cut(unsure, (0.0, 1.0), 1.0)


def test_the_cut_stays_between_its_bounds():
    assert likeliest_cut(np.full((4, 4), 0.01), (0.15, 0.5), 0.8) == 0.15
    assert likeliest_cut(np.eye(4), (0.15, 0.45), 1.0) == 0.45


@given(CHANCES)
def test_no_other_number_of_links_promises_a_greater_f1(probability):
    cut = likeliest_cut(probability, (0.0, 1.0), 1.0)
    likeliest = np.sort(probability, axis=None)[::-1]
    promised = 2 * np.cumsum(likeliest) / (np.arange(1, 13) + probability.sum())
    best = promised[max(np.sum(likeliest >= cut - 1e-12) - 1, 0)]
    assert best >= promised.max() - 1e-9


@given(CHANCES)
def test_the_order_of_clauses_does_not_move_the_cut(probability):
    turned = probability[::-1, ::-1]
    bounds = (0.1, 0.5)
    assert np.isclose(likeliest_cut(probability, bounds, 0.8), likeliest_cut(turned, bounds, 0.8))
