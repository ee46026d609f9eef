"""Pure functions on arrays: the mathematics behind the measures.

Nothing here knows a unit, a table, a file or the clock; randomness comes only from a Generator
that is passed in. Sums have a fixed order and use no threads: the same arrays, the same bytes.
"""
