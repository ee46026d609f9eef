"""In which encoding a text file is written: tried strictly, never guessed."""

import codecs
from pathlib import Path

from chuandao.sources.tables.content import is_wide

_BLOCK = 1 << 20
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)


def encoding_of(path: Path) -> str | None:
    """Return the encoding in which the whole file can be read, or nothing.

    The mark at the beginning decides; without one, UTF-8, then UTF-16, then GB18030
    (which includes GBK and GB 2312) are tried on every byte.

    Examples
    --------
    >>> encoding_of(Path(__file__))
    'utf-8'
    """
    with path.open("rb") as stream:
        head = stream.read(65536)
    return next((name for name in _candidates(head) if _reads(path, name)), None)


def _candidates(head: bytes) -> tuple[str, ...]:
    for mark, name in _MARKS:
        if head.startswith(mark):
            return (name,)
    if is_wide(head):
        return (
            ("utf-16-le", "utf-16-be")
            if head[1::2].count(0) > head[::2].count(0)
            else (
                "utf-16-be",
                "utf-16-le",
            )
        )
    return ("utf-8", "gb18030")


def _reads(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
