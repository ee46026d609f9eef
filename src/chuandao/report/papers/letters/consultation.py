"""The letter that asks a unit for its explanation (徵求意見函), before anything is published."""

from chuandao.catalog.values import values
from chuandao.errors import UsageError
from chuandao.messages import render
from chuandao.report.material import Material
from chuandao.report.material_index import Index
from chuandao.report.papers.letters.frame import (
    VILLAGE,
    Letter,
    Section,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.letters.matters import matters_table
from chuandao.report.sheet.items import items

_TERM_DAYS = 10


def consultation(material: Material, unit: str, language: str) -> Letter:
    """Return the letter by which findings are put to the unit that they concern.

    Parameters
    ----------
    material : Material
    unit : code
    language : str

    Raises
    ------
    UsageError
        ``letter_village``: a village is asked for nothing; ``letter_nothing``: there is no
        matter to verify.
    """
    index, units = Index(material), material.units
    if units.kind(unit) == VILLAGE:
        raise UsageError("letter_village", unit=units.name(unit))
    found = items(index, unit, language)
    if not found:
        raise UsageError("letter_nothing", unit=units.name(unit))

    def told(code: str, **given: object) -> str:
        return render(f"letters.consultation.{code}", language, **given)

    reasons = values("objection_reason").values
    coded = [f"{at}.{one.label(language)}" for at, one in enumerate(reasons, 1)]
    listed = render("papers.clause_separator", language).join(coded)
    return Letter(
        issuer=issuer_of(material, language),
        title=told("title", case=material.settings.name),
        to=units.name(unit),
        lead=((mandate_words(material, language) + told("lead", count=len(found)),),),
        sections=(
            Section(told("matters"), ((told("matters_lead"),), matters_table(found, language))),
            Section(
                told("answer"),
                (
                    (told("answer_how", term=_TERM_DAYS),),
                    (told("reasons", reasons=listed),),
                    (told("rights"),),
                ),
            ),
        ),
        closing=told("closing"),
        day=material.as_of,
        annexes=(told("annex", unit=units.name(unit)),),
    )
