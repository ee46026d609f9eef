"""Cities over time with a remedy rolled out in batches and known effects.

Independent of the product: plain arithmetic of its own, nothing of chuandao is imported.
"""

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

KINDS = ("staggered", "same", "few", "none", "trend", "anticipation", "gaps")
TASKS = ("T1", "T2")
REMEDY = "training"
PERIODS = tuple(f"{year}Q{quarter}" for year in (2024, 2025) for quarter in (1, 2, 3, 4))


@dataclass
class PanelCity:
    """A city over eight quarters: who got the remedy when, and what offices would see.

    ``effect``: true effect on the efficacy of a pair (unit, task) in a period (place in
    ``PERIODS``), in points; absent where there is none.
    """

    parent: dict[str, str] = field(default_factory=dict)
    tier: dict[str, int] = field(default_factory=dict)
    start: dict[str, int] = field(default_factory=dict)
    effect: dict[tuple[str, str, int], float] = field(default_factory=dict)
    evidence: list[dict[str, object]] = field(default_factory=list)
    assigned: int = 2

    def since(self, unit: str) -> int | None:
        """Return the place of the period in which the remedy started in a unit."""
        while unit != "0":
            if unit in self.start:
                return self.start[unit]
            unit = self.parent[unit]
        return None


def simulate_panel(seed: int, kind: str = "staggered") -> PanelCity:
    """Return a city.

    staggered: townships in three batches and a third that never starts; effects grow with time
    and differ among batches. same: the effect is the same everywhere and at all times. few: given
    to counties, nine of them, in two batches. none: no effect. trend: units that start early were
    rising before. anticipation: half of the effect comes one period ahead. gaps: a third of the
    observations is missing, one quarter was not inspected at all, everybody starts in the end.
    In all of them self-reports answer to the remedy itself, by 0.05 more than it brings.
    """
    rng = np.random.default_rng(seed)
    city = PanelCity(assigned=1 if kind == "few" else 2)
    units = grow(city, rng, few=kind == "few")
    roll_out(city, units, rng, kind)
    level = levels(city, units, rng, kind)
    observe(city, level, rng, kind)
    return city


def grow(city: PanelCity, rng: np.random.Generator, *, few: bool) -> list[str]:
    """Give the city counties, townships and villages; return all but the root, top down."""
    city.tier["0"], units = 0, []
    for c in range(9 if few else int(rng.integers(4, 7))):
        units.append(add(city, f"{c + 10}", "0", 1))
        for t in range(int(rng.integers(5, 9))):
            township = add(city, f"{c + 10}{t + 10}", f"{c + 10}", 2)
            units.append(township)
            units.extend(add(city, f"{township}{v + 10}", township, 3) for v in range(3))
    return units


def add(city: PanelCity, unit: str, parent: str, tier: int) -> str:
    """Put a unit into the tree."""
    city.parent[unit], city.tier[unit] = parent, tier
    return unit


def roll_out(city: PanelCity, units: list[str], rng: np.random.Generator, kind: str) -> None:
    """Draw by lot in which quarter each unit of the assigned tier starts, or that it never does."""
    given = [unit for unit in units if city.tier[unit] == city.assigned]
    rng.shuffle(given)
    batches = (3, 5) if kind == "few" else (3, 4, 6)
    share = len(batches) if kind == "gaps" else len(batches) + 1
    for at, unit in enumerate(given):
        if at % share < len(batches):
            city.start[unit] = batches[at % share]


def levels(
    city: PanelCity, units: list[str], rng: np.random.Generator, kind: str
) -> dict[tuple[str, str, int], float]:
    """Return the true efficacy of every pair in every period: unit, period, shock, effect."""
    common = np.cumsum(rng.normal(0.005, 0.015, len(PERIODS)))
    own = {unit: rng.normal(0, 0.08) for unit in units}
    shocks = {
        unit: rng.normal(0, 0.02, len(PERIODS))
        for unit in units
        if city.tier[unit] == city.assigned
    }
    level = {}
    for unit in units:
        if city.tier[unit] < city.assigned:
            continue
        begun, shared = city.since(unit), shocks[ancestor(city, unit)]
        for task in TASKS:
            fixed = 0.62 + own[unit] + rng.normal(0, 0.04)
            for at in range(len(PERIODS)):
                drift = 0.012 * at * (kind == "trend" and begun is not None)
                gain = brought(kind, begun, at)
                if gain:
                    city.effect[unit, task, at] = gain
                level[unit, task, at] = fixed + common[at] + shared[at] + drift + gain
    return level


def ancestor(city: PanelCity, unit: str) -> str:
    """Return the unit of the assigned tier that a unit lies in."""
    while city.tier[unit] > city.assigned:
        unit = city.parent[unit]
    return unit


def brought(kind: str, begun: int | None, at: int) -> float:
    """Return the true effect in a period."""
    if begun is None or kind == "none":
        return 0.0
    if kind == "anticipation" and at == begun - 1:
        return 0.03
    if at < begun:
        return 0.0
    if kind == "same":
        return 0.06
    return (0.03 if begun == 3 else 0.06) + 0.01 * (at - begun)


def observe(
    city: PanelCity,
    level: dict[tuple[str, str, int], float],
    rng: np.random.Generator,
    kind: str,
) -> None:
    """Let inspection, third parties and the units themselves look at every pair."""
    for (unit, task, at), value in level.items():
        begun = city.since(unit)
        treated = begun is not None and at >= begun
        for source, noise, bias in (
            ("inspection", 0.04, 0.0),
            ("third_party", 0.05, -0.03),
            ("self_report", 0.03, 0.08 + 0.05 * treated),
        ):
            if kind == "gaps" and (rng.random() < 1 / 3 or (source == "inspection" and at == 2)):
                continue
            seen = value + bias + rng.normal(0, noise)
            row = {"unit": unit, "task": task, "period": PERIODS[at], "source": source}
            first, last = days(at)
            row |= {"period_start": first, "period_end": last}
            city.evidence.append({**row, "value": max(0.0, float(seen))})


def days(at: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last day of a quarter."""
    first = dt.date(2024 + at // 4, 3 * (at % 4) + 1, 1)
    after = dt.date(2024 + (at + 1) // 4, 3 * ((at + 1) % 4) + 1, 1)
    return first, after - dt.timedelta(days=1)


def true_overall(city: PanelCity, base: dict[str, bool] | None = None) -> float:
    """Return the mean effect of taking part: each batch's mean over its periods, by its pairs.

    ``base``: pairs ``unit/task`` that count, where not all can be compared.
    """
    last = max(city.start.values()) if no_controls_left(city) else len(PERIODS)
    total, weight = 0.0, 0.0
    for begun in sorted(set(city.start.values())):
        pairs = [
            (unit, task)
            for unit in city.parent
            for task in TASKS
            if city.tier[unit] >= city.assigned
            and city.since(unit) == begun
            and (base is None or base.get(f"{unit}/{task}", False))
        ]
        if begun >= last or not pairs:
            continue
        mean = np.mean([city.effect.get((*p, at), 0.0) for p in pairs for at in range(begun, last)])
        total, weight = total + len(pairs) * float(mean), weight + len(pairs)
    return total / weight


def no_controls_left(city: PanelCity) -> bool:
    """Return whether every unit of the assigned tier starts in the end."""
    return all(u in city.start for u, tier in city.tier.items() if tier == city.assigned)


def true_since(city: PanelCity, since: int) -> float:
    """Return the mean effect so many periods after the start, over all pairs seen so long."""
    last = max(city.start.values()) if no_controls_left(city) else len(PERIODS)
    effects = [
        city.effect.get((unit, task, begun + since), 0.0)
        for unit in city.parent
        if city.tier[unit] >= city.assigned and (begun := city.since(unit)) is not None
        for task in TASKS
        if begun + since < last and begun < last
    ]
    return float(np.mean(effects)) if effects else float("nan")
