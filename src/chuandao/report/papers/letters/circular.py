"""The circular on a checkup (通報): levels by tier, common misreadings, good cases."""

from collections import Counter
from collections.abc import Iterable

import polars as pl

from chuandao.catalog.knowledge import signs
from chuandao.catalog.words import label_of
from chuandao.errors import UsageError
from chuandao.messages import render
from chuandao.report.material import Material
from chuandao.report.material_index import Index, Row
from chuandao.report.paper_words import percent, tier_name
from chuandao.report.papers.letters.frame import (
    VILLAGE,
    Letter,
    Paragraph,
    Section,
    Table,
    issuer_of,
    mandate_words,
)
from chuandao.report.papers.quotation import inner, shortened

_WIDTHS = (40.0, 38.0, 78.0)
_COMMON, _LEAST_UNITS = 8, 2
_GOOD, _QUOTED = 5, 90
_SURE = 0.8
_NO_MODEL = frozenset({"U2", "U4", "U5", "U8", "C4"})


def circular(material: Material, language: str) -> Letter:
    """Return the circular to all units of the chain.

    What is common is told by how many units it was seen in and what it means, without a name;
    what was done well is told with the unit and its words, to be confirmed before issue.

    Raises
    ------
    UsageError
        ``letter_nothing_common``: neither efficacy was measured nor anything found.
    """
    index = Index(material)

    def told(code: str, **given: object) -> str:
        return render(f"letters.circular.{code}", language, **given)

    parts = (
        Section(told("levels"), tuple(_levels(index, language))),
        Section(told("common"), tuple(_common(index, language))),
        Section(told("good"), tuple(_good(index, language))),
    )
    if not any(section.parts for section in parts):
        raise UsageError("letter_nothing_common")
    below = render("letters.circular.to", language)
    return Letter(
        issuer=issuer_of(material, language),
        title=told("title", case=material.settings.name),
        to=below,
        lead=((mandate_words(material, language) + told("lead"),),),
        sections=(
            *parts,
            Section(told("next"), tuple((told(f"next.{at}"),) for at in (1, 2, 3))),
        ),
        closing="",
        day=material.as_of,
    )


def _levels(index: Index, language: str) -> Iterable[Paragraph | Table]:
    units = index.material.units
    rows = [row for row in index.now("tiers", unit=units.root) if not row["task"]]
    deepest = max((row["leaf_tier"] for row in rows), default=None)
    held = [r for r in rows if r["leaf_tier"] == deepest and r["tier"] > units.tier(units.root)]
    held.sort(key=lambda row: row["tier"])
    if not held:
        return
    heading = tuple(render(f"letters.circular.{name}", language) for name in _LEVELS)
    yield Table(
        (52.0, 52.0, 52.0), heading, tuple(_level(index, r, language) for r in held), (0, 1, 2)
    )
    yield (render("letters.circular.levels_note", language),)


_LEVELS = ("tier", "efficacy", "interval")


def _level(index: Index, row: Row, language: str) -> tuple[str, ...]:
    name = tier_name(index.material.units, row["tier"], language)
    low, high = percent(row["low"]), percent(row["high"])
    return name, percent(row["efficacy"]), f"{low}–{high}"


def _common(index: Index, language: str) -> Iterable[Paragraph | Table]:
    """Return the signs seen in two units or more: how many units, what it means."""
    units = index.material.units
    rows = [row for row in index.rows("findings") if row["status"] != "withdrawn"]
    pairs = {(r["sign"], r["unit"]) for r in rows if r["cause"] != "root" and _is_told(r["sign"])}
    named = {(sign, unit) for sign, unit in pairs if units.kind(unit) != VILLAGE}
    counted = Counter(sign for sign, _ in named)
    held = [s for s in signs() if counted[s] >= _LEAST_UNITS]
    most = sorted(held, key=lambda sign: -counted[sign])[:_COMMON]
    if not most:
        return
    heading = tuple(render(f"letters.circular.{name}", language) for name in _SIGNS)
    table = [_sign(sign, counted[sign], language) for sign in held if sign in most]
    yield Table(_WIDTHS, heading, tuple(table), (0, 1))
    yield (render("letters.circular.common_note", language),)


def _is_told(sign: str) -> bool:
    return sign in signs() and signs()[sign].is_on_papers


_SIGNS = ("sign", "units", "meaning")


def _sign(sign: str, count: int, language: str) -> tuple[str, ...]:
    known = signs()[sign]
    seen = render("letters.circular.seen", language, count=count)
    meaning = label_of(known.meaning_en, known.meaning_zh, language)
    return known.label(language), seen, meaning


def _good(index: Index, language: str) -> Iterable[Paragraph]:
    """Return clauses that carry the root's demand on with local content, one a unit."""
    links, clauses = index.table("links"), index.table("clauses")
    if links.is_empty() or clauses.is_empty():
        return
    local = links.filter(
        (pl.col("rank") == 1)
        & (pl.col("probability") >= _SURE)
        & (pl.col("labels").list.eval(pl.element() == "localised").list.all())
        & ~pl.col("lower").is_in(_changed(index))
        & ~pl.col("lower").str.split("#").list.first().is_in(_faulty(index))
    ).sort("probability", "lower", descending=[True, False])
    for row in _one_a_unit(index, local.to_dicts()):
        yield (_good_case(index, row, language),)


def _changed(index: Index) -> list[str]:
    """Return the clauses in which anything was made stricter, laxer, left out or reversed."""
    kept = {"added", "replaced"}
    return [row["lower"] for row in index.rows("changes") if row["direction"] not in kept]


def _faulty(index: Index) -> list[str]:
    """Return the documents below with matters to verify of a kind that makes them no model."""
    rows = (row for row in index.rows("findings") if row["sign"] in _NO_MODEL)
    places = (place for row in rows for place in index.evidence_of(row["finding"]))
    named = {place["document"] for place in places if place["document"]}
    own = {
        document for document in named if index.title(document).unit != index.material.units.root
    }
    return sorted(own)


def _one_a_unit(index: Index, rows: Iterable[Row]) -> list[Row]:
    taken: dict[str, Row] = {}
    for row in rows:
        unit = index.title(row["lower"].partition("#")[0]).unit
        if unit and unit not in taken and len(taken) < _GOOD:
            taken[unit] = row
    return [taken[unit] for unit in sorted(taken, key=index.material.units.position)]


def _good_case(index: Index, row: Row, language: str) -> str:
    document, _, _ = row["lower"].partition("#")
    place = index.rows("clauses", clause=row["lower"])[0]
    text = index.material.texts.get(document, "")[place["start"] : place["end"]]
    words, cut = shortened(text.strip(), _QUOTED)
    title = index.title(document)
    return render(
        "letters.circular.case_cut" if cut else "letters.circular.case",
        language,
        unit=index.material.units.name(title.unit),
        words=inner(words.rstrip("。；")),
        title=title.title,
    )
