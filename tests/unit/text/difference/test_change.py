"""The two sides that are compared."""

from chuandao.text.commitment.commitment import Commitment, Found
from chuandao.text.difference.change import Side


def test_a_value_is_said_in_the_words_of_its_clause():
    assert Side("必须公开", 20, ()).said(Found("3", 20, 22)) == "必须"


def test_values_come_over_all_commitments_in_order():
    first = Commitment(0, 4, instruments=(Found("清单", 1, 3),))
    second = Commitment(4, 8, instruments=(Found("平台", 5, 7), Found("台账", 7, 9)))
    side = Side("", 0, (first, second))
    assert [found.value for found in side.found("instruments")] == ["清单", "平台", "台账"]


def test_a_side_without_commitments_has_nothing():
    side = Side("照此执行", 0, ())
    assert (side.found("lead"), side.targets, side.deadlines) == ((), (), ())
