"""The words of the documents on which a finding rests, at their place, fit to be read."""

import re
from collections.abc import Collection, Iterable, Mapping

from chuandao.report.material_index import Index, Row
from chuandao.report.sheet.model import Quote

_SHORT = 8
_STOPS = frozenset("，。；：！？\n\t")
_END = frozenset("。；！？")
_SENTENCE_ENDS = frozenset("。；！？\n")
_LABEL = re.compile(
    r"\s*(?:序号\t[^\n]*\n+|\d+\t)"  # the heading row of a table, the number of a row
)
_HEADING = re.compile(
    r"\s*(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.．、])[^。，；\n]{0,20}。?\s*"
)
_SENTENCE = re.compile(r"[^。；！？\n]+[。；！？\n]?")

Span = tuple[int, int]


def quotes(index: Index, unit: str, evidence: Iterable[Row]) -> tuple[Quote, ...]:
    """Return the quotations of a finding for a unit's sheet, what was asked first.

    Only documents of the unit itself and of those above it are quoted, and of theirs no
    sentence that names a sibling. Pieces that touch become one quotation, and one too short
    to be understood is widened to its phrase; the words are those of the text at that place.
    """
    rows = _focused(index, list(evidence))
    lines = (unit, *index.material.units.ancestors(unit))
    spans: dict[str, list[Span]] = {}
    for row in rows:
        if row["document"] and _quotable(index, row["document"], lines):
            spans.setdefault(row["document"], []).append((row["start"], row["end"]))
    found = [q for document, held in spans.items() for q in _of(index, unit, document, held)]
    cited = (_cited(row) for row in rows if not row["document"])
    return (
        *sorted(found, key=lambda q: (q.own, q.document, q.start)),
        *sorted(cited, key=lambda q: (q.file, q.sheet, q.row)),
    )


def _focused(index: Index, rows: list[Row]) -> list[Row]:
    """Return the rows with what was asked narrowed to the sentence that was changed below."""
    own = {(row["document"], row["start"]) for row in rows if row["document"]}
    asked = index.changed
    found = []
    for row in rows:
        text = index.material.texts.get(row["document"] or "", "")
        near = [
            _sentence(text, *upper)
            for place in sorted(own)
            for document, *upper in asked.get(place, ())
            if document == row["document"] and row["start"] <= upper[0] and upper[1] <= row["end"]
        ]
        if not near:
            found.append(row)
        found += [{**row, "start": start, "end": end} for start, end in dict.fromkeys(near)]
    return found


def _sentence(text: str, start: int, end: int) -> Span:
    """Return the place of the sentence around some words."""
    while start > 0 and text[start - 1] not in _SENTENCE_ENDS:
        start -= 1
    while end < len(text) and text[end - 1] not in _SENTENCE_ENDS:
        end += 1
    return start, end


def names_any(words: str, names: Collection[str]) -> bool:
    """Return whether words name one of these units.

    Examples
    --------
    >>> names_any("在莲溪镇改造低洼田", ["莲溪镇"]), names_any("在本镇改造低洼田", ["莲溪镇"])
    (True, False)
    """
    return any(name in words for name in names)


def _quotable(index: Index, document: str, lines: tuple[str, ...]) -> bool:
    issuer = index.title(document).unit
    return not issuer or issuer in lines


def _of(index: Index, unit: str, document: str, spans: list[Span]) -> Iterable[Quote]:
    text = index.material.texts.get(document, "")
    title = index.title(document)
    names = index.beside(unit)
    telling = (_telling(text, widened(text, start, end)) for start, end in spans)
    for span in _joined(text, telling):
        start, end = _sparing(text, span, names)
        yield Quote(
            document=document,
            title=title.title,
            number=title.number,
            file=title.file,
            clause=index.clause_at(document, *span),
            start=start,
            end=end,
            words=text[start:end],
            own=title.unit == unit,
        )


def _telling(text: str, span: Span) -> Span:
    r"""Return the place of a quotation without a table's heading row or a row's number.

    What is only a heading is continued to the end of the sentence that follows in its line.

    Examples
    --------
    >>> text = "（二）落实配套资金。镇财政奖励5万元。"
    >>> _telling(text, (0, 10)), _telling("7\t出台办法", (0, 6))
    ((0, 19), (2, 6))
    """
    start, end = span
    if (label := _LABEL.match(text, start, end)) and label.end() < end:
        start = label.end()
    heading = _HEADING.match(text, start, end)
    if heading and heading.end() == end < len(text) and "\n" not in text[start : end + 1]:
        return start, _sentence(text, start, end + 1)[1]
    if text.startswith("序号\t", start) and "\n" not in text[start:end].strip():
        after = _SENTENCE.search(text, end)  # the first row below
        if after is None or "\t" not in after.group():
            return span
        return _telling(text, (after.start(), after.start() + len(after.group().rstrip())))
    return start, end


def _sparing(text: str, span: Span, names: Collection[str]) -> Span:
    """Return the longest run of sentences that names none of these units; else no character."""
    start, end = span
    if not names_any(text[start:end], names):
        return span
    runs: list[Span] = []
    for found in _SENTENCE.finditer(text, start, end):
        if names_any(found.group(), names):
            continue
        if runs and runs[-1][1] == found.start():
            runs[-1] = (runs[-1][0], found.end())
        else:
            runs.append(found.span())
    return max(runs, key=lambda run: run[1] - run[0], default=(start, start))


def widened(text: str, start: int, end: int) -> Span:
    """Return the place of a quotation, widened to its phrase where it is too short to be read.

    Examples
    --------
    >>> text = "推广订单收购，可安排就近务工。"
    >>> start, end = widened(text, 7, 8)
    >>> text[start:end]
    '可安排就近务工。'
    """
    if not 0 <= start < end <= len(text) or end - start >= _SHORT:
        return start, end
    while start > 0 and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and text[end] not in _STOPS:
        end += 1
    return start, end + (end < len(text) and text[end] in _END)


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Return the spans in order, those that overlap or nearly touch as one."""
    joined: list[Span] = []
    for start, end in sorted(set(spans)):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif joined and not text[joined[-1][1] : start].strip("，、； ") and not _new(text, start):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _new(text: str, at: int) -> bool:
    """Whether a new line or sentence begins here: what stands before is another quotation."""
    return at > 0 and text[at - 1] in "\n。"


def _cited(row: Mapping[str, object]) -> Quote:
    file, sheet = str(row["file"] or ""), str(row["sheet"] or "")
    at = row["row"]
    number = at if isinstance(at, int) else 0
    return Quote("", "", "", file, "", 0, 0, "", own=True, sheet=sheet, row=number)
