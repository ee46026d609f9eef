"""Words of a scanned page with their places, recognised by tesseract."""

import shutil
import subprocess
from functools import cache

from chuandao.errors import DocumentError
from chuandao.sources.documents.page import Glyph, Sheet
from chuandao.sources.documents.page_lines import runs_of

_CHINESE = ("chi_sim", "chi_tra")
_COLUMNS, _PAGE, _WORD = 12, "1", "5"
_SECONDS = 120


def can_recognise() -> bool:
    """Return whether tesseract is here and knows Chinese."""
    return bool(set(_languages()) & set(_CHINESE))


def recognised(
    picture: bytes, number: int, size: tuple[float, float], script: str = ""
) -> tuple[Sheet, str]:
    """Return the words in a picture of a page as that page, and the script they read best in.

    Parameters
    ----------
    picture : bytes
        A picture file that tesseract reads.
    number : int
        Of the page.
    size : tuple
        Width and height of the page in points.
    script : str
        What to read it in; both scripts are tried where none is given, the surer one holds.
    """
    tried = [script] if script else [name for name in _CHINESE if name in _languages()]
    readings = [(_sureness(rows), rows, name) for name in tried for rows in [_rows(picture, name)]]
    _, rows, best = max(readings, key=lambda reading: reading[0])
    dots = next((float(row[8]) for row in rows if row[0] == _PAGE), size[0])
    glyphs = _glyphs([row for row in rows if row[0] == _WORD], max(dots, 1) / size[0])
    return Sheet(number, *size, list(runs_of(glyphs)), []), best


def _rows(picture: bytes, language: str) -> list[list[str]]:
    """Return the recogniser's table: pages and words."""
    both = f"{language}+eng" if "eng" in _languages() else language
    command = ["tesseract", "stdin", "stdout", "-l", both, "--psm", "3", "tsv"]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, no word of the user's
            command, input=picture, capture_output=True, timeout=_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise DocumentError("page_not_recognised") from error
    rows = [row.split("\t") for row in done.stdout.decode("utf-8", "replace").splitlines()]
    rows = [row for row in rows if len(row) == _COLUMNS]
    return [row for row in rows if row[0] == _PAGE or (row[0] == _WORD and row[-1].strip())]


def _sureness(rows: list[list[str]]) -> float:
    words = [row for row in rows if row[0] == _WORD]
    letters = sum(len(row[-1]) for row in words)
    return sum(float(row[-2]) * len(row[-1]) for row in words) / letters if letters else 0.0


def _glyphs(rows: list[list[str]], scale: float) -> list[Glyph]:
    """Return words as signs as high as their line: a recogniser boxes the ink alone."""
    lines: dict[tuple[str, ...], list[list[str]]] = {}
    for row in rows:
        lines.setdefault(tuple(row[1:5]), []).append(row)
    found: list[Glyph] = []
    for line in lines.values():
        top = min(int(row[7]) for row in line)
        bottom = max(int(row[7]) + int(row[9]) for row in line)
        heights = sorted(int(row[9]) for row in line)
        size = heights[int(0.9 * (len(heights) - 1))]
        middle = (top + bottom) / 2
        for row in line:
            left, width = int(row[6]), int(row[8])
            x0, y0, x1, y1 = left, middle - size / 2, left + width, middle + size / 2
            box = x0 / scale, y0 / scale, x1 / scale, y1 / scale
            found.append(Glyph(*box, size / scale, row[-1].strip(), spaced=True))
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
