"""The chain of funds both ways: one appropriation down to every unit, one unit back to all sources.

Every transfer is an edge of the tree with the appropriation it comes from; what a unit received
is either passed on, kept, or under way.
"""

from dataclasses import dataclass

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.report.material import Material

_APPROPRIATIONS, _SOURCES = 8, 12
_FUNDS = "funds"
_COUNTED = ("arrived", "under_way")


@dataclass(frozen=True)
class Level:
    """What of an appropriation was sent to a tier, arrived there, and is under way, in yuan."""

    tier: int
    sent: float
    arrived: float
    units: int


@dataclass(frozen=True)
class Appropriation:
    """One appropriation of the root and what became of it, tier by tier."""

    code: str
    task: str
    amount: float
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Source:
    """One source of a unit's money: the appropriation, through whom it came, how much, when."""

    origin: str
    task: str
    path: tuple[str, ...]
    received: float
    days: int | None


@dataclass(frozen=True)
class ChainView:
    """The greatest appropriations downward, and the sources of one unit upward.

    ``hidden``: how many appropriations are not drawn; ``unit``: the unit of the lowest tier with
    most sources, as an example: every unit's are in the table ``fund_chain``.
    """

    appropriations: tuple[Appropriation, ...]
    hidden: int
    unit: str
    sources: tuple[Source, ...]


def chain_view(material: Material) -> ChainView | None:
    """Return the chain of funds, or nothing where the table has no money in it."""
    table = material.tables.get("fund_chain")
    if table is None or table.is_empty():
        return None
    counted = (pl.col("resource") == _FUNDS) & pl.col("status").is_in(_COUNTED)
    money = table.filter(counted).with_columns(
        pl.col("amount", "received").cast(pl.Float64).fill_null(0.0),
        root=pl.coalesce("origin", "transfer"),
    )
    money = money.filter(pl.col("to_unit").is_in(list(material.units)))
    if money.is_empty():
        return None
    totals = _appropriated(money, material.units)
    shown = totals.head(_APPROPRIATIONS)
    unit = _example(money, material.units)
    return ChainView(
        appropriations=tuple(
            _appropriation(row, money, material.units) for row in shown.to_dicts()
        ),
        hidden=totals.height - shown.height,
        unit=unit,
        sources=_sources(unit, money, material.units),
    )


def _appropriated(money: pl.DataFrame, units: UnitTree) -> pl.DataFrame:
    """Return appropriations sent by the root, the greatest first."""
    first = money.filter(pl.col("from_unit") == units.root)
    by = first.group_by("root").agg(pl.col("amount").sum(), pl.col("task").drop_nulls().first())
    return by.sort(["amount", "root"], descending=[True, False])


def _appropriation(row: dict[str, object], money: pl.DataFrame, units: UnitTree) -> Appropriation:
    held = money.filter(pl.col("root") == row["root"])
    tiers = pl.Series([units.tier(unit) for unit in held["to_unit"]], dtype=pl.Int64)
    by_tier = (
        held.with_columns(tier=tiers)
        .group_by("tier")
        .agg(
            pl.col("amount").sum(),
            pl.col("received").sum(),
            pl.col("to_unit").n_unique().alias("units"),
        )
        .sort("tier")
    )
    levels = tuple(
        Level(r["tier"], r["amount"], r["received"], r["units"]) for r in by_tier.to_dicts()
    )
    return Appropriation(
        str(row["root"]), str(row["task"] or ""), float(str(row["amount"])), levels
    )


def _example(money: pl.DataFrame, units: UnitTree) -> str:
    counted = money.group_by("to_unit").agg(pl.col("root").n_unique().alias("n"))
    rows = sorted(
        counted.iter_rows(), key=lambda r: (-units.tier(r[0]), -r[1], units.position(r[0]))
    )
    return str(rows[0][0])


def _sources(unit: str, money: pl.DataFrame, units: UnitTree) -> tuple[Source, ...]:
    held = money.filter(pl.col("to_unit") == unit).sort(
        ["received", "transfer"], descending=[True, False]
    )
    return tuple(_source(row, money, units) for row in held.head(_SOURCES).to_dicts())


def _source(row: dict[str, object], money: pl.DataFrame, units: UnitTree) -> Source:
    """Follow a transfer up to the appropriation it comes from."""
    path, at = [str(row["to_unit"])], row
    while at["from_unit"] and len(path) < len(units):
        path.append(str(at["from_unit"]))
        above = money.filter(pl.col("transfer") == at["source"]).to_dicts() if at["source"] else []
        if not above:
            break
        at = above[0]
    names = tuple(units.name(u) if u in units else u for u in reversed(path))
    return Source(
        str(row["root"]), str(row["task"] or ""), names, float(str(row["received"])), _days(at, row)
    )


def _days(first: dict[str, object], last: dict[str, object]) -> int | None:
    """Return the days from the first announcement to the last arrival."""
    from datetime import date

    begun, done = first["announced"], last["arrived"]
    if isinstance(begun, date) and isinstance(done, date):
        return (done - begun).days
    return None
