"""What a remedy removes: ranges of the catalogue, those given for a what-if, draws of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from chuandao.catalog.knowledge import remedies
from chuandao.catalog.remedy_values import RemedyEffect, remedy_effects
from chuandao.catalog.thresholds import threshold
from chuandao.errors import UsageError
from chuandao.stats.smoothing.tree import Reals

Range = tuple[float, float, float]


def effect_ranges(
    given: Mapping[str, Range] | None = None, held: Sequence[RemedyEffect] | None = None
) -> tuple[RemedyEffect, ...]:
    """Return the effects to reckon with: the catalogue's, unless others are given.

    Parameters
    ----------
    given : mapping of remedy to (low, mid, high), optional
        Shares of the deficit removed, for the cause on which the remedy works most; what it does
        for other causes moves in proportion.
    held : sequence of RemedyEffect, optional
        What stands where nothing is given; by default the catalogue.

    Raises
    ------
    UsageError
        ``remedy_unknown``, ``effect_range``.

    Examples
    --------
    >>> found = effect_ranges({"name_lead": (0.0, 0.1, 0.2)})
    >>> [(e.low, e.mid, e.high, e.reference) for e in found if e.remedy == "name_lead"]
    [(0.0, 0.1, 0.2, 'given')]
    """
    wanted = dict(given or {})
    for remedy, values in wanted.items():
        if remedy not in remedies():
            raise UsageError("remedy_unknown", given=remedy, known=", ".join(remedies()))
        if not 0 <= values[0] <= values[1] <= values[2] <= 1:
            shown = ", ".join(f"{value:g}" for value in values)
            raise UsageError("effect_range", remedy=remedy, given=shown)
    known = remedy_effects()
    most = {e.remedy: max(f.mid for f in known if f.remedy == e.remedy) for e in known}
    return tuple(
        _moved(effect, wanted[effect.remedy], _part(effect, most[effect.remedy]))
        if effect.remedy in wanted
        else effect
        for effect in held or known
    )


def _part(effect: RemedyEffect, most: float) -> float:
    return effect.mid / most if most > 0 else 1.0


def _moved(effect: RemedyEffect, values: Range, part: float) -> RemedyEffect:
    low, mid, high = (value * part for value in values)
    return replace(effect, low=low, mid=mid, high=high, reference="given", date="")


def mean_shares(effects: Sequence[RemedyEffect]) -> Reals:
    """Return the mean share that each effect removes: a third of low, mid and high together.

    References
    ----------
    Kotz, S., & van Dorp, J. R. (2004). Beyond Beta, chapter 1 (triangular distribution).
    """
    rows = [(effect.low + effect.mid + effect.high) / 3 for effect in effects]
    return np.minimum(np.array(rows, dtype=np.float64), threshold("remedy_share_max"))


def shares_drawn(effects: Sequence[RemedyEffect], rng: np.random.Generator) -> Reals:
    """Return one draw of the share that each effect removes: triangular from low to high.

    A remedy works everywhere as well as it works: one draw for all units, and its effects on
    several causes stand at the same place of their ranges.
    """
    names = sorted({effect.remedy for effect in effects})
    place = dict(zip(names, rng.random(len(names)), strict=True))
    rows = [_quantile(effect, float(place[effect.remedy])) for effect in effects]
    return np.minimum(np.array(rows, dtype=np.float64), threshold("remedy_share_max"))


def _quantile(effect: RemedyEffect, at: float) -> float:
    """Return a quantile of the triangular distribution of an effect."""
    low, mid, high = effect.low, effect.mid, effect.high
    if high <= low:
        return mid
    left = (mid - low) / (high - low)
    if at < left:
        return float(low + np.sqrt(at * (high - low) * (mid - low)))
    return float(high - np.sqrt((1 - at) * (high - low) * (high - mid)))
