"""Whom a passage concerns: all units of a tier, an office, or whoever carries the document out."""

import re
from collections.abc import Iterable

DUTY, NOT_DUTY = "duty", "not_duty"
_TIERS = {
    1: re.compile(r"^(?:各|市)?[县縣](?![镇鎮]).{0,8}(?:[）级級]|人民政府)?$|^各[县縣区區市]"),
    2: re.compile(r"^各?(?:[乡鄉]|[镇鎮]|街道)"),
    3: re.compile(r"^各?(?:村|社[区區])"),
}
_ALL = re.compile(r"^各(?:地|级|級|部|[单單]|有)")


def called_tiers(names: Iterable[str]) -> frozenset[int]:
    """Return the tiers (root 0) of which names mean all units.

    Examples
    --------
    >>> sorted(called_tiers(["各县（市、区）", "乡镇（街道）", "市财政局"]))
    [1, 2]
    """
    return frozenset(
        tier for tier, pattern in _TIERS.items() for name in names if pattern.search(name)
    )


def concern_of(names: tuple[str, ...], tier: int | None, clause: str) -> str:
    """Return whether a passage concerns a unit: ``duty``, ``not_duty`` or empty (unknown).

    Parameters
    ----------
    names : tuple of str
        Units that the passage names as acting.
    tier : int or None
        Of the unit; None where a kit is for all.
    clause : str
        What the trace holds of the whole clause.

    Notes
    -----
    A passage that names all units of a tier concerns that tier; one that names an office concerns
    that office; else what the trace holds of the clause stands.

    Examples
    --------
    >>> concern_of(("各县（市、区）",), 1, "not_duty"), concern_of(("市财政局",), 2, "duty")
    ('duty', 'not_duty')
    """
    if tier is None or not names:
        return clause
    called = called_tiers(names)
    if called:
        return DUTY if tier in called else NOT_DUTY
    return clause if any(_ALL.search(name) for name in names) else NOT_DUTY
