"""`chuandao match`: which funds to move or add, where, and under which rule."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chuandao.cli.checkup import AsOf, CasePath, day_of
from chuandao.cli.face import (
    JsonFile,
    Language,
    mendable,
    report,
    say,
    wanted,
    write_file,
    write_json,
)
from chuandao.errors import Place, UsageError

if TYPE_CHECKING:
    from chuandao.cascade.case import Case
    from chuandao.prescription.match.verb import Matching

_SUFFIXES = (".xlsx", ".docx")


def match(  # noqa: PLR0917
    path: CasePath,
    added: Annotated[float, typer.Option("--added", metavar="YUAN", help="New funds.")] = 0.0,
    limit: Annotated[
        float | None,
        typer.Option("--limit", metavar="SHARE", help="Largest share of an account moved (0-1)."),
    ] = None,
    least: Annotated[
        float | None,
        typer.Option("--least", metavar="YUAN", help="Smallest grant to a unit for a task."),
    ] = None,
    unit: Annotated[str, typer.Option("--unit", help="Unit that decides; else the root.")] = "",
    weighting: Annotated[
        str, typer.Option("--weighting", help="equal: units count alike; need: by their need.")
    ] = "equal",
    as_of: AsOf = "",
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="FILE", help="Workbook (.xlsx) or letter (.docx)."),
    ] = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Match resources (资源匹配): move or add funds so that coverage is greatest, by the rules."""
    from chuandao.cascade.case import read
    from chuandao.prescription.match.verb import match as matched

    language = wanted(lang)
    with mendable(language):
        if output and Path(output).suffix not in _SUFFIXES:
            raise UsageError("match_output", Place(output))
        case = read(path)
        found = matched(
            case, added=added, limit=limit, least=least, as_of=day_of(as_of), decider=unit,
            weighting=weighting,
        )  # fmt: skip
        if json:
            write_json(_records(found), json)
        if output:
            write_file(Path(output), _written(case, found, Path(output), language))
        if json != "-":
            _told(found, output, language)


def _records(found: "Matching") -> dict[str, object]:
    from decimal import Decimal

    def plain(value: object) -> object:
        return float(value) if isinstance(value, Decimal) else value

    tables = {
        name: [{k: plain(v) for k, v in row.items()} for row in table.to_dicts()]
        for name, table in found.tables.items()
    }
    return {"schema": 1, "parameters": dict(found.parameters), **tables}


def _written(case: "Case", found: "Matching", path: Path, language: str) -> bytes:
    from chuandao.report.matching.workbook import matching_workbook
    from chuandao.report.material import Material, own_tables
    from chuandao.report.papers.letters import letter_docx, reallocation
    from chuandao.report.papers.letters.reallocation import notes_of

    if path.suffix == ".xlsx":
        tasks = own_tables(case)["tasks"].select("task", "name").drop_nulls()
        notes = notes_of(found.parameters, language)
        return matching_workbook(found.tables, case.units, dict(tasks.iter_rows()), notes, language)
    own = own_tables(case)
    held = Material(
        settings=case.settings,
        as_of=date.fromisoformat(str(found.parameters["as_of"])),
        units=case.units,
        tables=found.tables,
        tasks=own["tasks"],
        documents=own["documents"],
        evidence=own["evidence"],
        texts={},
    )
    return letter_docx(reallocation(held, found.parameters, language), language)


def _told(found: "Matching", output: str, language: str) -> None:
    from chuandao.report.matching.rows import money_words

    rows = found.tables["reallocation"]
    say(
        "match.told",
        language,
        count=rows.height,
        moved=money_words(float(rows["amount"].sum() or 0), language),
        before=f"{float(str(found.parameters['before'])):.1%}",
        after=f"{float(str(found.parameters['after'])):.1%}",
        bound=f"{float(str(found.parameters['bound'])):.1%}",
    )
    for problem in found.warnings:
        report(problem, language)
    if output:
        say("match.written", language, path=Path(output).resolve())
