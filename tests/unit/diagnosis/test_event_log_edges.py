"""Event logs at their edges: nothing in them, all of it later, odd days, rows in any order."""

from datetime import date

import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import Traced
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.tables import result_tables
from chuandao.diagnosis.coordination import handovers
from chuandao.messages import LANGUAGES, render

HEAD = "办件编号,所属单位,办理环节,办理部门,开始时间,办结时间,办理期限,任务\n"
UNITS = "单位代码,单位名称,层级,上级单位\n1,市,0,\n11,甲县,1,1\n12,乙县,1,1\n13,丙县,1,1\n"
NOTHING = Trace(Traced((), {}, (), (), ()))


def made(folder, rows, **files):
    for name, text in {"units.csv": UNITS, "events.csv": HEAD + "".join(rows), **files}.items():
        (folder / name).write_text(text, "utf-8")
    return cd.read(folder)


def examined(case, as_of=date(2025, 6, 30)):
    return handovers.examine(case, NOTHING, as_of)


def log(unit, wait_days, cases=12, task="T1", due="2025-05-30"):
    """Return rows of cases of two steps, the second so many days after the first."""
    return [
        f"{unit}-{task}-{n},{unit},初审,甲局,2025-05-12 00:00,2025-05-12 12:00,{due},{task}\n"
        f"{unit}-{task}-{n},{unit},会审,乙局,2025-05-{12 + wait_days} 12:00,"
        f"2025-05-{12 + wait_days} 18:00,{due},{task}\n"
        for n in range(cases)
    ]


def test_without_a_log_it_is_not_examined_and_its_tables_have_no_rows(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "units.csv").write_text(UNITS, "utf-8")
    without, found = examined(cd.read(tmp_path / "a")), examined(made(tmp_path / "b", log("11", 2)))
    assert (without.findings, without.deficits) == ((), ())
    assert {(one.examined, one.needed) for one in without.coverage} == {(False, ("events",))}
    assert {name: table.schema for name, table in without.tables.items()} == {
        name: table.schema for name, table in found.tables.items()
    }
    assert all(table.is_empty() for table in without.tables.values())


@pytest.mark.parametrize("as_of", [date(2020, 1, 1), date(2025, 5, 12), None])
def test_tables_have_their_columns_whatever_the_log_holds(tmp_path, as_of):
    found = examined(made(tmp_path, log("11", 2)), as_of)
    for name, table in found.tables.items():
        assert table.columns == [column.name for column in result_tables()[name].columns], name


def test_a_log_that_begins_after_the_checkup_says_nothing(tmp_path):
    found = examined(made(tmp_path, log("11", 2)), date(2020, 1, 1))
    assert (found.findings, found.deficits) == ((), ())
    assert all(table.height == 0 for table in found.tables.values())


def test_result_tables_are_sorted_by_key_and_their_keys_are_single(tmp_path):
    rows = [*log("12", 4), *log("11", 2), *log("11", 3, task="T2")]
    for name, table in examined(made(tmp_path, rows)).tables.items():
        key = list(result_tables()[name].key)
        assert table.select(key).is_duplicated().any() is False, name
        assert table.equals(table.sort(key, nulls_last=False, maintain_order=True)), name


def test_the_order_of_rows_changes_no_figure(tmp_path):
    rows = "".join([*log("11", 8), *log("12", 1)]).splitlines(keepends=True)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    first = examined(made(tmp_path / "a", rows))
    second = examined(made(tmp_path / "b", rows[::-1]))
    assert first.deficits == second.deficits
    assert [one.id for one in first.findings] == [one.id for one in second.findings]
    assert all(first.tables[name].equals(second.tables[name]) for name in first.tables)


def test_tasks_too_small_by_themselves_are_taken_together(tmp_path):
    rows = [row for n in range(6) for row in log("11", 8, cases=2, task=f"T{n}")]
    (found,) = examined(made(tmp_path, rows)).findings
    assert (found.task, found.parameters["cases"]) == ("", "12")


def test_where_a_task_shows_it_by_itself_the_unit_is_not_listed_again(tmp_path):
    rows = [*log("11", 8), *log("11", 8, task="T2")]
    assert [one.task for one in examined(made(tmp_path, rows)).findings] == ["T1", "T2"]


def test_deficits_are_those_of_the_periods_in_which_cases_were_completed(tmp_path):
    evidence = (
        "单位,任务,时段,来源,数值,量纲,样本量\n"
        "11,T1,2025Q1,督查,0.5,share,20\n11,T1,2025Q2,督查,0.5,share,20\n"
    )
    case = made(tmp_path, log("11", 8), **{"evidence.csv": evidence})
    assert "evidence" in case.tables
    assert [(one.period, one.task) for one in examined(case).deficits] == [("2025Q2", "T1")]


def test_reliability_is_high_where_units_differ_and_cases_do_not(tmp_path):
    rows = [*log("11", 1), *log("12", 3), *log("13", 8)]
    reliabilities = [one.reliability for one in examined(made(tmp_path, rows)).deficits]
    assert reliabilities == pytest.approx([1.0] * 3)


def test_reliability_of_two_units_is_not_known(tmp_path):
    rows = [*log("11", 1), *log("12", 8)]
    assert [one.reliability for one in examined(made(tmp_path, rows)).deficits] == [None, None]


def test_cases_of_the_root_itself_are_found_and_have_no_step_to_lose_on(tmp_path):
    found = examined(made(tmp_path, [row.replace(",11,", ",,") for row in log("11", 8)]))
    assert [one.unit for one in found.findings] == ["1"]
    assert found.deficits == ()


def test_a_task_without_any_time_allotted_needs_routes(tmp_path):
    found = examined(made(tmp_path, log("11", 8, due="")))
    (told,) = [one for one in found.coverage if one.task == "T1"]
    assert (told.examined, told.needed) == (False, ("routes",))


def test_a_due_date_of_the_year_9999_is_no_limit(tmp_path):
    found = examined(made(tmp_path, log("11", 8, due="9999-12-31")))
    assert found.tables["deadlines"]["closed_due"].to_list() == [0]
    assert found.deficits == ()


def test_a_finding_rests_on_the_longest_waits(tmp_path):
    rows = [*log("11", 8), *[row.replace("11-T1", "x") for row in log("11", 10, cases=3)]]
    (found,) = examined(made(tmp_path, rows)).findings
    assert {row.file for row in found.rows} == {"events.csv"}
    assert {27, 29, 31} <= {row.row for row in found.rows}


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_have_every_figure_in_every_language(tmp_path, language):
    (found,) = examined(made(tmp_path, log("11", 8))).findings
    words = render(found.code, language, **found.parameters)
    assert "6.0" in words
    assert "{" not in words


def test_findings_of_an_untouched_log_are_the_same_every_time(tmp_path):
    case = made(tmp_path, [*log("11", 8), *log("12", 2)])
    first, second = examined(case), examined(case)
    assert first.findings == second.findings
    assert all(
        isinstance(table, pl.DataFrame) and table.equals(second.tables[name])
        for name, table in first.tables.items()
    )
