"""The picture of targets from tier to tier: a table and a plot, for both pages."""
