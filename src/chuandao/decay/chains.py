"""The chain of transmission: the units that hand tasks on, down to where evidence reaches."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from chuandao.cascade.tree.shape import standing
from chuandao.cascade.units import UnitCode, UnitTree
from chuandao.errors import Problem
from chuandao.stats.smoothing.tree import Forest, Positions, Reals, forest

_ASIDE = ("party", "department", "vertical")


@dataclass(frozen=True, eq=False)
class Chains:
    """Units of the transmission tree in administrative order, and their tree.

    Attributes
    ----------
    units : pl.DataFrame (unit, tier, kind, population)
    parents : positions
        -1 at the root, which stands first.
    problems : tuple of Problem
        What was left out, and why.
    """

    units: pl.DataFrame
    parents: Positions
    problems: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        """Return how many units there are."""
        return len(self.parents)

    @cached_property
    def codes(self) -> tuple[UnitCode, ...]:
        """The codes in administrative order."""
        return tuple(self.units["unit"].to_list())

    @cached_property
    def tiers(self) -> Positions:
        """The tier of each unit."""
        return self.units["tier"].to_numpy().astype(np.int64)

    @cached_property
    def tree(self) -> Forest:
        """The layout of one copy of the tree."""
        return forest(self.parents)

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """The tiers that a step leads to."""
        return tuple(np.unique(self.tiers[self.parents >= 0]).tolist())

    @cached_property
    def leaves(self) -> Positions:
        """The units without units below."""
        childless = np.ones(len(self), dtype=bool)
        childless[self.parents[self.parents >= 0]] = False
        return np.flatnonzero(childless)

    def weights(self, weighting: str) -> Reals:
        """Return what each unit counts for among the leaves: 1, or its population."""
        if weighting == "equal":
            return np.ones(len(self))
        return self.units["population"].cast(pl.Float64).to_numpy()


def chains_of(tree: UnitTree, observed: Collection[UnitCode]) -> Chains:
    """Return the chain of transmission of a case.

    Departments, party organs and vertical offices (條) stand outside it, unless there is nothing
    else below the root. Tiers below the lowest one with evidence are left out: of what nobody
    looked at nothing is said.

    Parameters
    ----------
    tree : UnitTree
    observed : codes
        Units with evidence of their own.
    """
    kind = tree.frame["kind"].to_numpy()
    stood = ~np.isin(kind, _ASIDE)
    stood[0] = True
    problems = []
    if stood.sum() == 1:
        stood[:] = True
    elif not stood.all():
        problems.append(Problem("units_outside_chain", "note", parameters=_count(~stood)))
    tiers = tree.frame["tier"].to_numpy()
    seen = tree.frame["unit"].is_in(list(observed)).to_numpy() & stood
    deepest = int(tiers[seen].max()) if seen.any() else 0
    below = stood & (tiers > deepest)
    if below.any() and deepest:
        told = {**_count(below), "tier": deepest}
        problems.append(Problem("tiers_without_evidence", "note", parameters=told))
    return _standing(tree, stood & ~below, tuple(problems))


def _count(mask: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> dict[str, object]:
    return {"count": f"{int(mask.sum()):,}"}


def _standing(
    tree: UnitTree,
    stood: np.ndarray[tuple[int], np.dtype[np.bool_]],
    problems: tuple[Problem, ...],
) -> Chains:
    above = standing(tree.parents, stood, np.full(len(tree), -1, dtype=np.int64))
    place = np.cumsum(stood) - 1
    parents = np.where(above[stood] < 0, -1, place[above[stood]])
    wanted = [pl.col("unit"), pl.col("tier").cast(pl.Int64), pl.col("kind"), _population(tree)]
    return Chains(tree.frame.select(wanted).filter(pl.Series(stood)), parents, problems)


def _population(tree: UnitTree) -> pl.Expr:
    if "population" in tree.frame.columns:
        return pl.col("population").cast(pl.Int64)
    return pl.lit(None, dtype=pl.Int64).alias("population")
