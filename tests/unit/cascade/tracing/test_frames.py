"""The tables and the JSON of a trace are those that the catalogue and the design promise."""

import json
import random

import polars as pl
import pytest

from chuandao.cascade.tracing.documents import trace_documents
from chuandao.cascade.tracing.frames import SCHEMAS, trace_frames
from chuandao.cascade.tracing.record import trace_json
from chuandao.cascade.tracing.understanding.understood import understand
from chuandao.catalog.tables import result_tables
from chuandao.catalog.values import values
from chuandao.errors import Problem
from chuandao.sources.documents import Extracted
from chuandao.store.lake import read_tables, write_tables
from chuandao.text.commitment.commitment import FIELDS

TEXTS = {
    "city": "清政发〔2025〕18号\n清河市人民政府关于垃圾分类的意见\n各县：\n为做好工作，制定本意见。\n一、回收利用率达到35%以上，2025年底前完成，由市城管局牵头。\n二、不得强制收费。\n三、公布收运线路。\n清河市人民政府\n2025年3月12日",
    "county": "云山县人民政府关于垃圾分类的方案\n各乡镇：\n根据《清河市人民政府关于垃圾分类的意见》，制定本方案。\n一、回收利用率达到30%以上，2026年6月底前完成。\n二、各乡镇每日报送台账。\n云山县人民政府\n2025年5月6日",
    "draft": "清河市人民政府关于垃圾分类的意见（征求意见稿）\n各县：\n一、回收利用率达到40%以上。\n清河市人民政府",
    "town": "石桥镇人民政府关于垃圾分类的方案\n各村：\n根据《云山县人民政府关于垃圾分类的方案》，制定本方案。\n一、回收利用率达到30%以上。\n石桥镇人民政府\n2025年6月6日",
}
KINDS = {
    "text": pl.String, "code": pl.String, "path": pl.String, "integer": pl.Int64, "date": pl.Date,
    "boolean": pl.Boolean, "share": pl.Float64, "probability": pl.Float64, "number": pl.Float64,
}  # fmt: skip


def traced(order=("city", "county", "town", "draft")):
    note = Problem("words_recognised", "warning")
    return trace_documents(
        [
            understand(Extracted(f"{n}.txt", TEXTS[n], "txt", "utf-8", "", 1.0, notes=(note,)), n)
            for n in order
        ]
    )


FRAMES = trace_frames(traced(), [("扫描.pdf", "scan_without_ocr")])


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_table_has_the_columns_of_the_catalogue_in_their_order(name):
    assert FRAMES[name].columns == [column.name for column in result_tables()[name].columns]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_a_column_has_the_type_of_the_catalogue(name):
    for column in result_tables()[name].columns:
        dtype = FRAMES[name].schema[column.name]
        if column.type in KINDS:
            assert dtype == KINDS[column.type], column.name
        else:
            assert isinstance(dtype, pl.List), column.name


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_values_are_those_of_their_domain(name):
    for column in result_tables()[name].columns:
        if column.domain:
            found = FRAMES[name][column.name]
            given = found.explode() if isinstance(found.dtype, pl.List) else found
            known = {value.value for value in values(column.domain).values}
            told = given.drop_nulls().to_list()
            said = {"yes" if one else "no" for one in told if isinstance(one, bool)}
            assert (said or set(told)) <= known


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_what_is_required_is_there_and_the_key_is_unique(name):
    schema, table = result_tables()[name], FRAMES[name]
    for column in schema.columns:
        if column.required:
            assert table[column.name].null_count() == 0
    assert not table.select(schema.key).is_duplicated().any()


def test_only_decisions_are_left_empty_by_this_example():
    assert [name for name, table in FRAMES.items() if not table.height] == ["decided"]


def test_the_order_of_lower_documents_changes_no_table():
    other = trace_frames(
        traced(("city", "draft", "town", "county")), [("扫描.pdf", "scan_without_ocr")]
    )
    assert all(FRAMES[name].equals(other[name]) for name in FRAMES)


def test_an_empty_table_keeps_its_columns():
    alone = trace_frames(trace_documents([understand(Extracted("a", "", "txt", "", "", 1.0), "a")]))
    assert {name: table.columns for name, table in alone.items()} == {
        name: table.columns for name, table in FRAMES.items()
    }


def test_tables_come_back_from_the_lake_as_they_were(tmp_path):
    write_tables(tmp_path / "run", FRAMES, {"version": "0"})
    back = read_tables(tmp_path / "run")
    assert all(FRAMES[name].equals(back[name]) for name in FRAMES)


def test_the_same_tables_give_the_same_bytes(tmp_path):
    names = list(FRAMES)
    random.Random(7).shuffle(names)  # noqa: S311
    write_tables(tmp_path / "a", FRAMES, {"version": "0", "verb": "trace"})
    write_tables(tmp_path / "b", {n: FRAMES[n] for n in names}, {"verb": "trace", "version": "0"})
    for file in sorted((tmp_path / "a").iterdir()):
        assert file.read_bytes() == (tmp_path / "b" / file.name).read_bytes()


RECORD = trace_json(traced(), [("扫描.pdf", "scan_without_ocr")])
SHAPE = {
    "documents": {"id", "file", "title", "number", "date", "tier", "parents", "text", "clauses"},
    "links": {*SCHEMAS["links"], "changes"},
    "drops": {*SCHEMAS["drops"]} - {"unit"},
    "added": {"lower", "kind"},
    "ratchets": {*SCHEMAS["ratchets"]},
    "indices": {"document", "index", "value", "low", "high"},
    "survival": {"task", "tier", "at_risk", "kept", "share", "survival", "low", "high"},
    "unread": {"file", "reason"},
    "editions": {"document", "superseded", "basis", "kind", "date"},
    "cited": {
        "document", "title", "number", "answered", "vague", "start", "end", "at_hand",
    },
    "number_gaps": {"mark", "unit", "year", "seen", "largest", "estimate", "low", "high"},
    "notes": {"document", "code", "severity", "start", "end", "parameters", "message"},
}  # fmt: skip


def test_the_json_has_the_shape_of_schema_1():
    # Schema 1 may gain keys: a reader that knows the first six is not disturbed by the last four.
    assert RECORD["schema"] == 1
    assert set(RECORD) == {"schema", "decided", *SHAPE}
    for name, keys in SHAPE.items():
        assert RECORD[name]
        assert all(set(item) == keys for item in RECORD[name])


def test_every_clause_of_the_json_is_its_span_of_the_text():
    for document in RECORD["documents"]:
        for clause in document["clauses"]:
            assert set(clause) == {"id", "path", "start", "end", "kind", "text", "commitments"}
            assert clause["text"] == document["text"][clause["start"] : clause["end"]]
            assert clause["id"] == f"{document['id']}#{clause['path']}"
            assert all(
                set(item) == {*FIELDS, "specificity", "slogan"} for item in clause["commitments"]
            )


def test_a_change_in_the_json_points_at_the_words_of_both_documents():
    texts = {document["id"]: document["text"] for document in RECORD["documents"]}
    changes = [(link, change) for link in RECORD["links"] for change in link["changes"]]
    assert changes
    columns = {column.name for column in result_tables()["changes"].columns} - {"upper", "lower"}
    for link, change in changes:
        assert set(change) == columns
        for side in ("upper", "lower"):
            start, end = change[f"{side}_start"], change[f"{side}_end"]
            assert (start is None) is (change[f"{side}_value"] == "")
            if start is not None:
                assert texts[link[side].partition("#")[0]][start:end]


def test_the_tables_and_the_json_say_the_same():
    assert {
        (row["upper"], row["lower"], row["relation"], row["rank"])
        for row in FRAMES["links"].to_dicts()
    } == {
        (link["upper"], link["lower"], link["relation"], link["rank"]) for link in RECORD["links"]
    }
    assert FRAMES["clauses"].height == sum(len(d["clauses"]) for d in RECORD["documents"])
    assert FRAMES["drops"].height == len(RECORD["drops"])


def test_the_json_is_plain_data():
    assert json.loads(json.dumps(RECORD, ensure_ascii=False)) == RECORD


def test_tasks_are_inherited_along_accepted_links():
    tasks = {row["clause"]: row["tasks"] for row in FRAMES["clauses"].to_dicts()}
    assert tasks["city#1"] == ["city#1"]
    assert tasks["town#1"] == ["city#1"]
    assert tasks["city#0.p1"] == []
