"""The commands of chuandao."""

from typing import Annotated

import typer

from chuandao.cli import (
    case,
    checkup,
    decisions,
    demo,
    doctor,
    documents,
    interpret,
    learn,
    match,
    precheck,
    prescribe,
    remedies,
    simulate,
    trace,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="chuandao 传导: what became of a city's strategy on its way down.",
)
app.command("demo")(demo.demo)
app.command("new")(case.new)
app.command("check")(case.check)
app.command("learn")(learn.learn)
app.command("show")(documents.show)
app.command("tasks")(documents.tasks)
app.command("precheck")(precheck.precheck)
app.command("trace")(trace.trace)
app.command("decisions")(decisions.decisions)
app.command("checkup")(checkup.checkup)
app.command("match")(match.match)
app.command("measure")(checkup.measure)
app.command("prescribe")(prescribe.prescribe)
app.command("simulate")(simulate.simulate)
app.command("report")(checkup.report)
app.command("compare")(checkup.compare)
app.command("interpret")(interpret.interpret)
app.command("appraise")(remedies.appraise)
app.command("coordinate")(remedies.coordinate)
app.command("inspections")(remedies.inspections)
app.command("doctor")(doctor.doctor)


def _version(asked: bool) -> None:
    if asked:
        from chuandao import __version__

        typer.echo(f"chuandao {__version__}")
        raise typer.Exit


@app.callback()
def chuandao(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Print the version."),
    ] = False,
) -> None:
    """Chuandao 传导: what became of a city's strategy on its way down."""
