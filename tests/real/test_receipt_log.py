"""The permit receipts of a Dutch municipality, counted by chuandao and by plain Python.

The counting here shares no code with chuandao: the CSV is read with the standard library, days
are counted one by one. The figures stand in docs/explanation/event-logs.md.
"""

import csv
import gzip
import os
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.diagnosis.coordination import handovers

pytestmark = pytest.mark.real
ZONE = ZoneInfo("Europe/Amsterdam")
FOLDER = Path(os.environ.get("CHUANDAO_REAL_DATA", "")) / "event_log"
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "event-logs.md"
TOML = 'name = "receipt"\ntime_zone = "Europe/Amsterdam"\n[event_log]\ndue = "case:deadline"\n'


@pytest.fixture(scope="module")
def logs(tmp_path_factory):
    """Return the case read from the CSV, and from the XES."""
    if not (FOLDER / "receipt.csv.gz").is_file():
        pytest.skip("CHUANDAO_REAL_DATA names no folder with event_log/receipt.csv.gz")
    made = {}
    for kind, name in (("csv", "events.csv"), ("xes", "events.xes.gz")):
        folder = tmp_path_factory.mktemp(kind)
        raw = (FOLDER / f"receipt.{kind}.gz").read_bytes()
        (folder / name).write_bytes(gzip.decompress(raw) if kind == "csv" else raw)
        (folder / "units.csv").write_text("单位代码,单位名称,层级,上级单位\n1,市,0,\n", "utf-8")
        (folder / "case.toml").write_text(TOML, "utf-8")
        made[kind] = cd.read(folder)
    return made


@pytest.fixture(scope="module")
def tables(logs):
    """Return the result tables of waiting and returns."""
    case = logs["xes"]
    trace = Trace(Traced((), {}, (), (), ()))
    return dict(handovers.examine(case, trace, case.last_day).tables)


@pytest.fixture(scope="module")
def plain():
    """Return the cases of the CSV, each a list of (time, activity, group) and its deadline."""
    if not (FOLDER / "receipt.csv.gz").is_file():
        pytest.skip("CHUANDAO_REAL_DATA names no folder with event_log/receipt.csv.gz")
    cases, due = defaultdict(list), {}
    with gzip.open(FOLDER / "receipt.csv.gz", "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            at = datetime.fromisoformat(row["time:timestamp"]).astimezone(ZONE)
            case = row["case:concept:name"]
            cases[case].append((at, row["concept:name"], row["org:group"]))
            due[case] = datetime.fromisoformat(row["case:deadline"]).astimezone(ZONE).date()
    return {case: sorted(events) for case, events in cases.items()}, due


def worked(first, last):
    """Return the days from one moment to another on a clock that stands still at weekends."""
    if last <= first:
        return 0.0
    day, seconds = first.date(), 0.0
    while day <= last.date():
        if day.weekday() < 5:
            begin = first.time() if day == first.date() else datetime.min.time()
            low = timedelta(hours=begin.hour, minutes=begin.minute, seconds=begin.second)
            low += timedelta(microseconds=begin.microsecond)
            high = timedelta(days=1)
            if day == last.date():
                end = last.time()
                high = timedelta(hours=end.hour, minutes=end.minute, seconds=end.second)
                high += timedelta(microseconds=end.microsecond)
            seconds += (high - low).total_seconds()
        day += timedelta(days=1)
    return seconds / 86400


def steps(cases):
    """Yield each two steps of a case that follow each other."""
    for case, events in sorted(cases.items()):
        for before, after in pairwise(events):
            yield case, before, after


def row(table, **where):
    """Return the one row of a table."""
    found = table.filter([pl.col(name) == value for name, value in where.items()])
    assert found.height == 1
    return found.row(0, named=True)


def test_the_xes_and_the_csv_give_the_same_rows(logs):
    tables = [logs[kind].tables["events"].drop("origin_file") for kind in ("csv", "xes")]
    assert tables[0].height == 8577
    assert tables[0].equals(tables[1])


def test_nothing_of_the_log_is_set_aside(logs):
    assert logs["csv"].set_aside.is_empty()
    assert logs["xes"].set_aside.is_empty()


def test_handovers_and_gaps_of_every_pair_are_those_counted_by_hand(tables, plain):
    gaps = defaultdict(list)
    for _, (at, _, group), (then, _, other) in steps(plain[0]):
        if group != other:
            gaps[group, other].append(worked(at, then))
    table = tables["handovers"]
    assert table.height == len(gaps) == 43
    for (group, other), found in gaps.items():
        told = row(table, from_department=group, to_department=other)
        assert told["handovers"] == len(found)
        assert told["measure"] == "gap"
        assert told["median_days"] == pytest.approx(median(found), abs=6e-5)


def test_days_lost_are_those_beyond_the_median_gap_before_the_activity(tables, plain):
    before = defaultdict(list)
    for _, (at, _, _), (then, activity, _) in steps(plain[0]):
        before[activity].append(worked(at, then))
    lost = defaultdict(float)
    for _, (at, _, group), (then, activity, other) in steps(plain[0]):
        if group != other:
            beyond = worked(at, then) - median(before[activity])
            lost[group, other] += max(0.0, beyond)
    for (group, other), days in lost.items():
        told = row(tables["handovers"], from_department=group, to_department=other)
        assert told["lost_days"] == pytest.approx(days, abs=1e-4 + 1e-9 * days)


def test_rework_is_that_counted_by_hand(tables, plain):
    repeated, again = Counter(), Counter()
    for events in plain[0].values():
        counts = Counter(activity for _, activity, _ in events)
        repeated.update(activity for activity, n in counts.items() if n > 1)
        again.update({activity: n - 1 for activity, n in counts.items() if n > 1})
    table = tables["rework"]
    assert sum(again.values()) == table["repetitions"].sum() == 245
    for told in table.iter_rows(named=True):
        assert told["repeated_cases"] == repeated[told["activity"]]
        assert told["repetitions"] == again[told["activity"]]


def test_returns_are_those_counted_by_hand(tables, plain):
    counted = Counter()
    for events in plain[0].values():
        stays = []
        for _, activity, group in events:
            if not stays or stays[-1][0] != group:
                stays.append((group, []))
            stays[-1][1].append(activity)
        before = False
        for first, between, back in zip(stays, stays[1:], stays[2:], strict=False):
            before = not before and first[0] == back[0] and bool({*first[1]} & {*back[1]})
            counted[first[0], between[0]] += before
    table = tables["returns"]
    assert table["returns"].sum() == sum(counted.values())
    for (group, other), count in (+counted).items():
        assert row(table, from_department=group, to_department=other)["returns"] == count


def test_cases_past_their_deadline_are_those_counted_by_hand(tables, plain):
    cases, due = plain
    late = []
    for case, events in cases.items():
        end = datetime.combine(due[case] + timedelta(days=1), datetime.min.time(), ZONE)
        days = worked(end, events[-1][0])
        if days > 0:
            late.append(days)
    told = tables["deadlines"].row(0, named=True)
    assert (told["closed"], told["closed_late"], told["open"]) == (1434, len(late), 0)
    assert told["late_days"] == pytest.approx(sum(late), abs=1e-3)
    assert told["late_median_days"] == pytest.approx(median(late), abs=6e-5)


def test_the_page_shows_these_figures(tables):
    page = PAGE.read_text("utf-8")
    late, again = tables["deadlines"].row(0, named=True), tables["rework"]
    assert f"{tables['handovers']['handovers'].sum():,} hand-overs" in page
    assert f"{late['closed_late']} of 1,434" in page
    assert f"{again['repetitions'].sum()} repetitions" in page
    assert f"{tables['returns']['returns'].sum()} returns" in page
    for told in tables["handovers"].sort("lost_days", descending=True).head(4).to_dicts():
        shown = (
            f"| {told['from_department']} → {told['to_department']} | {told['handovers']} "
            f"| {told['median_days']:.4f} | {told['p90_days']:.2f} | {told['lost_days']:,.0f} "
            f"| {told['waiting_share']:.2f} |"
        )
        assert shown in page, shown
