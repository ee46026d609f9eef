r"""Sufficient statistics of leaves, by parent and by who looked at them.

Leaves below one parent that were seen by the same sources with the same precision (one *pattern*)
enter the likelihood only through their number, the means of their readings and of what their steps
differ in, and the scatter about these means. The scatter is needed per pattern only. So leaves are
read once; what follows costs as much as there are families (parent × pattern). Sums of parts add
up to the sums of the whole (Chan, Golub & LeVeque), so a GROUP BY or a province can make them.

References
----------
Chan, T. F., Golub, G. H., & LeVeque, R. J. (1983). Algorithms for computing the sample variance:
analysis and recommendations. The American Statistician, 37(3), 242-247.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from chuandao.stats.smoothing.observed import TreeData
from chuandao.stats.smoothing.products import totals
from chuandao.stats.smoothing.tree import Positions, Reals

Number = TypeVar("Number", np.int64, np.float64)


@dataclass(frozen=True, eq=False)
class Patterns:
    """What leaves have in common that were looked at alike; a column a pattern.

    Attributes
    ----------
    source, noise : positions (readings, patterns)
        Of each reading its source and group of variance; a source of -1 is no reading.
    fixed : array (readings, patterns)
        The part of each reading's variance that is known.
    step, extra, kind : arrays (patterns)
        Group of variance, own variance and kind of the step from the parent. A kind of -1 is no
        step at all: evidence of the parent itself.
    """

    source: Positions
    noise: Positions
    fixed: Reals
    step: Positions
    extra: Reals
    kind: Positions

    def __len__(self) -> int:
        """Return how many patterns there are."""
        return len(self.kind)

    def rows(self) -> Reals:
        """Return everything about each pattern as one row of numbers."""
        alone = np.column_stack([self.step, self.extra, self.kind])
        return np.column_stack([alone, self.source.T, self.noise.T, self.fixed.T])


@dataclass(frozen=True, eq=False)
class Sums:
    """What families of leaves say; arrays (…, families) unless said.

    Attributes
    ----------
    patterns : Patterns
    head : positions
        The parent of each family, as a place in the trunk; ascending.
    pattern : positions
    count : array
        Leaves in the family.
    reading : array (readings, families)
        Mean of each reading; 0 where the pattern has none.
    step : array (columns, families)
        Mean of what steps differ in.
    scatter : array (patterns, readings + columns, readings + columns), or None
        Sums of squares and products about the families' means. None: every family is one leaf.
    """

    patterns: Patterns
    head: Positions
    pattern: Positions
    count: Reals
    reading: Reals
    step: Reals
    scatter: Reals | None

    def __len__(self) -> int:
        """Return how many families there are."""
        return len(self.head)

    @cached_property
    def starts(self) -> Positions:
        """Where the families of each parent begin."""
        first = np.ones(len(self.head), dtype=bool)
        first[1:] = self.head[1:] != self.head[:-1]
        return np.flatnonzero(first)

    @cached_property
    def heads(self) -> Positions:
        """The parents, each once."""
        return self.head[self.starts]

    @cached_property
    def leaves(self) -> Reals:
        """How many leaves each pattern has."""
        return totals(self.pattern, self.count, len(self.patterns))

    @property
    def hangs(self) -> bool:
        """Whether these are leaves, not evidence of the trunk's own nodes."""
        return bool(self.patterns.kind[0] >= 0)

    @cached_property
    def single(self) -> bool:
        """Whether each family has a pattern of its own, in the same order."""
        return len(self.patterns) == len(self) and self.scatter is None

    def spread(self, values: NDArray[Number]) -> NDArray[Number]:
        """Return for each family (or for all alike) the value of its pattern, the last axis."""
        if len(self.patterns) == 1:
            return values
        return values if self.single else values.take(self.pattern, axis=-1)

    def gathered(self, values: Reals) -> Reals:
        """Return for each pattern the sum over its leaves of the values of families."""
        if self.single:
            return values
        weighted = values * self.count
        if len(self.patterns) == 1:
            return np.array([weighted.sum()])
        return totals(self.pattern, weighted, len(self.patterns))


@dataclass(frozen=True, eq=False)
class Leaves:
    """The leaves behind sums, in the order of their families.

    Attributes
    ----------
    node : positions (leaves)
        Place in the layout.
    family : positions (leaves)
    reading : positions (readings, leaves)
        Which observation each reading is; -1 where there is none.
    """

    node: Positions
    family: Positions
    reading: Positions


def summed(
    data: TreeData, patterns: Patterns, leaves: Leaves, place: tuple[Positions, Positions]
) -> Sums:
    """Return the sums of leaves.

    Parameters
    ----------
    data : TreeData
    patterns : Patterns
    leaves : Leaves
    place : pair of positions (leaves)
        The parent of each leaf, as a place in the trunk, and its pattern.
    """
    head, pattern = place
    values, family = measured(data, patterns, leaves, pattern), leaves.family
    starts = np.flatnonzero(np.r_[True, np.diff(family) != 0])
    size = np.diff(np.append(starts, len(family))).astype(np.float64)
    split = len(leaves.reading)
    if len(starts) == len(family):
        return Sums(patterns, head, pattern, size, values[:split], values[split:], None)
    mean = np.add.reduceat(values, starts, axis=1) / size
    values -= mean[:, family]
    scatter = _scatter(values, pattern, len(patterns))
    return Sums(patterns, head[starts], pattern[starts], size, mean[:split], mean[split:], scatter)


def measured(data: TreeData, patterns: Patterns, leaves: Leaves, pattern: Positions) -> Reals:
    """Return readings and differences of steps of each leaf: (readings + columns, leaves)."""
    there = leaves.reading >= 0
    split = len(there)
    values = np.empty((split + len(data.columns), len(leaves.node)))
    for slot, seen in enumerate(there):
        values[slot] = data.response[leaves.reading[slot]] if len(data.response) else 0.0
        values[slot] *= seen
    hung = (patterns.kind >= 0)[pattern]
    for k in range(len(data.columns)):
        values[split + k] = data.varying[leaves.node, k] * hung
    return values


def merge(parts: Sequence[Sums]) -> Sums:
    """Return the sums of everything that the parts are sums of.

    Parameters
    ----------
    parts : sequence of Sums
        With the same coefficients and sources, and heads in the same trunk. A family may be cut
        over several parts.
    """
    patterns, renamed = _common_patterns([part.patterns for part in parts])
    width = len(patterns.source)
    count = np.concatenate([part.count for part in parts])
    pattern = np.concatenate([new[part.pattern] for new, part in zip(renamed, parts, strict=True)])
    head = np.concatenate([part.head for part in parts])
    mean = np.concatenate([_widened(part, width) for part in parts], axis=1)
    order = np.lexsort((*mean[::-1], count, pattern, head))
    head, pattern, count, mean = head[order], pattern[order], count[order], mean[:, order]
    first = np.ones(len(head), dtype=bool)
    first[1:] = (head[1:] != head[:-1]) | (pattern[1:] != pattern[:-1])
    starts = np.flatnonzero(first)
    size = np.add.reduceat(count, starts)
    centre = np.add.reduceat(mean * count, starts, axis=1) / size
    apart = (mean - centre[:, np.cumsum(first) - 1]) * np.sqrt(count)
    scatter = _scatter(apart, pattern, len(patterns))
    for new, part in zip(renamed, parts, strict=True):
        if part.scatter is not None:
            np.add.at(scatter, new, _padded(part.scatter, part.reading.shape[0], width))
    place = head[starts], pattern[starts], size
    return Sums(patterns, *place, centre[:width], centre[width:], scatter)


def _common_patterns(parts: list[Patterns]) -> tuple[Patterns, list[Positions]]:
    """Return the patterns of all parts, each once, and the new number of each part's own."""
    width = max(len(part.source) for part in parts)
    wide = [_wide(part, width) for part in parts]
    rows = np.concatenate([part.rows() for part in wide])
    _, first, number = np.unique(rows, axis=0, return_index=True, return_inverse=True)

    def chosen(name: str) -> Reals:
        values: Reals = np.concatenate([getattr(part, name) for part in wide], axis=-1)
        return values[..., first]

    names = ("source", "noise", "fixed", "step", "extra", "kind")
    bounds = np.cumsum([len(part) for part in parts])[:-1]
    found: list[Positions] = np.split(number.ravel(), bounds)
    return Patterns(*(chosen(name) for name in names)), found  # type: ignore[arg-type]


def _wide(patterns: Patterns, width: int) -> Patterns:
    """Return the patterns with room for so many readings."""
    more = ((0, width - len(patterns.source)), (0, 0))
    return Patterns(
        np.pad(patterns.source, more, constant_values=-1),
        np.pad(patterns.noise, more),
        np.pad(patterns.fixed, more),
        patterns.step,
        patterns.extra,
        patterns.kind,
    )


def _widened(part: Sums, width: int) -> Reals:
    more = ((0, width - part.reading.shape[0]), (0, 0))
    return np.concatenate([np.pad(part.reading, more), part.step])


def _padded(scatter: Reals, readings: int, width: int) -> Reals:
    """Return scatters with room for so many readings."""
    place = np.r_[np.arange(readings), width + np.arange(scatter.shape[1] - readings)]
    wide = np.zeros((len(scatter), *(2 * (width + scatter.shape[1] - readings,))))
    wide[:, place[:, None], place] = scatter
    return wide


def _scatter(apart: Reals, pattern: Positions, count: int) -> Reals:
    """Return by pattern the sums of squares and products of deviations."""
    scatter = np.zeros((count, len(apart), len(apart)))
    order = np.argsort(pattern, kind="stable")
    bounds = np.searchsorted(pattern[order], np.arange(count + 1))
    for k in range(count):
        part = apart if count == 1 else apart[:, order[bounds[k] : bounds[k + 1]]]
        scatter[k] = np.einsum("if,jf->ij", part, part)
    return scatter
