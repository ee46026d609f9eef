"""Matching of resources (資源匹配): which funds to move or add, where, and under which rule."""

from chuandao.prescription.match.verb import Matching, match

__all__ = ["Matching", "match"]
