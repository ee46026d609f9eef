"""The page that shows what was understood of documents, each field coloured over their text.

One file that asks for nothing: style and script stand in it, and a content security policy
that knows them by their hash keeps anything else from running. Text and colours are there
without the script; what is chosen in the legend is a matter of style alone.
"""

import base64
import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.cascade.units import UnitTree
from chuandao.catalog.values import values
from chuandao.errors import Problem
from chuandao.messages import has, language_of, render
from chuandao.report.page_template import page_source, page_template
from chuandao.report.understood.drawn import drawing
from chuandao.report.understood.fields import Field, field_name, shown_fields
from chuandao.report.understood.model import DocumentView, Gap
from chuandao.report.understood.view import document_view

_SCRIPT = "understood.js"
_STYLE = "understood.css"


def understood_page(
    documents: Sequence[Understood],
    language: str = "zh-Hans",
    unread: Sequence[Problem] = (),
    units: UnitTree | None = None,
) -> str:
    r"""Return one self-contained HTML page: documents as they stand, and what was read in them.

    Parameters
    ----------
    documents : sequence of Understood
        With several, the page has a chooser.
    language : str
        One of ``chuandao.messages.LANGUAGES``; the documents stay as they are.
    unread : sequence of Problem
        Files that were not read, and why; they are listed on the page.
    units : UnitTree, optional
        Of a case: the page tells the unit that issued each document.

    Notes
    -----
    Every character of a document's text stands on the page, in order (control characters by
    their pictures). The same documents give the same bytes.

    Examples
    --------
    >>> from chuandao.cascade.tracing.understanding.understood import understand
    >>> from chuandao.sources.documents import Extracted
    >>> page = "关于茶叶的意见\n各镇：\n一、2025年底前建茶园3个。"
    >>> read = understand(Extracted("<a>.txt", page, "txt", "utf-8", "", 1.0), "a")
    >>> html = understood_page([read], "en")
    >>> html[:15], "&lt;a&gt;.txt" in html, "<a>.txt" in html
    ('<!doctype html>', True, False)
    """
    words = Words(language_of(language))
    views = [document_view(d, f"d{n}", words.language, units) for n, d in enumerate(documents, 1)]
    shown = shown_fields({code for view in views for code in view.counts}, words.language)
    style = page_source(_STYLE) + switches(shown, _kinds(views))
    script = page_source(_SCRIPT)
    signs = {field.code: field.sign for field in shown}
    return page_template("understood.html.j2").render(
        anchor=_anchor,
        control=_pictured,
        fields=_grouped(shown),
        heads=lambda view: {_anchor(view, leaf.start) for leaf in view.tree if not leaf.clause},
        kinds=_kinds(views),
        marked=drawing(words.told, signs, _pictured),
        policy=_policy(style, script),
        script=script,
        signs=signs,
        style=style,
        title=views[0].name if len(views) == 1 else words.say("title"),
        total=sum((Counter(view.counts) for view in views), Counter()),
        unread=unread,
        views=views,
        words=words,
    )


class Words:
    """Everything the page says, in one language.

    Examples
    --------
    >>> Words("en").kind("task"), Words("en").field("lead")
    ('Task', 'Lead unit')
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def say(self, code: str, **parameters: object) -> str:
        """Return a sentence of the page."""
        return render(f"show_page.{code}", self.language, **parameters)

    def field(self, code: str) -> str:
        """Return the name of a field."""
        return field_name(code, self.language)

    def told(self, field: str, value: str) -> str:
        """Return what a mark says when it is pointed at."""
        return self.say("told", field=self.field(field), value=value)

    def kind(self, code: str) -> str:
        """Return the name of a kind of clause."""
        return values("clause_kind").label(code, self.language)

    def gap(self, gap: Gap) -> str:
        """Return what is missing, and of how many clauses."""
        return self.say(f"gap.{gap.code}", count=len(gap.places))

    def gap_note(self, gap: Gap) -> str:
        """Return what a reader should make of it, if there is something to say."""
        code = f"gap.{gap.code}.note"
        return self.say(code) if has(f"show_page.{code}") else ""


def switches(fields: Iterable[Field], kinds: Iterable[str]) -> str:
    """Return the style that hides a field, or folds a kind of clause, where its box is empty.

    Examples
    --------
    >>> print(switches([], ["task"]))
    body:has(#k-task:not(:checked)) [data-kind="task"]{display:none}
    .off-k-task [data-kind="task"]{display:none}
    """
    rules = []
    for box, seen, rule in _rules(fields, kinds):
        hidden = f"{seen}{{{rule}}}"
        rules += [f"body:has(#{box}:not(:checked)) {hidden}", f".off-{box} {hidden}"]
    return "\n".join(rules)


def _rules(fields: Iterable[Field], kinds: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield (box, selector, rule): once for browsers that know :has, once for the script."""
    for field in fields:
        mark = f".m.f-{field.code}"
        yield f"f-{field.code}", mark, "border-color:transparent;background:none"
        yield f"f-{field.code}", f"{mark}::before", "display:none"
    for kind in kinds:
        yield f"k-{kind}", f'[data-kind="{kind}"]', "display:none"


def _grouped(fields: Sequence[Field]) -> list[tuple[str, list[Field]]]:
    groups: dict[str, list[Field]] = {}
    for field in fields:
        groups.setdefault(field.group, []).append(field)
    return list(groups.items())


def _kinds(views: Iterable[DocumentView]) -> dict[str, int]:
    """Return the kinds of clauses and how many there are, in the order of the catalogue."""
    found = sum((Counter(view.kinds) for view in views), Counter())
    order = [value.value for value in values("clause_kind").values]
    return {kind: found[kind] for kind in [*order, *sorted(set(found) - set(order))] if found[kind]}


def _anchor(view: DocumentView, start: int) -> str:
    """Return the anchor of the block in which a character stands."""
    at = max(bisect_right(view.starts, start) - 1, 0)
    return f"{view.key}-{view.starts[at]}" if view.starts else view.key


def _pictured(text: str) -> str:
    """Return text with control characters as their pictures: a browser would drop them."""
    return text.translate(_PICTURES)


_PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {127: 0x2421}


def _policy(style: str, script: str) -> str:
    """Return a policy under which nothing runs but our script and nothing is fetched."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src 'sha256-{_digest(style)}'; script-src 'sha256-{_digest(script)}'"
    )


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
