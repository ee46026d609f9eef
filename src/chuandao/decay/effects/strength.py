"""How strong the evidence of an effect is, and why no stronger (證據強度)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from chuandao.catalog.thresholds import threshold
from chuandao.decay.effects.estimates import Estimated

SELF_REPORT = "self_report"
_Z95 = 1.96


@dataclass(frozen=True)
class Strength:
    """A grade (weak, moderate, strong) with the code of its reason."""

    grade: str
    reason: str


def before_of(found: Estimated) -> str:
    """Return what can be said of the time before the start: parallel, departs or untested."""
    if math.isnan(found.before_p):
        return "untested"
    return "departs" if found.before_p < threshold("pretrend_p") else "parallel"


def strengths(found: Mapping[str, Estimated], design: str | None) -> dict[str, Strength]:
    """Return the strength of what each source says of one remedy.

    Parameters
    ----------
    found : mapping of str to Estimated
        By source.
    design : str, optional
        randomised or staggered where the case declares it; nothing is inferred from the data.
    """
    flaws = {source: _flaw(source, one, design) for source, one in found.items()}
    sound = [source for source, flaw in flaws.items() if flaw is None]
    return {
        source: Strength("weak", flaw) if flaw else _sound(source, sound, found, design)
        for source, flaw in flaws.items()
    }


def _flaw(source: str, one: Estimated, design: str | None) -> str | None:
    """Return why what a source says is an association only; nothing where it is more."""
    before = before_of(one)
    clusters = int(one.cells.in_treated.any(axis=1).sum()) + one.never
    checks = {
        "self_report": source == SELF_REPORT,
        "no_interval": math.isnan(one.whole.se[0]),
        "few_clusters": clusters < threshold("effect_clusters_few"),
        "pretrend_departs": before == "departs",
        "pretrend_untested": before == "untested" and design != "randomised",
    }
    return next((reason for reason, holds in checks.items() if holds), None)


def _sound(
    source: str, sound: list[str], found: Mapping[str, Estimated], design: str | None
) -> Strength:
    others = [found[other] for other in sound if other != source]
    if design is None:
        return Strength("moderate", "design_not_declared")
    if not others:
        return Strength("moderate", "one_source")
    if not all(_agree(found[source], other) for other in others):
        return Strength("moderate", "sources_differ")
    return Strength("strong", "all_met")


def _agree(one: Estimated, other: Estimated) -> bool:
    """Return whether two sources differ by no more than their errors."""
    apart = float(one.whole.estimate[0] - other.whole.estimate[0])
    return abs(apart) <= _Z95 * math.hypot(one.whole.se[0], other.whole.se[0])
