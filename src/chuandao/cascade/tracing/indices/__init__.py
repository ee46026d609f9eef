"""Indices of a trace: of each document and unit, and what is left of each task tier by tier."""
