"""Workload: hours available against work, and which share of it is done, in what order."""
