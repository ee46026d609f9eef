"""Numbers of HTML lists, resolved into the text."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from chuandao.sources.documents.word.number_formats import write_number
from chuandao.sources.documents.word.wordml import integer

_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal-leading-zero": "decimalZero",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCountingThousand",
    "simp-chinese-informal": "chineseCountingThousand",
    "trad-chinese-informal": "chineseCountingThousand",
    "cjk-decimal": "ideographDigital",
    "none": "none",
}
_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\s*(?:[(（]?\s*(?:\d{1,3}|[一二三四五六七八九十百]{1,4}|[a-zA-Z])\s*[)）.．、]"
    r"|第[一二三四五六七八九十百\d]{1,5}[章节節条條款项項]|[一二三四五六七八九十]是|[①-⑳])"
)


@dataclass
class Counter:
    """The running number of one ``<ol>``."""

    following: int
    step: int
    number_format: str

    def number(self, item: HtmlElement) -> str:
        """Return the number that stands before an item; empty where the list shows none.

        An item that brings a number of its own words gets no second one: there the style
        sheet, which is not read, hides the list's.
        """
        stated = integer(item.get("value"))
        here = self.following if stated is None else stated
        self.following = here + self.step
        if self.number_format == "none" or _NUMBERED.match(item.text_content()[:12]):
            return ""
        written = write_number(here, self.number_format)
        return f"{written}. " if written.isascii() else f"{written}、"


def counter_of(element: HtmlElement) -> Counter:
    """Return the counter of an ``<ol>``: its start, direction and kind of number."""
    style = _STYLE.search(element.get("style") or "")
    wish = style[1].lower() if style else element.get("type", "1")
    backwards = element.get("reversed") is not None
    start = integer(element.get("start"))
    if start is None:
        start = sum(1 for item in element if item.tag == "li") if backwards else 1
    return Counter(start, -1 if backwards else 1, _FORMATS.get(wish, "decimal"))
