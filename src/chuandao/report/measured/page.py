"""The summary of a measurement (測算說明) as one page that an auditor can follow."""

from functools import partial

from chuandao.catalog.knowledge import causes
from chuandao.catalog.thresholds import threshold
from chuandao.messages import language_of
from chuandao.report.material import Material
from chuandao.report.material_index import Index
from chuandao.report.measured.text import lead
from chuandao.report.measured.view import MeasuredView
from chuandao.report.measured.words import MeasuredWords
from chuandao.report.page_policy import policy_of
from chuandao.report.page_template import page_source, page_template
from chuandao.report.whole.causes_chart import draw_causes
from chuandao.report.whole.stairs_chart import draw_small_stairs, draw_stairs

STYLES = ("checkup.css", "checkup_charts.css", "measure.css")
SECTIONS = (
    "basis",
    "stairs",
    "causes",
    "blockages",
    "effects",
    "example",
    "formulae",
    "assumed",
)
"""The sections in their order; stairs, causes and blockages are those of the whole report."""

_SHARED = frozenset({"stairs", "causes", "blockages"})
SIGNS = {"step": "α", "cause": "β", "source": "b", "spread": "σ", "noise": "τ", "other": ""}


def measured_page(material: Material, view: MeasuredView, language: str = "zh-Hans") -> str:
    """Return one self-contained HTML page: what was measured, on what, by what, and what not.

    Parameters
    ----------
    material : Material
    view : MeasuredView
    language : str
        One of ``chuandao.messages.LANGUAGES``.

    Notes
    -----
    No script: everything can be read, printed and filed as it is. Reporters' anomalies are not
    on the page. The same material gives the same bytes.
    """
    words = MeasuredWords(language_of(language), material.units)
    style = "".join(map(page_source, STYLES))
    return page_template("measure.html.j2").render(
        anchor_statement=words.anchors(view),
        causes=tuple(causes()),
        draw={
            "stairs": partial(draw_stairs, words=words.page),
            "small_stairs": partial(draw_small_stairs, words=words.page),
            "causes": partial(draw_causes, words=words.page),
        },
        fdr=threshold("blockage_fdr"),
        index=Index(material),
        lead=lead(material, view, words),
        material=material,
        policy=policy_of(style),
        sections=SECTIONS,
        shared=_SHARED,
        style=style,
        signs=SIGNS,
        tell=words,
        view=view,
        with_sheets=frozenset(),
        words=words.page,
    )
