"""`chuandao trace`: documents alone, no case: what became of each commitment."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from chuandao.cli.face import (
    JsonFile,
    Language,
    mendable,
    out,
    progress,
    report,
    say,
    wanted,
    write_file,
    write_json,
)
from chuandao.cli.surroundings import print_cited, print_notes
from chuandao.errors import Place, UsageError
from chuandao.messages import render

if TYPE_CHECKING:
    from chuandao.cascade.tracing.trace import Trace

Parents = Annotated[
    list[str] | None,
    typer.Option("--parent", metavar="LOWER=UPPER", help="Declare a parent; may be repeated."),
]


def trace(
    root: Annotated[
        Path,
        typer.Argument(help="The upper document, whose commitments are followed; or a case."),
    ],
    lowers: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Lower documents, folders, zip archives; each file is judged. None for a case."
        ),
    ] = None,
    parent: Parents = None,
    json: JsonFile = "",
    html: Annotated[str, typer.Option("--html", metavar="FILE", help="Write the page.")] = "",
    save: Annotated[
        str, typer.Option("--out", metavar="DIR", help="Write the result tables (Parquet).")
    ] = "",
    lang: Language = "",
) -> None:
    """Trace what became of every clause of ROOT in the LOWER documents, or of a case (條目對照)."""
    language = wanted(lang)
    with mendable(language):
        pairs = _parents(parent or [])
        found = _of_files(root, lowers, pairs, language) if lowers else _of_case(root, language)
        record = found.to_json()
        if json != "-":
            summary(record, language)
            tables = found.tables
            print_cited(tables["cited"].to_dicts(), language)
            print_notes(tables["document_notes"].to_dicts(), language)
        for problem in found.unread:
            report(problem, language)
        if json:
            write_json(record, json)
        if html:
            page(record, html, language)
        if save:
            found.save(save)


def _of_files(
    root: Path, lowers: list[Path], parents: list[tuple[str, str]], language: str
) -> "Trace":
    from chuandao.cascade.tracing.from_files import trace_files
    from chuandao.cascade.tracing.trace import Trace

    files = [root, *lowers]
    with progress("cli.reading", files, language) as after_each:
        found = trace_files(
            root,
            lowers,
            parents,
            after_each=after_each,
            on_note=lambda note: report(note, language),
        )
    return Trace(found.traced, found.unread)


def _of_case(path: Path, language: str) -> "Trace":
    """Trace a case; a single document is none, and is told from it by its kind."""
    from chuandao.cascade.case import UnusableCaseError, read
    from chuandao.cascade.tracing.trace import trace as trace_case

    try:
        case = read(path)
    except UnusableCaseError as error:
        if path.is_file():
            raise UsageError("trace_needs_lowers", Place(str(path))) from error
        raise
    files = list(case.document_files.values())
    with progress("cli.reading", files, language) as after_each:
        return trace_case(case, after_each=after_each)


def page(record: dict[str, object], target: str, language: str) -> None:
    """Write the page of a trace and say where it is."""
    from chuandao.report import trace_page

    write_file(Path(target), trace_page(record, language).encode())
    say("cli.page", language, path=Path(target).resolve())


def summary(record: dict[str, object], language: str) -> None:
    """Print what became of the clauses, a line a document."""
    from chuandao.report.tracing.summary import headings, summary_rows

    title, parents, clauses, changes, dropped, added = headings(language)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(title, max_width=44, overflow="ellipsis", no_wrap=True)
    table.add_column(parents, max_width=22, overflow="ellipsis", no_wrap=True)
    table.add_column(clauses, justify="right")
    table.add_column(changes, overflow="fold")
    table.add_column(dropped, justify="right", no_wrap=True)
    table.add_column(added, justify="right", no_wrap=True)
    for row in summary_rows(record, language):
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)
    out.print(render("cli.trace_note", language), markup=False)


def _parents(declared: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for words in declared:
        lower, sign, upper = words.partition("=")
        if not (lower and sign and upper):
            raise UsageError("parent_form", given=words)
        pairs.append((lower, upper))
    return pairs
