"""Bunching at one pass mark in all groups of units together.

Each group has its own curve, since levels differ from group to group; what each finds at the same
mark of the same indicator is then added up. Lifting that is spread thinly over groups is seen
together where no group alone has figures enough. The p-values are joined by the inverse normal
method, each group by the root of its figures (Stouffer et al. 1949; Liptak 1958).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import polars as pl
from scipy.special import ndtr, ndtri

from chuandao.diagnosis.appraisal.anomaly_tests import Tested

_TEST = "bunching"
_LEAST_P = 1e-15
Above = Callable[[list[str]], str]
"""The lowest unit under which units stand."""


def marks_together(tests: Iterable[Tested], above: Above) -> Iterator[Tested]:
    """Yield a test of each indicator and mark that several groups were tested at."""
    groups: dict[tuple[str, float], list[Tested]] = {}
    for one in tests:
        if one.test == _TEST and one.pass_mark is not None and one.p_value is not None:
            groups.setdefault((one.indicator, one.pass_mark), []).append(one)
    for held in groups.values():
        if len(held) > 1:
            yield _joined(held, above)


def is_joined(one: Tested) -> bool:
    """Return whether a test is of all groups together."""
    return one.test == _TEST and not one.group


def told_in_a_group(one: Tested, tests: Iterable[Tested]) -> bool:
    """Return whether a group alone says what a joined test says."""
    return is_joined(one) and any(
        other.group and other.verdict == "to_verify"
        for other in tests
        if (other.test, other.indicator, other.pass_mark) == (_TEST, one.indicator, one.pass_mark)
    )


def _joined(held: Sequence[Tested], above: Above) -> Tested:
    figures = np.array([one.figures for one in held], dtype=np.float64)
    total = float(figures.sum())
    excess = float(figures @ [one.excess or 0.0 for one in held]) / total
    halves = figures * [((one.high or 0.0) - (one.low or 0.0)) / 2 for one in held]
    half = float(np.sqrt(np.square(halves).sum())) / total
    z = -ndtri(np.clip([one.p_value or 0.0 for one in held], _LEAST_P, 1 - _LEAST_P))
    rows = pl.concat([one.rows for one in held])
    widths = dict.fromkeys(one.told["width"] for one in held)
    below = sum(float(one.told["below"]) for one in held)
    return Tested(
        _TEST,
        above([one.unit for one in held]),
        int(total),
        sum(one.units for one in held),
        indicator=held[0].indicator,
        pass_mark=held[0].pass_mark,
        observed=sum(one.observed or 0.0 for one in held),
        expected=sum(one.expected or 0.0 for one in held),
        excess=excess,
        low=excess - half,
        high=excess + half,
        p_value=float(ndtr(-float(np.sqrt(figures) @ z) / np.sqrt(total))),
        strength="moderate",
        rows=rows,
        told={"below": f"{below:.0f}", "width": "、".join(widths), "groups": str(len(held))},
    )
