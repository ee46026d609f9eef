"""The tables of a case and of its results: their columns, words and meanings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import MappingProxyType
from typing import Literal, cast, get_args

from chuandao.catalog.rows import Row, rows_of, split_words
from chuandao.catalog.words import fold, in_languages, label_of

Kind = Literal["input", "result"]
ColumnType = Literal[
    "text",
    "code",
    "integer",
    "number",
    "share",
    "probability",
    "percent",
    "money",
    "date",
    "instant",
    "month",
    "period",
    "boolean",
    "path",
    "list",
    "span_list",
    "struct_list",
]
COLUMN_TYPES: tuple[str, ...] = get_args(ColumnType)


@dataclass(frozen=True)
class Column:
    """One column of a table: what it holds and the words that name it.

    ``domain`` names a list of values (``catalog.values``), ``refers`` the ``table.column``
    its values are found in. A name that ends in ``*`` stands for every column beginning so.
    """

    name: str
    type: ColumnType = "text"
    unit: str = ""
    required: bool = False
    key: bool = False
    seldom: bool = False
    domain: str = ""
    refers: str = ""
    label_en: str = ""
    label_zh: str = ""
    aliases: tuple[str, ...] = ()
    example_en: str = ""
    example_zh: str = ""
    meaning_en: str = ""
    meaning_zh: str = ""

    @property
    def is_family(self) -> bool:
        """Whether it stands for every column that begins with its name."""
        return self.name.endswith("*")

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that names it, folded."""
        named = (self.name, self.label_en, self.label_zh, *self.aliases)
        return frozenset(fold(word) for word in named if word)

    def label(self, language: str = "en") -> str:
        """Return its label in a language.

        Examples
        --------
        >>> Column("unit", label_en="unit", label_zh="单位").label("zh-Hant")
        '單位'
        """
        return label_of(self.label_en or self.name, self.label_zh or self.name, language)


@dataclass(frozen=True)
class TableSchema:
    """One table: its columns in order, and the words that name it."""

    name: str
    kind: Kind = "input"
    required: bool = False
    group: str = ""
    columns: tuple[Column, ...] = ()
    label_en: str = ""
    label_zh: str = ""
    aliases: tuple[str, ...] = ()
    meaning_en: str = ""
    meaning_zh: str = ""
    _by_word: Mapping[str, Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the columns by their words."""
        object.__setattr__(self, "_by_word", MappingProxyType(_by_word(self.columns)))

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that together tell one row from another."""
        return tuple(column.name for column in self.columns if column.key)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that names it, folded."""
        named = (self.name, self.label_en, self.label_zh, *self.aliases)
        return frozenset(fold(word) for word in named if word)

    def label(self, language: str = "en") -> str:
        """Return its label in a language.

        Examples
        --------
        >>> input_tables()["units"].label("zh-Hans") != ""
        True
        """
        return label_of(self.label_en or self.name, self.label_zh or self.name, language)

    def parameters(self, name: str = "table") -> dict[str, str]:
        """Return how messages name it: its code, and its label in each language.

        Examples
        --------
        >>> input_tables()["units"].parameters()["table_zh_hans"]
        '单位'
        """
        return {name: self.name, **in_languages(name, self.label)}

    def column(self, name: str) -> Column | None:
        """Return the column of this code, or of the family it belongs to, or nothing.

        Examples
        --------
        >>> TableSchema("t", columns=(Column("severity_*"),)).column("severity_dust").name
        'severity_*'
        """
        exact = {column.name: column for column in self.columns}.get(name)
        return exact or next((c for c in self.columns if _in_family(c, name)), None)

    def heading(self, word: str) -> Column | None:
        """Return the column a heading names, by code, label in any language, or alias.

        Examples
        --------
        >>> input_tables()["units"].heading("單位代碼").name
        'unit'
        """
        return self._by_word.get(fold(word)) or self.column(word.strip().lower())


def _by_word(columns: Iterable[Column]) -> dict[str, Column]:
    """Codes speak louder than labels, labels louder than aliases."""
    found: dict[str, Column] = {}
    ranked = (
        lambda c: (c.name,),
        lambda c: (c.label_en, c.label_zh),
        lambda c: c.aliases,
    )
    for words in ranked:
        for column in columns:
            for word in words(column):
                found.setdefault(fold(word), column)
    found.pop("", None)
    return found


def _in_family(column: Column, name: str) -> bool:
    return column.is_family and name.startswith(column.name[:-1]) and name != column.name[:-1]


@cache
def input_tables() -> Mapping[str, TableSchema]:
    """Return the tables a case may bring, by name.

    Examples
    --------
    >>> input_tables()["units"].key
    ('unit',)
    """
    return _tables("input")


@cache
def result_tables() -> Mapping[str, TableSchema]:
    """Return the tables the stages write, by name.

    Examples
    --------
    >>> "clauses" in result_tables()
    True
    """
    return _tables("result")


def table_named(word: str) -> TableSchema | None:
    """Return the input table a file or sheet name means, by code, label or alias.

    Examples
    --------
    >>> table_named("UNITS").name
    'units'
    """
    return _index().get(fold(word))


@cache
def _index() -> Mapping[str, TableSchema]:
    found: dict[str, TableSchema] = {}
    for words in (
        lambda t: (t.name,),
        lambda t: (t.label_en, t.label_zh),
        lambda t: t.aliases,
    ):
        for table in input_tables().values():
            for word in words(table):
                found.setdefault(fold(word), table)
    found.pop("", None)
    return MappingProxyType(found)


def _tables(kind: Kind) -> Mapping[str, TableSchema]:
    rows = [row for row in rows_of("tables.csv") if row["kind"] == kind]
    return MappingProxyType({row["table"]: _schema(row, kind) for row in rows})


def _schema(row: Row, kind: Kind) -> TableSchema:
    return TableSchema(
        name=row["table"],
        kind=kind,
        required=_yes(row["required"]),
        group=row["group"],
        columns=tuple(map(_column, rows_of(f"tables/{kind}/{row['table']}.csv"))),
        label_en=row["label_en"],
        label_zh=row["label_zh"],
        aliases=split_words(row["aliases"]),
        meaning_en=row["meaning_en"],
        meaning_zh=row["meaning_zh"],
    )


def _column(row: Row) -> Column:
    if row["type"] not in COLUMN_TYPES:
        raise ValueError(row)
    return Column(
        name=row["column"],
        type=cast("ColumnType", row["type"]),
        unit=row["unit"],
        required=_yes(row["required"]),
        key=_yes(row["key"]),
        seldom=_yes(row["seldom"]),
        domain=row["domain"],
        refers=row["refers"],
        aliases=split_words(row["aliases"]),
        **{name: row[name] for name in _WORDS},
    )


_WORDS = ("label_en", "label_zh", "example_en", "example_zh", "meaning_en", "meaning_zh")


def _yes(cell: str) -> bool:
    return cell.strip().lower() in {"1", "true", "yes", "x"}
