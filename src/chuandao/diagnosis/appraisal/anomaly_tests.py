"""One test of reported figures: what it was, what it found, and the rows it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.stats.screening import q_values

MEASURES: Mapping[str, str] = {
    "bunching": "bunching_excess",
    "heaping": "heaping_excess",
    "first_digits": "first_digit_deviation",
    "self_reports": "self_report_gap",
}
_PLACES = 6
_SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "test": pl.String,
    "unit": pl.String,
    "indicator": pl.String,
    "group": pl.String,
    "pass_mark": pl.Float64,
    "figures": pl.Int64,
    "units": pl.Int64,
    "observed": pl.Float64,
    "expected": pl.Float64,
    "excess": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p_value": pl.Float64,
    "q_value": pl.Float64,
    "verdict": pl.String,
    "reason": pl.String,
}
_KEY = ("test", "unit", "indicator", "group", "pass_mark")


@dataclass(frozen=True)
class Tested:
    """One test. ``rows``: what it rests on; ``told``: what its statement says beside the figures.

    ``unit``: whose figures they are, or the unit under which all of them stand. ``reason``: why it
    cannot be told; then there is no ``p_value``.
    """

    test: str
    unit: str
    figures: int
    units: int
    indicator: str = ""
    group: str = ""
    pass_mark: float | None = None
    observed: float | None = None
    expected: float | None = None
    excess: float | None = None
    low: float | None = None
    high: float | None = None
    p_value: float | None = None
    q_value: float | None = None
    reason: str = ""
    strength: str = "weak"
    told: Mapping[str, str] = field(default_factory=dict)
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)

    @property
    def verdict(self) -> str:
        """To verify where beyond chance and beyond the reference range."""
        if self.q_value is None or self.excess is None:
            return "cannot_tell"
        beyond = reference_range(MEASURES[self.test]).calls(self.excess)
        return (
            "to_verify"
            if beyond and self.q_value <= threshold("anomaly_q_max")
            else "nothing_found"
        )


def screened(tests: Iterable[Tested]) -> list[Tested]:
    """Return the tests with their q-values over all of them (Benjamini-Hochberg)."""
    held = list(tests)
    at = [i for i, one in enumerate(held) if one.p_value is not None]
    p = np.array([held[i].p_value for i in at], dtype=np.float64)
    for i, q in zip(at, q_values(p) if len(p) else (), strict=True):
        held[i] = replace(held[i], q_value=float(q))
    return held


def anomaly_table(tests: Sequence[Tested]) -> pl.DataFrame:
    """Return the result table indicator_anomalies."""
    rows = [{name: _cell(getattr(one, name)) for name in _SCHEMA} for one in tests]
    return pl.DataFrame(rows, schema=dict(_SCHEMA), orient="row").sort(*_KEY)


def _cell(value: object) -> object:
    if isinstance(value, float):
        return round(value, _PLACES) + 0.0
    return None if value == "" else value
