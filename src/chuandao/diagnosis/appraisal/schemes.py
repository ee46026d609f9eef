"""Which appraisal schemes hold for which units, and which units are appraised alike.

Within a scheme the rows that name a unit go before those that name its type, these before those
that name its tier, these before rows for all. The most specific stand alone, unless only with the
more general ones the points make the full mark (common and special indicators, 共性與個性指標).
Of two schemes that appraise much the same goals the more specific stands in place of the other.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.words import fold
from chuandao.diagnosis.appraisal.indicators import Row, Scheme, scheme_of

Key = tuple[str, ...]

_YEAR = re.compile(r"((?:19|20)\d\d)(?:年度|年)?")
_COLUMNS = {
    "scheme": pl.String,
    "unit": pl.String,
    "type": pl.String,
    "tier": pl.Int64,
    "indicator": pl.String,
    "dimension": pl.String,
    "task": pl.String,
    "weight": pl.Float64,
    "task_share": pl.Float64,
    "kind": pl.String,
    "horizon_years": pl.Float64,
    "veto": pl.Boolean,
}
_RANKS = ("unit", "type", "tier", "all")
_TERRITORIAL = ("government", "self_governing")


@dataclass(frozen=True)
class Group:
    """Units to which the same rows of the same schemes apply, and the same priorities.

    ``units``: in administrative order; ``type``: their type, empty if they have none.
    """

    units: tuple[str, ...]
    type: str
    schemes: tuple[Scheme, ...]

    @property
    def named(self) -> str:
        """The schemes in one line."""
        return "；".join(scheme.name for scheme in self.schemes)


@dataclass(frozen=True)
class Appraisals:
    """The table of schemes, and the years of their editions.

    ``frame``: the table of the case with all columns; ``_editions``: name of each scheme without
    its year to its rows by year (0: none stated).
    """

    frame: pl.DataFrame
    _editions: Mapping[str, Mapping[int, "_Edition"]]

    @property
    def years(self) -> tuple[int, ...]:
        """The years from which another edition of some scheme holds."""
        return tuple(sorted({year for held in self._editions.values() for year in held}))

    def groups(self, case: Case, year: int) -> tuple[Group, ...]:
        """Return the units appraised alike in a year, in order of their first unit."""
        editions = [_in_force(held, year) for _, held in sorted(self._editions.items())]
        members: dict[tuple[str, tuple[tuple[Key, ...], ...]], list[str]] = {}
        for unit, tier, kind, type_ in _units(case):
            keys = tuple(edition.levels(unit, tier, kind, type_) for edition in editions)
            if any(keys):
                members.setdefault((type_, keys), []).append(unit)
        made: dict[tuple[int, tuple[Key, ...]], Scheme] = {}
        return tuple(
            Group(tuple(units), type_, _in_place(list(_schemes(editions, keys, made))))
            for (type_, keys), units in members.items()
        )


@dataclass(frozen=True)
class _Edition:
    """A scheme of a year: its rows by what they hold for."""

    name: str
    rows: Mapping[Key, Sequence[tuple[int, Row]]]

    def levels(self, unit: str, tier: int, kind: str, type_: str) -> tuple[Key, ...]:
        """Return the keys whose rows apply to a unit, the most specific first."""
        folded = fold(type_) if type_ else ""
        typed = [("type", folded, str(tier)), ("type", folded, "")] if folded else []
        wide = [("tier", str(tier))] if kind in _TERRITORIAL else []
        every = [("all",)] if kind == _TERRITORIAL[0] and tier > 0 else []
        return tuple(k for k in (("unit", unit), *typed, *wide, *every) if k in self.rows)


def appraisals(case: Case, last_year: int | None) -> Appraisals:
    """Return the schemes of a case, editions of years after the last one left out."""
    frame = _completed(case.tables["appraisals"])
    names = {name: _edition_of(name) for name in frame["scheme"].unique().to_list()}
    held: dict[str, dict[int, dict[Key, list[tuple[int, Row]]]]] = {}
    titles: dict[tuple[str, int], str] = {}
    for at, row in enumerate(frame.iter_rows(named=True)):
        stem, year = names[row["scheme"]]
        if last_year is None or year <= last_year:
            titles.setdefault((stem, year), row["scheme"])
            rows = held.setdefault(stem, {}).setdefault(year, {})
            rows.setdefault(_key(row), []).append((at, row))
    editions = {
        stem: {year: _Edition(titles[stem, year], rows) for year, rows in years.items()}
        for stem, years in held.items()
    }
    return Appraisals(frame, editions)


def _completed(table: pl.DataFrame) -> pl.DataFrame:
    absent = [
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in _COLUMNS.items()
        if name not in table.columns
    ]
    return table.with_columns(absent)


def _edition_of(name: str) -> tuple[str, int]:
    """Return the name of a scheme without its year, and the year (0: none)."""
    plain = fold(name)
    found = _YEAR.search(plain)
    return (plain.replace(found[0], "", 1), int(found[1])) if found else (plain, 0)


def _key(row: Row) -> Key:
    if row["unit"]:
        return ("unit", str(row["unit"]))
    tier = "" if row["tier"] is None else str(row["tier"])
    if row["type"]:
        return ("type", fold(str(row["type"])), tier)
    return ("tier", tier) if tier else ("all",)


def _units(case: Case) -> Iterator[tuple[str, int, str, str]]:
    for unit, tier, kind, type_ in case.units.frame.select("unit", "tier", "kind", "type").rows():
        yield unit, tier, kind, type_ or ""


def _in_force(held: Mapping[int, _Edition], year: int) -> _Edition:
    """Return the edition of a year: the latest until then, else the first there is."""
    until = [one for one in held if one <= year]
    return held[max(until) if until else min(held)]


def _schemes(
    editions: Sequence[_Edition],
    keys: Sequence[tuple[Key, ...]],
    made: dict[tuple[int, tuple[Key, ...]], Scheme],
) -> Iterator[tuple[int, Scheme]]:
    """Yield each scheme of a unit, with the rank of what it holds for (0: the unit itself)."""
    for at, (edition, levels) in enumerate(zip(editions, keys, strict=True)):
        if levels:
            if (at, levels) not in made:
                made[at, levels] = _scheme(edition, levels)
            yield _RANKS.index(levels[0][0]), made[at, levels]


def _in_place(held: Sequence[tuple[int, Scheme]]) -> tuple[Scheme, ...]:
    """Return the schemes but those in whose place a more specific one stands."""
    return tuple(
        scheme
        for rank, scheme in held
        if not any(other < rank and _alike(scheme, specific) for other, specific in held)
    )


def _alike(one: Scheme, other: Scheme) -> bool:
    """Whether half or more of the goals of both are the same."""
    same, every = one.goals & other.goals, one.goals | other.goals
    return len(same) >= len(every) / 2


def _scheme(edition: _Edition, levels: Sequence[Key]) -> Scheme:
    """Return the scheme of the most specific rows, with general ones if that makes it whole."""
    first = [key for key in levels if key[0] == levels[0][0]]
    own = scheme_of(edition.name, _rows(edition, first))
    if len(first) == len(levels) or own.whole:
        return own
    joined = scheme_of(edition.name, _rows(edition, levels))
    return joined if joined.whole else own


def _rows(edition: _Edition, levels: Sequence[Key]) -> list[tuple[int, Row]]:
    """Return the rows of these levels, an indicator only from the first that has it."""
    found: list[tuple[int, Row]] = []
    seen: set[str] = set()
    for key in levels:
        rows = [(at, r) for at, r in edition.rows[key] if fold(str(r["indicator"])) not in seen]
        found += rows
        seen |= {fold(str(row["indicator"])) for _, row in rows}
    return found
