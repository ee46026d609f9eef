"""Interpretation (精準解讀): a kit made from the document itself and from how it was read below."""

from chuandao.prescription.interpret.interpret import interpret
from chuandao.prescription.interpret.kit import Kit

__all__ = ["Kit", "interpret"]
