"""Words in pictures, recognised by tesseract where this machine has it."""

import re
from functools import cache
from pathlib import Path

from chuandao.errors import DocumentError
from chuandao.sources.documents.programs import found, run

_WANTED = ("chi_sim", "chi_tra", "eng")
_CHINESE = ("chi_sim", "chi_tra")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2014\u2026]"
_GAP = re.compile(rf"(?<={_WIDE}) +(?=\S)|(?<=\S) +(?={_WIDE})")
_BLANK = re.compile(r"\n(?:[ \t\f]*\n)+")


def can_recognise() -> bool:
    """Return whether tesseract is here and knows Chinese."""
    return bool(set(_languages()) & set(_CHINESE))


def recognise(picture: bytes | Path) -> str:
    """Return the words of a picture, a line of print a line, by tesseract.

    Spaces beside Han and full-width characters, which the recogniser invents, are left out.

    Parameters
    ----------
    picture : bytes or Path
        PNG, JPEG, TIFF (every page) or BMP, by content. 300 dots an inch read best.

    Raises
    ------
    DocumentError
        ``not_read_image`` without tesseract or its Chinese; ``converter_failed``;
        ``document_timeout``.
    """
    if not can_recognise():
        raise DocumentError("not_read_image")
    data = picture if isinstance(picture, bytes) else picture.read_bytes()
    languages = "+".join(name for name in _WANTED if name in _languages())
    command = [_program(), "stdin", "stdout", "-l", languages, "--psm", "3"]
    written = run("recognise", [*command, "-c", "preserve_interword_spaces=1"], data)
    return tidy(written.decode("utf-8", "replace"))


def tidy(written: str) -> str:
    r"""Return recognised words without page breaks, blank lines and spaces between Han.

    Examples
    --------
    >>> tidy("关 于 做 好\n\n2025 年 防 汛\n\f")
    '关于做好\n2025年防汛'
    """
    lines = _BLANK.sub("\n", written.replace("\f", "\n")).strip("\n").split("\n")
    return "\n".join(_GAP.sub("", line).strip() for line in lines)


def _program() -> str:
    return found("tesseract")


@cache
def _languages() -> tuple[str, ...]:
    """Return what the recogniser here can read."""
    if not _program():
        return ()
    try:
        listed = run("recognise", [_program(), "--list-langs"])
    except DocumentError:
        return ()
    return tuple(line.strip() for line in listed.decode("utf-8", "replace").splitlines()[1:])
