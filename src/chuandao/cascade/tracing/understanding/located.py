"""Documents read with a case at hand: its own words are known, their issuers are its units."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.from_files import understand_files
from chuandao.cascade.tracing.parentage.issuers import ambiguous, resolve_issuer
from chuandao.cascade.tracing.understanding.additions import reading_with
from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.cascade.units import UnitTree
from chuandao.errors import Problem


def understand_in(
    case: Case | None,
    paths: Iterable[Path],
    *,
    after_each: Callable[[Path], None] = lambda _: None,
    on_note: Callable[[Problem], None] = lambda _: None,
    persons: bool = False,
) -> tuple[list[Understood], list[Problem]]:
    """Return documents that were understood with the words and units of a case, and problems.

    Parameters
    ----------
    case : Case or None
        Without one the documents are read as `understand_files` does.
    paths : iterable of Path
    after_each, on_note : callable
    persons : bool
        Keep names of persons in the fields.
    """
    if case is None:
        return understand_files(paths, after_each=after_each, on_note=on_note, persons=persons)
    with reading_with(case.lexicon):
        documents, problems = understand_files(
            paths, after_each=after_each, on_note=on_note, persons=persons
        )
    return [located(document, case.units) for document in documents], problems


def located(document: Understood, units: UnitTree) -> Understood:
    """Return a document with the unit of the tree that its issuer's name means, if it is one.

    Several units of the name are a note, and none is assumed.
    """
    found = resolve_issuer(document.envelope.issuer, units)
    tier = units.tier(found.unit) if found.unit else document.tier
    notes = (*document.notes, *ambiguous(found, document.envelope.issuer, document.file, units))
    return replace(document, unit=found.unit, tier=tier, notes=notes)


def unit_words(document: Understood, units: UnitTree) -> str:
    """Return the code and the path of a document's unit; empty where it has none."""
    return f"{document.unit} {units.path(document.unit)}" if document.unit in units else ""
