"""Units that work on the cases of a task and have no role in it (D1).

Definition: of the cases of the task that moved by the day of the checkup, the share on which a
department of the case worked that is assigned the task in no role, neither itself nor a unit
above, below or in charge of it. Departments that are no unit of the case cannot be told.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.diagnosis.coordination.departments import known_departments


def at_work(events: pl.DataFrame, units: UnitTree, as_of: date | None) -> pl.DataFrame:
    """Return how many cases of each task each unit worked on.

    Returns
    -------
    table (task, unit, cases, of_cases, file, sheet, row)
        ``file``, ``sheet``, ``row``: where its first event stands.
    """
    day = pl.coalesce("complete", "start").dt.date()
    seen = events.filter(pl.col("task").is_not_null())
    if as_of is not None:
        seen = seen.filter(day <= as_of)
    names = seen["department"].unique().sort().to_list()
    codes = known_departments(names, units)
    told = seen.filter(pl.col("department").is_in(list(codes))).with_columns(
        pl.col("department").replace_strict(codes, return_dtype=pl.String).alias("worker")
    )
    total = seen.group_by("task").agg(pl.col("case").n_unique().alias("of_cases"))
    first = [pl.col(f"origin_{part}").sort_by("origin_row").first() for part in _PLACE]
    worked = told.group_by("task", "worker").agg(pl.col("case").n_unique().alias("cases"), *first)
    return worked.rename({"worker": "unit"}).join(total, on="task").sort("task", "unit")


_PLACE = ("file", "sheet", "row")


def unnamed(
    worked: pl.DataFrame, roles: Mapping[str, frozenset[str]], units: UnitTree
) -> pl.DataFrame:
    """Return the rows of `at_work` of units that the task's roles do not cover.

    Parameters
    ----------
    worked : table of `at_work`
    roles : mapping of task to the units with a role in it, in whatever place
    """
    limit = reference_range("unnamed_case_share")
    much = worked.filter(pl.col("of_cases") >= limit.least)
    keep = [
        task in roles
        and limit.calls(cases / of_cases)
        and _near(unit, units).isdisjoint(roles[task])
        for task, unit, cases, of_cases in much.select(
            "task", "unit", "cases", "of_cases"
        ).iter_rows()
    ]
    return much.filter(pl.Series(keep, dtype=pl.Boolean))


def _near(unit: str, units: UnitTree) -> frozenset[str]:
    """Return a unit, those above it but the root, those below, and who directs its business."""
    above = (code for code in units.ancestors(unit) if code != units.root)
    line = units.line_parent(unit)
    below = units.subtree(unit) if unit != units.root else (unit,)
    return frozenset((unit, *above, *below, *units.line_children(unit), *((line,) if line else ())))
