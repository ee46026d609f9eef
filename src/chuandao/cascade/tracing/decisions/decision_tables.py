"""A sheet of decisions as the case's table ``decisions``: merged with those made before."""

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.decisions.decision import COLUMNS, Decision, decisions_of
from chuandao.errors import Place, UsageError
from chuandao.sources.decision_workbook import DecisionSheet

FILE = "decisions.csv"
SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    name: pl.Date if name == "date" else pl.String for name in COLUMNS
}


def decision_table(rows: Iterable[Mapping[str, object]]) -> pl.DataFrame:
    """Return rows as the table ``decisions``, sorted by its key."""
    table = pl.DataFrame(list(rows), schema=dict(SCHEMA), orient="row")
    return table.sort("upper", "lower", "document")


def sheet_decisions(sheet: DecisionSheet) -> tuple[Decision, ...]:
    """Return the decisions of a sheet alone, for tracing files without a case."""
    return decisions_of(decision_table(sheet.rows))


def merged_decisions(case: Case, sheet: DecisionSheet) -> pl.DataFrame:
    """Return the case's decisions with those of a sheet.

    Rows of the sheet replace what was decided before on the same clauses, and the earlier rows
    that the sheet had carried to a revised document; what the sheet does not show is kept.

    Raises
    ------
    UsageError
        ``decisions_case_file``: the case is a workbook. ``decisions_elsewhere``: its decisions
        stand in another file. ``decisions_unsound``: rows of it could not be read and would
        be lost.
    """
    _check(case)
    held = case.tables.get("decisions")
    before = [] if held is None else _rows(held)
    replaced = sheet.replaces | {_key(row) for row in sheet.rows}
    kept = [row for row in before if _key(row) not in replaced]
    return decision_table([*kept, *sheet.rows])


def _check(case: Case) -> None:
    if not case.path.is_dir():
        raise UsageError("decisions_case_file", Place(str(case.path)))
    lost = case.set_aside.filter(pl.col("table") == "decisions").height
    if lost:
        raise UsageError("decisions_unsound", Place(str(case.path)), count=lost)
    held = case.tables.get("decisions")
    files = set() if held is None else set(held["origin_file"].drop_nulls()) - {FILE}
    if files:
        raise UsageError("decisions_elsewhere", Place(str(case.path / min(files))), file=FILE)


def _rows(table: pl.DataFrame) -> Sequence[Mapping[str, object]]:
    absent = [pl.lit(None).alias(name) for name in COLUMNS if name not in table.columns]
    whole = table.with_columns(absent).select(COLUMNS)
    return whole.with_columns(pl.col(pl.String).fill_null("")).to_dicts()


def _key(row: Mapping[str, object]) -> tuple[str, str, str]:
    lower = str(row["lower"] or "")
    document = str(row["document"] or "") or lower.partition("#")[0]
    return str(row["upper"]), lower, document
