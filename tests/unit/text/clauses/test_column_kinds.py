"""Which column of a task table names whom, and which does not."""

import pytest

from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted
from chuandao.text.clauses.column_kinds import kind_of_column, roles_of_columns

TABLE = """关于下达年度工作任务的通知
各县（市、区）：
一、任务分解
序号\t工作任务\t目标值\t计量单位\t牵头单位\t牵头领导\t配合单位\t完成时限\t完成状态
1\t新建改建农村公路\t180公里\t公里\t市交通运输局\t周立平\t市财政局、各县（市、区）\t2025年11月底前\t序时推进
2\t改造老旧小区\t36个\t个\t市住房城乡建设局\t何敏\t市国资委\t2025-10-31\t已完成
"""


def rows():
    return understand(Extracted("a.txt", TABLE, "txt", "utf-8", "", 1.0), "a").clauses


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("完成时限", "deadline"),
        ("完成状态", "other"),
        ("具体目标", "target"),
        ("建设内容", "measures"),
        ("牵头领导", "person"),
        ("責任分工/牽頭單位", "lead"),
        ("责任分工/目标值", "target"),
        ("责任单位（第一个为牵头单位）", "responsible"),
        ("配合單位", "cooperate"),
        ("整改时限", "deadline"),
        ("", ""),
    ],
)
def test_a_heading_tells_what_its_column_holds(heading, kind):
    assert kind_of_column(heading) == kind


def test_a_unit_of_measure_is_no_responsible_unit():
    assert roles_of_columns(("指标", "单位", "牵头单位")) == ("", "", "lead")
    assert roles_of_columns(("任务", "单位")) == ("", "responsible")


def test_only_cells_under_a_role_name_units():
    first, second = (clause.commitments[0] for clause in rows())
    assert [unit.value for unit in first.lead] == ["市交通运输局"]
    assert [unit.value for unit in first.cooperate] == ["市财政局", "各县（市、区）"]
    assert first.responsible == second.responsible == ()


def test_a_persons_name_in_a_cell_is_kept_nowhere():
    said = repr([clause.commitments for clause in rows()])
    assert "周立平" not in said
    assert "何敏" not in said


def test_the_day_in_a_last_cell_is_not_the_documents_date():
    read = understand(Extracted("a.txt", TABLE, "txt", "utf-8", "", 1.0), "a")
    assert read.envelope.dated is None
    assert len(read.clauses) == 2
