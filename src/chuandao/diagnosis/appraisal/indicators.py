"""The indicators of an appraisal scheme (考核方案), put together from its rows."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from chuandao.catalog.appraisal_defaults import dimension_of, kinds_of_dimensions, years_to_effect
from chuandao.catalog.words import fold

Row = Mapping[str, object]

_BESIDE = re.compile(r"加分|附加分|奖励分|扣分|减分|bonus|deduct|extrapoint")
_STATED = re.compile(r"(?:总分|满分|总计|合计|outof|total)\D{0,3}(\d+(?:\.\d+)?)(?:分|point)")
_OF_THOUSAND = re.compile(r"千分|1000分")
_OF_HUNDRED = re.compile(r"百分制|100分")
_TEN, _HUNDRED, _THOUSAND = 10.0, 100.0, 1000.0
_FEW, _MANY = 2.0, 550.0
_WHOLE = 0.001


@dataclass(frozen=True)
class Indicator:
    """One indicator of a scheme.

    Attributes
    ----------
    points : float or None
        None where the scheme does not state them.
    kind, dimension : str
        Stated, or by the catalogue; empty where neither tells. ``stated``: which of them is.
    horizon, horizon_high : float
        Years to effect, and the longest that may be assumed; equal where stated.
    tasks : tuple of (task, share, stated)
        Share of the points that shows the task (0–1), and whether the scheme states it.
    rows : tuple of int
        Its rows in the table of the case.
    """

    name: str
    points: float | None
    dimension: str
    kind: str
    stated: frozenset[str]
    horizon: float | None
    horizon_high: float | None
    horizon_stated: bool
    veto: bool
    beside: bool
    tasks: tuple[tuple[str, float, bool], ...]
    rows: tuple[int, ...]

    @property
    def goals(self) -> tuple[str, ...]:
        """The tasks it serves, or else its own name."""
        return tuple(task for task, _, _ in self.tasks) or (fold(self.name),)

    @property
    def unsaid(self) -> bool:
        """Whether the scheme does not say what it counts for; a veto says it without points."""
        return self.points is None and not self.veto

    @property
    def says(self) -> bool:
        """Whether its points tell what it counts for: any, or none at all without a veto."""
        return self.weighs or (self.points is not None and not self.veto)

    @property
    def weighs(self) -> bool:
        """Whether it has points."""
        return self.points is not None and self.points > 0


@dataclass(frozen=True)
class Scheme:
    """A scheme as it holds for some units: its indicators in their order."""

    name: str
    indicators: tuple[Indicator, ...]

    @cached_property
    def weighed(self) -> tuple[Indicator, ...]:
        """The indicators with points."""
        return tuple(one for one in self.indicators if one.weighs)

    @property
    def rows(self) -> tuple[int, ...]:
        """All its rows in the table of the case."""
        return tuple(at for one in self.indicators for at in one.rows)

    @cached_property
    def goals(self) -> frozenset[str]:
        """What it appraises: tasks, and the names of indicators that serve none."""
        return frozenset(goal for one in self.indicators for goal in one.goals)

    @cached_property
    def total(self) -> float:
        """Points of all indicators but bonus and deductions (加分、扣分)."""
        return sum(one.points or 0.0 for one in self.weighed if not one.beside)

    @cached_property
    def full(self) -> float:
        """The full mark: as the name states it, else the nearest that is usual."""
        return full_mark(self.name, self.total)

    @property
    def whole(self) -> bool:
        """Whether the points add up to the full mark."""
        return self.total > 0 and abs(self.total - self.full) <= _WHOLE * self.full

    @cached_property
    def scale(self) -> float:
        """What the points are divided by so that schemes can be laid beside each other."""
        return usual_mark(self.total) if self.total > 0 else 1.0


def full_mark(name: str, total: float) -> float:
    """Return the full mark that a scheme states in its name, else the usual one nearest.

    Usual are 1, 10, 100 and 1,000, and whole multiples of 100 if the points meet them exactly.

    Examples
    --------
    >>> full_mark("乡镇综合考核（千分制）", 980.0), full_mark("考核办法（总分120分）", 120.0)
    (1000.0, 120.0)
    >>> full_mark("考核办法", 95.0), full_mark("考核办法", 300.0), full_mark("考核办法", 0.98)
    (100.0, 300.0, 1.0)
    """
    told = fold(name)
    if stated := _STATED.search(told):
        return float(stated[1])
    if _OF_THOUSAND.search(told):
        return _THOUSAND
    if _OF_HUNDRED.search(told) or total <= 0:
        return _HUNDRED
    hundreds = round(total / _HUNDRED)
    if hundreds > 1 and abs(total - hundreds * _HUNDRED) <= _WHOLE:
        return hundreds * _HUNDRED
    return usual_mark(total)


def usual_mark(total: float) -> float:
    """Return the mark of 1, 10, 100 or 1,000 that points were meant to add up to.

    Examples
    --------
    >>> [usual_mark(total) for total in (0.97, 10.0, 12.0, 60.0, 180.0, 940.0)]
    [1.0, 10.0, 100.0, 100.0, 100.0, 1000.0]
    """
    if total <= _FEW:
        return 1.0
    if abs(total - _TEN) <= _WHOLE:
        return _TEN
    return _HUNDRED if total < _MANY else _THOUSAND


def scheme_of(name: str, rows: Sequence[tuple[int, Row]]) -> Scheme:
    """Return a scheme from its rows (position, row) that hold for some units.

    An indicator that serves several tasks stands in a row each. Its points are then repeated
    and count once; where they differ, or where only their sum makes the scheme whole, the rows
    divide them.
    """
    held: dict[str, list[tuple[int, Row]]] = {}
    for at, row in rows:
        held.setdefault(fold(str(row["indicator"])), []).append((at, row))
    once = Scheme(name, tuple(_indicator(part, divided=False) for part in held.values()))
    if all(len(part) == 1 for part in held.values()) or once.whole:
        return once
    divided = Scheme(name, tuple(_indicator(part, divided=True) for part in held.values()))
    return divided if divided.whole else once


def _indicator(rows: Sequence[tuple[int, Row]], *, divided: bool) -> Indicator:
    first = rows[0][1]
    name = str(first["indicator"])
    points = [_points(row) for _, row in rows]
    stated = [p for p in points if p is not None]
    split = divided or len(set(stated)) > 1
    total = (sum(stated) if split else stated[0]) if stated else None
    dimension, kind, told = _nature(name, [row for _, row in rows])
    horizon = next((h for _, row in rows if (h := _number(row["horizon_years"]))), None)
    usual = years_to_effect(dimension, kind)
    return Indicator(
        name=name,
        points=total,
        dimension=dimension,
        kind=kind,
        stated=told,
        horizon=horizon or (usual.usual if usual else None),
        horizon_high=horizon or (usual.high if usual else None),
        horizon_stated=horizon is not None,
        veto=any(bool(row["veto"]) for _, row in rows),
        beside=_BESIDE.search(fold(name)) is not None,
        tasks=tuple(_shares(rows, points, total, split=split)),
        rows=tuple(at for at, _ in rows),
    )


def _points(row: Row) -> float | None:
    """Return points; a deduction may be written with a minus, else a negative is none."""
    value = _number(row["weight"])
    if value is not None and value < 0:
        return -value if _BESIDE.search(fold(str(row["indicator"]))) else None
    return value


def _shares(
    rows: Sequence[tuple[int, Row]],
    points: Sequence[float | None],
    total: float | None,
    *,
    split: bool,
) -> Iterable[tuple[str, float, bool]]:
    """Yield each task with the share of the indicator's points that shows it."""
    named = [row for _, row in rows if row["task"]]
    unsaid = sum(_number(row["task_share"]) is None for row in named)
    left = max(0.0, 1.0 - sum(_number(row["task_share"]) or 0.0 for row in named))
    for (_, row), own in zip(rows, points, strict=True):
        if not row["task"]:
            continue
        stated = _number(row["task_share"])
        if split and total:
            share = (own or 0.0) / total * (1.0 if stated is None else stated)
        else:
            share = left / unsaid if stated is None else stated
        yield str(row["task"]), share, stated is not None


def _nature(name: str, rows: Sequence[Row]) -> tuple[str, str, frozenset[str]]:
    """Return dimension and kind, and which of them the scheme states."""
    dimension = next((str(row["dimension"]) for row in rows if row["dimension"]), "")
    kind = next((str(row["kind"]) for row in rows if row["kind"]), "")
    told, told_kind = dimension_of(name)
    stated = {name for name, held in (("dimension", dimension), ("kind", kind)) if held}
    return (
        dimension or told,
        kind or kinds_of_dimensions().get(dimension) or told_kind,
        frozenset(stated),
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
