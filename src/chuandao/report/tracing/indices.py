"""The indices of the documents and the survival of the tasks, as words for the page of a trace."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuandao.catalog.values import values
from chuandao.catalog.words import label_of
from chuandao.report.tracing.model import TraceView
from chuandao.report.tracing.records import Index, Survival
from chuandao.report.tracing.words import Words

SHOWN = (
    "coverage",
    "specifics_kept",
    "purpose_carried",
    "localisation",
    "copy_vertical",
    "copy_horizontal",
    "undigested_markers",
    "burden_added",
    "forwarding_lag",
)
"""The indices that the page shows; the tables of the run hold all of them."""

_WHOLE = frozenset({"undigested_markers", "burden_added", "forwarding_lag"})


@dataclass(frozen=True)
class Figure:
    """A value and its interval in words; both empty where nothing could be observed."""

    value: str = ""
    interval: str = ""


@dataclass(frozen=True)
class Indices:
    """Two tables: documents by indices, clauses of the roots by tiers."""

    headings: tuple[tuple[str, str], ...]
    documents: tuple[tuple[str, int, tuple[Figure, ...]], ...]
    tiers: tuple[str, ...]
    tasks: tuple[tuple[str, tuple[Figure, ...]], ...]


def indices(
    view: TraceView, found: Sequence[Index], survival: Sequence[Survival], words: Words
) -> Indices:
    """Return the two tables; documents without any index, such as the roots, have no line."""
    held: dict[str, dict[str, Index]] = {}
    for one in found:
        held.setdefault(one.document, {})[one.index] = one
    named = {value.value: value for value in values("text_index").values}
    language = words.language
    headings = tuple(
        (
            label_of(named[index].label_en, named[index].label_zh, language),
            label_of(named[index].meaning_en, named[index].meaning_zh, language),
        )
        for index in SHOWN
    )
    documents = tuple(
        (document.name, document.depth, tuple(_figure(held[document.id], i, words) for i in SHOWN))
        for document in view.documents
        if held.get(document.id, {}).keys() & set(SHOWN)
    )
    tiers = sorted({one.tier for one in survival})
    return Indices(
        headings,
        documents,
        tuple(words.tier(str(tier)) for tier in tiers),
        _tasks(view, survival, tiers, words),
    )


def _figure(held: Mapping[str, Index], index: str, words: Words) -> Figure:
    one = held.get(index)
    if one is None or one.value is None:
        return Figure()
    if index in _WHOLE:
        return Figure(f"{one.value:.0f}")
    return Figure(words.share(one.value), _interval(one.low, one.high, words))


def _interval(low: float | None, high: float | None, words: Words) -> str:
    return "" if low is None or high is None else f"{words.share(low)}–{words.share(high)}"


def _tasks(
    view: TraceView, survival: Sequence[Survival], tiers: Sequence[int], words: Words
) -> tuple[tuple[str, tuple[Figure, ...]], ...]:
    """Return the clauses of the roots in their order, each with what is left on every tier."""
    held: dict[str, dict[int, Survival]] = {}
    for one in survival:
        held.setdefault(one.task, {})[one.tier] = one
    return tuple(
        (
            f"{document.name} {block.path}",
            tuple(_left(held[block.clause].get(t), words) for t in tiers),
        )
        for document in view.documents
        for block in document.clauses
        if block.clause in held
    )


def _left(one: Survival | None, words: Words) -> Figure:
    if one is None:
        return Figure()
    return Figure(words.share(one.survival), _interval(one.low, one.high, words))
