"""What a checkup rests on: mandate, what was examined and what not, the anchor, the sources."""

from collections import Counter
from dataclasses import dataclass

import polars as pl

from chuandao.cascade.units import UnitTree
from chuandao.catalog.knowledge import causes
from chuandao.report.material import Material
from chuandao.report.whole.chosen_rows import own_evidence, rows_of

_BESIDE = frozenset({"department", "party", "vertical"})


@dataclass(frozen=True)
class CauseScope:
    """One cause: in how many of how many units it was examined, and what the rest would need.

    ``needed`` names tables of the catalogue.
    """

    cause: str
    examined: int
    units: int
    needed: tuple[str, ...]


@dataclass(frozen=True)
class TierScope:
    """One tier: its units, those with documents read, and those with evidence of their own."""

    tier: int
    units: int
    documents: int
    evidence: int


@dataclass(frozen=True)
class Decisions:
    """What a person decided on links and gaps: how many, how many other than the program's word.

    ``set_aside``: decisions whose clause is no longer there or says something else.
    """

    total: int
    differing: int
    set_aside: int


@dataclass(frozen=True)
class Scope:
    """The whole reach of a checkup.

    ``sources``: each source, its observations, whether anchor. ``gaps``, ``cited``, ``notes``: rows
    of the tables ``number_gaps``, ``cited`` and ``document_notes``. ``decisions``: None where no
    person decided anything.
    """

    causes: tuple[CauseScope, ...]
    tiers: tuple[TierScope, ...]
    sources: tuple[tuple[str, int, bool], ...]
    documents: int
    unread: tuple[tuple[str, str], ...]
    anchors: tuple[str, ...]
    gaps: tuple[dict[str, object], ...] = ()
    cited: tuple[dict[str, object], ...] = ()
    notes: tuple[dict[str, object], ...] = ()
    decisions: Decisions | None = None


def scope_of(material: Material) -> Scope:
    """Return what a checkup rests on."""
    documents, unread = rows_of(material, "documents"), rows_of(material, "unread")
    return Scope(
        causes=tuple(_cause(material, cause) for cause in causes()),
        tiers=tuple(_tiers(material)),
        sources=tuple(_sources(material)),
        documents=0 if documents is None else documents.height,
        unread=() if unread is None else tuple(unread.select("file", "reason").iter_rows()),
        anchors=_anchors(material),
        gaps=_records(material, "number_gaps"),
        cited=_records(material, "cited"),
        notes=_records(material, "document_notes"),
        decisions=_decisions(material),
    )


def _decisions(material: Material) -> Decisions | None:
    rows = rows_of(material, "decided")
    if rows is None or rows.is_empty():
        return None
    aside = pl.col("outcome") == "set_aside"
    differing = ~aside & (pl.col("decision") != "accept")
    return Decisions(rows.height, rows.filter(differing).height, rows.filter(aside).height)


def _records(material: Material, table: str) -> tuple[dict[str, object], ...]:
    rows = rows_of(material, table)
    return () if rows is None else tuple(rows.to_dicts())


def _cause(material: Material, cause: str) -> CauseScope:
    coverage = rows_of(material, "coverage")
    if coverage is None:
        return CauseScope(cause, 0, 0, ())
    mine = coverage.filter(pl.col("cause") == cause)
    examined = mine.filter("examined")["unit"].n_unique()
    needed = {one for row in mine["needed"].to_list() for one in row or ()}
    return CauseScope(cause, examined, mine["unit"].n_unique(), tuple(sorted(needed)))


def _tiers(material: Material) -> list[TierScope]:
    tree = material.units
    documents, own = rows_of(material, "documents"), own_evidence(material)
    issued = set() if documents is None else set(documents["unit"].to_list())
    counts = Counter(tree.tier(unit) for unit in tree if _carries(tree, unit))
    known = (unit for unit in issued if unit in tree and _carries(tree, unit))
    with_documents = Counter(tree.tier(unit) for unit in known)
    with_own = Counter(tree.tier(unit) for unit in own if unit in tree)
    return [TierScope(t, counts[t], with_documents[t], with_own[t]) for t in sorted(counts)]


def _carries(tree: UnitTree, unit: str) -> bool:
    """Return whether a unit is a link of the chain: departments stand beside it."""
    return tree.kind(unit) not in _BESIDE


def _sources(material: Material) -> list[tuple[str, int, bool]]:
    stated = {source.source for source in material.settings.sources}
    held = Counter(material.evidence["source"].to_list() if material.evidence.height else [])
    names = [*sorted(held, key=lambda name: (-held[name], name)), *sorted(stated - set(held))]
    return [(name, held[name], name in _anchors(material)) for name in names]


def _anchors(material: Material) -> tuple[str, ...]:
    """Return the declared anchors, or the only source there is."""
    if material.settings.anchors or material.evidence.is_empty():
        return material.settings.anchors
    only = material.evidence["source"].unique().to_list()
    return tuple(only) if len(only) == 1 else ()
