"""Whose duty a clause is: bodies and their levels, whom a clause speaks to, what it is about."""
