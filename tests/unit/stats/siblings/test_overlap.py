"""How alike units plan, against chance."""

import numpy as np
import pytest

from chuandao.stats.siblings.apart import distance, distance_by_chance
from chuandao.stats.siblings.overlap import drawn, overlap, specialisation, upper_p


def test_the_worked_example_of_five_counties_overlaps_by_sixty_four_percent():
    counts = np.zeros((5, 6), dtype=int)
    counts[:, 0] = 4
    counts[np.arange(5), np.arange(1, 6)] = 1
    assert overlap(counts) == pytest.approx(0.64)


def test_units_that_have_nothing_in_common_do_not_overlap_and_are_wholly_special():
    counts = np.diag([3, 4, 5])
    assert overlap(counts) == 0
    assert specialisation(counts).tolist() == [1, 1, 1]


def test_a_units_own_kinds_stay_as_they_are_when_the_rest_is_drawn():
    counts = np.array([[4, 0, 1], [0, 4, 1]])
    own = np.array([[True, False, False], [False, True, False]])
    seen = drawn(counts, np.array([1e-9, 1e-9, 9.0]), np.random.default_rng(1), 20, own)
    assert seen.tolist() == pytest.approx([0.04] * 20)


def test_projects_drawn_as_chance_says_are_seldom_told():
    chance = np.random.default_rng(11)
    base = np.full(8, 6.0)
    told = 0
    for _ in range(60):
        counts = np.stack([chance.multinomial(6, base / base.sum()) for _ in range(6)])
        told += upper_p(overlap(counts), drawn(counts, base, chance, 199)) <= 0.05
    assert told <= 8


def test_the_worked_example_of_costs_and_benefits_lies_seventy_percent_apart():
    assert distance(np.array([80.0, 10, 10]), np.array([10.0, 80, 10])) == pytest.approx(0.7)


def test_few_complaints_lie_apart_by_chance_alone():
    equal = np.ones(3)
    few = distance_by_chance(4, equal, np.random.default_rng(3), 500).mean()
    many = distance_by_chance(400, equal, np.random.default_rng(3), 500).mean()
    assert many < 0.05 < few
