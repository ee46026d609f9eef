"""Which document carries out which: parents, editions, what is cited and not at hand."""
