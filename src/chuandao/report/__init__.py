"""Papers and pages made from results; nothing is computed here that a result does not hold."""

from chuandao.report.tracing.page import trace_page

__all__ = ["trace_page"]
