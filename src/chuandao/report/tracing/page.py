"""The page that shows a trace (條目對照): two texts side by side, what became of every clause.

One file that asks for nothing: style, script and data stand in it, and a content security
policy that knows the script by its hash keeps anything else from running.
"""

import base64
import hashlib
from collections.abc import Mapping

from chuandao.messages import language_of
from chuandao.report.page_template import page_source, page_template
from chuandao.report.ratchets.chart import draw_ratchet
from chuandao.report.ratchets.words import RatchetWords
from chuandao.report.tracing.around import around
from chuandao.report.tracing.indices import indices
from chuandao.report.tracing.model import (
    DIRECTIONS,
    LABELS,
    RELATIONS,
    SIGNS,
    STATUSES,
    Pair,
    TraceView,
)
from chuandao.report.tracing.payload import basis, payload
from chuandao.report.tracing.quotes import quoted
from chuandao.report.tracing.records import read_trace
from chuandao.report.tracing.rows import rows
from chuandao.report.tracing.view import tiers_of, trace_view
from chuandao.report.tracing.words import Words

STYLES = ("trace.css", "ratchets.css")
SCRIPTS = ("trace_draw.js", "trace_panel.js", "trace.js")
"""One module, in three files for those who read it."""


def trace_page(trace: Mapping[str, object], language: str = "zh-Hans", title: str = "") -> str:
    """Return one self-contained HTML page that shows a trace.

    Parameters
    ----------
    trace : mapping
        The structure that ``chuandao trace … --json`` writes (schema 1): offsets are code
        points of each document's ``text``.
    language : str
        One of ``chuandao.messages.LANGUAGES``; the documents stay as they are.
    title : str
        Heading of the page; without one, the name of the root document.

    Raises
    ------
    UsageError
        ``trace`` is not such a structure.

    Notes
    -----
    The same trace gives the same bytes. A record that names a clause which the trace does not
    hold is listed on the page as not placed, never left out in silence.

    Examples
    --------
    >>> page = trace_page({"schema": 1, "documents": []}, "en", title="<Trace>")
    >>> page[:15], "<title>&lt;Trace&gt;" in page
    ('<!doctype html>', True)
    """
    words = Words(language_of(language))
    record = quoted(read_trace(trace))
    view = trace_view(record)
    tell = RatchetWords(language_of(language), named=bool(tiers_of(record)))
    style, script = "".join(map(page_source, STYLES)), "".join(map(page_source, SCRIPTS))
    return page_template("trace.html.j2").render(
        around=around(trace, {d.id: d.name for d in view.documents}, words.language),
        cited=_cited(view),
        draw_ratchet=lambda chain: draw_ratchet(chain, tell),
        tell=tell,
        basis=lambda pair: basis(view, pair, words),
        data=payload(view, words),
        groups=_groups(view),
        indices=indices(view, record.indices, record.survival, words),
        kinds={
            "labels": _labels(view),
            "statuses": STATUSES,
            "signs": SIGNS,
            "directions": DIRECTIONS,
        },
        name_of=lambda document: view.document(document).name,
        policy=_policy(style, script),
        rows=lambda pair: rows(view, pair),
        script=script,
        style=style,
        title=title or (view.documents[0].name if view.documents else words.say("title")),
        view=view,
        words=words,
    )


def _groups(view: TraceView) -> list[tuple[str, list[tuple[int, Pair]]]]:
    """Return the numbered pairs by relation, for one table of counts each."""
    every = list(enumerate(view.pairs, 1))
    others = [name for name in RELATIONS if name not in {"parent", "root"}]
    named = {"parent": {"parent"}, "root": {"root"}, "other": {*others, ""}}
    found = ((key, [p for p in every if p[1].relation in names]) for key, names in named.items())
    return [(key, pairs) for key, pairs in found if pairs]


def _cited(view: TraceView) -> dict[str, str]:
    """Return how each clause is cited: its document's name and its path."""
    return {
        block.clause: f"{document.name} {block.path}"
        for document in view.documents
        for block in document.clauses
    }


def _labels(view: TraceView) -> dict[str, str]:
    """Return the labels and their families, with those that only this trace has at the end."""
    found = {label for pair in view.pairs for label in pair.labels}
    return LABELS | dict.fromkeys(sorted(found.difference(LABELS)), "other")


def _policy(style: str, script: str) -> str:
    """Return a policy under which nothing runs but our script and nothing is fetched."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
