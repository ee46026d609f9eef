"""Figures behind causes two to five: what they show, and that nothing is shown for nothing."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from chuandao.catalog.tables import result_tables
from chuandao.messages import LANGUAGES
from chuandao.report.mechanisms.calendar import work_calendar
from chuandao.report.mechanisms.chain import chain_view
from chuandao.report.mechanisms.handovers import handover_maps
from chuandao.report.mechanisms.treatments import treatment_panels
from chuandao.report.mechanisms.view import mechanisms
from chuandao.report.mechanisms.weights import weight_groups


@pytest.fixture
def with_tables(checkup):
    def make(**tables):
        return replace(checkup, tables={**checkup.tables, **tables})

    return make


def edge(transfer, source, units, amount, received=None, **told):
    return {
        "transfer": transfer,
        "source": source,
        "origin": "A",
        "from_unit": units[0],
        "to_unit": units[1],
        "task": "T01",
        "resource": "funds",
        "amount": Decimal(amount),
        "received": Decimal(amount if received is None else received),
        "passed_on": Decimal(0),
        "kept": Decimal(0),
        "announced": date(2025, 4, 1),
        "arrived": date(2025, 5, 1),
        "status": "arrived",
        **told,
    }


@pytest.fixture
def line(checkup):
    """Return the root, a county, a township below it."""
    units = checkup.units
    county = next(unit for unit in units.children(units.root) if units.children(unit))
    return units.root, county, units.children(county)[0]


def test_an_appropriation_is_followed_down_and_a_units_money_back_up(with_tables, line):
    root, county, town = line
    rows = [
        edge("A", None, (root, county), 100),
        edge("B", "A", (county, town), 60, 40, status="under_way"),
        edge("B2", "A", (county, town), 999, status="repeated"),
    ]
    view = chain_view(with_tables(fund_chain=pl.DataFrame(rows)))
    (one,) = view.appropriations
    assert [(level.sent, level.arrived) for level in one.levels] == [(100, 100), (60, 40)]
    assert view.unit == town
    assert [source.origin for source in view.sources] == ["A"]
    assert len(view.sources[0].path) == 3


def test_a_chain_without_money_is_not_drawn(with_tables, line):
    rows = [edge("A", None, line[:2], 5, resource="land")]
    assert chain_view(with_tables(fund_chain=pl.DataFrame(rows))) is None


def pair(unit, giver, taker, lost, verdict="usual"):
    return {
        "unit": unit,
        "from_department": giver,
        "to_department": taker,
        "measure": "wait",
        "cases": 10,
        "median_days": 2.0,
        "lost_days": lost,
        "waiting_share": 0.1,
        "excess_low": 0.5,
        "excess_high": 1.5,
        "verdict": verdict,
    }


def test_units_with_a_wait_beyond_the_usual_stand_first(with_tables, checkup):
    first, second = checkup.units.children(checkup.units.root)[:2]
    rows = [pair(first, "甲", "乙", 9.0), pair(second, "甲", "乙", 3.0, "beyond")]
    maps = handover_maps(with_tables(handovers=pl.DataFrame(rows)))
    assert [one.unit for one in maps] == [second, first]
    assert maps[0].is_flagged


def test_a_department_among_the_units_is_called_by_its_name(with_tables, checkup, line):
    rows = [pair(line[0], line[1], "乙", 9.0)]
    (one,) = handover_maps(with_tables(handovers=pl.DataFrame(rows)))
    assert one.departments == (checkup.units.name(line[1]), "乙")


def weight(unit, subject, share, priority):
    return {
        "unit": unit,
        "units": 1,
        "schemes": "综合考核",
        "type": "山区",
        "level": "dimension",
        "subject": subject,
        "weight_share": share,
        "priority_share": priority,
        "difference": share - priority,
    }


def test_units_with_the_same_scheme_and_shares_are_drawn_once(with_tables, checkup):
    units = checkup.units.children(checkup.units.root)[:2]
    rows = [weight(u, *told) for u in units for told in (("growth", 0.7, 0.2), ("green", 0.3, 0.8))]
    (group,) = weight_groups(with_tables(weights_against_priorities=pl.DataFrame(rows)))
    assert group.units == 2
    assert [bar.subject for bar in group.bars] == ["green", "growth"]


def test_a_month_that_was_not_recorded_is_empty_and_no_zero(with_tables, checkup, line):
    columns = [column.name for column in result_tables()["workload_calendar"].columns]
    rows = [
        dict.fromkeys(columns) | {"unit": unit, "month": date(2025, month, 1), "load": load}
        for unit, month, load in ((line[1], 4, 0.8), (line[1], 5, 2.5), (line[2], 4, 0.9))
    ]
    schema = {"load": pl.Float64, "per_head_ratio": pl.Float64}
    calendar = work_calendar(
        with_tables(workload_calendar=pl.DataFrame(rows, schema_overrides=schema))
    )
    bands = {one.unit: [month.band for month in one.months] for one in calendar.lines}
    assert bands[line[1]] == ["normal", "severe"]
    assert bands[line[2]] == ["normal", "unexamined"]


def test_uniform_campaigns_stand_before_tailored_ones(with_tables, line):
    names = [column.name for column in result_tables()["treatment_verdicts"].columns]
    rows = [
        dict.fromkeys(names)
        | {"unit": line[1], "campaign": campaign, "verdict": verdict, "measure": "m", "subjects": 9}
        for campaign, verdict in (("a", "tailored"), ("b", "uniform"))
    ]
    points = pl.DataFrame(
        {
            "unit": [line[1]],
            "campaign": ["b"],
            "measure": ["m"],
            "tenth": [3],
            "action_level": [4.0],
        }
        | {"subjects": [9], "severity_low": [0.0], "severity_high": [1.0]}
    )
    told = with_tables(treatment_verdicts=pl.DataFrame(rows), treatment_points=points)
    panels = treatment_panels(told)
    assert [panel.verdict for panel in panels] == ["uniform", "tailored"]
    assert panels[0].dots[0].subjects == 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_not_examined_draws_nothing(checkup, language):
    bare = replace(checkup, tables={})
    found = mechanisms(bare, language)
    assert (found.chain, found.handovers, found.weights, found.calendar, found.treatments) == (
        None,
    ) * 5
