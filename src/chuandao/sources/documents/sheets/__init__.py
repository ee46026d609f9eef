"""Workbooks that hold a task list or a ledger, read as the tables they are."""
