"""The command line: parses, calls one verb, shows."""
