"""Appraisal realigned (差異化考核): weights, pilots with a life, tolerance, rewards."""
