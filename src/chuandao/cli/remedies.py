"""`chuandao appraise`, `coordinate`, `inspections`: proposals with their papers and tables."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.checkup import AsOf, CasePath, records
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
from chuandao.cli.face import report as show_problem
from chuandao.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import polars as pl

    from chuandao.cascade.case import Case
    from chuandao.prescription.proposal import Proposal
    from chuandao.report.material import Material
    from chuandao.report.papers.letters import Letter

_TABLES = "tables"

Folder = Annotated[
    str, typer.Option("-o", "--out", metavar="DIR", help="Where papers and tables go.")
]


def appraise(
    path: CasePath,
    folder: Folder = "appraise",
    others: Annotated[
        float | None,
        typer.Option("--others", help="Share of points for what serves no stated priority, 0-1."),
    ] = None,
    aversion: Annotated[
        float | None,
        typer.Option("--aversion", help="How far noise lowers a weight; 0: not at all."),
    ] = None,
    as_of: AsOf = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Propose appraisal weights by type of unit, with pilots and tolerance (差异化考核).

    Writes the indicator sheet as Word. What worked is taken from the latest checkup, if there
    is one of the same data.
    """
    from chuandao.cascade.case import read
    from chuandao.prescription.appraise.verb import appraise as propose
    from chuandao.report.papers.remedies import indicator_sheet

    language = wanted(lang)
    with mendable(language):
        case = read(path)
        held = _latest_tables(case)
        found = propose(case, as_of=_day(as_of), others=others, aversion=aversion, tables=held)
        material = _kept(case, found, folder, json, language)
        if material is not None:
            name = language_name("remedies.file.indicator_sheet", language)
            _write(Path(folder), name, indicator_sheet(material, language), language)


def coordinate(
    path: CasePath,
    folder: Folder = "coordinate",
    as_of: AsOf = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Propose agendas of joint meetings, task forces, duties and data shares (打破壁垒).

    Examines coordination unless the latest checkup is of the same data and day.
    """
    from chuandao.cascade.case import read

    language = wanted(lang)
    with mendable(language):
        case = read(path)
        found = _coordinated(case, _day(as_of), language)
        material = _kept(case, found, folder, json, language)
        if material is not None:
            for name, letter in _walls(material, language):
                _write(Path(folder), name, letter, language)


def _walls(material: "Material", language: str) -> "Iterator[tuple[str, Letter]]":
    """Yield the papers of `coordinate` with the names of their files."""
    from chuandao.report.papers.remedies import duties_letter, joint_meeting, task_force

    def of(table: str, column: str) -> list[str]:
        return material.tables[table][column].unique().sort().to_list()

    meeting, force, duties = (
        language_name(f"remedies.file.{kind}", language)
        for kind in ("joint_meeting", "task_force", "duties")
    )
    for unit in of("agenda", "meeting"):
        yield f"{meeting}-{material.units.name(unit)}", joint_meeting(material, unit, language)
    for unit in of("task_forces", "unit"):
        yield f"{force}-{material.units.name(unit)}", task_force(material, unit, language)
    if material.tables["duties_proposed"].height:
        yield duties, duties_letter(material, language)


def inspections(
    path: CasePath,
    count: Annotated[int, typer.Option("--count", help="Units to draw.")],
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draw, chosen beforehand.")],
    *,
    folder: Folder = "inspections",
    tiers: Annotated[
        list[int] | None,
        typer.Option("--tier", help="Tier to draw from; by default the lowest of governments."),
    ] = None,
    rest: Annotated[
        int | None,
        typer.Option("--rest", metavar="DAYS", help="Days a task is left alone once inspected."),
    ] = None,
    as_of: AsOf = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Draw a stratified random sample of units to inspect next, within the rules (督查抽样)."""
    from chuandao.cascade.case import read
    from chuandao.prescription.inspections.verb import inspections as propose
    from chuandao.report.papers.remedies import sampling_plan

    language = wanted(lang)
    with mendable(language):
        case = read(path)
        found = propose(
            case, count=count, seed=seed, as_of=_day(as_of), tiers=tiers, rest_days=rest
        )
        material = _kept(case, found, folder, json, language)
        if material is not None:
            name = language_name("remedies.file.sampling", language)
            _write(Path(folder), name, sampling_plan(material, language), language)


def language_name(code: str, language: str) -> str:
    """Return the name of a file in the user's language."""
    from chuandao.messages import render

    return render(code, language)


def _kept(
    case: "Case", found: "Proposal", folder: str, json: str, language: str
) -> "Material | None":
    """Save the tables, print what is to be said; return what papers are made of unless for JSON."""
    from chuandao.report.papers.remedies import proposed_material

    if json:
        write_json(records(found.tables), json)
    if json == "-":
        return None
    found.save(Path(folder) / _TABLES)
    if language == "en":
        out.print(repr(found), markup=False)
    for problem in found.warnings:
        show_problem(problem, language)
    say("cli.tables", language, path=(Path(folder) / _TABLES).resolve())
    return proposed_material(case, found)


def _write(folder: Path, name: str, letter: "Letter", language: str) -> None:
    from chuandao.report.papers.letters import letter_docx

    path = folder / f"{name}.docx"
    write_file(path, letter_docx(letter, language))
    say("cli.letter", language, path=path.resolve())


def _latest_tables(case: "Case", as_of: str = "") -> "Mapping[str, pl.DataFrame]":
    """Return the tables of the latest checkup if it is of the same data (and day, if given)."""
    from chuandao.store.runs import find_run, read_run

    try:
        tables, facts = read_run(find_run(case.path))
    except UsageError:
        return {}
    same = facts.get("fingerprint") == case.fingerprint
    return tables if same and (not as_of or facts.get("as_of") == as_of) else {}


def _coordinated(case: "Case", as_of: str | None, language: str) -> "Proposal":
    """Return the proposal of `coordinate`, from the latest checkup or a trace of the documents."""
    from chuandao.cascade.tracing.trace import trace
    from chuandao.prescription.coordinate.verb import coordinate as propose

    day = as_of or (case.last_day.isoformat() if case.last_day else "")
    held = _latest_tables(case, day)
    if held or not case.document_files:
        return propose(case, as_of=as_of, tables=held or None)
    with progress("cli.reading", list(case.document_files.values()), language) as after_each:
        traced = trace(case, after_each=after_each)
    return propose(case, traced, as_of=as_of)


def _day(words: str) -> str | None:
    from datetime import date

    try:
        return date.fromisoformat(words).isoformat() if words else None
    except ValueError:
        raise UsageError("as_of_form", given=words) from None
