"""The books of a case by the day of the checkup: transfers, own means, needs, each counted once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.tables import input_tables
from chuandao.diagnosis.resources.ledger.adjusted import adjusted
from chuandao.diagnosis.resources.ledger.needs import own_needs
from chuandao.diagnosis.resources.ledger.notices import counted_once

KINDS = ("funds", "land", "energy", "headcount")
LEVELS = ("land", "headcount")
"""Kinds of which there is so much at a time; of the others so much has come in all."""

_TYPES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "money": pl.Decimal(18, 2),
    "date": pl.Date,
    "integer": pl.Int64,
    "number": pl.Float64,
    "share": pl.Float64,
    "boolean": pl.Boolean,
    "list": pl.List(pl.String),
    "instant": pl.Datetime("us", "UTC"),
}
_ORIGIN = {"origin_file": pl.String, "origin_sheet": pl.String, "origin_row": pl.UInt32}


@dataclass(frozen=True)
class Ledger:
    """What the books of a case come to by a day.

    Attributes
    ----------
    transfers : pl.DataFrame
        Every row of the case's by that day, with ``counted`` (why it does not count; else empty),
        ``paid``, ``received``, ``difference`` (see `adjusted`), ``under_way``.
    later : pl.DataFrame
        transfer, day, amount: adjustments of what had arrived before.
    means, needs : pl.DataFrame
        ``needs`` with ``own``: false for a row that only sums up the units below.
    given : frozenset of str
        The tables the case has.
    first, last : date
        The first day of its data, and the day of the checkup.
    """

    transfers: pl.DataFrame
    later: pl.DataFrame
    means: pl.DataFrame
    needs: pl.DataFrame
    given: frozenset[str]
    first: date
    last: date

    @cached_property
    def counting(self) -> pl.DataFrame:
        """The transfers that count."""
        return self.transfers.filter(pl.col("counted") == "")

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of which the books show any supply, to whomever: the others cannot be told."""
        shown = [*self.counting["resource"].to_list(), *self.means["resource"].to_list()]
        return frozenset(shown)


def table_of(case: Case, name: str) -> pl.DataFrame:
    """Return a table of a case, empty where it was not given."""
    if name in case.tables:
        return case.tables[name]
    schema = input_tables()[name]
    columns = {column.name: _TYPES.get(column.type, pl.String) for column in schema.columns}
    if schema.column("period"):
        columns |= {"period_start": pl.Date, "period_end": pl.Date}
    return pl.DataFrame(schema={**columns, **_ORIGIN})


def ledger_of(case: Case, as_of: date | None) -> Ledger:
    """Return the books of a case by a day, as they can be counted.

    What was announced or began later is not looked at; what arrives later is under way.
    """
    last = as_of or _planned(case)
    transfers = _by_day(table_of(case, "transfers"), last)
    adjustments = table_of(case, "adjustments").filter(pl.col("adjusted") <= last)
    net = adjusted(counted_once(transfers), adjustments)
    net = net.with_columns(under_way=pl.col("arrived").is_null() & (pl.col("counted") == ""))
    needs = table_of(case, "needs").filter(pl.col("amount") > 0)
    return Ledger(
        transfers=net,
        later=_later(net, adjustments),
        means=table_of(case, "means"),
        needs=own_needs(needs, case.units.frame.select("unit", "parent")),
        given=frozenset(case.tables),
        first=min(_first(case, transfers), last),
        last=last,
    )


def _by_day(transfers: pl.DataFrame, last: date) -> pl.DataFrame:
    """Return the transfers known by a day, what arrived later as under way."""
    known = pl.coalesce("announced", "arrived").is_null() | (
        pl.coalesce("announced", "arrived") <= last
    )
    came = pl.col("arrived") <= last
    return transfers.filter(known).with_columns(
        pl.when(came).then("arrived").alias("arrived"),
        pl.when(came).then("amount_arrived").alias("amount_arrived"),
    )


def _later(transfers: pl.DataFrame, adjustments: pl.DataFrame) -> pl.DataFrame:
    """Return the adjustments that changed what had arrived before them."""
    counted = transfers.filter((pl.col("counted") == "") & pl.col("arrived").is_not_null())
    dated = adjustments.join(
        counted.select("transfer", "arrived", "amount_arrived", "in_arrived"), on="transfer"
    )
    book = pl.col("book").fill_null("both")
    unknown = pl.col("amount_arrived").is_null() & (book != "payee")
    theirs = (book == "payee") | ((book != "payer") & ~pl.col("in_arrived"))
    after = dated.filter((pl.col("adjusted") > pl.col("arrived")) & (unknown | theirs))
    return after.select("transfer", day="adjusted", amount="amount")


def _first(case: Case, transfers: pl.DataFrame) -> date:
    """Return the first day of the data that concern resources, or of the evidence."""
    days = [
        *transfers.select("announced", "arrived").to_dict(as_series=True).values(),
        *(table_of(case, name)["from"] for name in ("needs", "means")),
        *([case.tables["evidence"]["period_start"]] if "evidence" in case.tables else []),
    ]
    known = [found for day in days if isinstance(found := day.min(), date)]
    return min(known, default=date.max)


def _planned(case: Case) -> date:
    """Return the last day that the books plan for, where nothing in the case is dated otherwise."""
    days = (table_of(case, name)["until"].max() for name in ("needs", "means"))
    return max((day for day in days if isinstance(day, date)), default=date.min)
