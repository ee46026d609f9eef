"""What the case does not bring: tables that will not be examined, an incomplete mandate."""

from collections.abc import Iterable

from chuandao.cascade.checks.view import View
from chuandao.cascade.settings import FILE
from chuandao.catalog.tables import TableSchema, input_tables
from chuandao.catalog.words import in_languages
from chuandao.errors import Place, Problem

_ASKED_FOR = frozenset(
    {"units", "documents", "money", "people", "appraisal", "coordination", "evidence"}
)


def check_absent(view: View) -> Iterable[Problem]:
    """Yield one note for the tables that were not given, and what the mandate lacks."""
    absent = [t for t in input_tables().values() if t.name not in view.tables]
    asked = [table for table in absent if table.group in _ASKED_FOR and table.name != "successions"]
    if asked:
        parameters = {"count": len(asked), **in_languages("tables", lambda tag: _names(asked, tag))}
        yield Problem("tables_absent", "note", parameters=parameters)
    if missing := view.settings.mandate.missing:
        parameters = {"missing": ", ".join(f"mandate.{part}" for part in missing)}
        yield Problem("mandate_incomplete", "warning", Place(FILE, column="mandate"), parameters)


def _names(tables: list[TableSchema], language: str) -> str:
    separator = ", " if language == "en" else "、"
    return separator.join(table.label(language) for table in tables)
