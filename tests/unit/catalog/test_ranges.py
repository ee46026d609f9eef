"""Reference ranges of the signs."""

import pytest

from chuandao.catalog.knowledge import signs
from chuandao.catalog.ranges import Range, ranges


def falling():
    return Range("covered", "R2", "share", 1.0, 0.9, 0.6, 0.0, 1, "units", "", "", "", "")


@pytest.mark.parametrize("one", ranges().values(), ids=ranges())
def test_a_range_belongs_to_a_sign_and_its_edges_go_one_way(one):
    edges = [one.normal, one.attention, one.severe, one.full]
    assert one.sign in signs()
    assert edges in (sorted(edges), sorted(edges, reverse=True))
    assert edges[0] != edges[-1]
    assert all([one.unit, one.date, one.reference, one.meaning_en, one.meaning_zh, one.least_of])


@pytest.mark.parametrize(
    ("value", "severity"), [(1.2, 0.0), (1.0, 0.0), (0.9, 0.2), (0.75, 0.4), (0.6, 0.6), (0.0, 1.0)]
)
def test_where_less_is_worse_severity_rises_as_the_value_falls(value, severity):
    assert falling().severity(value) == pytest.approx(severity)


def test_attention_is_called_from_its_edge_on():
    assert falling().calls(0.9)
    assert not falling().calls(0.91)
