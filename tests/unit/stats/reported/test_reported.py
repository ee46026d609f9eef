"""Reported figures: pass marks, round figures, first digits."""

import numpy as np
import pytest

from chuandao.stats.reported.first_digits import first_digits
from chuandao.stats.reported.grain import grain, roundness
from chuandao.stats.reported.heaping import heaping
from chuandao.stats.reported.marks import AtMark, at_mark


def scores(seed, n=250, centre=64.0):
    return np.round(np.random.default_rng(seed).normal(centre, 10, n), 1)


def lifted(seed, share=0.75, n=250):
    chance, figures = np.random.default_rng(1000 + seed), scores(seed, n)
    near = (figures < 60) & (figures >= 55) & (chance.random(n) < share)
    return np.where(near, np.round(60 + np.abs(chance.normal(0, 0.5, n)), 1), figures)


def found(figures, mark=60.0):
    made = at_mark(figures, mark, least=60)
    return isinstance(made, AtMark) and made.p_value <= 0.05


def share(make, runs=150):
    return np.mean([found(make(seed)) for seed in range(runs)])


def test_figures_that_do_not_bunch_are_seldom_called_so():
    assert share(scores) <= 0.05


def test_figures_lifted_over_the_mark_are_found():
    assert share(lifted) >= 0.95


def test_a_peak_that_lies_at_the_mark_is_no_bunching():
    def peak(seed):
        return np.round(np.random.default_rng(seed).laplace(60, 8, 250), 1)

    assert share(peak) <= 0.06


def test_round_figures_with_a_round_mark_are_no_bunching():
    def rounded(seed):
        figures = scores(seed)
        return np.where(
            np.random.default_rng(seed).random(250) < 0.33, np.round(figures, -1), figures
        )

    assert share(rounded) <= 0.05


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e6])
def test_the_scale_of_the_indicator_does_not_matter(scale):
    one = at_mark(lifted(3) * scale, 60.0 * scale, least=60)
    assert one.p_value < 0.001
    assert one.width == pytest.approx(at_mark(lifted(3), 60.0, least=60).width * scale)


def test_few_figures_cannot_be_told():
    assert at_mark(scores(1, 59), 60.0, least=60) == "few_values"


def test_a_mark_beyond_all_figures_cannot_be_told():
    assert at_mark(scores(1), 160.0, least=60) == "far"


def test_a_mark_that_cannot_be_exceeded_cannot_be_told():
    assert at_mark(np.minimum(scores(1, centre=95), 100.0), 100.0, least=60) == "far"


def test_a_mark_rounder_than_all_in_reach_cannot_be_told_where_figures_are_rounded():
    chance = np.random.default_rng(8)
    figures = np.round(chance.normal(100, 3, 400), 1)
    fives = np.where(chance.random(400) < 0.4, np.round(figures), figures)
    fives[:60] = 100.0
    assert at_mark(fives, 100.0, least=60) == "round"


def test_whole_figures_of_evenly_spread_last_digits_are_not_heaped():
    called = [
        heaping(np.random.default_rng(seed).integers(0, 300, 400)).p_value <= 0.05
        for seed in range(200)
    ]
    assert np.mean(called) <= 0.08


def test_a_third_rounded_to_tens_is_found_with_its_share():
    chance = np.random.default_rng(9)
    figures = chance.integers(0, 300, 600)
    figures = np.where(chance.random(600) < 0.3, np.round(figures, -1), figures)
    made = heaping(figures)
    assert made.p_value < 0.001
    assert made.low <= 0.3 * 0.9 <= made.high


def test_many_at_a_bound_are_not_heaped():
    figures = np.concatenate(
        [np.random.default_rng(10).integers(500, 1000, 300), np.full(300, 1000)]
    )
    assert heaping(figures).p_value > 0.05


def test_figures_within_two_tens_cannot_be_told():
    assert heaping(np.random.default_rng(11).integers(0, 20, 500)) is None


def test_first_digits_of_grown_amounts_follow_the_law():
    amounts = 10 ** np.random.default_rng(12).uniform(0, 5, 2000)
    made = first_digits(amounts, least=300, magnitudes=3)
    assert made.deviation < 0.012
    assert made.p_value > 0.01


def test_first_digits_of_invented_amounts_do_not():
    chance = np.random.default_rng(13)
    amounts = chance.integers(10, 100, 2000) * 10.0 ** chance.integers(0, 4, 2000)
    made = first_digits(amounts, least=300, magnitudes=3)
    assert made.deviation > 0.015
    assert made.p_value < 0.001


def test_first_digits_of_few_amounts_or_of_one_size_are_not_told():
    assert first_digits(10 ** np.linspace(0, 5, 299), least=300, magnitudes=3) is None
    assert first_digits(np.linspace(200, 900, 999), least=300, magnitudes=3) is None


def test_the_grain_forgives_one_figure_in_a_hundred():
    assert grain(np.array([10.0] * 99 + [12.5])) == 10.0
    assert grain(np.array([10.0] * 9 + [12.5])) == 0.1


def test_the_grain_of_large_figures_is_told_too():
    yuan = np.array([1234567.89, 98765432.1, 5000000.0])
    assert grain(yuan) == pytest.approx(0.01)
    assert grain(np.array([12345678.0, 87654321.0])) == 1.0


def test_figures_of_any_size_keep_within_whole_numbers():
    figures = np.random.default_rng(2).normal(6e13, 1e13, 200)
    assert isinstance(at_mark(figures, 6e13, least=60), AtMark)
    assert at_mark(np.zeros(100), 0.0, least=60) == "far"


def test_how_round_a_mark_is():
    assert [roundness(mark) for mark in (3200, 60, 85, 7)] == [100, 10, 5, 1]
