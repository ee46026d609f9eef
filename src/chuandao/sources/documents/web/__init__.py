"""Web pages and web archives: the main text."""
