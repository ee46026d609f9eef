"""What was understood of a document, printed for a terminal of 80 columns and more."""

from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from chuandao.cascade.tracing.parentage.document_notes import notes_of
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.cascade.units import UnitTree
from chuandao.cli.face import out
from chuandao.messages import render
from chuandao.report.understood.envelope_values import title_of
from chuandao.report.understood_view import OutlineRow, envelope_rows, gap_rows, outline

_WIDEST = 100
_STEP = 2


def print_document(document: Understood, language: str, units: UnitTree | None = None) -> None:
    """Print a document: envelope, clause tree with commitments, then what was not understood."""
    width = min(out.width, _WIDEST)
    out.print(Rule(Text(title_of(document), "bold"), characters="━"), width=width)
    out.print(Text(document.file, "dim"), soft_wrap=True)
    out.print(_pairs(envelope_rows(document, language, units)), width=width, soft_wrap=False)
    _section(render("show.clauses", language, count=len(document.clauses)), width)
    for row in outline(document, language):
        _print_row(row, width)
    notes = [(note.render(language), note.hint(language)) for note in notes_of(document)]
    missing = gap_rows(document, language)
    _section(render("show_page.gaps", language), width)
    if missing or not notes:
        out.print(
            _pairs(missing, half=True) if missing else render("show_page.gaps_none", language),
            width=width,
            soft_wrap=False,
        )
    for said, hint in notes:
        out.print(Text(said, overflow="fold"), width=width, soft_wrap=False)
        if hint:
            told = Padding(Text(hint, "dim", overflow="fold"), (0, 0, 0, _STEP))
            out.print(told, width=width, soft_wrap=False)
    out.print()


def _section(title: str, width: int) -> None:
    out.print(Rule(Text(title), style="dim", align="left"), width=width)


def _print_row(row: OutlineRow, width: int) -> None:
    indent = _STEP * row.depth
    if not row.path:
        out.print(Padding(Text(row.label, "bold"), (0, 0, 0, indent)), width=width, soft_wrap=False)
        return
    head = Table.grid(padding=(0, 1))
    head.add_column(no_wrap=True)
    head.add_column(ratio=1)
    head.add_column(no_wrap=True, justify="right")
    head.expand = True
    told = Text(f"{row.kind} {row.place}", "dim")
    head.add_row(Text(row.path, "bold"), Text(row.label), told)
    out.print(Padding(head, (0, 0, 0, indent)), width=width, soft_wrap=False)
    for number, piece in enumerate(row.pieces, 1):
        mark = f"({number})" if len(row.pieces) > 1 else ""
        out.print(
            Padding(_fields(mark, piece), (0, 0, 0, indent + _STEP)), width=width, soft_wrap=False
        )


def _fields(mark: str, rows: tuple[tuple[str, str], ...]) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, min_width=3)
    table.add_column(no_wrap=True, min_width=10)
    table.add_column(ratio=1, overflow="fold")
    for at, (name, words) in enumerate(rows):
        table.add_row(Text("" if at else mark, "dim"), Text(name, "dim"), Text(words))
    return table


def _pairs(rows: list[tuple[str, str]], *, half: bool = False) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="" if half else "bold")
    table.add_column(ratio=1, overflow="fold")
    for name, words in rows:
        table.add_row(Text(name), Text(words))
    return table
