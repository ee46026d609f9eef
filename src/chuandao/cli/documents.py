"""`chuandao show` and `chuandao tasks`: one document at a time."""

from json import loads
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.face import (
    MENDABLE,
    JsonFile,
    Language,
    err,
    mendable,
    out,
    progress,
    report,
    say,
    wanted,
    write_file,
    write_json,
)
from chuandao.errors import Problem
from chuandao.messages import render

if TYPE_CHECKING:
    from chuandao.cascade.case import Case
    from chuandao.cascade.tracing.understanding.understood import Understood
    from chuandao.cascade.units import UnitTree

Persons = Annotated[
    bool, typer.Option("--persons", help="Keep names of persons, which are left out otherwise.")
]
CaseFolder = Annotated[
    str,
    typer.Option("--case", metavar="DIR", help="Case whose own words and units are known."),
]
Files = Annotated[list[Path], typer.Argument(help="Documents, folders or zip archives of them.")]


def show(
    files: Files,
    html: Annotated[
        str, typer.Option("--html", metavar="PAGE", help="Show it over the text, as one page.")
    ] = "",
    case: CaseFolder = "",
    persons: Persons = False,
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Show what was understood of documents: envelope, clauses, commitments, what was not."""
    from chuandao.cascade.tracing.understanding.located import understand_in
    from chuandao.cli.outline import print_document
    from chuandao.report.understood.page import understood_page
    from chuandao.report.understood_view import record

    language = wanted(lang)
    with mendable(language):
        known = _case(case)
        units = known.units if known else None
        with progress("cli.reading", files, language) as advance:
            documents, problems = understand_in(
                known,
                files,
                after_each=advance,
                on_note=lambda note: report(note, language),
                persons=persons,
            )
        if json:
            write_json([record(document, units) for document in documents], json)
        if html and documents:
            page = understood_page(documents, language, problems, units)
            write_file(Path(html), page.encode())
        for document in documents if json != "-" and not html else ():
            print_document(document, language, units)
        if html and documents and json != "-":
            say("cli.page", language, path=Path(html).resolve())
        _tell_of_persons(language, persons=persons)
        _end(problems, language, all_failed=not documents)


def tasks(
    file: Annotated[Path, typer.Argument(help="A document, or a task table corrected by hand.")],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Workbook (.xlsx) to write.")
    ] = "",
    case: Annotated[
        str,
        typer.Option(
            "--case",
            metavar="DIR",
            help="Case whose words and units are known; a corrected table is read into it.",
        ),
    ] = "",
    persons: Persons = False,
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
            _split(_understood(file, case, persons=persons), output, json, language)
            _tell_of_persons(language, persons=persons)


def _understood(file: Path, case: str, *, persons: bool) -> "Understood":
    from chuandao.cascade.tracing.from_files import understand_file
    from chuandao.cascade.tracing.understanding.additions import reading_with
    from chuandao.cascade.tracing.understanding.located import located

    known = _case(case)
    if known is None:
        return understand_file(file, persons=persons)
    with reading_with(known.lexicon):
        return located(understand_file(file, persons=persons), known.units)


def _split(document: "Understood", output: str, json: str, language: str) -> None:
    from chuandao.cascade.tracing.parentage.document_notes import notes_of
    from chuandao.cascade.tracing.task_table.tasks import left_out, person_columns, task_rows
    from chuandao.report.task_workbook import task_workbook
    from chuandao.report.understood_view import task_record

    rows = task_rows(document)
    if json:
        write_json([task_record(row) for row in rows], json)
    if json == "-":
        return
    target = Path(output) if output else Path(f"{Path(document.file).stem}-tasks.xlsx")
    write_file(target, task_workbook(document, rows, language))
    say("cli.tasks_written", language, count=len(rows), path=target.resolve())
    if missed := left_out(document):
        say("tasks.left_out", language, count=len(missed), paths="、".join(missed))
    if persons := person_columns(document):
        code = "tasks.persons_kept" if document.persons else "tasks.persons"
        say(code, language, columns="、".join(persons))
    for problem in notes_of(document):
        report(problem, language)


def _read_back(file: Path, case: str, json: str, language: str) -> None:
    from chuandao.cascade.tracing.task_table.task_tables import merged_tables, task_tables
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


def _case(folder: str) -> "Case | None":
    from chuandao.cascade.case import read

    return read(folder) if folder else None


def _tell_of_persons(language: str, *, persons: bool) -> None:
    """Say that names are kept; on standard error, as standard output may be the JSON."""
    if persons:
        err.print(render("cli.persons_kept", language), markup=False)


def _units(case: str) -> "UnitTree | None":
    """Return the units of the case that a table is read into, where there is one already."""
    from chuandao.cascade.case import read

    return read(case).units if case and Path(case).exists() else None


def _end(problems: list[Problem], language: str, *, all_failed: bool) -> None:
    for problem in problems:
        report(problem, language)
    if all_failed:
        out.print(render("cli.nothing_read", language), markup=False)
        raise typer.Exit(MENDABLE)
