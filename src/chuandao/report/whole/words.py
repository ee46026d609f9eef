"""The words and figures of the whole report (體檢報告) in one language."""

import math
from collections.abc import Iterable, Mapping
from datetime import date

from chuandao.cascade.units import UnitTree
from chuandao.catalog.knowledge import signs
from chuandao.catalog.values import values
from chuandao.catalog.words import label_of
from chuandao.messages import has, render
from chuandao.report.paper_words import (
    needed_list,
    needed_words,
    percent,
    points,
    tier_name,
    written_day,
    written_period,
)
from chuandao.report.sheet.model import Quote


class CheckupWords:
    """Everything the report says: sentences by code, labels of the catalogue, figures.

    Parameters
    ----------
    language : str
        One of ``chuandao.messages.LANGUAGES``.
    units : UnitTree
        By which tiers are named.

    Examples
    --------
    >>> from chuandao.cascade.units import grow
    >>> import polars as pl
    >>> units = grow(pl.DataFrame({"unit": ["990200000000", "990202000000"],
    ...     "name": ["清河市", "柳河县"], "tier": [0, 1], "parent": [None, "990200000000"]}))
    >>> words = CheckupWords("en", units)
    >>> words.percent(-0.784), words.within(0.78, 0.72, 0.83), words.points(-0.0341)
    ('−78%', '78% (72–83%)', '−3.4')
    >>> words.step(1), CheckupWords("zh-Hant", units).cause("understanding")
    ('City → County', '理解偏差')
    """

    def __init__(self, language: str, units: UnitTree) -> None:
        self.language = language
        self.units = units

    def say(self, code: str, /, **parameters: object) -> str:
        """Return a sentence of the report."""
        return render(f"checkup_page.{code}", self.language, **parameters)

    def paper(self, code: str, /, **parameters: object) -> str:
        """Return a sentence that the sheets have in all their forms."""
        return render(f"papers.{code}", self.language, **parameters)

    def value(self, domain: str, value: str) -> str:
        """Return the label of a value of the catalogue."""
        return values(domain).label(value, self.language)

    def cause(self, cause: str) -> str:
        """Return the label of a cause, or of a share of the loss that no cause carries."""
        return self._known(f"cause.{cause}") or self.value("finding_cause", cause)

    def cause_short(self, cause: str) -> str:
        """Return the shortest name of a cause, for the foot of a bar."""
        return self._known(f"cause_short.{cause}") or self.cause(cause)

    def sign(self, sign: str) -> str:
        """Return the label of a sign (問題表現)."""
        return signs()[sign].label(self.language) if sign in signs() else sign

    def sign_meaning(self, sign: str) -> str:
        """Return what a sign means."""
        found = signs().get(sign)
        return label_of(found.meaning_en, found.meaning_zh, self.language) if found else ""

    def tables(self, names: Iterable[str]) -> str:
        """Return what an examination would need, in words."""
        return needed_list(needed_words(names, self.language), self.language)

    def fact(self, name: str) -> str:
        """Return what a fact of the run is called, or its code."""
        return self._known(f"fact.{name}") or name

    def band_counts(self, bands: Mapping[str, int]) -> str:
        """Return how many units stand in each band."""
        parts = (
            self.paper("sheet.band_count", band=self.band(band), count=count)
            for band, count in bands.items()
        )
        return self.listed(parts)

    def quote(self, quote: Quote) -> str:
        """Return whose words are quoted, and that they are spared where they are."""
        if not quote.document:
            return self.paper("quoted.row")
        whose = self.paper("quoted.own" if quote.own else "quoted.above")
        return whose if quote.words else whose + self.paper("colon") + self.paper("quote_spared")

    def place(self, quote: Quote) -> str:
        """Return where quoted words, or a row of a table, stand."""
        if not quote.document:
            sheet = f" {quote.sheet}" if quote.sheet else ""
            return self.paper("place.row", file=quote.file, sheet=sheet, row=quote.row)
        clause = quote.clause.replace("annex.", self.paper("annex_item"))
        return self.paper(
            "place",
            cited=self.paper("cited", title=quote.title or quote.document),
            clause=self.paper("place.clause", clause=clause) if clause else "",
            start=quote.start + 1,
            end=quote.end,
        )

    def reason(self, code: str) -> str:
        """Return a reason in words where its code is known, else as it is."""
        return self.value("unread_reason", code)

    def tier(self, tier: int) -> str:
        """Return the name of a tier by its number."""
        return tier_name(self.units, tier, self.language)

    def tier_heading(self, tier: int) -> str:
        """Return the name of a tier as it stands over a column."""
        name = self.tier(tier)
        return name[:1].upper() + name[1:]

    def tier_short(self, tier: int, length: str = "short") -> str:
        """Return a shorter name of a tier: ``short`` for a foot, ``step`` for one of two ends."""
        code = f"tier.{tier}"
        is_named = has(f"papers.{code}") and self.tier(tier) == self.paper(code)
        return self.say(f"tier_{length}.{tier}") if is_named else self.tier_heading(tier)

    def step(self, tier: int) -> str:
        """Return the name of the step that ends at a tier."""
        upper, lower = self.tier_short(tier - 1, "step"), self.tier_short(tier, "step")
        return self.say("step", upper=upper, lower=lower)

    def step_short(self, tier: int) -> str:
        """Return the shortest name of the step that ends at a tier."""
        return self.say("step", upper=self.tier_short(tier - 1), lower=self.tier_short(tier))

    def state(self, state: str) -> str:
        """Return the name of what became of a chain of a policy."""
        return self.say(f"state.{state}")

    def band(self, band: str) -> str:
        """Return the name of a band, or that something was not examined."""
        return self.paper(f"band.{band}")

    def period(self, period: str) -> str:
        """Return a period's label, or that all periods are taken together."""
        return period or self.say("all_periods")

    def percent(self, share: float) -> str:
        """Return a share of one in per cent, rounded."""
        return _signed(percent(share))

    def bounds(self, low: float, high: float) -> str:
        """Return the two ends of an interval of shares."""
        return self.say("range", low=_signed(f"{low * 100:.0f}"), high=_signed(f"{high * 100:.0f}"))

    def within(self, share: float, low: float, high: float) -> str:
        """Return a share with its interval; one that was set has none."""
        if low == high:
            return self.percent(share)
        return self.say("within", value=self.percent(share), range=self.bounds(low, high))

    def points(self, share: float) -> str:
        """Return efficacy points (0–1) in percentage points with one decimal."""
        shown = _signed(points(share))
        return "0.0" if shown == "−0.0" else shown

    def change(self, share: float) -> str:
        """Return efficacy points (0–1) as a change in percentage points, with its sign."""
        shown = self.points(share)
        return shown if share <= 0 or shown == "0.0" else f"+{shown}"

    def points_within(self, share: float, low: float | None, high: float | None) -> str:
        """Return percentage points with their interval, where there is one."""
        value = self.points(share)
        if low is None or high is None:
            return value
        return self.say("points_within", value=value, low=self.points(low), high=self.points(high))

    def excess(self, log: float) -> str:
        """Return how far a log retention lies from what is usual, in per cent of it."""
        shown = f"{math.expm1(log):+.0%}"
        return "0%" if shown in {"+0%", "-0%"} else _signed(shown)

    def excess_range(self, low: float, high: float) -> str:
        """Return the two ends of an interval around such a distance."""
        return self.say("excess_range", low=self.excess(low), high=self.excess(high))

    def day(self, day: date) -> str:
        """Return a date as it is written in the language."""
        return written_day(day, self.language)

    def span(self, period: str) -> str:
        """Return the period of a mandate as it is written in the language."""
        return written_period(period, self.language)

    def listed(self, items: Iterable[str]) -> str:
        """Return items in one line."""
        return needed_list(items, self.language)

    def _known(self, code: str) -> str:
        return self.say(code) if has(f"checkup_page.{code}") else ""


def _signed(number: str) -> str:
    """Return a number with the sign that printers use for less than nothing."""
    return number.replace("-", "−")
