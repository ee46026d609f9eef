import hashlib
import io
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from chuandao.catalog.tables import result_tables
from chuandao.decay.measure import measure
from chuandao.decay.model import DecayModel

NAMES = ("efficacy", "retention", "tiers", "parameters", "attribution", "blockages", "reporters")


def hashes(decay):
    """Return the hash of the bytes of each table."""
    found = {}
    for name, table in decay.tables.items():
        stream = io.BytesIO()
        table.write_parquet(stream, compression="zstd", statistics=False)
        found[name] = hashlib.sha256(stream.getvalue()).hexdigest()
    return found


def test_tables_are_those_of_the_catalogue(case_of, city):
    units, evidence, deficits = city()
    decay = measure(case_of(units, evidence), deficits)
    assert set(decay.tables) == set(NAMES)
    for name, table in decay.tables.items():
        schema = result_tables()[name]
        assert table.columns == [column.name for column in schema.columns]
        assert not table.select(schema.key).is_duplicated().any()
        for column in schema.columns:
            if column.required and column.name != "task":
                assert table[column.name].null_count() == 0, (name, column.name)


def test_order_of_rows_and_units_changes_no_byte(case_of, city):
    units, evidence, deficits = city(periods=("2025Q1", "2025Q2"))
    n = [r if k % 3 else (*r, "share", 30) for k, r in enumerate(evidence)]
    plain = hashes(measure(case_of(units, n), deficits))
    turned = deficits.reverse()
    rotated = case_of(units[7:] + units[:7], n[11:] + n[:11])
    assert hashes(measure(rotated, turned)) == plain


def test_threads_change_no_byte(tmp_path):
    script = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "import conftest, test_model\n"
        "from chuandao.decay.measure import measure\n"
        "units, evidence, deficits = conftest.simulated((6, 8, 8))\n"
        "print(test_model.hashes(measure(conftest.build(units, evidence), deficits)))"
    )
    said = []
    for threads in ("1", "4"):
        names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "POLARS_MAX_THREADS")
        done = subprocess.run(
            [sys.executable, "-c", script, str(Path(__file__).parent), *sys.path],
            env=os.environ | dict.fromkeys(names, threads),
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(done.stdout)
    assert said[0] == said[1]


def test_a_seed_changes_intervals_of_summaries_only(case_of, city):
    units, evidence, deficits = city()
    case = case_of(units, evidence)
    one, other = (DecayModel(seed=seed, points=1).fit(case, deficits) for seed in (1, 2))
    assert one.efficacy_.equals(other.efficacy_)
    assert one.tiers_["efficacy"].equals(other.tiers_["efficacy"])
    assert not one.tiers_["low"].equals(other.tiers_["low"])


def test_the_root_is_one_exactly(case_of, city):
    units, evidence, deficits = city()
    rows = measure(case_of(units, evidence), deficits).tables["efficacy"].filter(unit="0")
    assert set(rows.select("estimate", "low", "high").unique().row(0)) == {1.0}


def test_retentions_along_a_path_multiply_to_the_efficacy(case_of, city):
    units, evidence, deficits = city()
    decay = measure(case_of(units, evidence), deficits)
    step = dict(decay.tables["retention"].filter(task="A").select("unit", "estimate").rows())
    level = dict(decay.tables["efficacy"].filter(task="A").select("unit", "estimate").rows())
    for unit in ("0000000", "0010203"[:7], "0030201"):
        if unit in level:
            product = step[unit] * step[unit[:-2]] * step[unit[:-4]]
            assert abs(product - level[unit]) < 1e-12


def test_costs_and_levels_of_sources_are_found_again(case_of, city):
    units, evidence, deficits = city((6, 6, 6), seed=3)
    rows = measure(case_of(units, evidence), deficits).tables["parameters"]
    found = {row["name"]: row for row in rows.iter_rows(named=True)}
    truth = {"beta_understanding": 0.3, "beta_resources": 0.0, "bias_self_report": 0.1}
    for name, value in {**truth, "sigma_tier_3": 0.08, "tau_inspection": 0.05}.items():
        assert abs(found[name]["estimate"] - value) < 3 * found[name]["se"], name
    assert found["bias_inspection"]["estimate"] == 0
    assert found["bias_inspection"]["se"] is None


def test_tier_figures_are_means_over_leaves_not_over_units(case_of):
    """A county with many villages counts as often as it has villages."""
    units = [("0", "市", 0, None), ("1", "甲", 1, "0"), ("2", "乙", 1, "0"), ("21", "x", 2, "2")]
    units += [(f"1{k}", f"v{k}", 2, "1") for k in range(1, 10)]
    level = {"1": 0.5, "2": 0.9, "21": 0.9 * 0.8} | {f"1{k}": 0.5 * 0.8 for k in range(1, 10)}
    evidence = [(u, "A", "2025", "inspection", e, "share", None, 0.001) for u, e in level.items()]
    tiers = measure(case_of(units, evidence)).tables["tiers"]
    rows = tiers.filter((pl.col("unit") == "0") & (pl.col("task") == "A")).sort("tier")
    assert np.allclose(rows["efficacy"].to_list(), [1, 0.54, 0.432], atol=0.01)
    assert abs(rows["retention"][2] - 0.8) < 0.01


def test_population_weights_count_people(case_of, city):
    units, evidence, _ = city()
    case = case_of(units, evidence)
    heads = case.units.frame.with_columns(population=pl.int_range(1, pl.len() + 1))
    peopled = replace(case, units=replace(case.units, frame=heads))
    rows = measure(peopled, weighting="population").tables["tiers"]
    assert set(rows["weighting"]) == {"population"}
    equal = measure(case).tables["tiers"]
    assert not rows["efficacy"].equals(equal["efficacy"])


def test_task_weights_of_the_case_weigh_the_mean(case_of, city):
    units, evidence, _ = city()
    case = case_of(units, evidence)
    weighted = replace(case, settings=replace(case.settings, weights={"A": 1.0, "B": 0.0}))
    table = measure(weighted).tables["efficacy"]
    both = table.filter(pl.col("task").is_null()).join(
        table.filter(pl.col("task") == "A"), on=["unit", "period"]
    )
    assert (both["estimate"] - both["estimate_right"]).abs().max() < 1e-12


def test_a_blocked_step_is_found_with_its_cause_and_findings(case_of, city):
    units, evidence, deficits = city((6, 4, 3), seed=5)
    worse = [(*r[:4], r[4] * 0.5) if r[0].startswith("00102") else r for r in evidence]
    high = pl.when((pl.col("unit") == "00102") & (pl.col("cause") == "resources"))
    deficits = deficits.with_columns(deficit=high.then(1.0).otherwise(pl.col("deficit")))
    findings = pl.DataFrame(
        {"finding": ["F1", "F2"], "unit": ["00102", "002"], "task": [None, "A"]}
    )
    given = {"deficits": deficits, "findings": findings}
    rows = measure(case_of(units, worse), given).tables["blockages"]
    assert set(rows["unit"]) == {"00102"}
    over = rows.filter(pl.col("task").is_null()).row(0, named=True)
    assert over["low"] < np.log(0.5) < over["high"]
    assert over["likely_cause"] == "resources"
    assert over["findings"] == ["F1"]
    assert over["from_period"] == "2025Q1"


def test_a_reporter_above_all_others_is_listed(case_of, city):
    units, evidence, _ = city((6, 6, 2), seed=6)
    raised = [
        (*r[:4], r[4] * 1.5) if (r[0], r[3]) == ("00203", "self_report") else r for r in evidence
    ]
    rows = measure(case_of(units, raised)).tables["reporters"]
    assert rows.select("unit", "source").rows() == [("00203", "self_report")]
    assert abs(rows["inflation"][0] - np.log(1.5)) < 0.15


def test_attribution_of_a_scope_is_the_same_whoever_asks_for_it(case_of, city):
    units, evidence, deficits = city()
    model = DecayModel(seed=1).fit(case_of(units, evidence), deficits)
    every = model.attribution().filter(pl.col("unit") == "001").drop("low", "high")
    assert model.attribution("001").drop("low", "high").equals(every)


def test_a_cause_not_examined_for_a_task_takes_nothing_there_and_the_sum_stays(case_of, city):
    units, evidence, deficits = city((5, 4, 3), seed=3)
    apart = (pl.col("task") == "B") & (pl.col("cause") == "understanding")
    model = DecayModel(seed=1).fit(case_of(units, evidence), deficits.filter(~apart))
    rows = model.attribution("0").filter(pl.col("leaf_tier") == 3)
    taken = {
        task: rows.filter(pl.col("task") == task, pl.col("cause") == "understanding")["loss"].sum()
        for task in ("A", "B")
    }
    assert taken["A"] > 0.05
    assert taken["B"] == pytest.approx(0, abs=1e-12)
    efficacy = model.tiers_.filter(
        pl.col("unit") == "0", pl.col("leaf_tier") == 3, pl.col("tier") == 3
    )
    lost = 1 - efficacy.filter(pl.col("task") == "B")["efficacy"].item()
    assert rows.filter(pl.col("task") == "B")["loss"].sum() == pytest.approx(lost, abs=1e-9)


@pytest.mark.parametrize("scale", ["percent", "count"])
def test_scales_say_the_same(case_of, city, scale):
    units, evidence, _ = city()
    factor = {"percent": 100, "count": 50}[scale]
    shares = [(*r, "share", 50) for r in evidence]
    same = [(*r[:4], r[4] * factor, scale, 50) for r in evidence]
    one, other = (measure(case_of(units, rows)).tables["efficacy"] for rows in (shares, same))
    assert np.allclose(one["estimate"], other["estimate"])


def test_what_is_saved_reads_back(case_of, city, tmp_path):
    from chuandao.store.lake import read_tables

    units, evidence, deficits = city()
    decay = measure(case_of(units, evidence), deficits)
    decay.save(tmp_path / "run")
    read = read_tables(tmp_path / "run")
    assert all(read[name].equals(table) for name, table in decay.tables.items())
    assert "tier 3" in repr(decay)
    assert "efficacy" in decay._repr_html_()
