"""A sample of the families of a large tree, to come near its variances cheaply."""

from dataclasses import replace

import numpy as np

from chuandao.stats.smoothing.collapse import TreeModel, Trunk
from chuandao.stats.smoothing.sums import Patterns, Sums
from chuandao.stats.smoothing.tree import Positions, thinned

_WIDE = 4096
_LARGE = 40_000


def is_large(model: TreeModel) -> bool:
    """Whether a sample is worth its while."""
    return sum(map(len, model.blocks)) > _LARGE


def sampled(model: TreeModel, every: int) -> TreeModel:
    """Return the model of one parent in so many, where a level has thousands; all others stay.

    Scatter about the families' means is not known by family; what the sample gets of it is in
    proportion. So its variances are those of a sample but roughly, good enough to start from.
    """
    forest = model.trunk.forest
    wide = [level.span.start for level in forest.levels]
    wide = [a for a, level in zip(wide, forest.levels, strict=True) if _size(level.span) > _WIDE]
    first = min(wide, default=len(forest))
    used = np.zeros(len(forest))
    parts = []
    for sums in model.blocks:
        which = np.flatnonzero((sums.head < first) | (sums.head % every == 0))
        used[sums.head[which]] = 1
        parts.append((sums, which))
    kept = (forest.summed_up(used) > 0) | (forest.parents < 0)
    place = np.cumsum(kept) - 1
    blocks = [_part(sums, which, place) for sums, which in parts if len(which)]
    trunk = Trunk(
        thinned(forest, kept),
        model.trunk.offsets[:, kept],
        model.trunk.step[kept],
        model.trunk.extra[kept],
    )
    return TreeModel(trunk, tuple(blocks), (), model.data, model.prior_mean, model.prior_sd)


def _size(span: slice) -> int:
    return int(span.stop - span.start)


def _part(sums: Sums, which: Positions, place: Positions) -> Sums:
    """Return the sums of some families, their heads renumbered."""
    part = replace(
        sums,
        head=place[sums.head[which]],
        pattern=sums.pattern[which],
        count=sums.count[which],
        reading=sums.reading[:, which],
        step=sums.step[:, which],
    )
    if sums.single:
        patterns = Patterns(*(part[..., which] for part in vars(sums.patterns).values()))
        return replace(part, patterns=patterns, pattern=np.arange(len(which)))
    if sums.scatter is None:
        return part
    free, kept = (_freedom(one) for one in (sums, part))
    share = kept / np.where(free > 0, free, 1.0)
    return replace(part, scatter=sums.scatter * share[:, None, None])


def _freedom(sums: Sums) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return by pattern how many leaves there are beyond one a family."""
    counts = np.bincount(sums.pattern, sums.count - 1, minlength=len(sums.patterns))
    return counts.astype(np.float64)
