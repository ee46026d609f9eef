"""Needs, own means, transfers, adjustments, spending of a made city: R1, R2, R4, R6, R7."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from signs.city import NEEDING, ROOT, YEAR_END, City, Unit, chosen, day, graded

KINDS = {
    "T01": ("资金", "土地"),
    "T02": ("资金", "土地"),
    "T03": ("资金", "能耗指标"),
    "T04": ("编制",),
    "T05": ("资金",),
    "T06": ("资金",),
}
_CODES = {"资金": "funds", "土地": "land", "能耗指标": "energy", "编制": "headcount"}
_BASE = {
    ("T01", "资金"): 900_000,
    ("T02", "资金"): 2_000_000,
    ("T03", "资金"): 600_000,
    ("T05", "资金"): 400_000,
    ("T06", "资金"): 1_200_000,
    ("T01", "土地"): 60,
    ("T02", "土地"): 40,
    ("T03", "能耗指标"): 800,
    ("T04", "编制"): 6,
}
_FROM = {"土地": date(2025, 7, 1)}
_SPRING = date(2025, 3, 1)
SIGNS = ("R1", "R2", "R4", "R5", "R6", "R7")
Need = dict[tuple[str, str, str], float]


@dataclass
class Ledger:
    """What the money of a city is made of while it is being written."""

    city: City
    plan: dict[tuple[str, str], str]
    need: Need = field(default_factory=dict)
    ratio: Need = field(default_factory=dict)
    one_book: set[str] = field(default_factory=set)
    direct: set[str] = field(default_factory=set)
    pace: dict[str, float] = field(default_factory=dict)
    count: int = 0

    def sign(self, unit: str) -> tuple[str, str] | None:
        """Return the sign planted in a unit and its strength."""
        found = [(s, how) for (s, u), how in self.plan.items() if u == unit]
        return found[0] if found else None


def make_money(city: City) -> Ledger:
    """Write the tables of money and return what they were made of."""
    ledger = Ledger(city, chosen(city, "resources", SIGNS))
    ledger.direct = {unit for sign, unit in ledger.plan if sign == "R4"}
    rng = city.chance("money")
    units = [*city.of_tier(1), *city.of_tier(2)]
    _needs(ledger, units, rng)
    _ratios(ledger, rng)
    _plant_ratios(ledger, rng)
    _plant_neediest(ledger, rng)
    counties = [u.code for u in city.of_tier(1)]
    ledger.pace = {c: float(np.exp(rng.normal(0, 0.25))) for c in counties}
    hit = {city.units[u].parent for sign, u in ledger.plan if sign == "R7"}
    ledger.one_book = {c for c in counties if rng.random() < 0.15} - hit
    for unit in units:
        _supply(ledger, unit, rng)
    _books(ledger, rng)
    _pass_through(ledger, rng)
    _late_truth(ledger)
    return ledger


def _needs(ledger: Ledger, units: list[Unit], rng: np.random.Generator) -> None:
    towns = [u.code for u in units if u.tier == 2]
    poor = set(rng.choice(towns, len(towns) // 5, replace=False))
    for unit in units:
        for task in NEEDING:
            if rng.random() < 0.1:
                continue
            for kind in KINDS[task]:
                amount = _BASE[task, kind] * unit.size * float(np.exp(rng.normal(0, 0.5)))
                amount *= 5 if unit.tier == 1 else 1
                amount *= 5 if task == "T06" and unit.code in poor else 1
                amount = max(3, round(amount)) if kind != "资金" else round(amount, -3)
                ledger.need[unit.code, task, kind] = amount
                ledger.city.add(
                    "needs",
                    unit=unit.code,
                    task=task,
                    resource=kind,
                    amount=amount,
                    **{"from": _FROM.get(kind, _SPRING), "until": YEAR_END},
                )


def _ratios(ledger: Ledger, rng: np.random.Generator) -> None:
    for key in ledger.need:
        ledger.ratio[key] = float(np.clip(rng.normal(1.02, 0.05), 0.93, 1.2))
        if key[2] == "编制":
            ledger.ratio[key] = 1.0


def _plant_ratios(ledger: Ledger, rng: np.random.Generator) -> None:
    """Take supply away: R1 all of a task's, R2 part of one kind."""
    for (sign, unit), strength in ledger.plan.items():
        tasks = sorted({t for u, t, _ in ledger.need if u == unit})
        if sign == "R1":
            bare = [str(t) for t in rng.permutation(tasks)[: graded(strength, 0, (1, 2, 3))]]
            for task in bare:
                for kind in KINDS[task]:
                    ledger.ratio[unit, task, kind] = 0.0
                measure = {"measure": "supply / need", "statistic": 0.0}
                ledger.city.plant("R1", [unit], strength, task=task, **measure)
                ledger.city.side("R2 R6", [unit], task)
                _left_short(ledger, unit)
        if sign == "R2":
            task = str(rng.choice(tasks))
            kind = str(rng.choice(KINDS[task]))
            _short(ledger, unit, task, kind, strength)


def _left_short(ledger: Ledger, unit: str) -> None:
    """Let it be told that needy siblings are covered worse, as one of few may make it true."""
    ledger.city.side("R6", list(dict.fromkeys((ledger.city.units[unit].parent, ROOT))))


def _short(ledger: Ledger, unit: str, task: str, kind: str, strength: str) -> None:
    need = ledger.need[unit, task, kind]
    share = graded(strength, 1, (0.75, 0.5, 0.2))
    share = max(1, int(need * share)) / need if kind == "编制" else share
    ledger.ratio[unit, task, kind] = share
    ledger.city.plant(
        "R2",
        [unit],
        strength,
        task=task,
        about=((kind, _CODES[kind]),),
        measure="supply / need of the kind",
        statistic=share,
    )
    ledger.city.side("R6", [unit], task)
    _left_short(ledger, unit)


def _plant_neediest(ledger: Ledger, rng: np.random.Generator) -> None:
    """Leave the neediest fifth of the townships worse covered in T06."""
    city = ledger.city
    if not city.planting or rng.random() < 0.4:
        return
    strength = str(rng.choice(("weak", "middle", "strong")))
    share = graded(strength, 1, (0.85, 0.7, 0.45))
    held = {u: n for (u, t, _), n in ledger.need.items() if t == "T06" and city.units[u].tier == 2}
    fifth = sorted(held, key=lambda u: -held[u])[: len(held) // 5]
    left = [u for u in fifth if not ledger.sign(u)]
    for unit in left:
        ledger.ratio[unit, "T06", "资金"] = share
    about = {"task": "T06", "measure": "coverage of the neediest fifth", "statistic": share}
    counties = sorted({city.units[u].parent for u in left})
    city.plant("R6", [ROOT, *left, *counties], strength, size="township", **about)
    city.side("R2", left, "T06")


def _supply(ledger: Ledger, unit: Unit, rng: np.random.Generator) -> None:
    sign = ledger.sign(unit.code)
    total = 0.0
    for task in NEEDING:
        for kind in KINDS[task]:
            key = (unit.code, task, kind)
            if key not in ledger.need:
                continue
            wanted = ledger.need[key] * ledger.ratio[key]
            total += wanted if kind == "资金" else 0
            if wanted:
                _one_supply(ledger, unit, (task, kind, wanted), rng)
    if sign is None and total and rng.random() < 0.5:
        _send(
            ledger,
            unit,
            ("", "资金", round(total * rng.uniform(0.05, 0.1), -3)),
            day(_SPRING, -20),
            rng,
        )
    if sign is None and total and rng.random() < 0.3:
        _own(ledger, unit, "", "资金", round(total * rng.uniform(0.01, 0.05), -3))


def _one_supply(
    ledger: Ledger, unit: Unit, what: tuple[str, str, float], rng: np.random.Generator
) -> None:
    """Write the own means and the transfers that make up one supply."""
    task, kind, wanted = what
    late = (ledger.sign(unit.code) or ("", ""))[0] == "R4"
    own = wanted * (rng.uniform(0.5, 0.8) if kind == "编制" else rng.uniform(0.1, 0.3))
    own = 0 if late and kind == "资金" else own
    own = int(own) if kind != "资金" else round(own, -3)
    if own:
        _own(ledger, unit, task, kind, own)
    rest = wanted - own
    if kind != "资金":
        _send(
            ledger,
            unit,
            (task, kind, max(1, round(rest))),
            day(date(2025, 1, 6), rng.uniform(0, 20)),
            rng,
        )
        return
    first = round(rest * rng.uniform(0.6, 0.7), -2)
    _send(ledger, unit, (task, kind, first), day(date(2025, 1, 10), rng.uniform(0, 35)), rng)
    second = round(rest - first, -2)
    _send(ledger, unit, (task, kind, second), day(date(2025, 5, 6), rng.uniform(0, 40)), rng)
    if rng.random() < 0.25:
        extra = round(wanted * rng.uniform(0.03, 0.1), -2)
        _send(ledger, unit, (task, kind, extra), day(date(2025, 11, 20), rng.uniform(0, 30)), rng)


def _own(ledger: Ledger, unit: Unit, task: str, kind: str, amount: float) -> None:
    span = {"from": date(2025, 1, 1), "until": YEAR_END}
    ledger.city.add("means", unit=unit.code, task=task, resource=kind, amount=amount, **span)


def _send(
    ledger: Ledger,
    unit: Unit,
    what: tuple[str, str, float],
    announced: date,
    rng: np.random.Generator,
) -> None:
    """Write a transfer to a unit, as large as it says, with a lag of its kind."""
    _, kind, amount = what
    if amount <= 0:
        return
    arrived = day(announced, _lag(ledger, unit, kind, rng))
    payer = ROOT if unit.tier == 1 or unit.parent in ledger.direct else unit.parent
    _write(ledger, payer, unit.code, what, (announced, arrived))


def _lag(ledger: Ledger, unit: Unit, kind: str, rng: np.random.Generator) -> float:
    if kind == "土地":
        return float(np.clip(120 * np.exp(rng.normal(0, 0.2)), 60, 170))
    if kind != "资金":
        return float(rng.uniform(15, 45))
    sign = ledger.sign(unit.code)
    if sign and sign[0] == "R4":
        return float(graded(sign[1], 0, (80, 130, 210)) * np.exp(rng.normal(0, 0.15)))
    extreme = rng.random() < 0.02
    usual = 16 * ledger.pace.get(unit.parent, 1.0)
    return float(np.clip(usual * np.exp(rng.normal(0, 0.5)), 2, 45)) if not extreme else 90.0


def _write(
    ledger: Ledger,
    payer: str,
    payee: str,
    what: tuple[str, str, float],
    days: tuple[date, date],
) -> dict[str, object]:
    task, kind, amount = what
    ledger.count += 1
    there = days[1] <= YEAR_END
    return ledger.city.add(
        "transfers",
        transfer=f"清财指〔2025〕{ledger.count}号",
        from_unit=payer,
        to_unit=payee,
        task=task,
        resource=kind,
        amount=amount,
        restriction="专项" if task else "一般性",
        announced=days[0],
        arrived=days[1] if there else None,
        amount_arrived=amount if there else None,
    )


def _pass_through(ledger: Ledger, rng: np.random.Generator) -> None:
    """Let what townships get pass through their county some days before."""
    sums: dict[tuple[str, str, str, str], float] = {}
    first: dict[tuple[str, str, str, str], date] = {}
    for row in list(ledger.city.tables["transfers"]):
        payer = str(row["from_unit"])
        announced = row["announced"]
        if payer == ROOT or not isinstance(announced, date):
            continue
        key = (payer, str(row["task"]), str(row["resource"]), f"{(announced.month + 2) // 3}")
        sums[key] = sums.get(key, 0) + float(str(row["amount"]))
        first[key] = min(first.get(key, YEAR_END), announced)
    for key, amount in sums.items():
        arrived = first[key] - timedelta(days=int(rng.integers(1, 6)))
        announced = arrived - timedelta(days=int(rng.integers(4, 30)))
        _write(ledger, ROOT, key[0], (key[1], key[2], amount), (announced, arrived))


def _books(ledger: Ledger, rng: np.random.Generator) -> None:
    """Make the books as they are: claw-backs, one book, rounded amounts; and plant R7."""
    number = 0
    for row in ledger.city.tables["transfers"]:
        if row["arrived"] is None or row["resource"] != "资金":
            continue
        payee = str(row["to_unit"])
        if ledger.city.units[payee].parent in ledger.one_book:
            row["amount_arrived"] = None
        elif (ledger.sign(payee) or ("",))[0] == "R7":
            continue
        elif rng.random() < 0.1:
            row["amount_arrived"] = float(str(row["amount_arrived"])) + int(rng.integers(-40, 41))
        elif rng.random() < 0.1:
            number += 1
            _claw_back(ledger, row, number, rng)
    for (sign, unit), strength in ledger.plan.items():
        if sign == "R7":
            _differ(ledger, unit, strength)


def _claw_back(
    ledger: Ledger, row: dict[str, object], number: int, rng: np.random.Generator
) -> None:
    """Take back part of a transfer of the end of the year, in both books or in the payer's."""
    announced = row["announced"]
    if not isinstance(announced, date) or announced.month < 11:
        return
    back = -round(float(str(row["amount"])) * rng.uniform(0.2, 0.8), -2)
    payer_only = rng.random() < 0.5
    if payer_only:
        row["amount_arrived"] = float(str(row["amount_arrived"])) + back
    ledger.city.add(
        "adjustments",
        transfer=row["transfer"],
        amount=back,
        adjusted=date(2025, 12, int(rng.integers(24, 32))),
        reason=f"结余资金收回（清财〔2025〕{number}号）",
        book="付方账" if payer_only else "",
    )


def _differ(ledger: Ledger, unit: str, strength: str) -> None:
    """Let the payee's book show less: one transfer by 5 %, three by 15 %, all by 40 %."""
    held = [
        r
        for r in ledger.city.tables["transfers"]
        if r["to_unit"] == unit and r["resource"] == "资金" and r["amount_arrived"]
    ]
    held.sort(key=lambda r: -float(str(r["amount"])))
    share = graded(strength, 0, (0.05, 0.15, 0.4))
    short = held[: {"weak": 1, "middle": 3}.get(strength, len(held))]
    missing = 0.0
    for row in short:
        whole = float(str(row["amount"]))
        row["amount_arrived"] = round(whole * (1 - share), 2)
        missing += whole - float(str(row["amount_arrived"]))
    payers = sorted({str(r["from_unit"]) for r in short})
    rest = {"measure": "yuan missing in the payee's book", "statistic": round(missing, 2)}
    ledger.city.plant(
        "R7", [unit, *payers], strength, **rest, about=((ledger.city.units[unit].name, unit),)
    )
    ledger.city.side("R2", [unit])
    _left_short(ledger, unit)


def _late_truth(ledger: Ledger) -> None:
    """Write down R4 with the median lag of what had arrived or was under way."""
    for (sign, unit), strength in ledger.plan.items():
        if sign != "R4":
            continue
        lags = [
            ((r["arrived"] or YEAR_END) - r["announced"]).days  # type: ignore[operator]
            for r in ledger.city.tables["transfers"]
            if r["to_unit"] == unit and r["resource"] == "资金"
        ]
        median = {
            "measure": "median days announced to arrived",
            "statistic": float(np.median(lags)),
        }
        ledger.city.plant("R4", [unit], strength, **median)
        ledger.city.side("R1 R2 R6", [unit])
        _left_short(ledger, unit)
