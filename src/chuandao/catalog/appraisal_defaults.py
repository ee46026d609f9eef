"""What the catalogue assumes of an appraisal indicator of which the scheme does not say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from chuandao.catalog.rows import rows_of, split_words
from chuandao.catalog.words import fold


@dataclass(frozen=True)
class Years:
    """Years to effect that are usual, and the most that may be assumed."""

    usual: float
    high: float


@dataclass(frozen=True)
class Visibility:
    """How much of a task an indicator of a kind shows (0-1) where no share is stated."""

    usual: float
    low: float
    high: float


@cache
def kinds_of_dimensions() -> Mapping[str, str]:
    """Return whether the matters of each dimension are easily counted (hard) or not (soft).

    Examples
    --------
    >>> kinds_of_dimensions()["growth"]
    'hard'
    """
    return MappingProxyType(
        {row["dimension"]: row["kind"] for row in rows_of("appraisal/dimensions.csv")}
    )


@cache
def dimensions_by_rule() -> frozenset[str]:
    """Return the dimensions whose points other rules fix, whatever the strategy at hand weighs.

    Examples
    --------
    >>> sorted(dimensions_by_rule())
    ['party_building', 'safety']
    """
    rows = rows_of("appraisal/dimensions.csv")
    return frozenset(row["dimension"] for row in rows if row["by_rule"] == "yes")


def years_to_effect(dimension: str, kind: str) -> Years | None:
    """Return the years to effect assumed of an indicator, by its dimension, else its kind.

    Examples
    --------
    >>> years_to_effect("green", "hard").usual, years_to_effect("", "hard").high
    (3.0, 2.0)
    """
    return _years().get(dimension) or _years().get(kind)


@cache
def _years() -> Mapping[str, Years]:
    rows = {row["dimension"]: row for row in rows_of("appraisal/dimensions.csv")}
    rows |= {row["kind"]: row for row in rows_of("appraisal/kinds.csv")}
    return {
        name: Years(float(row["horizon_years"]), float(row["horizon_high"]))
        for name, row in rows.items()
    }


@cache
def visibilities() -> Mapping[str, Visibility]:
    """Return how much of a task indicators show where no share is stated, by kind.

    Examples
    --------
    >>> visibilities()["soft"].low
    0.4
    """
    return MappingProxyType(
        {
            row["kind"]: Visibility(float(row["visibility"]), float(row["low"]), float(row["high"]))
            for row in rows_of("appraisal/kinds.csv")
        }
    )


@cache
def dimension_of(indicator: str) -> tuple[str, str]:
    """Return the dimension and kind that the name of an indicator tells; empty where none.

    Examples
    --------
    >>> dimension_of("地區生產總值增速"), dimension_of("Fixed-asset investment"), dimension_of("x")
    (('growth', 'hard'), ('growth', 'hard'), ('', ''))
    """
    name = fold(indicator)
    found = (told for words, told in _words() if any(word in name for word in words))
    return next(found, ("", ""))


@cache
def _words() -> tuple[tuple[tuple[str, ...], tuple[str, str]], ...]:
    return tuple(
        (tuple(map(fold, split_words(row["words"]))), (row["dimension"], row["kind"]))
        for row in rows_of("appraisal/words.csv")
    )
