"""Words: yes and no, the values of a domain, and lists."""

import re

from chuandao.catalog.values import Domain
from chuandao.catalog.words import fold
from chuandao.sources.tables.cells.outcome import BadCellError, Cell

_YES = frozenset({"是", "有", "对", "yes", "y", "true", "t", "1", "√", "✓", "✔", "v"})
_NO = frozenset({"否", "无", "没有", "不", "no", "n", "false", "f", "0", "×", "x", "✗", "✘"})
_STRONG = re.compile(r"[;；\n|]")
_WEAK, _COMMAS = "、", ",，、"
_OPEN, _CLOSE = "（(〔[《", "）)〕]》"


def read_boolean(text: str) -> Cell[bool]:
    """Return yes or no.

    Examples
    --------
    >>> read_boolean("是").value, read_boolean("×").value
    (True, False)
    """
    word = fold(text)
    if word in _YES:
        return Cell(value=True)
    if word in _NO:
        return Cell(value=False)
    raise BadCellError("bad_boolean")


def read_value(text: str, domain: Domain) -> Cell[str]:
    """Return the value of a domain that a word in any language means."""
    value = domain.resolve(text)
    if value is None:
        raise BadCellError("value_unknown")
    return Cell(value)


def read_list(text: str, *, codes: bool = False) -> Cell[list[str]]:
    """Return the parts of a cell that holds several.

    Parameters
    ----------
    text : str
        Divided by ``;``, ``；`` or line ends where there are any, else by ``、`` outside
        brackets (so that 各县（市、区）人民政府 stays whole).
    codes : bool
        Codes and names of units contain no commas, so commas divide them too.

    Examples
    --------
    >>> read_list("各县（市、区）人民政府、市直各部门").value
    ['各县（市、区）人民政府', '市直各部门']
    >>> read_list("A1; A2；A3").value, read_list("A1,A2", codes=True).value
    (['A1', 'A2', 'A3'], ['A1', 'A2'])
    """
    parts = _STRONG.split(text) if _STRONG.search(text) else _outside(text, codes=codes)
    return Cell([part.strip() for part in parts if part.strip()])


def _outside(text: str, *, codes: bool) -> list[str]:
    """Split at the weaker signs that stand outside brackets, in one pass."""
    signs = _COMMAS if codes else _WEAK
    parts, depth, begin = [], 0, 0
    for position, sign in enumerate(text):
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0 and sign in signs:
            parts.append(text[begin:position])
            begin = position + 1
    return [*parts, text[begin:]]
