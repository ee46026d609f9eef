"""Which additions to the lexicons are in force: those of the case that is being read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from chuandao.catalog.additions import NOTHING, Additions, merged_rows
from chuandao.catalog.rows import Row

_IN_FORCE: ContextVar[Additions] = ContextVar("additions", default=NOTHING)


def additions() -> Additions:
    """Return the additions in force; outside `reading_with` none are."""
    return _IN_FORCE.get()


@contextmanager
def reading_with(added: Additions) -> Iterator[None]:
    """Read with what a case adds to the lexicons, for as long as the block runs.

    Examples
    --------
    >>> own = Additions((("slogans.csv", (("真抓实干干", "case", ""),)),))
    >>> with reading_with(own):
    ...     lexicon_rows("slogans")[-1]["word"]
    '真抓实干干'
    """
    token = _IN_FORCE.set(added)
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def lexicon_rows(name: str) -> tuple[Row, ...]:
    """Return the rows of a lexicon (its file's name without ending), with what is added."""
    return merged_rows(f"{name}.csv", additions())
