"""Names of persons stand in the text and, unless asked for, in no field."""

import json

import pytest

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.frames import trace_frames
from chuandao.cascade.tracing.record import trace_json
from chuandao.cascade.tracing.task_table.tasks import person_columns, task_rows
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.report.understood_view import record
from chuandao.sources.documents import Extracted

NAMED = {
    "signer": "蒋国栋",
    "chair": "赵启明",
    "present": "钱伯安",
    "lead": "陈建国",
    "remark": "尤经理",
    "table": "朱明远",
    "phone": "13800005678",
}
MINUTES = """清河市人民政府市长办公会议纪要
〔2025〕7号
时间：2025年3月3日
主持：赵启明
出席：钱伯安、孙立诚
一、由陈建国同志负责督促落实，2025年6月底前完成选址。
清河市人民政府
2025年3月3日"""
PLAN = """清政发〔2025〕8号    签发人：蒋国栋
清河市人民政府关于发展茶产业的意见
各县（市、区）人民政府：
一、建设茶园。2025年底前建成茶园3个。
附件：任务分解表
清河市人民政府
2025年3月12日
附件
任务分解表
序号\t重点任务\t牵头单位\t责任人\t联系电话\t完成时限\t备注
1\t建设茶园\t市农业农村局\t朱明远\t13800005678\t2025年底前\t尤经理负责协调茶园建设
"""


def read(text, name, *, persons=False):
    return understand(
        Extracted(f"{name}.txt", text, "txt", "utf-8", "", 1.0), name, persons=persons
    )


def documents(*, persons=False):
    return [read(MINUTES, "m", persons=persons), read(PLAN, "p", persons=persons)]


def told(found):
    """Every word of a record but the text itself and the words of clauses."""
    if isinstance(found, dict):
        kept = (value for key, value in found.items() if key not in {"text", "heading"})
        return " ".join(map(told, kept))
    if isinstance(found, list | tuple):
        return " ".join(map(told, found))
    return str(found)


@pytest.mark.parametrize("name", NAMED.values(), ids=NAMED)
def test_no_field_of_a_document_holds_a_name(name):
    assert name not in told([record(document) for document in documents()])


@pytest.mark.parametrize("name", NAMED.values(), ids=NAMED)
def test_no_field_of_the_trace_holds_a_name(name):
    assert name not in told(trace_json(trace_documents(documents())))


@pytest.mark.parametrize("name", NAMED.values(), ids=NAMED)
def test_no_result_table_holds_a_name(name):
    frames = trace_frames(trace_documents(documents()))
    frames["clauses"] = frames["clauses"].drop("heading")
    words = json.dumps(
        {n: t.to_dicts() for n, t in frames.items()}, default=str, ensure_ascii=False
    )
    assert name not in words


@pytest.mark.parametrize("name", ["signer", "lead", "chair"])
def test_a_name_that_is_asked_for_stands_in_its_field(name):
    assert NAMED[name] in told([record(document) for document in documents(persons=True)])


def test_the_columns_of_persons_are_left_out_of_the_task_table():
    plan = read(PLAN, "p")
    others = [heading for row in task_rows(plan) for heading, _ in row.other]
    assert person_columns(plan) == ("责任人", "联系电话")
    assert others == ["备注"]


def test_the_columns_of_persons_are_remarks_where_they_are_asked_for():
    rows = task_rows(read(PLAN, "p", persons=True))
    held = {heading: found.value for row in rows for heading, found in row.other}
    assert (held["责任人"], held["联系电话"]) == ("朱明远", "13800005678")


def test_the_text_keeps_every_word_of_the_document():
    assert record(read(PLAN, "p"))["text"] == PLAN


def test_a_deadline_in_its_own_column_is_no_unit():
    (row,) = [clause for clause in read(PLAN, "p").clauses if clause.cells]
    assert [unit.value for unit in row.side.found("lead")] == ["市农业农村局"]
    assert row.side.found("responsible") == ()
