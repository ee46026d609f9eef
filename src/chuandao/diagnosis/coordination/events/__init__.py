"""Event logs in SQL: hand-overs, waits, returns, rework, routes and days due."""
