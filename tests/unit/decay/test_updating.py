import numpy as np
import polars as pl
import pytest

from chuandao.decay.model import DecayModel
from chuandao.decay.updating import Revision
from chuandao.errors import UsageError
from chuandao.stats.smoothing.sums import merge

T = "2025Q1"


@pytest.fixture
def revision(case_of, city):
    units, evidence, deficits = city()
    model = DecayModel(points=1).fit(case_of(units, evidence), deficits)
    return Revision(model.fitted_), model


def row(unit, value, *, source="inspection", task="A", variance=0.001):
    columns = {"unit": unit, "task": task, "period": T, "source": source}
    return pl.DataFrame({**columns, "response": float(np.log(value)), "variance": variance})


def test_before_anything_is_taken_in_it_says_what_the_fit_says(revision):
    revised, model = revision
    rows = model.efficacy_.filter(task="A").sample(20, seed=1)
    for known in rows.iter_rows(named=True):
        found = revised.efficacy(known["unit"], "A", T)
        assert abs(found.estimate - known["estimate"]) < 1e-10
        assert abs(found.low - known["low"]) < 1e-10
        assert abs(found.high - known["high"]) < 1e-10


def test_poor_evidence_of_a_unit_lowers_it_and_its_neighbours(revision):
    revised, _ = revision
    units = ("0000000"[:7], "0000001"[:7])
    names = [u for u in units if u in revised._unit] or list(revised._unit)[-2:]
    before = [revised.efficacy(unit, "A", T).estimate for unit in names]
    revised.take(row(names[0], before[0] * 0.7))
    after = [revised.efficacy(unit, "A", T).estimate for unit in names]
    assert after[0] < before[0] * 0.95
    assert after[1] < before[1]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"unit": "nowhere"}, "scope_not_measured"),
        ({"task": "Z"}, "update_unknown_task"),
        ({"source": "audit"}, "update_unknown_source"),
    ],
)
def test_what_the_fit_has_not_seen_is_refused_and_nothing_taken_in(revision, given, code):
    revised, _ = revision
    unit = list(revised._unit)[-1]
    before = revised.efficacy(unit, "A", T)
    good = row(unit, 0.1)
    bad = row(given.pop("unit", unit), 0.5, **given)
    with pytest.raises(UsageError) as caught:
        revised.take(pl.concat([good, bad]))
    assert caught.value.code == code
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert caught.value.render(language)
    assert revised.efficacy(unit, "A", T) == before


@pytest.fixture
def model(case_of, city):
    units, evidence, deficits = city()
    return DecayModel(points=1).fit(case_of(units, evidence), deficits)


def told(unit, value, scale="percent", n=200):
    columns = {"unit": unit, "task": "A", "period": T, "source": "inspection"}
    return pl.DataFrame({**columns, "value": value, "scale": scale, "n": n})


def test_a_fit_takes_in_rows_in_the_form_of_the_table_of_evidence(model):
    unit = model.efficacy_["unit"][-1]
    before = model.efficacy_.filter(unit=unit, task="A")["estimate"][0]
    once = model.update(told(unit, 30.0)).efficacy(unit, "A", T).estimate
    twice = model.update(told(unit, 30.0)).efficacy(unit, "A", T).estimate
    assert twice < once < before


def test_ratings_and_nothing_wait_for_the_next_fit_and_are_counted(model):
    unit = model.efficacy_["unit"][-1]
    revised = model.update(pl.concat([told(unit, 0.0), told(unit, 60.0)]))
    assert revised.efficacy(unit, "A", T).estimate > 0.1
    assert model.problems_[-1].code == "update_not_plain"
    assert model.problems_[-1].parameters["count"] == "1"


def test_sums_of_the_leaves_can_be_merged(model):
    (whole, *_) = [sums for sums in model.suffstats() if sums.hangs]
    assert whole.count.sum() > 0
    again = merge([whole])
    assert np.allclose(again.reading, whole.reading)
    assert np.array_equal(again.head, whole.head)
    assert np.array_equal(again.count, whole.count)
