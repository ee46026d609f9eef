"""A corrected task table as the case tables ``tasks`` and ``assignments``."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from chuandao.cascade.tracing.understanding.reading import lexicon
from chuandao.cascade.units import UnitTree
from chuandao.errors import Place, UsageError
from chuandao.sources.task_workbook import TaskSheet, parts
from chuandao.text.canonical import plain
from chuandao.text.times.deadlines import deadlines

TASKS = {
    "task": pl.String,
    "name": pl.String,
    "text": pl.String,
    "document": pl.String,
    "clause": pl.String,
    "target": pl.String,
}
ASSIGNMENTS = {
    "task": pl.String,
    "unit": pl.String,
    "role": pl.String,
    "duty": pl.String,
    "due": pl.Date,
}
_ROLES = ("lead", "responsible", "cooperate")
_GROUPS = (
    (1, re.compile(r"^各(?:县|市|区)")),
    (2, re.compile(r"^各(?:乡镇|乡|镇|街道)")),
)
_OWN = re.compile(r"^(?:[市县区镇乡]|本市|我市)")


@dataclass(frozen=True)
class TaskTables:
    """The tables ``tasks`` and ``assignments`` of a case, and the units that were not resolved.

    ``unresolved`` names stand in ``assignments`` as the table gives them.
    """

    tasks: pl.DataFrame
    assignments: pl.DataFrame
    unresolved: tuple[str, ...] = ()


def task_tables(sheet: TaskSheet, units: UnitTree | None = None) -> TaskTables:
    """Return a corrected task table as case tables.

    Parameters
    ----------
    sheet : TaskSheet
    units : UnitTree, optional
        With it, units are given by code: 市財政局 is the root's own bureau, 各縣（市、區）
        every government of that tier. Without it, and where a name is unknown or ambiguous,
        the name stands.

    Notes
    -----
    ``due`` is the first day among the deadlines of the row; rhythms (每季度) have none.
    """
    rows = [_assignment(row, role, name, sheet.dated) for row, role, name in _named(sheet.rows)]
    resolved = [(row, _codes(str(row["unit"]), units)) for row in rows]
    unresolved = {str(row["unit"]) for row, codes in resolved if units is not None and not codes}
    assignments = [
        {**row, "unit": code} for row, codes in resolved for code in codes or (row["unit"],)
    ]
    return TaskTables(
        tasks=pl.DataFrame(
            [_task(row, sheet.document) for row in sheet.rows], schema=TASKS, orient="row"
        ),
        assignments=pl.DataFrame(assignments, schema=ASSIGNMENTS, orient="row").unique(
            ["task", "unit", "role"], keep="first", maintain_order=True
        ),
        unresolved=tuple(sorted(unresolved)),
    )


def _task(row: Mapping[str, str], document: str) -> dict[str, object]:
    return {
        "task": row["task"],
        "name": row["name"],
        "text": row.get("text", ""),
        "document": document,
        "clause": row.get("path", ""),
        "target": row.get("target", ""),
    }


def _named(rows: Iterable[Mapping[str, str]]) -> Iterable[tuple[Mapping[str, str], str, str]]:
    for row in rows:
        for role in _ROLES:
            for name in parts(row.get(role, "")):
                yield row, role, name


def _assignment(
    row: Mapping[str, str], role: str, name: str, dated: date | None
) -> dict[str, object]:
    terms = deadlines(plain(row.get("deadline", "")), lexicon(), dated)
    due = next((term.by for term in terms if term.by), None)
    return {"task": row["task"], "unit": name, "role": role, "duty": row["name"], "due": due}


def _codes(name: str, units: UnitTree | None) -> tuple[str, ...]:
    if units is None:
        return ()
    words = plain(name)
    for tier, pattern in _GROUPS:
        if pattern.match(words):
            return tuple(
                u for u in units if units.tier(u) == tier and units.kind(u) == "government"
            )
    root = units.root
    for word in (name, words, units.name(root) + _OWN.sub("", words)):
        found = units.candidates(word, root)
        if len(found) == 1:
            return found
    return ()


def merged_tables(
    folder: Path, tables: Mapping[str, pl.DataFrame], document: str
) -> dict[str, bytes]:
    """Return the CSV files that put the tables of one document into a case folder.

    Rows of other documents' tasks that the files hold already are kept; those of this
    document are replaced.

    Raises
    ------
    UsageError
        A file is there with other columns than ours, so that writing would lose something.
    """
    before = {name: _there(folder / f"{name}.csv", table) for name, table in tables.items()}
    old_tasks = before["tasks"]
    replaced = set(old_tasks.filter(pl.col("document") == document)["task"])
    replaced |= set(tables["tasks"]["task"])
    files = {}
    for name, table in tables.items():
        kept = before[name].filter(~pl.col("task").is_in(sorted(replaced)))
        whole = pl.concat([kept, table.cast(pl.String)]) if kept.height else table
        files[f"{name}.csv"] = whole.write_csv().encode()
    return files


def _there(path: Path, table: pl.DataFrame) -> pl.DataFrame:
    """Return the rows a file holds already, every cell as text; none where it is not there."""
    if not path.exists():
        return table.clear().cast(pl.String)
    try:
        found = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError:
        found = pl.DataFrame()
    if found.columns != table.columns:
        raise UsageError("table_there", Place(str(path)))
    return found
