"""Words of a scanned page with their places, recognised by tesseract, in the order it tells."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mean, median

from chuandao.sources.documents.outside.ocr import Recognised, recognised_words
from chuandao.sources.documents.pages.lines import runs_of
from chuandao.sources.documents.pages.page import Glyph, Run, Sheet

Word = Sequence[str]
_APART = 2.5  # sizes of type between words of one line that are two pieces
_SPACE = 0.25  # size of type from which a gap between Latin words is a space
_LONG = 10  # words of a line that tells how far the page stands askew
_FRAMES = " |｜"  # ruling lines, read as signs
_MOST_SLOPE = 0.1
_COLUMN_LINES, _COLUMN_LETTERS = 4, 8
_JUNK, _JUNK_SIGN, _DOUBTFUL = 25, 60, 60  # confidence (0-100) of lines, lone signs, lines


def recognised(
    picture: bytes, number: int, size: tuple[float, float], script: str = ""
) -> tuple[Sheet, str]:
    """Return the words in a picture of a page as that page, and the script they read best in.

    Blocks and lines are those of the recogniser, and so is the order of its blocks; what stands
    askew is set straight. Lines that it hardly read are left out.

    Parameters
    ----------
    picture : bytes
        A picture file that tesseract reads.
    number : int
        Of the page.
    size : tuple
        Width and height of the page in points.
    script : str
        What to read it in; all are tried where none is given, the surer one holds.
    """
    found = recognised_words(picture, script)
    dots = next((float(row[8]) for row in found.pages), size[0])
    return sheet_of(found.words, number, size, max(dots, 1) / size[0]), found.script


def sheets_of(found: Recognised) -> list[Sheet]:
    """Return the pages of a picture file, a dot a point."""
    return [
        sheet_of([w for w in found.words if w[1] == page[1]], place, _size(page), 1.0)
        for place, page in enumerate(found.pages, 1)
    ]


def sheet_of(words: Sequence[Word], number: int, size: tuple[float, float], scale: float) -> Sheet:
    """Return recognised words of one page, ``scale`` dots a point, as that page."""
    lines: dict[tuple[str, ...], list[Word]] = {}
    for row in words:
        lines.setdefault(tuple(row[1:5]), []).append(row)
    read = [line for words in lines.values() if (line := _without_signs(words))]
    kept = [line for line in read if _sureness(line) >= _JUNK]
    slope = _slope(kept)
    blocks: dict[str, list[list[Run]]] = {}
    for line in kept:
        runs = [replace(run, part=_part(line, number)) for run in _runs(line, slope, scale)]
        blocks.setdefault(line[0][2], []).append(runs)
    flows = _flows([[run for line in block for run in line] for block in blocks.values()])
    letters = sum(len(row[-1]) for line in kept for row in line)
    return Sheet(
        number,
        *size,
        [run for flow in flows for run in flow],
        [],
        flows=flows,
        letters=letters,
        sureness=sum(float(row[-2]) * len(row[-1]) for line in kept for row in line) / 100,
        doubtful=[_text(line) for line in kept if _is_doubtful(line)],
        junk=len(lines) - len(kept),
    )


def _part(line: list[Word], number: int) -> int:
    """Return what tells the recogniser's paragraphs of a document apart."""
    return (number << 24) + (int(line[0][2]) << 12) + int(line[0][3])


def _size(page: Word) -> tuple[float, float]:
    return max(float(page[8]), 1), max(float(page[9]), 1)


def _text(line: list[Word]) -> str:
    return "".join(row[-1].strip() for row in line)


def _sureness(line: list[Word]) -> float:
    letters = sum(len(row[-1]) for row in line)
    return sum(float(row[-2]) * len(row[-1]) for row in line) / letters


def _is_doubtful(line: list[Word]) -> bool:
    """Return whether a line, or a number in it, was read without confidence."""
    figures = [float(row[-2]) for row in line if any(map(str.isdigit, row[-1]))]
    return min([_sureness(line), *figures]) < _DOUBTFUL


def _without_signs(line: list[Word]) -> list[Word]:
    """Return a line without lone signs that were read into dust and frames."""
    said = [row for row in line if any(map(str.isalnum, row[-1])) or float(row[-2]) >= _JUNK_SIGN]
    return said if any(any(map(str.isalnum, row[-1])) for row in said) else []


def _slope(lines: list[list[Word]]) -> float:
    """Return how far lines fall from left to right, by the middles of both ends of long ones."""
    found = []
    for line in lines:
        part = len(line) // 3
        if len(line) < _LONG:
            continue
        (x0, y0), (x1, y1) = _middle(line[:part]), _middle(line[-part:])
        if x1 > x0:
            found.append((y1 - y0) / (x1 - x0))
    slope = median(found) if found else 0.0
    return slope if abs(slope) < _MOST_SLOPE else 0.0


def _middle(words: list[Word]) -> tuple[float, float]:
    return (
        mean(int(row[6]) + int(row[8]) / 2 for row in words),
        median(int(row[7]) + int(row[9]) / 2 for row in words),
    )


def _runs(line: list[Word], slope: float, scale: float) -> Iterator[Run]:
    """Yield the pieces of a line as high as it is: a recogniser boxes the ink alone."""
    heights = sorted(int(row[9]) for row in line)
    size = heights[int(0.9 * (len(heights) - 1))]
    middles = [
        int(row[7]) + int(row[9]) / 2 - slope * (int(row[6]) + int(row[8]) / 2) for row in line
    ]
    middle = median(sorted(middles))
    piece: list[Glyph] = []
    for row in sorted(line, key=lambda row: int(row[6])):
        left, right = int(row[6]), int(row[6]) + int(row[8])
        x0, y0, x1, y1 = left, middle - size / 2, right, middle + size / 2
        box = x0 / scale, y0 / scale, x1 / scale, y1 / scale
        glyph = Glyph(*box, size / scale, row[-1].strip(_FRAMES) or row[-1].strip(), spaced=True)
        if piece and glyph.x0 - piece[-1].x1 > _APART * glyph.size:
            yield from _joined(piece)
            piece = []
        piece.append(glyph)
    yield from _joined(piece)


def _joined(piece: list[Glyph]) -> list[Run]:
    """Return glyphs as one run, however far apart their ink stands or overlaps."""
    closed = [piece[0]._replace(spaced=False)]
    for before, glyph in pairwise(piece):
        x0 = closed[-1].x1
        wide = glyph.x0 - before.x1 > _SPACE * glyph.size
        closed.append(glyph._replace(x0=x0, x1=max(glyph.x1, x0 + 1e-3), spaced=wide))
    return runs_of(closed)


def _flows(blocks: list[list[Run]]) -> list[list[Run]]:
    """Return blocks as columns, in the order of the recogniser.

    A block that begins beside the ones before is a column where both sides are several lines of
    words; anything else that stands beside is part of the same lines.
    """
    flows: list[list[list[Run]]] = []
    for block in blocks:
        if not flows:
            flows.append([block])
            continue
        beside = [other for other in flows[-1] if _is_beside(other, block)]
        if beside and _is_column(block) and _is_column([run for b in beside for run in b]):
            above = [other for other in flows[-1] if _bottom(other) <= _top(block)]
            flows[-1:] = [above, [b for b in flows[-1] if b not in above]] if above else [flows[-1]]
            flows.append([block])
        elif (
            len(flows) > 1
            and _top(block) > max(_bottom(b) for b in flows[-2])
            and not any(_over(b, block) for b in flows[-1])
        ):
            flows.append([block])
        else:
            flows[-1].append(block)
    return [[run for block in flow for run in block] for flow in flows]


def _top(block: list[Run]) -> float:
    return min(run.y0 for run in block)


def _bottom(block: list[Run]) -> float:
    return max(run.y1 for run in block)


def _is_beside(left: list[Run], block: list[Run]) -> bool:
    level = min(_bottom(left), _bottom(block)) - max(_top(left), _top(block)) > block[0].size
    return level and not _over(left, block)


def _over(upper: list[Run], block: list[Run]) -> bool:
    """Return whether blocks share a part of the page's width."""
    left = max(min(run.x0 for run in upper), min(run.x0 for run in block))
    return left < min(max(run.x1 for run in upper), max(run.x1 for run in block))


def _is_column(block: list[Run]) -> bool:
    letters = median(len(run.text) for run in block)
    return len(block) >= _COLUMN_LINES and letters >= _COLUMN_LETTERS
