"""What stands at the head and foot of every page and is no part of the text."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from chuandao.sources.documents.pages.lines import lines_of, pieces_of, whole
from chuandao.sources.documents.pages.page import Run, Sheet

_ZONE = 0.13
_LINES = 3
_NEAR = 9.0
_PAGES = 2  # odd and even pages may bear different heads
_DASH = "[-–—―‒─━~·.•|]"
_NUMBER = re.compile(
    rf"(?:{_DASH}|\s)*(?:第|共|[Pp]age|[Pp]\.|页码[:：])?\s*(\d{{1,5}}|[ivxlc]{{1,6}})\s*(?:[页頁])?"
    rf"(?:[\s,，、/／|（(]*(?:of|共|总|總)?\s*\d{{1,5}}\s*(?:[页頁])?[）)]?)?(?:{_DASH}|\s)*"
)
_DRESSED = re.compile(rf"{_DASH}|[页頁/／]|[Pp]age|of")
_STAMP = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+/\d+)?"
    r"|\d{1,4}[/-]\d{1,2}[/-]\d{1,4}[,，]?\s*(?:上午|下午)?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?"
    r"(?:\s.*)?"
)
_ADDRESS = re.compile(r"(?:https?|file)://\S")
_FIGURES = 3  # of a page number; four may be a year
_DIGITS = re.compile(r"\d+")
_OWN = re.compile(r"附\s*[件表錄录]")
_LARGE, _SMALL, _SAME = 1.25, 0.92, 0.2
_HEAD_RULE = 0.5
_ROW_GAP = 1.2


@dataclass
class Furniture:
    """What was taken from the pages: words of heads and feet (each once), and counts."""

    words: list[str] = field(default_factory=list)
    repeated: int = 0
    numbers: int = 0
    by_browser: bool = False


@dataclass
class _Line:
    sheet: Sheet
    runs: list[Run]
    text: str
    y: float
    at_top: bool


def take_furniture(sheets: list[Sheet]) -> Furniture:
    """Take page numbers and repeated heads and feet out of the pages; return what was taken.

    A head or foot is a line near an edge of the page that stands on the next page too, or the
    next but one, at the same height; a number in it may count up with the pages. Large type
    and the word that opens an annex are text. Type no larger than the text above a ruling
    line is a head too, and so is what a browser prints: address, date, title. A page number is
    a line of its own near an edge, between dashes or with 第…页, or bare where it counts up
    with the pages.
    """
    found = Furniture()
    lines = [line for sheet in sheets for line in _edge_lines(sheet)]
    shift = _shift(lines)
    numbers = [line for line in lines if _is_page_number(line, shift, len(sheets))]
    _remove(numbers)
    taken = {id(line) for line in numbers}
    size = _body_size(sheets)
    repeated = list(
        _repeated(
            line
            for line in lines
            if id(line) not in taken
            and not _OWN.match(line.text)
            and max(run.size for run in line.runs) <= _LARGE * size
        )
    )
    taken |= {id(line) for line in repeated}
    repeated += [line for line in lines if id(line) not in taken and _is_set_apart(line, size)]
    _remove(repeated)
    found.by_browser = any(_ADDRESS.match(line.text) for line in repeated)
    found.numbers, found.repeated = len(numbers), len(repeated)
    found.words = list({_DIGITS.sub("#", line.text): line.text for line in repeated}.values())
    return found


def _edge_lines(sheet: Sheet) -> Iterator[_Line]:
    """Yield the outermost lines at the head and foot of a page."""
    runs = [box for box in sheet.boxes if isinstance(box, Run)]
    top, bottom = _ZONE * sheet.height, (1 - _ZONE) * sheet.height
    for at_top in (True, False):
        near = [run for run in runs if (run.middle < top if at_top else run.middle > bottom)]
        lines = [line for line in lines_of(near) if not _is_row(line, runs)]
        for line in lines[:_LINES] if at_top else lines[-_LINES:]:
            yield _Line(sheet, line, whole(line).text, line[0].middle, at_top)


def _is_row(line: list[Run], runs: list[Run]) -> bool:
    """Return whether a line of several pieces stands close to the next one, as a table's does."""
    if len(pieces_of(line)) < 3:  # noqa: PLR2004 - a head has a left and a right part
        return False
    low, size = max(run.y1 for run in line), line[0].size
    return any(0 <= run.y0 - low < _ROW_GAP * size for run in runs)


def _number(line: _Line) -> str:
    found = _NUMBER.fullmatch(line.text)
    return found[1] if found else ""


def _shift(lines: list[_Line]) -> int | None:
    """Return by how much the printed numbers run ahead of the pages, if they count up."""
    shifts = Counter(
        int(number) - line.sheet.number for line in lines if (number := _number(line)).isdigit()
    )
    best = shifts.most_common(1)
    return best[0][0] if best and (best[0][1] > 1 or best[0][0] == 0) else None


def _is_page_number(line: _Line, shift: int | None, pages: int) -> bool:
    number = _number(line)
    if not number:
        return False
    if _DRESSED.search(line.text):
        return True
    if not number.isdigit():
        return pages > 1
    if shift is not None:
        return int(number) == line.sheet.number + shift
    return pages == 1 and len(number) <= _FIGURES and _is_centred_below(line)


def _is_centred_below(line: _Line) -> bool:
    """Return whether a line is the last of its page, in the middle and away from the text."""
    size = line.runs[0].size
    others = [box for box in line.sheet.boxes if box not in line.runs]
    middle = (line.runs[0].x0 + line.runs[-1].x1) / 2
    apart = all(box.y1 < line.runs[0].y0 - size / 2 for box in others)
    return not line.at_top and apart and abs(middle - line.sheet.width / 2) < 2 * size


def _body_size(sheets: list[Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for box in (box for sheet in sheets for box in sheet.boxes):
        if isinstance(box, Run):
            sizes[box.size] += len(box.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _repeated(lines: Iterable[_Line]) -> Iterator[_Line]:
    groups: dict[tuple[str, bool], list[_Line]] = {}
    for line in lines:
        groups.setdefault((_DIGITS.sub("#", line.text), line.at_top), []).append(line)
    for group in groups.values():
        for place, line in enumerate(group):
            near = group[max(place - _LINES, 0) : place + _LINES + 1]
            if any(_is_same(line, other) for other in near):
                yield line


def _is_same(line: _Line, other: _Line) -> bool:
    """Return whether two pages bear the same line, but for a number that counts pages."""
    apart = other.sheet.number - line.sheet.number
    if not 0 < abs(apart) <= _PAGES or abs(other.y - line.y) > _NEAR:
        return False
    numbers = zip(_DIGITS.findall(line.text), _DIGITS.findall(other.text), strict=True)
    return all(int(b) - int(a) in {0, apart} for a, b in numbers)


def _is_set_apart(line: _Line, body: float) -> bool:
    """Return whether a line that stands on one page only is a head or foot all the same."""
    size = max(run.size for run in line.runs)
    stamped = size < _SMALL * body and _STAMP.fullmatch(line.text) is not None
    return stamped or (size <= body + _SAME and _is_underlined(line))


def _is_underlined(line: _Line) -> bool:
    """Return whether a ruling line parts the head of a page from the text."""
    low, size = max(run.y1 for run in line.runs), line.runs[0].size
    return line.at_top and any(
        rule.x1 - rule.x0 > _HEAD_RULE * line.sheet.width and -size / 2 < rule.y0 - low < size
        for rule in line.sheet.rules
    )


def _remove(lines: list[_Line]) -> None:
    gone: dict[int, set[int]] = {}
    for line in lines:
        gone.setdefault(id(line.sheet), set()).update(map(id, line.runs))
    for sheet in {id(line.sheet): line.sheet for line in lines}.values():
        sheet.boxes = [box for box in sheet.boxes if id(box) not in gone[id(sheet)]]
