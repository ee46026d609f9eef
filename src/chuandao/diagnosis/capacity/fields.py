"""Sign C3, its second half: the same fields asked by several offices (多頭重複填報).

An asking is one field that one office asks of a unit in one month, on however many forms. Asked
once, a field could serve all offices, so

    repeated share = (askings - fields asked, month by month) / askings

A field that five offices ask for counts four times over. Distinct fields alone would say less the
more is repeated, since repetition leaves fewer of them. Fields that head every form (name of the
unit, date, who filled it in) do not count.

References
----------
整治形式主義為基層減負若干規定 (2024), on repeated demands for data, forms and materials.
"""

from datetime import date

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.rows import rows_of
from chuandao.catalog.words import fold_all
from chuandao.diagnosis.capacity.months import until
from chuandao.diagnosis.capacity.told import percent
from chuandao.diagnosis.examination import Examination, Finding, rows_behind

SIGN = "C3"
_CAUSE = "capacity"
_SHOWN = 36
_NAMED = 4
_TABLE = {"unit": pl.String, "field": pl.String, "offices": pl.List(pl.String), "months": pl.Int64}


def examine(case: Case, as_of: date | None) -> Examination:
    """Return the units of whom several offices ask the same, and a table of those fields."""
    if "forms" not in case.tables:
        return Examination()
    asked = _asked(case, as_of)
    repeated = _repeated(asked)
    table = (
        repeated.explode("offices")
        .group_by("unit", "field")
        .agg(pl.col("offices").unique().sort(), pl.col("month").n_unique().alias("months"))
        .select(*_TABLE)
        .cast({"months": pl.Int64})
        .sort("unit", "field")
    )
    return Examination(
        findings=tuple(_findings(asked, repeated)), tables={"repeated_fields": table}
    )


def _asked(case: Case, as_of: date | None) -> pl.DataFrame:
    """Return what was asked, fields and offices as they are compared, common fields left out."""
    rows = until(case.tables["forms"], as_of)
    common = set(fold_all([row["field"] for row in rows_of("common_fields.csv")]))
    for column in ("field", "office"):
        words = rows[column].unique().drop_nulls().sort().to_list()
        plain = dict(zip(words, fold_all(words), strict=True))
        rows = rows.with_columns(
            pl.col(column).replace_strict(plain, default=None, return_dtype=pl.String)
        )
    return rows.filter(~pl.col("field").is_in(common))


def _repeated(asked: pl.DataFrame) -> pl.DataFrame:
    """Return the fields that several offices asked of a unit in one month, with the offices."""
    by_field = asked.group_by("unit", "month", "field").agg(
        offices=pl.col("office").unique().sort()
    )
    return by_field.filter(pl.col("offices").list.len() > 1)


def _findings(asked: pl.DataFrame, repeated: pl.DataFrame) -> list[Finding]:
    extent = reference_range("repeated_fields_share")
    whole = asked.group_by("unit").agg(
        asked=pl.struct("month", "field", "office").n_unique(),
        askings=pl.struct("field", "office").n_unique(),
    )
    again = repeated.group_by("unit").agg(
        again=(pl.col("offices").list.len().cast(pl.Int64) - 1).sum(),
        twice=pl.col("field").n_unique(),
    )
    counted = (
        whole.join(again, on="unit")
        .with_columns(share=pl.col("again") / pl.col("asked"))
        .filter(pl.col("askings") >= extent.least)
        .sort("unit")
    )
    return [
        _finding(row, asked, repeated)
        for row in counted.iter_rows(named=True)
        if extent.calls(row["share"])
    ]


def _finding(row: dict[str, object], asked: pl.DataFrame, repeated: pl.DataFrame) -> Finding:
    unit, share = str(row["unit"]), float(str(row["share"]))
    own = repeated.filter(pl.col("unit") == unit)
    behind = asked.filter(pl.col("unit") == unit).join(
        own, on=["unit", "month", "field"], how="semi"
    )
    offices = own["offices"].explode().n_unique()
    often = own["field"].value_counts().sort(["count", "field"], descending=[True, False])
    return Finding(
        unit=unit,
        cause=_CAUSE,
        sign=SIGN,
        severity=reference_range("repeated_fields_share").severity(share),
        code="finding.C3.fields",
        about="fields",
        strength="moderate",
        parameters={
            "share": percent(share),
            "fields": str(row["twice"]),
            "offices": str(offices),
            "named": "、".join(often["field"].head(_NAMED)),
        },
        rows=rows_behind(behind.sort("month", "field", "office").head(_SHOWN)),
    )
