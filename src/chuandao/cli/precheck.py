"""`chuandao precheck`: a draft looked at before it is issued."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.documents import CaseFolder
from chuandao.cli.face import (
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
from chuandao.messages import render

if TYPE_CHECKING:
    from chuandao.prescription.precheck.model import Remark
    from chuandao.prescription.precheck.verb import Precheck

_SHOWN = 60


def precheck(
    draft: Annotated[Path, typer.Argument(metavar="DRAFT", help="The draft, a document file.")],
    case: CaseFolder = "",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="FILE", help="Sheet (.docx) to write.")
    ] = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Look at a draft before it is issued (制发前预检): what it leaves open, with wording."""
    from chuandao.prescription.precheck.verb import precheck as look
    from chuandao.report.papers.letters import letter_docx
    from chuandao.report.papers.letters.precheck import precheck_sheet

    language = wanted(lang)
    with mendable(language):
        found = look(draft, case or None)
        for problem in found.warnings:
            report(problem, language)
        if json:
            write_json(found.to_json(language), json)
        if output:
            target = Path(output)
            write_file(target, letter_docx(precheck_sheet(found, language), language))
        if json == "-":
            return
        _print(found, language)
        if output:
            say("cli.precheck_written", language, path=target.resolve())


def _print(found: "Precheck", language: str) -> None:
    """Print the remarks, what is in order, and what could not be checked."""
    from chuandao.prescription.precheck.wording import state

    out.print(found.document.title, style="bold", markup=False)
    say("precheck.counts", language, **found.counts())
    for number, remark in enumerate(found.remarks, 1):
        _print_remark(number, remark, language)
    out.print()
    for checked in found.checks:
        name = render(f"precheck.check.{checked.check}", language)
        say("precheck.state", language, check=name, state=state(checked, language))
    if found.unknown:
        say("precheck.unknown", language, names="、".join(found.unknown))


def _print_remark(number: int, remark: "Remark", language: str) -> None:
    from chuandao.prescription.precheck.wording import basis, missing, proposal

    severity = render(f"precheck.severity.{remark.severity}", language)
    out.print(f"\n{number}. [{severity}] {_where(remark, language)}", markup=False)
    out.print(f"   {missing(remark, language)}", markup=False)
    out.print(f"   → {proposal(remark, language)}", markup=False)
    out.print(f"   {basis(remark, language)}", style="dim", markup=False)


def _where(remark: "Remark", language: str) -> str:
    if not remark.places or remark.whole:
        return render("precheck.whole_draft", language)
    first = remark.places[0]
    words = " ".join(first.words.split())
    shown = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return render("precheck.clause", language, path=first.path, words=shown)
