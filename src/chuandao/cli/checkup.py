"""`chuandao checkup`, `measure`, `report`, `compare`: from a case to a run and its papers."""

from dataclasses import replace
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
    say,
    wanted,
    write_file,
    write_json,
)
from chuandao.cli.face import (
    report as show_problem,
)
from chuandao.cli.letters import LETTERS, Asked, write_letter
from chuandao.cli.surroundings import print_cited, print_notes, print_sensitivity
from chuandao.cli.trace import page
from chuandao.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from chuandao.cascade.case import Case
    from chuandao.chain import Checkup
    from chuandao.decay.measure import Decay
    from chuandao.report.material import Material

CasePath = Annotated[Path, typer.Argument(help="A case: folder or workbook.")]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help="Day of the checkup.")]
Seed = Annotated[int, typer.Option("--seed", help="Seed of the draws behind intervals.")]
Out = Annotated[str, typer.Option("--out", metavar="DIR", help="Where the papers go.")]


def checkup(
    path: CasePath,
    as_of: AsOf = "",
    seed: Seed = 0,
    folder: Out = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Give a case its checkup (體檢): trace, diagnose, measure; keep the run; write its papers."""
    language = wanted(lang)
    with mendable(language):
        case = _read(path, language, quiet=json == "-")
        found = examined(case, _latest_run(case), language, as_of=day_of(as_of), seed=seed)
        code, kept = found.keep()
        if json:
            write_json(records(found.tables), json)
        if json == "-":
            return
        target = Path(folder) if folder else kept.parents[1] / "reports" / code
        say("cli.run_kept", language, run=code, path=kept)
        if found.trace:
            page(found.trace.to_json(), str(target / "trace.html"), language)
        papers(found.material, target, language)
        print_surroundings(found.tables, language)
        for problem in found.warnings:
            show_problem(problem, language)


def measure(
    path: CasePath,
    folder: Out = "",
    seed: Seed = 0,
    html: Annotated[
        str, typer.Option("--html", metavar="FILE", help="Write the summary as one page.")
    ] = "",
    unit: Annotated[str, typer.Option("--unit", help="The unit to follow on that page.")] = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Measure efficacy and retention from the evidence of a case (測算), with intervals.

    Where the case tells of roll-outs, what remedies brought is estimated too.
    """
    from chuandao.decay.measure import measure as estimate
    from chuandao.report.measured.view import measured_material

    language = wanted(lang)
    with mendable(language):
        case = _read(path, language, quiet=json == "-")
        found = estimate(case, case.tables, seed=seed)
        held = measured_material(case, found, seed=seed)
        if json:
            write_json(records(held.tables), json)
        if html:
            _summary(held, found, unit, html, language)
        if json == "-":
            return
        target = Path(folder) if folder else Path("measure")
        replace(found, tables=held.tables).save(target)
        _told(held, language)
        say("cli.tables", language, path=target.resolve())
        for problem in held.warnings:
            show_problem(problem, language)


def report(
    path: CasePath,
    run: Annotated[str, typer.Option("--run", help="A run by its code; by default latest.")] = (
        "latest"
    ),
    unit: Annotated[str, typer.Option("--unit", help="Write this unit's sheet as Word.")] = "",
    letter: Annotated[
        str, typer.Option("--letter", metavar="KIND", help=f"Write a letter: {', '.join(LETTERS)}.")
    ] = "",
    document: Annotated[
        str, typer.Option("--document", help="The document a revision is proposed for.")
    ] = "",
    verified: Annotated[
        list[str] | None, typer.Option("--verified", help="A finding that was verified.")
    ] = None,
    folder: Out = "report",
    lang: Language = "",
) -> None:
    """Write the papers of a run again: the report, the special report, a unit's sheet, letters."""
    language = wanted(lang)
    with mendable(language):
        case = _read(path, language, quiet=True)
        held = _material(case, run)
        if held.facts.get("fingerprint") != case.fingerprint:
            say("cli.case_changed", language)
        if letter:
            asked = Asked(letter, unit, document, tuple(verified or ()))
            write_letter(held, asked, Path(folder), language)
        elif unit:
            _sheet(held, unit, Path(folder), language)
        else:
            papers(held, Path(folder), language)


def compare(
    path: CasePath,
    before: Annotated[str, typer.Argument(help="The earlier run.")],
    after: Annotated[str, typer.Argument(help="The later run.")] = "latest",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Compare two runs of a case: tiers, findings that are new, findings that are gone."""
    from chuandao.report.comparison import comparison, comparison_rows
    from chuandao.store.runs import find_run, read_run

    language = wanted(lang)
    with mendable(language):
        old, new = (read_run(find_run(path, code))[0] for code in (before, after))
        found = comparison(old, new)
        if json:
            write_json({name: table.to_dicts() for name, table in found.items()}, json)
        if json != "-":
            table = Table(box=None, pad_edge=False, show_header=False)
            for row in comparison_rows(found, language):
                table.add_row(*(Text(cell) for cell in row))
            out.print(table)


def examined(
    case: "Case", kept: Path | None, language: str, *, as_of: str | None = None, seed: int = 0
) -> "Checkup":
    """Return the checkup of a case: the one kept in a folder where it is the same, else anew."""
    from chuandao.chain import checkup as examine
    from chuandao.chain import kept_checkup

    found = kept_checkup(case, kept, as_of=as_of, seed=seed) if kept else None
    if found:
        say("cli.run_reused", language)
        return found
    files = list(case.document_files.values())
    with progress("cli.reading", files, language) as after_each:
        return examine(case, as_of=as_of, seed=seed, after_each=after_each)


def papers(held: "Material", folder: Path, language: str) -> None:
    """Write the report and the special report of a checkup, and say where they are."""
    from chuandao.report.papers import brief_docx
    from chuandao.report.whole.page import checkup_page

    page, brief = folder / "report.html", folder / "brief.docx"
    write_file(page, checkup_page(held, language).encode())
    write_file(brief, brief_docx(held, language))
    say("cli.brief", language, path=brief.resolve())
    say("cli.report", language, path=page.resolve())


def print_surroundings(tables: "Mapping[str, pl.DataFrame]", language: str) -> None:
    """Print what is not at hand, notes on documents, what the weights do, if a run has them."""
    if "cited" in tables:
        print_cited(tables["cited"].to_dicts(), language)
    if "document_notes" in tables:
        print_notes(tables["document_notes"].to_dicts(), language)
    if "loss_sensitivity" in tables:
        print_sensitivity(tables["loss_sensitivity"].to_dicts(), language)


def _summary(held: "Material", found: "Decay", unit: str, html: str, language: str) -> None:
    """Write the page that an auditor can follow."""
    from chuandao.report.measured.page import measured_page
    from chuandao.report.measured.view import measured_view

    code = held.units.resolve(unit) if unit else ""
    view = measured_view(held, code, found.model)
    write_file(Path(html), measured_page(held, view, language).encode())
    say("cli.measured_page", language, path=Path(html).resolve())


def _told(held: "Material", language: str) -> None:
    """Print the summary in a few lines."""
    from chuandao.report.measured.text import measured_text
    from chuandao.report.measured.view import measured_view

    out.print(measured_text(held, measured_view(held), language), markup=False)


def records(tables: "Mapping[str, pl.DataFrame]") -> dict[str, object]:
    """Return tables as lists of records for JSON."""
    from json import loads

    return {name: loads(table.write_json()) for name, table in sorted(tables.items())}


def _read(path: Path, language: str, *, quiet: bool) -> "Case":
    from chuandao.cascade.case import read

    case = read(path)
    counts = case.check().counts
    if not quiet and (counts["error"] or counts["warning"]):
        say("cli.case_faults", language, **counts)
    return case


def _latest_run(case: "Case") -> Path | None:
    from chuandao.store.runs import find_run

    try:
        return find_run(case.path)
    except UsageError:
        return None


def day_of(words: str) -> str | None:
    """Return the day of ``--as-of`` in ISO form; nothing where none was given."""
    from datetime import date

    try:
        return date.fromisoformat(words).isoformat() if words else None
    except ValueError:
        raise UsageError("as_of_form", given=words) from None


def _material(case: "Case", run: str) -> "Material":
    from datetime import date

    from chuandao.chain import problems_of
    from chuandao.report.material import material
    from chuandao.store.runs import find_run, read_run

    tables, facts = read_run(find_run(case.path, run))
    warnings = problems_of(facts.get("warnings"))
    return material(case, tables, date.fromisoformat(str(facts["as_of"])), warnings, facts)


def _sheet(held: "Material", unit: str, folder: Path, language: str) -> None:
    from chuandao.report.papers import sheet_docx

    code = held.units.resolve(unit)
    target = folder / f"{held.units.name(code)}-{code}.docx"
    write_file(target, sheet_docx(held, code, language))
    say("cli.sheet", language, path=target.resolve())
