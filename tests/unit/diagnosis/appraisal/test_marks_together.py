"""Bunching at one mark in all groups of units taken together."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import norm

from chuandao.diagnosis.appraisal import anomaly_tests
from chuandao.diagnosis.appraisal.marks_together import marks_together, told_in_a_group


def of_group(group, p, *, mark=60.0, figures=100, q=None):
    return anomaly_tests.Tested(
        "bunching",
        "99",
        figures,
        10,
        indicator="满意率",
        group=group,
        pass_mark=mark,
        observed=20.0,
        expected=12.0,
        excess=8 / figures,
        low=0.0,
        high=0.16,
        p_value=p,
        q_value=q,
        told={"below": "3", "width": "0.5"},
        rows=pl.DataFrame({"origin_row": [1]}),
    )


def joined(tests):
    return list(marks_together(tests, lambda codes: codes[0]))


def test_three_groups_short_of_the_mark_tell_together():
    (one,) = joined([of_group(name, 0.06) for name in "甲乙丙"])
    assert one.p_value == pytest.approx(norm.sf(np.sqrt(3) * norm.isf(0.06)))
    assert one.p_value == pytest.approx(0.0035, abs=1e-4)
    assert (one.figures, one.observed, one.expected, one.told["below"]) == (300, 60, 36, "9")
    assert one.excess == pytest.approx(0.08)
    assert one.rows.height == 3


def test_one_group_or_different_marks_are_not_joined():
    assert joined([of_group("甲", 0.01)]) == []
    assert joined([of_group("甲", 0.01), of_group("乙", 0.01, mark=70.0)]) == []


def test_a_group_that_shows_none_weakens_what_another_shows():
    (one,) = joined([of_group("甲", 0.03), of_group("乙", 0.97)])
    assert one.p_value == pytest.approx(0.5)


def test_a_certain_group_breaks_nothing():
    (one,) = joined([of_group("甲", 0.0), of_group("乙", 1.0)])
    assert 0.0 < one.p_value < 1.0


def test_what_a_group_tells_is_not_told_again_of_all():
    alone, whole = of_group("甲", 0.001, q=0.001), of_group("", 0.001, q=0.001)
    assert told_in_a_group(whole, [alone, whole])
    assert not told_in_a_group(whole, [whole])
    assert not told_in_a_group(alone, [alone, whole])
