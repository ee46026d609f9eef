"""`chuandao show` and `chuandao tasks`: one document at a time."""

from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from chuandao.cli.face import (
    MENDABLE,
    JsonFile,
    Language,
    mendable,
    out,
    report,
    say,
    wanted,
    write_file,
    write_json,
)
from chuandao.errors import Problem
from chuandao.messages import render

if TYPE_CHECKING:
    from chuandao.cascade.units import UnitTree

Files = Annotated[list[Path], typer.Argument(help="Documents, folders or zip archives of them.")]


def show(files: Files, json: JsonFile = "", lang: Language = "") -> None:
    """Show what was understood of documents: envelope, clauses, commitments."""
    from chuandao.cascade.tracing.from_files import understand_files
    from chuandao.report.understood_view import clause_rows, envelope_rows, record

    language = wanted(lang)
    with mendable(language):
        documents, problems = understand_files(files, on_note=lambda note: report(note, language))
        if json:
            write_json([record(document) for document in documents], json)
        for document in documents if json != "-" else ():
            out.rule(document.file)
            out.print(_table(envelope_rows(document, language), bold_first=True))
            out.print(_table(clause_rows(document, language)))
        _end(problems, language, all_failed=not documents)


def tasks(
    file: Annotated[Path, typer.Argument(help="A document, or a task table corrected by hand.")],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Workbook (.xlsx) to write.")
    ] = "",
    case: Annotated[
        str,
        typer.Option("--case", metavar="DIR", help="Case folder to read a corrected table into."),
    ] = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Split a document into its task table (任務分解表); read a corrected one back."""
    from chuandao.sources.task_workbook import is_task_workbook

    language = wanted(lang)
    with mendable(language):
        if is_task_workbook(file):
            _read_back(file, case, json, language)
        else:
            _split(file, output, json, language)


def _split(file: Path, output: str, json: str, language: str) -> None:
    from chuandao.cascade.tracing.from_files import understand_file
    from chuandao.cascade.tracing.tasks import task_rows
    from chuandao.report.task_workbook import task_workbook
    from chuandao.report.understood_view import task_record

    document = understand_file(file)
    rows = task_rows(document)
    if json:
        write_json([task_record(row) for row in rows], json)
    if json == "-":
        return
    target = Path(output) if output else Path(f"{file.stem}-tasks.xlsx")
    write_file(target, task_workbook(document, rows, language))
    say("cli.tasks_written", language, count=len(rows), path=target.resolve())
    for problem in document.notes:
        report(problem, language)


def _read_back(file: Path, case: str, json: str, language: str) -> None:
    from chuandao.cascade.tracing.task_tables import merged_tables, task_tables
    from chuandao.sources.task_workbook import read_task_workbook

    sheet = read_task_workbook(file)
    found = task_tables(sheet, _units(case))
    tables = {"tasks": found.tasks, "assignments": found.assignments}
    if json:
        write_json({n: loads(table.write_json()) for n, table in tables.items()}, json)
    if json == "-":
        return
    folder = Path(case) if case else file.parent
    for name, content in merged_tables(folder, tables, sheet.document).items():
        write_file(folder / name, content)
    counts = {name: table.height for name, table in tables.items()}
    say("cli.tasks_read", language, **counts, path=folder.resolve())
    if found.unresolved:
        say("cli.units_unresolved", language, names="、".join(found.unresolved))
    for problem in sheet.problems:
        report(problem, language)


def _units(case: str) -> "UnitTree | None":
    """Return the units of the case that a table is read into, where there is one already."""
    from chuandao.cascade.case import read

    return read(case).units if case and Path(case).exists() else None


def _table(rows: list[tuple[str, ...]], *, bold_first: bool = False) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for index in range(max(map(len, rows), default=0)):
        table.add_column(overflow="fold", style="bold" if bold_first and not index else "")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _end(problems: list[Problem], language: str, *, all_failed: bool) -> None:
    for problem in problems:
        report(problem, language)
    if all_failed:
        out.print(render("cli.nothing_read", language), markup=False)
        raise typer.Exit(MENDABLE)
