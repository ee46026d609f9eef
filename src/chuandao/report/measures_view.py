"""The first list of measures: which remedy (舉措) for which finding, and who acts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.catalog.knowledge import Remedy, remedies, signs
from chuandao.catalog.values import values
from chuandao.catalog.words import label_of
from chuandao.messages import has, render
from chuandao.report.material import Material
from chuandao.report.material_index import Index, Row

_NOT_LETTERS = re.compile(r"[^a-z]+")
_BRACKET = re.compile(r"\s*\(.*?\)")


@dataclass(frozen=True)
class Measure:
    """A remedy of the catalogue and the findings that it answers.

    ``signs``: those of its signs that were found, in the order of the catalogue; ``units``:
    codes, in administrative order; labels and sentences are in the reader's language.
    """

    remedy: str
    family: str
    family_label: str
    label: str
    meaning: str
    who_acts: str
    precondition: str
    signs: tuple[str, ...]
    sign_labels: tuple[str, ...]
    findings: tuple[str, ...]
    units: tuple[str, ...]


def measures_view(material: Material, language: str) -> tuple[Measure, ...]:
    """Return the remedies that answer at least one finding, in the order of the catalogue.

    A remedy is matched by sign and by nothing else: what it would bring is not estimated
    here. Findings that were withdrawn ask for nothing.
    """
    rows = [row for row in Index(material).rows("findings") if row["status"] != "withdrawn"]
    found = (_measure(material, remedy, rows, language) for remedy in remedies().values())
    return tuple(measure for measure in found if measure.findings)


def fewest(measures: Iterable[Measure], most: int) -> tuple[Measure, ...]:
    """Return a few measures that together answer most signs, in the order of the catalogue.

    Parameters
    ----------
    measures : iterable of Measure
    most : int
        How many at most. The next one taken is always the one that answers most signs
        still unanswered.
    """
    left, taken, answered = list(measures), list[Measure](), set[str]()
    order = {measure.remedy: at for at, measure in enumerate(left)}
    while left and len(taken) < most:
        best = max(left, key=lambda m: (len(_open(m, answered)), -order[m.remedy]))
        if not _open(best, answered):
            break
        taken.append(best)
        left.remove(best)
        answered |= set(best.signs)
    return tuple(sorted(taken, key=lambda measure: order[measure.remedy]))


def _open(measure: Measure, answered: set[str]) -> set[str]:
    return set(measure.signs) - answered


def actor(who: str, language: str) -> str:
    """Return who acts, in a language; an actor without words stands as the catalogue has it.

    Examples
    --------
    >>> actor("establishment office (编办)", "zh-Hans"), actor("drafting department", "en")
    ('机构编制部门', 'drafting department')
    """
    code = f"papers.who.{_NOT_LETTERS.sub('_', _BRACKET.sub('', who))}"
    return render(code, language) if has(code) else who


def _measure(material: Material, remedy: Remedy, rows: Iterable[Row], language: str) -> Measure:
    answered = [row for row in rows if row["sign"] in remedy.signs]
    found = {row["sign"] for row in answered}
    held = tuple(sign for sign in signs() if sign in found)
    bearing = {row["unit"] for row in answered}
    units = sorted(bearing, key=material.units.position)
    return Measure(
        remedy=remedy.remedy,
        family=remedy.family,
        family_label=values("remedy_family").label(remedy.family, language),
        label=remedy.label(language),
        meaning=label_of(remedy.meaning_en, remedy.meaning_zh, language),
        who_acts=actor(remedy.who_acts, language),
        precondition=label_of(remedy.precondition_en, remedy.precondition_zh, language),
        signs=held,
        sign_labels=tuple(signs()[sign].label(language) for sign in held),
        findings=tuple(sorted(row["finding"] for row in answered)),
        units=tuple(units),
    )
