"""What a case says of the remedies rolled out in it, and where it must stay silent."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np
import polars as pl
import pytest

from chuandao.decay.effects.verb import effects, effects_if_told
from chuandao.errors import UsageError

YEARS = (2022, 2023, 2024, 2025)
ORIGIN = {"origin_file": pl.lit(""), "origin_sheet": pl.lit(""), "origin_row": pl.lit(0)}


def panel_case(case_of, *, counties=12, starts=None, sources=("inspection",), gain=0.1, **options):
    """Return a case of counties over four years; ``starts``: year by county, ``never`` the rest.

    ``bias`` and ``gain_of``: by source, its level and what it reports of the effect.
    """
    starts = {f"0{k:02d}": 2024 for k in range(5)} if starts is None else starts
    rng, units = np.random.default_rng(options.get("seed", 1)), [("0", "市", 0, None)]
    units += [(f"0{k:02d}", f"县{k}", 1, "0") for k in range(counties)]
    evidence = []
    for unit, _, tier, _ in units:
        fixed = 0.6 + rng.normal(0, 0.05)
        for year in YEARS:
            level = fixed + 0.01 * (year - 2022) + rng.normal(0, options.get("shock", 0.01))
            for source in sources:
                on = year >= starts.get(unit, 9999)
                brought = options.get("gain_of", {}).get(source, gain) * on
                if tier:
                    evidence.append((unit, "T", str(year), source, level + brought))
    case = case_of(units, evidence)
    table = case.tables["evidence"].with_columns(
        period_start=pl.date(pl.col("period").cast(pl.Int32), 1, 1),
        period_end=pl.date(pl.col("period").cast(pl.Int32), 12, 31),
    )
    rows = [(unit, "training", date(year, 3, 1)) for unit, year in starts.items()]
    schema = {"unit": pl.String, "remedy": pl.String, "start": pl.Date}
    rollouts = pl.DataFrame(rows, schema=schema, orient="row").with_columns(**ORIGIN)
    designs = MappingProxyType(options.get("designs", {}))
    return replace(
        case,
        tables=MappingProxyType({"evidence": table, "rollouts": rollouts}),
        settings=replace(case.settings, designs=designs),
    )


def whole(found, source="inspection"):
    rows = found.tables["effects"].filter(
        (pl.col("source") == source) & pl.col("since").is_null() & pl.col("period").is_null()
    )
    return rows.row(0, named=True)


def check(found, source="inspection"):
    return found.tables["effect_checks"].filter(source=source).row(0, named=True)


def codes(found):
    return {problem.code for problem in found.warnings}


def test_a_known_effect_is_found_with_its_interval(case_of):
    row = whole(effects(panel_case(case_of)))
    assert row["estimate"] == pytest.approx(0.1, abs=0.02)
    assert row["low"] < 0.1 < row["high"]
    assert row["clusters"] == 5


def test_rows_by_time_since_the_start_have_a_band_and_those_before_it_no_effect(case_of):
    rows = effects(panel_case(case_of)).tables["effects"].filter(pl.col("since").is_not_null())
    assert rows["since"].to_list() == [-2, 0, 1]
    assert (rows["low_all"] < rows["low"]).all()
    assert abs(rows.filter(since=-2)["estimate"][0]) < 0.03


def test_an_undeclared_order_is_at_most_moderate(case_of):
    found = effects(panel_case(case_of, sources=("inspection", "audit")))
    assert (check(found)["strength"], check(found)["reason"]) == ("moderate", "design_not_declared")


def test_a_declared_order_and_two_agreeing_sources_are_strong(case_of):
    case = panel_case(case_of, sources=("inspection", "audit"), designs={"training": "staggered"})
    assert check(effects(case))["strength"] == "strong"


def test_a_declared_order_and_one_source_are_moderate(case_of):
    found = effects(panel_case(case_of, designs={"training": "staggered"}))
    assert (check(found)["strength"], check(found)["reason"]) == ("moderate", "one_source")


def test_sources_that_contradict_each_other_are_moderate(case_of):
    case = panel_case(
        case_of,
        sources=("inspection", "audit"),
        gain_of={"audit": 0.3},
        designs={"training": "staggered"},
    )
    assert check(effects(case))["reason"] == "sources_differ"


def test_self_reports_stand_apart_and_are_always_weak(case_of):
    case = panel_case(
        case_of,
        sources=("inspection", "self_report"),
        gain_of={"self_report": 0.2},
        designs={"training": "randomised"},
    )
    found = effects(case)
    assert whole(found, "self_report")["estimate"] == pytest.approx(0.2, abs=0.02)
    assert check(found, "self_report")["reason"] == "self_report"
    assert check(found)["reason"] == "one_source"  # reports do not count as a second source


def test_self_reports_alone_are_no_basis_of_a_claim(case_of):
    found = effects(panel_case(case_of, sources=("self_report",)))
    assert set(found.tables["effects"]["strength"]) == {"weak"}


def test_few_units_make_an_effect_weak(case_of):
    starts = {"000": 2024, "001": 2024, "002": 2024}
    found = effects(panel_case(case_of, counties=7, starts=starts))
    assert (check(found)["strength"], check(found)["reason"]) == ("weak", "few_clusters")
    assert whole(found)["low"] is not None


def test_one_treated_unit_has_an_effect_and_no_interval(case_of):
    found = effects(panel_case(case_of, starts={"000": 2024}))
    assert whole(found)["low"] is None
    assert check(found)["reason"] == "no_interval"
    assert "effect_no_interval" in codes(found)


def test_a_remedy_in_force_from_the_first_period_cannot_be_told(case_of):
    starts = {f"0{k:02d}": 2022 for k in range(5)}
    with pytest.raises(UsageError) as caught:
        effects(panel_case(case_of, starts=starts))
    assert caught.value.code == "effects_none"


def test_units_treated_from_the_first_period_are_counted_and_left_out(case_of):
    starts = {"000": 2022, **{f"0{k:02d}": 2024 for k in range(1, 6)}}
    found = effects(panel_case(case_of, starts=starts))
    assert check(found)["left_out"] == 1
    assert check(found)["treated"] == 5
    assert "effect_left_out" in codes(found)


def test_a_remedy_given_to_the_root_has_nobody_to_compare_with(case_of):
    case = panel_case(case_of, starts={"000": 2024})
    everywhere = case.tables["rollouts"].with_columns(unit=pl.lit("0"))
    case = replace(case, tables=MappingProxyType({**case.tables, "rollouts": everywhere}))
    with pytest.raises(UsageError):
        effects(case)


def test_without_never_treated_units_it_is_said_how_far_effects_reach(case_of):
    starts = {f"0{k:02d}": 2024 if k < 6 else 2025 for k in range(12)}
    found = effects(panel_case(case_of, starts=starts))
    assert "effect_no_never" in codes(found)
    assert check(found)["never"] == 0
    assert found.tables["effects"]["since"].drop_nulls().max() == 0


def test_a_start_in_the_second_year_leaves_no_period_to_test(case_of):
    starts = {f"0{k:02d}": 2023 for k in range(5)}
    found = effects(panel_case(case_of, starts=starts))
    assert (check(found)["pretrend"], check(found)["reason"]) == ("untested", "pretrend_untested")
    assert check(found)["pretrend_p"] is None


def test_a_drawn_order_needs_no_test_before_the_start(case_of):
    starts = {f"0{k:02d}": 2023 for k in range(5)}
    case = panel_case(case_of, starts=starts, designs={"training": "randomised"})
    assert check(effects(case))["reason"] == "one_source"


def test_units_that_were_rising_before_are_told_and_weak(case_of):
    case = panel_case(case_of, shock=0.002)
    rising = case.tables["evidence"].with_columns(
        value=pl.col("value")
        + 0.05 * (pl.col("period").cast(pl.Int64) - 2022) * (pl.col("unit") < "005")
    )
    found = effects(replace(case, tables=MappingProxyType({**case.tables, "evidence": rising})))
    assert (check(found)["pretrend"], check(found)["strength"]) == ("departs", "weak")
    assert "effect_departs_before" in codes(found)


def test_a_remedy_of_a_county_works_in_its_townships(case_of):
    case = panel_case(case_of)
    towns = [(f"{u}1", "乡", 2, u) for u in case.units.children("0")]
    units = [("0", "市", 0, None), *((u, "县", 1, "0") for u in case.units.children("0")), *towns]
    evidence = case.tables["evidence"].with_columns(unit=pl.col("unit") + "1")
    below = replace(
        case_of(units, [("001", "T", "2022", "inspection", 0.5)]),
        tables=MappingProxyType({**case.tables, "evidence": evidence}),
    )
    assert whole(effects(below))["estimate"] == pytest.approx(whole(effects(case))["estimate"])
    assert check(effects(below))["tier"] == 1


def test_no_anchor_is_needed(case_of):
    case = panel_case(case_of, sources=("inspection", "audit"))
    unanchored = replace(case, settings=replace(case.settings, sources=()))
    assert whole(effects(unanchored))["estimate"] == whole(effects(case))["estimate"]


def test_rows_that_name_no_unit_of_the_chain_are_counted(case_of):
    case = panel_case(case_of)
    more = case.tables["rollouts"].with_columns(
        unit=pl.when(pl.col("unit") == "000").then(pl.lit("999")).otherwise("unit")
    )
    found = effects(replace(case, tables=MappingProxyType({**case.tables, "rollouts": more})))
    assert "effect_rows_unused" in codes(found)
    assert check(found)["treated"] == 4


@pytest.mark.parametrize("name", ["evidence", "rollouts"])
def test_a_missing_table_is_named(case_of, name):
    case = panel_case(case_of)
    rest = {key: table for key, table in case.tables.items() if key != name}
    with pytest.raises(UsageError) as caught:
        effects(replace(case, tables=MappingProxyType(rest)))
    assert caught.value.code == f"no_{name}"
    assert caught.value.hint


def test_the_same_case_in_another_order_gives_the_same_tables(case_of):
    case = panel_case(case_of, sources=("inspection", "audit"))
    mixed = {name: table.reverse() for name, table in case.tables.items()}
    again = effects(replace(case, tables=MappingProxyType(mixed)))
    for name, table in effects(case).tables.items():
        assert table.equals(again.tables[name])


def test_evidence_after_the_day_is_left_out(case_of):
    found = effects(panel_case(case_of), as_of="2024-12-31")
    assert found.tables["effects"]["since"].drop_nulls().max() == 0


def test_every_remark_has_words_in_every_language(case_of):
    starts = {"000": 2022, "001": 2024}
    found = effects(panel_case(case_of, starts=starts))
    assert found.warnings
    for language in ("en", "zh-Hans", "zh-Hant"):
        assert all(problem.render(language) for problem in found.warnings)


def test_the_result_prints_and_is_kept(case_of, tmp_path):
    found = effects(panel_case(case_of))
    assert "training  inspection  +0.0" in repr(found)
    found.save(tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        "effect_checks.parquet",
        "effects.parquet",
        "run.json",
    ]


def test_a_checkup_makes_effects_only_where_roll_outs_are_told(case_of):
    case, told = panel_case(case_of), []
    assert set(effects_if_told(case, told)) == {"effects", "effect_checks"}
    none = replace(case, tables=MappingProxyType({"evidence": case.tables["evidence"]}))
    assert effects_if_told(none, told) == {}
    assert told == []


def test_what_cannot_be_compared_is_a_warning_of_the_checkup(case_of):
    told = []
    starts = {f"0{k:02d}": 2022 for k in range(5)}
    assert effects_if_told(panel_case(case_of, starts=starts), told) == {}
    assert "effects_none" in {problem.code for problem in told}
