"""The model of a case: its tables, its tree of units, its documents and how they connect."""
