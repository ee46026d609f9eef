"""`chuandao simulate`: what may be expected without a package and with it, month by month."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import polars as pl
import typer
from rich.table import Table
from rich.text import Text

from chuandao.cli.checkup import CasePath, Seed, records
from chuandao.cli.face import JsonFile, Language, mendable, out, say, wanted, write_json
from chuandao.cli.face import report as show_problem
from chuandao.cli.prescribe import (
    Budget,
    Draws,
    Effect,
    Folder,
    Html,
    Staff,
    Without,
    effects_of,
    proposed,
    remedies_named,
    write_page,
)
from chuandao.messages import render

if TYPE_CHECKING:
    from chuandao.cascade.case import Case
    from chuandao.prescription.simulate import Simulation

_SHOWN = 10


def simulate(  # noqa: PLR0917 - options of a command, all named
    path: CasePath,
    budget: Budget = None,
    staff: Staff = None,
    without: Without = None,
    effect: Effect = None,
    anchor: Annotated[
        str, typer.Option("--anchor", metavar="SOURCE", help="The source the level rests on.")
    ] = "",
    periods: Annotated[int, typer.Option("--periods", help="Months ahead.")] = 12,
    draws: Draws = 200,
    seed: Seed = 0,
    folder: Folder = "",
    html: Html = "",
    json: JsonFile = "",
    lang: Language = "",
) -> None:
    """Say what may be expected without and with the package, month by month (推演)."""
    from chuandao.prescription.choose.prescribe import checked
    from chuandao.prescription.simulate import simulate as ahead

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
        case, decay, plan = proposed(path, asked, "en" if json == "-" else language, anchor)
        found = ahead(decay, plan, periods=periods, draws=draws, seed=seed)
        if folder:
            found.save(folder)
        if html:
            write_page(case, plan.tables, found.tables, html, language)
        if json:
            write_json(records(found.tables), json)
        if json != "-":
            _told(case, found, language)
            if folder:
                say("cli.tables", language, path=Path(folder).resolve())


def _told(case: "Case", found: "Simulation", language: str) -> None:
    """Print efficacy by tier at the end, where the package does not tell, and what it rests on."""
    tiers = found.tables["simulated_tiers"]
    several = tiers["task"].null_count() > 0
    if several:
        tiers = tiers.filter(pl.col("task").is_null())
    last = tiers["period"].max()
    say("cli.simulate.ahead", language, period=last, draws=found.parameters["draws"])
    rows = tiers.filter((pl.col("period") == last) & (pl.col("tier") > tiers["tier"].min()))
    if several or found.tables["simulated_tiers"]["task"].n_unique() == 1:
        out.print(_table(rows, language))
    _still(case, found, language)
    say("cli.simulate.assumed", language)
    for problem in found.warnings:
        show_problem(problem, language)


def _table(rows: pl.DataFrame, language: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("tier", "without", "plan", "gain"):
        table.add_column(render(f"cli.simulate.{name}", language), justify="right")
    both = rows.filter(scenario="without").join(
        rows.filter(scenario="plan"), on="tier", suffix="_plan"
    )
    for row in both.sort("tier").iter_rows(named=True):
        cells = (
            str(row["tier"]),
            _range(row["estimate"], row["low"], row["high"]),
            _range(row["estimate_plan"], row["low_plan"], row["high_plan"]),
            _range(row["gain_plan"], row["gain_low_plan"], row["gain_high_plan"]),
        )
        table.add_row(*map(Text, cells))
    return table


def _range(estimate: float, low: float, high: float) -> str:
    return f"{100 * estimate:.1f} ({100 * low:.1f} – {100 * high:.1f})"


def _still(case: "Case", found: "Simulation", language: str) -> None:
    """Print the units that do not surely rise, by reason; a few of them by name."""
    from chuandao.catalog.values import values

    rows = found.tables["unmoved"]
    reasons = values("unmoved_reason")
    for (reason,), part in rows.group_by("reason", maintain_order=True):
        units = part["unit"].unique(maintain_order=True).to_list()
        names = render("place.separator", language).join(map(case.units.name, units[:_SHOWN]))
        facts: dict[str, Any] = {
            "count": f"{len(units):,}",
            "reason": reasons.label(str(reason), language),
        }
        say("cli.simulate.still", language, units=names, **facts)
