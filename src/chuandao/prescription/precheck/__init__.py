"""Precheck (制發前預檢): what a draft leaves open, before it is issued."""
