"""Words of a scanned page with their places, recognised by tesseract."""

import shutil
import subprocess
from functools import cache

from chuandao.sources.documents.page import Glyph

_CHINESE = ("chi_sim", "chi_tra")
_COLUMNS, _WORD = 12, "5"
_SECONDS = 120
_LEAST_SURE = 0


def can_recognise() -> bool:
    """Return whether tesseract is here and knows Chinese."""
    return bool(set(_languages()) & set(_CHINESE))


def recognised(picture: bytes, scale: float, language: str = "") -> tuple[list[Glyph], str]:
    """Return the words in a picture with their places in points, and the script they read best in.

    Parameters
    ----------
    picture : bytes
        A picture file that tesseract reads.
    scale : float
        Dots a point.
    language : str
        The script to read it in; both are tried where none is given, and the surer one holds.
    """
    tried = [language] if language else [name for name in _CHINESE if name in _languages()]
    readings = [(_sureness(rows), rows, name) for name in tried for rows in [_rows(picture, name)]]
    _, rows, best = max(readings, key=lambda reading: reading[0])
    return _glyphs(rows, scale), best


def _rows(picture: bytes, language: str) -> list[list[str]]:
    both = f"{language}+eng" if "eng" in _languages() else language
    command = ["tesseract", "stdin", "stdout", "-l", both, "--psm", "3", "tsv"]
    done = subprocess.run(  # noqa: S603 - no shell, no word of the user's
        command, input=picture, capture_output=True, timeout=_SECONDS, check=True
    )
    rows = [row.split("\t") for row in done.stdout.decode("utf-8", "replace").splitlines()]
    return [row for row in rows if len(row) == _COLUMNS and row[0] == _WORD and row[-1].strip()]


def _sureness(rows: list[list[str]]) -> float:
    letters = sum(len(row[-1]) for row in rows)
    return sum(float(row[-2]) * len(row[-1]) for row in rows) / letters if letters else 0.0


def _glyphs(rows: list[list[str]], scale: float) -> list[Glyph]:
    """Return words as signs as high as their line: a recogniser boxes the ink alone."""
    lines: dict[tuple[str, ...], list[list[str]]] = {}
    for row in rows:
        lines.setdefault(tuple(row[1:5]), []).append(row)
    found: list[Glyph] = []
    for line in lines.values():
        tops = sorted(int(row[7]) for row in line)
        heights = sorted(int(row[9]) for row in line)
        size = heights[int(0.9 * (len(heights) - 1))]
        middle = (tops[0] + max(int(row[7]) + int(row[9]) for row in line)) / 2
        for row in line:
            left, width = int(row[6]), int(row[8])
            box = (left, middle - size / 2, left + width, middle + size / 2)
            found.append(Glyph(*(v / scale for v in box), size / scale, row[-1], spaced=True))
    return found


@cache
def _languages() -> tuple[str, ...]:
    """Return what the recogniser here can read."""
    program = shutil.which("tesseract")
    if not program:
        return ()
    listed = subprocess.run(  # noqa: S603 - no shell
        [program, "--list-langs"], capture_output=True, timeout=_SECONDS, check=False
    )
    return tuple(line.strip() for line in listed.stdout.decode("utf-8", "replace").splitlines()[1:])
