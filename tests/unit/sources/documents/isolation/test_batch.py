"""Many files: in order, duplicates known, archives opened, and no file harms another."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents import Source, expand, read_document, read_documents
from chuandao.sources.documents.isolation import pool, reader

NOTICE = "关于做好防汛工作的通知\n各县（区）人民政府：\n"


@pytest.fixture
def put(tmp_path):
    def _put(name, data):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return _put


@pytest.fixture
def odd_reader(monkeypatch):
    """Let words in a file command the process that reads it."""
    script = """
import os, signal, time
from chuandao.sources.documents.isolation import worker
usual = worker.read_bytes
def read(data, name):
    if data == b"hang": time.sleep(600)
    if data == b"fault": os.kill(os.getpid(), signal.SIGSEGV)
    if data == b"killed": os.kill(os.getpid(), signal.SIGKILL)
    if data == b"swell": bytearray(4 << 30)
    if data == b"bug": raise ZeroDivisionError
    if data == b"write": open(os.path.join(os.environ["TMPDIR"], "left"), "w").close(); time.sleep(600)
    return usual(data, name)
worker.read_bytes = read
worker.main()
"""
    pool.close_idle()
    monkeypatch.setattr(reader, "_WORKER", ("-c", script))
    limits = {"read_seconds": 2.0, "convert_seconds": 1.0, "ocr_seconds": 1.0}
    monkeypatch.setattr(reader, "threshold", limits.__getitem__)
    yield
    pool.close_idle()


def told(reading):
    return reading.problem.code if reading.problem else reading.extracted.text


def test_readings_come_in_the_order_given(put):
    paths = [put(f"{n}.txt", f"第{n}号通知") for n in range(40)]
    readings = list(read_documents(reversed(paths), jobs=2))
    assert [reading.extracted.text for reading in readings] == [
        f"第{n}号通知" for n in range(39, -1, -1)
    ]


def test_what_harms_is_listed_and_the_rest_is_read(put, odd_reader):
    paths = [
        put(f"{place}-{word}", word)
        for place, word in enumerate(
            ["甲", "hang", "乙", "fault", "丙", "swell", "丁", "killed", "戊", "bug", "己"]
        )
    ]
    assert [told(reading) for reading in read_documents(paths, jobs=2)] == [
        "甲", "document_timeout", "乙", "document_crashed", "丙", "document_memory", "丁",
        "document_memory", "戊", "document_crashed", "己",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("word", "code"),
    [("hang", "document_timeout"), ("fault", "document_crashed"), ("swell", "document_memory")],
)
def test_one_file_that_harms_is_an_error_and_the_next_is_read(put, odd_reader, word, code):
    with pytest.raises(DocumentError) as caught:
        read_document(put("a", word))
    assert caught.value.code == code
    assert caught.value.problem.place.file == "a"
    assert read_document(put("b", NOTICE)).text == NOTICE


def test_temporary_files_of_a_killed_reader_are_deleted(put, odd_reader):
    with pytest.raises(DocumentError):
        read_document(put("a", "write"))
    assert list(Path(tempfile.gettempdir()).glob(f"{reader.PREFIX}{os.getpid()}-*/left")) == []


def test_a_batch_that_is_left_leaves_no_process(put, odd_reader):
    paths = [
        put("first", NOTICE),
        *(put(f"{n}", "hang" + " " * n) for n in range(3)),
        put("h", "hang"),
    ]
    readings = read_documents(paths, jobs=2)
    next(readings)
    started = time.monotonic()
    readings.close()
    assert time.monotonic() - started < 2
    assert (
        list(Path(tempfile.gettempdir()).glob(f"{reader.PREFIX}{os.getpid()}-*")) == []
        or pool._IDLE
    )


def test_what_a_killed_user_left_is_deleted_and_what_others_use_is_not(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone, kept = (tmp_path / f"{reader.PREFIX}{n}-x" for n in (ended.pid, os.getpid()))
    for folder in (gone, kept):
        folder.mkdir()
    reader._sweep.__wrapped__()
    assert (gone.exists(), kept.exists()) == (False, True)


def test_a_reader_ends_when_its_user_is_killed(tmp_path, put):
    path = put("a.txt", NOTICE)
    script = f"""
import os, signal
from pathlib import Path
from chuandao.sources.documents import read_document
from chuandao.sources.documents.isolation import pool
read_document(Path({str(path)!r}))
print(pool._IDLE[0]._process.pid, pool._IDLE[0]._folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGKILL
    process, folder = done.stdout.split()
    for _ in range(100):
        if (
            not Path(f"/proc/{process}").exists()
            or "Z" in Path(f"/proc/{process}/stat").read_text()
        ):
            break
        time.sleep(0.05)
    assert not Path(folder).exists()


def test_the_same_bytes_are_read_once_and_said_to_be_the_same(put):
    paths = [put("a.txt", NOTICE), put("b.txt", NOTICE + "甲"), put("c.txt", NOTICE)]
    first, other, again = read_documents(paths, jobs=2)
    assert (first.duplicate_of, other.duplicate_of, again.duplicate_of) == ("", "", str(paths[0]))
    assert again.extracted.text == first.extracted.text
    assert again.extracted.file == "c.txt"
    assert [note.code for note in again.extracted.notes] == ["same_as_another"]
    assert first.extracted.notes == ()


def test_a_duplicate_is_not_parsed_again(put, odd_reader):
    paths = [put(name, "bug") for name in "abc"]
    readings = list(read_documents(paths, jobs=1))
    assert [reading.problem.code for reading in readings] == ["document_crashed"] * 3
    assert [reading.problem.place.file for reading in readings] == [str(path) for path in paths]
    assert [reading.duplicate_of for reading in readings] == ["", str(paths[0]), str(paths[0])]


def test_a_graded_name_is_refused_though_its_bytes_were_read(put):
    plain, graded = put("a.txt", NOTICE), put("（机密）a.txt", NOTICE)
    assert [told(reading) for reading in read_documents([plain, graded])] == [
        NOTICE,
        "graded_document",
    ]


def test_each_file_is_told_to_the_caller(put):
    paths = [put("a.txt", NOTICE), put("none.txt", "")]
    seen = []
    assert len(list(read_documents(paths, after_each=seen.append))) == 2
    assert [source.path for source in seen] == paths


def test_the_reader_finds_files_after_the_folder_changed(put, monkeypatch):
    path = put("deep/a.txt", NOTICE)
    read_document(path)
    monkeypatch.chdir(path.parent)
    assert read_document(Path("a.txt")).text == NOTICE


def test_a_folder_is_walked_in_order_and_lock_files_are_counted(put, tmp_path):
    for name in ("b.txt", "a/2.txt", "a/1.txt", "~$b.docx", ".hidden", ".git/config", "Thumbs.db"):
        put(f"papers/{name}", NOTICE)
    notes = []
    found = expand([tmp_path / "papers"], on_note=notes.append)
    assert [source.path.relative_to(tmp_path).as_posix() for source in found] == [
        "papers/b.txt", "papers/a/1.txt", "papers/a/2.txt",
    ]  # fmt: skip
    assert [(note.code, note.parameters["count"]) for note in notes] == [("files_passed_over", 3)]


def test_a_file_named_by_itself_and_with_its_folder_stands_once(put, tmp_path):
    root = put("papers/b.txt", NOTICE)
    put("papers/a.txt", NOTICE)
    found = expand([root, tmp_path / "papers", tmp_path / "papers"])
    assert [source.path.name for source in found] == ["b.txt", "a.txt"]


def test_a_link_to_the_folder_above_is_not_followed(put, tmp_path):
    put("papers/a.txt", NOTICE)
    (tmp_path / "papers" / "loop").symlink_to(tmp_path / "papers")
    assert len(expand([tmp_path / "papers"])) == 1


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "big5"])
def test_names_in_an_archive_are_decoded(corpus, put, encoding):
    name = (
        "清河市/關於防汛工作的通知.txt" if encoding == "big5" else "清河市/关于防汛工作的通知.txt"
    )
    path = put("a.zip", corpus.zip_with_names_in(encoding, {name: NOTICE.encode()}))
    [reading] = read_documents([path])
    assert reading.source.name == f"{path}/{name}"
    assert reading.extracted.file == f"a.zip/{name}"


def test_archives_in_archives_are_opened_in_place(make_zip, put):
    inner = make_zip({"x.txt": b"x", "y.txt": b"y"})
    path = put(
        "a.zip", make_zip({"1.txt": b"1", "in.zip": inner, "2.txt": b"2", "~$2.txt": b"lock"})
    )
    notes = []
    readings = list(read_documents([path, put("z.txt", "z")], jobs=2, on_note=notes.append))
    assert [told(reading) for reading in readings] == ["1", "x", "y", "2", "z"]
    assert readings[1].source.name == f"{path}/in.zip/x.txt"
    assert notes[0].parameters["count"] == 1


def test_archives_nested_too_deep_are_refused(make_zip, put):
    data = make_zip({"a.txt": b"a"})
    for _ in range(6):
        data = make_zip({"in.zip": data, "b.txt": NOTICE.encode()})
    readings = list(read_documents([put("a.zip", data)], jobs=1))
    codes = {reading.problem.code for reading in readings if reading.problem}
    assert codes == {"archive_too_deep"}
    assert any(reading.extracted for reading in readings)


def test_names_that_climb_out_of_an_archive_stay_in_it(make_zip, put):
    path = put("a.zip", make_zip({"../../etc/a.txt": NOTICE.encode()}))
    [reading] = read_documents([path])
    assert reading.source.name == f"{path}/etc/a.txt"


def test_a_locked_member_is_listed_and_the_others_are_read(make_zip, put):
    data = bytearray(make_zip({"a.txt": b"a" * 40, "b.txt": b"b"}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    readings = list(read_documents([put("a.zip", bytes(data))]))
    assert [told(reading) for reading in readings] == ["encrypted_document", "b"]


def test_a_member_with_a_graded_name_is_refused(make_zip, put):
    path = put(
        "a.zip", make_zip({"机密/a.txt": NOTICE.encode(), "【内部】b.txt": b"b", "c.txt": b"c"})
    )
    assert [told(r) for r in read_documents([path])] == ["graded_document", "graded_document", "c"]


def test_an_archive_without_documents_says_so(make_zip, put):
    [reading] = read_documents([put("a.zip", make_zip({"__MACOSX/a": b"x"}))])
    assert reading.problem.code == "archive_empty"


def test_an_archive_is_no_single_document(make_zip, put):
    path = put("a.zip", make_zip({"a.txt": b"a"}))
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert caught.value.code == "not_read_archive"
    [reading] = read_documents([path], open_archives=False)
    assert reading.problem.code == "not_read_archive"


def test_a_source_keeps_the_name_it_was_given(put):
    path = put("a.txt", NOTICE)
    [reading] = read_documents([Source(path, "清河/a.txt")])
    assert reading.source.name == "清河/a.txt"
