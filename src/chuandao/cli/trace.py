"""`chuandao trace`: documents alone, no case: what became of each commitment."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from chuandao.cli.decisions import tell_set_aside, write_review
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
from chuandao.cli.policies import trace_by_policy
from chuandao.cli.surroundings import print_cited, print_notes
from chuandao.errors import Place, UsageError
from chuandao.messages import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from chuandao.cascade.tracing.decisions.decision import Decision
    from chuandao.cascade.tracing.trace import Trace
    from chuandao.sources.models import SentenceModel

Root = Annotated[
    Path, typer.Argument(help="The upper document, whose commitments are followed; or a case.")
]
Lowers = Annotated[
    list[Path] | None,
    typer.Argument(
        help="Lower documents, folders, zip archives; each file is judged. None for a case."
    ),
]
Parents = Annotated[
    list[str] | None,
    typer.Option("--parent", metavar="LOWER=UPPER", help="Declare a parent; may be repeated."),
]
Page = Annotated[str, typer.Option("--html", metavar="FILE", help="Write the page.")]
Decided = Annotated[
    str, typer.Option("--decisions", metavar="SHEET", help="Decisions of a person, which win.")
]
Review = Annotated[
    str, typer.Option("--review", metavar="FILE", help="Write the links for review (.xlsx).")
]
Tables = Annotated[
    str, typer.Option("--out", metavar="DIR", help="Write the result tables (Parquet).")
]
Policies = Annotated[
    bool, typer.Option("--policies", help="Trace a large case policy by policy, into --out.")
]
Jobs = Annotated[
    int, typer.Option("--jobs", min=0, help="Processes for --policies; 0: one a processor.")
]
Semantic = Annotated[
    str,
    typer.Option(
        "--semantic", metavar="DIR", help="Re-score uncertain links by the model in a folder."
    ),
]


def trace(  # noqa: PLR0917  # a parameter an option
    root: Root,
    lowers: Lowers = None,
    parent: Parents = None,
    json: JsonFile = "",
    html: Page = "",
    decided: Decided = "",
    review: Review = "",
    save: Tables = "",
    policies: Policies = False,
    jobs: Jobs = 0,
    semantic: Semantic = "",
    lang: Language = "",
) -> None:
    """Trace what became of every clause of ROOT in the LOWER documents, or of a case (條目對照)."""
    language = wanted(lang)
    with mendable(language):
        if policies:
            unused = _given(parent, json, html, decided, review, semantic)
            trace_by_policy(root, lowers or [], save, jobs, language, unused)
            raise typer.Exit
        if jobs:
            raise UsageError("jobs_without_policies")
        pairs = _parents(parent or [])
        decisions = _decisions(decided, lowers, language) if decided else ()
        model = _model(semantic)
        found = (
            _of_files(root, lowers, pairs, decisions, model, language)
            if lowers
            else _of_case(root, model, language)
        )
        record = found.to_json()
        _tell(found, record, language, quiet=json == "-")
        if review:
            write_review(found.traced, Path(review), language)
        if json:
            write_json(record, json)
        if html:
            page(record, html, language)
        if save:
            found.save(save)


def _given(*values: object) -> list[str]:
    """Return which of the options that do not go with --policies were given."""
    names = ("--parent", "--json", "--html", "--decisions", "--review", "--semantic")
    return [name for name, value in zip(names, values, strict=True) if value]


def _tell(found: "Trace", record: dict[str, object], language: str, *, quiet: bool) -> None:
    """Print the summary, unless what is printed is the record, and what the user should know."""
    if not quiet:
        summary(record, language)
        print_cited(found.tables["cited"].to_dicts(), language)
        print_notes(found.tables["document_notes"].to_dicts(), language)
    for problem in (*found.unread, *found.traced.remarks):
        report(problem, language)
    tell_set_aside(found.traced, language)


def _of_files(
    root: Path,
    lowers: list[Path],
    parents: list[tuple[str, str]],
    decisions: "Sequence[Decision]",
    model: "SentenceModel | None",
    language: str,
) -> "Trace":
    from chuandao.cascade.tracing.from_files import trace_files
    from chuandao.cascade.tracing.trace import Trace, model_facts

    files = [root, *lowers]
    with progress("cli.reading", files, language) as after_each:
        found = trace_files(
            root,
            lowers,
            parents,
            decisions=decisions,
            after_each=after_each,
            on_note=lambda note: report(note, language),
            model=model,
        )
    return Trace(found.traced, found.unread, parameters=model_facts(model))


def _model(folder: str) -> "SentenceModel | None":
    from chuandao.sources.models import load_model

    return load_model(folder) if folder else None


def _of_case(path: Path, model: "SentenceModel | None", language: str) -> "Trace":
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
        return trace_case(case, after_each=after_each, model=model)


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


def _decisions(sheet: str, lowers: list[Path] | None, language: str) -> "tuple[Decision, ...]":
    """Return the decisions of a sheet, for files alone; rows that cannot be taken are told."""
    if not lowers:
        raise UsageError("decisions_of_a_case", Place(sheet))
    from chuandao.cascade.tracing.decisions.decision_tables import sheet_decisions
    from chuandao.sources.decision_workbook import read_decision_workbook

    read = read_decision_workbook(Path(sheet))
    for problem in read.problems:
        report(problem, language)
    return sheet_decisions(read)


def _parents(declared: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for words in declared:
        lower, sign, upper = words.partition("=")
        if not (lower and sign and upper):
            raise UsageError("parent_form", given=words)
        pairs.append((lower, upper))
    return pairs
