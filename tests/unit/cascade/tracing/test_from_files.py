"""Documents alone, given as files."""

import pytest

from chuandao.cascade.tracing.from_files import trace_files, understand_files
from chuandao.errors import DocumentError, UsageError

ROOT = "关于生活垃圾分类的意见\n各县：\n一、城区生活垃圾回收利用率达到35%以上。\n二、新建分拣中心6座。\n"
LOWER = "云山县生活垃圾分类方案\n根据《关于生活垃圾分类的意见》，制定本方案。\n一、城区生活垃圾回收利用率达到36%以上。\n二、新建分拣中心1座。\n"


@pytest.fixture
def files(tmp_path):
    (tmp_path / "root.txt").write_text(ROOT, "utf-8")
    (tmp_path / "lower.txt").write_text(LOWER, "gb18030")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4 nothing to read here")
    return tmp_path


def test_a_file_that_cannot_be_read_is_listed_and_the_rest_goes_on(files):
    found = trace_files(files / "root.txt", [files / "scan.pdf", files / "lower.txt"])
    assert [document.id for document in found.traced.documents] == ["root", "lower"]
    (problem,) = found.unread
    assert problem.place.file == str(files / "scan.pdf")
    assert problem.render("en")
    assert problem.hint("en")


def test_a_file_that_is_not_there_is_listed(files):
    documents, problems = understand_files([files / "none.docx", files / "root.txt"])
    assert [document.id for document in documents] == ["root"]
    assert [problem.code for problem in problems] == ["file_not_found"]


def test_a_root_that_cannot_be_read_is_an_error(files):
    with pytest.raises(DocumentError) as error:
        trace_files(files / "scan.pdf", [files / "lower.txt"])
    assert error.value.hint


def test_a_parent_may_be_declared_by_file_name_path_or_code(files):
    (files / "other.txt").write_text("征兵通知\n各村：\n一、适龄青年报名。\n", "utf-8")
    for name in ("other.txt", str(files / "other.txt"), "other"):
        found = trace_files(files / "root.txt", [files / "other.txt"], [(name, "root")])
        (parent,) = found.traced.parents["other"]
        assert (parent.document, parent.basis) == ("root", "declared")


def test_a_declared_parent_that_is_not_given_is_an_error_with_the_names_known(files):
    with pytest.raises(UsageError) as error:
        trace_files(files / "root.txt", [files / "lower.txt"], [("lower.txt", "nobody.txt")])
    assert "root" in error.value.render("en")


def test_a_declared_parent_that_could_not_be_read_stops_nothing(files):
    lowers = [files / "lower.txt", files / "scan.pdf"]
    found = trace_files(files / "root.txt", lowers, [("scan.pdf", "root.txt")])
    assert len(found.traced.documents) == 2


def test_two_files_of_one_name_have_codes_of_their_own(files):
    (files / "b").mkdir()
    (files / "b" / "root.txt").write_text(ROOT, "utf-8")
    documents, _ = understand_files([files / "root.txt", files / "b" / "root.txt"])
    assert [document.id for document in documents] == ["root", "root~2"]


def test_a_file_name_never_breaks_a_clause_code(files):
    (files / "a#1 b.txt").write_text(ROOT, "utf-8")
    documents, _ = understand_files([files / "a#1 b.txt"])
    assert all(clause.id.count("#") == 1 for clause in documents[0].clauses)
    assert all(" " not in clause.id for clause in documents[0].clauses)


def test_every_file_is_reported_once_read_or_not(files):
    seen = []
    understand_files([files / "root.txt", files / "scan.pdf"], after_each=seen.append)
    assert seen == [files / "root.txt", files / "scan.pdf"]


def test_a_byte_order_mark_does_not_move_the_offsets(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(ROOT.encode("utf-8-sig"))
    (document,), _ = understand_files([path])
    assert document.text == ROOT
    assert [document.text[c.start : c.end] for c in document.clauses] == [
        c.text for c in document.clauses
    ]
