"""How papers write what stands in them: shares, dates, lists, tiers, sources."""

import re
from collections.abc import Iterable
from datetime import date

from chuandao.cascade.settings import Settings
from chuandao.cascade.units import UnitTree
from chuandao.catalog.tables import input_tables
from chuandao.catalog.values import values
from chuandao.messages import has, render

_CITY = re.compile(r"^\d{2}(?!00)\d{2}0{8}$")
_TIERS = 4


def percent(share: float) -> str:
    """Return a share as papers write it: whole per cent, never more digits than it carries.

    Examples
    --------
    >>> percent(0.864), percent(1.02)
    ('86%', '102%')
    """
    return f"{round(share * 100)}%"


def points(share: float) -> str:
    """Return a difference of shares in percentage points, to one decimal.

    Examples
    --------
    >>> points(0.0649), points(-0.01)
    ('6.5', '-1.0')
    """
    return f"{share * 100:.1f}"


def joined(parts: Iterable[str], language: str) -> str:
    """Return parts as a list in a sentence.

    Examples
    --------
    >>> joined(["石桥镇", "茶坪乡"], "zh-Hans"), joined(["a", "b"], "en")
    ('石桥镇、茶坪乡', 'a, b')
    """
    return render("papers.list_separator", language).join(parts)


def written_day(day: date, language: str) -> str:
    """Return a date in words.

    Examples
    --------
    >>> written_day(date(2025, 10, 9), "zh-Hans"), written_day(date(2025, 10, 9), "en")
    ('2025年10月9日', '9 October 2025')
    """
    month = render(f"papers.month.{day.month}", language)
    return render("papers.day", language, year=day.year, month=month, day=day.day)


def tier_name(units: UnitTree, tier: int, language: str) -> str:
    """Return what a tier is called: by its own name where the root is a city, else by number."""
    if _CITY.match(units.root) and tier < _TIERS:
        return render(f"papers.tier.{tier}", language)
    return render("papers.tier", language, tier=tier)


def anchors(settings: Settings, language: str) -> str:
    """Return the sources on which the level rests, or that none was declared."""
    named = values("evidence_source")
    found = [named.label(source, language) for source in settings.anchors]
    return joined(found, language) if found else render("papers.no_anchor", language)


def needed_words(needed: Iterable[str], language: str) -> tuple[str, ...]:
    """Return what an examination would need, in words: tables of the catalogue, or a method."""
    return tuple(dict.fromkeys(_needed(name, language) for name in needed))


def needed_list(needed: Iterable[str], language: str) -> str:
    """Return what is needed in one line; a method that is missing is no material of the list."""
    method = render("papers.needed.method", language)
    held = list(needed)
    listed = joined((name for name in held if name != method), language)
    return f"{listed}{method}" if method in held else listed


def _needed(name: str, language: str) -> str:
    table = input_tables().get(name)
    if table is not None:
        return table.label(language)
    code = f"papers.needed.{name}"
    return render(code, language) if has(code) else name


def written_period(period: str, language: str) -> str:
    """Return a period given as two ISO dates in words; any other wording as it stands.

    Examples
    --------
    >>> written_period("2025-03-12/2025-12-31", "zh-Hans"), written_period("2025年", "en")
    ('2025年3月12日至2025年12月31日', '2025年')
    """
    try:
        first, last = (date.fromisoformat(part) for part in period.split("/"))
    except ValueError:
        return period
    days = {"first": written_day(first, language), "last": written_day(last, language)}
    return render("papers.span", language, **days)
