"""What reading one cell gives: a value and perhaps a remark, or a refusal with its code."""

import unicodedata
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

_PLACEHOLDERS = frozenset(
    {"-", "--", "—", "——", "–", "/", "\\", "N/A", "NA", "n/a", "null", "NULL", "…"}
)


class BadCellError(ValueError):
    """A cell that cannot be read as its column asks; ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Cell(Generic[T]):
    """A value read; ``remark`` is the code of what has to be said about it."""

    value: T | None
    remark: str = ""


def half_width(text: str) -> str:
    """Return text with full-width digits, letters and signs made half-width.

    Examples
    --------
    >>> half_width("１，２３４．５０")
    '1,234.50'
    """
    return unicodedata.normalize("NFKC", text).strip()


def is_placeholder(text: str) -> bool:
    """Return whether a cell only says that it is empty (``—``, ``/``, ``N/A``).

    Examples
    --------
    >>> is_placeholder(" — "), is_placeholder("0")
    (True, False)
    """
    return half_width(text) in _PLACEHOLDERS or text.strip() in _PLACEHOLDERS
