"""Cities with known truth, to see whether the measure finds it again.

Independent of the product: plain arithmetic of its own, nothing of chuandao is imported.
"""

from dataclasses import dataclass, field

import numpy as np

CAUSES = ("understanding", "resources", "capacity", "appraisal", "coordination")
TASKS = ("T1", "T2", "T3")
PERIOD = "2025"
KINDS = ("clean", "blocked", "villages", "dirty", "alike", "six")


@dataclass
class City:
    """A city, what is really delivered in it, and what an office would see of it."""

    parent: dict[str, str] = field(default_factory=dict)
    tier: dict[str, int] = field(default_factory=dict)
    efficacy: dict[tuple[str, str], float] = field(default_factory=dict)
    step: dict[tuple[str, str], float] = field(default_factory=dict)
    parts: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    blocked: set[str] = field(default_factory=set)
    inflated: set[str] = field(default_factory=set)
    cost: dict[str, float] = field(default_factory=dict)
    evidence: list[dict[str, object]] = field(default_factory=list)
    deficits: list[dict[str, object]] = field(default_factory=list)


def simulate(seed: int, kind: str = "clean") -> City:
    """Return a city.

    clean: everything as the model assumes. blocked: besides, one county and three townships lose
    3 to 5 σ more in every task. dirty: blocked, and heavy tails, noisy and missing deficits,
    inspections aimed at poor units, self-reports bunched at 100 % and some inflated by 20 %.
    alike: clean, but 70 % of the variance of a unit's own part is common to its tasks. villages:
    blocked, and three villages in a hundred lose 3 to 5 σ more. six: six counties and nothing
    below them.
    """
    rng = np.random.default_rng(seed)
    city = City()
    units = grow(city, rng) if kind != "six" else six(city)
    sigma = {1: rng.uniform(0.06, 0.16), 2: rng.uniform(0.06, 0.16), 3: rng.uniform(0.05, 0.12)}
    alpha = {tier: rng.uniform(0.02, 0.12) for tier in (1, 2, 3)}
    city.cost = {cause: rng.uniform(0.0, 0.35) for cause in CAUSES}
    shift = block(city, units, sigma, rng) if kind in ("blocked", "dirty", "villages") else {}
    if kind == "villages":
        shift |= block_villages(city, units, sigma[3], rng)
    common = {unit: rng.normal() for unit in units} if kind == "alike" else {}
    for task in TASKS:
        deliver(city, task, units, (alpha, sigma, shift, common), rng, heavy=kind == "dirty")
    observe(city, units, rng, kind)
    return city


def grow(city: City, rng: np.random.Generator) -> list[str]:
    """Give the city counties, townships and villages; return all but the root, top down."""
    city.tier["0"] = 0
    units = []
    for c in range(int(rng.integers(6, 12))):
        county = f"{c + 10}"
        units.append(add(city, county, "0", 1))
        for t in range(int(rng.integers(6, 13))):
            township = f"{county}{t + 10}"
            units.append(add(city, township, county, 2))
            units.extend(
                add(city, f"{township}{v + 10}", township, 3)
                for v in range(int(rng.integers(4, 11)))
            )
    return units


def six(city: City) -> list[str]:
    """Give the city six counties; return them."""
    city.tier["0"] = 0
    return [add(city, f"{c + 10}", "0", 1) for c in range(6)]


def add(city: City, unit: str, parent: str, tier: int) -> str:
    """Put a unit into the tree."""
    city.parent[unit], city.tier[unit] = parent, tier
    return unit


def block(
    city: City, units: list[str], sigma: dict[int, float], rng: np.random.Generator
) -> dict[str, float]:
    """Choose one county and three townships, and what more they lose in every task."""
    shift = {}
    for tier, count in ((1, 1), (2, 3)):
        peers = [unit for unit in units if city.tier[unit] == tier]
        for unit in rng.choice(peers, count, replace=False):
            shift[str(unit)] = float(rng.uniform(3, 5) * sigma[tier])
    city.blocked = set(shift)
    return shift


def block_villages(
    city: City, units: list[str], sigma: float, rng: np.random.Generator
) -> dict[str, float]:
    """Choose three villages in a hundred, and what more they lose in every task."""
    peers = [unit for unit in units if city.tier[unit] == 3]
    chosen_ones = rng.choice(peers, round(0.03 * len(peers)), replace=False)
    shift = {str(unit): float(rng.uniform(3, 5) * sigma) for unit in chosen_ones}
    city.blocked |= set(shift)
    return shift


def deliver(
    city: City,
    task: str,
    units: list[str],
    step: tuple[dict[int, float], dict[int, float], dict[str, float], dict[str, float]],
    rng: np.random.Generator,
    *,
    heavy: bool,
) -> None:
    """Let a task lose force on its way down."""
    alpha, sigma, shift, common = step
    city.efficacy["0", task] = 1.0
    general = {unit: rng.normal() for unit in units}
    for unit in units:
        tier = city.tier[unit]
        severity = {}
        for cause in CAUSES:
            z = 0.5 * general[unit] + rng.normal() * 0.75**0.5
            severity[cause] = 1 / (1 + np.exp(-(z * 0.8 - 1.0)))
        own = rng.standard_t(5) * (3 / 5) ** 0.5 if heavy else rng.normal()
        if common:
            own = 0.7**0.5 * common[unit] + 0.3**0.5 * own
        own = sigma[tier] * own - shift.get(unit, 0.0)
        loss = {cause: city.cost[cause] * severity[cause] for cause in CAUSES}
        loss |= {"tier": alpha[tier], "local": -own}
        city.parts[unit, task] = loss
        city.step[unit, task] = float(np.exp(-sum(loss.values())))
        city.efficacy[unit, task] = city.efficacy[city.parent[unit], task] * city.step[unit, task]
        for cause in CAUSES:
            row = {"unit": unit, "task": task, "period": PERIOD, "cause": cause}
            city.deficits.append({**row, "deficit": float(severity[cause]), "reliability": 1.0})


def observe(city: City, units: list[str], rng: np.random.Generator, kind: str) -> None:
    """Let three sources look at the units; in a dirty city, make a mess of it."""
    dirty = kind == "dirty"
    tau = {"inspection": rng.uniform(0.03, 0.08), "self_report": rng.uniform(0.03, 0.08)}
    tau["third_party"] = rng.uniform(0.05, 0.1)
    bias = {"inspection": 0.0, "self_report": rng.uniform(0.0, 0.2), "third_party": -0.05}
    if dirty:
        city.inflated = {u for u in units if city.tier[u] < 3 and rng.random() < 0.06}
    for task in TASKS:
        for unit in units:
            for source in chosen(city, unit, task, rng, dirty=dirty):
                city.evidence.append(seen(city, (unit, task, source), tau, bias, rng, dirty=dirty))
    if dirty:
        muddle(city, rng)


def chosen(city: City, unit: str, task: str, rng: np.random.Generator, *, dirty: bool) -> list[str]:
    """Return which sources look at a unit: all at the top, the more seldom the further down."""
    village = city.tier[unit] == 3
    chance = 0.35 if village else 1.0
    if dirty and village:
        siblings = np.mean([city.efficacy[u, task] for u in city.tier if city.tier[u] == 3][:50])
        chance = 0.5 if city.efficacy[unit, task] < siblings else 0.2
    found = ["self_report"]
    if rng.random() < chance:
        found.append("inspection")
    if not village or rng.random() < 0.2:
        found.append("third_party")
    return found


def seen(
    city: City,
    at: tuple[str, str, str],
    tau: dict[str, float],
    bias: dict[str, float],
    rng: np.random.Generator,
    *,
    dirty: bool,
) -> dict[str, object]:
    """Return one row of evidence: the truth times the source's level, times error."""
    unit, task, source = at
    known = rng.uniform(0.02, 0.06) if source != "self_report" else 0.0
    error = rng.normal() * (tau[source] ** 2 + known**2) ** 0.5
    if dirty and rng.random() < 0.03:
        error *= 3
    level = bias[source]
    if source == "self_report" and unit in city.inflated:
        level += 0.2
    value = float(city.efficacy[unit, task] * np.exp(level + error))
    if dirty and source == "self_report" and 0.97 < value < 1:
        value = 1.0
    row = {"unit": unit, "task": task, "period": PERIOD, "source": source, "value": value}
    return {**row, "scale": "share", "n": None, "se": known * value if known else None}


def muddle(city: City, rng: np.random.Generator) -> None:
    """Measure the deficits with error of known reliability, and lose some of them."""
    reliability = {cause: float(rng.uniform(0.6, 0.9)) for cause in CAUSES}
    spread = {
        cause: np.std([row["deficit"] for row in city.deficits if row["cause"] == cause])
        for cause in CAUSES
    }
    kept = []
    for row in city.deficits:
        trust = reliability[row["cause"]]
        error = rng.normal() * spread[row["cause"]] * ((1 - trust) / trust) ** 0.5
        if rng.random() >= 0.1:
            value = min(1.0, max(0.0, row["deficit"] + error))
            kept.append({**row, "deficit": float(value), "reliability": trust})
    city.deficits = kept


def true_cells(city: City) -> dict[tuple[int, str], float]:
    """Return the mean loss of the villages by step and part, over all tasks; it sums to 1 − mean e.

    The share of a part in 1 − e is its share in −ln e (logarithmic mean).
    """
    deepest = max(city.tier.values())
    villages = [unit for unit in city.tier if city.tier[unit] == deepest]
    cells: dict[tuple[int, str], float] = {}
    for task in TASKS:
        for village in villages:
            e = city.efficacy[village, task]
            log = -np.log(e)
            weight = (1 - e) / log if abs(log) > 1e-9 else 1.0
            unit = village
            while unit != "0":
                for part, loss in city.parts[unit, task].items():
                    key = (city.tier[unit], part)
                    cells[key] = cells.get(key, 0.0) + weight * loss / len(villages) / len(TASKS)
                unit = city.parent[unit]
    return cells
