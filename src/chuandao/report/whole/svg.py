"""Drawing in SVG: elements as text, every word and number escaped, the same bytes each time."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import NewType

Drawing = NewType("Drawing", str)
"""Markup that was made here and may stand in a page as it is."""

Value = str | float | None


@dataclass(frozen=True)
class Frame:
    """The room of a drawing, in its own units: the plot inside margins, and its scale."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    most: float = 1.0
    least: float = 0.0

    @property
    def inner(self) -> float:
        """Width of the plot."""
        return self.width - self.left - self.right

    @property
    def floor(self) -> float:
        """Where the plot ends below."""
        return self.height - self.bottom

    def y(self, value: float) -> float:
        """Return the height at which a value stands."""
        share = (value - self.least) / (self.most - self.least)
        return self.floor - share * (self.floor - self.top)


def node(name: str, *children: Drawing | str, **attributes: Value) -> Drawing:
    """Return one element.

    Parameters
    ----------
    name : str
    *children : Drawing
        What ``node`` or ``words`` made.
    **attributes
        ``class_`` is ``class``, other underscores are hyphens; what is None is left out.

    Examples
    --------
    >>> node("text", words("<a>"), x=1.25, class_="label")
    '<text x="1.2" class="label">&lt;a&gt;</text>'
    """
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_plain(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join(children)
    return Drawing(f"<{name}{told}>{inner}</{name}>" if inner else f"<{name}{told}/>")


def words(text: str) -> Drawing:
    """Return words as they stand between tags.

    Examples
    --------
    >>> words("R&D")
    'R&amp;D'
    """
    return Drawing(escape(text))


def label(text: str, x: float, y: float, kind: str = "label", anchor: str = "middle") -> Drawing:
    """Return words at a place."""
    return node("text", words(text), x=x, y=y, class_=kind, text_anchor=anchor)


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Drawing:
    """Return a straight line."""
    return node("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=kind)


def box(x: float, y: float, width: float, height: float, kind: str, told: str = "") -> Drawing:
    """Return a rectangle; ``told`` is said of it when it is pointed at."""
    inside = [node("title", words(told))] if told else []
    return node("rect", *inside, x=x, y=y, width=width, height=height, class_=kind)


def picture(
    width: float, height: float, parts: Iterable[Drawing], name: str, kind: str = "wide"
) -> Drawing:
    """Return a whole drawing with its name for those who do not see it."""
    return node(
        "svg",
        *parts,
        viewBox=f"0 0 {_plain(width)} {_plain(height)}",
        class_=f"chart {kind}",
        role="img",
        aria_label=name,
        **{"data-width": _plain(width)},
    )


def _plain(value: str | float) -> str:
    if isinstance(value, str):
        return escape(value)
    shown = f"{value:.1f}"
    return "0" if shown == "-0.0" else shown.removesuffix(".0")
