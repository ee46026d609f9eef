"""A mapping file: how the columns of an office's export become columns of the catalogue.

It is TOML, written once for each export (``chuandao learn``) and kept beside the case::

    name = "国库集中支付明细"
    recognise = ["支付凭证号", "收款人", "支付金额"]

    [[into]]
    table = "transfers"
    skip = { "支付状态" = ["退回"] }

    [into.columns]
    transfer = "支付凭证号"
    to_unit = { heading = "收款人", cut = ["财政局"] }
    resource = { constant = "funds" }
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from chuandao.catalog.tables import Column, TableSchema, input_tables
from chuandao.catalog.words import fold
from chuandao.errors import ChuandaoError, Place

Words = Mapping[str, str]


@dataclass(frozen=True)
class Fill:
    """How one column of the catalogue is filled from an export.

    Attributes
    ----------
    headings : tuple of str
        The export's headings, the first that is there; empty where it rests on none.
    join : str
        All of the headings are joined by it (a notice's number and the unit that gets it).
    constant : str
        The same for every row.
    words : mapping
        Words of the export to words of the catalogue; a word given as empty leaves the row
        out, a word that is not listed is taken as it stands.
    cut : tuple of str
        Endings taken off (云山县财政局 → 云山县).
    contains : tuple of str
        Yes where the cell contains one of them, no otherwise.
    split : bool
        The cell lists several (units): one row each.
    since, until : str
        Headings of two times; the hours between them.
    times : float or None
        The number of the cell times this (days to hours).
    grain : str
        The period (month, quarter, year) in which the date of the cell lies.
    caption : str
        A regular expression looked for in the lines above the headings and in the names of
        sheet and file; its groups joined by hyphens.
    """

    headings: tuple[str, ...] = ()
    join: str = ""
    constant: str = ""
    words: Words = field(default_factory=dict)
    cut: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    split: bool = False
    since: str = ""
    until: str = ""
    times: float | None = None
    grain: str = ""
    caption: str = ""

    @property
    def named(self) -> tuple[str, ...]:
        """Every heading it may read."""
        return tuple(word for word in (*self.headings, self.since, self.until) if word)


@dataclass(frozen=True)
class Share:
    """Evidence from counts: the share of rows whose word counts among those that are judged."""

    of: str
    counts: tuple[str, ...]
    among: tuple[str, ...] = ()


@dataclass(frozen=True)
class Spread:
    """Columns of which each is a unit, month or programme: one row for each of them."""

    headings: str
    into: str
    value: str


@dataclass(frozen=True)
class Into:
    """One table of the catalogue that an export fills.

    Attributes
    ----------
    table : str
    columns : mapping of column to Fill
    keep, skip : mapping of heading to words
        Only rows with one of these words; not those with one of them.
    need : tuple of str
        Headings without which a row does not go into this table.
    share, spread : optional
    count : bool
        Rows are counted by all columns (column ``count``).
    completes : str
        Column of codes by which rows complete those of another export: payments by the
        quota notice they carry out.
    """

    table: str
    columns: Mapping[str, Fill]
    keep: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    skip: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    need: tuple[str, ...] = ()
    share: Share | None = None
    spread: Spread | None = None
    count: bool = False
    completes: str = ""

    @property
    def schema(self) -> TableSchema:
        """The table of the catalogue."""
        return input_tables()[self.table]

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading of the export that it may read."""
        read = [word for fill in self.columns.values() for word in fill.named]
        shared = [self.share.of] if self.share else []
        return tuple(dict.fromkeys([*read, *self.keep, *self.skip, *self.need, *shared]))


@dataclass(frozen=True)
class ExportMapping:
    """A mapping: the export it is for, how it is recognised, and the tables it fills."""

    name: str
    recognise: tuple[str, ...]
    into: tuple[Into, ...]
    file: str = ""
    about_en: str = ""
    about_zh: str = ""

    @cached_property
    def schema(self) -> TableSchema:
        """The export as a table of its own, by which its headings are found on a sheet."""
        words = dict.fromkeys(
            [*self.recognise, *(word for into in self.into for word in into.headings)]
        )
        columns = tuple(Column(name=word, label_en=word, label_zh=word) for word in words)
        return TableSchema(name=self.name, columns=columns)

    def recognises(self, headings: Iterable[str]) -> bool:
        """Return whether the headings of a sheet are those of this export."""
        there = {fold(word) for word in headings}
        return all(fold(word) in there for word in self.recognise)


def mapping_of(text: str, file: str = "") -> ExportMapping:
    """Return the mapping that a TOML text describes.

    Raises
    ------
    ChuandaoError
        ``mapping_broken`` (no TOML), ``mapping_key`` (a key, table or column that does not
        exist, or a value of another kind): with the place in the file's own words.

    Examples
    --------
    >>> found = mapping_of('''name = "履职清单"
    ... recognise = ["事项名称"]
    ... [[into]]
    ... table = "duty_lists"
    ... columns = { duty = "事项名称", tier = { constant = "2" } }
    ... ''')
    >>> found.recognises(["序号", "事项名称"]), found.into[0].headings
    (True, ('事项名称',))
    """
    try:
        given = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise ChuandaoError("mapping_broken", Place(file), what=str(error)) from None
    reader = _Reader(file)
    reader.only(given, ("name", "recognise", "into", "about_en", "about_zh"), "")
    recognise = reader.words(given, "recognise", "")
    into = given.get("into")
    if not isinstance(into, list) or not into or not recognise:
        raise reader.wrong("into" if recognise else "recognise", "[[into]]")
    return ExportMapping(
        name=reader.text(given, "name", "") or file,
        recognise=recognise,
        into=tuple(reader.into(one, f"into[{at}]") for at, one in enumerate(into, 1)),
        file=file,
        about_en=reader.text(given, "about_en", ""),
        about_zh=reader.text(given, "about_zh", ""),
    )


@dataclass(frozen=True)
class _Reader:
    """Reads the parts of a mapping and says where one is wrong."""

    file: str

    def into(self, given: object, at: str) -> Into:
        held = self.table(given, at)
        self.only(held, _INTO, at)
        schema = input_tables().get(str(held.get("table")))
        if schema is None:
            raise self.wrong(f"{at}.table", ", ".join(input_tables()))
        columns = self.table(held.get("columns", {}), f"{at}.columns")
        for name in columns:
            if schema.column(name) is None:
                raise self.wrong(f"{at}.columns.{name}", ", ".join(c.name for c in schema.columns))
        fills = {name: self.fill(one, f"{at}.columns.{name}") for name, one in columns.items()}
        if held.get("share") and any(fill.split for fill in fills.values()):
            raise self.wrong(f"{at}.share", "split = false")
        return Into(
            table=schema.name,
            columns=fills,
            keep=self.lists(held.get("keep", {}), f"{at}.keep"),
            skip=self.lists(held.get("skip", {}), f"{at}.skip"),
            need=self.words(held, "need", at),
            share=self.share(held.get("share"), f"{at}.share"),
            spread=self.spread(held.get("spread"), f"{at}.spread"),
            count=held.get("count") is True,
            completes=self.text(held, "completes", at),
        )

    def fill(self, given: object, at: str) -> Fill:
        if isinstance(given, str):
            return Fill(headings=(given,))
        if isinstance(given, list):
            return Fill(headings=self.words({"heading": given}, "heading", at))
        held = self.table(given, at)
        self.only(held, _FILL, at)
        words = self.table(held.get("words", {}), f"{at}.words")
        return Fill(
            headings=self.words(held, "heading", at),
            join=self.text(held, "join", at),
            constant=self.text(held, "constant", at),
            words={key: self.text(words, key, f"{at}.words") for key in words},
            cut=self.words(held, "cut", at),
            contains=self.words(held, "contains", at),
            split=held.get("split") is True,
            since=self.text(held, "since", at),
            until=self.text(held, "until", at),
            times=self.number(held, "times", at),
            grain=self.one_of(held, "grain", ("", "month", "quarter", "year"), at),
            caption=self.text(held, "caption", at),
        )

    def share(self, given: object, at: str) -> Share | None:
        if given is None:
            return None
        held = self.table(given, at)
        self.only(held, ("of", "counts", "among"), at)
        counts = self.words(held, "counts", at)
        return Share(self.text(held, "of", at), counts, self.words(held, "among", at))

    def spread(self, given: object, at: str) -> Spread | None:
        if given is None:
            return None
        held = self.table(given, at)
        self.only(held, ("headings", "into", "value"), at)
        return Spread(*(self.text(held, key, at) for key in ("headings", "into", "value")))

    def wrong(self, key: str, expected: str) -> ChuandaoError:
        return ChuandaoError("mapping_key", Place(self.file), key=key, expected=expected)

    def only(self, held: Mapping[str, Any], known: Iterable[str], at: str) -> None:
        for key in held:
            if key not in known:
                raise self.wrong(f"{at}.{key}".strip("."), ", ".join(known))

    def table(self, given: object, at: str) -> Mapping[str, Any]:
        if not isinstance(given, dict):
            raise self.wrong(at, "{ … }")
        return given

    def lists(self, given: object, at: str) -> dict[str, tuple[str, ...]]:
        held = self.table(given, at)
        return {key: self.words(held, key, at) for key in held}

    def words(self, held: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
        given = held.get(key, [])
        listed = given if isinstance(given, list) else [given]
        if not all(isinstance(word, str) for word in listed):
            raise self.wrong(f"{at}.{key}".strip("."), '"…" / ["…", "…"]')
        return tuple(listed)

    def text(self, held: Mapping[str, Any], key: str, at: str) -> str:
        given = held.get(key, "")
        if isinstance(given, bool) or not isinstance(given, str | int | float):
            raise self.wrong(f"{at}.{key}".strip("."), '"…"')
        return str(given)

    def number(self, held: Mapping[str, Any], key: str, at: str) -> float | None:
        given = held.get(key)
        if given is None:
            return None
        if isinstance(given, bool) or not isinstance(given, int | float):
            raise self.wrong(f"{at}.{key}", "24")
        return float(given)

    def one_of(self, held: Mapping[str, Any], key: str, known: tuple[str, ...], at: str) -> str:
        given = self.text(held, key, at)
        if given not in known:
            raise self.wrong(f"{at}.{key}", ", ".join(filter(None, known)))
        return given


_INTO = ("table", "columns", "keep", "skip", "need", "share", "spread", "count", "completes")
_FILL = (
    "heading",
    "join",
    "constant",
    "words",
    "cut",
    "contains",
    "split",
    "since",
    "until",
    "times",
    "grain",
    "caption",
)
