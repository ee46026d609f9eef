"""What comprehension tests say of units and documents, and what they must not say."""

import numpy as np
import polars as pl
import pytest

import chuandao as cd
from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.trace import Trace
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.diagnosis import understanding
from chuandao.diagnosis.comprehension import findings, read_tests, too_few
from chuandao.messages import LANGUAGES, render
from chuandao.sources.documents import Extracted

UNITS = """unit,name,tier,parent,kind
1,清河市,0,,government
11,柳河县,1,1,government
12,云山县,1,1,government
"""
TEXT = "清河市人民政府关于垃圾分类的意见\n各县：\n一、回收利用率达到35%以上，2025年底前完成。\n二、不得强制收费。\n三、公布收运线路。\n四、每季度通报一次。"
ITEMS = ("Q1", "Q2", "Q3", "Q4", "Q5")


def answers(unit, takers, right, seed=1, misread=()):
    """Give every item to every taker; items in ``misread`` are answered wrongly by nine in ten."""
    chance = np.random.default_rng(seed)
    return [
        (unit, f"P{taker}", item, "yes" if chance.random() < share else "no", clause(item))
        for taker in range(takers)
        for item in ITEMS
        for share in [0.1 if item in misread else right]
    ]


def clause(item):
    return f"city#{item[1]}" if item != "Q5" else ""


def case_of(folder, rows):
    (folder / "units.csv").write_text(UNITS, "utf-8")
    (folder / "city.txt").write_text(TEXT, "utf-8")
    (folder / "documents.csv").write_text(
        "document,file,unit,title\ncity,city.txt,1,意见\n", "utf-8"
    )
    lines = ["unit,taker,item,correct,clause", *(",".join(row) for row in rows)]
    if rows:
        (folder / "tests.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return cd.read(folder)


def trace():
    read = understand(Extracted("city.txt", TEXT, "txt", "utf-8", "", 1.0), "city")
    return Trace(trace_documents([read]))


def found(folder, rows):
    return findings(case_of(folder, rows), trace())


def test_without_tests_nothing_is_said(tmp_path):
    assert found(tmp_path, []) == ()


def test_nine_takers_are_too_few_for_anything_to_be_said(tmp_path):
    case = case_of(tmp_path, answers("11", 9, 0.1) + answers("12", 30, 0.9))
    assert "11" not in {finding.unit for finding in findings(case, trace())}
    assert too_few(case) == {"11"}
    told = understanding.examine(case, trace(), None).coverage
    assert {row.needed for row in told if row.unit == "11"} == {("documents", "tests")}
    assert {row.needed for row in told if row.unit == "12"} == {("documents",)}


def test_a_unit_that_understands_is_not_listed(tmp_path):
    assert found(tmp_path, answers("11", 30, 0.9) + answers("12", 30, 0.9)) == ()


def test_a_unit_well_below_the_pass_mark_is_listed(tmp_path):
    only = found(tmp_path, answers("11", 40, 0.3) + answers("12", 40, 0.95))
    assert {finding.unit for finding in only} == {"11"}
    assert {finding.sign for finding in only} == {"U9"}
    assert 0.5 < only[0].severity < 0.9


def test_a_clause_that_one_unit_misreads_is_named_with_its_words(tmp_path):
    rows = answers("11", 30, 0.85, misread=("Q2",)) + answers("12", 30, 0.85, seed=2)
    only = found(tmp_path, rows)
    assert [(f.unit, f.code, f.parameters["clauses"]) for f in only] == [
        ("11", "finding.U9.clauses", "2")
    ]
    words = only[0].words[0]
    assert "强制收费" in TEXT[words.start : words.end]


def test_a_clause_that_everybody_misreads_points_at_the_document(tmp_path):
    rows = answers("11", 30, 0.85, misread=("Q3",)) + answers("12", 30, 0.85, 2, misread=("Q3",))
    of_document = [f for f in found(tmp_path, rows) if f.code == "finding.U9.document"]
    assert [(f.unit, f.document, f.parameters["clauses"]) for f in of_document] == [
        ("1", "city", "3")
    ]


def test_no_finding_names_a_taker(tmp_path):
    rows = answers("11", 30, 0.3) + answers("12", 30, 0.9)
    told = [str((f.parameters, f.id)) for f in found(tmp_path, rows)]
    assert told
    assert not any("P1" in words for words in told)


def test_the_row_cited_is_where_answers_to_an_item_begin(tmp_path):
    rows = answers("11", 30, 0.85, misread=("Q2",)) + answers("12", 30, 0.85, seed=2)
    only = found(tmp_path, rows)[0]
    assert [(row.file, row.row) for row in only.rows] == [("tests.csv", 3)]
    assert rows[only.rows[0].row - 2][2] == "Q2"


def test_findings_have_a_statement_in_every_language(tmp_path):
    rows = answers("11", 30, 0.3, misread=("Q3",)) + answers("12", 30, 0.85, 2, misread=("Q3",))
    for finding in found(tmp_path, rows):
        words = [render(finding.code, language, **finding.parameters) for language in LANGUAGES]
        assert all(
            finding.parameters["count"] in text or "takers" in finding.parameters for text in words
        )


def test_the_order_of_answers_changes_nothing(tmp_path):
    rows = answers("11", 30, 0.3) + answers("12", 30, 0.9)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, other = found(tmp_path / "a", rows), found(tmp_path / "b", rows[::-1])
    assert [(f.id, f.severity, f.parameters) for f in one] == [
        (f.id, pytest.approx(f.severity), f.parameters) for f in other
    ]


def test_an_item_that_the_able_miss_and_the_weak_get_right_blames_no_clause(tmp_path):
    weak, able = answers("11", 60, 0.2), answers("12", 60, 0.95)
    turned = [
        (unit, taker, item, ("yes" if unit == "11" else "no") if item == "Q4" else right, of)
        for unit, taker, item, right, of in weak + able
    ]
    tests = read_tests(case_of(tmp_path, turned))
    assert tests.doubtful == {"Q4"}
    assert "Q4" not in {item.item for item in tests.misread(["12"])}


def test_rows_of_tests_become_evidence(tmp_path):
    from chuandao.diagnosis.examination import frames

    rows = answers("11", 30, 0.85, misread=("Q2",)) + answers("12", 30, 0.85, seed=2)
    evidence = frames([understanding.examine(case_of(tmp_path, rows), trace(), None)])[
        "finding_evidence"
    ]
    assert evidence.filter(pl.col("file") == "tests.csv").height == 1
    assert evidence.filter(pl.col("document") == "city").height == 1
