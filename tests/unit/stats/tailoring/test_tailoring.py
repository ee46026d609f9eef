"""When a treatment is called tailored, uniform, or neither."""

import numpy as np
import pytest
from scipy.stats import somersd

from chuandao.stats.tailoring.dependence import dependence
from chuandao.stats.tailoring.measures import TOGETHER, treated
from chuandao.stats.tailoring.pooled import bounds, pooled
from chuandao.stats.tailoring.verdict import Rule, Treated, tailoring

RULE = Rule(bound=0.2, step=0.05, order=0.5, reach=0.5, least=10)
MATERIAL = {"rank_spread": 1 / 3, "relative_spread": 0.2}


def lognormal(chance, n):
    return np.exp(chance.normal(4, 0.8, n))


def by_severity(severity, chance, slope=1.5):
    z = (np.log(severity) - 4) / 0.8
    return np.digitize(slope * z + chance.normal(size=len(z)), [-1.8, -0.5, 0.5, 1.8]).astype(float)


def verdicts(units):
    return [one.verdict for one in tailoring([Treated({"s": s}, y) for s, y in units], RULE)]


def share_called(verdict, make, runs=100):
    called = [verdicts(make(np.random.default_rng(seed)))[0] == verdict for seed in range(runs)]
    return np.mean(called)


def test_the_dependence_is_somers_d_by_an_independent_computation():
    chance = np.random.default_rng(1)
    for n in (5, 20, 200):
        severity, level = chance.integers(0, 9, n).astype(float), chance.integers(0, 4, n)
        found = dependence(severity, level.astype(float))
        assert found.value == pytest.approx(somersd(severity, level).statistic)


@pytest.mark.parametrize(("slope", "most"), [(0.0, 1.1), (0.8, 1.3), (1.5, 2.2)])
def test_its_error_is_no_less_than_the_spread_of_repeated_samples(slope, most):
    made = []
    for seed in range(300):
        chance = np.random.default_rng(seed)
        severity = lognormal(chance, 60)
        made.append(dependence(severity, by_severity(severity, chance, slope)))
    spread = np.std([one.value for one in made])
    assert 0.9 <= np.mean([one.error for one in made]) / spread <= most


def test_the_worst_fifth_closed_has_twice_a_fifth_times_four_fifths():
    severity = np.arange(100.0)
    found = dependence(severity, np.where(severity >= 80, 4.0, 1.0))
    assert found.value == pytest.approx(2 * 0.2 * 0.8 * 100 / 99)
    assert found.order == 1.0


def test_subjects_of_one_severity_have_no_dependence():
    assert dependence(np.full(30, 5.0), np.arange(30.0)) is None


def test_fifteen_strongly_tailored_subjects_are_hardly_ever_called_uniform():
    def alone(chance):
        severity = lognormal(chance, 15)
        return [(severity, by_severity(severity, chance))]

    def among_uniform(chance):
        rest = [(lognormal(chance, 150), np.full(150, 4.0)) for _ in range(10)]
        return alone(chance) + rest

    assert share_called("uniform", alone) <= 0.05
    assert share_called("uniform", among_uniform) <= 0.05


def test_a_hundred_and_fifty_treated_alike_are_found_also_among_tailoring_siblings():
    def unit(chance, kind):
        severity = lognormal(chance, 150)
        if kind == "tailored":
            return severity, by_severity(severity, chance)
        return severity, np.full(150, 4.0) if kind == "same" else chance.choice(
            [1.0, 2.0, 4.0], 150
        )

    for kind in ("same", "random"):
        assert share_called("uniform", lambda c, k=kind: [unit(c, k)]) >= 0.9
        assert (
            share_called(
                "uniform", lambda c, k=kind: [unit(c, k), *(unit(c, "tailored") for _ in range(8))]
            )
            >= 0.9
        )


def test_closing_all_of_fifteen_cannot_be_told():
    assert verdicts([(np.arange(15.0), np.full(15, 4.0))]) == ["cannot_tell"]


def test_fewer_subjects_than_needed_are_not_told_whatever_was_done():
    found = tailoring([Treated({"s": np.arange(9.0)}, np.arange(9.0))], RULE)[0]
    assert (found.verdict, found.reason, found.dependence) == ("cannot_tell", "few_subjects", None)


def test_closing_only_the_very_worst_is_tailored_and_no_one_size():
    severity = np.arange(150.0)
    assert verdicts([(severity, np.where(severity >= 142, 4.0, 1.0))]) == ["tailored"]


def test_one_spared_among_many_does_not_make_it_tailored():
    severity = np.arange(150.0)
    assert verdicts([(severity, np.where(severity == 0, 1.0, 4.0))]) == ["uniform"]


def test_milder_ones_hit_harder_is_no_verdict_but_a_question():
    severity = np.arange(80.0)
    found = tailoring([Treated({"s": severity}, -severity)], RULE)[0]
    assert (found.verdict, found.reason) == ("cannot_tell", "reversed")


def test_a_measure_nobody_used_does_not_hide_the_one_that_was():
    chance = np.random.default_rng(4)
    used, unused = lognormal(chance, 60), lognormal(chance, 60)
    level = by_severity(used, chance)
    found = tailoring([Treated({"used": used, "unused": unused}, level)], RULE)[0]
    assert (found.verdict, found.by) == ("tailored", "used")


def test_a_measure_taken_of_few_subjects_is_left_out():
    chance = np.random.default_rng(5)
    rare = np.where(np.arange(60) < 20, lognormal(chance, 60), np.nan)
    found = tailoring([Treated({"rare": rare}, np.full(60, 1.0))], RULE)[0]
    assert (found.verdict, found.reason) == ("cannot_tell", "few_measured")


def test_severities_that_hardly_differ_leave_nothing_to_tailor():
    chance = np.random.default_rng(6)
    close = 300 + chance.normal(size=200)
    made = treated({"s": close}, np.full(200, 4.0), np.zeros(200, int), **MATERIAL)
    assert tailoring(made, RULE)[0].reason == "alike"


def test_a_unit_of_grave_cases_only_has_nothing_to_tailor():
    severity = np.concatenate([np.linspace(10, 500, 200), np.linspace(400, 500, 60)])
    unit = np.repeat([0, 1], [200, 60])
    made = treated({"s": severity}, np.full(260, 4.0), unit, **MATERIAL)
    assert [list(one.measures) for one in made] == [["s"], []]


def test_who_goes_a_little_by_each_measure_is_seen_by_all_together():
    chance = np.random.default_rng(7)
    columns = {str(i): lognormal(chance, 80) for i in range(5)}
    together = sum(np.log(c) for c in columns.values())
    level = np.digitize(together, np.quantile(together, [0.25, 0.5, 0.75])).astype(float)
    found = tailoring(treated(columns, level, np.zeros(80, int), **MATERIAL), RULE)[0]
    assert (found.verdict, found.by) == ("tailored", TOGETHER)


def test_siblings_move_no_bound_by_more_than_their_share_of_an_error():
    own, error = np.array([0.0, 0.6, 0.6, 0.6, 0.6, 0.6]), np.full(6, 0.05)
    of = pooled(own, error, reach=0.5)
    quantile = np.full(6, 1.7)
    low, high = bounds(of, quantile, reach=0.5)
    assert np.all(np.abs(low - (own - quantile * error)) <= 0.5 * error + 1e-12)
    assert np.all(np.abs(high - (own + quantile * error)) <= 0.5 * error + 1e-12)


def test_siblings_that_agree_narrow_the_bounds():
    of = pooled(np.full(8, 0.05), np.full(8, 0.1), reach=0.5)
    low, high = bounds(of, np.full(8, 1.7), reach=0.5)
    assert high[0] - low[0] < 2 * 1.7 * 0.1


def test_three_units_are_too_few_to_pool():
    own = np.array([0.0, 0.3, 0.6])
    assert pooled(own, np.full(3, 0.2), reach=0.5).value.tolist() == own.tolist()
