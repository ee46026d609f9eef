"""Which remedies are options where, what they touch, what they are reckoned to bring."""

import numpy as np
import polars as pl
import pytest
from small_city import small_city

import chuandao as cd
from chuandao.catalog.knowledge import causes, remedies, signs
from chuandao.catalog.remedy_values import remedy_costs, remedy_effects
from chuandao.errors import UsageError
from chuandao.prescription.options import (
    Found,
    Ground,
    draw_losses,
    effect_ranges,
    found_signs,
    ground_of,
    mean_shares,
    options_of,
    shares_drawn,
)
from chuandao.prescription.options.learnt import learnt_ranges


def ground(parents=(-1, 0, 0, 1, 1, 2), tiers=(0, 1, 1, 2, 2, 2), tasks=("T1", "T2")):
    size, every = len(parents), tuple(causes())
    loss = np.full((len(every), len(tasks), size), 0.1)
    loss[:, :, 0] = 0
    leaf = np.array([1.0 if at not in parents else 0.0 for at in range(size)])
    return Ground(
        units=tuple(f"u{at}" for at in range(size)),
        parents=np.array(parents),
        tiers=np.array(tiers),
        tasks=tasks,
        periods=("2025",) * len(tasks),
        causes=every,
        leaf_weight=leaf / leaf.sum(),
        task_weight=np.full(len(tasks), 1 / len(tasks)),
        log_level=np.log(np.full((len(tasks), size), 0.6)),
        loss=loss,
    )


def found(*rows):
    at = {}
    for number, (unit, sign, task) in enumerate(rows):
        at.setdefault(unit, {}).setdefault(sign, []).append((f"F{number}", task))
    return Found({u: {s: tuple(r) for s, r in held.items()} for u, held in at.items()})


def where(options, remedy):
    return [row.unit for row in options.rows if row.remedy == remedy]


def test_nothing_found_leaves_no_option():
    assert len(options_of(ground(), found(), effect_ranges())) == 0


def test_a_remedy_on_the_step_asks_for_its_sign_at_the_unit_itself():
    options = options_of(ground(), found((3, "R2", "T1")), effect_ranges())
    assert where(options, "reallocate_funds") == [3]


def test_a_remedy_that_works_below_asks_for_its_sign_directly_below():
    options = options_of(ground(), found((3, "U9", "T1")), effect_ranges())
    assert where(options, "training") == [1]


def test_a_remedy_on_all_steps_asks_for_its_sign_anywhere_below():
    options = options_of(ground(), found((3, "U1", "T1")), effect_ranges())
    assert where(options, "rules_of_interpretation") == [0]


def test_what_is_found_at_the_root_counts_for_what_it_hands_down():
    options = options_of(ground(), found((0, "D1", "T2")), effect_ranges())
    assert where(options, "name_lead") == [0]


def test_a_sign_of_another_cause_does_not_make_an_option():
    """Posts do not answer a shortfall of land, though both are signs that the remedy names."""
    assert "R2" in remedies()["headcount_down"].signs
    options = options_of(ground(), found((3, "R2", "T1")), effect_ranges())
    assert where(options, "headcount_down") == []


def test_an_option_touches_the_tasks_of_its_findings_only():
    options = options_of(ground(), found((3, "R2", "T2")), effect_ranges())
    at = [row.remedy for row in options.rows].index("reallocate_funds")
    assert options.rows[at].tasks == ((1,),)
    assert options.rows[at].findings == ("F0",)


def test_a_finding_without_a_task_concerns_all():
    options = options_of(ground(), found((3, "R2", None)), effect_ranges())
    assert {row.tasks for row in options.rows if row.remedy == "reallocate_funds"} == {((0, 1),)}


def test_a_remedy_is_no_option_at_a_tier_without_a_cost():
    options = options_of(ground(), found((3, "D1", "T1")), effect_ranges())
    assert 2 not in {cost.tier for cost in remedy_costs() if cost.remedy == "name_lead"}
    assert where(options, "name_lead") == [1]


def test_touches_follow_the_reach():
    options = options_of(ground(), found((3, "U1", "T1"), (3, "R2", "T1")), effect_ranges())
    piece, node = options.touches
    option = options.pieces[0][piece]
    reached = {
        options.rows[o].remedy: sorted(node[option == o].tolist()) for o in np.unique(option)
    }
    assert reached["rules_of_interpretation"] == [1, 2, 3, 4, 5]
    assert reached["general_transfer" if "general_transfer" in reached else "operation_guide"]
    assert reached["reallocate_funds"] == [3]


def test_what_was_withdrawn_is_no_sign():
    rows = pl.DataFrame(
        {"finding": ["F1"], "unit": ["u3"], "task": ["T1"], "sign": ["R2"], "status": ["withdrawn"]}
    )
    assert found_signs(rows, ground()).at == {}


def test_an_empty_task_is_no_task():
    rows = pl.DataFrame(
        {"finding": ["F1"], "unit": ["u3"], "task": [""], "sign": ["R2"], "status": ["to_verify"]}
    )
    assert found_signs(rows, ground()).answers(3, ("R2",)) == (("F1",), None)


def test_every_effect_and_cost_is_of_a_remedy_of_the_catalogue():
    assert {e.remedy for e in remedy_effects()} <= set(remedies())
    assert {c.remedy for c in remedy_costs()} == {e.remedy for e in remedy_effects()}
    assert {e.cause for e in remedy_effects()} <= set(causes())
    for effect in remedy_effects():
        assert 0 <= effect.low <= effect.mid <= effect.high <= 1
    for cost in remedy_costs():
        assert 0 <= cost.cost_low <= cost.cost_mid <= cost.cost_high


def test_every_effect_has_a_sign_of_its_cause():
    for effect in remedy_effects():
        own = {signs()[sign].cause for sign in remedies()[effect.remedy].signs}
        assert own & {effect.cause, "root"}, effect


def test_draws_of_shares_lie_in_their_ranges_around_their_means():
    effects, rng = effect_ranges(), np.random.default_rng(5)
    drawn = np.stack([shares_drawn(effects, rng) for _ in range(4000)])
    assert (drawn >= [e.low - 1e-12 for e in effects]).all()
    assert (drawn <= [e.high + 1e-12 for e in effects]).all()
    assert np.abs(drawn.mean(axis=0) - mean_shares(effects)).max() < 0.01


def test_effects_given_move_the_side_effects_in_proportion():
    held = {
        e.cause: e for e in effect_ranges({"training": (0.1, 0.4, 0.4)}) if e.remedy == "training"
    }
    assert held["understanding"].mid == 0.4
    assert held["capacity"].mid == pytest.approx(0.1)


@pytest.mark.parametrize("given", [{"training": (0.5, 0.4, 0.6)}, {"training": (0, 0.5, 1.5)}])
def test_a_range_that_is_none_is_refused(given):
    with pytest.raises(UsageError) as refused:
        effect_ranges(given)
    assert refused.value.code == "effect_range"


def test_a_remedy_that_the_catalogue_lacks_is_refused():
    with pytest.raises(UsageError) as refused:
        effect_ranges({"晨会": (0, 0.1, 0.2)})
    assert refused.value.code == "remedy_unknown"


def test_draws_scatter_around_the_ground(tmp_path):
    case, tables = small_city(tmp_path)
    decay = cd.measure(case, tables)
    held = ground_of(decay)
    drawn = list(draw_losses(decay, held, 200, np.random.default_rng(3)))
    level = np.mean([np.exp(one.log_level) for one in drawn], axis=0)
    assert np.abs(level - np.exp(held.log_level)).max() < 0.02
    loss = np.mean([one.loss for one in drawn], axis=0)
    assert np.abs(loss - held.loss).max() < 0.03
    assert all((one.loss >= 0).all() for one in drawn)


def test_an_effect_learnt_from_a_roll_out_replaces_what_was_assumed(tmp_path):
    case, tables = small_city(tmp_path)
    held = ground_of(cd.measure(case, tables))
    (tmp_path / "rollouts.csv").write_text("unit,remedy,start\n100,operation_guide,2025-02-01\n")
    case = cd.read(tmp_path)
    below = np.flatnonzero(held.parents == held.units.index("100"))
    row = held.causes.index("understanding")
    coordination = held.causes.index("coordination")
    removed = 0.4 * held.loss[row][:, below] + 0.1 * held.loss[coordination][:, below]
    gained = float(np.exp(held.log_level[:, below]).mean() * np.expm1(removed.mean()))
    effects = pl.DataFrame(
        {
            "remedy": ["operation_guide"],
            "source": ["inspection"],
            "period": [None],
            "since": [None],
            "estimate": [gained],
            "low": [0.5 * gained],
            "high": [1.5 * gained],
            "strength": ["strong"],
        }
    )
    found_, told = learnt_ranges(effect_ranges(), effects, held, case)
    mids = {e.cause: e for e in found_ if e.remedy == "operation_guide"}
    assert mids["understanding"].mid == pytest.approx(0.4)
    assert mids["coordination"].mid == pytest.approx(0.1)
    assert not mids["understanding"].assumption
    assert [problem.code for problem in told] == ["plan_learnt"]
    weak = effects.with_columns(strength=pl.lit("weak"))
    assert learnt_ranges(effect_ranges(), weak, held, case) == (effect_ranges(), ())
