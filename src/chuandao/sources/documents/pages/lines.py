"""Characters into runs, and runs into lines."""

import re
from collections.abc import Iterable, Sequence
from statistics import median_low

from chuandao.sources.documents.pages.page import Glyph, Run, together

GAP = 0.8
_CLOSE, _STRETCHED, _MET = 0.5, 1.2, 0.3
_BACK = 0.6
_WORD_GAP = 0.22
_MARK = 4  # characters of a number or bullet before its words
_LIGATURE = 0.05  # its letters bear one box
_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_WORDS = re.compile(r"[\x21-\x7e\u00a1-\u024f\u2010-\u2027]")
_HAN = re.compile(r"[\u2e80-\u2fdf\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DASHES = set("—–…")
_OPENING = "（(《〈「『【〔[“‘"
_CLOSING = "，。、；：！？）)》〉」』】〕]”’％%,.;:!?…"


def runs_of(glyphs: Sequence[Glyph]) -> list[Run]:
    """Return the runs of characters on a page, in no order.

    A run ends where the gap to the next character exceeds half the type size. Characters
    may come in any order; a mark raised above the line is part of its run.

    Examples
    --------
    >>> [r.text for r in runs_of([Glyph(0, 0, 10, 10, 10, "各"), Glyph(10, 0, 20, 10, 10, "县")])]
    ['各县']
    """
    return [_run(chunk) for chunk in _joined(_chunks(glyphs))]


def once(glyphs: Iterable[Glyph]) -> Iterable[Glyph]:
    """Yield each character once: a heavy face may be the same one struck twice."""
    seen: set[tuple[str, int, int, bool]] = set()
    for glyph in glyphs:
        near = (glyph.text, int(glyph.x0), int(glyph.y0), False)
        beside = (glyph.text, int(glyph.x0 + 0.5), int(glyph.y0 + 0.5), True)
        if near not in seen and beside not in seen:
            yield glyph
        seen.add(near)
        seen.add(beside)


def _chunks(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Return characters that follow one another, in the order they were drawn."""
    chunks: list[list[Glyph]] = []
    for glyph in glyphs:
        if chunks and _follows(chunks[-1][-1], glyph):
            chunks[-1].append(glyph)
        else:
            chunks.append([glyph])
    return chunks


def _follows(last: Glyph, glyph: Glyph, *, drawn_next: bool = True) -> bool:
    """Return whether a character goes on with a run; words set to measure stand further off."""
    size = max(last.size, glyph.size)
    stretched = (
        drawn_next
        and glyph.spaced
        and _WORDS.match(last.text[-1]) is not None
        and _WORDS.match(glyph.text[0]) is not None
    )
    far = _STRETCHED if stretched else _CLOSE if drawn_next else _MET
    near = -_BACK * size < glyph.x0 - last.x1 <= far * size
    ligature = abs(glyph.x0 - last.x0) < _LIGATURE * size
    return (near or ligature) and together(last, glyph)


def _joined(chunks: list[list[Glyph]]) -> list[list[Glyph]]:
    """Join chunks that meet, wherever they stood in the file."""
    done: list[list[Glyph]] = []
    reach: list[list[Glyph]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk[0].x0):
        first = chunk[0]
        far = first.x0 - GAP * 2 * first.size
        done += [other for other in reach if other[-1].x1 < far]
        reach = [other for other in reach if other[-1].x1 >= far]
        before = next(
            (other for other in reach if _follows(other[-1], first, drawn_next=False)), None
        )
        if before is None:
            within = next((other for other in reach if _inside(other, chunk)), None)
            if within is None:
                reach.append(chunk)
            else:
                within[:] = sorted(within + chunk, key=lambda glyph: glyph.x0)
        else:
            before += chunk
    return done + reach


def _inside(chunk: list[Glyph], other: list[Glyph]) -> bool:
    """Return whether the other stands in a hole of the chunk, on the same line."""
    first, last = other[0], other[-1]
    if not (chunk[0].x0 < first.x0 and last.x1 < chunk[-1].x1 + _BACK * last.size):
        return False
    return any(together(glyph, first) for glyph in (chunk[0], chunk[-1]))


def _run(chunk: list[Glyph]) -> Run:
    main = max(chunk, key=lambda glyph: glyph.size)
    size = median_low([glyph.size for glyph in chunk])
    main = next((glyph for glyph in chunk if glyph.size == size), main)
    words = [glyph.text for glyph in chunk]
    for place in range(1, len(chunk)):
        if _is_apart(chunk[place - 1], chunk[place]):
            words[place] = " " + words[place]
    return Run(
        min(glyph.x0 for glyph in chunk),
        main.y0,
        max(glyph.x1 for glyph in chunk),
        main.y1,
        size,
        "".join(words),
        _lead(chunk),
        chunk[1].x0 if len(chunk) > 1 else 0.0,
    )


def _is_apart(last: Glyph, glyph: Glyph) -> bool:
    """Return whether a space stands between: only where one of them is a Latin sign."""
    before, after = last.text[-1], glyph.text[0]
    if not (_WORDS.match(before) and _WORDS.match(after)):
        return glyph.spaced and bool(_LATIN.match(before) and _LATIN.match(after))
    return glyph.spaced or glyph.x0 - last.x1 > _WORD_GAP * max(last.size, glyph.size)


def _lead(chunk: list[Glyph]) -> float:
    """Return the width of the first thing that a line end may not take apart."""
    end = 0
    while end < len(chunk) - 1 and chunk[end].text in _OPENING:
        end += 1
    while end < len(chunk) - 1 and not _may_break(chunk[end], chunk[end + 1]):
        end += 1
    return chunk[end].x1 - chunk[0].x0


def _may_break(last: Glyph, glyph: Glyph) -> bool:
    if glyph.text[0] in _CLOSING:
        return False
    return not (_WORDS.match(last.text[-1]) and _WORDS.match(glyph.text[0])) or glyph.spaced


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Return runs as lines from top to bottom, each from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.middle, run.x0)):
        near = next((line for line in reversed(lines[-3:]) if together(_main(line), run)), None)
        if near is None:
            lines.append([run])
        else:
            near.append(run)
    for line in lines:
        line.sort(key=lambda run: run.x0)
    return lines


def _main(line: list[Run]) -> Run:
    return max(line, key=lambda run: run.size)


def pieces_of(line: list[Run], gap: float = GAP) -> list[Run]:
    """Return a line's runs, joined where the gap is small or single Han are set far apart."""
    pieces = [line[0]]
    for run in line[1:]:
        last = pieces[-1]
        if run.x0 - last.x1 <= gap * max(last.size, run.size) or _is_spread(last, run):
            pieces[-1] = beside(last, run)
        else:
            pieces.append(run)
    return pieces


def _is_spread(last: Run, run: Run) -> bool:
    tail = last.text.rpartition(" ")[2]
    single = len(run.text) == 1 and _HAN.match(run.text) is not None
    loose = last.x1 - last.x0 > (len(tail) + GAP) * last.size or len(tail) == 1
    gap = run.x0 - last.x1
    return single and loose and _HAN.match(tail) is not None and gap < 4 * run.size


def beside(last: Run, run: Run) -> Run:
    """Return two runs of one line as one; a wide gap becomes a space."""
    gap = run.x0 - last.x1
    size = max(last.size, run.size)
    spread = _is_spread(last, run)
    latin = _WORDS.match(last.text[-1]) and _WORDS.match(run.text[0])
    space = not spread and (gap > GAP * size or bool(latin and gap > _WORD_GAP * size))
    return Run(
        last.x0,
        min(last.y0, run.y0),
        max(last.x1, run.x1),
        max(last.y1, run.y1),
        last.size if len(last.text) >= len(run.text) else run.size,
        f"{last.text}{' ' if space else ''}{run.text}",
        last.lead,
        run.x0 if len(last.text) <= _MARK else last.hang,
        last.part,
    )


def whole(line: list[Run]) -> Run:
    """Return a line as one run."""
    found = line[0]
    for run in line[1:]:
        found = beside(found, run)
    return found


def glue(first: str, second: str) -> str:
    """Return two lines of one paragraph as one: a space between Latin words, no hyphen left.

    Examples
    --------
    >>> glue("优化营商", "环境"), glue("the public", "service"), glue("imple-", "mentation")
    ('优化营商环境', 'the public service', 'implementation')
    """
    if not first or not second:
        return first + second
    if first[-1] in "\u00ad\u0002" or (re.search(r"[a-z]-$", first) and re.match(r"[a-z]", second)):
        return first[:-1] + second
    if first[-1] in "-/" and _LATIN.match(first[-2:-1] or " ") and _LATIN.match(second):
        return first + second
    return f"{first} {second}" if _needs_space(first[-1], second[0]) else first + second


def _needs_space(before: str, after: str) -> bool:
    if (before.isdigit() and after.isdigit()) or {before, after} & _DASHES:
        return False
    return bool(_WORDS.match(before) and _WORDS.match(after)) and before not in "([“‘"
