"""Words of a scanned page with their places, recognised by tesseract."""

from collections.abc import Sequence

from chuandao.sources.documents.outside.ocr import recognised_words
from chuandao.sources.documents.pages.lines import runs_of
from chuandao.sources.documents.pages.page import Glyph, Sheet


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
    found = recognised_words(picture, script)
    dots = next((float(row[8]) for row in found.pages), size[0])
    glyphs = _glyphs(found.words, max(dots, 1) / size[0])
    return Sheet(number, *size, list(runs_of(glyphs)), []), found.script


def _glyphs(rows: Sequence[Sequence[str]], scale: float) -> list[Glyph]:
    """Return words as signs as high as their line: a recogniser boxes the ink alone."""
    lines: dict[tuple[str, ...], list[Sequence[str]]] = {}
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
