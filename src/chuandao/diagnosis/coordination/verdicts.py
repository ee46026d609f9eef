"""A value as its reference range reads it."""

from chuandao.catalog.ranges import Range


def verdict(limit: Range, value: float) -> str:
    """Return normal, attention or severe.

    Examples
    --------
    >>> from chuandao.catalog.ranges import reference_range
    >>> [verdict(reference_range("requests_failed"), share) for share in (0.1, 0.3, 0.6)]
    ['normal', 'attention', 'severe']
    """
    if not limit.calls(value):
        return "normal"
    falls = -1.0 if limit.full < limit.normal else 1.0
    return "severe" if falls * value >= falls * limit.severe else "attention"
