"""The ways between departments on which cases are lost for days: what meetings are for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold


@dataclass(frozen=True)
class Way:
    """One way between two departments of a unit and task, beyond what is usual.

    ``kind``: wait or return; ``share``: of its cases beyond the reference, or returned;
    ``excess``, ``median``: working days, None for returns; ``examples``: numbers of cases that
    lost most; ``datasets``: data lawfully asked for between the two and not shared in time.
    """

    kind: str
    unit: str
    task: str
    before: str
    after: str
    cases: int
    lost: float
    share: float
    excess: float | None = None
    median: float | None = None
    examples: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()


def ways(case: Case, tables: Mapping[str, pl.DataFrame], shares: pl.DataFrame) -> tuple[Way, ...]:
    """Return the ways beyond what is usual, those that cost most days first.

    By task, and over all tasks of a unit only where no task by itself shows it.

    Parameters
    ----------
    case : Case
    tables : mapping of str to pl.DataFrame
        ``handovers``, ``returns``, ``findings``, ``finding_evidence`` of a diagnosis.
    shares : table (unit, task, from_department, to_department, datasets, …)
        The hand-overs for which data are wanting.
    """
    known = _cases_behind(case, tables)
    wanting = {_key(row): tuple(row["datasets"]) for row in shares.iter_rows(named=True)}
    found = [
        *_of("wait", _specific(tables["handovers"]), known, wanting),
        *_of("return", _specific(tables["returns"]), known, wanting),
    ]
    return tuple(sorted(found, key=lambda w: (-w.lost, w.unit, w.task, w.before, w.after, w.kind)))


def _specific(table: pl.DataFrame) -> pl.DataFrame:
    found = table.filter(pl.col("verdict") == "beyond")
    by_task = found.filter(pl.col("task").is_not_null())
    on = ["unit", "from_department", "to_department"]
    whole = found.filter(pl.col("task").is_null()).join(by_task, on=on, how="anti")
    return pl.concat([by_task, whole])


def _of(
    kind: str,
    rows: pl.DataFrame,
    known: Mapping[tuple[str, ...], Sequence[str]],
    wanting: Mapping[tuple[str, ...], tuple[str, ...]],
) -> Iterable[Way]:
    back = kind == "return"
    most = int(threshold("agenda_cases"))
    for row in rows.iter_rows(named=True):
        yield Way(
            kind, row["unit"], row["task"] or "", row["from_department"], row["to_department"],
            cases=row["returned_cases"] if back else row["cases"],
            lost=row["days"] if back else row["lost_days"],
            share=row["returned_share"] if back else row["beyond_share"],
            excess=None if back else row["excess_days"],
            median=None if back else row["median_days"],
            examples=tuple(known.get(("D3" if back else "D2", *_key(row)), ())[:most]),
            datasets=wanting.get(_key(row), ()),
        )  # fmt: skip


def _key(row: Mapping[str, object]) -> tuple[str, ...]:
    names = ("unit", "task", "from_department", "to_department")
    return tuple(str(row[name] or "") for name in names)


def _cases_behind(
    case: Case, tables: Mapping[str, pl.DataFrame]
) -> Mapping[tuple[str, ...], Sequence[str]]:
    """Return the numbers of the cases behind each finding of waiting and returns.

    The worst come first: a finding names its rows in that order only by what it rests on, so
    they are put in order of the time their cases took.
    """
    events = case.tables.get("events")
    found = tables["findings"].filter(pl.col("sign").is_in(["D2", "D3"]))
    if events is None or found.is_empty():
        return {}
    keyed = events.select(
        "case", file="origin_file", sheet=pl.col("origin_sheet").fill_null(""),
        row=pl.col("origin_row").cast(pl.Int64),
        took=(pl.col("complete").max() - pl.coalesce("start", "complete").min()).over(
            "unit", "case"
        ),
    )  # fmt: skip
    rows = (
        tables["finding_evidence"]
        .filter(pl.col("file").is_not_null())
        .with_columns(pl.col("sheet").fill_null(""))
        .join(found, on="finding")
        .join(keyed, on=["file", "sheet", "row"])
        .sort("finding", "took", "case", descending=[False, True, False], nulls_last=True)
    )
    names = _departments(tables)
    held: dict[tuple[str, ...], list[str]] = {}
    for row in rows.iter_rows(named=True):
        key = (row["sign"], row["unit"], row["task"] or "", *names.get(row["finding"], ("", "")))
        numbers = held.setdefault(key, [])
        if row["case"] not in numbers:
            numbers.append(row["case"])
    return held


def _departments(tables: Mapping[str, pl.DataFrame]) -> dict[str, tuple[str, str]]:
    """Return the departments of each finding, as the tables of ways name them."""
    from chuandao.diagnosis.coordination.events.naming import about

    pairs = pl.concat(
        [tables[name].select("from_department", "to_department") for name in _WAYS]
    ).unique()
    named = {about(*pair): pair for pair in pairs.sort(pl.all()).rows()}
    found: dict[str, tuple[str, str]] = {}
    for finding in tables["findings"].filter(pl.col("sign").is_in(["D2", "D3"]))["finding"]:
        end = next((key for key in named if finding.endswith(f":{key}")), None)
        if end:
            found[finding] = named[end]
    return found


_WAYS = ("handovers", "returns")
