"""`chuandao demo`: the checkup of the example case, as pages and papers."""

from pathlib import Path
from typing import Annotated

import typer

from chuandao.cli.checkup import examined, papers
from chuandao.cli.face import Language, mendable, say, wanted
from chuandao.cli.face import report as show_problem
from chuandao.cli.trace import page, summary


def demo(
    folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where papers and tables go.")
    ] = Path("demo"),
    lang: Language = "",
) -> None:
    """Give the example case Qinghe (清河市) its checkup and write its report."""
    from chuandao.cascade.case import read
    from chuandao.examples import qinghe

    language = wanted(lang)
    with mendable(language):
        found = examined(read(qinghe), folder / "tables", language)
        found.save(folder / "tables")
        say("cli.tables", language, path=(folder / "tables").resolve())
        for problem in found.warnings:
            show_problem(problem, language)
        if found.trace:
            record = found.trace.to_json()
            summary(record, language)
            page(record, str(folder / "trace.html"), language)
        papers(found.material, folder, language)
