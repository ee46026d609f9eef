"""Several reading processes at once: those that hang, die or run out of memory are replaced."""

import atexit
import os
import queue
import signal
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, TypeVar

from chuandao.catalog.thresholds import threshold
from chuandao.errors import DocumentError, Place, Problem
from chuandao.sources.documents.isolation.reader import ReadingProcess
from chuandao.sources.documents.isolation.wire import Frame, of_problem

T = TypeVar("T")
DEPTH = 3  # what a process is asked in advance, so that it never waits for its next file
_IDLE: list[ReadingProcess] = []
_MOST_IDLE = 4


@dataclass
class _Asked(Generic[T]):
    what: T
    request: Frame
    again: bool = False


class Pool(Generic[T]):
    """Processes that read files.

    Parameters
    ----------
    jobs : int
        How many at most.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._processes: list[ReadingProcess] = []
        self._events: queue.SimpleQueue[tuple[ReadingProcess, Frame | None]] = queue.SimpleQueue()

    def __enter__(self) -> "Pool[T]":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep the processes that are idle and sound for the next batch; kill the others."""
        for process in self._processes:
            _leave(process)
        self._processes.clear()

    @property
    def asked(self) -> int:
        """How many files it is at."""
        return sum(len(process.waiting) for process in self._processes)

    @property
    def has_room(self) -> bool:
        """Whether it can be asked one more."""
        return self.asked < self._jobs * DEPTH

    def ask(self, what: T, request: Frame, *, grow: bool = True) -> None:
        """Ask for a file; ``grow`` says that another process is worth its start."""
        self._ask(_Asked(what, request), grow=grow)

    def answer(self) -> tuple[T, Frame]:
        """Wait for the next answer and return what it answers; a death or time-out is one too.

        Raises
        ------
        DocumentError
            ``reading_impossible``: no process can be started.
        """
        while True:
            found = self._next()
            if found is not None:
                return found

    def _next(self) -> tuple[T, Frame] | None:
        left = min((process.seconds_left for process in self._processes), default=0.0)
        try:
            wait = None if left == float("inf") else max(left, 0.0)
            process, frame = self._events.get(timeout=wait)
        except queue.Empty:
            return self._overdue()
        if process not in self._processes:
            return None
        if not frame:
            return self._ended(process)
        if "ready" in frame:
            process.ready = True
        elif "stage" in frame:
            process.note_stage(str(frame["stage"]), int(frame["group"]))
        elif process.waiting:
            return self._answered(process, frame)
        return None

    def _answered(self, process: ReadingProcess, frame: Frame) -> tuple[T, Frame] | None:
        asked: _Asked[T] = process.answer()  # type: ignore[assignment]
        process.retiring = bool(frame.pop("last", False))
        if process.retiring and process.answered > 1 and not asked.again:
            # Earlier files may have used up the memory: one that fails alone fails for good.
            asked.again = True
            self._remove(process, first=asked)
            return None
        return asked.what, frame

    def _overdue(self) -> tuple[T, Frame] | None:
        for process in self._processes:
            if process.seconds_left <= 0:
                asked: _Asked[T] = process.waiting.popleft()  # type: ignore[assignment]
                limit = round(process.allowed)
                self._remove(process)
                return asked.what, _fault(asked, "document_timeout", seconds=limit)
        return None

    def _ended(self, process: ReadingProcess) -> tuple[T, Frame] | None:
        if not process.ready:
            self._remove(process, ask_again=False)
            raise DocumentError("reading_impossible")
        if process.retiring or not process.waiting:
            self._remove(process)
            return None
        asked: _Asked[T] = process.waiting.popleft()  # type: ignore[assignment]
        return asked.what, _death(asked, self._remove(process))

    def _remove(
        self, process: ReadingProcess, *, first: _Asked[T] | None = None, ask_again: bool = True
    ) -> int:
        """Kill a process and ask another for what it had not answered; return how it had ended."""
        self._processes.remove(process)
        code = process.close()
        waiting: list[_Asked[T]] = [*([first] if first else []), *process.waiting]  # type: ignore[list-item]
        for asked in waiting if ask_again else ():
            self._ask(asked, grow=True)
        return code

    def _ask(self, asked: _Asked[T], *, grow: bool) -> None:
        least = min(self._processes, key=lambda process: len(process.waiting), default=None)
        if least is None or (grow and least.waiting and len(self._processes) < self._jobs):
            least = self._another()
            self._processes.append(least)
        least.ask(asked, asked.request)

    def _another(self) -> ReadingProcess:
        while _IDLE:
            process = _IDLE.pop()
            process.tell = self._tell
            if process.alive:
                return process
            process.close()
        try:
            return ReadingProcess(self._tell)
        except OSError as error:
            raise DocumentError("reading_impossible") from error

    def _tell(self, process: ReadingProcess, frame: Frame | None) -> None:
        self._events.put((process, frame))


def _leave(process: ReadingProcess) -> None:
    sound = process.ready and process.alive and not process.waiting and not process.retiring
    if sound and len(_IDLE) < _MOST_IDLE:
        process.tell = lambda _process, _frame: None
        _IDLE.append(process)
    else:
        process.close()


def close_idle() -> None:
    """End the reading processes that are kept for the next batch."""
    while _IDLE:
        _IDLE.pop().close()


def _death(asked: _Asked[T], code: int) -> Frame:
    if code == -getattr(signal, "SIGKILL", 9):  # the system's way when memory ends
        return _fault(asked, "document_memory", limit=int(threshold("read_megabytes")))
    return _fault(asked, "document_crashed", fault=_signal(code))


def _signal(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return str(code)


def _fault(asked: _Asked[T], code: str, **parameters: object) -> Frame:
    place = Place(str(asked.request["name"]))
    return {"problem": of_problem(Problem(code, "fatal", place, parameters))}


atexit.register(close_idle)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_IDLE.clear)
