"""`chuandao new` and `chuandao check`: an empty case, and what is wrong with a filled one."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from chuandao.cli.face import MENDABLE, JsonFile, Language, mendable, out, say, wanted, write_json
from chuandao.errors import UsageError

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
    """Check a case: everything missing or inconsistent, worst first, and how to mend it."""
    from chuandao.cascade.case import UnusableCaseError, read
    from chuandao.cascade.problems import Problems

    language = wanted(lang)
    with mendable(language):
        try:
            case = read(path)
            problems = case.check(_day(as_of))
        except UnusableCaseError as error:
            problems = Problems.of([*error.problems, error.problem])
        if json:
            write_json(problems.to_frame(language).to_dicts(), json)
        if json != "-":
            out.print(problems.render(language, limit=_LINES), markup=False)
    if problems.counts["fatal"] or problems.counts["error"]:
        raise typer.Exit(MENDABLE)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise UsageError("as_of_form", given=words) from None
