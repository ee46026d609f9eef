"""What remedies bring, cost and ask, as the catalogue has it: nearly all are assumptions."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from chuandao.catalog.rows import rows_of
from chuandao.catalog.words import label_of

Reach = Literal["step", "below", "all"]


@dataclass(frozen=True)
class RemedyEffect:
    """The share of the deficit of a cause that a remedy removes, and on which steps.

    ``reach``: step, from the superior to the unit that takes it; below, from the unit to those
    directly under it; all, every step under it. ``months`` pass until it works.
    """

    remedy: str
    reach: Reach
    cause: str
    low: float
    mid: float
    high: float
    months: float
    reference: str
    date: str
    assumption: bool
    note_en: str = ""
    note_zh: str = ""

    def note(self, language: str = "en") -> str:
        """Return what must be known of it in a language; often empty."""
        return label_of(self.note_en, self.note_zh, language)


@dataclass(frozen=True)
class RemedyCost:
    """What a remedy costs a unit of a tier in its first year, and asks of those under it.

    Yuan and days of its own staff; hours of each unit below, negative where it spares them.
    """

    remedy: str
    tier: int
    cost_low: float
    cost_mid: float
    cost_high: float
    staff_days: float
    burden_hours: float
    reference: str
    date: str
    assumption: bool


@cache
def remedy_effects() -> tuple[RemedyEffect, ...]:
    """Return the effects of the catalogue, in its order.

    Examples
    --------
    >>> [(e.cause, e.low, e.mid, e.high) for e in remedy_effects() if e.remedy == "name_lead"]
    [('coordination', 0.1, 0.25, 0.4)]
    """
    return tuple(
        RemedyEffect(
            remedy=row["remedy"],
            reach=cast("Reach", row["reach"]),
            cause=row["cause"],
            low=float(row["low"]),
            mid=float(row["mid"]),
            high=float(row["high"]),
            months=float(row["months"]),
            reference=row["reference"],
            date=row["date"],
            assumption=row["assumption"] == "yes",
            note_en=row["note_en"],
            note_zh=row["note_zh"],
        )
        for row in rows_of("remedy_effects.csv")
    )


@cache
def remedy_costs() -> tuple[RemedyCost, ...]:
    """Return the costs of the catalogue, in its order; a remedy is taken at the tiers it names.

    Examples
    --------
    >>> [(c.tier, c.cost_mid, c.staff_days) for c in remedy_costs() if c.remedy == "training"]
    [(0, 120000.0, 20.0), (1, 40000.0, 10.0)]
    """
    return tuple(
        RemedyCost(
            remedy=row["remedy"],
            tier=int(row["tier"]),
            cost_low=float(row["cost_low"]),
            cost_mid=float(row["cost_mid"]),
            cost_high=float(row["cost_high"]),
            staff_days=float(row["staff_days"]),
            burden_hours=float(row["burden_hours"]),
            reference=row["reference"],
            date=row["date"],
            assumption=row["assumption"] == "yes",
        )
        for row in rows_of("remedy_costs.csv")
    )
