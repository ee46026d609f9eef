"""What a case adds to the lexicons of the catalogue: rows of the same files, merged over ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib import resources
from types import MappingProxyType

from chuandao.catalog.rows import Row, rows_of

_FOLDERS = ("lexicon", "concepts")
_NOT_EXTENSIBLE = frozenset({"areas.csv", "kinds.csv"})
_SOURCED = ("reference", "date")
_KEYED_BY = ("word", "term", "concept")  # a row's key ends with the first of these that it has
_LISTED = {  # columns whose values stand in another file, whatever our own rows use of them
    ("concepts.csv", "area"): ("concepts/areas.csv", "area"),
    ("concept_terms.csv", "kind"): ("concepts/kinds.csv", "kind"),
    ("set_values.csv", "measure"): ("lexicon/measures.csv", "measure"),
    ("set_values.csv", "comparator"): ("lexicon/comparators.csv", "comparator"),
}
_MOST_CHOICES = 12
_GRADE = re.compile(r"-?\d")  # one digit is a grade (strength 3), more are measures (10000)
_LEAST_REPEATS = 3


@dataclass(frozen=True)
class Additions:
    """Rows that a case adds, by file; hashable, so that what is built of them can be kept."""

    files: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are added to each file."""
        return {name: len(rows) for name, rows in self.files}

    def rows(self, name: str) -> tuple[Row, ...]:
        """Return the rows added to a file."""
        columns = tuple(column.name for column in columns_of(name))
        added = dict(self.files).get(name, ())
        return tuple(dict(zip(columns, row, strict=True)) for row in added)


NOTHING = Additions()


@dataclass(frozen=True)
class LexiconColumn:
    """A column of a lexicon, as its rows in the catalogue show it.

    ``kind``: text, number, positive (a number above 0), yes_no or choice (one of ``choices``;
    grades such as a strength too); ``required``: no row of the catalogue leaves it empty;
    ``key``: rows with the same keys replace each other.
    """

    name: str
    kind: str
    required: bool
    key: bool
    choices: tuple[str, ...] = ()

    def accepts(self, value: str) -> bool:
        """Return whether a cell that is not empty may stand in the column.

        Examples
        --------
        >>> LexiconColumn("factor", "positive", True, False).accepts("0")
        False
        """
        if self.kind in {"yes_no", "choice"}:
            return value in self.choices
        if self.kind == "text":
            return True
        return _is_number(value) and (self.kind == "number" or Decimal(value) > 0)


@cache
def lexicon_files() -> Mapping[str, str]:
    """Return the files that a case may extend: the name, and the path in the catalogue.

    Examples
    --------
    >>> lexicon_files()["slogans.csv"], "concept_terms.csv" in lexicon_files()
    ('lexicon/slogans.csv', True)
    """
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        names = (f.name for f in resources.files("chuandao.catalog").joinpath(folder).iterdir())
        found |= {n: f"{folder}/{n}" for n in names if n.endswith(".csv")}
    return MappingProxyType({n: found[n] for n in sorted(found) if n not in _NOT_EXTENSIBLE})


@cache
def columns_of(name: str) -> tuple[LexiconColumn, ...]:
    """Return the columns of a lexicon, told from the rows that the catalogue has.

    Examples
    --------
    >>> [(c.name, c.kind, c.key) for c in columns_of("roles.csv")][:2]
    [('role', 'choice', True), ('word', 'text', True)]
    """
    rows = rows_of(lexicon_files()[name])
    names = tuple(rows[0])
    last = next((names.index(key) for key in _KEYED_BY if key in names), len(names))
    return tuple(
        LexiconColumn(column, "choice", True, position <= last, _listed(name, column))  # noqa: FBT003
        if (name, column) in _LISTED
        else _column(column, rows, key=position <= last)
        for position, column in enumerate(names)
    )


def merged_rows(name: str, added: Additions = NOTHING) -> tuple[Row, ...]:
    """Return the rows of a lexicon, those of the case in the place of ours with the same key.

    Examples
    --------
    >>> own = Additions((("slogans.csv", (("真抓实干", "case", ""),)),))
    >>> len(merged_rows("slogans.csv", own)) - len(merged_rows("slogans.csv")) in {0, 1}
    True
    """
    ours = rows_of(lexicon_files()[name])
    theirs = added.rows(name)
    if not theirs:
        return ours
    replaced = {key_of(row, name) for row in theirs}
    return (*(row for row in ours if key_of(row, name) not in replaced), *theirs)


def key_of(row: Row, name: str) -> tuple[str, ...]:
    """Return what tells a row of a lexicon from the others."""
    return tuple(row[column.name] for column in columns_of(name) if column.key)


def _listed(name: str, column: str) -> tuple[str, ...]:
    file, values = _LISTED[name, column]
    return tuple(sorted({row[values] for row in rows_of(file)}))


def _column(name: str, rows: tuple[Row, ...], *, key: bool) -> LexiconColumn:
    given = [row[name] for row in rows if row[name]]
    distinct = tuple(sorted(set(given)))
    last = key and name in _KEYED_BY
    kind = "text" if last or name in _SOURCED else _kind(distinct, len(given))
    required = len(given) == len(rows) and name not in _SOURCED and kind != "yes_no"
    choices = ("no", "yes") if kind == "yes_no" else distinct if kind == "choice" else ()
    return LexiconColumn(name, kind, required, key, choices)


def _kind(distinct: tuple[str, ...], count: int) -> str:
    if distinct and set(distinct) <= {"yes", "no"}:
        return "yes_no"
    if distinct and all(_is_number(value) for value in distinct):
        grades = all(_GRADE.fullmatch(value) for value in distinct)
        above = all(Decimal(value) > 0 for value in distinct)
        return "choice" if grades else "positive" if above else "number"
    repeats = 0 < len(distinct) <= _MOST_CHOICES and count >= _LEAST_REPEATS * len(distinct)
    return "choice" if repeats else "text"


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
