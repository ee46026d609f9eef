"""The annexes of a document: the list that names them and the bodies that follow it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from chuandao.text.layout.layout import Line
from chuandao.text.numbers.numerals import parse_number

_LABEL = re.compile(
    r"^(?:附\s*[件表录]|Annex|Appendix)\s*(\d{1,2}|[一二三四五六七八九十]+)?\s*[:：、.]?\s*"
)
_NUMBERED = re.compile(r"(?:^|\s)(?:\d{1,2})\s*[.、．]\s*")
_BETWEEN = 3
_QUOTES = re.compile(r"[《》〈〉“”「」\s]")


@dataclass(frozen=True)
class Annex:
    """An annex (附件): its title, and from where to where its body stands.

    One that the list names and whose body is not in the text has the place of its name in
    the list, and ``attached`` is false.
    """

    title: str
    start: int
    end: int
    attached: bool = True


def annexes(lines: Sequence[Line]) -> tuple[Annex, ...]:
    r"""Return the annexes in order: bodies that were found, then those that are only named.

    Examples
    --------
    >>> from chuandao.text.layout.layout import layout
    >>> page = "关于分解任务的通知\n各镇：\n请落实。\n附件：任务分工表\n清河市政府\n2025年3月1日"
    >>> annexes(layout(page))
    (Annex(title='任务分工表', start=22, end=27, attached=False),)
    """
    bodies = _bodies(lines)
    named = _listed(lines)
    untold = [one for one in bodies if not one.title]
    titles = [name.title for name in named]
    if len(untold) == len(bodies) == len(named):
        bodies = [Annex(t, b.start, b.end) for t, b in zip(titles, bodies, strict=True)]
    bodies = [_named_by_number(one, lines, titles) for one in bodies]
    there = {_bare(one.title) for one in bodies}
    return (*bodies, *(name for name in named if _bare(name.title) not in there))


def _named_by_number(body: Annex, lines: Sequence[Line], titles: Sequence[str]) -> Annex:
    """Return a body without a title under the one that the list gives its number."""
    head = next((line.words for line in lines if line.start == body.start), "")
    label = _LABEL.match(head)
    number = int(parse_number(label[1]) or 0) if label and label[1] else 1
    if body.title or not 0 < number <= len(titles):
        return body
    return replace(body, title=titles[number - 1])


def is_annex_label(words: str) -> bool:
    """Return whether a line opens an annex by its label: 附件, 附件2."""
    return bool(_LABEL.match(words))


def _bodies(lines: Sequence[Line]) -> list[Annex]:
    found: list[Annex] = []
    index = 0
    while index < len(lines):
        if lines[index].role != "annex":
            index += 1
            continue
        first = index
        while index < len(lines) and lines[index].role == "annex" and _same(lines, first, index):
            index += 1
        while _is_under_label(lines, first, index) and (after := _next_heading(lines, index)):
            index = after
            while index < len(lines) and lines[index].role == "annex" and _same(lines, 0, index):
                index += 1
        heads = [line for line in lines[first:index] if line.role == "annex"]
        title = "".join(_LABEL.sub("", line.words) for line in heads)
        last = _last(lines, index)
        if last >= index:
            found.append(Annex(title, lines[first].start, lines[last].end))
    return found


def _is_under_label(lines: Sequence[Line], first: int, index: int) -> bool:
    """Whether a heading says 附件 alone so far, and its title is still to come."""
    return all(not _LABEL.sub("", line.words) for line in lines[first:index])


def _next_heading(lines: Sequence[Line], index: int) -> int:
    """Return the title under a label and, between them, a number or date of its own; else 0."""
    end = index
    while end < len(lines) and end - index < _BETWEEN and lines[end].role in {"meta", "dateline"}:
        end += 1
    told = end > index and end < len(lines) and lines[end].role == "annex"
    return end if told and not _LABEL.match(lines[end].words) else 0


def _same(lines: Sequence[Line], first: int, index: int) -> bool:
    """Whether an annex heading still belongs to the one that opened: no second 附件2."""
    return index == first or not _LABEL.match(lines[index].words)


def _last(lines: Sequence[Line], begin: int) -> int:
    last = begin - 1
    for index in range(begin, len(lines)):
        if lines[index].role in {"annex", "copy_to", "printed"}:
            break
        last = index
    return last


def _listed(lines: Sequence[Line]) -> list[Annex]:
    found = []
    for line in lines:
        if line.role != "annex_note":
            continue
        label = _LABEL.match(line.words)
        begin = label.end() if label else 0
        for start, end in _items(line.words, begin):
            title = line.words[start:end]
            found.append(Annex(title, line.start + start, line.start + end, attached=False))
    return [one for one in found if one.title]


def _items(words: str, begin: int) -> list[tuple[int, int]]:
    marks = list(_NUMBERED.finditer(words[begin:]))
    if not marks:
        return [(begin, len(words.rstrip("。；;")))]
    starts = [begin + m.end() for m in marks]
    ends = [begin + m.start() for m in marks[1:]] + [len(words)]
    return [(a, a + len(words[a:b].rstrip("。；; "))) for a, b in zip(starts, ends, strict=True)]


def _bare(title: str) -> str:
    return _QUOTES.sub("", title)
