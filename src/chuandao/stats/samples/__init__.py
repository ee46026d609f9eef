"""Medians, ratios, draws and their errors."""
