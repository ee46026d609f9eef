"""What became of a policy's tasks from tier to tier: shares of its chains, city to village.

A chain is one task on its way to one unit of the deepest tier. At each tier it is in one state;
in some it goes on, in the others the documents end there, which is no fault in itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from chuandao.report.material import Material
from chuandao.report.tracing.model import LABELS
from chuandao.report.whole.chosen_rows import rows_of

ISSUED = "issued"
GOING = ("local", "faithful", "additive", "symbolic", "selective", "substitutive", "deployed")
"""States in which a chain goes on, families of changes, those that lose least first."""

ENDED = ("dropped", "not_required", "not_applicable", "unread", "no_document", "unexamined")
"""States in which the documents end; only the first says that something was left out."""

STATES = (*GOING, *ENDED)
_SHARES = Mapping[str, float]
_Outcomes = Mapping[tuple[str, str], _SHARES]


@dataclass(frozen=True)
class Flow:
    """Chains that go from a state at the tier above to a state at this one: share of all."""

    tier: int
    source: str
    target: str
    share: float


@dataclass(frozen=True)
class Sankey:
    """One policy: its root document, how many tasks it sets, and its flows by tier and state.

    ``leaves`` is the number of units of the deepest tier over which chains are counted.
    """

    document: str
    tasks: int
    leaves: int
    tiers: tuple[int, ...]
    flows: tuple[Flow, ...]

    def share(self, tier: int, state: str) -> float:
        """Return the share of all chains that are in a state at a tier."""
        if tier == self.tiers[0]:
            return 1.0 if state == ISSUED else 0.0
        return sum(f.share for f in self.flows if (f.tier, f.target) == (tier, state))

    def held(self, state: str) -> bool:
        """Return whether any chain is in a state at any tier."""
        return any(flow.target == state for flow in self.flows)


def sankeys(material: Material) -> tuple[Sankey, ...]:
    """Return one flow a policy, in the order of their documents; none without a trace.

    Every document of the root that sets tasks and was looked for below is a policy.
    """
    frames = [rows_of(material, name) for name in ("clauses", "drops", "links")]
    clauses, drops, links = frames
    if clauses is None or drops is None:
        return ()
    served = _served(clauses)
    outcomes = _outcomes(served, drops, _families(links))
    policies = _policies(material, clauses, drops)
    return tuple(_sankey(material, name, tasks, outcomes) for name, tasks in policies.items())


def _served(clauses: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the tasks that each clause serves."""
    return {
        clause: tuple(sorted(tasks or ()))
        for clause, tasks in clauses.select("clause", "tasks").iter_rows()
    }


def _families(links: pl.DataFrame | None) -> dict[tuple[str, str], str]:
    """Return the family of the best accepted link from each upper clause into each document."""
    if links is None:
        return {}
    accepted = links.filter(pl.col("rank") == 1).sort("probability", "lower")
    found: dict[tuple[str, str], str] = {}
    for upper, lower, labels in accepted.select("upper", "lower", "labels").iter_rows():
        family = LABELS.get(labels[0], "deployed") if labels else "deployed"
        key = (upper, lower.partition("#")[0])
        found[key] = min(found.get(key, family), family, key=STATES.index)
    return found


def _outcomes(
    served: Mapping[str, tuple[str, ...]],
    drops: pl.DataFrame,
    families: Mapping[tuple[str, str], str],
) -> dict[tuple[str, str], dict[str, float]]:
    """Return for each unit and task the shares of the states of the clauses that serve it.

    A clause answered by several documents of a unit counts with the state that loses least.
    """
    best: dict[tuple[str, str], str] = {}
    columns = ("upper", "unit", "document", "status")
    for upper, unit, document, status in drops.select(columns).iter_rows():
        state = _state(status, families.get((upper, document)))
        held = best.get((unit, upper), state)
        best[unit, upper] = min(held, state, key=STATES.index)
    counted: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for (unit, upper), state in best.items():
        for task in served.get(upper, ()):
            counted[unit, task][state] += 1
    return {key: _shares(states) for key, states in counted.items()}


def _state(status: str, family: str | None) -> str:
    if status == "covered":
        return family or "deployed"
    if status == "partial":
        return family if family in {"symbolic", "selective", "substitutive"} else "selective"
    return status if status in STATES else "unexamined"


def _shares(states: Counter[str]) -> dict[str, float]:
    whole = states.total()
    return {state: states[state] / whole for state in STATES if state in states}


def _policies(
    material: Material, clauses: pl.DataFrame, drops: pl.DataFrame
) -> dict[str, tuple[str, ...]]:
    """Return the tasks of every document of the root whose deployment was looked for."""
    documents = rows_of(material, "documents")
    if documents is None:
        return {}
    root = documents.filter(pl.col("unit") == material.units.root).sort("date", "document")
    asked = {upper.partition("#")[0] for upper in drops["upper"].to_list()}
    found: dict[str, tuple[str, ...]] = {}
    for document in root["document"].to_list():
        own = clauses.filter(pl.col("document") == document)["tasks"].to_list()
        tasks = sorted({task for row in own for task in row or ()})
        if tasks and document in asked:
            found[document] = tuple(tasks)
    return found


def _sankey(
    material: Material, document: str, tasks: tuple[str, ...], outcomes: _Outcomes
) -> Sankey:
    tree = material.units
    deepest = max(tree.tier(leaf) for leaf in tree.leaves())
    leaves = {leaf for leaf in tree.leaves() if tree.tier(leaf) == deepest}
    weight: Counter[str] = Counter()
    for leaf in leaves:
        weight.update([leaf, *tree.ancestors(leaf)])
    whole = len(tasks) * max(len(leaves), 1)
    flows: defaultdict[tuple[int, str, str], float] = defaultdict(float)
    going: dict[tuple[str, str], dict[str, float]] = {
        (tree.root, task): {ISSUED: 1.0} for task in tasks
    }
    for unit in (one for one in tree if weight[one] and one != tree.root):
        for task in tasks:
            moves = _moves(
                going.get((str(tree.parent(unit)), task), {}), outcomes.get((unit, task))
            )
            going[unit, task] = _going(moves)
            for (source, target), share in moves.items():
                flows[tree.tier(unit), source, target] += share * weight[unit] / whole
    shown = tuple(Flow(*key, flows[key]) for key in sorted(flows, key=_order))
    tiers = tuple(sorted({tree.tier(unit) for unit in tree if weight[unit]}))
    return Sankey(document, len(tasks), len(leaves), tiers, shown)


def _moves(source: _SHARES, outcome: _SHARES | None) -> dict[tuple[str, str], float]:
    """Return the shares that go from each state above to each state below."""
    below = outcome or {"unexamined": 1.0}
    return {(s, t): a * b for s, a in source.items() for t, b in below.items()}


def _going(moves: Mapping[tuple[str, str], float]) -> dict[str, float]:
    """Return what of the moves goes on to the next tier."""
    found: defaultdict[str, float] = defaultdict(float)
    for (_, target), share in moves.items():
        if target in GOING:
            found[target] += share
    return dict(found)


def _order(key: tuple[int, str, str]) -> tuple[int, int, int]:
    tier, source, target = key
    return tier, -1 if source == ISSUED else STATES.index(source), STATES.index(target)
