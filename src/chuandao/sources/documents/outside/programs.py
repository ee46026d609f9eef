"""Outside programs (LibreOffice, tesseract), run within limits and killed whole."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from chuandao.catalog.thresholds import threshold
from chuandao.errors import DocumentError
from chuandao.sources.documents.isolation.stages import Stage, announce

_MEGABYTE = 1 << 20
_SECONDS: Mapping[Stage, str] = {"convert": "convert_seconds", "recognise": "ocr_page_seconds"}
_QUIET = {"OMP_THREAD_LIMIT": "1", "SAL_USE_VCLPLUGIN": "svp"}


def found(*names: str) -> str:
    """Return the path of the first of some programs that this machine has; empty without one.

    Examples
    --------
    >>> found("no-such-program")
    ''
    """
    return next((path for name in names if (path := shutil.which(name))), "")


def run(stage: Stage, command: Sequence[str], data: bytes = b"") -> bytes:
    """Return what a program wrote to its standard output.

    Parameters
    ----------
    stage : {"convert", "recognise"}
        Which limits hold.
    command : sequence of str
    data : bytes
        Its standard input.

    Raises
    ------
    DocumentError
        ``document_timeout`` or ``converter_failed``. The program and what it started are dead.
    """
    seconds = threshold(_SECONDS[stage])
    with _started(stage, command) as process:
        try:
            written, _ = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise DocumentError("document_timeout", seconds=round(seconds)) from error
    if process.returncode:
        raise DocumentError("converter_failed", program=os.path.basename(command[0]))  # noqa: PTH119
    return written


@contextmanager
def _started(stage: Stage, command: Sequence[str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(  # noqa: S603 - no shell, and the names of files are ours
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, **_QUIET},
    )
    _limit(process.pid)
    announce(stage, process.pid)
    try:
        with process:
            try:
                yield process
            finally:
                kill_group(process.pid)
    finally:
        announce("read")


def kill_group(group: int) -> None:
    """Kill a process group whole; nothing happens where it has ended."""
    with contextlib.suppress(ProcessLookupError, PermissionError, AttributeError):
        os.killpg(group, signal.SIGKILL)


def _limit(process: int) -> None:
    """Limit the memory of a process where the platform can; its parent's limits do not bind it."""
    try:
        import resource
    except ImportError:  # Windows
        return
    if not hasattr(resource, "prlimit"):  # macOS
        return
    most = int(threshold("convert_megabytes")) * _MEGABYTE
    with contextlib.suppress(OSError, ValueError):
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.prlimit(process, resource.RLIMIT_AS, (hard, hard))
        resource.prlimit(process, resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))
