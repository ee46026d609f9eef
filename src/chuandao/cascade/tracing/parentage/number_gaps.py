"""Gaps in document numbers: how many documents of an issuer and year were not seen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from chuandao.cascade.tracing.understanding.understood import Understood
from chuandao.stats.serial_numbers import SerialEstimate, estimate_total
from chuandao.text.envelope.number import DocumentNumber, parse_document_number


@dataclass(frozen=True)
class NumberGap:
    """The document numbers seen of one issuer mark and year, and how many there may be in all."""

    mark: str
    unit: str
    year: int
    total: SerialEstimate


def number_gaps(documents: Iterable[Understood]) -> tuple[NumberGap, ...]:
    """Return, for every issuer mark and year, what the numbers of the documents at hand say.

    A number without issuer mark (minutes) belongs to its unit; one without year, or that
    cannot be read for certain, is left out. Documents that are only cited do not count as
    seen, as the case does not hold them.

    Examples
    --------
    >>> number_gaps([])
    ()
    """
    seen: defaultdict[tuple[str, str, int], set[int]] = defaultdict(set)
    units: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for document in documents:
        found = parse_document_number(document.envelope.number)
        if found and found.year is not None and found.number:
            series = _series(found, document)
            seen[(*series, found.year)].add(found.number)
            units[(series[0], found.year)].add(document.unit)
    return tuple(
        NumberGap(mark, own or _only(units[(mark, year)]), year, estimate_total(numbers))
        for (mark, own, year), numbers in sorted(seen.items())
    )


def _series(number: DocumentNumber, document: Understood) -> tuple[str, str]:
    """Return the mark of a series and, where it has none, the unit that counts by itself."""
    if number.mark:
        return number.mark, ""
    return "", document.unit or document.envelope.issuer or document.id


def _only(units: set[str]) -> str:
    """Return the unit where all documents of a series come from one; else an empty text."""
    held = {unit for unit in units if unit}
    return next(iter(held)) if len(held) == 1 else ""


def gap_record(gap: NumberGap) -> dict[str, object]:
    """Return a gap as a row of the result table ``number_gaps``."""
    return {
        "mark": gap.mark,
        "unit": gap.unit,
        "year": gap.year,
        "seen": gap.total.seen,
        "largest": gap.total.largest,
        "estimate": gap.total.estimate,
        "low": gap.total.low,
        "high": gap.total.high,
    }
