"""The words of the summary of a measurement, in one language."""

from chuandao.cascade.units import UnitTree
from chuandao.catalog.values import values
from chuandao.messages import has, render
from chuandao.report.measured.effects_view import EffectRow
from chuandao.report.measured.example import Seen
from chuandao.report.measured.parameters import Parameter
from chuandao.report.measured.view import MeasuredView
from chuandao.report.whole.words import CheckupWords


class MeasuredWords:
    """What the summary says beside what the whole report says.

    Parameters
    ----------
    language : str
        One of ``chuandao.messages.LANGUAGES``.
    units : UnitTree

    Examples
    --------
    >>> import polars as pl
    >>> from chuandao.cascade.units import grow
    >>> units = grow(pl.DataFrame({"unit": ["1", "11"], "name": ["市", "县"], "tier": [0, 1],
    ...     "parent": [None, "1"]}))
    >>> words = MeasuredWords("en", units)
    >>> words.parameter(Parameter("alpha_tier_1", "step", "1", 0.1, 0.095, 0.05, 0.14))
    'Step Tier 0 → Tier 1: loses whatever the deficits'
    """

    def __init__(self, language: str, units: UnitTree) -> None:
        self.language = language
        self.page = CheckupWords(language, units)

    def say(self, code: str, /, **parameters: object) -> str:
        """Return a sentence of the summary."""
        return render(f"measure_page.{code}", self.language, **parameters)

    def parameter(self, one: Parameter) -> str:
        """Return what a parameter is about."""
        about = one.about
        if one.kind in {"step", "spread"} and about.isdigit():
            about = self.page.step(int(about))
        elif one.kind == "cause":
            about = self.page.cause(about)
        elif one.kind in {"source", "noise"}:
            about = self.page.value("evidence_source", about)
        return self.say(f"parameter.{one.kind}", about=about)

    def bounds(self, one: Parameter) -> str:
        """Return the bounds of a parameter as shares; it has none where it was set."""
        if one.low is None or one.high is None:
            return self.say("set")
        low, high = sorted((one.low, one.high))
        return self.page.bounds(low, high)

    def value(self, seen: Seen) -> str:
        """Return a value of evidence on the scale on which it was given."""
        number = f"{seen.value:g}"
        shown = f"{number}%" if seen.scale == "percent" else number
        if seen.scale == "share":
            shown = self.page.percent(seen.value)
        label = values("evidence_scale").label(seen.scale, self.language)
        return self.say("value", value=shown, scale=label)

    def relation(self, relation: str) -> str:
        """Return how evidence stands to the unit."""
        return self.say(f"relation.{relation}") if has(f"measure_page.relation.{relation}") else ""

    def effect(self, row: EffectRow) -> str:
        """Return an effect in percentage points with its interval, where there is one."""
        if row.low is None or row.high is None:
            return self.say("effect.no_interval", value=self.page.change(row.estimate))
        return self.page.points_within(row.estimate, row.low, row.high)

    def reason(self, row: EffectRow) -> str:
        """Return strength and what it rests on, or lacks."""
        strength = self.page.value("strength", row.strength)
        return self.say("effect.strength", strength=strength, reason=self.reason_of(row))

    def reason_of(self, row: EffectRow) -> str:
        """Return the reason of a strength in words."""
        return values("effect_reason").label(row.reason, self.language)

    def anchors(self, view: MeasuredView) -> str:
        """Return in plain words on what the level of all figures rests."""
        if not view.anchors:
            return self.page.say("anchor.none")
        named = self.page.listed(self.page.value("evidence_source", a) for a in view.anchors)
        return self.page.say("anchor.stated", sources=named)

    def fact_name(self, name: str) -> str:
        """Return what a fact of the run is called, or its code."""
        return self.say(f"fact.{name}") if has(f"measure_page.fact.{name}") else name

    def fact(self, name: str, value: object) -> str:
        """Return a fact of the run as it is written down."""
        if name == "anchors" and isinstance(value, list | tuple):
            labels = (self.page.value("evidence_source", str(one)) for one in value)
            return self.page.listed(labels)
        if name == "weighting":
            return self.page.value("weighting", str(value))
        return self.say("not_given") if value is None else str(value)

    def product(self, view: MeasuredView) -> str:
        """Return how the retentions multiply to the efficacy at the bottom."""
        if view.stairs is None:
            return ""
        treads = view.stairs.main.treads[1:]
        factors = [f"{tread.retention:.3f}" for tread in treads if tread.retention is not None]
        return f"{' × '.join(factors)} = {view.stairs.main.bottom.efficacy:.3f}"
