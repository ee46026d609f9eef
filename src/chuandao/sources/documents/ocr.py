"""Words in pictures, recognised by tesseract where this machine has it."""

import re
from functools import cache
from itertools import groupby
from pathlib import Path

from chuandao.errors import DocumentError
from chuandao.sources.documents.programs import found, run

_CHINESE = ("chi_sim", "chi_tra")
_COLUMNS, _WORD = 12, "5"  # of tesseract's table: a row a word bears level 5
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2014\u2026]"
_GAP = re.compile(rf"(?<={_WIDE}) +(?=\S)|(?<=\S) +(?={_WIDE})")
_BLANK = re.compile(r"\n(?:[ \t\f]*\n)+")


def can_recognise() -> bool:
    """Return whether tesseract is here and knows Chinese."""
    return bool(set(_languages()) & set(_CHINESE))


def recognise(picture: bytes | Path) -> str:
    """Return the words of a picture, a line of print a line, by tesseract.

    Read as Simplified and as Traditional Chinese where both are there (a recogniser given both at
    once mixes them); the surer reading holds. Spaces beside Han and full-width characters, which
    the recogniser invents, are left out.

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
    readings = [_reading(data, name) for name in _CHINESE if name in _languages()]
    return tidy(max(readings, key=lambda reading: reading[0])[1])


def _reading(data: bytes, language: str) -> tuple[float, str]:
    """Return how sure the recogniser is of its characters, and their lines."""
    both = f"{language}+eng" if "eng" in _languages() else language
    command = [_program(), "stdin", "stdout", "-l", both, "--psm", "3"]
    written = run("recognise", [*command, "-c", "preserve_interword_spaces=1", "tsv"], data)
    rows = [row.split("\t") for row in written.decode("utf-8", "replace").splitlines()[1:]]
    words = [row for row in rows if len(row) == _COLUMNS and row[0] == _WORD]
    letters = sum(len(row[-1]) for row in words)
    sure = sum(float(row[-2]) * len(row[-1]) for row in words)
    lines = groupby(words, key=lambda row: row[1:5])
    text = "\n".join(" ".join(row[-1] for row in line) for _, line in lines)
    return (sure / letters if letters else 0.0), text


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
