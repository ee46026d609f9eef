"""Numbers and quantities: numerals, units of measure, comparators, targets."""
