"""Word files: the body in reading order, with the numbers a word processor shows."""
