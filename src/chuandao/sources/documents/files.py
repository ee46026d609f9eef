"""The bytes of a file or of a member of an archive, within limits."""

import os
import stat
from pathlib import Path

from chuandao.errors import DocumentError

FILE_BYTES = 64 << 20
_MEGABYTE = 1 << 20


def load(path: Path, limit: int = FILE_BYTES) -> bytes:
    """Return the bytes of an ordinary file.

    Raises
    ------
    DocumentError
        ``file_not_found``, ``document_is_folder``, ``document_not_a_file``,
        ``document_unreadable``, ``document_empty``, ``document_too_large``.
    """
    try:
        size = _checked(path.stat())
        if size > limit:
            raise too_large(size, limit)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise DocumentError("file_not_found") from error
    except OSError as error:
        raise DocumentError("document_unreadable") from error
    if not data:
        raise DocumentError("document_empty")
    return data


def too_large(size: int, limit: int) -> DocumentError:
    """Return the error that says how large a file is and what is read at most."""
    return DocumentError(
        "document_too_large", size=-(-size // _MEGABYTE), limit=-(-limit // _MEGABYTE)
    )


def _checked(found: os.stat_result) -> int:
    if stat.S_ISDIR(found.st_mode):
        raise DocumentError("document_is_folder")
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError("document_not_a_file")
    return found.st_size
