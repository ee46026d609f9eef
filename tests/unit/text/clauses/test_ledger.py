"""Supervision ledgers: status words and free-text progress, row by row."""

import pytest

from chuandao.cascade.tracing.understanding.document_kinds import status_words
from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.text.canonical import plain
from chuandao.text.clauses.clauses import clauses
from chuandao.text.clauses.ledger import is_ledger, ledger_rows, status_of
from chuandao.text.layout.layout import layout

LEDGER = """清河市2025年重点工作督查台账
序号\t任务\t责任单位\t完成时限\t进展情况\t状态
1\t建成示范基地3个\t市农业农村局\t10月底\t已建成1个，另2个在平整土地\t序时推进
2\t整治河道12公里\t市水利局\t6月底\t全部完工\t已完成
3\t改造老旧小区20个\t市住建局\t6月底\t资金未到位\t滞后
4\t每月公开政务信息\t市政府办\t长期\t每月公开\t
"""


def read(text):
    return ledger_rows(plain(text), clauses(layout(text), lexicon()), status_words())


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("已完成", "done"),
        ("未完成", "behind"),
        ("基本完成", "under_way"),
        ("提前完成", "ahead"),
        ("尚未启动", "not_started"),
        ("序时推进", "on_schedule"),
        ("超序时", "ahead"),
        ("未达序时进度", "behind"),
        ("长期坚持", "standing"),
        ("已銷號", "done"),
        ("Completed", "done"),
        ("资金未到位", ""),
        ("", ""),
    ],
)
def test_a_status_word_gives_its_status_and_other_words_none(words, status):
    assert status_of(plain(words), status_words()) == status


def test_every_row_has_its_status_and_its_progress_as_written():
    rows = read(LEDGER)
    assert [row.status for row in rows] == ["on_schedule", "done", "behind", ""]
    assert rows[0].progress == "已建成1个，另2个在平整土地"


def test_status_and_progress_stand_where_they_say():
    row = read(LEDGER)[2]
    assert LEDGER[slice(*row.status_at)] == row.status_words == "滞后"
    assert LEDGER[slice(*row.progress_at)] == row.progress == "资金未到位"


def test_free_text_is_never_turned_into_a_status():
    text = "台账\n序号\t任务\t进展情况\n1\t建冷库\t主体完成，设备正在招标，预计11月投用\n"
    (row,) = read(text)
    assert (row.status, row.progress) == ("", "主体完成，设备正在招标，预计11月投用")


def test_a_short_cell_of_progress_is_a_status():
    (row,) = read("台账\n序号\t任务\t完成情况\n1\t建冷库\t已完成\n")
    assert row.status == "done"


def test_yes_and_no_answer_whether_it_is_done():
    rows = read("台账\n序号\t任务\t是否完成\n1\t建冷库\t是\n2\t改厕\t否\n")
    assert [row.status for row in rows] == ["done", "behind"]


def test_a_task_table_is_no_ledger():
    rows = read("任务分解表\n序号\t任务\t责任单位\n1\t建冷库\t县商务局\n")
    assert rows == ()
    assert not is_ledger(rows, 1)


def test_a_table_whose_rows_mostly_state_a_status_is_a_ledger():
    assert is_ledger(read(LEDGER), 4)
