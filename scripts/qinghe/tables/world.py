"""What all tables share: units, tasks, planted deficits, months, working days, headings."""

from __future__ import annotations

import calendar
import csv
import datetime as dt
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[2] / "src" / "chuandao"
CATALOG = SOURCE / "catalog"
PACKAGE = SOURCE / "examples" / "qinghe"
TRUTH = HERE.parents[2] / "tests" / "truth" / "qinghe"

SEED = 20250401
MONTHS = (*(f"2025-{month:02d}" for month in range(4, 13)), "2026-01", "2026-02", "2026-03")
QUARTERS = {
    "2025Q2": MONTHS[:3],
    "2025Q3": MONTHS[3:6],
    "2025Q4": MONTHS[6:9],
    "2026Q1": MONTHS[9:],
}
QUARTER_OF = {month: quarter for quarter, months in QUARTERS.items() for month in months}
COUNTY, TOWNSHIP, VILLAGE = 1, 2, 3
SATURDAY = 5
CITY = "990200000000"
COUNTIES = ("990202000000", "990203000000", "990221000000", "990222000000", "990223000000", "990281000000")  # fmt: skip
LINHU, DONGPING, YUNSHAN, QINGLAN, BAIZHU, YONGNING = COUNTIES

Row = dict[str, Any]
Pair = tuple[str, str]


class World(NamedTuple):
    """The case as it stands before the tables are drawn.

    ``asked``: units (superiors first) with the tasks asked of them; ``deficits``: planted
    deficits by unit, task and cause.
    """

    units: Mapping[str, Mapping[str, str]]
    tasks: Mapping[str, Mapping[str, str]]
    asked: Mapping[str, Sequence[str]]
    deficits: Mapping[tuple[str, str, str], float]

    def tier(self, unit: str) -> int:
        """Return the tier of a unit."""
        return int(self.units[unit]["tier"])

    def name(self, unit: str) -> str:
        """Return the name of a unit."""
        return self.units[unit]["name"]

    def county(self, unit: str) -> str:
        """Return the county to which a unit belongs."""
        while self.tier(unit) > COUNTY:
            unit = self.units[unit]["parent"]
        return unit

    def of_tier(self, tier: int) -> list[str]:
        """Return the units of a tier of which tasks are asked."""
        return [unit for unit in self.asked if self.tier(unit) == tier]

    def townships(self, county: str) -> list[str]:
        """Return the townships of a county."""
        return [unit for unit in self.of_tier(TOWNSHIP) if self.units[unit]["parent"] == county]


def rng_of(number: int) -> np.random.Generator:
    """Return the generator of one table."""
    return np.random.default_rng([SEED, number])


def read_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV table."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_world(package: Path = PACKAGE, truth: Path = TRUTH) -> World:
    """Return the case with its planted deficits."""
    units = {row["unit"]: row for row in read_table(package / "units.csv")}
    tasks = {row["task"]: row for row in read_table(package / "tasks.csv")}
    asked: dict[str, list[str]] = {}
    for row in read_table(truth / "efficacy.csv"):
        listed = asked.setdefault(row["unit"], [])
        if row["task"] not in listed:
            listed.append(row["task"])
    deficits = {
        (row["unit"], row["task"], row["cause"]): float(row["deficit"])
        for row in read_table(truth / "deficits.csv")
    }
    return World(units, tasks, asked, deficits)


@cache
def values() -> dict[tuple[str, str], str]:
    """Return the Chinese word of every coded value."""
    rows = read_table(CATALOG / "values.csv")
    return {(row["domain"], row["value"]): row["label_zh"] for row in rows}


def written(value: object, domain: str) -> object:
    """Return a cell as it is written: coded values in Chinese, numbers without needless zeros."""
    if value is None:
        return ""
    if domain:
        return values()[domain, str(value)]
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return value


def write_rows(name: str, rows: Iterable[Row], package: Path = PACKAGE) -> int:
    """Write a table with the Chinese headings of the catalogue and return the number of rows."""
    rows = list(rows)
    used = {key for row in rows for key, value in row.items() if value is not None}
    columns = read_table(CATALOG / "tables" / "input" / f"{name}.csv")
    head, keys = [], []
    for column in columns:
        if column["column"].endswith("*"):
            more = sorted(key for key in used if key.startswith(column["column"][:-1]))
            head += [(key, "") for key in more]
            keys += more
        elif column["column"] in used:
            head.append((column["label_zh"], column["domain"]))
            keys.append(column["column"])
    with (package / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([label for label, _ in head])
        for row in rows:
            writer.writerow(
                [written(row.get(key), domain) for key, (_, domain) in zip(keys, head, strict=True)]
            )
    return len(rows)


def month_end(month: str) -> dt.date:
    """Return the last day of a month."""
    year, number = map(int, month.split("-"))
    return dt.date(year, number, calendar.monthrange(year, number)[1])


@cache
def working_days() -> tuple[dt.date, ...]:
    """Return the working days from January 2025 to June 2026, holidays and make-up days minded."""
    marked = {
        dt.date.fromisoformat(row["day"]): row["kind"]
        for row in read_table(CATALOG / "holidays.csv")
    }
    first, last = dt.date(2025, 1, 1), dt.date(2026, 6, 30)
    days = (first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(
        day
        for day in days
        if marked.get(day, "rest" if day.weekday() >= SATURDAY else "work") == "work"
    )


@cache
def day_number() -> dict[dt.date, int]:
    """Return the number of every working day, counted from January 2025."""
    return {day: number for number, day in enumerate(working_days())}


def working_day(day: dt.date) -> dt.date:
    """Return the day itself, or the first working day after it."""
    while day not in day_number():
        day += dt.timedelta(days=1)
    return day


def position(moment: dt.datetime) -> float:
    """Return a moment in working days: 24 hours of a working day are one day."""
    day = moment.date()
    if day in day_number():
        return day_number()[day] + (moment.hour + moment.minute / 60) / 24
    return float(day_number()[working_day(day)])


def moment_at(place: float) -> dt.datetime:
    """Return the moment at a place counted in working days, to the minute."""
    number = int(place)
    minutes = round((place - number) * 24 * 60)
    if minutes == 24 * 60:
        number, minutes = number + 1, 0
    return dt.datetime.combine(working_days()[number], dt.time()) + dt.timedelta(minutes=minutes)


def working_days_in(month: str) -> int:
    """Return the number of working days of a month."""
    return sum(day.strftime("%Y-%m") == month for day in working_days())
