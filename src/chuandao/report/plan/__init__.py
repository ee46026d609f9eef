"""The package of remedies as a page: what it brings, what is assumed, what would change it."""
