"""The matters of a unit as the rows of a table in a letter: what, how serious, on which words."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.paper_words import joined
from chuandao.report.papers.letters.frame import Table
from chuandao.report.papers.quotation import quotation_lines
from chuandao.report.papers.tables import Cell
from chuandao.report.sheet.model import Item

_WIDTHS = (10.0, 22.0, 52.0, 72.0)


def matters_table(items: Iterable[Item], language: str) -> Table:
    """Return the matters as a table: number, sign with band and strength, statement, quotation."""
    heading = ("number", "sign", "statement", "quotes")
    rows = [_row(at, held, language) for at, held in enumerate(_together(items), 1)]
    return Table(
        _WIDTHS,
        tuple(render(f"papers.sheet.{name}", language) for name in heading),
        tuple(rows),
        centred=(0,),
    )


def _together(items: Iterable[Item]) -> list[list[Item]]:
    """Return the same matter put for several tasks as one."""
    return [list(held) for _, held in groupby(items, key=lambda i: (i.sign, i.statement, i.quotes))]


def _row(number: int, together: Sequence[Item], language: str) -> tuple[Cell, ...]:
    item = together[0]
    band = render(f"papers.band.{item.band}", language)
    strength = values("strength").label(item.strength, language)
    judged = (item.label, band, render("papers.strength", language, strength=strength))
    tasks = joined(dict.fromkeys(held.task_name for held in together if held.task), language)
    task = (render("papers.sheet.task", language, task=tasks),) if tasks else ()
    quotes = quotation_lines(item.quotes, language)
    return (
        str(number),
        judged,
        (item.statement, *task),
        quotes or (render("papers.sheet.no_quote", language),),
    )
