"""The moves of funds two-sided, as a budget office writes them: who gives up, who receives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from chuandao.cascade.units import UnitTree

_WAN = 10_000


@dataclass(frozen=True)
class Side:
    """Funds of one unit and task that are given up or received.

    Attributes
    ----------
    unit, task : code
    units : int
        How many units it sums up: more than 1 in a summary by county.
    amount : Decimal
        In yuan.
    before, after : float or None
        Coverage (of a summary: the mean).
    rules, transfers : tuple of str
    """

    unit: str
    task: str
    units: int
    amount: Decimal
    before: float | None
    after: float | None
    rules: tuple[str, ...]
    transfers: tuple[str, ...] = ()


def given_up(tables: Mapping[str, pl.DataFrame], units: UnitTree) -> list[Side]:
    """Return what is given up, in administrative order; new funds and the reserve are not there."""
    rows = tables["reallocation"].filter(pl.col("from_task").is_not_null())
    return _sides(rows, ("from", "from_task"), tables["match_coverage"], units)


def received(tables: Mapping[str, pl.DataFrame], units: UnitTree) -> list[Side]:
    """Return what is received, in administrative order."""
    return _sides(tables["reallocation"], ("to", "task"), tables["match_coverage"], units)


def from_outside(tables: Mapping[str, pl.DataFrame], rule: str) -> Decimal:
    """Return what comes from new funds or from the reserve, in yuan."""
    rows = tables["reallocation"].filter(pl.col("rule") == rule)
    return Decimal(rows["amount"].sum() or 0)


def _sides(
    rows: pl.DataFrame, key: tuple[str, str], coverage: pl.DataFrame, units: UnitTree
) -> list[Side]:
    known = {(r["unit"], r["task"]): (r["before"], r["after"]) for r in coverage.to_dicts()}
    found = rows.group_by(*key, maintain_order=True).agg(
        pl.col("amount").sum(),
        pl.col("rule").unique().sort(),
        pl.col("transfers").explode().drop_nulls().unique(maintain_order=True),
    )
    sides = [
        Side(unit, task, 1, amount, *known.get((unit, task), (None, None)),
             tuple(rules), tuple(transfers))
        for unit, task, amount, rules, transfers in found.iter_rows()
    ]  # fmt: skip
    return sorted(sides, key=lambda side: (units.position(side.unit), side.task))


def by_branch(sides: Sequence[Side], units: UnitTree) -> list[Side]:
    """Return them summed up by the unit below the root and task; one alone stays as it is."""
    held: dict[tuple[str, str], list[Side]] = {}
    for side in sides:
        above = (*reversed(units.ancestors(side.unit)), side.unit)
        held.setdefault((above[min(1, len(above) - 1)], side.task), []).append(side)
    return [
        members[0] if len(members) == 1 else _summed(*key, members) for key, members in held.items()
    ]


def _summed(unit: str, task: str, members: Sequence[Side]) -> Side:
    return Side(
        unit,
        task,
        len(members),
        sum((one.amount for one in members), Decimal(0)),
        _mean(one.before for one in members),
        _mean(one.after for one in members),
        tuple(sorted({rule for one in members for rule in one.rules})),
        tuple(dict.fromkeys(code for one in members for code in one.transfers)),
    )


def _mean(values: Iterator[float | None]) -> float | None:
    held = [value for value in values if value is not None]
    return sum(held) / len(held) if held else None


def wan(amount: Decimal | float) -> str:
    """Return yuan in ten thousands, to two places at most.

    Examples
    --------
    >>> wan(Decimal(565500)), wan(30000)
    ('56.55', '3')
    """
    words = f"{Decimal(amount) / _WAN:.2f}"
    return words.rstrip("0").rstrip(".")


def money_words(amount: Decimal | float, language: str) -> str:
    """Return an amount with its unit: ten thousand yuan in Chinese, yuan in English.

    Examples
    --------
    >>> money_words(30000, "zh-Hans"), money_words(30000, "en")
    ('3万元', '30,000 yuan')
    """
    from chuandao.messages import render

    figure = f"{amount:,.0f}" if language == "en" else wan(amount)
    return render("match.money", language, amount=figure)
