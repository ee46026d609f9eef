"""The summary of a measurement: what it rests on, its figures, its formulae, its gaps."""
