"""Tracing (條目對照): documents understood, linked, and what became of each commitment."""
