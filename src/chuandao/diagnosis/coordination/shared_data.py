"""Which waits between departments a share of data would remove (D2 with D4)."""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.diagnosis.coordination.departments import known_departments
from chuandao.diagnosis.coordination.requests import judged_requests


def waits_for_data(
    case: Case, handovers: pl.DataFrame, as_of: date | None, *, before: str, after: str
) -> pl.DataFrame:
    """Return the hand-overs between departments of which one waits for data of the other.

    A case waits on its way between two departments while one of them has lawful requests for
    data of the other that were refused, granted late or are overdue: with the data shared, the
    case need not make that way. Either direction counts.

    Parameters
    ----------
    case : Case
    handovers : table
        One row a pair of departments; its other columns are kept.
    as_of : date or None
    before, after : str
        The columns of the department that hands over and of the one that takes over, as the
        hand-over table names them.

    Returns
    -------
    table (the columns of handovers, failed_requests, datasets)
        Only pairs with such requests; ``datasets``: which data, in order.
    """
    if "data_requests" not in case.tables or handovers.is_empty():
        return handovers.clear().with_columns(
            pl.lit(None, pl.UInt32).alias("failed_requests"),
            pl.lit(None, pl.List(pl.String)).alias("datasets"),
        )
    failed = judged_requests(case, as_of).filter(
        pl.col("lawful") & pl.col("outcome_then").is_in(["refused", "late", "overdue"])
    )
    both = [
        failed.select(pl.col(a).alias("_one"), pl.col(b).alias("_other"), "dataset", "request")
        for a, b in (("owner", "requester"), ("requester", "owner"))
    ]
    asked = (
        pl.concat(both)
        .unique()
        .group_by("_one", "_other")
        .agg(
            pl.col("request").n_unique().alias("failed_requests"),
            pl.col("dataset").unique().sort().alias("datasets"),
        )
    )
    names = sorted({*handovers[before], *handovers[after]} - {None})
    codes = known_departments(names, case.units)
    keyed = handovers.with_columns(
        pl.col(before).replace(codes).alias("_one"), pl.col(after).replace(codes).alias("_other")
    )
    joined = keyed.join(asked, on=["_one", "_other"], how="inner", maintain_order="left")
    return joined.drop("_one", "_other")
