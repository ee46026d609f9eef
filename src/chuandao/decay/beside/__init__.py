"""Columns on the steps beside the five causes."""
