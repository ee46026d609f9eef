"""What a brief says of the problems (待核): the issuing unit's own, blockages, signs by kind."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from chuandao.catalog.knowledge import causes, signs
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.bands import SEVERE
from chuandao.report.material_index import Index, Row
from chuandao.report.paper_words import joined, percent, tier_name
from chuandao.report.papers.brief_levels import Paragraph
from chuandao.report.papers.faces import SUBHEADING
from chuandao.report.papers.notes import MARK, Notes, with_mark
from chuandao.report.papers.paper import Piece
from chuandao.report.papers.quotation import cited, covered, inner, shortened
from chuandao.report.sheet.figures import shown
from chuandao.report.sheet.items import items
from chuandao.report.sheet.model import Item, Quote

_VILLAGE = "self_governing"
_READABLE = 6
_TELLING = 12  # characters
_NAMED = 3  # blockages, beyond which none is named
_BOTH = frozenset({"U7", "U8"})  # signs that compare: the upper words stand beside the lower
_HEADING = re.compile(
    r"\s*(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.．、])[^。，；\n]{0,20}。"
)


@dataclass(frozen=True)
class Detail:
    """How much of the whole a brief tells: it must not run over two pages.

    How many kinds of findings, units named for each, characters quoted (0: none) and
    measures; ``reasoned``: whether each measure says what it consists of.
    """

    signs: int
    units: int
    quoted: int
    measures: int
    reasoned: bool = True


@dataclass(frozen=True)
class Kind:
    """The findings of one sign, by unit in administrative order; villages are left out."""

    sign: str
    by_unit: Mapping[str, tuple[Item, ...]]

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(len(held) for held in self.by_unit.values())

    @property
    def weight(self) -> tuple[int, int]:
        """What decides which kinds a short brief can tell of: severe findings, all."""
        held = [item for found in self.by_unit.values() for item in found]
        return sum(item.band == SEVERE for item in held), len(held)


def problems(
    index: Index, found: Sequence[Kind], notes: Notes, language: str, detail: Detail
) -> list[Paragraph]:
    """Return the paragraphs on problems; units stand in administrative order, unranked."""
    parts = [*_own(index, notes, language), *_blockages(index, notes, language)]
    kept = told_kinds(found, detail.signs)
    parts += [_kind(index, kind, notes, language, detail) for kind in kept]
    if not parts:
        return [(Piece(render("papers.brief.no_problems", language)),)]
    lead = render("papers.brief.problems_lead", language, more=_more(found, kept, language))
    return [(Piece(lead),), *numbered(parts, language)]


def numbered(parts: Sequence[Paragraph], language: str) -> list[Paragraph]:
    """Return paragraphs with （一）, （二）… before them."""
    return [
        (Piece(_ordinal(at, language), face=SUBHEADING), *part) for at, part in enumerate(parts, 1)
    ]


def lead_in(words: str, language: str) -> Piece:
    """Return the words with which a numbered paragraph begins."""
    said = render("papers.brief.sign", language, sign=words)
    return Piece(said, face=SUBHEADING, bold=language == "en")


def _ordinal(at: int, language: str) -> str:
    number = render(f"papers.number.{at}", language)
    return render("papers.brief.sub", language, number=number)


def _own(index: Index, notes: Notes, language: str) -> list[Paragraph]:
    """Return what the issuing unit's own documents leave open, by sign."""
    found = items(index, index.material.units.root, language)
    if not found:
        return []
    by_sign: dict[str, list[Item]] = {}
    for item in found:
        by_sign.setdefault(item.sign, []).append(item)
    said = [_own_sign(held, language) for held in by_sign.values()]
    text = joined(said, language)
    words = render("papers.brief.own_text", language, signs=text, mark=MARK)
    lead = Piece(render("papers.brief.own", language), face=SUBHEADING, bold=language == "en")
    return [(lead, *with_mark(words, notes.mark(_own_note(index, found, language))))]


def _own_sign(held: Sequence[Item], language: str) -> str:
    return own_count(held, held[0].label, language)


def own_count(held: Sequence[Item], label: str, language: str) -> str:
    """Return a sign of the issuing unit's own documents with its places and its documents."""
    count = sum(len(item.quotes) for item in held)
    documents = len({quote.document for item in held for quote in item.quotes})
    code = "papers.brief.own_sign"
    return render(code, language, sign=label, count=count, documents=documents)


def _own_note(index: Index, found: Sequence[Item], language: str) -> str:
    quotes = (quote for item in found for quote in item.quotes if quote.document)
    documents = dict.fromkeys(cited(quote, language) for quote in quotes)
    return render(
        "papers.brief.own_note",
        language,
        strength=_strengths(found, language),
        documents=joined(documents, language),
        unit=index.material.units.name(index.material.units.root),
    )


def _strengths(found: Iterable[Item], language: str) -> str:
    named = values("strength")
    held = dict.fromkeys(item.strength for item in found)
    return joined((named.label(strength, language) for strength in held), language)


def _clause(quote: Quote, language: str) -> str:
    return quote.clause.replace("annex.", render("papers.annex_item", language))


def _blockages(index: Index, notes: Notes, language: str) -> list[Paragraph]:
    """Return the blockages; more than a few are counted by tier, and none is named."""
    units = index.material.units
    rows = [row for row in index.rows("blockages") if _seen(index, row["unit"])]
    if not rows:
        return []
    rows.sort(key=lambda row: (units.position(row["unit"]), row["task"] or ""))
    if len(rows) <= _NAMED:
        said = [_blockage(index, row, language) for row in rows]
        text = render("papers.clause_separator", language).join(said)
    else:
        text = _blockages_counted(index, rows, language)
    words = render("papers.brief.blockages_text", language, blockages=text, mark=MARK)
    limit = percent(max(row["q_value"] for row in rows))
    mark = notes.mark(render("papers.brief.blockages_note", language, q=limit))
    said_first = render("papers.brief.blockages", language)
    lead = Piece(said_first, face=SUBHEADING, bold=language == "en")
    return [(lead, *with_mark(words, mark))]


def _blockages_counted(index: Index, rows: Sequence[Row], language: str) -> str:
    units = index.material.units
    tiers = Counter(units.tier(row["unit"]) for row in rows)
    scopes = Counter("task" if row["task"] else "whole" for row in rows)
    by_tier = (
        render(
            "papers.brief.blockages_tier",
            language,
            tier=tier_name(units, tier, language),
            count=tiers[tier],
        )
        for tier in sorted(tiers)
    )
    by_scope = (
        render(f"papers.brief.blockages_{scope}", language, count=scopes[scope])
        for scope in ("whole", "task")
        if scopes[scope]
    )
    return render(
        "papers.brief.blockages_count",
        language,
        count=len(rows),
        kinds=joined(by_scope, language),
        tiers=joined(by_tier, language),
    )


def _seen(index: Index, unit: str) -> bool:
    return any(shown(index, row) for row in index.rows("retention", unit=unit))


def _blockage(index: Index, row: Row, language: str) -> str:
    unit = unit_name(index, row["unit"])
    if row["task"]:
        task = index.task_name(row["task"])
        unit = render("papers.brief.of_task", language, unit=unit, task=task)
    cause = causes().get(row["likely_cause"] or "")
    label = cause.label(language) if cause else ""
    return render(
        "papers.brief.blockage",
        language,
        unit=unit,
        excess=percent(-math.expm1(row["excess"])),
        low=percent(-math.expm1(row["high"])),
        high=percent(-math.expm1(row["low"])),
        cause=render("papers.brief.blockage_cause", language, cause=label) if label else "",
    )


def unit_name(index: Index, unit: str) -> str:
    """Return the name by which a unit is known in the city: a township with its county."""
    units = index.material.units
    parent = units.parent(unit)
    above = units.name(parent) if parent and units.tier(unit) > 1 else ""
    return above + units.name(unit)


def kinds(index: Index, language: str) -> tuple[Kind, ...]:
    """Return the findings by sign in the order of the catalogue; the root's and villages' not."""
    units = index.material.units
    bearing = {row["unit"] for row in index.rows("findings")} - {units.root}
    grouped: dict[str, dict[str, tuple[Item, ...]]] = {}
    for unit in sorted((u for u in bearing if units.kind(u) != _VILLAGE), key=units.position):
        for item in items(index, unit, language):
            held = grouped.setdefault(item.sign, {})
            held[unit] = (*held.get(unit, ()), item)
    return tuple(Kind(sign, grouped[sign]) for sign in signs() if sign in grouped)


def told_kinds(found: Sequence[Kind], most: int) -> list[Kind]:
    """Return the kinds of findings that a brief of this detail tells of."""
    heaviest = sorted(found, key=lambda kind: kind.weight, reverse=True)[:most]
    return [kind for kind in found if kind in heaviest]


def _more(found: Sequence[Kind], kept: Sequence[Kind], language: str) -> str:
    """Say how many kinds of findings there was no room for."""
    left = [kind for kind in found if kind not in kept]
    if not left:
        return ""
    findings = sum(kind.count for kind in left)
    return render("papers.brief.signs_more", language, count=len(left), findings=findings)


def _kind(index: Index, kind: Kind, notes: Notes, language: str, detail: Detail) -> Paragraph:
    example = _example(kind, detail.quoted)
    words = render(
        "papers.brief.sign_text",
        language,
        units=_units(index, tuple(kind.by_unit), language, detail.units),
        count=kind.count,
        example=_example_words(index, example, language, detail.quoted),
        mark=MARK,
    )
    mark = notes.mark(_note(kind, example, language, detail.quoted))
    return (lead_in(signs()[kind.sign].label(language), language), *with_mark(words, mark))


def _units(index: Index, bearing: Sequence[str], language: str, most: int) -> str:
    """Return the units in administrative order, the first of them named."""
    named = joined((unit_name(index, unit) for unit in bearing[:most]), language)
    if len(bearing) <= most:
        return named
    return render("papers.brief.units_more", language, units=named, count=len(bearing))


Example = tuple[str, Item, Quote]


def _example(kind: Kind, quoted: int) -> Example | None:
    """Return the quotation to show: the first unit's that has one, its own words if it can be."""
    found = [
        (unit, item, quote)
        for unit, held in kind.by_unit.items()
        for item in held
        for quote in item.quotes
        if len(quote.words.strip()) >= _READABLE
    ]
    if not found or not quoted:
        return None
    own = [example for example in found if example[2].own]
    if pairs := [example for example in own if kind.sign in _BOTH and _is_pair(example[1])]:
        unit, item, quote = min(pairs, key=_longer)
        return unit, item, _without_heading(quote)
    first = (own or found)[0][0]
    unit, item, quote = max(
        (example for example in (own or found) if example[0] == first),
        key=lambda example: _telling(example, quoted),
    )
    return unit, item, _without_heading(quote)


def _is_pair(item: Item) -> bool:
    """Whether one demand stands against one quotation of the unit's own, both with a figure."""
    shown_ = [quote for quote in item.quotes if quote.words.strip()]
    figures = all(re.search(r"\d", _without_heading(quote).words) for quote in shown_)
    return figures and sorted(quote.own for quote in shown_) == [False, True]


def _longer(example: Example) -> int:
    """Return how long the longer side is: a pair that can be printed whole says most."""
    return max(len(_without_heading(quote).words) for quote in example[1].quotes)


def _without_heading(quote: Quote) -> Quote:
    """Return a quotation that begins after the clause's number and heading, at its new place."""
    heading = _HEADING.match(quote.words)
    if heading is None or len(quote.words) - heading.end() < _READABLE:
        return quote
    at = heading.end()
    return replace(quote, start=quote.start + at, words=quote.words[at:])


def _telling(example: Example, quoted: int) -> tuple[bool, bool, bool, int]:
    """Return what makes a quotation telling: substance rather than who is responsible."""
    _, item, quote = example
    words = quote.words
    figures = any(character.isdigit() for character in words)
    bracketed = words[0] in "（(" and _HEADING.match(words) is None
    whole = not bracketed and "\t" not in words
    both = item.sign not in _BOTH or any(q.words and not q.own for q in item.quotes)
    return whole and both, len(words) >= _TELLING, figures, min(len(words), quoted)


def _example_words(index: Index, example: Example | None, language: str, quoted: int) -> str:
    if example is None:
        return ""
    unit, item, quote = example
    said, name = _printed(quote, quoted), unit_name(index, unit)
    upper = _upper(item, quoted) if item.sign in _BOTH and quote.own else ""
    if upper:
        code = "papers.brief.example_both"
        return render(code, language, unit=name, upper=upper, words=said)
    code = "papers.brief.example" if quote.own else "papers.brief.example_above"
    return render(code, language, unit=name, words=said)


def _upper(item: Item, quoted: int) -> str:
    """Return what was asked above where an example shows what became of it."""
    asked = [_without_heading(q) for q in item.quotes if not q.own and q.words.strip()]
    return _printed(asked[0], quoted) if asked else ""


def _printed(quote: Quote, quoted: int) -> str:
    words, cut = shortened(quote.words.rstrip("。；"), quoted)
    return inner(f"{words}……" if cut else words)


def _note(kind: Kind, example: Example | None, language: str, quoted: int) -> str:
    found = [item for held in kind.by_unit.values() for item in held]
    strength = _strengths(found, language)
    if example is None:
        return render("papers.brief.sign_note_bare", language, strength=strength)
    quote = example[2]
    words, _ = shortened(quote.words.rstrip("。；"), quoted)
    return render(
        "papers.brief.sign_note",
        language,
        strength=strength,
        number=cited(quote, language),
        clause=_clause(quote, language),
        start=quote.start + 1,
        end=quote.start + covered(quote, words),
    )
