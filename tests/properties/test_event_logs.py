"""Laws of the queries over event logs, against a reading of each case step by step in Python."""

from datetime import UTC, date, datetime, timedelta, timezone

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from chuandao.cascade.units import grow
from chuandao.diagnosis.coordination.events import queries
from chuandao.diagnosis.coordination.events.log import event_log
from chuandao.diagnosis.coordination.events.working_time import DAY, working_clock
from chuandao.sources.tables.cells.dates import read_instant
from chuandao.sources.tables.cells.moments import instants
from chuandao.text.times.working_days import Calendar

UNITS = grow(
    pl.DataFrame({"unit": ["1", "11"], "name": ["市", "县"], "tier": [0, 1], "parent": [None, "1"]})
)
CALENDAR = Calendar(rest=frozenset({date(2025, 5, 5)}), work=frozenset({date(2025, 5, 10)}))
SINCE = datetime(2025, 5, 1, tzinfo=UTC)
SCHEMA = {
    "case": pl.String,
    "unit": pl.String,
    "activity": pl.String,
    "department": pl.String,
    "start": pl.Datetime("us", "UTC"),
    "complete": pl.Datetime("us", "UTC"),
    "due": pl.Date,
    "paused_hours": pl.Float64,
    "task": pl.String,
    "route": pl.String,
}


@st.composite
def steps(draw):
    begun = SINCE + timedelta(minutes=draw(st.integers(0, 20 * 1440)))
    done = begun + timedelta(minutes=draw(st.integers(0, 3 * 1440)))
    starts = draw(st.booleans())
    is_open = starts and draw(st.integers(0, 9)) == 0
    return (
        draw(st.sampled_from(["c1", "c2", "c3"])),
        "11",
        draw(st.sampled_from(["a", "b"])),
        draw(st.sampled_from(["X", "Y", "Z"])),
        begun if starts else None,
        None if is_open else done,
        draw(st.sampled_from([None, date(2025, 5, 20)])),
        draw(st.sampled_from([None, 6.0])),
        draw(st.sampled_from([None, "T1"])),
        None,
    )


logs = st.lists(steps(), min_size=1, max_size=14)


def made(rows):
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    ordered = frame.sort(pl.all(), nulls_last=False)
    return event_log(ordered, None, UNITS, CALENDAR, time_zone="UTC"), ordered


def clock(moment):
    """Return the working time since the first day, day by day."""
    day, worked = SINCE.date(), timedelta()
    while day < moment.date():
        worked += timedelta(days=1) * CALENDAR.is_working(day)
        day += timedelta(days=1)
    return worked + (moment - datetime(day.year, day.month, day.day, tzinfo=UTC)) * (
        CALENDAR.is_working(day)
    )


def by_hand(ordered):
    """Return the wait of each hand-over, reading each case step by step."""
    found = []
    for case in sorted(set(ordered["case"])):
        rows = [row for row in ordered.iter_rows(named=True) if row["case"] == case]
        far = datetime(9999, 1, 1, tzinfo=UTC)
        rows.sort(
            key=lambda r: (
                r["start"] or r["complete"],
                r["complete"] or far,
                r["activity"],
                r["department"],
            )
        )
        for at in range(1, len(rows)):
            row, last = rows[at], rows[at - 1]
            if row["department"] == last["department"]:
                continue
            found.append((case, last["department"], row["department"], _wait(rows[: at + 1])))
    return sorted(found, key=str)


def _wait(rows):
    *before, last, row = rows
    reached = row["start"] or row["complete"]
    if last["complete"] is None or reached is None:
        return None
    since = max(r["complete"] for r in [*before, last] if r["complete"])
    wait = clock(reached) - clock(since)
    if row["start"]:
        wait -= _over(row) + _over(last)
    else:
        wait -= timedelta(hours=row["paused_hours"] or 0)
    return max(timedelta(), wait) // timedelta(microseconds=1)


def _over(row):
    """Return the paused hours of a step that do not fit into it."""
    paused = timedelta(hours=row["paused_hours"] or 0)
    if row["start"] is None:
        return timedelta()
    own = clock(row["complete"]) - clock(row["start"]) if row["complete"] else timedelta()
    return max(timedelta(), paused - own)


def handed(rows):
    log, ordered = made(rows)
    ordered_steps = queries.steps(log)
    found = queries.handovers(log, ordered_steps, DAY)
    return log, ordered, ordered_steps, found


@settings(max_examples=20)
@given(logs)
def test_waits_are_those_read_step_by_step(rows):
    log, ordered, _, found = handed(rows)
    names = log.names["department"]
    told = [
        (
            ordered["case"][row["event"]],
            *(names[row[end]] for end in ("from_department", "to_department")),
            row["waited"],
        )
        for row in found.iter_rows(named=True)
    ]
    assert sorted(told, key=str) == by_hand(ordered)


@settings(max_examples=20)
@given(logs, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    shuffled = random.sample(rows, len(rows))
    first, second = handed(rows), handed(shuffled)
    assert first[3].equals(second[3])
    assert queries.pairs(first[3]).equals(queries.pairs(second[3]))
    assert queries.returns(first[2]).equals(queries.returns(second[2]))


@settings(max_examples=20)
@given(logs)
def test_days_lost_by_pair_add_up_to_those_of_the_cases(rows):
    log, _, _, found = handed(rows)
    whole = queries.pairs(found).filter("whole") if found.height else found
    cases = queries.cases(log, found)
    lost = int(whole["lost"].fill_null(0).sum()) if found.height else 0
    assert lost == int(cases["lost"].fill_null(0).sum())


@settings(max_examples=20)
@given(logs)
def test_shares_of_waiting_add_up_to_one(rows):
    _, _, _, found = handed(rows)
    whole = queries.pairs(found).filter("whole", pl.col("share").is_not_null())
    if whole.height:
        assert abs(whole["share"].sum() - 1) < 1e-9


@settings(max_examples=20)
@given(logs)
def test_every_case_is_counted_once(rows):
    log, ordered, _, found = handed(rows)
    assert queries.cases(log, found).height == ordered["case"].n_unique()


@settings(max_examples=20)
@given(st.lists(st.integers(0, 60 * 1440), min_size=2, max_size=8))
def test_the_working_clock_never_runs_back_nor_faster_than_time(minutes):
    moments = [datetime(2025, 4, 1) + timedelta(minutes=m) for m in sorted(minutes)]  # noqa: DTZ001
    shown = working_clock(pl.Series(moments), CALENDAR, date(2025, 4, 1)).to_list()
    for (t0, w0), (t1, w1) in zip(
        zip(moments, shown, strict=True), list(zip(moments, shown, strict=True))[1:], strict=False
    ):
        assert 0 <= w1 - w0 <= (t1 - t0) // timedelta(microseconds=1)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)),  # noqa: DTZ001
    st.sampled_from(["", "Z", "+08:00", "-0330"]),
    st.sampled_from(["T", " "]),
    st.sampled_from(["minutes", "seconds", "milliseconds", "microseconds"]),
)
@settings(max_examples=200)
def test_a_column_of_times_reads_as_its_cells_do(moment, offset, between, grain):
    text = moment.isoformat(between, grain) + offset
    read = read_instant(text).value
    known = read if read.tzinfo else read.replace(tzinfo=timezone(timedelta(hours=8)))
    assert instants(pl.Series([text]), "Etc/GMT-8")[0] == known
