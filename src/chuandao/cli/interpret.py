"""`chuandao interpret`: the interpretation kit of a document, before or after its issue."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.face import JsonFile, Language, mendable, progress, say, wanted, write_file
from chuandao.errors import Place, UsageError

if TYPE_CHECKING:
    from chuandao.prescription.interpret import Kit

_CASE_FILES = frozenset({".xlsx", ".xlsm"})


def interpret(
    path: Annotated[Path, typer.Argument(help="A case (folder or workbook), or a document.")],
    document: Annotated[
        str, typer.Option("--document", metavar="CODE", help="With a case: which document.")
    ] = "",
    unit: Annotated[
        str, typer.Option("--unit", help="With a case: make it for this unit, its own first.")
    ] = "",
    folder: Annotated[
        str, typer.Option("-o", "--output", metavar="DIR", help="Where the papers go.")
    ] = "interpretation",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Write the interpretation kit of a document (解讀材料): rules, misreadings, guide, test."""
    from chuandao.cli.checkup import records
    from chuandao.cli.face import write_json

    language = wanted(lang)
    with mendable(language):
        kit = _kit(path, document, unit, language)
        if json:
            write_json(records(kit.tables), json)
        if json != "-":
            _write(kit, Path(folder), language)


def _kit(path: Path, document: str, unit: str, language: str) -> "Kit":
    from chuandao.cascade.case import read
    from chuandao.cascade.tracing.trace import trace
    from chuandao.prescription.interpret import interpret as make

    if not _is_case(path):
        if unit or document:
            raise UsageError("interpret_unit_alone", Place(str(path)), unit=unit or document)
        return make(path)
    case = read(path)
    with progress("cli.reading", list(case.document_files.values()), language) as after_each:
        traced = trace(case, after_each=after_each)
    return make(case, document, unit=unit, traced=traced)


def _is_case(path: Path) -> bool:
    """Return whether a path is a case: a folder, or a workbook."""
    return path.is_dir() or path.suffix.lower() in _CASE_FILES


def _write(kit: "Kit", folder: Path, language: str) -> None:
    from chuandao.report.interpretation import kit_docx, kit_page, questions_docx

    paper, page = folder / "interpretation.docx", folder / "interpretation.html"
    test, answers = folder / "test.docx", folder / "test-answers.docx"
    write_file(paper, kit_docx(kit, language))
    write_file(page, kit_page(kit, language).encode())
    write_file(test, questions_docx(kit, language))
    write_file(answers, questions_docx(kit, language, answers=True))
    kit.save(folder / "tables")
    say("cli.interpreted", language, path=paper.resolve())
    say("cli.interpreted", language, path=page.resolve())
    say("cli.interpret_test", language, test=test.resolve(), answers=answers.resolve())
