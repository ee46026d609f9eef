"""What a likeness of meaning is worth, learnt from pairs that are settled."""

import numpy as np
import pytest

from chuandao.text.likeness.meaning import Worth, likeness_of_meaning, worth


def test_a_clause_near_everything_is_nearer_to_nothing():
    hub, own = np.array([0.8, 0.6]), np.array([0.0, 1.0])
    below = np.array([[1.0, 0.0], [0.6, 0.8]])
    found = likeness_of_meaning(np.stack([hub, own]), below)
    cosine = np.stack([hub, own]) @ below.T
    assert cosine[0, 1] > cosine[1, 1]
    assert found[0, 1] - found[1, 1] < cosine[0, 1] - cosine[1, 1]


def test_the_worth_is_that_of_two_bells_with_the_same_width():
    chance = np.random.default_rng(3)
    linked = np.repeat([True, False], [4000, 12000])
    likeness = np.where(linked, 1.0, 0.0) + chance.normal(scale=0.5, size=len(linked))
    found = worth(likeness, linked)
    assert found.slope == pytest.approx(1 / 0.5**2, rel=0.05)
    assert -found.intercept / found.slope == pytest.approx(0.5, abs=0.02)


def test_how_many_are_not_linked_does_not_matter():
    chance = np.random.default_rng(4)
    linked = np.repeat([True, False], [2000, 2000])
    likeness = linked + chance.normal(scale=0.7, size=len(linked))
    often = np.concatenate([likeness, np.tile(likeness[~linked], 9)])
    many = worth(often, np.concatenate([linked, np.zeros(len(often) - len(linked), dtype=bool)]))
    assert many.slope == pytest.approx(worth(likeness, linked).slope, rel=0.02)


def test_pairs_that_never_overlap_have_a_finite_worth():
    found = worth(np.array([1.0] * 10 + [0.0] * 10), np.repeat([True, False], 10))
    assert 0 < found.slope < 20


def test_outside_the_band_nothing_moves_and_inside_it_more_likeness_is_more_probable():
    probability = np.array([[0.01, 0.2, 0.2, 0.95]])
    likeness = np.array([[9.0, -0.5, 0.5, -9.0]])
    found = Worth(2.0, 0.0).rescored(probability, likeness, (0.03, 0.9), 0.5)
    assert found[0, [0, 3]].tolist() == [0.01, 0.95]
    assert found[0, 1] < 0.2 < found[0, 2]


def test_a_likeness_that_tells_the_other_way_moves_nothing():
    probability = np.array([[0.2, 0.6]])
    found = Worth(-1.0, 0.0).rescored(probability, np.array([[3.0, -3.0]]), (0.03, 0.9), 0.5)
    assert found.tolist() == probability.tolist()
