"""`chuandao prescribe`: from a case to the package of remedies that a budget can buy."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from chuandao.cli.checkup import CasePath, Seed, examined, records
from chuandao.cli.face import JsonFile, Language, mendable, out, say, wanted, write_file, write_json
from chuandao.cli.face import report as show_problem
from chuandao.errors import UsageError
from chuandao.messages import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from chuandao.cascade.case import Case
    from chuandao.decay.measure import Decay
    from chuandao.prescription.choose.prescribe import Plan

Budget = Annotated[
    float | None, typer.Option("--budget", metavar="YUAN", help="Yuan of the first year.")
]
Staff = Annotated[
    float | None, typer.Option("--staff", metavar="DAYS", help="Staff days of the first year.")
]
Without = Annotated[
    list[str] | None, typer.Option("--without", metavar="REMEDY", help="Do not use it.")
]
Effect = Annotated[
    list[str] | None,
    typer.Option("--effect", metavar="REMEDY=LOW,MID,HIGH", help="Share of the deficit removed."),
]
Draws = Annotated[int, typer.Option("--draws", help="Draws of losses and effects.")]
Folder = Annotated[str, typer.Option("--out", "-o", metavar="DIR", help="Write the tables there.")]
Html = Annotated[str, typer.Option("--html", metavar="FILE", help="Write a page of it.")]

_FIRM = 0.9
_WAN = 10_000


def prescribe(  # noqa: PLR0917 - options of a command, all named
    path: CasePath,
    budget: Budget = None,
    staff: Staff = None,
    without: Without = None,
    effect: Effect = None,
    draws: Draws = 200,
    seed: Seed = 0,
    folder: Folder = "",
    html: Html = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Propose the package of remedies that raises efficacy most within a budget (提出對策)."""
    from chuandao.prescription.choose.prescribe import checked

    language = wanted(lang)
    with mendable(language):
        withheld = remedies_named(without)
        checked(budget, staff, withheld, draws)
        asked = {
            "budget": budget,
            "staff": staff,
            "without": withheld,
            "effects": effects_of(effect),
            "draws": draws,
            "seed": seed,
        }
        case, _, plan = proposed(path, asked, "en" if json == "-" else language)
        if folder:
            plan.save(folder)
        if html:
            write_page(case, plan.tables, {}, html, language)
        if json:
            write_json(records(plan.tables), json)
        if json != "-":
            _told(case, plan, language)
            if folder:
                say("cli.tables", language, path=Path(folder).resolve())


def proposed(
    path: Path, asked: dict[str, Any], language: str, anchor: str = ""
) -> "tuple[Case, Decay, Plan]":
    """Return a case, what was measured in it and the package for it.

    From its latest checkup where that is the same; ``anchor``: the source the level rests on.
    """
    from chuandao.cascade.case import read
    from chuandao.decay.measure import measure
    from chuandao.prescription.choose.prescribe import prescribe as propose

    case, seed = read(path), asked["seed"]
    tables = checkup_tables(case, seed, language)
    decay = measure(case, tables, anchor=anchor or None, seed=seed)
    return case, decay, propose(case, tables, decay, **asked)


def checkup_tables(case: "Case", seed: int, language: str) -> "Mapping[str, pl.DataFrame]":
    """Return the tables of a case's checkup: of the one kept where it is the same, else anew."""
    from chuandao.chain import kept_checkup

    folder = _kept(case)
    kept = kept_checkup(case, folder, seed=seed) if folder else None
    return (kept or examined(case, None, language, seed=seed)).tables


def write_page(
    case: "Case",
    plan: "Mapping[str, pl.DataFrame]",
    ahead: "Mapping[str, pl.DataFrame]",
    file: str,
    language: str,
) -> None:
    """Write the page of a package and of what may come of it, and say where it is."""
    from chuandao.report.plan.page import plan_page

    write_file(Path(file), plan_page(case, plan, ahead, case.last_day, language).encode())
    say("cli.plan_page", language, path=Path(file).resolve())


def remedies_named(given: list[str] | None) -> tuple[str, ...]:
    """Return remedies by code, whether given by code or by name in any language."""
    from chuandao.catalog.knowledge import remedies
    from chuandao.catalog.words import fold

    codes = {
        fold(one.label(tag)): code for code, one in remedies().items() for tag in ("en", "zh-Hans")
    }
    return tuple(codes.get(fold(word), word) for word in given or ())


def effects_of(given: list[str] | None) -> dict[str, tuple[float, float, float]]:
    """Return the effects given as REMEDY=LOW,MID,HIGH."""
    return dict(_effect(words) for words in given or ())


def _effect(words: str) -> tuple[str, tuple[float, float, float]]:
    """Return a remedy and the range given for it."""
    remedy, _, values = words.partition("=")
    try:
        low, mid, high = (float(part) for part in values.replace("，", ",").split(","))
    except ValueError:
        raise UsageError("effect_form", given=words) from None
    return remedy.strip(), (low, mid, high)


def _kept(case: "Case") -> Path | None:
    from chuandao.store.runs import find_run

    try:
        return find_run(case.path)
    except UsageError:
        return None


def _told(case: "Case", plan: "Plan", language: str) -> None:
    """Print the package: totals, a row a remedy, what it rests on."""
    total = plan.tables["plan_summary"].row(0, named=True)
    facts = _facts(total, language)
    facts |= {"units": plan.tables["plan"]["unit"].n_unique()}
    say("cli.plan.package", language, root=case.units.name(total["unit"]), **facts)
    say("cli.plan.gain", language, **facts)
    say("cli.plan.proven" if total["proven"] else "cli.plan.gap", language, **facts)
    rows = plan.tables["plan_alternatives"].sort("gain", "remedy", descending=[True, False])
    chosen = [row for row in rows.iter_rows(named=True) if row["units"]]
    if chosen:
        out.print(_table(chosen, language))
    firm = [_label(row, language) for row in chosen if row["near"] >= _FIRM]
    if firm:
        joined = render("place.separator", language).join(firm)
        say("cli.plan.firm", language, remedies=joined)
    say("cli.plan.assumed", language)
    for problem in plan.warnings:
        show_problem(problem, language)


def _facts(total: dict[str, Any], language: str) -> dict[str, object]:
    """Return the totals as the messages say them: yuan, in Chinese in ten thousands."""
    costs = {name: float(total[name]) for name in ("cost", "cost_low", "cost_high")}
    return {
        "measures": total["measures"],
        "days": f"{total['staff_days']:,.0f}",
        "now": f"{100 * total['efficacy']:.1f}",
        "gain": f"{100 * total['gain']:.1f}",
        "low": f"{100 * total['low']:.1f}",
        "high": f"{100 * total['high']:.1f}",
        "regret": f"{100 * total['regret']:.2f}",
        "gap": f"{100 * total['gap']:.2f}",
        **{name: _money(value, language) for name, value in costs.items()},
    }


def _money(yuan: float, language: str) -> str:
    return f"{yuan:,.0f}" if language == "en" else f"{yuan / _WAN:,.1f}"


def _table(rows: list[dict[str, Any]], language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("remedy", "units", "cost", "points", "near", "effect"):
        table.add_column(
            render(f"cli.plan.{name}", language), justify="left" if name == "remedy" else "right"
        )
    for row in rows:
        cells = (
            _label(row, language),
            f"{row['units']}/{row['possible']}",
            f"{row['cost']:,.0f}",
            f"{100 * row['gain']:.2f} ({100 * row['low']:.2f} – {100 * row['high']:.2f})",
            f"{100 * row['near']:.0f} %",
            "–" if row["break_even"] is None else f"{row['break_even']:.2f}",
        )
        table.add_row(*map(Text, cells))
    return table


def _label(row: dict[str, Any], language: str) -> str:
    from chuandao.catalog.knowledge import remedies

    return remedies()[row["remedy"]].label(language)
