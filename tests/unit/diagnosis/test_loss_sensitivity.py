"""How far the deficits rest on the loss weights."""

from types import SimpleNamespace

import pytest

from chuandao.diagnosis.answers import expected_losses, loss_bounds, loss_weights, true_labels
from chuandao.diagnosis.loss_sensitivity import sensitivity_of
from chuandao.report.loss_sensitivity import sensitivity_lines


def answers(*labels_by_unit):
    return [
        SimpleNamespace(unit=f"u{at}", labels=(label,))
        for at, labels in enumerate(labels_by_unit)
        for label in labels
    ]


FOUND = answers(["faithful", "weakened"], ["localised", "faithful"], ["dropped", "sloganised"])


def rows(found=FOUND):
    return {(row["label"], row["bound"]): row for row in sensitivity_of(found).to_dicts()}


def test_every_weight_lies_between_its_ends():
    weights = loss_weights()
    assert all(low <= weights[label] <= high for label, (low, high) in loss_bounds().items())


def test_the_shares_of_the_true_labels_behind_a_label_sum_to_one():
    for shares in true_labels().values():
        assert sum(shares.values()) == pytest.approx(1, abs=1e-3)


def test_a_higher_weight_never_lowers_the_mean_deficit():
    for (_, bound), row in rows().items():
        assert row["change"] <= 0 if bound == "low" else row["change"] >= 0


def test_the_base_is_the_mean_of_the_units():
    losses = expected_losses()
    units = [
        (losses["faithful"] + losses["weakened"]) / 2,
        (losses["localised"] + losses["faithful"]) / 2,
        (losses["dropped"] + losses["sloganised"]) / 2,
    ]
    assert rows()["all", "base"]["deficit"] == pytest.approx(sum(units) / 3, abs=1e-4)
    assert rows()["all", "base"]["places"] == 0


def test_adaptation_is_no_loss_at_either_end():
    assert loss_bounds()["localised"] == (0, 0)


def test_units_that_are_all_alike_have_no_order():
    assert rows(answers(["weakened"], ["weakened"]))["all", "high"]["rank_correlation"] is None


def test_nothing_examined_gives_no_rows_and_no_lines():
    assert sensitivity_of([]).is_empty()
    assert sensitivity_lines([], "en") == []


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant"])
def test_the_lines_name_the_mean_and_its_ends(language):
    lines = sensitivity_lines(sensitivity_of(FOUND).to_dicts(), language)
    assert f"{rows()['all', 'base']['deficit']:.2f}" in lines[0]
    assert len(lines) == 4
