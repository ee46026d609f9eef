"""What stands around a trace, printed: notes on documents, what is not at hand."""

from collections.abc import Iterable, Mapping, Sequence

from chuandao.cli.face import out
from chuandao.messages import render

Rows = Iterable[Mapping[str, object]]


def print_cited(rows: Rows, language: str) -> None:
    """Print what the documents name as their basis and the case does not hold."""
    from chuandao.report.surroundings import cited_line

    if line := cited_line(rows, language):
        out.print(line, markup=False)


def print_notes(rows: Rows, language: str) -> None:
    """Print the notes on documents, a line a kind of note and one of what to do."""
    from chuandao.report.surroundings import note_lines

    lines: Sequence[tuple[str, str]] = note_lines(rows, language)
    if lines:
        out.print(render("notes.heading", language), markup=False)
    for line, hint in lines:
        out.print(f"  {line}", markup=False)
        if hint:
            out.print(f"    → {hint}", markup=False)


def print_sensitivity(rows: Rows, language: str) -> None:
    """Print how far the deficits of understanding rest on the loss weights."""
    from chuandao.report.loss_sensitivity import sensitivity_lines

    for line in sensitivity_lines(rows, language):
        out.print(line, markup=False)
