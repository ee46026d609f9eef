"""Reference ranges of the signs: what is normal, what calls for attention, what is severe."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from chuandao.catalog.rows import Row, rows_of
from chuandao.catalog.thresholds import threshold

ROOMS = ("resources", "capacity", "appraisal", "coordination", "root")


@dataclass(frozen=True)
class Range:
    """The reference range of one measure of a sign (參考範圍), and where it comes from.

    Attributes
    ----------
    measure, sign, unit : str
    normal, attention, severe, full : float
        Values from which on it is no longer wholly normal, calls for attention, is severe, and
        could not be worse; all rising or all falling (a measure of which less is worse).
    least : int
        Fewest observations from which on anything is said; below, it cannot be told.
    least_of : str
        What they are observations of.
    date, reference, meaning_en, meaning_zh : str
    """

    measure: str
    sign: str
    unit: str
    normal: float
    attention: float
    severe: float
    full: float
    least: int
    least_of: str
    date: str
    reference: str
    meaning_en: str
    meaning_zh: str

    def severity(self, value: float) -> float:
        """Return the severity (0-1) of a value: straight lines between the four points.

        Attention begins at ``band_attention`` and severe at ``band_severe`` of the catalogue, so
        that a finding reads on paper as its range says.

        Examples
        --------
        >>> of = Range("load", "C1", "share", 1.0, 1.1, 1.3, 2.0, 3, "months", "", "", "", "")
        >>> of.severity(0.9), round(of.severity(1.1), 6), round(of.severity(1.2), 6), of.severity(9)
        (0.0, 0.2, 0.4, 1.0)
        """
        points = (self.normal, self.attention, self.severe, self.full)
        falls = -1.0 if self.full < self.normal else 1.0
        levels = (0.0, threshold("band_attention"), threshold("band_severe"), 1.0)
        at = falls * value
        if at <= falls * points[0]:
            return 0.0
        for low, high, below, above in zip(points, points[1:], levels, levels[1:], strict=False):
            if at <= falls * high:
                return below + (above - below) * (value - low) / (high - low)
        return 1.0

    def calls(self, value: float) -> bool:
        """Return whether a value calls for attention, or worse."""
        falls = -1.0 if self.full < self.normal else 1.0
        return falls * value >= falls * self.attention


def reference_range(measure: str) -> Range:
    """Return the reference range of a measure.

    Raises
    ------
    KeyError
        A measure the catalogue does not have: a fault of ours, not of the user.
    """
    return ranges()[measure]


@cache
def ranges() -> Mapping[str, Range]:
    """Return every reference range of the catalogue, by measure."""
    rows = (row for room in ROOMS for row in rows_of(f"ranges/{room}.csv"))
    return MappingProxyType({row["measure"]: _of(row) for row in rows})


def _of(row: Row) -> Range:
    return Range(
        measure=row["measure"],
        sign=row["sign"],
        unit=row["unit"],
        normal=float(row["normal"]),
        attention=float(row["attention"]),
        severe=float(row["severe"]),
        full=float(row["full"]),
        least=int(row["least"]),
        least_of=row["least_of"],
        date=row["date"],
        reference=row["reference"],
        meaning_en=row["meaning_en"],
        meaning_zh=row["meaning_zh"],
    )
