"""What the template writes that is no data, and how a reader tells it from data."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from chuandao.messages import LANGUAGES, render

README = "README.txt"
REQUIRED, SELDOM = "*", "○"


def is_example_row(cells: Iterable[object]) -> bool:
    """Return whether a row is the template's example, not data.

    It is where its first cell with something in it is a text that begins with the mark
    ``例：`` or ``example:``, in any language of the product, width or case.

    Examples
    --------
    >>> is_example_row(["例：990221101000", "石桥镇"]), is_example_row([None, "Example: T01"])
    (True, True)
    >>> is_example_row(["990221101000", "例：石桥镇"])
    False
    """
    first = next((cell for cell in cells if cell is not None and str(cell).strip()), None)
    return isinstance(first, str) and _plain(first).startswith(_marks())


def is_template_sheet(name: str) -> bool:
    """Return whether a sheet is the template's guide or its lists, not a table.

    Examples
    --------
    >>> is_template_sheet("请先阅读"), is_template_sheet("单位")
    (True, False)
    """
    return _plain(name) in _sheets()


@cache
def _marks() -> tuple[str, ...]:
    return tuple(_plain(render("template.example_mark", language)) for language in LANGUAGES)


@cache
def _sheets() -> frozenset[str]:
    codes = ("template.guide_sheet", "template.lists_sheet")
    return frozenset(_plain(render(code, language)) for code in codes for language in LANGUAGES)


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).strip().casefold()
