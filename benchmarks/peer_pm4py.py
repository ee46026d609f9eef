"""The same questions by pm4py and pandas; run by bench_events.py in an environment of its own.

    python benchmarks/peer_pm4py.py EVENTS.parquet RUNS

Needs pm4py, not chuandao. Prints JSON: for each question and peer, CPU seconds (median of the
runs, reading the file left out for both) and what was found.
"""

import json
import sys
import time
import warnings
from collections.abc import Callable
from statistics import median

import pandas as pd
import pyarrow.parquet as pq

warnings.simplefilter("ignore")


def main() -> None:
    """Ask everything and print it."""
    frame = pq.read_table(sys.argv[1]).to_pandas()
    runs = int(sys.argv[2])
    log = frame.rename(
        columns={
            "case": "case:concept:name",
            "activity": "concept:name",
            "complete": "time:timestamp",
            "start": "start_timestamp",
            "department": "org:group",
        }
    )
    told = {
        "hand-overs": {
            "pm4py": timed(lambda: network(log), runs),
            "pandas": timed(lambda: handed(log), runs),
        },
        "waits by pair": {
            "pm4py": timed(lambda: performance(log), runs),
            "pandas": timed(lambda: waited(log), runs),
        },
        "waits in full": {"pandas": timed(lambda: in_full(log), runs)},
        "rework": {
            "pm4py": timed(lambda: rework(log), runs),
            "pandas": timed(lambda: repeated(log), runs),
        },
    }
    sys.stdout.write("\n" + json.dumps(told))


def timed(ask: Callable[[], dict], runs: int) -> dict:
    """Return the median CPU seconds of some runs, and the last result."""
    spent, result = [], {}
    for _ in range(runs):
        begun = time.process_time()
        result = ask()
        spent.append(time.process_time() - begun)
    return {"cpu": median(spent), "result": result}


def network(log: pd.DataFrame) -> dict:
    """Return hand-overs by pm4py: the counts of its directly-follows graph over departments."""
    from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph

    found = get_dfg_graph(log, activity_key="org:group", measure="frequency")
    return {f"{a}>{b}": float(n) for (a, b), n in found.items() if a != b}


def performance(log: pd.DataFrame) -> dict:
    """Return waits by pm4py: its performance graph over departments, with beginnings."""
    from pm4py.algo.discovery.dfg.adapters.pandas.df_statistics import get_dfg_graph

    found = get_dfg_graph(
        log,
        activity_key="org:group",
        start_timestamp_key="start_timestamp",
        measure="performance",
        perf_aggregation_key="sum",
    )
    return {f"{a}>{b}": float(s) for (a, b), s in found.items() if a != b}


def rework(log: pd.DataFrame) -> dict:
    """Return rework by pm4py."""
    import pm4py

    return {a: float(n) for a, n in pm4py.get_rework_cases_per_activity(log).items()}


def ordered(log: pd.DataFrame) -> pd.DataFrame:
    """Return the log by case and beginning, with the step before."""
    rows = log.sort_values(["case:concept:name", "start_timestamp"], kind="stable")
    same = rows["case:concept:name"].eq(rows["case:concept:name"].shift())
    giver = rows["org:group"].shift().where(same)
    since = rows["time:timestamp"].shift().where(same)
    made = rows.assign(giver=giver, waited=(rows["start_timestamp"] - since).dt.total_seconds())
    return made[giver.notna() & giver.ne(rows["org:group"])]


def handed(log: pd.DataFrame) -> dict:
    """Return hand-overs by pandas."""
    found = ordered(log).groupby(["giver", "org:group"]).size()
    return {f"{a}>{b}": float(n) for (a, b), n in found.items()}


def waited(log: pd.DataFrame) -> dict:
    """Return waits by pandas."""
    found = ordered(log).groupby(["giver", "org:group"])["waited"].sum()
    return {f"{a}>{b}": float(s) for (a, b), s in found.items()}


def in_full(log: pd.DataFrame) -> dict:
    """Return waits by unit, task and pair: number, median, 90th percentile, whole."""
    groups = ordered(log).groupby(["unit", "task", "giver", "org:group"])["waited"]
    found = groups.agg(["size", "median", "sum"])
    found["p90"] = groups.quantile(0.9)
    return {">".join(key): float(m) for key, m in found["median"].items()}


def repeated(log: pd.DataFrame) -> dict:
    """Return rework by pandas."""
    counts = log.groupby(["case:concept:name", "concept:name"]).size()
    found = counts[counts > 1].groupby(level=1).size()
    return {a: float(n) for a, n in found.items()}


if __name__ == "__main__":
    main()
