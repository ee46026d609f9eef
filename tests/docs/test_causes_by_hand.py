"""The worked examples of one-size-fits-all and of data anomalies, done again by the program."""

from pathlib import Path

import numpy as np
import pytest

from chuandao.catalog.ranges import reference_range
from chuandao.stats.reported.heaping import heaping
from chuandao.stats.reported.marks import at_mark, bin_width
from chuandao.stats.tailoring.dependence import dependence
from chuandao.stats.tailoring.verdict import Rule, Treated, tailoring

PAGES = Path(__file__).parents[2] / "docs" / "explanation"
BOUND = reference_range("treatment_dependence").attention


def told(page, *words):
    """Whether a page says each of these, wherever its lines break."""
    text = " ".join((PAGES / f"{page}.md").read_text("utf-8").split())
    return [word for word in words if word not in text] == []


def upper(n):
    """Return the upper bound of the dependence where all of n subjects are treated alike."""
    rule = Rule(bound=BOUND, step=0.05, order=0.5, reach=0.5, least=10)
    return tailoring([Treated({"s": np.arange(float(n))}, np.ones(n))], rule)[0].high


def test_ten_boilers_have_the_dependence_that_was_counted():
    so2 = np.array([20, 35, 50, 80, 120, 160, 210, 300, 380, 450.0])
    level = np.where(np.isin(so2, [160, 300, 380, 450]), 4.0, 1.0)
    assert round(dependence(so2, level).value, 3) == 0.489
    assert told("one-size-fits-all", "(23 − 1) / 45 = **0.489**")


def test_sixty_closed_are_uniform_and_fifteen_cannot_be_told():
    assert (round(upper(60), 3), round(upper(15), 3)) == (0.095, 0.329)
    assert next(n for n in range(10, 60) if upper(n) < BOUND) == 27
    assert told("one-size-fits-all", "2q − q² = **0.095**", "bound **0.329**", "suffices is **27**")


def test_the_worst_twelve_of_sixty_are_tailored_as_worked_out():
    severity = np.arange(60.0)
    found = dependence(severity, np.where(severity >= 48, 4.0, 1.0))
    assert round(found.value, 3) == 0.325
    assert round(np.sqrt(12 * 48 * 61 / 3) / 1770, 3) == 0.061
    assert round(found.error, 3) == 0.064
    assert round(found.value - 1.67 * found.error, 3) == 0.219
    assert told("one-size-fits-all", "60/59 = **0.325**", "0.064 = **0.219**", "= 0.061")


def test_figures_lifted_over_sixty_have_the_excess_that_was_worked_out():
    even = [40.3 + 1.3 * i + 0.3 * quarter for quarter in range(4) for i in range(30)]
    moved = [60 + 0.1 * (1 + i % 6) if 55 <= v < 60 else v for i, v in enumerate(even)]
    figures = np.round(moved, 1)
    found = at_mark(figures, 60.0, least=60)
    assert np.quantile(figures, (0.25, 0.75)).round(1).tolist() == [49.9, 69.3]
    assert (round(bin_width(figures), 1), round(found.width, 1)) == (2.6, 2.7)
    assert (found.observed, found.below, round(found.expected, 1)) == (23, 0, 7.1)
    assert round(100 * found.excess, 1) == 13.2
    assert told("data-anomalies", "**2.7**", "**23** figures", "**7.1**", "**13.2 %**", "**4.8**")


def test_round_figures_have_the_excess_that_was_worked_out():
    ends = {0: 80, 1: 22, 2: 19, 3: 21, 4: 20, 5: 60, 6: 18, 7: 23, 8: 20, 9: 17}
    chance = np.random.default_rng(1)
    inner = np.concatenate([10 * chance.integers(10, 60, n) + digit for digit, n in ends.items()])
    bounds = [5, 995] + [700] * 90  # left out: least, largest, commonest round
    found = heaping(np.concatenate([inner, bounds]))
    assert sum(ends.values()) == 300
    assert (found.observed, found.expected) == (80, 20)
    assert told("data-anomalies", "**20**", "(80 − 20) / 300 = **20 %**")


def test_first_digits_and_signs_are_as_worked_out():
    assert [round(100 * np.log10(1 + 1 / d), 1) for d in (1, 9)] == [30.1, 4.6]
    assert pytest.approx(0.0039, abs=5e-5) == 0.5**8
    assert told("data-anomalies", "**30.1 %**", "**4.6 %**", "**19 points**", "**0.0039**")
