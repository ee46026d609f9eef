"""One unit's sheet (體檢情況反饋單) as plain records, from the tables of a run."""

from collections import Counter
from collections.abc import Iterable, Mapping
from math import fsum

from chuandao.catalog.knowledge import causes
from chuandao.catalog.values import values
from chuandao.messages import render
from chuandao.report.bands import (
    ATTENTION,
    BANDS,
    NORMAL,
    UNEXAMINED,
    band_of,
    band_of_step,
    capped,
    worst,
)
from chuandao.report.material import Material
from chuandao.report.material_index import Index, Row
from chuandao.report.paper_words import anchors, needed_words, tier_name
from chuandao.report.sheet.figures import figures, shown
from chuandao.report.sheet.items import items
from chuandao.report.sheet.model import (
    CauseLine,
    Figure,
    Item,
    Passage,
    Quote,
    SheetView,
    TaskLine,
    Unexamined,
)

__all__ = [
    "CauseLine",
    "Figure",
    "Item",
    "Passage",
    "Quote",
    "SheetView",
    "TaskLine",
    "Unexamined",
    "sheet_view",
]

_ROOT = "root"
_LEVEL = "efficacy"


def sheet_view(material: Material, unit: str, language: str) -> SheetView:
    """Return one unit's sheet in a language.

    Parameters
    ----------
    material : Material
    unit : code
        The root has a sheet of its own: what its own documents leave open, what was passed on.
    language : str
        One of ``chuandao.messages.LANGUAGES``.

    Notes
    -----
    Bands stand on the sheet, figures in its annex. What was not examined is never *normal*.
    No sibling is named or quoted, and no anomaly of a reporter is mentioned.

    Raises
    ------
    UnknownUnitError
    """
    return sheet_of(Index(material), unit, language)


def sheet_of(index: Index, unit: str, language: str) -> SheetView:
    """Return one unit's sheet from material that was looked up before (many sheets in a row)."""
    material, units = index.material, index.material.units
    units.position(unit)
    root = unit == units.root
    found = items(index, unit, language)
    return SheetView(
        unit=unit,
        name=units.name(unit),
        path=units.path(unit),
        tier=units.tier(unit),
        tier_name=tier_name(units, units.tier(unit), language),
        root=root,
        village=_village(index, unit),
        case=material.settings.name,
        as_of=material.as_of,
        mandate=material.settings.mandate,
        causes=_causes(index, unit, found, language),
        items=found,
        figures=figures(index, unit, language),
        unexamined=_unexamined(index, unit, found, language),
        tasks=_tasks(index, unit, found),
        from_above=None if root else _from_above(index, unit),
        passed_on=_passed_on(index, unit) if units.children(unit) else None,
        notes=_notes(index, unit, language),
        language=language,
    )


def _causes(
    index: Index, unit: str, found: tuple[Item, ...], language: str
) -> tuple[CauseLine, ...]:
    examined = {row["cause"] for row in index.rows("coverage", unit=unit) if row["examined"]}
    deficits = index.now("deficits", unit=unit)
    own = (_ROOT,) if unit == index.material.units.root else ()
    lines = []
    for cause in (*own, *causes()):
        held = [row["deficit"] for row in deficits if row["cause"] == cause]
        bands = [item.band for item in found if item.cause == cause]
        known = held or bands or cause in examined
        band = capped(_cause_band(held, bands), _strengths(found, cause)) if known else UNEXAMINED
        label = values("finding_cause").label(cause, language)
        lines.append(CauseLine(cause, label, band, len(bands), len(held)))
    return tuple(lines)


def _strengths(found: Iterable[Item], cause: str) -> set[str]:
    return {item.strength for item in found if item.cause == cause}


def _cause_band(deficits: list[float], items_: list[str]) -> str:
    """Return the band of the mean deficit, else of the worst item; items are never *normal*."""
    if not deficits:
        return worst(items_) if items_ else NORMAL
    band = band_of(fsum(deficits) / len(deficits))
    return ATTENTION if band == NORMAL and worst(items_) not in {NORMAL, UNEXAMINED} else band


def _unexamined(
    index: Index, unit: str, found: tuple[Item, ...], language: str
) -> tuple[Unexamined, ...]:
    """Return what was not examined; a cause with items was, in part, whatever is missing."""
    order = {_ROOT: 0, **{cause.cause: cause.order for cause in causes().values()}}
    rows = index.rows("coverage", unit=unit)
    told = {row["cause"] for row in rows}
    examined = {row["cause"] for row in rows if row["examined"]} | {i.cause for i in found}
    wanted: dict[str, list[str]] = {
        cause: [] for cause in causes() if cause not in told and unit != index.material.units.root
    }
    for row in rows:
        if not row["examined"] or row["needed"]:
            wanted.setdefault(row["cause"], []).extend(row["needed"] or ())
    causes_ = [
        _unexamined_cause(cause, wanted[cause], language, partly=cause in examined)
        for cause in sorted(wanted, key=lambda cause: order.get(cause, len(order)))
    ]
    return (*causes_, *_unmeasured(index, unit, language))


def _unexamined_cause(
    cause: str, needed: Iterable[str], language: str, *, partly: bool
) -> Unexamined:
    label = values("finding_cause").label(cause, language)
    return Unexamined(cause, label, needed_words(needed, language), partly)


def _unmeasured(index: Index, unit: str, language: str) -> Iterable[Unexamined]:
    """Say that the level could not be measured, where no figure of the unit may be shown."""
    if unit == index.material.units.root or any(
        shown(index, row) for row in index.now(_LEVEL, unit=unit)
    ):
        return
    label = render("papers.figure.efficacy", language)
    yield Unexamined(_LEVEL, label, needed_words(("evidence",), language))


def _tasks(index: Index, unit: str, found: tuple[Item, ...]) -> tuple[TaskLine, ...]:
    steps = {r["task"]: _step_band(index, r) for r in index.now("retention", unit=unit)}
    by_cause: dict[str, dict[str, str]] = {}
    for row in index.now("deficits", unit=unit):
        by_cause.setdefault(row["task"], {})[row["cause"]] = capped(
            band_of(row["deficit"]), _strengths(found, row["cause"])
        )
    counted = Counter(item.task for item in found)
    known = {*steps, *by_cause, *counted} - {"", None}
    return tuple(
        TaskLine(
            task=task,
            name=index.task_name(task),
            band=steps.get(task, UNEXAMINED),
            causes=by_cause.get(task, {}),
            items=counted[task],
        )
        for task in sorted(known)
    )


def _step_band(index: Index, row: Row) -> str:
    if not shown(index, row):
        return UNEXAMINED
    return band_of_step(row["low"], row["estimate"], row["high"])


def _from_above(index: Index, unit: str) -> Passage:
    drops = index.rows("drops", unit=unit)
    return _passage(index, drops, [_whole_step(index, unit)])


def _passed_on(index: Index, unit: str) -> Passage:
    """Return what the unit's own documents became below, all units below taken together."""
    children = index.material.units.children(unit)
    own = [code for code, title in index.titles.items() if title.unit == unit]
    drops = index.table("drops")
    rows: list[Row] = []
    if not drops.is_empty():
        upper = drops["upper"].str.split("#").list.first()
        rows = drops.filter(drops["unit"].is_in(list(children)) & upper.is_in(own)).to_dicts()
    return _passage(index, rows, [_whole_step(index, child) for child in children])


def _passage(index: Index, drops: Iterable[Row], bands: Iterable[str]) -> Passage:
    rows = list(drops)
    documents = dict.fromkeys(row["upper"].partition("#")[0] for row in rows)
    titles = tuple(index.title(document).title for document in sorted(documents))
    statuses: Mapping[str, int] = Counter(row["status"] for row in rows)
    counted = Counter(bands)
    held = {band: counted[band] for band in (*BANDS, UNEXAMINED) if counted[band]}
    return Passage(titles, dict(sorted(statuses.items())), held)


def _whole_step(index: Index, unit: str) -> str:
    rows = [row for row in index.now("retention", unit=unit) if not row["task"]]
    return _step_band(index, rows[0]) if rows else UNEXAMINED


def _notes(index: Index, unit: str, language: str) -> tuple[str, ...]:
    units = index.material.units
    codes = ["to_verify"]
    codes += ["village"] if _village(index, unit) else []
    codes += ["own_drafting"] if unit == units.root else []
    codes += ["figures"]
    codes += ["anchor" if index.material.settings.anchors else "anchor_absent"]
    named = anchors(index.material.settings, language)
    root = units.name(units.root)
    return tuple(render(f"papers.note.{code}", language, anchor=named, root=root) for code in codes)


def _village(index: Index, unit: str) -> bool:
    """Whether a unit is a village or community: no object of inspection, asked for nothing."""
    return index.material.units.kind(unit) == "self_governing"
