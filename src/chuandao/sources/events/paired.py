"""Entries of an event log (one for a beginning, one for a completion) as steps, one row each.

Of one step of a case (told by its instance where the log has one, else by its department) the
first beginning belongs to the first completion after it. A completion without beginning is a
step of which only the completion is logged; a beginning without completion is still open.
Entries of other kinds (scheduled, assigned, withdrawn) say nothing of either and are counted.
"""

from collections import defaultdict
from collections.abc import Iterator

import polars as pl

from chuandao.errors import Place, Problem
from chuandao.sources.events.mapping import LogMapping
from chuandao.sources.tables.cells.moments import days, instants
from chuandao.sources.tables.grid import Grid

_COLUMNS = ("case", "unit", "activity", "department", "start", "complete")
_KEPT = ("case", "unit", "activity", "department", "due", "paused_hours", "task", "route")
_KINDS = ("start", "complete")


def as_steps(entries: pl.DataFrame, mapping: LogMapping, file: str, time_zone: str) -> Grid:
    """Return the steps of a log as cells under the headings of the table ``events``.

    Parameters
    ----------
    entries : table
        One row an entry of the log: the columns of the mapping as text, and ``row``.
    mapping : LogMapping
    file : str
        How messages name the file.
    time_zone : str
        Of times without an offset.
    """
    told = entries.with_columns(
        pl.lit(None, dtype=pl.String).alias(name)
        for name in ("transition", "instance", *_KEPT)
        if name not in entries.columns
    ).with_columns(
        transition=pl.col("transition").fill_null("complete").str.to_lowercase(),
        at=instants(entries["time"], time_zone),
    )
    known = told.filter(pl.col("transition").is_in(_KINDS))
    steps = _joined(known)
    names = (*_COLUMNS, "due", "paused_hours", "task", "route")
    held = [name for name in names if name in {"start", "complete"} or name in mapping.wanted]
    frame = _typed(steps, known["at"].null_count() == 0, time_zone).select(held)
    return Grid(
        file,
        "",
        frame.rename({name: str(at) for at, name in enumerate(held)}),
        steps["row"].cast(pl.UInt32),
        headings=tuple(held),
        problems=tuple(_left_out(told, known, file)),
    )


def _typed(steps: pl.DataFrame, whole: bool, time_zone: str) -> pl.DataFrame:  # noqa: FBT001
    """Return the steps with times as instants; as written, to be judged, where one is none."""
    times = ("start_at", "complete_at") if whole else ("start_text", "complete_text")
    return steps.with_columns(
        start=pl.col(times[0]), complete=pl.col(times[1]), due=days(steps["due"], time_zone)
    )


def _joined(known: pl.DataFrame) -> pl.DataFrame:
    """Return one row a step, in the order of the entries that close them (or opened them)."""
    begun = pl.col("transition") == "start"
    if not known.select(begun.any()).item():
        begins = pl.Series([None] * known.height, dtype=pl.UInt32)
        return _steps(known, known.with_row_index("own"), begins)
    own = known.with_row_index("own")
    matches = dict(_matched(own))
    opened = set(matches.values())
    rows = own.filter(~begun | ~pl.col("own").is_in(list(opened)))
    begins = pl.Series([matches.get(at) for at in rows["own"].to_list()], dtype=pl.UInt32)
    return _steps(known, rows, begins)


def _matched(own: pl.DataFrame) -> Iterator[tuple[int, int]]:
    """Yield the place of each completion with that of the beginning that belongs to it."""
    waiting: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    ordered = own.with_columns(_late=pl.col("transition") == "complete").sort(
        "at", "_late", "own", nulls_last=True
    )
    one = ("case", "unit", "activity", "instance", "department")
    for at, kind, *key in ordered.select("own", "transition", *one).iter_rows():
        step = tuple(key[:4]) if key[3] is not None else tuple(key)
        if kind == "start":
            waiting[step].append(at)
        elif waiting[step]:
            yield at, waiting[step].pop(0)


def _steps(known: pl.DataFrame, rows: pl.DataFrame, begins: pl.Series) -> pl.DataFrame:
    """Return the rows with when each was begun and completed."""
    is_open = pl.col("transition") == "start"
    return rows.with_columns(
        begun_at=known["at"].gather(begins), begun_text=known["time"].gather(begins)
    ).with_columns(
        start_at=pl.when(is_open).then("at").otherwise("begun_at"),
        start_text=pl.when(is_open).then("time").otherwise("begun_text"),
        complete_at=pl.when(~is_open).then("at"),
        complete_text=pl.when(~is_open).then("time"),
    )


def _left_out(told: pl.DataFrame, known: pl.DataFrame, file: str) -> Iterator[Problem]:
    others = told.filter(~pl.col("transition").is_in(_KINDS))
    if others.height:
        kinds = ", ".join(others["transition"].unique().sort().to_list())
        facts = {"count": others.height, "kinds": kinds, "kept": known.height}
        yield Problem("log_entries_left", "note", Place(file, row=int(others["row"][0])), facts)
