"""Grains: one table, and one case, should count by years, quarters or months, not mixed."""

from collections import Counter
from collections.abc import Callable, Iterable

import polars as pl

from chuandao.cascade.assembly.aside import place_of
from chuandao.cascade.checks.view import View
from chuandao.catalog.tables import input_tables
from chuandao.catalog.words import in_languages
from chuandao.errors import Problem
from chuandao.messages import render
from chuandao.sources.tables.cells.periods import read_period


def check_periods(view: View) -> Iterable[Problem]:
    """Yield the tables whose periods differ in length, and a case whose tables differ."""
    usual: dict[str, str] = {}
    first: dict[str, Problem] = {}
    for table, frame, column in view.columns("period"):
        grains = _grains(frame[column.name])
        if not grains:
            continue
        usual[table] = max(grains, key=lambda grain: (grains[grain], grain))
        odd = _odd(frame, column.name, usual[table])
        if odd is not None:
            place = place_of(odd, column.name)
            words = _words(str(odd[column.name]), table, usual[table], grains)
            first[table] = Problem("grains_mixed", "warning", place, words)
    yield from first.values()
    if len(set(usual.values())) > 1:
        yield Problem("grains_differ", "note", parameters=in_languages("grains", _usual(usual)))


def grain_of(label: str) -> str:
    """Return the grain of a period's label.

    Examples
    --------
    >>> grain_of("2025Q1"), grain_of("2025-03"), grain_of("2025-01-01/2025-03-31")
    ('quarter', 'month', 'range')
    """
    period = read_period(label).value
    return period.grain if period else ""


def _grains(labels: pl.Series) -> Counter[str]:
    counts = labels.drop_nulls().value_counts()
    found: Counter[str] = Counter()
    for label, count in counts.rows():
        found[grain_of(str(label))] += int(count)
    return found


def _odd(frame: pl.DataFrame, column: str, usual: str) -> dict[str, object] | None:
    labels = frame[column].drop_nulls().unique().to_list()
    odd = [label for label in labels if grain_of(label) != usual]
    rows = frame.filter(pl.col(column).is_in(odd)).sort("origin_file", "origin_sheet", "origin_row")
    return rows.row(0, named=True) if rows.height else None


def _words(label: str, table: str, usual: str, grains: Counter[str]) -> dict[str, object]:
    def counted(language: str) -> str:
        parts = (f"{_grain(g, language)} {count}" for g, count in sorted(grains.items()))
        return render("place.separator", language).join(parts)

    return {
        "value": label,
        **input_tables()[table].parameters(),
        **in_languages("usual", lambda language: _grain(usual, language)),
        **in_languages("grains", counted),
    }


def _usual(usual: dict[str, str]) -> Callable[[str], str]:
    def shown(language: str) -> str:
        parts = (
            f"{input_tables()[table].label(language)} {_grain(grain, language)}"
            for table, grain in sorted(usual.items())
        )
        return render("place.separator", language).join(parts)

    return shown


def _grain(grain: str, language: str) -> str:
    return render(f"grain.{grain}", language)
