"""D5, its second half: several siblings, not all, put much into one and the same industry.

The overlap of all siblings is ordinary where the others are specialised, so each industry is
looked at by itself. A sibling's base is its leading industries and those of the units below it,
as uncertain as a list of so many industries is (Dirichlet); the share of projects that siblings
usually have outside their lists goes by how often industries are named. By the projects of the
siblings' own offices:

    shared part of an industry = mean over pairs of siblings of (share of one x share of the other)

against what they bring about who each draw from their own base, 999 times; adjusted for the search
over industries (Westfall & Young 1993). Siblings that name an industry and plan as much in it as
in their others are no rivals; three that name it and put nearly all into it are. Industries that
all siblings name are the structure of the place (given from above) and left out; two siblings are
a pair, which chance brings about too often to be told. Whether nature or plan made an industry
large that the units below name as often cannot be told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np

from chuandao.cascade.case import Case
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.industries import Industries, Portfolio, gathered
from chuandao.stats.siblings.shared_kinds import drawn_from_bases, least_p_values, pairs_by_kind
from chuandao.stats.smoothing.tree import Reals

_SEED = 20251125
BASIS = "group"


def shared_industries(case: Case, known: Industries) -> list[dict[str, object]]:
    """Return a row for each family of siblings: the group that most plans one industry."""
    rows = []
    for at, parent in enumerate(case.units):
        held = _planning(case, known, parent)
        if len(held) >= threshold("overlap_siblings"):
            rows.append(_row(case, known, parent, held, at))
    return rows


def _planning(case: Case, known: Industries, parent: str) -> Portfolio:
    """Return the projects of the siblings that name industries and have enough projects."""
    least = threshold("rivals_projects")
    return {
        child: known.projects[child]
        for child in case.units.children(parent)
        if case.units.kind(child) == "government"
        and known.leading.get(child)
        and known.projects.get(child, Counter()).total() >= least
    }


def _row(case: Case, known: Industries, parent: str, held: Portfolio, at: int) -> dict[str, object]:
    lists = {child: known.leading[child] for child in held}
    below = gathered(known.leading, held, case.units)
    given = set.intersection(*map(set, lists.values()))
    every = sorted({name for one in (*held.values(), *below.values()) for name in one})
    names = [*(name for name in every if name not in given), *sorted(given)]
    counts = np.array([[one[name] for name in names] for one in held.values()])
    bases = _bases(names, counts, lists, below)
    chance = np.random.default_rng((_SEED, at))
    draws = drawn_from_bases(bases, counts.sum(axis=1), chance, int(threshold("overlap_draws")))
    own = len(names) - len(given)
    p = least_p_values(pairs_by_kind(counts)[:own], pairs_by_kind(draws)[:, :own])
    shares = counts / counts.sum(axis=1, keepdims=True)
    usual = bases / bases.sum(axis=1, keepdims=True)
    groups = [
        _group(shares[:, k], usual[:, k]) | {"p_value": float(p[k]), "shared": [names[k]]}
        for k in range(own)
    ]
    found = min(groups, key=lambda one: (one["few"], one["p_value"], one["shared"]), default=None)
    return _as_row(parent, found, counts, list(held))


def _bases(names: Sequence[str], counts: np.ndarray, lists: Portfolio, below: Portfolio) -> Reals:
    """Return how often each industry is to be expected of each sibling, as Dirichlet counts."""
    prior = threshold("overlap_prior")
    own = np.array([[name in one for name in names] for one in lists.values()])
    named = np.array([[below[child][name] for name in names] for child in lists])
    outside = float((counts * ~own).sum() / counts.sum())
    popular = own.sum(axis=0) + prior
    rows = []
    for mine, all_named in zip(own, named, strict=True):
        inside = (all_named + prior) * mine
        foreign = popular * ~mine
        mix = (1 - outside) * inside / inside.sum()
        if foreign.any():
            mix = mix + outside * foreign / foreign.sum()
        rows.append((1 + prior) * mine.sum() * mix)
    return np.array(rows)


def _group(shares: Reals, usual: Reals) -> dict[str, object]:
    """Return the siblings with a large share of an industry, and how much they share it."""
    large = shares >= threshold("rivals_share")
    members = [int(at) for at in np.flatnonzero(large)]
    pairs = list(combinations(members, 2))
    few = len(members) < threshold("rivals_least")
    return {
        "few": few,
        "members": members,
        "overlap": _mean(shares[a] * shares[b] for a, b in pairs),
        "expected": _mean(usual[a] * usual[b] for a, b in pairs),
    }


def _mean(products: Iterable[float]) -> float:
    held = list(products)
    return float(np.mean(held)) if held else 0.0


def _as_row(
    parent: str, found: Mapping[str, object] | None, counts: np.ndarray, units: Sequence[str]
) -> dict[str, object]:
    row: dict[str, object] = {
        "unit": parent, "basis": BASIS, "q_value": None, "specialisation": None,
    }  # fmt: skip
    if found is None or found["few"]:
        return row | {
            "siblings": len(units),
            "items": int(counts.sum()),
            "p_value": 1.0,
            "overlap": None,
            "expected": None,
            "shared": [],
            "members": [],
        }
    at = list(found["members"])  # type: ignore[call-overload]
    told = {name: found[name] for name in ("overlap", "expected", "p_value", "shared")}
    return row | told | {
        "siblings": len(at), "items": int(counts[at].sum()), "members": [units[i] for i in at],
    }  # fmt: skip
