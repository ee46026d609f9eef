"""The annexes of a document: the list that names them and the bodies that follow it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from chuandao.text.layout import Line

_LABEL = re.compile(
    r"^(?:附\s*[件表录]|Annex|Appendix)\s*(\d{1,2}|[一二三四五六七八九十]+)?\s*[:：、.]?\s*"
)
_NUMBERED = re.compile(r"(?:^|\s)(?:\d{1,2})\s*[.、．]\s*")
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
    >>> from chuandao.text.layout import layout
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
    there = {_bare(one.title) for one in bodies}
    return (*bodies, *(name for name in named if _bare(name.title) not in there))


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
        title = "".join(_LABEL.sub("", line.words) for line in lines[first:index])
        last = _last(lines, index)
        if last >= index:
            found.append(Annex(title, lines[first].start, lines[last].end))
    return found


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
