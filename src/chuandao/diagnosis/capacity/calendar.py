"""The workload calendar (工作量日曆): for each unit and month the hours at hand and the work."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from chuandao.cascade.case import Case
from chuandao.diagnosis.capacity.people import people
from chuandao.diagnosis.capacity.siblings import beside_siblings, family
from chuandao.diagnosis.capacity.work import BURDEN, KINDS, work


@dataclass(frozen=True)
class Books:
    """What a case says of people and work, up to the day of the checkup.

    Attributes
    ----------
    people, work : table
        From `people` and `work`.
    families : table
        From `family`.
    """

    people: pl.DataFrame
    work: pl.DataFrame
    families: pl.DataFrame

    @cached_property
    def months(self) -> pl.DataFrame:
        """A row a unit and month of which people or work are on record.

        unit, month, people, posts, available_hours, hours_source, hours by kind, work_hours,
        work_source, load, burden_share, people and pieces a head by kind, per_head_ratio.
        """
        joined = self.people.drop("origin_file", "origin_sheet", "origin_row").join(
            _by_kind(self.work), on=["unit", "month"], how="full", coalesce=True
        )
        counted = joined.with_columns(
            (pl.col(f"{kind}_count") / pl.col("people")).alias(f"{kind}_per_head") for kind in KINDS
        ).with_columns(pl.col(f"{kind}_per_head").replace([float("inf")], None) for kind in KINDS)
        known = pl.col("work_source") != "counts"
        some = (pl.col("available_hours") > 0) & known
        time = pl.max_horizontal("available_hours", "work_hours")
        burden = pl.sum_horizontal(f"{kind}_hours" for kind in BURDEN)
        return (
            counted.with_columns(
                load=pl.when(some).then(pl.col("work_hours") / pl.col("available_hours")),
                burden_share=pl.when(known & (time > 0)).then(burden / time),
            )
            .join(self.ratios, on=["unit", "month"], how="left")
            .sort("unit", "month")
        )

    @cached_property
    def ratios(self) -> pl.DataFrame:
        """Work a head over that of siblings, by counts alone (unit, month, per_head_ratio)."""
        compared = per_head(self, KINDS)
        return compared.select("unit", "month", per_head_ratio=pl.col("own") / pl.col("usual"))


def books(case: Case, as_of: date | None) -> Books:
    """Return what the case says of people and work."""
    return Books(people(case, as_of), work(case, as_of), family(case))


def per_head(held: Books, kinds: tuple[str, ...]) -> pl.DataFrame:
    """Return the work a head of each unit and month, and what is usual among its siblings.

    Parameters
    ----------
    held : Books
    kinds : tuple of str
        The kinds of work that are counted.

    Returns
    -------
    table (unit, month, own, usual, others)
        Pieces a head, each kind at the usual hours of its pieces in this case (else the
        catalogue's) so that a form does not weigh as much as a task. A kind counts where enough
        siblings have it on record for the same month; months of nobody in post are left out.
    """
    weights = _weights(held.work)
    counted = (
        held.work.filter(pl.col("item").is_in(kinds))
        .group_by("unit", "month", "item")
        .agg(pl.col("count").sum())
        .join(held.people.select("unit", "month", "people"), on=["unit", "month"])
        .filter(pl.col("people") > 0)
        .sort("unit", "month", "item")
    )
    weight = pl.col("item").replace_strict(weights, default=None, return_dtype=pl.Float64)
    values = counted.with_columns(value=pl.col("count") / pl.col("people") * weight)
    beside = beside_siblings(values, held.families, ["month", "item"]).filter(
        pl.col("usual").is_not_null()
    )
    return (
        beside.group_by("unit", "month", maintain_order=True)
        .agg(pl.col("value").sum().alias("own"), pl.col("usual").sum(), pl.col("others").min())
        .filter(pl.col("usual") > 0)
        .sort("unit", "month")
    )


def _weights(held: pl.DataFrame) -> Mapping[str, float]:
    """Return the usual hours of a piece of each kind."""
    return dict(held.group_by("item").agg(pl.col("hours_each").median()).iter_rows())


def _by_kind(held: pl.DataFrame) -> pl.DataFrame:
    """Return the pieces and hours of each kind in columns, a row a unit and month."""
    of = {kind: pl.col("item") == kind for kind in KINDS}
    known = pl.col("work_source").first() != "counts"
    pieces = [pl.col("count").filter(on).sum().alias(f"{kind}_count") for kind, on in of.items()]
    hours = [
        pl.when(known).then(pl.col("hours").filter(on).sum()).alias(f"{kind}_hours")
        for kind, on in of.items()
    ]
    recorded = [on.any().alias(f"{kind}_recorded") for kind, on in of.items()]
    table = held.group_by("unit", "month").agg(
        *pieces,
        *hours,
        *recorded,
        pl.when(known).then(pl.col("hours").sum()).alias("work_hours"),
        pl.col("work_source").first(),
    )
    return table.with_columns(
        pl.when(pl.col(f"{kind}_recorded")).then(pl.col(f"{kind}_{what}")).alias(f"{kind}_{what}")
        for kind in KINDS
        for what in ("count", "hours")
    ).drop(f"{kind}_recorded" for kind in KINDS)
