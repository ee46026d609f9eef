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
    from collections.abc import Mapping

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
    """Propose appraisal weights by type of unit, with pilots, tolerance and incentives (差异化考核).

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
        found = propose(
            case, as_of=_day(as_of), others=others, aversion=aversion, tables=held
        )
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
    from chuandao.prescription.coordinate.verb import coordinate as propose
    from chuandao.report.papers.remedies import duties_letter, joint_meeting, task_force

    language = wanted(lang)
    with mendable(language):
        case = read(path)
        found = propose(case, **_examined(case, _day(as_of), language))
        material = _kept(case, found, folder, json, language)
        if material is None:
            return
        target = Path(folder)
        for table, kind, of in (
            ("agenda", "joint_meeting", joint_meeting),
            ("task_forces", "task_force", task_force),
        ):
            place = "meeting" if table == "agenda" else "unit"
            for unit in found.tables[table][place].unique().sort():
                name = language_name(f"remedies.file.{kind}", language)
                name = f"{name}-{case.units.name(unit)}"
                _write(target, name, of(material, unit, language), language)
        if found.tables["duties_proposed"].height:
            name = language_name("remedies.file.duties", language)
            _write(target, name, duties_letter(material, language), language)


def inspections(
    path: CasePath,
    count: Annotated[int, typer.Option("--count", help="Units to draw.")],
    seed: Annotated[int, typer.Option("--seed", help="Seed of the draw, chosen beforehand.")],
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


def _examined(case: "Case", as_of: str | None, language: str) -> dict[str, object]:
    """Return what `coordinate` is made from: tables of the latest checkup, else a trace."""
    from chuandao.cascade.tracing.trace import trace

    day = as_of or (case.last_day.isoformat() if case.last_day else "")
    held = _latest_tables(case, day)
    if held:
        return {"tables": held, "as_of": as_of}
    with progress("cli.reading", list(case.document_files.values()), language) as after_each:
        return {"trace": trace(case, after_each=after_each), "as_of": as_of}


def _day(words: str) -> str | None:
    from datetime import date

    try:
        return date.fromisoformat(words).isoformat() if words else None
    except ValueError:
        raise UsageError("as_of_form", given=words) from None
