"""Figures behind causes two to five: money, waiting, weights, workload, treatment."""
