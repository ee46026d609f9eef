"""Web pages: decoded by us, then the main text by a walk that loses nothing of it."""

import logging
import re
import sys
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from chuandao.errors import DocumentError, Problem
from chuandao.sources.documents.decode import REPLACEMENT, Decoded
from chuandao.sources.documents.extracted import Content
from chuandao.sources.documents.txt import damage_notes
from chuandao.sources.documents.web.html_blocks import Block, blocks_of
from chuandao.sources.documents.web.html_frame import (
    MAIN_WORDS,
    drop_frame,
    is_index,
    is_solid,
    words_of,
)

_HEAD = 4096
_TRAFILATURA_LIMIT = 2 << 20
_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|title|div|p|table|article|section|main|span|h[1-6]"
    r"|center|font|ol|ul|br)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(x[0-9a-fA-F]{1,8}|[0-9]{1,8})(?![0-9a-fA-F]);?", re.IGNORECASE)
_WINDOWS = range(0x80, 0xA0)
_ALLOWED = frozenset(map(ord, "\t\n\f\r"))
_FORBIDDEN = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0x85), *range(0x86, 0xA0), 0xFFFE, 0xFFFF} - _ALLOWED, REPLACEMENT
)
_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_SCRIPTS = ("script", "style", "template", "noscript", "iframe", "object", "svg", "canvas")
_CONTROLS = ("button", "select", "input", "textarea")
_TITLES = frozenset({"h1", "h2"})
_TITLE_WORDS = frozenset({"title", "tit", "bt"})
_CRUMB = re.compile(
    r"\W*(?:[您你]?(?:现在|現在|当前|當前)?所?在?的?位置|首页|首頁|Home)\s*[:：>›»]"
)
_SEEN_LONG = 10


def is_html(text: str) -> bool:
    """Return whether decoded text is a web page.

    Examples
    --------
    >>> is_html("<!DOCTYPE html><p>通知</p>"), is_html("一、总体要求")
    (True, False)
    """
    return bool(_PAGE.match(text[:_HEAD].lstrip("\ufeff")))


def declared_encoding(data: bytes) -> str:
    """Return the encoding a page names in its prolog or head; empty where it names none.

    Examples
    --------
    >>> declared_encoding(b'<meta charset="GB2312">')
    'gb2312'
    """
    found = _CHARSET.search(data[:_HEAD])
    return found[1].decode("ascii", "ignore").lower() if found else ""


def read_html(decoded: Decoded) -> Content:
    """Return the main text of a web page, one block a line.

    Scripts, styles, form controls, navigation, page headers, page footers and asides go. The
    main part is the nearest element that holds every sentence, numbered item and data table of
    the page, and all that an independent extractor (trafilatura) keeps; its title and the table
    of document numbers above it stand before it. Where in doubt more is kept, not less.

    Parameters
    ----------
    decoded : Decoded
    """
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(_without_controls(_PROLOG.sub("", decoded.text)).encode(), parser)
    if root is None:
        return Content("", decoded.encoding)
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DocumentError("damaged_document")
    heading = root.findtext(".//title") or ""
    _drop(root, (*_SCRIPTS, *_CONTROLS))
    body = root.find("body")
    lines = _main_lines(root if body is None else body, heading, decoded.text)
    return Content("\n".join(lines), decoded.encoding, (*damage_notes(decoded), *_pictures(root)))


def _without_controls(page: str) -> str:
    """Return a page with characters that no markup may hold, also as references, as U+FFFD.

    References 128 to 159 mean characters of Windows-1252 to every browser; the parser knows.
    """
    return _REFERENCE.sub(_checked, page.translate(_FORBIDDEN))


def _checked(reference: re.Match[str]) -> str:
    digits = reference[1].lower()
    code = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    if code in _WINDOWS:
        return reference[0]
    surrogate = code in range(0xD800, 0xE000)
    return REPLACEMENT if code in _FORBIDDEN or surrogate or code > sys.maxunicode else reference[0]


def _main_lines(body: HtmlElement, heading: str, page: str) -> list[str]:
    drop_frame(body)
    blocks = blocks_of(body)
    kept = _kept_by_trafilatura(page)
    solid = [block for block in blocks if is_solid(block) or _is_kept(block, kept)]
    main = _main_part(body, [block.element for block in solid])
    inside = set(main.iter())
    first = next((i for i, block in enumerate(blocks) if block.element in inside), 0)
    return [
        block.text
        for place, block in enumerate(blocks)
        if block.element in inside or (place < first and _belongs_above(block, heading))
    ]


def _main_part(body: HtmlElement, solid: list[HtmlElement]) -> HtmlElement:
    """Return the nearest element named as main text that holds all solid blocks; else the body."""
    if not solid:
        return body
    around = [{element, *element.iterancestors()} for element in solid]
    shared = set.intersection(*around)
    path = [element for element in (solid[0], *solid[0].iterancestors()) if element in shared]
    sections = [element for element in path if element.tag in {"article", "main"}]
    named = [element for element in path if words_of(element) & MAIN_WORDS]
    return next(iter([*sections[-1:], *(one for one in named if one.tag != "p")]), body)


def _is_kept(block: Block, kept: str) -> bool:
    letters = _letters(block.text)
    linked = block.linked * 2 > len(block.text)
    framing = block.element.tag in _TITLES or is_index(block) or _CRUMB.match(block.text)
    return len(letters) >= _SEEN_LONG and not linked and not framing and letters in kept


def _belongs_above(block: Block, heading: str) -> bool:
    """Whether a line before the main part is its title or says number and date."""
    if block.element.tag in _TITLES or is_index(block):
        return True
    titled = bool(words_of(block.element) & _TITLE_WORDS)
    return titled and _letters(block.text)[:_SEEN_LONG] in _letters(heading)


def _drop(root: HtmlElement, tags: Iterable[str]) -> None:
    for element in list(root.iter(*tags)):
        if element.getparent() is not None:
            element.drop_tree()


def _pictures(root: HtmlElement) -> Iterator[Problem]:
    if count := sum(1 for _ in root.iter("img")):
        yield Problem("pictures_not_read", "note", parameters={"count": count})


def _letters(text: str) -> str:
    return re.sub(r"\W+", "", text)


def _kept_by_trafilatura(page: str) -> str:
    """Return the letters of what trafilatura keeps: a second opinion on what is main text."""
    if len(page) > _TRAFILATURA_LIMIT:
        return ""
    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return _letters(extract(page, include_comments=False) or "")
