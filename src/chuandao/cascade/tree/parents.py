"""Which unit each row of ``units`` names as its parent, by code or by name."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import polars as pl

from chuandao.cascade.tree.shape import Positions
from chuandao.catalog.words import fold, fold_all

_NEAR = 60
_TOLD = 8


@dataclass(frozen=True)
class Fault:
    """A parent that could not be found; ``code`` is that of the message."""

    code: str
    given: str
    candidates: tuple[int, ...] = ()

    def parameters(self, rows: pl.DataFrame) -> dict[str, object]:
        """Return what the message names: the nearest unit, or the candidates."""
        if self.candidates:
            shown = "; ".join(
                f"{rows['unit'][at]} {rows['name'][at]}" for at in self.candidates[:_TOLD]
            )
            more = "; …" if len(self.candidates) > _TOLD else ""
            return {
                "parent": self.given,
                "count": len(self.candidates),
                "candidates": shown + more,
            }
        return {"parent": self.given, "count": f"{rows.height:,}", **_nearest(rows, self.given)}


@dataclass(frozen=True)
class Parents:
    """The parent of each row.

    Attributes
    ----------
    positions : array
        Position of the parent; a row's own where it has none or it was not found.
    codes : pl.Series
        The parents' codes, names resolved; empty where there is none.
    without : array
        Rows without a parent, and rows that are their own.
    own : set of int
        Rows that name themselves.
    faults : dict
        Rows whose parent was not found.
    """

    positions: Positions
    codes: pl.Series
    without: Positions
    own: frozenset[int]
    faults: dict[int, Fault]


def resolve_parents(rows: pl.DataFrame) -> Parents:
    """Return the parent of each row; ``rows`` are sorted by code, no code twice."""
    own = np.arange(rows.height)
    known = pl.DataFrame({"parent": rows["unit"], "at": own})
    joined = rows.select("parent").join(known, on="parent", how="left", maintain_order="left")
    at = joined["at"]
    faults: dict[int, Fault] = {}
    lost = (rows["parent"].is_not_null() & at.is_null()).arg_true().to_list()
    found = _by_name(rows, lost, faults) if lost else {}
    positions = at.fill_null(pl.Series(own)).to_numpy().astype(np.int64).copy()
    for child, parent in found.items():
        positions[child] = parent
    selves = np.flatnonzero((positions == own) & rows["parent"].is_not_null().to_numpy())
    named_themselves = frozenset(set(selves.tolist()) - set(faults))
    none = rows["parent"].is_null().to_numpy()
    return _judged(rows, positions, none, named_themselves, faults)


def _judged(
    rows: pl.DataFrame,
    positions: Positions,
    none: np.ndarray,
    own: frozenset[int],
    faults: dict[int, Fault],
) -> Parents:
    """Take a unit that names itself for a root where it is the only one, else for a fault."""
    stated = np.flatnonzero(none)
    if len(stated) or len(own) > 1:
        least = _only_top(rows, own) if not len(stated) else None
        for at in own:
            if at != least:
                faults[at] = Fault("unit_own_parent", str(rows["parent"][at]))
    without = np.flatnonzero(none | np.isin(np.arange(rows.height), sorted(own)))
    codes = rows["unit"].gather(pl.Series(positions))
    codes = codes.set(pl.Series(positions == np.arange(rows.height)), None)
    return Parents(positions, codes, without, own, faults)


def _only_top(rows: pl.DataFrame, own: frozenset[int]) -> int | None:
    """Of several units that name themselves, the one that stands alone in the lowest tier."""
    tiers = {at: rows["tier"][at] for at in own}
    least = [at for at in own if tiers[at] == min(tiers.values())]
    return least[0] if len(least) == 1 else None


def _by_name(rows: pl.DataFrame, lost: list[int], faults: dict[int, Fault]) -> dict[int, int]:
    """Parents given by name; a name that several units bear is not guessed."""
    bearers: defaultdict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(fold_all(rows["name"].to_list())):
        bearers[name].append(at)
    found: dict[int, int] = {}
    for at in lost:
        given = str(rows["parent"][at])
        named = [b for b in bearers.get(fold(given), []) if b != at]
        higher = [b for b in named if rows["tier"][b] < rows["tier"][at]]
        if len(higher or named) == 1:
            found[at] = (higher or named)[0]
        elif named:
            faults[at] = Fault("ambiguous_parent", given, tuple(named))
        else:
            faults[at] = Fault("unknown_parent", given)
    return found


def _nearest(rows: pl.DataFrame, given: str) -> dict[str, object]:
    from rapidfuzz import fuzz, process

    words = rows["unit" if given.isdigit() else "name"].to_list()
    found = process.extractOne(given, words, scorer=fuzz.ratio, score_cutoff=_NEAR)
    at = int(found[2]) if found else None
    return {
        "nearest": "" if at is None else rows["unit"][at],
        "nearest_name": "" if at is None else rows["name"][at],
    }
