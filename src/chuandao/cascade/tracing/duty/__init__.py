"""Whose duty an upper clause is, seen from a document below: rules first, then a small scorer."""
