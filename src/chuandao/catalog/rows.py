"""The catalogue's CSV files, read from the package as they stand."""

import csv
from functools import cache
from importlib import resources
from io import StringIO

Row = dict[str, str]


@cache
def rows_of(file: str) -> tuple[Row, ...]:
    """Return the rows of one CSV file of the catalogue, every value as text.

    Parameters
    ----------
    file : str
        Its path below ``catalog/``, e.g. ``tables/input/units.csv``.

    Examples
    --------
    >>> rows_of("tables.csv")[0]["kind"] in {"input", "result"}
    True
    """
    path = resources.files("chuandao.catalog").joinpath(file)
    text = path.read_text(encoding="utf-8").removeprefix("\ufeff")
    return tuple(csv.DictReader(StringIO(text, newline="")))


def split_words(cell: str) -> tuple[str, ...]:
    """Return the parts of a cell that lists words with ``|`` between them.

    Examples
    --------
    >>> split_words("单位代码| 机构代码 |")
    ('单位代码', '机构代码')
    """
    return tuple(word.strip() for word in cell.split("|") if word.strip())
