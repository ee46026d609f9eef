"""Queries over a million events: seconds, and CPU seconds beside pm4py and pandas.

    python benchmarks/bench_events.py [--events 1000000] [--runs 3] [--peer PYTHON | --no-peer]

A log of offices that hand cases on is drawn (seed 7), written to a temporary folder and read from
there. Every day counts as a working day, so that all measure the same; steps of a case do not
overlap. pm4py (AGPL) is a yardstick only: it lives in a virtual environment of its own, made in a
temporary folder unless ``--peer`` names a Python that has it. Prints the median of the runs, the
ratio of CPU seconds, and whether the results are the same.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from chuandao.cascade.units import grow
from chuandao.diagnosis.coordination.events import queries
from chuandao.diagnosis.coordination.events.log import EventLog, event_log
from chuandao.diagnosis.coordination.events.working_time import DAY
from chuandao.text.times.working_days import Calendar

HERE = Path(__file__).parent
FIRST = date(2024, 1, 1)
DEPARTMENTS, ACTIVITIES, UNITS, TASKS, STEPS = 12, 20, 30, 5, 8
PEER = "pm4py"
SECOND = np.timedelta64(1_000_000, "us")


def main() -> None:
    """Draw a log, ask it everything, and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peer", help="a Python with pm4py; by default one is made")
    parser.add_argument("--no-peer", action="store_true")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "events.parquet"
        drawn(told.events).write_parquet(file)
        own = asked(file, told.runs)
        printed(own)
        if not told.no_peer:
            python = told.peer or made_peer(Path(folder))
            command = [python, str(HERE / "peer_pm4py.py"), str(file), str(told.runs)]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            compared(own, json.loads(done.stdout.splitlines()[-1]))


def drawn(events: int) -> pl.DataFrame:
    """Return a log of cases with about eight steps each, one after another."""
    rng = np.random.default_rng(7)
    case = np.sort(rng.integers(0, events // STEPS, events))
    first = np.r_[True, case[1:] != case[:-1]]
    begin = rng.integers(0, 300 * 86400, events) * first
    wait = rng.exponential(0.8 * 86400, events).astype(np.int64) * ~first
    work = rng.exponential(0.3 * 86400, events).astype(np.int64) + 1
    total = np.cumsum(begin + wait + work)
    at = np.maximum.accumulate(np.where(first, np.arange(events), 0))
    done = total - (total - begin - wait - work)[at]
    epoch = np.datetime64(FIRST.isoformat(), "us")
    names = {
        "case": np.char.add("C", case.astype(str)),
        "unit": np.char.add("99", (case % UNITS + 10).astype(str)),
        "task": np.char.add("T", (case % TASKS).astype(str)),
        "department": np.char.add("D", rng.integers(0, DEPARTMENTS, events).astype(str)),
        "activity": np.char.add("A", rng.integers(0, ACTIVITIES, events).astype(str)),
    }
    moments = {"start": epoch + (done - work) * SECOND, "complete": epoch + done * SECOND}
    return pl.DataFrame(names | moments).with_columns(
        pl.col("start", "complete").dt.replace_time_zone("UTC"),
        due=pl.lit(None, dtype=pl.Date),
        paused_hours=pl.lit(None, dtype=pl.Float64),
        route=pl.lit("R"),
    )


def routes() -> pl.DataFrame:
    """Return one route of five steps."""
    rows = [("R", n + 1, f"A{n}", f"D{n}", 1.0) for n in range(5)]
    return pl.DataFrame(
        rows, schema=["route", "step", "activity", "department", "days"], orient="row"
    )


def asked(file: Path, runs: int) -> Mapping[str, tuple[float, float, object]]:
    """Return for each query its seconds, CPU seconds and what it found."""
    units = grow(
        pl.DataFrame(
            {
                "unit": ["99", *(f"99{n + 10}" for n in range(UNITS))],
                "name": ["city", *(f"u{n}" for n in range(UNITS))],
                "tier": [0, *[1] * UNITS],
                "parent": [None, *["99"] * UNITS],
            }
        )
    )
    days = (FIRST + timedelta(days=n) for n in range(800))
    calendar = Calendar(work=frozenset(days))
    found: dict[str, tuple[float, float, object]] = {}

    def timed(name: str, ask: Callable[[], object]) -> object:
        found[name] = measured(ask, runs)
        return found[name][2]

    log: EventLog = timed(
        "made ready",
        lambda: event_log(pl.read_parquet(file), routes(), units, calendar, time_zone="UTC"),
    )  # type: ignore[assignment]
    ordered: pl.DataFrame = timed("steps in order", lambda: queries.steps(log))  # type: ignore[assignment]
    handed: pl.DataFrame = timed("hand-overs", lambda: queries.handovers(log, ordered, DAY))  # type: ignore[assignment]
    timed("waits by pair", lambda: queries.pairs(handed))
    timed("excess by case", lambda: queries.case_excess(handed))
    returned: pl.DataFrame = timed("returns", lambda: queries.returns(ordered))  # type: ignore[assignment]
    timed("returns by pair", lambda: queries.passages(handed, returned))
    timed("rework", lambda: queries.rework(ordered))
    timed("conformance", lambda: queries.conformance(log, ordered))
    cases: pl.DataFrame = timed("cases", lambda: queries.cases(log, handed))  # type: ignore[assignment]
    timed("deadlines", lambda: queries.deadlines(cases))
    found["log"] = (0.0, 0.0, log)
    return found


def measured(ask: Callable[[], object], runs: int) -> tuple[float, float, object]:
    """Return the median seconds and CPU seconds of some runs, and the last result."""
    seconds, cpu, result = [], [], None
    for _ in range(runs):
        wall, spent = time.perf_counter(), time.process_time()
        result = ask()
        seconds.append(time.perf_counter() - wall)
        cpu.append(time.process_time() - spent)
    return median(seconds), median(cpu), result


def printed(own: Mapping[str, tuple[float, float, object]]) -> None:
    """Print what each query cost."""
    print(f"{'query':16} {'seconds':>8} {'CPU s':>8} {'rows':>10}")
    for name, (seconds, cpu, result) in own.items():
        if name != "log":
            rows = f"{result.height:,}" if isinstance(result, pl.DataFrame) else ""
            print(f"{name:16} {seconds:8.2f} {cpu:8.2f} {rows:>10}")


def made_peer(folder: Path) -> str:
    """Return a Python with pm4py, installed in a virtual environment of its own."""
    venv.create(folder / "peer", with_pip=True)
    python = str(folder / "peer" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", PEER, "pyarrow"], check=True)
    return python


def compared(own: Mapping[str, tuple[float, float, object]], peer: Mapping[str, Mapping]) -> None:
    """Print CPU seconds side by side, and whether the same was found."""
    log: EventLog = own["log"][2]  # type: ignore[assignment]
    mine = {
        "hand-overs": (("made ready", "steps in order", "hand-overs"), counted(own, log)),
        "waits by pair": (
            ("made ready", "steps in order", "hand-overs", "waits by pair"),
            waited(own, log),
        ),
        "waits in full": (
            ("made ready", "steps in order", "hand-overs", "waits by pair"),
            in_full(own, log),
        ),
        "rework": (("made ready", "steps in order", "rework"), repeated(own, log)),
    }
    print("\nCPU seconds: of the query itself, and with all that it rests on; peer over own")
    print(f"{'':16} {'query':>8} {'whole':>8} {'peer':>8} {'CPU s':>8} {'ratios':>12}  same")
    for name, (parts, result) in mine.items():
        alone, whole = own[parts[-1]][1], sum(own[part][1] for part in parts)
        for peer_name, told in peer[name].items():
            cpu, same = told["cpu"], agree(result, told["result"])
            ratios = f"{cpu / alone:.1f} {cpu / whole:.1f}"
            spent = f"{alone:8.2f} {whole:8.2f} {peer_name:>8} {cpu:8.2f}"
            print(f"{name:16} {spent} {ratios:>12}  {same}")


def counted(own: Mapping[str, tuple[float, float, object]], log: EventLog) -> dict[str, float]:
    """Return how many hand-overs each pair of departments has."""
    handed = own["hand-overs"][2]
    assert isinstance(handed, pl.DataFrame)  # noqa: S101
    rows = handed.group_by("from_department", "to_department").len()
    return {pair(log, a, b): float(n) for a, b, n in rows.iter_rows()}


def waited(own: Mapping[str, tuple[float, float, object]], log: EventLog) -> dict[str, float]:
    """Return the whole of the waits of each pair of departments, in seconds."""
    rows = own["waits by pair"][2]
    assert isinstance(rows, pl.DataFrame)  # noqa: S101
    by_pair = (
        rows.filter("whole").group_by("from_department", "to_department").agg(pl.sum("waited"))
    )
    return {pair(log, a, b): s / 1e6 for a, b, s in by_pair.iter_rows()}


def in_full(own: Mapping[str, tuple[float, float, object]], log: EventLog) -> dict[str, float]:
    """Return the median wait by unit, task and pair, in seconds."""
    rows = own["waits by pair"][2]
    assert isinstance(rows, pl.DataFrame)  # noqa: S101
    by_task = rows.filter(~pl.col("whole"))
    names = log.names
    return {
        f"{names['unit'][u]}>{names['task'][t]}>{pair(log, a, b)}": m / 1e6
        for u, t, a, b, m in by_task.select(
            "unit", "task", "from_department", "to_department", "median"
        ).iter_rows()
    }


def repeated(own: Mapping[str, tuple[float, float, object]], log: EventLog) -> dict[str, float]:
    """Return in how many cases each activity was done more than once."""
    rows = own["rework"][2]
    assert isinstance(rows, pl.DataFrame)  # noqa: S101
    by_activity = rows.group_by("activity").agg(pl.sum("repeated_cases"))
    return {log.names["activity"][a]: float(n) for a, n in by_activity.iter_rows()}


def pair(log: EventLog, giver: int, receiver: int) -> str:
    """Return a pair of departments by their names."""
    names = log.names["department"]
    return f"{names[giver]}>{names[receiver]}"


def agree(mine: Mapping[str, float], theirs: Mapping[str, float]) -> str:
    """Return whether two results are the same to a millionth."""
    if mine.keys() != theirs.keys():
        return f"no: {len(mine)} against {len(theirs)} keys"
    off = max(abs(mine[key] - theirs[key]) / max(1.0, abs(mine[key])) for key in mine)
    return "yes" if off < 1e-6 else f"no: {off:.2e}"


if __name__ == "__main__":
    sys.exit(main())
