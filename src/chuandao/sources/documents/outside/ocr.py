"""Words in pictures, recognised by tesseract where this machine has it."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from chuandao.errors import DocumentError
from chuandao.sources.documents.outside.programs import found, run

_CHINESE = ("chi_sim", "chi_tra")
_LATIN = 0.6  # share of Latin letters from which on a page may be English
_COLUMNS, _PAGE, _WORD = 12, "1", "5"  # of tesseract's table: level 1 is a page, 5 a word
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2018-\u201d\u2014\u2026]"
_GAP = re.compile(rf"(?<={_WIDE}) +(?=\S)|(?<=\S) +(?={_WIDE})")
_BLANK = re.compile(r"\n(?:[ \t\f]*\n)+")


@dataclass(frozen=True)
class Recognised:
    """What was recognised in a picture: rows of tesseract's table, and the script they read in."""

    pages: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    script: str

    @property
    def sureness(self) -> float:
        """Mean confidence (0–100) of the characters."""
        letters = sum(len(row[-1]) for row in self.words)
        return sum(float(row[-2]) * len(row[-1]) for row in self.words) / letters if letters else 0


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
    lines = groupby(recognised_words(data).words, key=lambda row: row[1:5])
    return tidy("\n".join(" ".join(row[-1] for row in line) for _, line in lines))


def recognised_words(picture: bytes, script: str = "") -> Recognised:
    """Return the words of a picture with their places, in the script that reads surest.

    Parameters
    ----------
    picture : bytes
        As for `recognise`; tesseract must be here (`can_recognise`).
    script : str
        What to read it in; both scripts are tried where none is given, and English where the
        surer one finds mostly Latin letters. One at a time: given two languages at once, the
        recogniser takes Han for Latin (政发 for BMA).

    Raises
    ------
    DocumentError
        ``converter_failed``, ``document_timeout``.
    """
    tried = [script] if script else [name for name in _CHINESE if name in _languages()]
    best = max((_reading(picture, name) for name in tried), key=lambda reading: reading.sureness)
    if script or "eng" not in _languages() or not _is_latin(best):
        return best
    return max(best, _reading(picture, "eng"), key=lambda reading: reading.sureness)


def _is_latin(reading: Recognised) -> bool:
    letters = [sign for row in reading.words for sign in row[-1] if sign.isalpha()]
    return sum(sign.isascii() for sign in letters) > _LATIN * len(letters)


def _reading(picture: bytes, script: str) -> Recognised:
    command = [_program(), "stdin", "stdout", "-l", script, "--psm", "3"]
    written = run("recognise", [*command, "-c", "preserve_interword_spaces=1", "tsv"], picture)
    split = (tuple(row.split("\t")) for row in written.decode("utf-8", "replace").splitlines()[1:])
    rows = [row for row in split if len(row) == _COLUMNS]
    words = tuple(row for row in rows if row[0] == _WORD and row[-1].strip())
    return Recognised(tuple(row for row in rows if row[0] == _PAGE), words, script)


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
