"""Lines of running text into paragraphs, across columns and pages."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from chuandao.sources.documents.pages.lines import glue
from chuandao.sources.documents.pages.page import Run
from chuandao.text.canonical import plain
from chuandao.text.clauses.numbering import marker
from chuandao.text.layout.dateline import parse_any_date

_ENDS = re.compile(r"[。．.！!？?：:；;][”’」』）)]?$")
_BULLET = re.compile(r"(?:[•●○■□◆◇▪▫►➢✓*·–—-]|——)\s?(?=\S)")
_HANGING = set("，。、；：！？")
_INDENT = 1.2
_SLACK = 0.4
_LOOSE, _LOOSE_SHARE = 2.0, 0.06
_READ_LOOSE = 4.0  # a recogniser may lose the last signs of a line
_FULL, _FULL_LINES, _LONG = 1.2, 2, 0.7
_AIRY = 1.3
_SIZE = 1.12
_RAGGED = 0.7
_DAY = 14
_UNENDED = re.compile(r"[\w、，,%％]$")
_SHARE = 0.05
_RIGHT = 0.4


@dataclass(slots=True)
class Line:
    """A line of text with the edges of its column; ``column`` tells columns apart.

    ``indented`` says whether paragraphs of this document begin with an indent.
    """

    run: Run
    left: float
    right: float
    column: int
    pitch: float = 0.0
    indented: bool = True


@dataclass
class Paragraph:
    """Lines that belong together."""

    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words in one line."""
        text = ""
        for line in self.lines:
            text = glue(text, line.run.text)
        return text


def edges_of(runs: Sequence[Run]) -> tuple[float, float]:
    """Return the left and right edge of running text: the outermost that several lines share.

    A stop may hang over the right edge, and does not count there.

    Examples
    --------
    >>> widths = [(90, 400), (72, 400), (72, 99)]
    >>> edges_of([Run(x0, 9 * y, x1, 9 * y + 9, 9, "") for y, (x0, x1) in enumerate(widths)])
    (72, 400)
    """
    least = max(1.5, _SHARE * len(runs))
    lefts = Counter(round(run.x0 / 2) for run in runs)
    ends = [_inked(run) for run in runs]
    rights = Counter(round(x / 2) for x in ends)
    left = min((x for x, n in lefts.items() if n + lefts[x + 1] >= least), default=min(lefts))
    right = max((x for x, n in rights.items() if n + rights[x - 1] >= least), default=max(rights))
    return (
        min(run.x0 for run in runs if round(run.x0 / 2) == left),
        max(x for x in ends if round(x / 2) == right),
    )


def _inked(run: Run) -> float:
    """Return where a line ends, a stop that may hang over the edge aside."""
    return run.x1 - run.size * (run.text[-1:] in _HANGING)


def pitch_of(runs: Sequence[Run]) -> float:
    """Return the usual distance of lines in a column; 0 where there are no two."""
    gaps = [b.middle - a.middle for a, b in pairwise(runs)]
    gaps = [gap for gap in gaps if gap > 0]
    return median(gaps) if gaps else 0.0


def local_rights(lines: Sequence[Line]) -> None:
    """Set the right edge of blocks that end before the column does, as quotations may.

    Such a block has three long lines or more, two of which end at about the same place.
    """
    place = 0
    while place < len(lines):
        end = place + 1
        while end < len(lines) and _begin_alike(lines[end - 1], lines[end]):
            end += 1
        block = lines[place:end]
        first, right = block[0], max(_inked(line.run) for line in block)
        full = [line for line in block if right - line.run.x1 < _FULL * first.run.size]
        long = right - first.run.x0 > _LONG * (first.right - first.left)
        if long and len(block) > _FULL_LINES <= len(full):
            for line in block:
                line.right = min(line.right, right)
        place = end


def _begin_alike(first: Line, line: Line) -> bool:
    same = abs(first.run.x0 - line.run.x0) < _SLACK * first.run.size
    return same and first.column == line.column and not _is_apart(first, line)


def continues(paragraph: Paragraph, line: Line) -> bool:
    """Return whether a line goes on with a paragraph.

    It does not where its first word would still have fitted on the line before, where it is
    set in another size, further down than usual, centred, at the right, or indented.
    """
    last = paragraph.lines[-1]
    before, run = last.run, line.run
    if max(before.size, run.size) > _SIZE * min(before.size, run.size):
        return False
    if _is_apart(last, line) or _had_room(last, line) or _is_day(before.text):
        return False
    if _stands_alone(line) and not _hangs(paragraph.lines[0], line):
        return False
    return not _begins(paragraph, line)


def _is_day(text: str) -> bool:
    """Return whether a line is but a day, as the one under a signature."""
    return len(text) <= _DAY and parse_any_date(plain(text)) is not None


def _is_apart(last: Line, line: Line) -> bool:
    """Return whether lines of one column stand further apart than lines of a paragraph do."""
    if last.column != line.column:
        return False
    gap = line.run.middle - last.run.middle
    if gap < 0:
        return True
    usual = max(line.pitch, line.run.size)
    return gap > _AIRY * usual or gap > 3 * line.run.size


def _had_room(last: Line, line: Line) -> bool:
    """Return whether the next line's first word would still have fitted on the line before.

    A line that stops in the middle of a sentence may be a little shorter: programs differ in
    what they let a line end with.
    """
    room = last.right - last.run.x1
    if _is_ragged(last, line):
        return False
    slack = _SLACK * last.run.size
    if not _ENDS.search(last.run.text):
        slack = max(slack, min(_LOOSE * last.run.size, _LOOSE_SHARE * (last.right - last.left)))
        if last.run.part and last.run.part == line.run.part:
            slack = max(slack, _READ_LOOSE * last.run.size)
    return room > line.run.lead + slack


def _is_ragged(last: Line, line: Line) -> bool:
    """Return whether a line goes on at the left edge after a sentence that has not ended.

    Where paragraphs begin with an indent and lines are set ragged, this alone tells.
    """
    size = last.run.size
    broken = _UNENDED.search(last.run.text) and not _is_item(line.run.text)
    at_left = line.run.x0 - line.left < _SLACK * size and last.left - last.run.x0 < size
    long = last.run.x1 - last.left > _RAGGED * (last.right - last.left)
    in_place = last.run.x0 - last.left < 3 * size
    return bool(line.indented and broken and at_left and long and in_place)


def _stands_alone(line: Line) -> bool:
    """Return whether a line is centred or stands at the right, as titles and signatures do."""
    left, right = line.run.x0 - line.left, line.right - line.run.x1
    size = line.run.size
    return (left > 3 * size and abs(left - right) < 2 * size) or left > _RIGHT * (
        line.right - line.left
    )


def _begins(paragraph: Paragraph, line: Line) -> bool:
    """Return whether a line looks like the first of a paragraph, and the one before allows it."""
    last = paragraph.lines[-1]
    first = paragraph.lines[0]
    size = line.run.size
    indent = line.run.x0 - line.left
    ended = bool(_ENDS.search(last.run.text))
    is_item = _is_item(line.run.text)
    if _hangs(first, line) and not (is_item and ended):
        return False
    if indent > _INDENT * size:
        level = abs(indent - (last.run.x0 - last.left)) < 0.5 * size
        if level and len(paragraph.lines) > 1:
            return ended and is_item
        return is_item or ended or not level
    return ended and (is_item or (line.column != last.column and not line.indented))


def _hangs(first: Line, line: Line) -> bool:
    """Return whether a line stands below the words of a hanging item."""
    if not _is_item(first.run.text):
        return False
    indent = line.run.x0 - line.left
    words = first.run.hang - first.left
    start = first.run.x0 - first.left
    return indent > start + 0.5 * first.run.size and indent <= words + 2.5 * first.run.size


def is_list_sign(text: str) -> bool:
    """Return whether words are but the number or bullet of an item.

    Examples
    --------
    >>> is_list_sign("1."), is_list_sign("•"), is_list_sign("（三）"), is_list_sign("1")
    (True, True, True, False)
    """
    found, bullet = marker(plain(f"{text[:40]}甲")), _BULLET.match(f"{text}甲")
    ends = (found.end if found else 0, bullet.end() if bullet else 0)
    return max(ends) >= len(text) > 0


def _is_item(text: str) -> bool:
    return marker(plain(text[:40])) is not None or _BULLET.match(text) is not None
