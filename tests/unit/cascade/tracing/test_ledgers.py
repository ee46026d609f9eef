"""Supervision ledgers as documents of a case."""

from chuandao.cascade.tracing.understanding.ledgers import ledger_of
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.sources.documents import Extracted

ROWS = "序号\t任务\t责任单位\t进展情况\t状态\n1\t建冷库4座\t县商务局\t已建成2座\t序时推进\n2\t改厕300户\t县住建局\t全部完工\t已完成\n"


def read(text):
    return understand(Extracted("a.txt", text, "txt", "utf-8", "", 1.0), "a")


def test_a_ledger_is_known_by_its_title():
    assert read("云山县重点工作督查台账\n" + ROWS).kind == "ledger"


def test_a_ledger_without_title_is_known_by_its_rows():
    assert read(ROWS).kind == "ledger"


def test_a_task_table_without_status_is_no_ledger():
    assert read("序号\t任务\t责任单位\n1\t建冷库4座\t县商务局\n").kind == "document"


def test_the_rows_of_a_ledger_bear_the_paths_of_its_clauses():
    document = read("云山县重点工作督查台账\n" + ROWS)
    rows = ledger_of(document)
    assert [row.path for row in rows] == [clause.path for clause in document.clauses]
    assert [row.status for row in rows] == ["on_schedule", "done"]
