"""The series of reported figures that are tested: an indicator in a group of units."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import reduce

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.units import UnitTree
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.appraisal.anomaly_tests import MEASURES, Tested
from chuandao.diagnosis.appraisal.marks_together import marks_together
from chuandao.stats.reported.first_digits import first_digits
from chuandao.stats.reported.grain import grain, steps
from chuandao.stats.reported.heaping import Heaping, heaping
from chuandao.stats.reported.marks import AtMark, at_mark, bin_width

_TEN = 10
_CLOSE = 1e-9


def indicator_tests(case: Case, as_of: date | None) -> Iterator[Tested]:
    """Return every test of the table of indicators, in a fixed order."""
    figures = case.tables.get("indicators")
    if figures is None:
        return
    known = figures.filter(pl.col("value").is_finite())
    if as_of is not None:
        known = known.filter(pl.col("period_start").is_null() | (pl.col("period_start") <= as_of))
    grouped = known.join(_groups(case), on="unit", how="left").sort(
        "indicator", "group", "unit", "period", "reported_by", nulls_last=True
    )
    keys = ["indicator", "group"]
    marked: list[Tested] = []
    for (indicator, group), rows in grouped.group_by(keys, maintain_order=True):
        series = (str(indicator), str(group or ""))
        at_marks = list(_at_marks(case.units, series, rows))
        marked += at_marks
        yield from at_marks
        yield _heaped(case.units, series, rows)
        yield from _digits(case.units, series, rows)
    yield from marks_together(marked, lambda codes: common_unit(case.units, codes))


def _groups(case: Case) -> pl.DataFrame:
    """Return the group of each unit: its type where it has one, else its tier."""
    units = case.tables["units"]
    tiers = pl.DataFrame(
        [(code, f"tier={case.units.tier(code)}") for code in case.units],
        schema=["unit", "tier_group"],
        orient="row",
    )
    if "type" not in units.columns:
        return tiers.rename({"tier_group": "group"})
    types = units.select("unit", kind=pl.concat_str(pl.lit("type="), pl.col("type"))).unique("unit")
    joined = tiers.join(types, on="unit", how="left")
    return joined.select("unit", group=pl.coalesce("kind", "tier_group"))


def _series(test: str, tree: UnitTree, series: tuple[str, str], rows: pl.DataFrame) -> Tested:
    codes = rows["unit"].unique().sort().to_list()
    return Tested(
        test,
        common_unit(tree, codes),
        rows.height,
        len(codes),
        indicator=series[0],
        group=series[1],
        rows=rows,
    )


def common_unit(tree: UnitTree, codes: list[str]) -> str:
    """Return the lowest unit under which all of these stand, itself if it is one."""
    lines = [[*reversed(tree.ancestors(code)), code] for code in codes if code in tree]
    if not lines:
        return tree.root
    return reduce(_common, lines)[-1]


def _common(one: list[str], other: list[str]) -> list[str]:
    return [a for a, b in zip(one, other, strict=False) if a == b]


def _at_marks(tree: UnitTree, series: tuple[str, str], rows: pl.DataFrame) -> Iterator[Tested]:
    """Return a test at every mark that enough figures share, and one of ratios to all others."""
    least = reference_range(MEASURES["bunching"]).least
    marked = rows.filter(pl.col("pass_mark").is_not_null())
    shared = pl.len().over("pass_mark") >= least
    common = marked.filter(shared)
    for (mark,), held in common.group_by(["pass_mark"], maintain_order=True):
        made = at_mark(held["value"].to_numpy(), float(str(mark)), least=least)
        yield _bunched(_series("bunching", tree, series, held), made, float(str(mark)))
    rest = marked.filter(~shared & (pl.col("pass_mark") != 0))
    if rest.height:
        yield _of_ratios(_series("bunching", tree, series, rest), rest, least)


def _of_ratios(base: Tested, rows: pl.DataFrame, least: int) -> Tested:
    """Return the test of figures as shares of targets that differ from unit to unit."""
    value, mark = rows["value"].to_numpy(), rows["pass_mark"].to_numpy()
    if len(value) < least:
        return replace(base, reason="few_values")
    ratio = 1.0 + (value - mark) / np.abs(mark)
    step = grain(value)
    coarse = float(np.quantile(step / np.abs(mark), 0.9))
    if coarse > threshold("anomaly_coarse") * bin_width(ratio):
        return replace(base, reason="coarse")
    found = at_mark(ratio, 1.0, least=least)
    habit = heaping(steps(value[value != mark], step))
    without = at_mark(ratio[value != mark], 1.0, least=1)
    if _beyond_chance(found) and _beyond_chance(habit) and not _beyond_chance(without):
        return replace(base, reason="round")
    return _bunched(base, found, None)


def _beyond_chance(found: AtMark | Heaping | str | None) -> bool:
    return isinstance(found, AtMark | Heaping) and found.p_value <= threshold("anomaly_q_max")


def _bunched(base: Tested, found: AtMark | str, mark: float | None) -> Tested:
    if isinstance(found, str):
        return replace(base, pass_mark=mark, reason=found)
    value = pl.col("value")
    apart = (
        value - mark
        if mark is not None
        else (value - pl.col("pass_mark")) / pl.col("pass_mark").abs()
    )
    above = base.rows.filter((apart >= -_CLOSE) & (apart < found.width))
    return replace(
        base,
        pass_mark=mark,
        observed=found.observed,
        expected=found.expected,
        excess=found.excess,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        strength="moderate",
        rows=above,
        told={"below": f"{found.below:.0f}", "width": f"{found.width:.4g}"},
    )


def _heaped(tree: UnitTree, series: tuple[str, str], rows: pl.DataFrame) -> Tested:
    """Return the test of round figures; those exactly at their pass mark are left out."""
    free = rows.filter(pl.col("pass_mark").is_null() | (pl.col("value") != pl.col("pass_mark")))
    base = (
        _series("heaping", tree, series, free)
        if free.height
        else _series("heaping", tree, series, rows)
    )
    if free.height < reference_range(MEASURES["heaping"]).least:
        return replace(base, reason="few_values")
    value = free["value"].to_numpy()
    step = grain(value)
    figures = steps(value, step)
    found = heaping(figures)
    if found is None:
        return replace(base, reason="narrow")
    return replace(
        base,
        observed=found.observed,
        expected=found.expected,
        excess=found.excess,
        low=found.low,
        high=found.high,
        p_value=found.p_value,
        rows=free.filter(pl.Series(figures % _TEN == 0)),
        told={"round_to": f"{step * _TEN:g}"},
    )


def _digits(tree: UnitTree, series: tuple[str, str], rows: pl.DataFrame) -> Iterator[Tested]:
    """Return the test of first digits, where it applies; a figure a unit repeats counts once."""
    once = rows.unique(["unit", "value"], keep="first", maintain_order=True)
    value = once["value"].to_numpy()
    least = reference_range(MEASURES["first_digits"]).least
    found = first_digits(value, least=least, magnitudes=threshold("first_digit_magnitudes"))
    if found is None:
        return
    leading = pl.col("value").abs().log10()
    digit = (10 ** (leading - leading.floor()) + _CLOSE).floor()
    yield replace(
        _series("first_digits", tree, series, once),
        observed=found.observed,
        expected=found.expected,
        excess=found.deviation,
        low=None,
        high=None,
        p_value=found.p_value,
        rows=once.filter((pl.col("value") > 0) & (digit == found.digit)),
        told={"digit": str(found.digit)},
    )
