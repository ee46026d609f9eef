"""Which line of an official document is what: head, title, body, annex (GB/T 9704-2012)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chuandao.text.canonical import plain
from chuandao.text.layout.head import HEAD_LINES, first_body, head_roles, is_number
from chuandao.text.layout.tail import tail_roles
from chuandao.text.times.dates import parse_date

_SIGNED_AND_DATED = re.compile(r"^(\S.{1,60}?)(?:[ \t\u3000]{2,}|\t|[ ])([^\s].{5,14}日)$")
_GAP = re.compile(r"[ \u3000]{2,}")
_SIGNER = re.compile(r"签\s*发\s*人|签批盖章|会\s*签|核\s*发")


@dataclass(frozen=True)
class Line:
    """A non-empty line without the spaces around it; offsets are those of the text."""

    start: int
    end: int
    words: str
    role: str = "body"


def layout(text: str) -> tuple[Line, ...]:
    r"""Return the lines of a document, each with its role.

    Roles of the head: ``issuer`` (the red head), ``number``, ``urgency``, ``signer``, ``title``,
    ``dateline`` (a date, or by whom it was passed, under the title), ``meta``, ``addressee``;
    then ``body``; of the tail ``annex_note`` (the list 附件：…), ``signature``, ``date``, ``note``
    (a contact), ``openness``, ``annex`` (a heading that opens an annex), ``copy_to``,
    ``printed``. ``words`` are in plain form. A line that holds two parts of a head or tail, such
    as number and signer, or signature and date, is two lines.

    Examples
    --------
    >>> page = "清政发〔2025〕18号\n关于发展特色产业的意见\n各县（市、区）：\n一、总体要求"
    >>> [line.role for line in layout(page)]
    ['number', 'title', 'addressee', 'body']
    """
    lines = _parted(lines_of(text))
    words = tuple(line.words for line in lines)
    first = first_body(words)
    head = head_roles(words[:first])
    roles = head + tail_roles(words[first:], _passed_on(words[:first], head))
    return tuple(replace(line, role=role) for line, role in zip(lines, roles, strict=True))


def lines_of(text: str) -> tuple[Line, ...]:
    """Return the non-empty lines of a text in plain form, tabs kept.

    Spaces around a line are passed over, the empty cells at the ends of a table's row are not.
    """
    words = plain(text)
    found = [m for m in re.finditer(r"[^\r\n]+", words) if m[0].strip(_BLANK)]
    rows = ["\t" in m[0].strip(_BLANK) for m in found]
    beside = [any(rows[max(0, i - 1) : i + 2]) for i in range(len(rows))]
    spans = [_span(m, in_table=near) for m, near in zip(found, beside, strict=True)]
    return tuple(Line(start, end, words[start:end]) for start, end in spans)


_BLANK = " \u3000\t\xa0\ufeff\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"


def _span(line: re.Match[str], *, in_table: bool) -> tuple[int, int]:
    """Return where the words of a line stand; in a table also its empty cells at either end."""
    blank = _BLANK.replace("\t", "") if _is_row(line[0], in_table=in_table) else _BLANK
    lead = len(line[0]) - len(line[0].lstrip(blank))
    return line.start() + lead, line.start() + len(line[0].rstrip(blank))


def _is_row(words: str, *, in_table: bool) -> bool:
    bare = words.strip(_BLANK.replace("\t", ""))
    return "\t" in words.strip(_BLANK) or (in_table and bare.endswith("\t"))


def _passed_on(words: tuple[str, ...], roles: list[str]) -> tuple[str, ...]:
    """Return the titles that the title of a transmittal names."""
    title = "".join(w for w, role in zip(words, roles, strict=True) if role == "title")
    return tuple(re.findall(r"《((?:[^《》]|《[^《》]*》)+)》", title))


def _parted(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    parted: list[Line] = []
    for index, line in enumerate(lines):
        parts = _head_parts(line) if index < HEAD_LINES else None
        parted.extend(parts or _signed_and_dated(line))
    return tuple(parted)


def _head_parts(line: Line) -> list[Line] | None:
    """Part 清政發〔2025〕18號    簽發人：王明; leave a spaced-out 通    知 alone."""
    if "。" in line.words or "\t" in line.words:
        return None
    gaps = list(_GAP.finditer(line.words))
    pieces = [line.words[gap.end() :] for gap in gaps]
    cuts = [g for g, rest in zip(gaps, pieces, strict=True) if _opens_a_part(line.words, g, rest)]
    if not cuts:
        return None
    bounds = [0, *(edge for gap in cuts for edge in gap.span()), len(line.words)]
    spans = _pairs(bounds)
    return [Line(line.start + a, line.start + b, line.words[a:b]) for a, b in spans]


def _pairs(bounds: list[int]) -> Iterator[tuple[int, int]]:
    return zip(bounds[::2], bounds[1::2], strict=True)


def _opens_a_part(words: str, gap: re.Match[str], rest: str) -> bool:
    """Whether a new part begins after a gap: signer, number, date, or what follows a number."""
    piece = _GAP.split(rest)[0]
    before = _GAP.split(words[: gap.start()])[-1]
    new = _SIGNER.match(piece) or is_number(piece) or parse_date(piece)
    return bool(new) or is_number(before)


def _signed_and_dated(line: Line) -> list[Line]:
    """Part 清河市人民政府    2025年3月12日 into signature and date."""
    found = _SIGNED_AND_DATED.match(line.words)
    stops = "。；，：:、\t"  # the cells of a table row are no signature
    if not found or not parse_date(found[2]) or any(stop in found[1] for stop in stops):
        return [line]
    name = found[1].rstrip()
    at = line.start + found.start(2)
    return [
        Line(line.start, line.start + len(name), name),
        Line(at, line.end, line.words[found.start(2) :]),
    ]
