"""`chuandao decisions`: links and drops to a spreadsheet for review, and the decisions back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.face import Language, mendable, progress, report, say, wanted, write_file
from chuandao.errors import Place, Problem, UsageError

if TYPE_CHECKING:
    from chuandao.cascade.tracing.documents import Traced


def decisions(
    given: Annotated[
        Path, typer.Argument(help="A case, to write its links for review; or a sheet to read back.")
    ],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Workbook (.xlsx) to write.")
    ] = "",
    case: Annotated[
        str, typer.Option("--case", metavar="DIR", help="Case folder to read a sheet into.")
    ] = "",
    lang: Language = "",
) -> None:
    """Write the links of a case for review (複核), or read the decisions of a sheet back."""
    from chuandao.sources.decision_workbook import is_decision_workbook

    language = wanted(lang)
    with mendable(language):
        if case or is_decision_workbook(given):
            _read_back(given, case, language)
        else:
            _write(given, output, language)


def write_review(traced: "Traced", target: Path, language: str) -> None:
    """Write the sheet for review of a trace and say where it is."""
    from chuandao.cascade.tracing.decisions.review import review_rows
    from chuandao.report.decision_workbook import decision_workbook

    write_file(target, decision_workbook(traced, language))
    say("cli.decisions_written", language, count=len(review_rows(traced)), path=target.resolve())


def tell_set_aside(traced: "Traced", language: str) -> None:
    """Name every decision that no longer has a place, and why."""
    from chuandao.catalog.values import values

    for one in traced.decided:
        if not one.placed.stands:
            decision = one.placed.decision
            words = {
                "upper": decision.upper,
                "lower": decision.lower or decision.document,
                "reason": values("decided_reason").label(one.placed.reason, language),
            }
            report(Problem("decision_set_aside", "warning", parameters=words), language)


def _write(given: Path, output: str, language: str) -> None:
    from chuandao.cascade.case import read
    from chuandao.cascade.tracing.trace import trace

    found = read(given)
    files = list(found.document_files.values())
    with progress("cli.reading", files, language) as after_each:
        result = trace(found, after_each=after_each)
    write_review(result.traced, Path(output or f"{given.stem}-links.xlsx"), language)
    tell_set_aside(result.traced, language)
    for problem in result.unread:
        report(problem, language)


def _read_back(given: Path, case: str, language: str) -> None:
    from chuandao.cascade.case import read
    from chuandao.cascade.tracing.decisions.decision_tables import FILE, merged_decisions
    from chuandao.sources.decision_workbook import read_decision_workbook

    if not case:
        raise UsageError("decisions_no_case", Place(str(given)))
    sheet = read_decision_workbook(given)
    target = Path(case) / FILE
    table = merged_decisions(read(case), sheet)
    if sheet.rows or sheet.replaces:
        write_file(target, table.write_csv().encode())
    say(
        "cli.decisions_read",
        language,
        count=len(sheet.rows),
        withdrawn=sheet.withdrawn,
        aside=len(sheet.problems),
        total=table.height,
        path=target.resolve(),
    )
    for problem in sheet.problems:
        report(problem, language)
