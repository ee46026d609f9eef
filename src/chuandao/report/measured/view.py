"""Everything the summary of a measurement shows; pure records, no markup."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import polars as pl

from chuandao.cascade.case import Case
from chuandao.catalog.knowledge import causes
from chuandao.decay.effects.verb import effects_if_told
from chuandao.decay.measure import Decay
from chuandao.errors import Problem
from chuandao.report.material import Material, own_tables
from chuandao.report.measured.effects_view import EffectRow, effect_rows
from chuandao.report.measured.example import Example, example_of, explainer
from chuandao.report.measured.parameters import Parameter, parameters_of
from chuandao.report.measured.sensitivity_view import (
    SensitivityView,
    sensitivity_of,
    sensitivity_view,
)
from chuandao.report.whole.blockages_view import BlockageRow, blockage_rows
from chuandao.report.whole.causes_view import CausesView, causes_view
from chuandao.report.whole.chosen_rows import rows_of
from chuandao.report.whole.scope_view import Scope, scope_of
from chuandao.report.whole.stairs import Staircases, Tread, staircases


@dataclass(frozen=True)
class Reach:
    """One tier below the root: units in the chain, and those with evidence of their own."""

    tier: int
    units: int
    evidence: int


@dataclass(frozen=True)
class MeasuredView:
    """The views of a measurement; one that is None rests on a table that was not made."""

    scope: Scope
    reach: tuple[Reach, ...]
    stairs: Staircases | None
    causes: CausesView | None
    blockages: tuple[BlockageRow, ...] | None
    parameters: tuple[Parameter, ...]
    example: Example | None
    effects: tuple[EffectRow, ...]
    anchors: tuple[str, ...]
    sensitivity: SensitivityView | None = None

    @property
    def examined(self) -> tuple[str, ...]:
        """The causes with a column of their own."""
        return tuple(one.about for one in self.parameters if one.kind == "cause")

    @property
    def unexamined(self) -> tuple[str, ...]:
        """The causes without data; whatever they cost is in ``tier``."""
        return tuple(cause for cause in causes() if cause not in self.examined)

    @property
    def observations(self) -> int:
        """Rows of evidence."""
        return sum(count for _, count, _ in self.scope.sources)

    @property
    def steepest(self) -> Tread | None:
        """The tier to which most efficacy points are lost."""
        treads = self.stairs.main.treads if self.stairs else ()
        lost = [(a.efficacy - b.efficacy, b) for a, b in pairwise(treads)]
        return max(lost, key=lambda pair: pair[0])[1] if lost else None

    def of_kind(self, kind: str) -> tuple[Parameter, ...]:
        """Return the parameters of a kind."""
        return tuple(one for one in self.parameters if one.kind == kind)


def measured_material(case: Case, found: Decay, *, seed: int = 0) -> Material:
    """Return what the summary of a measurement is made of: its tables, those of effects too.

    The day is the last one that the evidence speaks of. No document is read.
    """
    from chuandao import __version__

    warnings = list(found.warnings)
    tables = {**found.tables, **effects_if_told(case, warnings, seed=seed)}
    return Material(
        settings=case.settings,
        as_of=_last_day(case),
        units=case.units,
        tables=tables,
        **own_tables(case),
        texts={},
        warnings=_worst_first(warnings),
        facts={
            "verb": "measure",
            "version": __version__,
            "fingerprint": found.fingerprint,
            **found.parameters,
        },
    )


def measured_view(material: Material, unit: str = "", model: object = None) -> MeasuredView:
    """Return the views of a measurement.

    Parameters
    ----------
    material : Material
    unit : str
        Code of the unit to follow; by default one is chosen.
    model : DecayModel, optional
        The fitted model, to be asked what a unit's estimate rests on and how figures would change.
    """
    stairs = staircases(material)
    parameters = rows_of(material, "parameters")
    named = material.facts.get("anchors")
    return MeasuredView(
        scope=scope_of(material),
        reach=_reach(material),
        stairs=stairs,
        causes=causes_view(material),
        blockages=blockage_rows(material),
        parameters=() if parameters is None else parameters_of(parameters.to_dicts()),
        example=example_of(material, unit, explainer(model)),
        effects=effect_rows(material),
        anchors=tuple(map(str, named)) if isinstance(named, list | tuple) else (),
        sensitivity=sensitivity_view(sensitivity_of(model), stairs),
    )


def _reach(material: Material) -> tuple[Reach, ...]:
    """Return how far evidence reaches; units outside the chain of transmission do not count."""
    efficacy = rows_of(material, "efficacy")
    if efficacy is None:
        return ()
    own = efficacy.group_by("unit").agg(pl.col("own_evidence").max()).rows()
    below = [(material.units.tier(u), n > 0) for u, n in own if u != material.units.root]
    units, seen = Counter(tier for tier, _ in below), Counter(tier for tier, has in below if has)
    return tuple(Reach(tier, units[tier], seen[tier]) for tier in sorted(units))


def _last_day(case: Case) -> date:
    """Return the last day of the last period of the evidence."""
    evidence = case.tables["evidence"]
    day = evidence.select(pl.col("period_end").max()).item()
    return day if isinstance(day, date) else date.min


def _worst_first(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    order = ("fatal", "error", "warning", "note")
    return tuple(sorted(problems, key=lambda problem: order.index(problem.severity)))
