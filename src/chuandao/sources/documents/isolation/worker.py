"""The process that opens files: whatever a file does, it does to this process alone.

Run as ``python -m chuandao.sources.documents.isolation.worker``; it answers one line of JSON for
each that it is asked (wire.py) until its standard input ends.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from chuandao.catalog.thresholds import threshold
from chuandao.errors import DocumentError, Place, Problem
from chuandao.sources.documents.isolation.stages import Stage, listen
from chuandao.sources.documents.isolation.wire import (
    Frame,
    frame_of,
    line_of,
    of_extracted,
    of_problem,
)
from chuandao.sources.documents.members import Listing, Opened
from chuandao.sources.documents.read import read_bytes, refuse_graded_name

_MEGABYTE = 1 << 20
_MAPPED = 1 << 30
_GRACE = 30

Send = Callable[[Frame], None]


def serve(requests: Iterable[bytes], send: Send) -> None:
    """Answer requests: ``{"path", "indices", "name", "known"}``.

    Answers are ``extracted``, ``problem`` (both with ``hash`` where the bytes were read),
    ``same`` (the hash, one of ``known``) or ``members`` with ``skipped``. After one that ran out
    of memory the answer says ``last`` and the process ends.
    """
    opened = Opened()
    for line in requests:
        answer = _answer(frame_of(line), opened)
        send(answer)
        if answer.get("last"):
            return


def _answer(request: Frame, opened: Opened) -> Frame:
    name = str(request.get("name", ""))
    told: Frame = {}
    try:
        _set_alarm()
        refuse_graded_name(name)
        data = opened.bytes_or_listing(Path(str(request["path"])), request["indices"])
        if isinstance(data, Listing):
            members = [asdict(member) for member in data.members]
            return {"members": members, "skipped": data.skipped}
        told = {"hash": hashlib.sha256(data).hexdigest()}
        if told["hash"] in request.get("known", ()):
            return {"same": told["hash"]}
        return {**told, "extracted": of_extracted(read_bytes(data, name))}
    except DocumentError as error:
        return {**told, "problem": of_problem(_placed(error.problem, name))}
    except MemoryError:
        limit = int(threshold("read_megabytes"))
        return {**told, "problem": _problem("document_memory", name, limit=limit), "last": True}
    except Exception as error:  # noqa: BLE001 - one file must not end the batch, whatever its fault
        return {**told, "problem": _problem("document_crashed", name, fault=type(error).__name__)}


def _placed(problem: Problem, name: str) -> Problem:
    place = Place(name, start=problem.place.start, end=problem.place.end)
    return Problem(problem.code, problem.severity, place, problem.parameters)


def _problem(code: str, name: str, **parameters: object) -> Frame:
    return of_problem(Problem(code, "fatal", Place(name), parameters))


def _set_alarm() -> None:
    """End this process where nobody is left to end it."""
    if hasattr(signal, "alarm"):
        whole = ("read_seconds", "convert_seconds", "ocr_seconds")
        signal.alarm(int(sum(map(threshold, whole))) + _GRACE)


def _limit_memory() -> None:
    """Limit what this process may allocate, where the platform can; and leave no core dump."""
    try:
        import resource
    except ImportError:  # Windows
        return
    most = int(threshold("read_megabytes")) * _MEGABYTE
    limits = {"RLIMIT_DATA": most, "RLIMIT_AS": most + _MAPPED, "RLIMIT_CORE": 0}
    for name, soft in limits.items():
        if kind := getattr(resource, name, None):
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(kind, (soft, resource.getrlimit(kind)[1]))


def main() -> None:
    """Serve the process that started this one; delete what was written for it."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not stand among the answers

    def send(frame: Frame) -> None:
        answers.write(line_of(frame))
        answers.flush()

    def tell(stage: Stage, group: int) -> None:
        send({"stage": stage, "group": group})

    listen(tell)
    _limit_memory()
    send({"ready": True})
    try:
        serve(sys.stdin.buffer, send)
    except BrokenPipeError:  # nobody waits for the answer any more
        pass
    finally:
        shutil.rmtree(os.environ.get("CHUANDAO_READING_FOLDER", ""), ignore_errors=True)


if __name__ == "__main__":
    main()
