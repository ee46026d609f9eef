"""Documents as they are understood: clauses with their fields, read with the lexicons in force."""
