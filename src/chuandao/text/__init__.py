"""Pure functions on strings: what a document says, and how two passages differ.

Nothing here knows a file, a unit of the tree, a table or the clock; lexicons are passed in.
"""
