"""What the views of the whole report hold, against the tables that they were made of."""

from dataclasses import asdict, replace

import polars as pl
import pytest

from chuandao.report.whole.blockages_view import blockage_rows
from chuandao.report.whole.causes_chart import hung
from chuandao.report.whole.causes_view import causes_view
from chuandao.report.whole.funnel_view import funnel_view
from chuandao.report.whole.heat_map import heat_map
from chuandao.report.whole.sankey import ENDED, STATES, sankeys
from chuandao.report.whole.scope_view import scope_of
from chuandao.report.whole.stairs import staircases
from chuandao.report.whole.view import checkup_view, matters_of

ROOT = "990200000000"


def in_order(material, units):
    places = [material.units.position(unit) for unit in units]
    return places == sorted(places)


def without(material, *tables):
    return replace(material, tables={n: t for n, t in material.tables.items() if n not in tables})


def test_a_staircase_is_the_rows_of_the_table(city):
    main = staircases(city).main
    rows = city.tables["tiers"].filter(unit=ROOT, task="", period="").sort("tier")
    assert [tread.efficacy for tread in main.treads] == rows["efficacy"].to_list()
    assert [tread.retention for tread in main.treads] == rows["retention"].to_list()
    assert [(tread.low, tread.high) for tread in main.treads] == rows.select("low", "high").rows()


def test_staircases_of_counties_stand_in_administrative_order(city):
    units = [one.unit for one in staircases(city).units]
    assert units == list(city.units.children(ROOT))


def test_periods_stand_in_order_and_the_whole_is_no_period(city):
    assert [one.period for one in staircases(city).periods] == [
        "2025Q3",
        "2025Q4",
        "2026Q1",
        "2026Q2",
    ]


def test_shares_of_the_loss_sum_to_the_loss(city):
    view, bottom = causes_view(city), staircases(city).main.bottom
    assert view.loss == pytest.approx(1 - bottom.efficacy, abs=1e-12)
    assert sum(map(view.on_step, view.steps)) == pytest.approx(view.loss, abs=1e-12)
    held = [view.of_cause(cause) for cause in view.causes]
    assert sum(one for one in held if one is not None) == pytest.approx(view.loss, abs=1e-12)


def test_the_last_bar_ends_where_the_stairs_end(city):
    assert hung(causes_view(city))[-1].after == pytest.approx(staircases(city).main.bottom.efficacy)


def test_a_cause_without_rows_is_unknown_and_not_nought(city):
    view = causes_view(city)
    assert view.of_cause("resources") is None
    assert view.share(1, "resources") is None


def test_lines_of_the_map_stand_in_administrative_order(city):
    assert in_order(city, [line.unit for line in heat_map(city).lines])


def test_what_was_not_examined_is_never_normal(city):
    view = heat_map(city)
    examined = set(city.tables["coverage"].filter("examined").select("unit", "cause").rows())
    for line in view.lines:
        for column, cell in zip(view.columns, line.cells, strict=True):
            assert cell.band != "normal" or cell.findings or (line.unit, column.cause) in examined


def test_a_sign_nobody_looks_for_is_not_normal(city):
    view = heat_map(city)
    at = [column.sign for column in view.columns].index("U9")
    assert {line.cells[at].band for line in view.lines} == {"unexamined"}


def test_a_cause_examined_nowhere_is_one_column(city):
    columns = [column for column in heat_map(city).columns if column.cause != "understanding"]
    assert [column.sign for column in columns] == ["", "", "", ""]


def test_a_withdrawn_finding_is_not_on_the_map(city):
    findings = city.tables["findings"].with_columns(status=pl.lit("withdrawn"))
    view = heat_map(replace(city, tables={**city.tables, "findings": findings}))
    assert {cell.findings for line in view.lines for cell in line.cells} == {0}


def test_every_column_of_a_sankey_holds_what_still_goes_on(city):
    for view in sankeys(city):
        going = 1.0
        for tier in view.tiers[1:]:
            shares = {state: view.share(tier, state) for state in STATES}
            assert sum(shares.values()) == pytest.approx(going)
            going = sum(share for state, share in shares.items() if state not in ENDED)


def test_one_sankey_a_policy_in_the_order_of_its_documents(city):
    assert [(one.document, one.tasks, one.leaves) for one in sankeys(city)] == [
        ("city-18", 8, 120),
        ("city-22", 6, 120),
        ("city-31", 4, 120),
    ]


def test_not_required_never_counts_as_dropped(city):
    drops = city.tables["drops"].with_columns(status=pl.lit("not_required"))
    view = sankeys(replace(city, tables={**city.tables, "drops": drops}))[0]
    assert view.share(1, "not_required") == pytest.approx(1)
    assert not view.held("dropped")


def test_the_funnel_holds_villages_with_evidence_of_their_own_only(city):
    own = set(city.tables["efficacy"].filter(pl.col("own_evidence") > 0)["unit"].to_list())
    village = funnel_view(city).panels[-1]
    assert village.points
    assert {point.unit for point in village.points} <= own


def test_villages_outside_the_funnel_are_counted_and_not_named(city):
    view = funnel_view(city)
    assert view.unnamed > 0
    assert all(city.units.children(point.unit) for point in view.outside)


def test_too_few_units_make_no_funnel(city):
    few = city.tables["retention"].filter(pl.col("unit").is_in(list(city.units.children(ROOT)[:3])))
    (panel,) = funnel_view(replace(city, tables={**city.tables, "retention": few})).panels
    assert panel.edges == ()
    assert {point.outside for point in panel.points} == {0}


def test_blockages_stand_in_administrative_order(city):
    rows = blockage_rows(city)
    assert len(rows) == 6
    assert in_order(city, [row.unit for row in rows])


def test_blockages_not_sought_are_not_blockages_not_found(city, traced_city):
    empty = replace(city, tables={**city.tables, "blockages": city.tables["blockages"].clear()})
    assert blockage_rows(traced_city) is None
    assert blockage_rows(empty) == ()


def test_villages_without_anything_of_their_own_have_no_sheet(city):
    view = checkup_view(city, "zh-Hans")
    own = set(city.tables["efficacy"].filter(pl.col("own_evidence") > 0)["unit"].to_list())
    own |= set(city.tables["findings"]["unit"].to_list())
    sheets = [sheet.unit for sheet in view.sheets]
    assert sheets[0] == ROOT
    assert in_order(city, sheets)
    assert {unit for unit in sheets if city.units.tier(unit) == 3} <= own


def test_the_same_matter_for_several_tasks_is_one(city):
    for sheet in checkup_view(city, "en").sheets:
        assert sum(map(len, matters_of(sheet))) == len(sheet.items)


def test_the_reach_counts_examined_units_and_names_what_is_needed(city):
    scope = scope_of(city)
    by_cause = {one.cause: (one.examined, one.units, one.needed) for one in scope.causes}
    assert by_cause["understanding"] == (30, 66, ("documents",))
    assert by_cause["capacity"] == (0, 66, ("staff", "workload"))
    assert scope.anchors == ("inspection",)


def test_order_of_rows_changes_nothing(city):
    turned = {name: table.reverse() for name, table in city.tables.items()}
    assert checkup_view(replace(city, tables=turned), "en") == checkup_view(city, "en")


def rounded(value):
    """Return a view as plain values whose figures do not depend on the machine."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    return [rounded(one) for one in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("make", [causes_view, blockage_rows, scope_of])
def test_small_views_are_as_agreed(city, snapshot, make):
    view = make(city)
    rows = map(asdict, view) if isinstance(view, tuple) else [asdict(view)]
    assert [rounded(row) for row in rows] == snapshot


def test_a_staircase_is_as_agreed(city, snapshot):
    assert rounded(asdict(staircases(city).main)) == snapshot


def test_a_small_sankey_is_as_agreed(city, snapshot):
    assert rounded(asdict(sankeys(city)[2])) == snapshot


def test_decisions_of_a_person_are_counted_apart_from_those_set_aside(city):
    rows = pl.DataFrame(
        {
            "decision": ["accept", "correct", "reject", "add"],
            "outcome": ["applied", "carried", "applied", "set_aside"],
        }
    )
    told = scope_of(replace(city, tables={**city.tables, "decided": rows})).decisions
    assert (told.total, told.differing, told.set_aside) == (4, 2, 1)
    assert scope_of(without(city, "decided")).decisions is None
