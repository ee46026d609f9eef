"""Appraisal realigned (差異化考核): weights by priorities, pilots with a life, tolerance, rewards."""
