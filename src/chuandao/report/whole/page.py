"""The whole report (體檢報告) of a checkup as one page: figures, sheets, method, glossary.

One file that asks for nothing: style, script and drawings stand in it, and a content security
policy that knows style and script by their hashes keeps anything else from running.
"""

import base64
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter

from chuandao.cascade.units import UnitTree
from chuandao.catalog.knowledge import causes
from chuandao.messages import language_of
from chuandao.report.material import Material
from chuandao.report.material_index import Index
from chuandao.report.measures_view import measures_view
from chuandao.report.mechanisms.view import mechanisms
from chuandao.report.page_template import page_source, page_template
from chuandao.report.ratchets.chart import draw_ratchet
from chuandao.report.ratchets.words import RatchetWords
from chuandao.report.sheet.model import SheetView
from chuandao.report.whole.around import around
from chuandao.report.whole.causes_chart import draw_causes
from chuandao.report.whole.funnel_chart import draw_funnel
from chuandao.report.whole.funnel_view import Point
from chuandao.report.whole.heat_map import Column, HeatMap
from chuandao.report.whole.sankey import ENDED, STATES
from chuandao.report.whole.sankey_chart import draw_sankey
from chuandao.report.whole.scope_view import Scope
from chuandao.report.whole.stairs_chart import draw_small_stairs, draw_stairs
from chuandao.report.whole.view import checkup_view, matters_of
from chuandao.report.whole.words import CheckupWords

STYLES = ("checkup.css", "checkup_charts.css", "checkup_sheets.css", "ratchets.css")
SCRIPTS = ("checkup.js",)
SECTIONS = (
    "scope",
    "stairs",
    "causes",
    "heat",
    "flow",
    "funnel",
    "blockages",
    "mechanisms",
    "sheets",
    "measures",
    "method",
)
"""The sections of the report in their order; each has a template of its own."""

MARKS = {"normal": "·", "attention": "◐", "severe": "●", "unclear": "?", "unexamined": ""}
"""The mark that stands beside the colour of each band."""


def checkup_page(material: Material, language: str = "zh-Hans") -> str:
    """Return one self-contained HTML page that reports a whole checkup.

    Parameters
    ----------
    material : Material
        The tables of a run. What a table that is not there would have shown reads *not
        examined*, with what would be needed.
    language : str
        One of ``chuandao.messages.LANGUAGES``; quotations stay as they are.

    Notes
    -----
    The same material gives the same bytes. Units stand in administrative order, nowhere by
    their figures; reporters' anomalies are not part of the report. Without a script the page
    can be read in full; ``#unit=CODE`` opens a unit's sheet.

    Examples
    --------
    >>> from datetime import date
    >>> import polars as pl
    >>> from chuandao.cascade.settings import Settings
    >>> from chuandao.cascade.units import grow
    >>> units = grow(pl.DataFrame({"unit": ["1", "11"], "name": ["清河市", "<柳河县>"],
    ...     "tier": [0, 1], "parent": [None, "1"]}))
    >>> nothing = pl.DataFrame()
    >>> bare = Material(Settings("<Qinghe>"), date(2026, 6, 30), units, {},
    ...     nothing, nothing, nothing, {})
    >>> page = checkup_page(bare, "en")
    >>> "<title>&lt;Qinghe&gt;" in page, "not examined" in page
    (True, True)
    """
    tongue = language_of(language)
    words = CheckupWords(tongue, material.units)
    view = checkup_view(material, tongue)
    tell = RatchetWords(tongue)
    style, script = _joined(STYLES) + _running_foot(words), _joined(SCRIPTS)
    return page_template("checkup.html.j2").render(
        anchor_statement=_anchor(words, view.scope),
        around=around(view.scope, _unit_names(material.units), tongue),
        causes=tuple(causes()),
        draw=_drawings(words, tell),
        heat_groups=_heat_groups(view.heat),
        in_order=partial(_in_order, material.units),
        index=Index(material),
        marks=MARKS,
        material=material,
        matters_of=matters_of,
        measures=measures_view(material, tongue),
        mechanisms=mechanisms(material, tongue),
        policy=_policy(style, script),
        script=script,
        sections=SECTIONS,
        sheet_groups=_sheet_groups(view.sheets),
        sources_told=_sources(words, view.scope),
        states={"all": STATES, "ended": ENDED},
        style=style,
        tell=tell,
        unexamined_names=[words.cause(c.cause) for c in view.scope.causes if not c.examined],
        view=view,
        with_sheets=frozenset(sheet.unit for sheet in view.sheets),
        words=words,
    )


def _drawings(words: CheckupWords, tell: RatchetWords) -> Mapping[str, Callable[..., str]]:
    """Return what draws each figure, by name."""
    return {
        "stairs": partial(draw_stairs, words=words),
        "small_stairs": partial(draw_small_stairs, words=words),
        "causes": partial(draw_causes, words=words),
        "sankey": partial(draw_sankey, words=words),
        "funnel": partial(draw_funnel, words=words),
        "ratchet": partial(draw_ratchet, tell=tell),
    }


def _running_foot(words: CheckupWords) -> str:
    """Return the style by which every printed page bears what the report is not."""
    told = words.say("footer").replace("\\", "").replace('"', "")
    box = f'content: "{told}"; font: 8pt sans-serif; color: #565d66;'
    number = "content: counter(page); font: 8pt sans-serif; color: #565d66;"
    return f"@page {{ @bottom-center {{ {box} }} @bottom-right {{ {number} }} }}\n"


def _anchor(words: CheckupWords, scope: Scope) -> str:
    """Return in plain words on what the level of all figures rests."""
    if not scope.anchors:
        return words.say("anchor.none")
    named = words.listed(words.value("evidence_source", source) for source in scope.anchors)
    return words.say("anchor.stated", sources=named)


def _unit_names(units: UnitTree) -> dict[str, str]:
    return {unit: units.name(unit) for unit in units}


def _sources(words: CheckupWords, scope: Scope) -> str:
    """Return the sources of evidence with how many observations each has."""
    return words.listed(
        words.say("source", name=words.value("evidence_source", name), n=n)
        for name, n, _ in scope.sources
    )


@dataclass(frozen=True)
class _HeatGroup:
    cause: str
    columns: tuple[Column, ...]


def _heat_groups(heat: HeatMap | None) -> tuple[_HeatGroup, ...]:
    """Return the columns of the map by cause, for the two rows of its heading."""
    grouped = groupby(heat.columns if heat else (), key=attrgetter("cause"))
    return tuple(_HeatGroup(cause, tuple(columns)) for cause, columns in grouped)


def _sheet_groups(sheets: tuple[SheetView, ...]) -> list[list[SheetView]]:
    """Return the sheets below the root by the unit right under it, which stands first."""
    groups: list[list[SheetView]] = []
    for sheet in sheets:
        if sheet.tier == 1 or (not groups and not sheet.root):
            groups.append([sheet])
        elif not sheet.root:
            groups[-1].append(sheet)
    return groups


def _in_order(units: UnitTree, points: Iterable[Point]) -> list[Point]:
    return sorted(points, key=lambda point: units.position(point.unit))


def _policy(style: str, script: str) -> str:
    """Return a policy under which nothing runs but our script and nothing is fetched."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _joined(names: tuple[str, ...]) -> str:
    return "".join(map(page_source, names))
