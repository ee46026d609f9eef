"""`chuandao demo`: the example case, traced, as a page."""

from pathlib import Path
from typing import Annotated

import typer

from chuandao.cli.face import Language, mendable, progress, report, say, wanted
from chuandao.cli.trace import page, summary


def demo(
    folder: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Where the page and tables go.")
    ] = Path("demo"),
    lang: Language = "",
) -> None:
    """Trace the example case Qinghe (清河市) and write the page of what became of its policy."""
    from chuandao.cascade.case import read
    from chuandao.cascade.tracing.trace import trace
    from chuandao.examples import qinghe

    language = wanted(lang)
    with mendable(language):
        case = read(qinghe)
        files = list(case.document_files.values())
        with progress("cli.reading", files, language) as after_each:
            found = trace(case, after_each=after_each)
        record = found.to_json()
        summary(record, language)
        for problem in found.unread:
            report(problem, language)
        found.save(folder / "tables")
        say("cli.tables", language, path=(folder / "tables").resolve())
        page(record, str(folder / "trace.html"), language)
