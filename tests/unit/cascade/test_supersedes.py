"""What a case says of documents that supersede others."""

import pytest

from chuandao.cascade.case import read
from chuandao.cascade.tracing.trace import trace

UNITS = "unit,name,tier,parent\n1,清河市,0,\n11,云山县,1,1\n"
HEAD = "document,unit,file,number,date,supersedes,implements\n"
NEW = "清政发〔2025〕9号\n清河市人民政府关于垃圾分类的意见\n各县：\n一、回收利用率达到45%以上。\n清河市人民政府\n2025年3月12日"
OLD = "清政发〔2021〕6号\n清河市人民政府关于城市保洁的意见\n各县：\n一、回收利用率达到35%以上。\n清河市人民政府\n2021年3月12日"
CHILD = "云山县人民政府关于垃圾分类的方案\n各乡镇：\n根据《清河市人民政府关于城市保洁的意见》（清政发〔2021〕6号），制定本方案。\n一、回收利用率达到40%以上。\n云山县人民政府\n2025年6月1日"


def case(folder, rows):
    (folder / "units.csv").write_text(UNITS, "utf-8")
    (folder / "documents.csv").write_text(HEAD + rows, "utf-8")
    for name, text in (("old", OLD), ("new", NEW), ("child", CHILD)):
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return read(folder)


def found(given):
    codes = ("supersedes_unknown", "supersedes_later", "supersedes_itself", "reference_outside")
    return [(p.code, p.place.row) for p in given.check() if p.code in codes]


@pytest.mark.parametrize(
    ("cell", "code"),
    [("old2", "supersedes_unknown"), ("清政发〔2019〕1号", "supersedes_unknown"), ("b", "supersedes_itself")],
)  # fmt: skip
def test_a_wrong_cell_is_a_warning(tmp_path, cell, code):
    rows = f"a,1,old.txt,,2021-03-12,,\nb,1,new.txt,,2025-03-12,{cell},\n"
    assert found(case(tmp_path, rows)) == [(code, 3)]


def test_a_document_of_a_later_day_cannot_be_superseded(tmp_path):
    rows = "a,1,old.txt,,2021-03-12,b,\nb,1,new.txt,,2025-03-12,,\n"
    assert found(case(tmp_path, rows)) == [("supersedes_later", 2)]


@pytest.mark.parametrize("cell", ["a", "清政发〔2021〕6号"])
def test_a_code_or_a_number_of_an_earlier_document_is_right(tmp_path, cell):
    rows = f"a,1,old.txt,清政发〔2021〕6号,2021-03-12,,\nb,1,new.txt,,2025-03-12,{cell},\n"
    assert found(case(tmp_path, rows)) == []


@pytest.mark.parametrize("cell", ["a", "清政发〔2021〕6号"])
def test_the_trace_follows_what_the_case_declares(tmp_path, cell):
    rows = (
        f"a,1,old.txt,清政发〔2021〕6号,2021-03-12,,\nb,1,new.txt,,2025-03-12,{cell},\n"
        "c,11,child.txt,,2025-06-01,,\n"
    )
    traced = trace(case(tmp_path, rows))
    editions = traced.tables["editions"].select("document", "superseded", "basis").rows()
    assert editions == [("b", "a", "declared")]
    assert [parent.document for parent in traced.traced.parents["c"]] == ["b"]
    assert "basis_superseded" in traced.tables["document_notes"]["code"].to_list()


def test_without_the_declaration_the_document_that_is_named_is_the_parent(tmp_path):
    rows = "a,1,old.txt,,,,\nb,1,new.txt,,,,\nc,11,child.txt,,,,\n"
    traced = trace(case(tmp_path, rows))
    assert [parent.document for parent in traced.traced.parents["c"]] == ["a"]


def test_a_case_may_be_traced_by_a_relative_path(tmp_path, monkeypatch):
    case(tmp_path, "a,1,old.txt,,,,\n")
    monkeypatch.chdir(tmp_path.parent)
    assert len(trace(read(tmp_path.name)).documents) == 1
