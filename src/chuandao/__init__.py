"""chuandao (傳導): what becomes of a city's strategy on its way down, where, why, and what to do.

The public verbs and result types; each is loaded when first used, so that importing the
package costs nothing.

Examples
--------
>>> import chuandao as cd
>>> case = cd.read(cd.examples.qinghe)
>>> case.units.name(case.units.root)
'清河市'
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chuandao import examples
    from chuandao.cascade.case import Case, read
    from chuandao.cascade.problems import Problems
    from chuandao.cascade.tracing.trace import Trace, trace
    from chuandao.chain import Checkup, checkup
    from chuandao.decay.effects.verb import Effects, effects
    from chuandao.decay.measure import Decay, measure
    from chuandao.decay.model import DecayModel
    from chuandao.diagnosis.examine import Diagnosis, diagnose
    from chuandao.errors import ChuandaoError
    from chuandao.prescription.appraise.verb import appraise
    from chuandao.prescription.choose.prescribe import Plan, prescribe
    from chuandao.prescription.coordinate.verb import coordinate
    from chuandao.prescription.inspections.verb import inspections
    from chuandao.prescription.interpret.interpret import interpret
    from chuandao.prescription.interpret.kit import Kit
    from chuandao.prescription.match.verb import Matching, match
    from chuandao.prescription.precheck.verb import Precheck, precheck
    from chuandao.prescription.proposal import Proposal
    from chuandao.prescription.simulate.verb import Simulation, simulate
    from chuandao.prescription.simulate.what_if import what_if
    from chuandao.sources.models import SentenceModel, load_model

__version__ = "0.1.0"

__all__ = [
    "Case",
    "Checkup",
    "ChuandaoError",
    "Decay",
    "DecayModel",
    "Diagnosis",
    "Effects",
    "Kit",
    "Matching",
    "Plan",
    "Precheck",
    "Problems",
    "Proposal",
    "SentenceModel",
    "Simulation",
    "Trace",
    "appraise",
    "checkup",
    "coordinate",
    "diagnose",
    "effects",
    "examples",
    "inspections",
    "interpret",
    "load_model",
    "match",
    "measure",
    "precheck",
    "prescribe",
    "read",
    "simulate",
    "trace",
    "what_if",
]

_HOMES = {
    "Case": "chuandao.cascade.case",
    "Checkup": "chuandao.chain",
    "ChuandaoError": "chuandao.errors",
    "Decay": "chuandao.decay.measure",
    "DecayModel": "chuandao.decay.model",
    "Diagnosis": "chuandao.diagnosis.examine",
    "Effects": "chuandao.decay.effects.verb",
    "Plan": "chuandao.prescription.choose.prescribe",
    "Matching": "chuandao.prescription.match.verb",
    "Kit": "chuandao.prescription.interpret.kit",
    "Precheck": "chuandao.prescription.precheck.verb",
    "Problems": "chuandao.cascade.problems",
    "Proposal": "chuandao.prescription.proposal",
    "SentenceModel": "chuandao.sources.models",
    "Simulation": "chuandao.prescription.simulate.verb",
    "Trace": "chuandao.cascade.tracing.trace",
    "appraise": "chuandao.prescription.appraise.verb",
    "checkup": "chuandao.chain",
    "coordinate": "chuandao.prescription.coordinate.verb",
    "diagnose": "chuandao.diagnosis.examine",
    "effects": "chuandao.decay.effects.verb",
    "interpret": "chuandao.prescription.interpret.interpret",
    "inspections": "chuandao.prescription.inspections.verb",
    "load_model": "chuandao.sources.models",
    "match": "chuandao.prescription.match.verb",
    "measure": "chuandao.decay.measure",
    "prescribe": "chuandao.prescription.choose.prescribe",
    "precheck": "chuandao.prescription.precheck.verb",
    "read": "chuandao.cascade.case",
    "simulate": "chuandao.prescription.simulate.verb",
    "trace": "chuandao.cascade.tracing.trace",
    "what_if": "chuandao.prescription.simulate.what_if",
}


def __getattr__(name: str) -> object:
    if name == "examples":
        return import_module("chuandao.examples")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'chuandao' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
