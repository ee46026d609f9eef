"""The interpretation kit as one page that asks for nothing: no script, nothing fetched."""

from chuandao.catalog.interpretation import typical_misreadings
from chuandao.catalog.knowledge import references
from chuandao.messages import language_of
from chuandao.prescription.interpret.kit import Kit
from chuandao.prescription.interpret.model import BELOW, OWN, TYPICAL, Misreading
from chuandao.report.interpretation.words import Words
from chuandao.report.page_policy import policy_of
from chuandao.report.page_template import page_source, page_template


def kit_page(kit: Kit, language: str = "zh-Hans") -> str:
    """Return the kit as a self-contained HTML page; the same kit gives the same bytes.

    Everything the paper has no room for stands here: every misreading, every question with its
    answer, and each passage with its characters.
    """
    words = Words(kit, language_of(language))
    style = page_source("interpretation.css")
    return page_template("interpretation.html.j2").render(
        by_origin=[
            (origin, [one for one in kit.misreadings if one.origin == origin])
            for origin in (OWN, BELOW, TYPICAL)
        ],
        kit=kit,
        policy=policy_of(style),
        rules=[rule for rule in kit.rules if not rule.restates],
        source=SourceOf(words),
        style=style,
        title=words.say(
            "title_unit" if kit.unit else "title", title=words.title, unit=kit.unit_name
        ),
        words=words,
    )


class SourceOf:
    """Says where a typical misreading comes from, and whether it is an assumption."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def __call__(self, one: Misreading) -> str:
        """Return the source of a misreading; real ones have none of the catalogue."""
        if one.origin != TYPICAL:
            return ""
        known = typical_misreadings()[one.kind]
        cited = references()[known.source].citation
        said = self._words.say("page.source", source=cited)
        return f"{said} · {self._words.say('page.assumed')}" if known.assumption else said
