"""The loss by any choice of task, period, step and cause."""

import numpy as np
import polars as pl
import pytest

from chuandao.decay.model import DecayModel
from chuandao.errors import UsageError


@pytest.fixture
def model(case_of, city):
    units, evidence, deficits = city(periods=("2025Q1", "2025Q2"))
    noisy = deficits.with_columns(reliability=pl.lit(0.8))
    return DecayModel(points=1, draws=50).fit(case_of(units, evidence), noisy)


@pytest.mark.parametrize("by", [[], ["cause"], ["edge_tier"], ["task", "cause"], ["period"]])
def test_groups_are_sums_and_means_of_the_table(model, by):
    whole = model.attribution("0")
    whole = whole.drop_nulls("task") if "task" in by else whole.filter(pl.col("task").is_null())
    by_all = [name for name in ("task", "period") if name in by]
    steps = whole.group_by("unit", "leaf_tier", *{*by, "period", *by_all}).agg(pl.col("loss").sum())
    expected = steps.group_by("unit", "leaf_tier", *by).agg(pl.col("loss").mean())
    both = model.attribution("0", by=by).join(expected, on=["unit", "leaf_tier", *by])
    assert both.height == expected.height
    assert np.allclose(both["loss"], both["loss_right"], atol=1e-12)


def test_every_grouping_gives_the_cells_of_the_table_with_like_intervals(model):
    by = ["task", "period", "edge_tier", "cause"]
    whole = model.attribution("0").drop_nulls("task")
    both = model.attribution("0", by=by).join(whole, on=["unit", "leaf_tier", *by])
    assert both.height == whole.height
    assert np.allclose(both["loss"], both["loss_right"], atol=1e-12)
    width, other = both["high"] - both["low"], both["high_right"] - both["low_right"]
    assert np.allclose(width, other, rtol=1e-6)


def test_the_whole_loss_is_better_known_than_its_parts(model):
    whole = model.attribution("0", by=[])
    parts = model.attribution("0", by=["cause"])
    width = (whole["high"] - whole["low"]).item()
    apart = ((parts["high"] - parts["low"]) ** 2).sum() ** 0.5
    assert width < apart


def test_strength_stands_beside_causes(model):
    rows = model.attribution("0", by=["cause"])
    assert set(rows.filter(~pl.col("cause").is_in(["tier", "local"]))["strength"]) == {"weak"}
    assert "strength" not in model.attribution("0", by=["edge_tier"]).columns


def test_an_unknown_grouping_is_refused(model):
    with pytest.raises(UsageError) as caught:
        model.attribution("0", by=["colour"])
    assert caught.value.code == "unknown_grouping"
    assert caught.value.hint
