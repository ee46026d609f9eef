"""Effort and weights where several tasks compete (multi-task principal-agent)."""
