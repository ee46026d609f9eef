"""What stands around a trace, in words: notes on documents, what is not at hand, number gaps.

The rows are those of the result tables ``document_notes``, ``cited`` and ``number_gaps``, or of
the JSON of a trace, which hold the same.
"""

from collections.abc import Iterable, Mapping, Sequence

from chuandao.cascade.tracing.parentage.document_notes import notes_from
from chuandao.cascade.tracing.parentage.not_at_hand import Cited, most_cited
from chuandao.errors import Problem
from chuandao.messages import render

_NAMES = 3  # documents that a line names
_TITLES = 5  # cited documents that a line names
_SEVERITIES = ("warning", "note")
Row = Mapping[str, object]


def note_lines(rows: Iterable[Row], language: str) -> list[tuple[str, str]]:
    """Return (what, what to do) once a kind of note, doubts first, with up to three names.

    Examples
    --------
    >>> rows = [{"document": code, "code": "words_recognised", "severity": "warning", "start": None,
    ...          "end": None, "parameters": "{}"} for code in "abcd"]
    >>> [line.partition(":")[0] for line, _ in note_lines(rows, "en")]
    ['[warning] 4 documents (a, b, c …)']
    """
    grouped: dict[tuple[int, str], list[tuple[str, Problem]]] = {}
    for name, note in notes_from(rows):
        key = (_SEVERITIES.index(note.severity), note.code)
        grouped.setdefault(key, []).append((name, note))
    ordered = [grouped[key] for key in sorted(grouped)]
    return [(_note_line(group, language), group[0][1].hint(language)) for group in ordered]


def _note_line(group: Sequence[tuple[str, Problem]], language: str) -> str:
    names = list(dict.fromkeys(name for name, _ in group))
    first, note = group[0]
    alike = all(other.parameters == note.parameters for _, other in group)
    form = "one" if len(names) == 1 else "several" if alike else "several_differ"
    return render(
        f"notes.{form}",
        language,
        severity=render(f"severity.{note.severity}", language),
        count=len(names),
        names=_some(names, language),
        first=first,
        what=render(note.code, language, **note.parameters),
    )


def _some(names: Sequence[str], language: str) -> str:
    told = render("notes.names_separator", language).join(names[:_NAMES])
    return render("notes.and_more", language, names=told) if len(names) > _NAMES else told


def cited_line(rows: Iterable[Row], language: str) -> str:
    """Return what is named as basis and not at hand, the most cited first; empty if nothing is.

    Examples
    --------
    >>> row = {"document": "a", "title": "茶产业意见", "number": "", "answered": True,
    ...        "vague": False, "start": 0, "end": 7, "at_hand": ""}
    >>> cited_line([row], "en")
    'Named as basis and not at hand: 1; most cited first: “茶产业意见” (1).'
    """
    cited = [Cited(**row) for row in rows]  # type: ignore[arg-type]
    if not any(one.answered for one in cited):
        return ""
    found = most_cited(cited)
    if not found:
        return render("cited.all_at_hand", language)
    titles = render("cited.separator", language).join(
        render(_form(title), language, title=title, count=count) for title, count in found[:_TITLES]
    )
    if rest := len(found) - _TITLES if len(found) > _TITLES else 0:
        titles = render("cited.and_more", language, titles=titles, count=rest)
    return render("cited.not_at_hand", language, count=len(found), titles=titles)


def _form(title: str) -> str:
    return "cited.one_number" if title.endswith("号") else "cited.one"


def gap_lines(rows: Iterable[Row], names: Mapping[str, str], language: str) -> list[str]:
    """Return a line a series of document numbers, those with most documents at hand first.

    A series of which one number alone is known says next to nothing of the total: such are
    counted in one line at the end.

    Parameters
    ----------
    rows : rows of ``number_gaps``
    names : mapping
        Unit to its name, for series without an issuer mark.

    Examples
    --------
    >>> row = {"mark": "云政发", "unit": "", "year": 2025, "seen": 6, "largest": 21,
    ...        "estimate": 23.5, "low": 21, "high": 41}
    >>> gap_lines([row], {}, "en")
    ['Of the documents 云政发 of 2025, 6 of about 24 (21–41) are at hand.']
    """
    ordered = sorted(rows, key=lambda r: (-_whole(r["seen"]), str(r["mark"]), str(r["unit"])))
    lines = [_gap_line(row, names, language) for row in ordered if _whole(row["seen"]) > 1]
    single = len(ordered) - len(lines)
    return [*lines, render("gaps.single", language, count=single)] if single else lines


def _gap_line(row: Row, names: Mapping[str, str], language: str) -> str:
    unit = str(row["unit"] or "")
    series = str(row["mark"]) or names.get(unit, unit) or render("gaps.no_mark", language)
    return render(
        "gaps.line",
        language,
        series=series,
        year=row["year"],
        seen=row["seen"],
        estimate=_whole(row["estimate"]),
        low=row["low"],
        high=row["high"],
    )


def _whole(number: object) -> int:
    return int(float(str(number)) + 0.5)
