"""The page of a trace (條目對照): records, view, words, page."""
