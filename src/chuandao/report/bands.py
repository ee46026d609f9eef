"""The four bands (正常、關注、嚴重、難以判斷) in which papers speak, and 未檢 beside them."""

from collections.abc import Iterable

from chuandao.catalog.thresholds import threshold

NORMAL, ATTENTION, SEVERE, UNCLEAR, UNEXAMINED = (
    "normal",
    "attention",
    "severe",
    "unclear",
    "unexamined",
)
BANDS = (NORMAL, ATTENTION, SEVERE, UNCLEAR)
"""Every band; ``unexamined`` (未檢) is none of them: it says that nothing is known."""


def band_of(severity: float | None) -> str:
    """Return the band of a severity or deficit (0–1); without one it cannot be told.

    Examples
    --------
    >>> band_of(0.1), band_of(0.3), band_of(0.9), band_of(None)
    ('normal', 'attention', 'severe', 'unclear')
    """
    return UNCLEAR if severity is None else _band(severity, "band")


def band_of_step(low: float, estimate: float, high: float) -> str:
    """Return the band of a retention by what the step loses.

    Where the interval reaches from the normal into the severe, it cannot be told.

    Examples
    --------
    >>> band_of_step(0.92, 0.96, 1.01), band_of_step(0.75, 0.82, 0.9), band_of_step(0.4, 0.8, 1.2)
    ('normal', 'attention', 'unclear')
    """
    bounds = {_band(1 - low, "band_step"), _band(1 - high, "band_step")}
    return UNCLEAR if bounds >= {NORMAL, SEVERE} else _band(1 - estimate, "band_step")


def capped(band: str, strengths: Iterable[str]) -> str:
    """Return a band that weak evidence alone (a single reading of texts) never makes severe.

    Examples
    --------
    >>> capped("severe", ["weak"]), capped("severe", ["weak", "moderate"]), capped("normal", [])
    ('attention', 'severe', 'normal')
    """
    return ATTENTION if band == SEVERE and not set(strengths) - {"weak"} else band


def worst(bands: Iterable[str]) -> str:
    """Return the worst of some bands; one that cannot be told counts only where all are so.

    Examples
    --------
    >>> worst(["normal", "unclear", "attention"]), worst(["unclear"]), worst([])
    ('attention', 'unclear', 'unexamined')
    """
    found = set(bands)
    return next((b for b in (SEVERE, ATTENTION, NORMAL, UNCLEAR) if b in found), UNEXAMINED)


def _band(lost: float, family: str) -> str:
    lost = round(lost, 9)  # 1 − 0.9 is 0.0999… in binary
    if lost >= threshold(f"{family}_severe"):
        return SEVERE
    return ATTENTION if lost >= threshold(f"{family}_attention") else NORMAL
