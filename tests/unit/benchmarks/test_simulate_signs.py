"""The made cities of the benchmark of signs: the same every time, sound cases, true truth."""

import csv
import sys
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from statistics import median

import pytest

import chuandao as cd

BENCHMARKS = Path(__file__).parents[3] / "benchmarks"
SEED = 7


@pytest.fixture(scope="module")
def made():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        simulate = __import__("simulate_signs").simulate
        yield {
            "planted": simulate(SEED),
            "clean": simulate(SEED, planting=False),
            "write": __import__("signs.folder", fromlist=["write"]).write,
            "simulate": simulate,
            "judge": __import__("signs.judge", fromlist=["judge"]),
            "reckon": __import__("signs.reckon", fromlist=["reckon"]),
            "workdays": __import__("signs.workdays", fromlist=["workdays"]),
        }
    finally:
        sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module")
def rows(made, tmp_path_factory):
    """Return the planted case as its files hold it, without what an export says twice."""
    folder = tmp_path_factory.mktemp("signs")
    made["write"](made["planted"], folder / "case", folder / "truth")
    return lambda name: _read(folder / "case" / f"{name}.csv")


def _read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        held = [tuple(row.items()) for row in csv.DictReader(stream)]
    return [dict(row) for row in dict.fromkeys(held)]


def planted(made, sign):
    held = [t for t in made["planted"].truth if t.sign == sign and t.strength != "side"]
    assert held
    return held


def number(text):
    return float(text or 0)


@pytest.mark.parametrize("kind", ["planted", "clean"])
def test_the_same_seed_gives_the_same_files(made, tmp_path, kind):
    again = made["simulate"](SEED, planting=kind == "planted")
    for name, city in (("first", made[kind]), ("second", again)):
        made["write"](city, tmp_path / name / "case", tmp_path / name / "truth")
    first, second = (sorted((tmp_path / name).rglob("*.*")) for name in ("first", "second"))
    assert [path.name for path in first] == [path.name for path in second]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("kind", ["planted", "clean"])
def test_its_cases_are_read_and_checked_without_errors(made, tmp_path, kind):
    made["write"](made[kind], tmp_path / "case", tmp_path / "truth")
    case = cd.read(tmp_path / "case")
    found = case.check(date(2025, 12, 31))
    assert [problem for problem in found if problem.severity in ("fatal", "error")] == []
    assert set(case.tables) == set(made[kind].tables)
    aside = {code for codes in case.set_aside["codes"] for code in codes}
    assert aside <= {"duplicate_row", "total_row"}


def test_a_clean_city_has_nothing_planted(made):
    assert made["clean"].truth == []


def test_planted_and_clean_city_share_their_units(made):
    assert made["clean"].tables["units"] == made["planted"].tables["units"]


def test_every_sign_is_planted_at_county_and_township_in_a_few_seeds(made):
    wanted = {
        *[
            "R1",
            "R2",
            "R3",
            "R4",
            "R5",
            "R6",
            "R7",
            "C1",
            "C2",
            "C3",
            "C5",
            "C6",
            "A1",
            "A2",
            "A3",
            "A4",
            "A5",
            "D2",
            "D3",
            "D4",
            "D5",
            "D6",
        ]
    }
    held = {(t.sign, t.size) for seed in range(1, 6) for t in made["simulate"](seed).truth}
    assert {sign for sign, size in held if size == "township"} >= wanted
    assert {sign for sign, size in held if size == "county"} >= wanted
    assert ("D1", "city") in held


def test_an_unfunded_task_has_needs_and_no_supply(made, rows):
    for there in planted(made, "R1"):
        at = (there.units[0], there.task)
        assert any((row["单位"], row["任务"]) == at for row in rows("资源需求"))
        assert not any((row["单位"], row["任务"]) == at for row in rows("自有资源"))
        general = [row for row in rows("资源下达") if row["接收单位"] == at[0] and not row["任务"]]
        assert general == []
        assert balance(rows, at) == {}


def balance(rows, at):
    """Return what reached a unit for a task, less what it sent on, by kind; zeros left out."""
    total = Counter()
    for row in rows("资源下达"):
        if row["任务"] == at[1]:
            total[row["资源种类"]] += number(row["下达数量"]) * (row["接收单位"] == at[0])
            total[row["资源种类"]] -= number(row["下达数量"]) * (row["下达单位"] == at[0])
    return {kind: left for kind, left in total.items() if abs(left) > 0.5}


def test_a_shortfall_is_as_deep_as_said(made, rows):
    for there in planted(made, "R2"):
        unit, kind = there.units[0], there.about[0][0]
        at = (unit, there.task, kind)
        need = total(rows("资源需求"), at, "需求量")
        own = total(rows("自有资源"), at, "自有数量")
        sent = balance(rows, (unit, there.task)).get(kind, 0)
        extra = 0.12 + 1 / need  # a batch of the end of the year, or a rounded post
        assert there.statistic - 1 / need <= (own + sent) / need <= there.statistic + extra


def total(held, at, name):
    return sum(number(r[name]) for r in held if (r["单位"], r["任务"], r["资源种类"]) == at)


def test_a_late_unit_waits_as_long_as_said(made, rows):
    for there in planted(made, "R4"):
        held = [
            r
            for r in rows("资源下达")
            if r["接收单位"] == there.units[0] and r["资源种类"] == "资金"
        ]
        lags = [(day(r["到位日期"] or "2025-12-31") - day(r["下达日期"])).days for r in held]
        assert median(lags) == there.statistic
        assert there.statistic > 60


def day(text):
    return date.fromisoformat(text)


def test_books_differ_by_what_is_said(made, rows):
    changed = {row["下达编号"] for row in rows("下达调整")}
    for there in planted(made, "R7"):
        missing = sum(
            number(r["下达数量"]) - number(r["到位数量"])
            for r in rows("资源下达")
            if r["接收单位"] == there.units[0] and r["到位数量"] and r["下达编号"] not in changed
        )
        assert missing == pytest.approx(there.statistic, abs=0.5)


def test_books_of_a_clean_city_agree_after_documented_adjustments(made):
    city = made["clean"]
    payer = Counter()
    for row in city.tables.get("adjustments", []):
        payer[row["transfer"]] += row["amount"] if row["book"] == "付方账" else 0
    for row in city.tables["transfers"]:
        if row["amount_arrived"] is not None:
            assert row["amount_arrived"] == pytest.approx(
                row["amount"] + payer[row["transfer"]], abs=40
            )


def test_an_overloaded_unit_has_more_work_than_hours_in_every_month_from_april(made):
    city = made["planted"]
    hours = {
        (r["unit"], r["month"]): (r["in_post"] - r["seconded_out"]) * r["hours_per_person"]
        - r["leave_hours"]
        for r in city.tables["staff"]
    }
    work = Counter()
    for r in city.tables["workload"]:
        work[r["unit"], r["month"]] += r["count"] * r["standard_hours"]
    for there in planted(made, "C1"):
        loads = [
            work[at] / hours[at] for at in hours if at[0] == there.units[0] and at[1] > "2025-03"
        ]
        assert sum(loads) / len(loads) == pytest.approx(there.statistic, rel=0.1)
    clean = made["clean"]
    assert longest_overload(clean) <= 2


def longest_overload(city):
    hours, work = {}, Counter()
    for r in city.tables["staff"]:
        people = r["in_post"] - r["seconded_out"]
        hours[r["unit"], r["month"]] = people * r["hours_per_person"] - r["leave_hours"]
    for r in city.tables["workload"]:
        work[r["unit"], r["month"]] += r["count"] * r["standard_hours"]
    runs, longest = defaultdict(int), 0
    for at in sorted(hours):
        runs[at[0]] = runs[at[0]] + 1 if work[at] > 1.05 * hours[at] else 0
        longest = max(longest, runs[at[0]])
    return longest


def test_weights_are_unclear_or_tilted_as_said(made):
    held = defaultdict(dict)
    for row in made["planted"].tables["appraisals"]:
        held[row["scheme"]][row["task"]] = row["weight"]
    scale = {
        scheme: max(1, round(sum(w or 0 for w in points.values()) / 100))
        for scheme, points in held.items()
    }
    for there in planted(made, "A1"):
        scheme = there.about[0][0]
        growth = (held[scheme]["T01"] + held[scheme]["T02"]) / scale[scheme]
        assert growth - 24 == pytest.approx(there.statistic, abs=0.01)
        assert there.statistic > 8


def test_a_clean_scheme_adds_up_and_names_every_weight(made):
    sums = defaultdict(float)
    for row in made["clean"].tables["appraisals"]:
        sums[row["scheme"], row.get("unit"), row.get("type")] += row["weight"]
    assert set(sums.values()) <= {100.0, 1000.0}


def test_leads_are_as_said_and_one_everywhere_in_a_clean_city(made):
    assert set(leads(made["clean"]).values()) == {1}
    told = leads(made["planted"])
    for there in planted(made, "D1"):
        assert told.get(there.task, 0) == there.statistic


def leads(city):
    """Return how many units lead each task on 1 August."""
    on = date(2025, 8, 1)
    return Counter(
        row["task"]
        for row in city.tables["assignments"]
        if row["role"] == "牵头" and row["valid_from"] <= on <= (row.get("valid_to") or on)
    )


def test_pilots_planted_never_begin(made):
    begun = {
        (r["unit"], r["pilot"]) for r in made["planted"].tables["pilots"] if r["stage"] != "授权"
    }
    for there in planted(made, "C6"):
        held = {r["pilot"] for r in made["planted"].tables["pilots"] if r["unit"] == there.units[0]}
        assert len(held) == there.statistic
        assert not {(there.units[0], pilot) for pilot in held} & begun


def test_a_clean_city_has_hardly_any_gap_in_its_resources(made):
    gaps = [d["deficit"] for d in made["clean"].deficits if d["cause"] == "resources"]
    assert max(gaps) < 0.2


def test_true_gaps_lie_between_none_and_all(made):
    for city in (made["clean"], made["planted"]):
        assert {d["cause"] for d in city.deficits} == {
            "resources",
            "capacity",
            "appraisal",
            "coordination",
        }
        assert all(0 <= d["deficit"] <= 1 for d in city.deficits)


def test_first_priority_is_served_first_and_equals_share():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        serve = __import__("signs.reckon", fromlist=["serve"]).serve
    finally:
        sys.path.remove(str(BENCHMARKS))
    work = {("a", "", 1): 60.0, ("b", "T1", 2): 60.0, ("c", "T2", 2): 20.0}
    assert serve(work, 100) == {("a", "", 1): 60.0, ("b", "T1", 2): 30.0, ("c", "T2", 2): 10.0}


def test_general_money_goes_by_weight_times_lack_and_never_beyond_need(made):
    need = {"A": {"资金": 100.0}, "B": {"资金": 100.0}}
    have = {"A": {"资金": 90.0}, "B": {"资金": 40.0}}
    made["reckon"].share_out(35.0, need, have, {"A": 6.0, "B": 1.0})
    assert have == {"A": {"资金": 100.0}, "B": {"资金": pytest.approx(65.0)}}


def test_a_weekend_is_no_working_time(made):
    friday, monday = datetime(2025, 6, 6, 12), datetime(2025, 6, 9, 12)  # noqa: DTZ001
    hours = made["workdays"].working_hours
    utc = __import__("datetime").UTC
    assert hours(friday.replace(tzinfo=utc), monday.replace(tzinfo=utc)) == 24


def test_a_finding_answers_what_is_planted_only_in_its_unit_task_and_matter(made):
    judge = made["judge"]
    there = next(t for t in planted(made, "R2"))
    unit, kind = there.units[0], there.about[0][1]
    facts = (f"{unit}:R2:{there.task}:{kind}", "R2", unit, there.task)
    assert judge.answers(judge.Told(*facts, facts[0], ""), there)
    assert not judge.answers(judge.Told(*facts[:3], "T99", facts[0], ""), there)
    assert not judge.answers(judge.Told("x", "R2", "990300000000", there.task, facts[0], ""), there)
    assert not judge.answers(judge.Told(*facts, "", ""), there)


def test_bounds_of_a_share_are_wilsons(made):
    low, high = made["judge"].wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
