"""How far passages are copies of one another."""
