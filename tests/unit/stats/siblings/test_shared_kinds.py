"""Kinds that several units have much of: figures by hand, and how often chance alone is told."""

import numpy as np
import pytest

from chuandao.stats.siblings.shared_kinds import drawn_from_bases, least_p_values, pairs_by_kind


def test_shared_parts_of_kinds_are_means_over_pairs():
    counts = np.array([[7, 1], [6, 2], [6, 2]])
    expected = (7 * 6 + 7 * 6 + 6 * 6) / 64 / 3
    assert pairs_by_kind(counts)[0] == pytest.approx(expected)


def test_a_kind_outside_a_base_is_never_drawn():
    bases = np.array([[1.5, 1.5, 0.0], [0.0, 1.5, 1.5]])
    drawn = drawn_from_bases(bases, np.array([8, 8]), np.random.default_rng(1), 200)
    assert drawn[:, 0, 2].sum() == 0
    assert drawn[:, 1, 0].sum() == 0
    assert (drawn.sum(axis=2) == 8).all()


def test_the_search_over_kinds_is_allowed_for():
    """Of units that draw from their bases, some kind is below .05 in about a twentieth."""
    bases = np.array([[1.5] * 6] * 5)
    told = 0
    for seed in range(100):
        chance = np.random.default_rng(seed)
        drawn = drawn_from_bases(bases, np.array([8] * 5), chance, 200)
        p = least_p_values(pairs_by_kind(drawn[0]), pairs_by_kind(drawn[1:]))
        told += bool((p <= 0.05).any())
    assert told <= 11


def test_units_crowding_into_one_kind_of_their_bases_are_seen():
    bases = np.array([[1.5, 1.5, 1.5, 0, 0], [1.5, 0, 0, 1.5, 1.5], [1.5, 0, 1.5, 0, 1.5]])
    drawn = drawn_from_bases(bases, np.array([8, 8, 8]), np.random.default_rng(3), 999)
    counts = np.array([[7, 1, 0, 0, 0], [7, 0, 0, 1, 0], [6, 0, 1, 0, 1]])
    assert least_p_values(pairs_by_kind(counts), pairs_by_kind(drawn))[0] < 0.05
