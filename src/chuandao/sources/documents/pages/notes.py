"""What the readers of pages left out, mended or doubt, as notes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from chuandao.catalog.thresholds import threshold
from chuandao.errors import DocumentError, Problem, Severity
from chuandao.sources.documents.pages.page import Sheet

_NAMED, _SAID = 8, 30  # doubtful lines that a note quotes, and how much of each

_COUNTED = (
    "page_numbers_dropped",
    "running_heads_dropped",
    "table_heads_dropped",
    "contents_dropped",
    "web_page_lines_dropped",
    "watermarks_dropped",
    "annotations_dropped",
    "hidden_text_dropped",
    "character_forms_replaced",
    "pictures_not_read",
    "comments_not_read",
    "signatures_not_checked",
    "documents_in_one_file",
)


def count_notes(counts: Counter[str]) -> Iterator[Problem]:
    """Yield a note for each thing that was counted."""
    for code in _COUNTED:
        if counts[code]:
            yield Problem(code, "note", parameters={"count": counts[code]})


def page_note(code: str, pages: Iterable[int], *, doubtful: bool = True) -> Iterator[Problem]:
    """Yield a note that names pages, where there are any."""
    named = list(pages)
    if named:
        severity: Severity = "warning" if doubtful else "note"
        yield Problem(code, severity, parameters={"count": len(named), "pages": page_ranges(named)})


def names_note(code: str, names: list[str]) -> Iterator[Problem]:
    """Yield a note that names files, where there are any; ten names at most."""
    if names:
        few = ", ".join(names[:10]) + (" …" if len(names) > 10 else "")  # noqa: PLR2004
        yield Problem(code, "warning", parameters={"count": len(names), "names": few})


def refuse_half_read(unread: list[int], pages: int) -> None:
    """Raise where more of the pages were not read than a text may have damaged characters."""
    if unread and 1 - len(unread) / pages < threshold("text_quality_min"):
        raise DocumentError(
            "pages_without_text", count=len(unread), total=pages, pages=page_ranges(unread)
        )


def sureness_of(sheets: Iterable[Sheet]) -> float:
    """Return how sure a recogniser was of the letters of pages, 0-1; of others 1."""
    read = [sheet for sheet in sheets if sheet.letters or sheet.junk]
    letters = sum(sheet.letters for sheet in read)
    return sum(sheet.sureness for sheet in read) / letters if letters else 1.0


def recognised_notes(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    """Yield which recognised lines are doubtful, and how many were left out."""
    read = list(sheets)
    lines = [(sheet.number, line) for sheet in read for line in sheet.doubtful]
    if lines:
        said = "; ".join(f"{number}: {line[:_SAID]}" for number, line in lines[:_NAMED])
        yield Problem(
            "recognised_doubtful",
            "warning",
            parameters={"count": len(lines), "lines": said + (" …" if lines[_NAMED:] else "")},
        )
    if junk := sum(sheet.junk for sheet in read):
        yield Problem("recognised_lines_dropped", "warning", parameters={"count": junk})


def page_ranges(pages: Iterable[int]) -> str:
    """Return page numbers in few words.

    Examples
    --------
    >>> page_ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(pages)), key=lambda item: item[1] - item[0])
    ]
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
