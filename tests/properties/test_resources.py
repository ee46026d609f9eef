"""Laws of resources: more supply never lowers coverage, order changes nothing, nothing twice."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from polars.testing import assert_frame_equal

import chuandao as cd
from chuandao.diagnosis.resources.chain import fund_chain
from chuandao.diagnosis.resources.coverage.measured import measured
from chuandao.diagnosis.resources.ledger.books import ledger_of
from chuandao.diagnosis.resources.ledger.flows import matched
from chuandao.stats.supply.coverage import coverage, share_general

AMOUNTS = st.floats(0, 1000, allow_subnormal=False)
TABLE = arrays(np.float64, (3, 4), elements=AMOUNTS)
UNITS = "unit,name,tier,parent\n1,市,0,\n11,县,1,1\n111,甲镇,2,11\n112,乙镇,2,11\n"
TASKS = "task,name\nT1,a\nT2,b\n"
DAY = date(2025, 12, 31)


@given(TABLE, TABLE, TABLE)
def test_more_supply_never_lowers_coverage(need, supply, more):
    before, after = coverage(supply, need), coverage(supply + more, need)
    assert np.isnan(before) == np.isnan(after)
    assert np.isnan(before) or after >= before - 1e-12


@given(TABLE, TABLE)
def test_coverage_is_one_if_and_only_if_all_is_covered_at_all_times(need, supply):
    need = np.round(need)
    found = coverage(supply, need)
    whole = bool((supply >= need).all())
    assert (
        np.isnan(found)
        or (found > 1 - 1e-12) == whole
        or (not whole and ((need - supply) / np.maximum(need, 1)).max() < 1e-9)
    )


@given(
    arrays(np.float64, (5,), elements=AMOUNTS),
    arrays(np.float64, (5, 3), elements=AMOUNTS),
    arrays(np.float64, (3,), elements=st.floats(0.1, 10)),
)
def test_general_money_is_given_out_wholly_and_to_nobody_beyond_need(general, lacks, weights):
    shared = share_general(general, lacks, weights)
    assert (shared <= lacks + 1e-6).all()
    assert (shared >= 0).all()
    assert np.allclose(shared.sum(-1), np.minimum(general, lacks.sum(-1)), atol=1e-6)


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 50)), max_size=8),
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 50)), max_size=8),
)
def test_flows_take_no_more_than_came_and_leave_nothing_untraced_that_could_be(lots, outs):
    into = _rows(lots, "lot")
    out = _rows(outs, "out")
    found = matched(into, out, ["unit"])
    assert (found["amount"] > 0).all()
    for rows, name in ((into, "lot"), (out, "out")):
        taken = rows.join(found.group_by(name).agg(taken=pl.col("amount").sum()), on=name)
        assert (taken["taken"] <= taken["left"]).all()
    for unit in "ab":
        came, went = (rows.filter(pl.col("unit") == unit)["left"].sum() for rows in (into, out))
        traced = found.join(into, on="lot").filter(pl.col("unit") == unit)["amount"].sum()
        assert traced == min(came, went)


def _rows(pairs, name):
    schema = {"unit": pl.String, "left": pl.Int64}
    rows = pl.DataFrame(pairs, schema=schema, orient="row").with_row_index(name)
    return rows.with_columns(pl.col(name).cast(pl.Int64), day=pl.col(name))


TRANSFERS = st.lists(
    st.tuples(
        st.sampled_from([("1", "11"), ("11", "111"), ("11", "112"), ("", "1")]),
        st.sampled_from(["T1", "T2", ""]),
        st.integers(1, 500),
        st.integers(0, 300),
        st.one_of(st.none(), st.integers(0, 60)),
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=30)
@given(TRANSFERS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing_and_the_chain_adds_up(transfers, random):
    rows = [_line(at, row) for at, row in enumerate(transfers)]
    first = _examined(rows)
    random.shuffle(rows)
    for one, other in zip(first, _examined(rows), strict=True):
        assert_frame_equal(one, other)
    chain = first[0]
    counted = chain.filter(pl.col("status").is_in(["arrived", "under_way"]))
    sums = counted.group_by("transfer").agg(pl.col("amount").sum())
    sent = {f"Z{at:02d}": row[2] for at, row in enumerate(transfers)}
    assert all(float(amount) == sent[code] for code, amount in sums.iter_rows())
    arrived = counted.filter(pl.col("status") == "arrived")
    assert (arrived["received"] == arrived["passed_on"] + arrived["kept"]).all()


def _line(at, row):
    (giver, taker), task, amount, day, lag = row
    start = date(2025, 1, 1) + timedelta(days=day)
    came = "" if lag is None else (start + timedelta(days=lag)).isoformat()
    there = "" if lag is None else amount
    return f"Z{at:02d},{giver},{taker},{task},funds,{amount},{start},{came},{there}"


def _examined(rows):
    heading = "transfer,from_unit,to_unit,task,resource,amount,announced,arrived,amount_arrived"
    needs = "unit,task,resource,amount,from\n" + "\n".join(
        f"{unit},{task},funds,300,2025-01-01"
        for unit in ("11", "111", "112")
        for task in ("T1", "T2")
    )
    with TemporaryDirectory() as folder:
        files = {"units": UNITS, "tasks": TASKS, "needs": needs}
        files["transfers"] = "\n".join([heading, *rows])
        for name, text in files.items():
            Path(folder, f"{name}.csv").write_text(text, "utf-8")
        case = cd.read(folder)
    ledger = ledger_of(case, DAY)
    found = measured(ledger, {}, ())
    return fund_chain(ledger, case.units), found.by_period, found.by_kind


@given(st.integers(1, 1000), st.integers(0, 1000))
@settings(max_examples=20)
def test_money_that_is_passed_on_is_not_counted_twice(kept, passed):
    rows = [f"Z0,1,11,T1,funds,{kept + passed},2025-01-01,2025-01-02,{kept + passed}"]
    if passed:
        rows.append(f"Z1,11,111,T1,funds,{passed},2025-01-03,2025-01-04,{passed}")
    chain, _, by_kind = _examined(rows)
    here = by_kind.filter(pl.col("task") == "T1")
    held = dict(here.select("unit", "bound").iter_rows())
    assert sum(held.values()) == kept + passed
    assert held["11"] == kept
    assert float(chain["kept"].sum()) == kept + passed
