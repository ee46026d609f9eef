"""The notice of rectification (整改通知): only for problems that a person has verified."""

from collections.abc import Collection

from chuandao.errors import UsageError
from chuandao.messages import render
from chuandao.report.material import Material
from chuandao.report.material_index import Index
from chuandao.report.papers.letters.frame import (
    VILLAGE,
    Letter,
    Section,
    Table,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.letters.matters import matters_table
from chuandao.report.sheet.items import items
from chuandao.report.sheet.model import Item

_VERIFIED = "verified"
_WIDTHS = (10.0, 40.0, 50.0, 28.0, 28.0)
_TERM_DAYS = 30


def rectification(
    material: Material, unit: str, language: str, verified: Collection[str] = ()
) -> Letter:
    """Return the notice that asks a unit to mend verified problems, with the table to follow up.

    Parameters
    ----------
    material : Material
    unit : code
    language : str
    verified : collection of finding codes
        Findings that were verified by a person, after the unit's explanation and by two
        independent sources; those whose status in the tables says so count as well.

    Raises
    ------
    UsageError
        ``letter_village``; ``letter_unverified``: none of the unit's findings is verified; a
        matter to verify is no problem and cannot be ordered to be mended.
    """
    index, units = Index(material), material.units
    if units.kind(unit) == VILLAGE:
        raise UsageError("letter_village", unit=units.name(unit))
    found = [
        i for i in items(index, unit, language) if i.status == _VERIFIED or i.finding in verified
    ]
    if not found:
        raise UsageError("letter_unverified", unit=units.name(unit))

    def told(code: str, **given: object) -> str:
        return render(f"letters.rectification.{code}", language, **given)

    heading = tuple(told(name) for name in ("number", "problem", "measure", "who", "until"))
    follow = Table(
        _WIDTHS, heading, tuple(_blank(at, item) for at, item in enumerate(found, 1)), (0,)
    )
    return Letter(
        issuer=issuer_of(material, language),
        title=told("title", unit=units.name(unit)),
        to=units.name(unit),
        lead=((mandate_words(material, language) + told("lead", count=len(found)),),),
        sections=(
            Section(told("problems"), (matters_table(found, language),)),
            Section(
                told("asked"),
                tuple((told(f"asked.{at}", term=_TERM_DAYS),) for at in (1, 2, 3)),
            ),
            Section(told("follow"), (follow,)),
        ),
        closing=told("closing"),
        day=material.as_of,
    )


def _blank(number: int, item: Item) -> tuple[str, ...]:
    return str(number), item.label, "", "", ""
