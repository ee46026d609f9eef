"""Which clause below answers which clause above, and what became of it."""
