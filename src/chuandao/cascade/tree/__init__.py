"""The unit tree from its rows: shape, names, parents, what was repaired."""
