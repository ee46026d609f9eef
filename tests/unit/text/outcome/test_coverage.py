"""How much of either clause the other covers."""

import pytest

from chuandao.cascade.tracing.linking.likeness import background
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.outcome.coverage import coverage


def found(upper, lower):
    return coverage(upper, lower, lexicon(), background())


def test_a_clause_covers_itself():
    seen = found("建设茶园3个，配套冷库", "建设茶园3个，配套冷库")
    assert seen["soft_upper"] == pytest.approx(1)
    assert seen["lost_mass"] == pytest.approx(0)


def test_what_is_left_out_is_told_by_what_it_holds():
    seen = found("建设茶园，补助种苗款300元", "建设茶园")
    assert seen["lost_number"] > 0
    assert seen["lost_benefit"] > 0
    assert seen["come_number"] == 0


def test_an_empty_clause_is_covered_by_nothing():
    assert found("建设茶园", "")["soft_upper"] == 0
