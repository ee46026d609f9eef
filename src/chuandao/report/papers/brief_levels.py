"""What a brief says of the state: what was traced, what arrives at each tier, what is lost."""

from collections import Counter
from collections.abc import Iterable, Mapping

from chuandao.catalog.knowledge import causes, signs
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.material_index import Index, Row
from chuandao.report.paper_words import (
    anchors,
    joined,
    needed_words,
    percent,
    points,
    tier_name,
)
from chuandao.report.papers.notes import MARK, Notes, with_mark
from chuandao.report.papers.paper import Piece
from chuandao.report.whole.causes_view import causes_view

Paragraph = tuple[Piece, ...]
_NEEDED = 2  # tables a cause
_COUNTED = ("faithful", "localised")


def progress(index: Index, notes: Notes, language: str) -> list[Paragraph]:
    """Return the paragraphs on progress: what the documents show, what is delivered."""
    traced = [_traced(index, notes, language)] if index.rows("documents") else []
    return [*traced, _levels(index, notes, language)]


def reasons(index: Index, notes: Notes, language: str) -> list[Paragraph]:
    """Return the paragraphs on causes: what goes with the loss, what was not examined."""
    return [_attribution(index, notes, language), *_unexamined(index, language)]


def deepest(rows: Iterable[Row]) -> list[Row]:
    """Return the rows over all tasks whose chains reach the lowest tier."""
    whole = [row for row in rows if not row["task"]]
    lowest = max((row["leaf_tier"] for row in whole), default=0)
    return [row for row in whole if row["leaf_tier"] == lowest]


def _traced(index: Index, notes: Notes, language: str) -> Paragraph:
    links = index.rows("links", rank=1, relation="parent")
    labels = Counter(row["labels"][0] if row["labels"] else "" for row in links)
    words = render(
        "papers.brief.traced",
        language,
        documents=index.table("documents").height,
        clauses=index.table("clauses").height,
        links=len(links),
        faithful=labels["faithful"],
        localised=labels["localised"],
        others=_others(labels, language),
        mark=MARK,
    )
    unread = index.table("unread").height
    return with_mark(words, notes.mark(render("papers.brief.traced_note", language, unread=unread)))


def _others(labels: Mapping[str, int], language: str) -> str:
    """Say what the other links are, so that the parts add up to all links."""
    named = values("change_label")
    order = [value.value for value in named.values if value.value not in _COUNTED]
    told = {named.label(code, language): labels[code] for code in order if labels[code]}
    if labels[""]:
        told[render("papers.brief.unlabelled", language)] = labels[""]
    parts = [
        render("papers.brief.links", language, label=label, count=count)
        for label, count in told.items()
    ]
    return render("papers.brief.others", language, parts=joined(parts, language)) if parts else ""


def _levels(index: Index, notes: Notes, language: str) -> Paragraph:
    units = index.material.units
    rows = deepest(index.now("tiers", unit=units.root))
    above = units.tier(units.root)
    below = [row for row in sorted(rows, key=lambda row: row["tier"]) if row["tier"] > above]
    if not below:
        needed = joined(needed_words(("evidence",), language), language)
        return (Piece(render("papers.brief.levels_absent", language, needed=needed)),)
    said = [_level(index, row, language) for row in below]
    levels = render("papers.clause_separator", language).join(said)
    root = units.name(units.root)
    words = render("papers.brief.levels", language, root=root, levels=levels, mark=MARK)
    return with_mark(words, notes.mark(_levels_note(index, below[0], language)))


def _level(index: Index, row: Row, language: str) -> str:
    return render(
        "papers.brief.level",
        language,
        tier=tier_name(index.material.units, row["tier"], language),
        value=percent(row["efficacy"]),
        low=percent(row["low"]),
        high=percent(row["high"]),
        retention=percent(row["retention"]),
    )


def _levels_note(index: Index, row: Row, language: str) -> str:
    evidence = index.material.evidence
    return render(
        "papers.brief.levels_note",
        language,
        weighting=values("weighting").label(row["weighting"], language),
        period=row["period"] or render("papers.brief.all_periods", language),
        count=evidence.height,
        sources=_sources(index, language),
        anchor=anchors(index.material.settings, language),
    )


def _sources(index: Index, language: str) -> str:
    evidence = index.material.evidence
    if evidence.is_empty():
        return ""
    named = values("evidence_source")
    parts = [
        render("papers.source.count", language, source=named.label(source, language), count=count)
        for source, count in evidence.group_by("source").len().sort("source").iter_rows()
    ]
    return render("papers.bracket", language, words=joined(parts, language))


def _attribution(index: Index, notes: Notes, language: str) -> Paragraph:
    units = index.material.units
    exact = causes_view(index.material)
    if exact is None:
        return (Piece(render("papers.brief.attribution_absent", language)),)
    view = exact.printed
    lost = {cause: view.of_cause(cause) for cause in view.causes}
    parts = [_part(cause, loss, language) for cause, loss in lost.items() if loss is not None]
    words = render(
        "papers.brief.attribution",
        language,
        root=units.name(units.root),
        leaf=tier_name(units, view.leaf_tier, language),
        loss=points(view.loss),
        parts=joined(parts, language),
        mark=MARK,
    )
    return with_mark(words, notes.mark(render("papers.brief.attribution_note", language)))


def _part(cause: str, loss: float, language: str) -> str:
    if cause in causes():
        label = causes()[cause].label(language)
        return render("papers.brief.part_cause", language, cause=label, loss=points(loss))
    label = render(f"papers.brief.part.{cause}", language)
    return render("papers.brief.part_bare", language, cause=label, loss=points(loss))


def _unexamined(index: Index, language: str) -> list[Paragraph]:
    """Return one paragraph on the causes that were examined nowhere."""
    rows = index.rows("coverage")
    examined = {row["cause"] for row in rows if row["examined"]}
    missing = [cause for cause in causes() if cause not in examined]
    if not missing:
        return []
    wanted = {name for row in rows if row["cause"] in missing for name in row["needed"] or ()}
    needed = needed_words(_first_tables(missing, wanted), language)
    code = "papers.brief.unexamined" if needed else "papers.brief.unexamined_bare"
    labels = joined((causes()[cause].label(language) for cause in missing), language)
    words = render(code, language, causes=labels, needed=joined(needed, language))
    return [(Piece(words),)]


def _first_tables(missing: Iterable[str], wanted: set[str]) -> list[str]:
    """Return for each cause the first tables that its first signs rest on and that are absent."""
    found = []
    for cause in missing:
        held = (table for s in signs().values() if s.cause == cause for table in s.tables)
        found += list(dict.fromkeys(table for table in held if table in wanted))[:_NEEDED]
    return found
