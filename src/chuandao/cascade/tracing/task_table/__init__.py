"""A document split into its task table, and a corrected table read back."""
