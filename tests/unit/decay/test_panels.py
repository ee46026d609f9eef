"""Periods as numbers, and which units a roll-out reaches."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import polars as pl
import pytest

from chuandao.decay.effects.panels import calendar_of, rollouts_of
from chuandao.stats.panels.group_time import NEVER

DAYS = {"period": pl.String, "period_start": pl.Date, "period_end": pl.Date}


def calendar(*rows):
    return calendar_of(pl.DataFrame(rows, schema=DAYS, orient="row"))


@pytest.mark.parametrize(
    ("rows", "months"),
    [
        ([("2024-02", date(2024, 2, 1), date(2024, 2, 29))], 1),
        ([("2024Q1", date(2024, 1, 1), date(2024, 3, 31))], 3),
        ([("2024H1", date(2024, 1, 1), date(2024, 6, 30))], 6),
        ([("2024", date(2024, 1, 1), date(2024, 12, 31))], 12),
    ],
)
def test_the_grain_is_told_by_the_length_of_a_period(rows, months):
    assert calendar(*rows).months == months


def test_a_day_lies_in_the_period_that_holds_it():
    found = calendar(
        ("2024Q4", date(2024, 10, 1), date(2024, 12, 31)),
        ("2025Q1", date(2025, 1, 1), date(2025, 3, 31)),
    )
    first, second = found.labels
    assert second == first + 1
    assert found.number(date(2024, 12, 31)) == first
    assert found.number(date(2025, 1, 1)) == second


def rolled_out(case_of, starts):
    """Return the one roll-out of a city of two counties with two townships each, over 2 years."""
    units = [("0", "市", 0, None)]
    for county in ("1", "2"):
        units.append((county, f"县{county}", 1, "0"))
        units += [(f"{county}{t}", f"镇{county}{t}", 2, county) for t in ("1", "2")]
    rows = [(u, "T", y, "inspection", 0.5) for u, *_ in units[1:] for y in ("2024", "2025")]
    case = case_of(units, rows)
    evidence = case.tables["evidence"].with_columns(
        period_start=pl.date(pl.col("period").cast(pl.Int32), 1, 1),
        period_end=pl.date(pl.col("period").cast(pl.Int32), 12, 31),
    )
    schema = {"unit": pl.String, "remedy": pl.String, "start": pl.Date}
    given = pl.DataFrame([(u, "r", day) for u, day in starts], schema=schema, orient="row")
    tables = MappingProxyType({"evidence": evidence, "rollouts": given})
    (found,) = rollouts_of(replace(case, tables=tables), calendar_of(evidence), [])
    return found


def test_a_county_takes_its_townships_along_and_is_one_cluster(case_of):
    found = rolled_out(case_of, [("1", date(2025, 5, 1))])
    panel = found.panels["inspection"]
    assert found.tier == 1
    assert panel.cluster_count == 2
    assert (panel.starts == 2025).tolist() == [True] * 3 + [False] * 3
    assert (panel.starts[3:] == NEVER).all()


def test_a_remedy_of_townships_says_nothing_of_counties(case_of):
    found = rolled_out(case_of, [("11", date(2025, 5, 1)), ("21", date(2024, 5, 1))])
    panel = found.panels["inspection"]
    assert found.tier == 2
    assert panel.starts.tolist() == [2025, NEVER, 2024, NEVER]


def test_the_earliest_start_above_a_unit_counts_for_it(case_of):
    found = rolled_out(case_of, [("1", date(2024, 5, 1)), ("11", date(2025, 5, 1))])
    assert found.panels["inspection"].starts[:3].tolist() == [2024] * 3


def test_of_two_starts_of_a_unit_the_earlier_counts(case_of):
    found = rolled_out(case_of, [("1", date(2025, 5, 1)), ("1", date(2024, 5, 1))])
    assert found.panels["inspection"].starts[0] == 2024
