"""Outside programs: absent, failing, hanging."""

import os
import sys
import time
from pathlib import Path

import pytest

from chuandao.errors import DocumentError
from chuandao.sources.documents import unread_reason
from chuandao.sources.documents.isolation.stages import listen
from chuandao.sources.documents.outside import convert, ocr, programs
from chuandao.sources.documents.read import read_bytes

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
RTF = b"{\\rtf1 a}"


def code_of(work):
    with pytest.raises(DocumentError) as caught:
        work()
    assert caught.value.hint
    return caught.value.code


def test_without_libreoffice_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(convert, "found", lambda *_: "")
    with pytest.raises(DocumentError) as caught:
        read_bytes(RTF, "a.rtf")
    assert caught.value.code == "libreoffice_missing"
    assert "apt install libreoffice" in caught.value.problem.hint("zh-Hans")
    assert unread_reason(caught.value.code) == "converter_missing"


def test_without_tesseract_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setattr(ocr, "_languages", lambda: ("eng",))
    with pytest.raises(DocumentError) as caught:
        read_bytes(PNG, "a.png")
    assert caught.value.code == "not_read_image"
    assert "tesseract-ocr-chi-sim" in caught.value.problem.hint("en")
    assert unread_reason(caught.value.code) == "scan_without_ocr"


def test_a_program_that_fails_is_told(monkeypatch):
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    assert code_of(lambda: programs.run("convert", command)) == "converter_failed"


def test_a_program_gets_its_input_and_gives_its_output():
    command = [sys.executable, "-c", "import sys; sys.stdout.write(sys.stdin.read().upper())"]
    assert programs.run("recognise", command, b"abc") == b"ABC"


def test_a_program_that_hangs_is_killed_with_what_it_started(monkeypatch, tmp_path):
    limits = {"convert_seconds": 1.0, "convert_megabytes": 500.0}
    monkeypatch.setattr(programs, "threshold", limits.__getitem__)
    told = tmp_path / "pid"
    script = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
open({str(told)!r}, "w").write(str(child.pid))
time.sleep(600)
"""
    command = [sys.executable, "-c", script]
    assert code_of(lambda: programs.run("convert", command)) == "document_timeout"
    assert _ended(int(told.read_text()))


def test_a_program_that_swells_fails(monkeypatch):
    limits = {"convert_seconds": 60.0, "convert_megabytes": 300.0}
    monkeypatch.setattr(programs, "threshold", limits.__getitem__)
    script = "import time; time.sleep(0.3); bytearray(600 << 20)"
    assert (
        code_of(lambda: programs.run("convert", [sys.executable, "-c", script]))
        == "converter_failed"
    )


def test_start_and_end_of_a_program_are_announced():
    seen = []
    listen(lambda stage, group: seen.append((stage, group > 0)))
    try:
        programs.run("recognise", [sys.executable, "-c", ""])
    finally:
        listen(lambda _stage, _group: None)
    assert seen == [("recognise", True), ("read", False)]


def _ended(process):
    """Whether a process is gone, or dead and not yet buried by the system."""
    for _ in range(100):
        try:
            os.kill(process, 0)
            if "Z" in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2][:3]:
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False
