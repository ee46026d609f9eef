"""D5: sibling units plan the same industries more than chance would bring about (縣區同質競爭).

Definition: overlap = mean over pairs of siblings of the sum of the smaller of their shares
(Finger & Kreinin 1979), by number of projects. Chance is worked out in two ways:

- each sibling's projects are drawn from the industries that the siblings have of their own
  (``units.industries``; else from those of the other units of the case), uncertain as they are
  (Dirichlet): what everybody plans although it is nobody's is more than that;
- all projects of the siblings are dealt out to them again: the same industry in every one of
  them, evenly, is more than that, however popular the industry is.

The smaller p-value counts twice (Bonferroni); Benjamini-Hochberg over families of siblings.
Told where the excess over chance calls for attention by ``industry_overlap_excess``. The
industries of plans are those a unit's own documents bring up and no document of the root does.
Leading industries are compared for the first tier only, with those of the units below: further
down they follow soil and climate. Few projects or siblings, or nothing that says what is usual:
cannot tell.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from chuandao.cascade.case import Case
from chuandao.cascade.tracing.trace import Trace
from chuandao.catalog.ranges import reference_range
from chuandao.catalog.thresholds import threshold
from chuandao.diagnosis.coordination.industries import (
    Industries,
    Portfolio,
    gathered,
    industries_of,
    industry,
    projects_begun,
)
from chuandao.diagnosis.coordination.verdicts import verdict
from chuandao.diagnosis.examination import Examination, Finding, rows_behind
from chuandao.diagnosis.result_rows import result_rows
from chuandao.stats.overlap import drawn, overlap, shuffled, specialisation, upper_p
from chuandao.stats.screening import q_values

CAUSE, SIGN = "coordination", "D5"
_SEED = 20251125
_SHOWN = 30
_MOST = 8  # industries named in a statement
_BASES = ("industries", "projects", "plans")


@dataclass(frozen=True)
class Family:
    """Sibling units under one superior and what they plan, on one basis."""

    parent: str
    basis: str
    held: Portfolio
    base: Counter[str]

    @property
    def items(self) -> int:
        """How many projects, plans or leading industries they have together."""
        return sum(sum(one.values()) for one in self.held.values())


def examine_rivalry(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return the families of siblings that plan alike beyond chance, and ``industry_overlap``."""
    known = industries_of(case, trace, as_of)
    rows = [_measured(family, at) for at, family in enumerate(_families(case, known))]
    tested = [row for row in rows if row["p_value"] is not None]
    for row, q in zip(tested, q_values(np.array([r["p_value"] for r in tested])), strict=True):
        row["q_value"] = float(q)
    rows = [row | {"verdict": _verdict(row)} for row in rows]
    findings = tuple(
        _finding(case, row, as_of) for row in rows if row["verdict"] in {"attention", "severe"}
    )
    return Examination(findings, tables={"industry_overlap": result_rows("industry_overlap", rows)})


def _families(case: Case, known: Industries) -> Iterable[Family]:
    units = case.units
    for parent in units:
        children = [c for c in units.children(parent) if units.kind(c) == "government"]
        if len(children) < threshold("overlap_siblings"):
            continue
        for basis in _BASES:
            held = _of_basis(known, basis, children, case)
            if len(held) >= 2:  # noqa: PLR2004
                yield Family(parent, basis, held, _base(known, basis, parent, children, case))


def _of_basis(known: Industries, basis: str, children: Sequence[str], case: Case) -> Portfolio:
    if basis == "industries":
        first = case.units.tier(children[0]) == 1
        return {c: known.leading[c] for c in children if known.leading.get(c)} if first else {}
    held = known.projects if basis == "projects" else known.plans
    return gathered(held, children, case.units)


def _base(
    known: Industries, basis: str, parent: str, children: Sequence[str], case: Case
) -> Counter[str]:
    """Return the industries that say what is usual: the siblings' own, else those elsewhere."""
    own: Counter[str] = Counter()
    if basis != "industries":
        for child in children:
            own.update(known.leading.get(child, {}))
    if own.total() >= threshold("overlap_base"):
        return own
    inside = set(case.units.subtree(parent))
    elsewhere: Counter[str] = Counter()
    for held in (known.leading, known.projects):
        for unit, named in held.items():
            below = basis == "industries" and unit in inside and unit not in children
            if (below and held is known.leading) or unit not in inside:
                elsewhere.update(named)
    return elsewhere


def _measured(family: Family, at: int) -> dict[str, object]:
    """Return the row of one family: its overlap, and where it can be told that of chance."""
    names = sorted({name for one in family.held.values() for name in one} | set(family.base))
    counts = np.array([[one[name] for name in names] for one in family.held.values()])
    row: dict[str, object] = {
        "unit": family.parent, "basis": family.basis, "siblings": len(counts),
        "items": family.items, "overlap": overlap(counts), "q_value": None, "p_value": None,
        "specialisation": float(specialisation(counts).mean()), "shared": _shared(family),
    }  # fmt: skip
    few = len(counts) < threshold("overlap_siblings")
    if few or family.items < _least(family.basis):
        return row
    return row | _by_chance(family, names, counts, at)


def _least(basis: str) -> float:
    """Return the fewest items of a basis: leading industries and plans are sets, and fewer."""
    least = reference_range("industry_overlap_excess").least
    return least if basis == "projects" else threshold("overlap_base")


def _by_chance(
    family: Family, names: Sequence[str], counts: np.ndarray, at: int
) -> dict[str, object]:
    chance = np.random.default_rng((_SEED, at))
    draws = int(threshold("overlap_draws"))
    by_chance = []
    if family.basis == "projects":
        by_chance.append(shuffled(counts, chance, draws))
    if family.base.total() >= threshold("overlap_base"):
        base = np.array([family.base[name] + threshold("overlap_prior") for name in names])
        once = family.basis != "projects"
        by_chance.append(drawn(counts, base, chance, draws, once=once))
    if not by_chance:
        return {}
    seen = overlap(counts)
    p, expected = min((upper_p(seen, one), float(one.mean())) for one in by_chance)
    return {"p_value": min(1.0, p * len(by_chance)), "expected": expected}


def _verdict(row: Mapping[str, object]) -> str:
    if row["q_value"] is None:
        return "cannot_tell"
    excess = float(str(row["overlap"])) - float(str(row["expected"]))
    limit = reference_range("industry_overlap_excess")
    sure = float(str(row["q_value"])) <= threshold("coordination_fdr")
    return verdict(limit, excess) if sure else "normal"


def _shared(family: Family) -> list[str]:
    """Return the industries that at least half of the siblings have, the most common first."""
    common = Counter(name for one in family.held.values() for name in one)
    ranked = sorted(common.items(), key=lambda item: (-item[1], item[0]))
    return [name for name, units in ranked if units > 1 and 2 * units >= len(family.held)]


def _finding(case: Case, row: Mapping[str, object], as_of: date | None) -> Finding:
    overlap_, expected = float(str(row["overlap"])), float(str(row["expected"]))
    shared = list(row["shared"])[:_MOST]  # type: ignore[call-overload]
    parent, basis = str(row["unit"]), str(row["basis"])
    return Finding(
        parent,
        CAUSE,
        SIGN,
        reference_range("industry_overlap_excess").severity(overlap_ - expected),
        f"finding.D5.{basis}",
        about=basis,
        strength="moderate" if basis == "projects" else "weak",
        parameters={
            "siblings": str(row["siblings"]),
            "items": str(row["items"]),
            "overlap": f"{100 * overlap_:.0f}",
            "expected": f"{100 * expected:.0f}",
            "shared": "、".join(shared) or "—",
        },
        rows=rows_behind(_rows(case, parent, basis, shared, as_of))[:_SHOWN],
    )


def _rows(
    case: Case, parent: str, basis: str, shared: Sequence[str], as_of: date | None
) -> pl.DataFrame:
    below = [unit for unit in case.units.subtree(parent) if unit != parent]
    if basis == "projects":
        begun = projects_begun(case.tables["projects"], as_of)
        mine = begun.filter(pl.col("unit").is_in(below))
        named = [not shared or industry(one) in shared for one in mine["industry"]]
        return mine.filter(pl.Series(named, dtype=pl.Boolean))
    children = list(case.units.children(parent))
    return case.tables["units"].filter(pl.col("unit").is_in(children))
