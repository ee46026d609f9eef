"""The best package of measures on a tree: what it brings, bounds, search."""
