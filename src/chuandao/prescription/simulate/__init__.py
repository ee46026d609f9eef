"""The cascade forward (推演): what may be expected without and with a package, and where not."""

from chuandao.prescription.simulate.verb import Simulation, simulate
from chuandao.prescription.simulate.what_if import what_if

__all__ = ["Simulation", "simulate", "what_if"]
