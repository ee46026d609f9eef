"""Documents alone, given as files."""

import zipfile

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


TOWN = "柳河镇人民政府\n关于做好防汛工作的通知\n一、6月底前完成隐患整改12处。\n"


def _folder(tmp_path):
    papers = tmp_path / "papers"
    (papers / "deep").mkdir(parents=True)
    (papers / "通知.txt").write_text(TOWN, "utf-8")
    (papers / "deep" / "通知.txt").write_text(TOWN.replace("柳河", "青山"), "utf-8")
    (papers / "~$通知.docx").write_bytes(b"lock")
    with zipfile.ZipFile(papers / "more.zip", "w") as archive:
        archive.writestr("inner/通知.txt", TOWN.replace("柳河", "石桥"))
        archive.writestr("inner/damaged.docx", b"PK\x03\x04 nothing")
    return papers


def test_a_folder_and_the_archives_in_it_stand_for_their_files(tmp_path):
    notes = []
    papers = _folder(tmp_path)
    documents, problems = understand_files([papers], on_note=notes.append)
    assert [document.file for document in documents] == [
        f"{papers}/more.zip/inner/通知.txt",
        f"{papers}/通知.txt",
        f"{papers}/deep/通知.txt",
    ]
    assert [document.id for document in documents] == ["通知", "通知~2", "通知~3"]
    assert [problem.place.file for problem in problems] == [f"{papers}/more.zip/inner/damaged.docx"]
    assert [(note.code, note.parameters["count"]) for note in notes] == [("files_passed_over", 1)]


def test_the_same_document_of_two_units_is_understood_twice(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TOWN, "utf-8")
    first, again = understand_files([tmp_path / "a.txt", tmp_path / "b.txt"])[0]
    assert (first.id, again.id) == ("a", "b")
    assert first.text == again.text
    assert "same_as_another" in [note.code for note in again.notes]


def test_a_folder_or_an_archive_is_no_root(tmp_path):
    papers = _folder(tmp_path)
    for root, code in (
        (papers, "document_is_folder"),
        (papers / "more.zip", "archive_for_one_document"),
    ):
        with pytest.raises(DocumentError) as caught:
            trace_files(root, [papers / "通知.txt"])
        assert caught.value.code == code
        assert caught.value.problem.place.file == str(root)


def test_lower_documents_may_be_a_folder(tmp_path):
    papers = _folder(tmp_path)
    root = tmp_path / "root.txt"
    root.write_text(TOWN.replace("柳河镇", "清河市"), "utf-8")
    found = trace_files(root, [papers])
    assert len(found.traced.documents) == 4
    assert [problem.code for problem in found.unread] == ["damaged_document"]
