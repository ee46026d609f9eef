"""One reading process as its user sees it: asked, waited for, killed."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Thread

from chuandao.catalog.thresholds import threshold
from chuandao.sources.documents.isolation.wire import Frame, frame_of, line_of
from chuandao.sources.documents.outside.programs import kill_group

PREFIX = "chuandao-reading-"
FOLDER = "CHUANDAO_READING_FOLDER"
_ALLOWED = {"convert": "convert_seconds", "recognise": "ocr_seconds"}
_WORKER = ("-m", "chuandao.sources.documents.isolation.worker")
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_THREAD_LIMIT")


class ReadingProcess:
    """A process that reads files in the order it is asked.

    Attributes
    ----------
    tell : callable
        Called from another thread with this object and each answer; with nothing at the end.
    waiting : deque of object
        What it was asked and has not answered, oldest first.
    ready : bool
        Whether it said that it can read.
    """

    def __init__(self, tell: "Tell") -> None:
        self.tell = tell
        self.waiting: deque[object] = deque()
        self.ready = False
        self.answered = 0
        self.retiring = False
        self._group = 0
        self._stages: set[str] = set()
        self._since = time.monotonic()
        _sweep()
        self._folder = tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")
        self._process = subprocess.Popen(  # noqa: S603 - this interpreter, a module of ours
            [sys.executable, "-P", "-W", "ignore", *_WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env=_environment(self._folder),
        )
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def ask(self, what: object, request: Frame) -> None:
        """Ask it to read a file; a process that has died says so by its end, not here."""
        if not self.waiting:
            self._begin()
        self.waiting.append(what)
        with contextlib.suppress(OSError):
            assert self._process.stdin  # noqa: S101 - for the type checker: it is a pipe
            self._process.stdin.write(line_of(request))
            self._process.stdin.flush()

    def answer(self) -> object:
        """Return what was asked first, which has been answered now."""
        self._begin()
        self.answered += 1
        return self.waiting.popleft()

    def note_stage(self, stage: str, group: int) -> None:
        """Note which outside program it waits for."""
        self._group = group
        self._stages.add(stage)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    @property
    def seconds_left(self) -> float:
        """How long it may still take over the file it is at."""
        return self.allowed - (time.monotonic() - self._since) if self.waiting else float("inf")

    @property
    def allowed(self) -> float:
        """How long it may take over the file it is at: more where an outside program runs."""
        outside = (threshold(_ALLOWED[stage]) for stage in self._stages if stage in _ALLOWED)
        return threshold("read_seconds") + sum(outside)

    def close(self) -> int:
        """Kill it and what it started, delete its temporary files; return how it had ended."""
        self._process.poll()
        ended = self._process.returncode
        if self._group:
            kill_group(self._group)
        kill_group(self._process.pid)
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe:
                    pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)
        return self._process.returncode if ended is None else ended

    def _begin(self) -> None:
        self._since = time.monotonic()
        self._stages.clear()

    def _listen(self) -> None:
        assert self._process.stdout  # noqa: S101 - for the type checker: it is a pipe
        for line in self._process.stdout:
            self.tell(self, frame_of(line))
        self._process.wait()
        self.tell(self, None)


Tell = Callable[[ReadingProcess, Frame | None], None]


@cache
def _sweep() -> None:
    """Delete, once, what was left by processes that were killed together with their readers."""
    if os.name != "posix":
        return
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _environment(folder: str) -> dict[str, str]:
    paths = os.pathsep.join(path or os.getcwd() for path in sys.path)  # noqa: PTH109
    one = dict.fromkeys(_ONE_THREAD, "1")
    private = dict.fromkeys((FOLDER, "TMPDIR", "TEMP", "TMP"), folder)
    return {**os.environ, **one, **private, "PYTHONPATH": paths}
