"""What is said of reported figures in a case, beside the tests themselves."""

from datetime import date

import numpy as np
import pytest

import chuandao as cd
from chuandao.catalog.tables import result_tables
from chuandao.diagnosis.appraisal.anomalies import examine
from chuandao.messages import LANGUAGES, render

HEAD = "unit,indicator,period,value,pass_mark"
TOWNS = [f"9901{i:02}" for i in range(1, 31)]


def units(kinds=("",)):
    rows = ["99,清河市,0,,", "9901,柳河县,1,99,"]
    rows += [f"{code},第{i}镇,2,9901,{kinds[i % len(kinds)]}" for i, code in enumerate(TOWNS)]
    return "\n".join(["unit,name,tier,parent,type", *rows]) + "\n"


def lifted(year=2025, indicator="满意率"):
    rows = []
    for quarter in range(4):
        for i, town in enumerate(TOWNS):
            value = 40.3 + 1.3 * i + 0.3 * quarter
            value = 60 + 0.1 * (1 + i % 6) if 55 <= value < 60 else value
            rows.append(f"{town},{indicator},{year}Q{quarter + 1},{value:.1f},60")
    return rows


def read(folder, rows, kinds=("",)):
    (folder / "units.csv").write_text(units(kinds), "utf-8")
    (folder / "indicators.csv").write_text("\n".join([HEAD, *rows]) + "\n", "utf-8")
    return cd.read(folder)


def rows_of(case, as_of=None):
    return examine(case, None, as_of).tables["indicator_anomalies"]


def test_the_table_is_as_the_catalogue_has_it(tmp_path):
    wanted = [column.name for column in result_tables()["indicator_anomalies"].columns]
    assert rows_of(read(tmp_path, lifted())).columns == wanted
    assert rows_of(read(tmp_path, [])).columns == wanted


def test_the_finding_stands_at_the_unit_above_and_rests_on_figures_at_the_mark(tmp_path):
    case = read(tmp_path, lifted())
    (finding,) = examine(case, None, None).findings
    assert (finding.unit, finding.sign, finding.cause) == ("9901", "A5", "appraisal")
    values = case.tables["indicators"].filter(
        case.tables["indicators"]["origin_row"].is_in([row.row for row in finding.rows])
    )["value"]
    assert len(values) == 23
    assert values.is_between(60, 62.7).all()


def test_types_of_units_are_series_of_their_own(tmp_path):
    rows = [*lifted(2024), *lifted(2025)]
    groups = rows_of(read(tmp_path, rows, ("农业", "工业"))).filter(test="bunching")["group"]
    assert groups.drop_nulls().to_list() == ["type=农业", "type=工业"]


def test_figures_of_later_periods_are_not_looked_at(tmp_path):
    case = read(tmp_path, lifted())
    assert rows_of(case, date(2025, 6, 30)).filter(test="bunching")["figures"].to_list() == [60]


def own_targets(seed, lift):
    """Return figures around targets of the units' own, some of those just short of it lifted."""
    chance = np.random.default_rng(seed)
    rows = []
    for town in TOWNS:
        target = 100 * chance.integers(8, 30)
        ratio = chance.normal(1.02, 0.1, 12)
        near = (ratio < 1) & (ratio > 0.95) & (chance.random(12) < lift)
        ratio = np.where(near, 1 + np.abs(chance.normal(0, 0.004, 12)), ratio)
        rows += [
            f"{town},面积,2025-{month:02},{target * one:.0f},{target}"
            for month, one in enumerate(ratio, 1)
        ]
    return rows


@pytest.mark.parametrize(("lift", "verdict"), [(0.0, "nothing_found"), (0.7, "to_verify")])
def test_figures_are_held_against_targets_of_the_units_own(tmp_path, lift, verdict):
    for seed in range(5):
        rows = rows_of(read(tmp_path, own_targets(seed, lift))).filter(test="bunching")
        assert rows["verdict"].to_list() == [verdict]
        assert rows["pass_mark"].to_list() == [None]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_all_groups_show_together_is_said_in_every_language(language):
    names = ["indicator", "groups", "units", "figures", "observed", "mark", "width", "below"]
    said = render(
        "finding.A5.bunching.together",
        language,
        **dict.fromkeys([*names, "expected", "excess"], "7"),
    )
    assert "7" in said
    assert "{" not in said


def test_figures_piled_up_at_a_bound_are_not_taken_for_the_shape_below_it(tmp_path):
    """Whole rates up to 100, rounded to fives and tens as people do, with their mark at 95."""
    chance = np.random.default_rng(21)
    rows = []
    for town in TOWNS:
        for quarter in (1, 2, 3, 4):
            value = min(100.0, chance.normal(96, 3))
            step = 5 if chance.random() < 0.2 else 1
            rows.append(f"{town},办结率,2025Q{quarter},{step * round(value / step)},95")
    table = rows_of(read(tmp_path, rows)).filter(test="bunching")
    assert "to_verify" not in table["verdict"].to_list()


def test_every_test_counts_in_the_false_discovery_rate(tmp_path):
    chance = np.random.default_rng(5)
    noise = [
        f"{town},指标{k},2025Q{q},{chance.normal(64, 9):.1f},60"
        for k in range(12)
        for town in TOWNS
        for q in (1, 2, 3, 4)
    ]
    table = rows_of(read(tmp_path, [*noise, *lifted()]))
    held = table.filter(table["p_value"].is_not_null())
    ranked = held.sort("p_value")
    assert held.height == 26
    assert ranked["q_value"][0] == pytest.approx(ranked["p_value"][0] * held.height, rel=0.5)
    assert table.filter(verdict="to_verify")["indicator"].to_list() == ["满意率"]


def test_invented_amounts_over_many_magnitudes_are_found_by_their_first_digits(tmp_path):
    chance = np.random.default_rng(6)
    rows = [
        f"{town},投资额,{year}-{month:02},{chance.integers(101, 999) * 10 ** chance.integers(0, 4)},"
        for town in TOWNS
        for year in (2024, 2025)
        for month in range(1, 13)
    ]
    codes = {one.code for one in examine(read(tmp_path, rows), None, None).findings}
    assert "finding.A5.first_digits" in codes


def test_the_order_of_rows_changes_nothing(tmp_path):
    rows = [*lifted(), *lifted(indicator="回访率")]
    one = examine(read(tmp_path, rows), None, None)
    other = examine(read(tmp_path, np.random.default_rng(1).permutation(rows)), None, None)
    assert one.tables["indicator_anomalies"].equals(other.tables["indicator_anomalies"])
    assert [f.id for f in one.findings] == [f.id for f in other.findings]


def test_status_words_and_ratings_are_no_self_report_to_compare(tmp_path):
    (tmp_path / "units.csv").write_text(units(), "utf-8")
    rows = [
        f"{TOWNS[0]},T1,202{y}Q{q},{source},{value},status"
        for y in (4, 5)
        for q in (1, 2, 3, 4)
        for source, value in (("self_report", "3"), ("inspection", "1"))
    ]
    text = "unit,task,period,source,value,scale\n" + "\n".join(rows) + "\n"
    (tmp_path / "evidence.csv").write_text(text, "utf-8")
    (tmp_path / "tasks.csv").write_text("task,name\nT1,基地\n", "utf-8")
    case = cd.read(tmp_path)
    assert case.tables["evidence"].height == 16
    assert rows_of(case).is_empty()


def self_reports(gaps):
    """Return rows of evidence: eight pairs a town, the self-report so far above an inspection."""
    return [
        f"{town},T1,202{y}Q{q},{source},{value:.2f},share"
        for town, gap in zip(TOWNS, gaps, strict=False)
        for y in (4, 5)
        for q in (1, 2, 3, 4)
        for source, value in (("self_report", 0.6 + gap), ("inspection", 0.6))
    ]


def told_of_self_reports(folder, gaps):
    (folder / "units.csv").write_text(units(), "utf-8")
    text = "unit,task,period,source,value,scale\n" + "\n".join(self_reports(gaps)) + "\n"
    (folder / "evidence.csv").write_text(text, "utf-8")
    (folder / "tasks.csv").write_text("task,name\nT1,基地\n", "utf-8")
    return [finding.unit for finding in examine(cd.read(folder), None, None).findings]


def test_what_all_of_a_tier_add_is_usual_and_told_of_nobody(tmp_path):
    assert told_of_self_reports(tmp_path, [0.2] * 8) == []


def test_one_far_above_what_is_usual_is_told_alone(tmp_path):
    assert told_of_self_reports(tmp_path, [0.05] * 8 + [0.2]) == [TOWNS[8]]


def test_reports_below_the_others_are_not_made_usual(tmp_path):
    assert told_of_self_reports(tmp_path, [-0.2] * 8 + [0.05]) == []


def test_few_units_have_no_usual_level_and_the_plain_gap_counts(tmp_path):
    assert told_of_self_reports(tmp_path, [0.2] * 7) == TOWNS[:7]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_leaves_it_to_the_statistics_office(tmp_path, language):
    (finding,) = examine(read(tmp_path, lifted()), None, None).findings
    said = render(finding.code, language, **finding.parameters)
    office = {"en": "statistics office", "zh-Hans": "统计部门", "zh-Hant": "統計部門"}
    assert office[language] in said
    assert "13.2" in said
    assert "{" not in said
