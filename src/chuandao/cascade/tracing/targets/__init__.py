"""Targets followed from tier to tier."""
