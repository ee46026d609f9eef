import numpy as np
import polars as pl
import pytest

from chuandao.decay.model import DecayModel
from chuandao.decay.updating import Revision
from chuandao.errors import UsageError

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
