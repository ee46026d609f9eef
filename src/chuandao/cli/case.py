"""`chuandao new` and `chuandao check`: an empty case, and what is wrong with a filled one."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.face import (
    MENDABLE,
    JsonFile,
    Language,
    mendable,
    out,
    progress,
    report,
    say,
    wanted,
    write_json,
)
from chuandao.cli.surroundings import print_notes
from chuandao.errors import UsageError

if TYPE_CHECKING:
    from chuandao.cascade.case import Case

_LINES = 50


def new(
    folder: Annotated[Path, typer.Argument(help="Folder to write the empty case into.")],
    lang: Language = "",
) -> None:
    """Write an empty case: workbook with drop-downs and notes, settings, folder for documents."""
    from chuandao.sources.template import write_template

    language = wanted(lang)
    with mendable(language):
        write_template(folder, language)
        say("cli.case_written", language, path=folder.resolve())


def check(
    path: Annotated[Path, typer.Argument(help="A case: folder or workbook.")],
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help="Day of the checkup.")] = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Check a case: everything missing or inconsistent, worst first, and how to mend it.

    What the readers say of its documents follows.
    """
    from chuandao.cascade.case import UnusableCaseError, read
    from chuandao.cascade.problems import Problems

    language = wanted(lang)
    with mendable(language):
        case = None
        try:
            case = read(path)
            problems = case.check(_day(as_of))
        except UnusableCaseError as error:
            problems = Problems.of([*error.problems, error.problem])
        if json:
            write_json(problems.to_frame(language).to_dicts(), json)
        if json != "-":
            out.print(problems.render(language, limit=_LINES), markup=False)
        if json != "-" and case is not None:
            _documents(case, language)
    if problems.counts["fatal"] or problems.counts["error"]:
        raise typer.Exit(MENDABLE)


def _documents(case: "Case", language: str) -> None:
    """Read the documents of a case and print what there is to say of them."""
    from chuandao.cascade.tracing.parentage.document_notes import note_record, notes_of
    from chuandao.cascade.tracing.trace import read_documents_of

    files = list(case.document_files.values())
    if not files:
        return
    with progress("cli.reading", files, language) as after_each:
        documents, unread = read_documents_of(case, after_each=after_each)
    noted = [(document.id, note) for document in documents for note in notes_of(document)]
    print_notes([note_record(*one) for one in noted], language)
    for problem in unread:
        report(problem, language)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise UsageError("as_of_form", given=words) from None
