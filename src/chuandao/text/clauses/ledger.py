"""Supervision ledgers (督查台賬): the status and progress that stand in the rows of a table."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuandao.text.clauses.clauses import ClauseText
from chuandao.text.clauses.tables import Cell

Words = tuple[tuple[str, str], ...]
_STATUS_COLUMN = re.compile(r"状态|是否(?:完成|办结|销号)|亮灯|status", re.IGNORECASE)
_PROGRESS_COLUMN = re.compile(
    r"进展|进度|完成情况|办理情况|落实情况|整改情况|推进情况|工作情况|progress", re.IGNORECASE
)
_LONGEST_STATUS = 12
_LEAST_SHARE = 0.5
_YES, _NO = (
    re.compile(r"^(?:是|√|✓|yes)$", re.IGNORECASE),
    re.compile(r"^(?:否|×|no)$", re.IGNORECASE),
)


@dataclass(frozen=True)
class LedgerRow:
    """What a row of a ledger says of how a task stands.

    ``status``: done, ahead, on_schedule, under_way, behind, not_started, standing; empty where
    the row does not say in one of the known words. ``status_words`` and ``progress`` are given
    as they stand, each with its place (None where there is no such cell).
    """

    path: str
    status: str
    status_words: str
    status_at: tuple[int, int] | None
    progress: str
    progress_at: tuple[int, int] | None


def status_of(words: str, known: Words) -> str:
    """Return the status that some words state, the longest known word first; else empty.

    Examples
    --------
    >>> known = (("done", "完成"), ("behind", "未完成"), ("under_way", "基本完成"))
    >>> [status_of(words, known) for words in ("已完成", "未完成", "基本完成", "资金未到位")]
    ['done', 'behind', 'under_way', '']
    """
    folded = words.casefold()
    for status, word in sorted(known, key=lambda item: -len(item[1])):
        if word.casefold() in folded:
            return status
    return ""


def ledger_rows(words: str, found: Iterable[ClauseText], known: Words) -> tuple[LedgerRow, ...]:
    """Return how each row of a document's tables stands, where a column says so.

    Parameters
    ----------
    words : str
        The document's text in plain form.
    found : iterable of ClauseText
        Its clauses.
    known : tuples (status, word)

    Notes
    -----
    A column 狀態 is read as the status; where there is none, a short cell of progress
    (已完成) is one. Free text is kept as progress and never turned into a status.
    """
    rows = (_row(words, clause, known) for clause in found if clause.cells)
    return tuple(row for row in rows if row is not None)


def is_ledger(rows: Sequence[LedgerRow], tabled: int) -> bool:
    """Return whether the rows of a table, ``tabled`` in number, make it a ledger."""
    told = sum(bool(row.status) for row in rows)
    return tabled > 0 and told >= _LEAST_SHARE * tabled


def _row(words: str, clause: ClauseText, known: Words) -> LedgerRow | None:
    status = _cell(clause, _STATUS_COLUMN)
    progress = _cell(clause, _PROGRESS_COLUMN)
    if status is None and progress is None:
        return None
    told = status or (progress if progress and _short(progress) else None)
    said = words[told.start : told.end] if told else ""
    return LedgerRow(
        path=clause.path,
        status=_answer(told.heading, said, known) if told else "",
        status_words=said,
        status_at=(told.start, told.end) if told else None,
        progress=words[progress.start : progress.end] if progress else "",
        progress_at=(progress.start, progress.end) if progress else None,
    )


def _answer(heading: str, said: str, known: Words) -> str:
    """Read 是 and 否 under 是否完成, else a word of status."""
    if "是否" in heading and (_YES.match(said) or _NO.match(said)):
        return "done" if _YES.match(said) else "behind"
    return status_of(said, known)


def _cell(clause: ClauseText, column: re.Pattern[str]) -> Cell | None:
    held = (cell for cell in clause.cells if column.search(cell.heading) and cell.end > cell.start)
    return next(held, None)


def _short(cell: Cell) -> bool:
    return cell.end - cell.start <= _LONGEST_STATUS
