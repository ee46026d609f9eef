"""D5: sibling units plan the same industries more than chance would bring about (縣區同質競爭).

Definition: overlap = the chance that a project of one sibling and one of another are of one
industry: the mean over pairs of siblings of the sum over industries of the product of their
shares (Ellison & Glaeser 1997), by number of projects. Chance:

- where the siblings name leading industries of their own (``units.industries``), what each plans
  in its own stays as it is, and what it plans besides is drawn from the industries that the
  siblings have, uncertain as these are (Dirichlet): that all go into what is nobody's, or into
  what is one sibling's, is more than that;
- else all is drawn from the industries of the other units of the case;
- where neither says what is usual, it cannot be told.

Benjamini-Hochberg over families of siblings. Told where the excess over chance calls for
attention by ``industry_overlap_excess``. The industries of plans are those that a unit's own
documents bring up and no document of the root does.
Leading industries (those that all siblings name are given from above and left out) are compared
for the first tier only, with those of the units below: further
down they follow soil and climate. Few projects or siblings, or nothing that says what is usual:
cannot tell. Where not all siblings but several plan one industry: ``shared_industry``.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

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
from chuandao.diagnosis.coordination.shared_industry import BASIS as GROUP
from chuandao.diagnosis.coordination.shared_industry import shared_industries
from chuandao.diagnosis.coordination.verdicts import verdict
from chuandao.diagnosis.examination import Examination, Finding, rows_behind
from chuandao.diagnosis.result_rows import result_rows
from chuandao.stats.screening import q_values
from chuandao.stats.siblings.overlap import drawn, drawn_once, overlap, specialisation, upper_p

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
    own: Portfolio = field(default_factory=dict)

    @property
    def items(self) -> int:
        """How many projects, plans or leading industries they have together."""
        return sum(sum(one.values()) for one in self.held.values())


def examine_rivalry(case: Case, trace: Trace, as_of: date | None) -> Examination:
    """Return the families of siblings that plan alike beyond chance, and ``industry_overlap``."""
    known = industries_of(case, trace, as_of)
    rows = [_measured(family, at) for at, family in enumerate(_families(case, known))]
    rows = [*_judged(rows), *_judged(shared_industries(case, known))]
    findings = tuple(_finding(case, row, as_of) for row in _told(rows))
    return Examination(findings, tables={"industry_overlap": result_rows("industry_overlap", rows)})


def _judged(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Return the rows with q-values over them (Benjamini-Hochberg) and verdicts."""
    tested = [row for row in rows if row["p_value"] is not None]
    for row, q in zip(tested, q_values(np.array([r["p_value"] for r in tested])), strict=True):
        row["q_value"] = float(q)
    return [row | {"verdict": _verdict(row)} for row in rows]


def _told(rows: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    """Return the rows to be told: a group only where all siblings together are not."""
    bad = [row for row in rows if row["verdict"] in {"attention", "severe"}]
    whole = {row["unit"] for row in bad if row["basis"] == "projects"}
    return [row for row in bad if row["basis"] != GROUP or row["unit"] not in whole]


def _families(case: Case, known: Industries) -> Iterable[Family]:
    units = case.units
    for parent in units:
        children = [c for c in units.children(parent) if units.kind(c) == "government"]
        if len(children) < threshold("overlap_siblings"):
            continue
        for basis in _BASES:
            held = _of_basis(known, basis, children, case)
            if len(held) >= 2:  # noqa: PLR2004
                base = _base(known, basis, parent, children, case)
                yield Family(parent, basis, held, base, known.leading)


def _of_basis(known: Industries, basis: str, children: Sequence[str], case: Case) -> Portfolio:
    if basis == "industries":
        first = case.units.tier(children[0]) == 1
        return _not_given(known.leading, children) if first else {}
    held = known.projects if basis == "projects" else known.plans
    return gathered(held, children, case.units)


def _not_given(leading: Portfolio, children: Sequence[str]) -> Portfolio:
    """Return the leading industries but those that all siblings name: given from above."""
    named = [leading[child] for child in children if leading.get(child)]
    given = set.intersection(*map(set, named)) if named else set()
    rest = {c: Counter(set(leading[c]) - given) for c in children if leading.get(c)}
    return {child: held for child, held in rest.items() if held}


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
    family: Family, names: Sequence[str], counts: NDArray[np.int64], at: int
) -> dict[str, object]:
    chance = np.random.default_rng((_SEED, at))
    draws = int(threshold("overlap_draws"))
    base = np.array([family.base[name] + threshold("overlap_prior") for name in names])
    if family.base.total() < threshold("overlap_base"):
        return {}
    if family.basis == "projects":
        own = [[name in family.own.get(unit, {}) for name in names] for unit in family.held]
        by_chance = drawn(counts, base, chance, draws, np.array(own))
    else:
        by_chance = drawn_once(counts, base, chance, draws)
    return {"p_value": upper_p(overlap(counts), by_chance), "expected": float(by_chance.mean())}


def _verdict(row: Mapping[str, object]) -> str:
    if row["q_value"] is None:
        return "cannot_tell"
    if row["overlap"] is None:
        return "normal"
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
        strength="moderate" if basis in {GROUP, "projects"} else "weak",
        parameters={
            "siblings": str(row["siblings"]),
            "items": str(row["items"]),
            "overlap": f"{100 * overlap_:.0f}",
            "expected": f"{100 * expected:.0f}",
            "shared": "、".join(shared) or "—",
        }
        | _named(case, row),
        rows=rows_behind(_rows(case, row, shared, as_of))[:_SHOWN],
    )


def _named(case: Case, row: Mapping[str, object]) -> dict[str, str]:
    """Return the names of the siblings of a group; of other rows, nothing."""
    members = row.get("members")
    if not isinstance(members, list):
        return {}
    return {"units": "、".join(case.units.name(unit) for unit in members)}


def _rows(
    case: Case, row: Mapping[str, object], shared: Sequence[str], as_of: date | None
) -> pl.DataFrame:
    parent, members = str(row["unit"]), row.get("members")
    below = [unit for unit in case.units.subtree(parent) if unit != parent]
    if row["basis"] in {GROUP, "projects"}:
        begun = projects_begun(case.tables["projects"], as_of)
        mine = begun.filter(pl.col("unit").is_in(members if isinstance(members, list) else below))
        named = [not shared or industry(one) in shared for one in mine["industry"]]
        return mine.filter(pl.Series(named, dtype=pl.Boolean))
    children = list(case.units.children(parent))
    return case.tables["units"].filter(pl.col("unit").is_in(children))
