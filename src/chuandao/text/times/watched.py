"""A day that notes what is asked of it, so that a reading can be used for other days too."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_STEP = timedelta(days=1)


@dataclass
class Asked:
    """The days, from ``first`` to ``last``, of which everything that was asked is equally true."""

    first: date = date.min
    last: date = date.max

    def holds(self, day: date) -> bool:
        """Return whether a day would have given the same answers."""
        return self.first <= day <= self.last

    def narrow(self, first: date, last: date) -> None:
        """Note a question that only the days of a span answer as the watched one did."""
        self.first, self.last = max(self.first, first), min(self.last, last)


class WatchedDate(date):
    """A day that notes in ``asked`` which other days would have answered as it did.

    Its year is the same all year, its place before another day for all days before that one;
    whatever else is asked (its month, a day counted from it) holds for itself alone.

    Examples
    --------
    >>> day = WatchedDate.of(date(2025, 3, 1))
    >>> day < date(2025, 12, 31), day.year
    (True, 2025)
    >>> day.asked
    Asked(first=datetime.date(2025, 1, 1), last=datetime.date(2025, 12, 30))
    """

    asked: Asked

    @classmethod
    def of(cls, day: date) -> Self:
        """Return a day that is watched from now on."""
        watched = cls(day.year, day.month, day.day)
        watched.asked = Asked()
        return watched

    def _day(self) -> date:
        return date.fromordinal(date.toordinal(self))

    def _alone(self) -> date:
        day = self._day()
        self.asked.narrow(day, day)
        return day

    @property
    def year(self) -> int:
        """The year."""
        year = self._day().year
        self.asked.narrow(date(year, 1, 1), date(year, 12, 31))
        return year

    @property
    def month(self) -> int:
        """The month."""
        return self._alone().month

    @property
    def day(self) -> int:
        """The day of the month."""
        return self._alone().day

    def _before(self, other: date) -> bool:
        """Tell whether it is before another day, as all days up to that one are."""
        before = self._day() < other
        if before:
            self.asked.narrow(date.min, other - _STEP)
        else:
            self.asked.narrow(other, date.max)
        return before

    def _after(self, other: date) -> bool:
        after = self._day() > other
        if after:
            self.asked.narrow(other + _STEP, date.max)
        else:
            self.asked.narrow(date.min, other)
        return after

    def __lt__(self, other: date) -> bool:  # noqa: D105
        return self._before(other)

    def __ge__(self, other: date) -> bool:  # noqa: D105
        return not self._before(other)

    def __gt__(self, other: date) -> bool:  # noqa: D105
        return self._after(other)

    def __le__(self, other: date) -> bool:  # noqa: D105
        return not self._after(other)

    def __eq__(self, other: object) -> bool:  # noqa: D105
        return self._alone() == other

    def __hash__(self) -> int:  # noqa: D105
        return hash(self._alone())


def _alone(name: str) -> Callable[..., object]:
    def asked(watched: WatchedDate, *given: object, **named: object) -> object:
        day = watched._alone()  # noqa: SLF001
        return getattr(day, name)(*given, **named)

    return asked


for _name in (
    "__add__", "__radd__", "__sub__", "__rsub__", "__str__", "__repr__", "__format__", "__reduce__",
    "ctime", "isocalendar", "isoformat", "isoweekday", "replace", "strftime", "timetuple",
    "toordinal", "weekday",
):  # fmt: skip
    setattr(WatchedDate, _name, _alone(_name))
