"""Periods ahead: their labels, and how much of what is a step's own lasts from one to the next."""

from datetime import date, timedelta

from chuandao.catalog.thresholds import threshold
from chuandao.decay.measure import Decay
from chuandao.decay.over_time.periods import in_time
from chuandao.sources.tables.cells.outcome import BadCellError
from chuandao.sources.tables.cells.periods import Period, read_period

_YEAR, _DAYS = 12, 30.44


def labels(periods: list[str], count: int) -> list[str]:
    """Return the months after the last period; where it is no date, the months are counted.

    Examples
    --------
    >>> labels(["2025Q3", "2025Q4"], 2), labels(["before"], 2)
    (['2026-01', '2026-02'], ['+1', '+2'])
    """
    known = [found for name in periods if (found := _read(name))]
    if not known:
        return [f"+{k}" for k in range(1, count + 1)]
    last = max(period.end for period in known) + timedelta(days=1)
    if last.day > 1:
        last = _after(last, 1)
    return [_after(last, k).strftime("%Y-%m") for k in range(count)]


def lasting(decay: Decay, periods: list[str]) -> tuple[float, bool]:
    """Return the share of what is a step's own that lasts a month, and whether it was estimated.

    From the case's own periods where it has enough of them (`DecayModel.over_time`), or else what
    the catalogue assumes of a year.
    """
    months = _grain(in_time(periods))
    if decay.model is None or months is None or len(periods) < threshold("step_memory_periods"):
        return threshold("step_memory_year") ** (1 / _YEAR), False
    return float(decay.model.over_time().memory ** (1 / months)), True


def _grain(periods: list[str]) -> float | None:
    """Return how many months lie between periods, or None if they are no dates."""
    known = [_read(name) for name in periods]
    starts = [period.start for period in known if period]
    if len(starts) < len(known) or len(starts) < 2:  # noqa: PLR2004
        return None
    return max((starts[-1] - starts[0]).days / _DAYS / (len(starts) - 1), 1 / _DAYS)


def _read(name: str) -> Period | None:
    try:
        return read_period(name).value
    except BadCellError:
        return None


def _after(day: date, months: int) -> date:
    """Return the first day of the month so many months after a day's."""
    years, month = divmod(day.month - 1 + months, _YEAR)
    return date(day.year + years, month + 1, 1)
