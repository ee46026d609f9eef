"""What frames a web page (navigation, page head and foot), told from what it says."""

import re
from itertools import islice

from lxml.html import HtmlElement

from chuandao.sources.documents.web.html_blocks import Block, blocks_of

_FRAME_TAGS = frozenset({"nav", "header", "footer", "aside"})
_FRAME_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
_FOOT_WORDS = frozenset({"footer", "foot", "copyright"})
_NAMED = (
    "nav navbar menu breadcrumb breadcrumbs crumb crumbs share bdsharebuttonbox sidebar header"
    " position location toolbar search login topbar banner top"
)
_NAMED_WORDS = frozenset(_NAMED.split())
_MAIN = "article content main trs zoom ucap editor text body detail con view wz nr zw"
MAIN_WORDS = frozenset(_MAIN.split())
_NEVER = frozenset({"html", "body", "tbody"})
_NUMBER_LABEL = re.compile("发文字号|發文字號|文号|文號|成文日期|索引号|索引號|发文机关|發文機關")
_SENTENCE = re.compile(r"[。；！？]|[.;!?](?:\s|$)")
_NUMBERED = re.compile(
    r"[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十]+[章条條]"
)
_LONG, _NUMBERED_LONG, _INDEX_LONG, _INDEX_PIECES = 16, 6, 400, 40
_FOOT_SHARE = 0.25
_TAG_SHARE = 0.5
_NOTHING = 0.0
_KEEP = -1.0


def is_solid(block: Block) -> bool:
    """Return whether a line is body text by its looks: a sentence, a numbered item, a data row."""
    if block.linked * 2 > len(block.text):
        return False
    if block.element.tag == "tr" and "\t" in block.text:
        return not is_index(block)
    if len(block.text) >= _LONG and _SENTENCE.search(block.text):
        return True
    return len(block.text) >= _NUMBERED_LONG and bool(_NUMBERED.match(block.text))


def is_index(block: Block) -> bool:
    """Return whether a line is part of the table that names a document's index and number."""
    table = next(block.element.iterancestors("table"), block.element)
    beginning = "".join(islice(table.itertext(), _INDEX_PIECES))[:_INDEX_LONG]
    return bool(_NUMBER_LABEL.search(re.sub(r"\s+", "", beginning)))


def words_of(element: HtmlElement) -> set[str]:
    """Return the words of an element's id and class, e.g. ``trs`` and ``editor``."""
    named = f"{element.get('id') or ''} {element.get('class') or ''}"
    return set(re.split(r"[\s_-]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", named).lower())) - {""}


def drop_frame(body: HtmlElement) -> None:
    """Drop the elements that frame a page, each only as far as it holds little body text.

    A ``nav``, ``header``, ``footer`` or ``aside`` stays where it holds more than half of the
    page's solid lines (a tag left open swallows the text), an element that is only named a foot
    where it holds more than a quarter, one named otherwise (``position``, ``share``) where it
    holds any.
    """
    whole = sum(map(_weight, blocks_of(body)))
    for element in list(body.iter()):
        limit = _most_it_may_hold(element)
        if limit == _KEEP or element is body or not _is_below(element, body):
            continue
        weight = sum(map(_weight, blocks_of(element)))
        if weight <= limit * whole and not _holds_the_title(element, body):
            element.drop_tree()


def _most_it_may_hold(element: HtmlElement) -> float:
    words = words_of(element)
    if element.tag in _NEVER or _belongs_to_article(element):
        return _KEEP
    if element.tag in _FRAME_TAGS or element.get("role") in _FRAME_ROLES:
        return _TAG_SHARE
    if words & MAIN_WORDS:
        return _KEEP
    if words & _FOOT_WORDS:
        return _FOOT_SHARE
    return _NOTHING if words & _NAMED_WORDS else _KEEP


def _belongs_to_article(element: HtmlElement) -> bool:
    """Whether a header or footer is the article's, not the page's."""
    within = any(True for _ in element.iterancestors("article", "main"))
    return within and element.tag in {"header", "footer"}


def _holds_the_title(element: HtmlElement, body: HtmlElement) -> bool:
    """Whether the only first heading of the page stands here."""
    return element.find(".//h1") is not None and len(body.findall(".//h1")) == 1


def _is_below(element: HtmlElement, body: HtmlElement) -> bool:
    return any(ancestor is body for ancestor in element.iterancestors())


def _weight(block: Block) -> int:
    return len(block.text) if is_solid(block) else 0
