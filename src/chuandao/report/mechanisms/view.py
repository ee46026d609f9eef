"""Everything the report draws behind the causes; what was not examined is None."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from chuandao.catalog.values import values
from chuandao.report.material import Material
from chuandao.report.mechanisms.calendar import Calendar, work_calendar
from chuandao.report.mechanisms.chain import ChainView, chain_view
from chuandao.report.mechanisms.chain_chart import draw_appropriation
from chuandao.report.mechanisms.handover_chart import draw_handovers
from chuandao.report.mechanisms.handovers import HandoverMap, handover_maps
from chuandao.report.mechanisms.treatments import Panel, treatment_panels
from chuandao.report.mechanisms.treatments_chart import draw_treatment
from chuandao.report.mechanisms.weights import Group, weight_groups
from chuandao.report.mechanisms.weights_chart import draw_weights
from chuandao.report.mechanisms.words import MechanismWords
from chuandao.report.paper_words import tier_name


@dataclass(frozen=True)
class Mechanisms:
    """The five figures of a checkup, with what says and draws them."""

    chain: ChainView | None
    handovers: tuple[HandoverMap, ...] | None
    weights: tuple[Group, ...] | None
    calendar: Calendar | None
    treatments: tuple[Panel, ...] | None
    words: MechanismWords
    draw_appropriation: Callable[..., str]
    draw_handovers: Callable[..., str]
    draw_weights: Callable[..., str]
    draw_treatment: Callable[..., str]


def mechanisms(material: Material, language: str) -> Mechanisms:
    """Return the figures of a checkup, worded in a language."""
    words = MechanismWords(language)
    dimensions = values("dimension")

    def dimension(subject: str) -> str:
        known = {value.value for value in dimensions.values}
        return dimensions.label(subject, language) if subject in known else subject

    def tier(number: int) -> str:
        return tier_name(material.units, number, language)

    return Mechanisms(
        chain=chain_view(material),
        handovers=handover_maps(material),
        weights=weight_groups(material),
        calendar=work_calendar(material),
        treatments=treatment_panels(material),
        words=words,
        draw_appropriation=partial(draw_appropriation, words=words, tier_name=tier),
        draw_handovers=partial(draw_handovers, said=words),
        draw_weights=partial(draw_weights, words=words, name_of=dimension),
        draw_treatment=partial(draw_treatment, said=words),
    )
