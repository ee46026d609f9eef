"""What a checkup could not see of the documents, in the words of the section of its reach."""

from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.messages import render
from chuandao.report.surroundings import cited_line, gap_lines, note_lines
from chuandao.report.whole.scope_view import Scope

FEW = 4  # series of document numbers that are shown at once


@dataclass(frozen=True)
class Around:
    """Lines on what is cited and not at hand, on gaps in document numbers, and notes.

    ``gaps``: those shown at once; ``more_gaps``: the rest, behind ``more``.
    """

    cited: str
    heading: str
    gaps: tuple[str, ...]
    more: str
    more_gaps: tuple[str, ...]
    lead: str
    notes_heading: str
    notes: tuple[tuple[str, str], ...]


def around(scope: Scope, names: Mapping[str, str], language: str) -> Around:
    """Return the lines of a scope; ``names``: unit to its name."""
    gaps = tuple(gap_lines(scope.gaps, names, language))
    return Around(
        cited=cited_line(scope.cited, language),
        heading=render("gaps.heading", language),
        gaps=gaps[:FEW],
        more=render("gaps.more", language, count=len(gaps) - FEW),
        more_gaps=gaps[FEW:],
        lead=render("gaps.lead", language),
        notes_heading=render("notes.heading", language),
        notes=tuple(note_lines(scope.notes, language)),
    )
