"""A case (案卷): its settings, tables and units, read from a folder or a workbook."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import polars as pl

from chuandao.cascade.assembly.connect import Connected, connect
from chuandao.cascade.assembly.document_files import document_files
from chuandao.cascade.assembly.fingerprint import fingerprint
from chuandao.cascade.assembly.gather import gather, settings_cells
from chuandao.cascade.assembly.lexicons import read_lexicons
from chuandao.cascade.check import check
from chuandao.cascade.checks.days import latest_day
from chuandao.cascade.checks.view import View
from chuandao.cascade.problems import Headings, Problems
from chuandao.cascade.settings import Settings, read_settings, settings_of
from chuandao.cascade.units import UnitTree
from chuandao.catalog.additions import NOTHING, Additions
from chuandao.errors import CaseError, Place, Problem
from chuandao.sources.events import mapping_of
from chuandao.sources.tables.read import empty_set_aside


class UnusableCaseError(CaseError):
    """A case of which nothing can be used; ``problems`` has everything that was found."""

    problems: Problems = Problems()


@dataclass(frozen=True, eq=False)
class Case:
    """What was given for a checkup, as far as it can be used.

    Attributes
    ----------
    path : Path
        The folder or workbook it was read from.
    settings : Settings
    tables : mapping of str to pl.DataFrame
        The tables that were given, each in the order of its key, units as codes, with
        ``origin_file``, ``origin_sheet``, ``origin_row``.
    set_aside : pl.DataFrame
        The rows that cannot be used: table, origin, codes of their problems, raw cells.
    units : UnitTree
    problems : Problems
        What reading found; ``check`` adds what judging finds.
    document_files : mapping of str to Path
        The file of each document whose file is there.
    headings : mapping of (file, sheet) to mapping of column to heading
        How the files themselves head the columns, for messages.
    lexicon : Additions
        What the files in its folder ``lexicon`` add to the lexicons and policy concepts.
    """

    path: Path
    settings: Settings
    tables: Mapping[str, pl.DataFrame]
    set_aside: pl.DataFrame
    units: UnitTree
    problems: Problems
    document_files: Mapping[str, Path] = field(default_factory=lambda: MappingProxyType({}))
    headings: Headings = field(default_factory=lambda: MappingProxyType({}), repr=False)
    lexicon: Additions = NOTHING

    @cached_property
    def fingerprint(self) -> str:
        """The hash of everything the results of the case may depend on."""
        return fingerprint(self.tables, self.settings, self.document_files, self.lexicon)

    @cached_property
    def latest_day(self) -> date | None:
        """The last day on which the tables say that something happened, if any.

        Plans (terms, ends of validity) do not count; a period counts from its first day.
        """
        return latest_day(View(self.tables, self.units, self.settings))

    @cached_property
    def last_day(self) -> date | None:
        """The last day the data speak of: ``latest_day``, a period of evidence to its end."""
        days = [self.latest_day]
        if "evidence" in self.tables and self.tables["evidence"].height:
            days.append(self.tables["evidence"].select(pl.col("period_end").max()).item())
        return max((day for day in days if day), default=None)

    def check(self, as_of: date | str | None = None) -> Problems:
        """Return everything found missing or inconsistent, worst first, and how to mend it.

        Parameters
        ----------
        as_of : date, optional
            The day of the checkup; what the tables say of later days is then pointed out.
        """
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        found = check(self.tables, self.units, self.settings, day)
        return Problems.of([*self.problems, *Problems.of(found).headed(self.headings)])

    def __repr__(self) -> str:
        """Return the case as a few lines."""
        rows = ", ".join(f"{name} {frame.height:,}" for name, frame in self.tables.items())
        counts = self.problems.counts
        return (
            f"Case: {self.settings.name}\n  {self.units!r}\n  rows: {rows}\n"
            f"  set aside: {self.set_aside.height:,} rows; reading found"
            f" {counts['error']} errors, {counts['warning']} warnings, {counts['note']} notes"
        )

    def _repr_html_(self) -> str:
        from html import escape

        return f"<pre>{escape(repr(self))}</pre>"


def read(path: str | Path) -> Case:
    r"""Return the case in a folder or a workbook, as far as it can be used (讀入).

    Parameters
    ----------
    path : str or Path
        A folder with one file a table (CSV, XLSX or Parquet, told by content), or one
        workbook with one sheet a table. Only ``units`` is required.

    Raises
    ------
    CaseError
        Nothing can be used: no such path, no table of units, no tree among its rows.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "units.csv").write_text(
    ...         "单位代码,单位名称,层级,上级单位\n1,清河市,0,\n11,柳河县,1,1\n", "utf-8")
    ...     case = read(folder)
    >>> case.units
    UnitTree: 2 units in 2 tiers (1, 1) under 1 清河市
    """
    place = Path(path)
    if not place.exists():
        raise UnusableCaseError("case_not_found", Place(str(path)))
    settings, found = _settings(place)
    gathered = gather(place, settings.time_zone, mapping_of(settings.event_log))
    made = connect(gathered.tables())
    found = [*found, *gathered.problems, *made.problems]
    if made.units is None:
        raise _unusable(place, Problems.of(found).headed(gathered.headings))
    files, missing = _document_files(made, place)
    added, faults = read_lexicons(place)
    aside = [frame for frame in (*gathered.set_aside, *made.set_aside) if frame.height]
    return Case(
        path=place,
        settings=settings,
        tables=MappingProxyType(made.tables),
        set_aside=_in_order([empty_set_aside(), *aside]),
        units=made.units,
        problems=Problems.of([*found, *missing, *faults]).headed(gathered.headings),
        document_files=MappingProxyType(dict(files)),
        headings=MappingProxyType(gathered.headings),
        lexicon=added,
    )


def _settings(path: Path) -> tuple[Settings, list[Problem]]:
    return read_settings(path) if path.is_dir() else _sheet_settings(path)


def _sheet_settings(path: Path) -> tuple[Settings, list[Problem]]:
    """Return the settings of a workbook's own sheet, their faults placed in that workbook."""
    settings, problems = settings_of(settings_cells(path), path.stem)
    return settings, [replace(p, place=Place(path.name, "case")) for p in problems]


def _document_files(made: Connected, path: Path) -> tuple[Mapping[str, Path], list[Problem]]:
    if "documents" not in made.tables:
        return {}, []
    return document_files(made.tables["documents"], path if path.is_dir() else path.parent)


def _in_order(parts: list[pl.DataFrame]) -> pl.DataFrame:
    return pl.concat(parts).sort("table", "origin_file", "origin_sheet", "origin_row")


def _unusable(path: Path, problems: Problems) -> UnusableCaseError:
    """Return the problem that made the units unusable, rather than only that they are absent."""
    about_units = [p for p in problems if p.severity in {"fatal", "error"} and _is_units(p, path)]
    worst = about_units[0] if about_units else Problem("units_absent", "fatal", Place(path.name))
    error = UnusableCaseError(worst.code, worst.place, **worst.parameters)
    error.problems = problems
    return error


def _is_units(problem: Problem, path: Path) -> bool:
    from chuandao.catalog.tables import table_named

    place = problem.place
    named = table_named(place.sheet) or table_named(place.file.rpartition(".")[0])
    whole = path.is_file() and not place.sheet
    return whole or (named is not None and named.name == "units")
